"""What does the heavy work of a build: the processors of this machine, or a Spark cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from kg.extract.columns import Extracted, extract_columns
from kg.paper import Paper
from kg.sql import DuckDB, Sql


class Engine(Protocol):
    """Both give the same graph of the same papers."""

    def extract(self, papers: Iterable[Paper], keywords: str) -> Iterator[Extracted]:
        """What is found in the papers' texts, in parts; see `kg.extract.columns`."""

    def sql(self) -> Sql:
        """An engine for the statements of a build."""


class Local:
    """Processes and DuckDB.

    Args:
        jobs: Processes; by default one a core.
        beside: See `kg.extract.columns.extract_columns`.
    """

    def __init__(self, jobs: int | None = None, *, beside: bool = False) -> None:
        self._jobs = jobs
        self._beside = beside

    def extract(self, papers: Iterable[Paper], keywords: str) -> Iterator[Extracted]:
        """See `Engine.extract`."""
        return extract_columns(papers, keywords=keywords, jobs=self._jobs, beside=self._beside)

    def sql(self) -> Sql:
        """See `Engine.sql`."""
        return DuckDB()
