"""Making a Neo4j database hold just one graph: send what changed, delete what is gone.

Each row carries a checksum (`neo4j_rows.CHECKSUM`). A load reads keys and checksums from the
server, sends the rows that are missing or differ, and deletes those that the graph does not have.
So it also goes on where an earlier one was cut off, and brings back what somebody deleted; a
property that somebody changed by hand stays until its row changes (or ``everything``).

What has no checksum is somebody else's: it stays, unless the graph has it too and it becomes ours.
So do properties that the schema does not have, on our nodes and relationships.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from kg import schema
from kg.errors import GraphError
from kg.stores import neo4j_mark
from kg.stores.base import NodeProperty
from kg.stores.neo4j_rows import CHECKSUM, Part, checksums, embedded, parts
from kg.stores.neo4j_schema import MARK, ddl
from kg.tables import GraphTables
from kg.wording import counted

BATCH = 5_000
"""Rows a transaction; a tenth of it for rows with embeddings."""


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """What a load did.

    Attributes:
        nodes, relationships: Rows of the graph.
        sent: How many of them were new or had changed.
        deleted: Nodes and relationships that were there and are not in the graph any more.
        seconds: Wall time.
    """

    nodes: int
    relationships: int
    sent: int
    deleted: int
    seconds: float


def load(
    session: Any,
    tables: GraphTables,
    uri: str,
    advance: Callable[[int], None],
    *,
    everything: bool = False,
) -> LoadSummary:
    """See `kg.stores.neo4j.Neo4jStore.load`; the session is the driver's."""
    began = time.perf_counter()
    known = neo4j_mark.check_loadable(session, uri)
    for statement in ddl():
        session.run(statement).consume()
    session.run("CALL db.awaitIndexes(300)").consume()
    _run(
        session,
        f"MERGE (g:{MARK} {{id: 'kg'}}) SET g.schema = $version, g.complete = false",
        version=schema.VERSION,
    )
    sent = 0
    gone: list[tuple[Part, list[Any]]] = []
    for part in parts(tables):
        there = _there(session, part) if known else {}
        keys, sums = part.keys, checksums(part.table)
        new = [at for at, key in enumerate(keys) if key not in there]
        changed = [
            at
            for at, key in enumerate(keys)
            if key in there and (everything or there[key] != sums[at])
        ]
        advance(len(keys) - len(new) - len(changed))
        _send(session, part, new, sums, advance, new=True)
        _send(session, part, changed, sums, advance, new=False)
        sent += len(new) + len(changed)
        ours = {key for key, checksum in there.items() if checksum is not None}
        gone.append((part, sorted(ours - set(keys))))
    deleted = sum(_delete(session, part, keys) for part, keys in reversed(gone))
    counts = tables.counts()
    nodes = sum(counts[label] for label in schema.LABEL)
    edges = sum(counts[name] for name in schema.RELATIONSHIP)
    _run(
        session,
        f"MATCH (g:{MARK} {{id: 'kg'}}) "
        "SET g.complete = true, g.loaded = datetime(), g.nodes = $n, g.edges = $e",
        n=nodes,
        e=edges,
    )
    return LoadSummary(nodes, edges, sent, deleted, time.perf_counter() - began)


def check_same(session: Any, tables: GraphTables, uri: str) -> None:
    """Refuse to put a graph in the place of another.

    Raises:
        GraphError: The papers that kg loaded there are all others.
    """
    papers = Part("Paper", (), tables.nodes["Paper"])
    there = [key for key, checksum in _there(session, papers).items() if checksum is not None]
    if there and set(papers.keys).isdisjoint(there):
        raise GraphError(
            f"{uri} holds another graph: none of its {counted(len(there), 'paper')} is in this one",
            remedy="a database holds one graph; --replace puts this one in the other's place",
        )


def keep(session: Any, kept: NodeProperty) -> None:
    """See `kg.stores.neo4j.Neo4jStore.keep`."""
    name = f"n.`{kept.name}`"
    _run(session, f"MATCH (n:{kept.label}) WHERE {name} IS NOT NULL REMOVE {name}")
    rows = [{"id": key, "value": value} for key, value in kept.values.items()]
    statement = f"UNWIND $rows AS row MATCH (n:{kept.label} {{id: row.id}}) SET {name} = row.value"
    for begin in range(0, len(rows), BATCH):
        _run(session, statement, rows=rows[begin : begin + BATCH])


def _pattern(part: Part) -> str:
    if not part.ends:
        return f"(x:{part.name})"
    source, target = part.ends
    return f"(a:{source})-[x:{part.name}]->(b:{target})"


def _there(session: Any, part: Part) -> dict[Any, int | None]:
    """Key to checksum of what the server holds; None for what somebody else put there."""
    columns = "a.id, b.id" if part.ends else "x.id"
    there: dict[Any, int | None] = {}
    for *ids, checksum in _read(session, f"MATCH {_pattern(part)} RETURN {columns}, x.{CHECKSUM}"):
        key = tuple(ids) if part.ends else ids[0]
        if checksum is not None or key not in there:
            there[key] = checksum
    return there


def _send(
    session: Any,
    part: Part,
    chosen: list[int],
    sums: list[int],
    advance: Callable[[int], None],
    *,
    new: bool,
) -> None:
    if not chosen:
        return
    sending = Part(part.name, part.ends, part.table.take(chosen))
    vectors = embedded(sending)
    statement = _statement(part, new)
    size = BATCH // 10 if vectors else BATCH
    for begin in range(0, len(chosen), size):
        rows = sending.table.slice(begin, size).to_pylist()
        for at, row in enumerate(rows, begin):
            row[CHECKSUM] = sums[chosen[at]]
            if vectors:
                row["embedding"] = vectors[at]
        if part.ends:
            rows = [{"a": row.pop("source"), "b": row.pop("target"), "p": row} for row in rows]
        _run(session, statement, rows=rows)
        advance(len(rows))


def _statement(part: Part, new: bool) -> str:
    """What a row does. A transaction that may have been committed is not tried again by the
    driver, so new rows can be made without looking for them first."""
    if not part.ends:
        if new:
            return f"UNWIND $rows AS row CREATE (n:{part.name}) SET n = row"
        return f"UNWIND $rows AS row MATCH (n:{part.name} {{id: row.id}}) SET n += row"
    source, target = part.ends
    ends = f"MATCH (a:{source} {{id: row.a}}) MATCH (b:{target} {{id: row.b}})"
    if new:
        return f"UNWIND $rows AS row {ends} CREATE (a)-[r:{part.name}]->(b) SET r = row.p"
    return f"UNWIND $rows AS row {ends} MATCH (a)-[r:{part.name}]->(b) SET r += row.p"


def _delete(session: Any, part: Part, keys: list[Any]) -> int:
    if not part.ends:
        statement = f"UNWIND $rows AS key MATCH (x:{part.name} {{id: key}}) DETACH DELETE x"
    else:
        source, target = part.ends
        statement = (
            f"UNWIND $rows AS key MATCH (:{source} {{id: key[0]}})-[x:{part.name}]->"
            f"(:{target} {{id: key[1]}}) WHERE x.{CHECKSUM} IS NOT NULL DELETE x"
        )
    for rows in _batches(keys):
        _run(session, statement, rows=rows)
    return len(keys)


def _batches(keys: list[Any]) -> Iterator[list[Any]]:
    for begin in range(0, len(keys), BATCH):
        part = keys[begin : begin + BATCH]
        yield [list(key) if isinstance(key, tuple) else key for key in part]


def _run(session: Any, statement: str, **parameters: Any) -> None:
    """One transaction; tried again when the server says that it may, or was away for a while."""
    session.execute_write(lambda tx: tx.run(statement, **parameters).consume())


def _read(session: Any, statement: str) -> list[Any]:
    rows: list[Any] = session.execute_read(lambda tx: [r.values() for r in tx.run(statement)])
    return rows
