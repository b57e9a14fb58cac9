"""A Neo4j server, 5.x: asking it, and loading a graph into it. No APOC, GDS or Enterprise."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import neo4j
import neo4j.exceptions
import neo4j.graph
import pyarrow as pa
import pyarrow.compute as pc

from kg import schema
from kg.errors import EngineError, GraphError, QueryError
from kg.result import Result
from kg.stores.base import Closing, Limits, edge, node
from kg.tables import GraphTables

BATCH = 2_000
"""Rows a transaction."""

logging.getLogger("neo4j").setLevel(logging.ERROR)


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


class Neo4jStore(Closing):
    """A database of a Neo4j server.

    Args:
        uri: ``bolt://…`` or ``neo4j://…``.
        user, password: Login.
        database: Name; None takes the server's default.

    Raises:
        EngineError: Nobody answers there, or the login is refused.
    """

    engine = "neo4j"

    def __init__(self, uri: str, user: str, password: str, database: str | None = None) -> None:
        self._uri = uri
        self._database = database
        try:
            self._driver = neo4j.GraphDatabase.driver(
                uri,
                auth=(user, password),
                connection_timeout=5.0,
                connection_acquisition_timeout=10.0,
                max_transaction_retry_time=15.0,
                notifications_min_severity="OFF",
            )
            self._driver.verify_connectivity()
        except Exception as error:
            raise _engine_error(error, uri) from error

    def close(self) -> None:
        self._driver.close()

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        limits: Limits = Limits(),  # noqa: B008 - frozen
    ) -> Result:
        """See `kg.stores.base.Store.query`."""
        began = time.perf_counter()
        try:
            with (
                self._driver.session(
                    database=self._database, default_access_mode=neo4j.READ_ACCESS
                ) as session,
                session.begin_transaction(timeout=limits.seconds) as transaction,
            ):
                answer = transaction.run(cypher, dict(parameters or {}))
                columns = tuple(answer.keys())
                rows = [record.values() for record in answer.fetch(limits.rows)]
                truncated = answer.peek() is not None
        except Exception as error:
            raise _query_error(error, self._uri, limits) from error
        return Result(
            columns,
            self._convert(rows),
            truncated=truncated,
            why=f"the first {limits.rows} rows" if truncated else "",
            seconds=time.perf_counter() - began,
        )

    def load(
        self, tables: GraphTables, *, advance: Callable[[int], None] = lambda rows: None
    ) -> LoadSummary:
        """Make the database hold just this graph: upsert every row, delete what is gone.

        Args:
            tables: The graph.
            advance: Called with the number of rows that have gone in since the last call.

        Raises:
            GraphError: The database holds nodes of these labels that kg did not load.
            EngineError, QueryError: The server is gone or refuses.
        """
        began = time.perf_counter()
        try:
            with self._driver.session(database=self._database) as session:
                self._check_ours(session)
                for statement in ddl():
                    session.run(statement).consume()
                session.run("CALL db.awaitIndexes(120)").consume()
                session.run(
                    "MERGE (g:KgGraph {id: 'kg'}) SET g.schema = $version, g.complete = false",
                    version=schema.VERSION,
                ).consume()
                nodes = sum(self._load_nodes(session, *x, advance) for x in tables.nodes.items())
                edges = sum(self._load_edges(session, *x, advance) for x in tables.edges.items())
                deleted = sum(self._prune_edges(session, *x) for x in tables.edges.items())
                deleted += sum(self._prune_nodes(session, *x) for x in tables.nodes.items())
                session.run(
                    "MATCH (g:KgGraph {id: 'kg'}) "
                    "SET g.complete = true, g.loaded = datetime(), g.nodes = $n, g.edges = $e",
                    n=nodes,
                    e=edges,
                ).consume()
        except (neo4j.exceptions.Neo4jError, neo4j.exceptions.DriverError, OSError) as error:
            raise _query_error(error, self._uri, Limits()) from error
        return LoadSummary(nodes, edges, deleted, time.perf_counter() - began)

    def _check_ours(self, session: neo4j.Session) -> None:
        ours = session.run("MATCH (g:KgGraph) RETURN count(g)").single(strict=True)[0]
        if ours:
            return
        for label in schema.LABEL:
            found = session.run(f"MATCH (n:{label}) RETURN count(n)").single(strict=True)[0]
            if found:
                raise GraphError(
                    f"{self._uri} holds {found} {label} nodes that kg did not load",
                    remedy="load into an empty database, or remove these nodes first",
                )

    def _load_nodes(
        self, session: neo4j.Session, label: str, table: pa.Table, advance: Callable[[int], None]
    ) -> int:
        statement = f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n = row"
        for rows in _batches(table):
            self._write(session, statement, rows)
            advance(len(rows))
        return int(table.num_rows)

    def _load_edges(
        self, session: neo4j.Session, name: str, table: pa.Table, advance: Callable[[int], None]
    ) -> int:
        for (source, target), part in _by_ends(name, table):
            statement = (
                f"UNWIND $rows AS row MATCH (a:{source} {{id: row.source}}) "
                f"MATCH (b:{target} {{id: row.target}}) MERGE (a)-[r:{name}]->(b) SET r = row.p"
            )
            for rows in _batches(part.drop_columns(["source_label", "target_label"])):
                nested = [
                    {"source": row.pop("source"), "target": row.pop("target"), "p": row}
                    for row in rows
                ]
                self._write(session, statement, nested)
                advance(len(rows))
        return int(table.num_rows)

    def _prune_nodes(self, session: neo4j.Session, label: str, table: pa.Table) -> int:
        kept = set(table["id"].to_pylist())
        there = session.run(f"MATCH (n:{label}) RETURN n.id")
        gone = [row[0] for row in there if row[0] not in kept]
        self._write(
            session, f"UNWIND $rows AS key MATCH (n:{label} {{id: key}}) DETACH DELETE n", gone
        )
        return len(gone)

    def _prune_edges(self, session: neo4j.Session, name: str, table: pa.Table) -> int:
        gone = 0
        for (source, target), part in _by_ends(name, table):
            kept = set(zip(part["source"].to_pylist(), part["target"].to_pylist(), strict=True))
            match = f"MATCH (a:{source})-[r:{name}]->(b:{target})"
            there = session.run(f"{match} RETURN a.id, b.id")
            ends = [list(row) for row in there if (row[0], row[1]) not in kept]
            self._write(
                session,
                f"UNWIND $rows AS ends MATCH (a:{source} {{id: ends[0]}})-[r:{name}]->"
                f"(b:{target} {{id: ends[1]}}) DELETE r",
                ends,
            )
            gone += len(ends)
        return gone

    @staticmethod
    def _write(session: neo4j.Session, statement: str, rows: list[Any]) -> None:
        for at in range(0, len(rows), BATCH):
            part = rows[at : at + BATCH]
            session.execute_write(
                lambda tx, part=part: tx.run(statement, rows=part).consume()  # type: ignore[misc]
            )

    def _convert(self, rows: list[list[Any]]) -> list[tuple[Any, ...]]:
        keys: dict[str, tuple[str, str]] = {}
        missing: set[str] = set()
        for value in _graph_values(rows):
            if isinstance(value, neo4j.graph.Node):
                if "id" in value:
                    keys[value.element_id] = (_label(value), value["id"])
            else:
                missing.update(n.element_id for n in value.nodes if n is not None)
        missing -= keys.keys()
        if missing:
            with self._driver.session(database=self._database) as session:
                found = session.run(
                    "UNWIND $ids AS key MATCH (n) WHERE elementId(n) = key "
                    "RETURN key, labels(n)[0], n.id",
                    ids=sorted(missing),
                )
                keys |= {row[0]: (row[1], row[2]) for row in found}
        return [tuple(_value(v, keys) for v in row) for row in rows]


def _batches(table: pa.Table) -> Iterator[list[dict[str, Any]]]:
    for batch in table.to_batches(max_chunksize=BATCH):
        yield batch.to_pylist()


def _by_ends(name: str, table: pa.Table) -> Iterator[tuple[tuple[str, str], pa.Table]]:
    for source, target in schema.RELATIONSHIP[name].ends:
        chosen = pc.and_(
            pc.equal(table["source_label"], source), pc.equal(table["target_label"], target)
        )
        yield (source, target), table.filter(chosen)


def _graph_values(value: Any) -> Iterator[Any]:
    if isinstance(value, neo4j.graph.Node | neo4j.graph.Relationship):
        yield value
    elif isinstance(value, neo4j.graph.Path):
        yield from value.nodes
        yield from value.relationships
    elif isinstance(value, list):
        for item in value:
            yield from _graph_values(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _graph_values(item)


def _label(value: neo4j.graph.Node) -> str:
    return next((x for x in sorted(value.labels) if x in schema.LABEL), "") or next(
        iter(sorted(value.labels)), ""
    )


def _value(value: Any, keys: Mapping[str, tuple[str, str]]) -> Any:
    if isinstance(value, neo4j.graph.Node):
        return node(_label(value), value)
    if isinstance(value, neo4j.graph.Relationship):
        start, end = value.nodes
        return edge(
            value.type,
            keys[start.element_id] if start is not None else ("", ""),
            keys[end.element_id] if end is not None else ("", ""),
            value,
        )
    if isinstance(value, neo4j.graph.Path):
        return {
            "nodes": [_value(n, keys) for n in value.nodes],
            "edges": [_value(r, keys) for r in value.relationships],
        }
    if isinstance(value, list):
        return [_value(v, keys) for v in value]
    if isinstance(value, dict):
        return {k: _value(v, keys) for k, v in value.items()}
    return value


def _engine_error(error: Exception, uri: str) -> EngineError:
    if isinstance(error, neo4j.exceptions.AuthError):
        return EngineError(
            f"{uri} refuses the login",
            remedy="set NEO4J_USER and NEO4J_PASSWORD, or --user and the password at the prompt",
        )
    if isinstance(error, neo4j.exceptions.ConfigurationError | ValueError):
        return EngineError(
            f"{uri} is not the address of a Neo4j server: {error}",
            remedy="give one like bolt://localhost:7687",
        )
    return EngineError(
        f"no Neo4j answers at {uri}", remedy="start the server, or check host and port"
    )


def _query_error(error: Exception, uri: str, limits: Limits) -> Exception:
    if isinstance(error, neo4j.exceptions.AuthError):
        return _engine_error(error, uri)
    if isinstance(error, neo4j.exceptions.ClientError):
        text = error.message or str(error)
        if "TransactionTimedOut" in (error.code or ""):
            return QueryError(
                f"the query took longer than {limits.seconds:g} seconds and was stopped",
                remedy="ask for less (LIMIT, a label on every node), or raise --timeout",
            )
        message = text.splitlines()[0]
        position = None
        if "(offset: " in message:
            head, _, tail = message.rpartition("(offset: ")
            position = int(tail.split(")")[0])
            message = head.rpartition(" (line ")[0]
        return QueryError(message, position=position)
    if isinstance(error, neo4j.exceptions.Neo4jError):
        return QueryError((error.message or str(error)).splitlines()[0])
    if isinstance(error, neo4j.exceptions.DriverError | OSError):
        return _engine_error(error, uri)
    return error
