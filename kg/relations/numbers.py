"""Keys as numbers while relationships are derived: SQL joins integers, in the keys' order."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kg import schema
from kg.tables import GraphTables, edge_schema

DIGITS = 12
"""Decimals of derived measures: engines differ in the last bit of a logarithm."""


class Numbers:
    """The place of each key among those of its label, in ascending order.

    Numbers compare as their keys do.
    """

    def __init__(self, nodes: Mapping[str, pa.Table]) -> None:
        self._keys = {}
        for label, table in nodes.items():
            keys = table["id"].combine_chunks()
            self._keys[label] = keys.take(pc.sort_indices(keys))

    def tables(self, tables: GraphTables) -> dict[str, pa.Table]:
        """Nodes and relationships by their names in small letters, keys as numbers."""
        numbered = {
            label.lower(): table.set_column(0, "id", self.of(label, table["id"]))
            for label, table in tables.nodes.items()
        }
        return numbered | {
            name.lower(): self.edges(name, table) for name, table in tables.edges.items()
        }

    def of(self, label: str, keys: pa.ChunkedArray) -> pa.ChunkedArray:
        """Places of some keys; null where there is no such node."""
        return pc.index_in(keys, value_set=self._keys[label])

    def edges(self, name: str, table: pa.Table) -> pa.Table:
        """A relationship's table with numbers for ``source`` and ``target``."""
        kind = schema.RELATIONSHIP[name]
        for end, labels in (
            ("source", {source for source, _ in kind.ends}),
            ("target", {target for _, target in kind.ends}),
        ):
            first, *others = sorted(labels)
            numbers = self.of(first, table[end])
            for label in others:
                here = pc.equal(table[f"{end}_label"], label)
                numbers = pc.if_else(here, self.of(label, table[end]), numbers)
            table = table.set_column(table.column_names.index(end), end, numbers)
        return table

    def keyed(self, name: str, table: pa.Table) -> pa.Table:
        """A derived relationship's table, with keys again."""
        (source, target), *_ = schema.RELATIONSHIP[name].ends
        for end, label in (("source", source), ("target", target)):
            keys = self._keys[label].take(table[end].combine_chunks())
            table = table.set_column(table.column_names.index(end), end, keys)
        table = table.cast(edge_schema(name))
        for at, column in enumerate(table.schema):
            if column.type == pa.float64():
                # pyarrow's own rounding is off by 1e-13
                rounded = np.round(table[column.name].to_numpy(), DIGITS)
                table = table.set_column(at, column, pa.array(rounded, from_pandas=True))
        return table
