"""A graph's search index and database, made from those of the graph before where little differs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kg import difference, relations
from kg.difference import Difference
from kg.folder import DATABASE, GraphFolder, table_file
from kg.search import indexing
from kg.stores import ladybug
from kg.tables import GraphTables

LITTLE = 0.1
"""The share of rows that may differ from those before, for what was before to be changed."""


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

    @cached_property
    def _differences(self) -> dict[str, Difference] | None:
        """From the graph before; None when it is missing or too much is other."""
        if self._before is None:
            return None
        found = {}
        try:
            for name, key in difference.KEYS.items():
                before = pq.read_table(table_file(self._before.generation, name))
                now = self._tables.nodes.get(name, self._tables.edges.get(name))
                found[name] = Difference.of(before, now, key)
        except OSError:
            return None
        return found if difference.share(found) <= LITTLE else None

    def index(self) -> None:
        """Write the search index."""
        if self._before is not None and self._differences is not None:
            stored = indexing.change(self._before.generation, self._tables, self._differences)
        else:
            stored = indexing.build(self._tables)
        indexing.write(self._generation, stored)

    def database(self, related: Callable[[], GraphTables]) -> None:
        """Write the database.

        Args:
            related: Gives the graph with its derived relationships, when they are made.

        Raises:
            EngineError, OSError: See `kg.stores.ladybug.write`.
        """
        file = self._generation / DATABASE

        def later() -> dict[str, pa.Table]:
            return relations.derived(related())

        if self._before is not None and self._differences is not None:
            before = self._before.database
            if ladybug.change(before, self._differences, file, later):
                return
        ladybug.write(self._tables, file, later)
