"""A graph of our schema read from a Neo4j server, whoever put it there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pyarrow as pa

from kg import schema
from kg.errors import GraphError
from kg.stores.base import own_label
from kg.stores.neo4j_schema import MARK
from kg.tables import GraphTables, edge_schema, node_schema

_CASTS: dict[str, Callable[[Any], Any]] = {
    "string": str,
    "int": int,
    "float": float,
    "bool": bool,
    "strings": lambda values: [str(v) for v in values],
}


def pull(
    session: Any, uri: str, advance: Callable[[int], None]
) -> tuple[GraphTables, dict[str, int]]:
    """See `kg.stores.neo4j.Neo4jStore.pull`."""
    nodes, edges = {}, {}
    left_out: dict[str, int] = {}
    for label in schema.LABELS:
        statement = f"MATCH (n:{label.name}) WHERE n.id IS NOT NULL RETURN properties(n)"
        rows = _read(session, statement)
        advance(len(rows))
        nodes[label.name] = _table(
            [_row(label.properties, row[0], label.name, uri) for row in rows],
            node_schema(label.name),
            ("id",),
        )
    if not any(table.num_rows for table in nodes.values()):
        raise GraphError(
            f"{uri} holds no graph of this schema", remedy="kg load GRAPH puts one there"
        )
    for kind in schema.RELATIONSHIPS:
        found = []
        for source, target in kind.ends:
            statement = (
                f"MATCH (a:{source})-[r:{kind.name}]->(b:{target}) "
                "WHERE a.id IS NOT NULL AND b.id IS NOT NULL RETURN a.id, b.id, properties(r)"
            )
            for a, b, properties in _read(session, statement):
                ends = dict(zip(schema.END_COLUMNS, (source, a, target, b), strict=True))
                found.append(ends | _row(kind.properties, properties, kind.name, uri))
        advance(len(found))
        once = {tuple(row[c] for c in schema.END_COLUMNS): row for row in found}
        if len(once) < len(found):
            left_out[f"a second {kind.name} between the same nodes"] = len(found) - len(once)
        edges[kind.name] = _table(list(once.values()), edge_schema(kind.name), schema.END_COLUMNS)
    left_out |= _others(session, GraphTables(nodes, edges))
    return GraphTables(nodes, edges), left_out


def _others(session: Any, tables: GraphTables) -> dict[str, int]:
    """What there is besides: nodes by label and relationships by type, with their numbers."""
    counts = tables.counts()
    found: dict[str, int] = {}
    nodes: Counter[str] = Counter()
    for labels, number in _read(session, "MATCH (n) RETURN labels(n), count(n)"):
        nodes[own_label(labels)] += number
    for label, number in nodes.items():
        if label != MARK and (rest := number - counts.get(label, 0)) > 0:
            found[f"node {label or 'without label'}"] = rest
    for type_, number in _read(session, "MATCH ()-[r]->() RETURN type(r), count(r)"):
        if (rest := number - counts.get(type_, 0)) > 0:
            found[f"relationship {type_}"] = rest
    return found


def _row(
    properties: tuple[schema.Property, ...], given: dict[str, Any], of: str, uri: str
) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for p in properties:
        value = given.get(p.name)
        if value is None:
            row[p.name] = [] if p.type == "strings" else None
            continue
        try:
            row[p.name] = _CASTS[p.type](value)
        except (TypeError, ValueError) as error:
            raise GraphError(
                f"{uri}: {of}.{p.name} should be {p.type}, there is {value!r}",
                remedy="correct it on the server, then pull again",
            ) from error
    return row


def _table(rows: list[dict[str, Any]], of: pa.Schema, keys: tuple[str, ...]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=of).sort_by([(key, "ascending") for key in keys])


def _read(session: Any, statement: str) -> list[Any]:
    rows: list[Any] = session.execute_read(lambda tx: [r.values() for r in tx.run(statement)])
    return rows
