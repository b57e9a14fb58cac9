"""A graph's search index and database, made from those of the graph before where little differs."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kg import difference
from kg.difference import Difference
from kg.folder import DATABASE, GraphFolder, table_file
from kg.search import indexing
from kg.stores import ladybug
from kg.stores.ladybug_tables import Later
from kg.tables import GraphTables

LITTLE = 0.1
"""The largest share of rows that differ at which the earlier index and database are changed;
above it both are made anew."""


Differences = Mapping[str, Difference]
"""Of every label, and of every relationship that is not derived."""


def tables_of(graph: GraphFolder | None) -> Mapping[str, pa.Table]:
    """What is compared of a graph; nothing when it is missing or broken."""
    try:
        return (
            {n: pq.read_table(table_file(graph.generation, n)) for n in difference.KEYS}
            if graph
            else {}
        )
    except (OSError, pa.ArrowInvalid):
        return {}


class Writing:
    """What a generation holds besides its tables.

    Args:
        generation: The folder to write into.
        tables: The graph, without derived relationships.
        before: The graph that this one takes the place of; None writes all of it.
    """

    def __init__(self, generation: Path, tables: GraphTables, before: GraphFolder | None) -> None:
        self._generation = generation
        self._tables = tables
        self._before = before

    def differences(self, before: Future[Mapping[str, pa.Table]]) -> Differences | None:
        """What differs from the graph before; None when there is none, or more than `LITTLE` does.

        Args:
            before: `tables_of` it.
        """
        tables = before.result()
        if not tables:
            return None
        now = {**self._tables.nodes, **self._tables.edges}
        found = {n: Difference.of(tables[n], now[n], key) for n, key in difference.KEYS.items()}
        return found if difference.share(found) <= LITTLE else None

    def index(self, differences: Future[Differences | None]) -> None:
        """Write the search index.

        Args:
            differences: From the graph before.
        """
        changed = differences.result()
        if self._before is not None and changed is not None:
            stored = indexing.change(self._before.generation, self._tables, changed)
        else:
            stored = indexing.build(self._tables)
        indexing.write(self._generation, stored)

    def database(self, differences: Future[Differences | None], later: Later) -> None:
        """Write the database.

        Args:
            differences: From the graph before.
            later: The derived relationships.

        Raises:
            EngineError, OSError: See `kg.stores.ladybug.write`.
        """
        file = self._generation / DATABASE
        if self._before is not None:  # while differences are looked for
            shutil.copyfile(self._before.database, file)
        changed = differences.result()
        done = False
        if changed is not None and self._before is not None:
            done = ladybug.change(file, changed, later)
        elif self._before is not None:
            ladybug.remove(file)
        if not done:
            ladybug.write(self._tables, file, later)
