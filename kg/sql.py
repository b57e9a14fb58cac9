"""SQL on Arrow tables, with DuckDB. Statements stay in the part of SQL that Spark speaks too."""

from __future__ import annotations

import os
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa

from kg.errors import EngineError


class Engine:
    """An in-memory engine: give it tables by name, ask for a table.

    Raises:
        EngineError: DuckDB refuses a statement, or runs out of memory or disk.
    """

    def __init__(self, *, threads: int | None = None) -> None:
        self._connection = duckdb.connect()
        self._connection.execute("SET enable_progress_bar = false")
        self._connection.execute(f"SET threads = {threads or os.cpu_count() or 1}")

    def register(self, name: str, table: pa.Table) -> None:
        """Make a table readable under a name; one of that name is replaced."""
        self._connection.register(name, table)

    def table(self, statement: str) -> pa.Table:
        """The rows of a SELECT."""
        try:
            made: pa.Table = self._connection.sql(statement).to_arrow_table()
        except duckdb.Error as error:
            raise EngineError(f"DuckDB can't run a step of the build: {error}") from error
        return made

    def keep(self, name: str, statement: str) -> pa.Table:
        """The rows of a SELECT, registered under a name as well."""
        made = self.table(statement)
        self.register(name, made)
        return made

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()
