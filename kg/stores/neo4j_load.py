"""Making a Neo4j database hold just one graph: upsert every row, delete what is gone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kg import schema
from kg.errors import GraphError
from kg.tables import GraphTables

BATCH = 2_000
"""Rows a transaction."""


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """What a load did.

    Attributes:
        nodes, relationships: Rows sent.
        deleted: Nodes and relationships that were there and are not in the graph any more.
        seconds: Wall time.
    """

    nodes: int
    relationships: int
    deleted: int
    seconds: float


def ddl() -> list[str]:
    """Constraints and indexes of `kg.schema`, each idempotent."""
    statements = []
    for label in schema.LABELS:
        low = label.name.lower()
        statements.append(
            f"CREATE CONSTRAINT kg_{low}_id IF NOT EXISTS "
            f"FOR (n:{label.name}) REQUIRE n.id IS UNIQUE"
        )
        statements.append(
            f"CREATE INDEX kg_{low}_{label.title} IF NOT EXISTS "
            f"FOR (n:{label.name}) ON (n.{label.title})"
        )
        fields = ", ".join(f"n.{name}" for name in label.search)
        statements.append(
            f"CREATE FULLTEXT INDEX kg_{low}_text IF NOT EXISTS "
            f"FOR (n:{label.name}) ON EACH [{fields}]"
        )
    return statements


def load(
    session: Any, tables: GraphTables, uri: str, advance: Callable[[int], None]
) -> LoadSummary:
    """See `kg.stores.neo4j.Neo4jStore.load`; the session is the driver's."""
    began = time.perf_counter()
    _check_ours(session, uri)
    for statement in ddl():
        session.run(statement).consume()
    session.run("CALL db.awaitIndexes(120)").consume()
    session.run(
        "MERGE (g:KgGraph {id: 'kg'}) SET g.schema = $version, g.complete = false",
        version=schema.VERSION,
    ).consume()
    nodes = sum(_load_nodes(session, *x, advance) for x in tables.nodes.items())
    edges = sum(_load_edges(session, *x, advance) for x in tables.edges.items())
    deleted = sum(_prune_edges(session, *x) for x in tables.edges.items())
    deleted += sum(_prune_nodes(session, *x) for x in tables.nodes.items())
    session.run(
        "MATCH (g:KgGraph {id: 'kg'}) "
        "SET g.complete = true, g.loaded = datetime(), g.nodes = $n, g.edges = $e",
        n=nodes,
        e=edges,
    ).consume()
    return LoadSummary(nodes, edges, deleted, time.perf_counter() - began)


def _check_ours(session: Any, uri: str) -> None:
    ours = session.run("MATCH (g:KgGraph) RETURN count(g)").single(strict=True)[0]
    if ours:
        return
    for label in schema.LABEL:
        found = session.run(f"MATCH (n:{label}) RETURN count(n)").single(strict=True)[0]
        if found:
            raise GraphError(
                f"{uri} holds {found} {label} nodes that kg did not load",
                remedy="load into an empty database, or remove these nodes first",
            )


def _load_nodes(session: Any, label: str, table: pa.Table, advance: Callable[[int], None]) -> int:
    statement = f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n = row"
    for rows in _batches(table):
        _write(session, statement, rows)
        advance(len(rows))
    return int(table.num_rows)


def _load_edges(session: Any, name: str, table: pa.Table, advance: Callable[[int], None]) -> int:
    for (source, target), part in _by_ends(name, table):
        statement = (
            f"UNWIND $rows AS row MATCH (a:{source} {{id: row.source}}) "
            f"MATCH (b:{target} {{id: row.target}}) MERGE (a)-[r:{name}]->(b) SET r = row.p"
        )
        for rows in _batches(part.drop_columns(["source_label", "target_label"])):
            nested = [
                {"source": row.pop("source"), "target": row.pop("target"), "p": row} for row in rows
            ]
            _write(session, statement, nested)
            advance(len(rows))
    return int(table.num_rows)


def _prune_nodes(session: Any, label: str, table: pa.Table) -> int:
    kept = set(table["id"].to_pylist())
    there = session.run(f"MATCH (n:{label}) RETURN n.id")
    gone = [row[0] for row in there if row[0] not in kept]
    _write(session, f"UNWIND $rows AS key MATCH (n:{label} {{id: key}}) DETACH DELETE n", gone)
    return len(gone)


def _prune_edges(session: Any, name: str, table: pa.Table) -> int:
    gone = 0
    for (source, target), part in _by_ends(name, table):
        kept = set(zip(part["source"].to_pylist(), part["target"].to_pylist(), strict=True))
        match = f"MATCH (a:{source})-[r:{name}]->(b:{target})"
        there = session.run(f"{match} RETURN a.id, b.id")
        ends = [list(row) for row in there if (row[0], row[1]) not in kept]
        _write(
            session,
            f"UNWIND $rows AS ends MATCH (a:{source} {{id: ends[0]}})-[r:{name}]->"
            f"(b:{target} {{id: ends[1]}}) DELETE r",
            ends,
        )
        gone += len(ends)
    return gone


def _write(session: Any, statement: str, rows: list[Any]) -> None:
    for at in range(0, len(rows), BATCH):
        part = rows[at : at + BATCH]
        session.execute_write(lambda tx, part=part: tx.run(statement, rows=part).consume())


def _batches(table: pa.Table) -> Iterator[list[dict[str, Any]]]:
    for batch in table.to_batches(max_chunksize=BATCH):
        yield batch.to_pylist()


def _by_ends(name: str, table: pa.Table) -> Iterator[tuple[tuple[str, str], pa.Table]]:
    for source, target in schema.RELATIONSHIP[name].ends:
        chosen = pc.and_(
            pc.equal(table["source_label"], source), pc.equal(table["target_label"], target)
        )
        yield (source, target), table.filter(chosen)
