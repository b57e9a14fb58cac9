"""The graph as Arrow tables: one for each node label and each relationship type.

Every store, export and picture is made from a `GraphTables`; its columns come from
`kg.schema`. Rows are in key order, so that equal graphs are equal row for row.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

import pyarrow as pa

from kg import schema

_TYPES = {
    "string": pa.string(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "strings": pa.list_(pa.string()),
}


def node_schema(label: str) -> pa.Schema:
    """The Arrow schema of a label's table."""
    return pa.schema([(p.name, _TYPES[p.type]) for p in schema.LABEL[label].properties])


def edge_schema(relationship: str) -> pa.Schema:
    """The Arrow schema of a relationship type's table."""
    ends = [(name, pa.string()) for name in schema.END_COLUMNS]
    own = [(p.name, _TYPES[p.type]) for p in schema.RELATIONSHIP[relationship].properties]
    return pa.schema(ends + own)


@dataclass(frozen=True)
class GraphTables:
    """A whole graph.

    Attributes:
        nodes: Label to table, every label of the schema, empty ones too.
        edges: Relationship type to table, likewise.
    """

    nodes: Mapping[str, pa.Table]
    edges: Mapping[str, pa.Table]

    @classmethod
    def empty(cls) -> GraphTables:
        return cls(
            {label: node_schema(label).empty_table() for label in schema.LABEL},
            {name: edge_schema(name).empty_table() for name in schema.RELATIONSHIP},
        )

    def without(self, names: Container[str]) -> GraphTables:
        """All but some relationship types."""
        edges = {name: table for name, table in self.edges.items() if name not in names}
        return GraphTables(self.nodes, edges)

    def counts(self) -> dict[str, int]:
        """Rows by label and relationship type, in the schema's order."""
        counted = {label: self.nodes[label].num_rows for label in schema.LABEL}
        return counted | {name: self.edges[name].num_rows for name in schema.RELATIONSHIP}
