"""SQL on Arrow tables, by DuckDB here. Statements stay in the part that Spark speaks too."""

from __future__ import annotations

import contextlib
import os
from typing import Protocol, Self

import duckdb
import pyarrow as pa

from kg.errors import EngineError
from kg.pairs import in_common


class Sql(Protocol):
    """An engine for a time: give it tables by name, ask for a table.

    Raises:
        EngineError: It refuses a statement, or runs out of memory or disk.
    """

    def register(self, name: str, table: pa.Table) -> None:
        """Make a table readable under a name; one of that name is replaced."""

    def table(self, statement: str) -> pa.Table:
        """The rows of a SELECT."""

    def keep(self, name: str, statement: str) -> None:
        """Make the rows of a SELECT readable under a name."""

    def pairs(self, name: str, items: str, least: float) -> None:
        """Make what things have in common readable under a name.

        Args:
            name: Of the table: source, target (the smaller first), share, as of
                `kg.pairs.in_common`.
            items: A SELECT of thing, item, share.
            least: What a pair's share must reach.
        """

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...


class DuckDB:
    """See `Sql`; in memory."""

    def __init__(self, *, threads: int | None = None) -> None:
        self._connection = duckdb.connect()
        # in Jupyter, DuckDB refuses this setting where ipywidgets is missing; it draws none then
        with contextlib.suppress(duckdb.InvalidInputException):
            self._connection.execute("SET enable_progress_bar = false")
        self._connection.execute(f"SET threads = {threads or os.cpu_count() or 1}")

    def register(self, name: str, table: pa.Table) -> None:
        """See `Sql.register`."""
        self._connection.register(name, table)

    def table(self, statement: str) -> pa.Table:
        """See `Sql.table`."""
        try:
            made: pa.Table = self._connection.sql(statement).to_arrow_table()
        except duckdb.Error as error:
            raise EngineError(f"DuckDB can't run a step of the build: {error}") from error
        return made

    def keep(self, name: str, statement: str) -> None:
        """See `Sql.keep`."""
        self.register(name, self.table(statement))

    def pairs(self, name: str, items: str, least: float) -> None:
        """See `Sql.pairs`; a product of sparse matrices, in a fifth of the time of a join."""
        self.register(name, in_common(self.table(items), least))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._connection.close()
