"""What pictures are made from: a graph's tables, or a graph behind an engine, read alike."""

from __future__ import annotations

from typing import Protocol

from kg import schema
from kg.result import Edge, Node
from kg.stores.base import EVERYTHING, Store
from kg.tables import GraphTables


class Reading(Protocol):
    """A graph that gives the nodes of a label and the links of a type."""

    def nodes(self, label: str) -> list[Node]: ...
    def edges(self, type_: str) -> list[Edge]: ...


class TablesReading:
    """Of Arrow tables."""

    def __init__(self, tables: GraphTables) -> None:
        self._tables = tables

    def nodes(self, label: str) -> list[Node]:
        return [Node(label, row) for row in self._tables.nodes[label].to_pylist()]

    def edges(self, type_: str) -> list[Edge]:
        found = []
        for row in self._tables.edges[type_].to_pylist():
            a_label, a, b_label, b = (row.pop(column) for column in schema.END_COLUMNS)
            found.append(Edge(type_, a_label, a, b_label, b, row))
        return found


class StoreReading:
    """Of an open graph, whichever engine holds it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def nodes(self, label: str) -> list[Node]:
        found = self._store.query(f"MATCH (n:{label}) RETURN n ORDER BY n.id", limits=EVERYTHING)
        return [n for (n,) in found.rows]

    def edges(self, type_: str) -> list[Edge]:
        found: list[Edge] = []
        for a, b in schema.RELATIONSHIP[type_].ends:
            rows = self._store.query(
                f"MATCH (x:{a})-[r:{type_}]->(y:{b}) RETURN r ORDER BY x.id, y.id",
                limits=EVERYTHING,
            ).rows
            found += [r for (r,) in rows]
        return found
