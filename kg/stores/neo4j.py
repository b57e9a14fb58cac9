"""A Neo4j server, 5.x: asking it, and loading a graph into it. No APOC, GDS or Enterprise."""

from __future__ import annotations

import copy
import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import neo4j
import neo4j.exceptions
import neo4j.graph
import neo4j.time

from kg.background import Background
from kg.errors import EngineError, InterruptedQueryError, QueryError
from kg.result import Result
from kg.stores import neo4j_load, neo4j_mark, neo4j_pull, neo4j_summary, values
from kg.stores.base import Closing, Limits, NodeProperty, edge, node, own_label, take
from kg.stores.neo4j_address import check_address
from kg.stores.neo4j_load import LoadSummary
from kg.tables import GraphTables
from kg.tokens import without_semicolons

_TIMES = (neo4j.time.Date, neo4j.time.DateTime, neo4j.time.Duration, neo4j.time.Time)

PATIENCE = 10.0
"""Seconds beyond a query's deadline after which a server that does not keep to it is given up."""

_RIGHTS = {
    "OnReadOnlyAccessDatabase": "its neo4j.conf forbids writing (server.databases."
    "default_to_read_only, read_only): allow it, or name another database by NEO4J_DATABASE",
    "Security.Forbidden": "the user lacks the right to write or to make indexes and constraints: "
    "have an admin GRANT ROLE architect TO it, or log in as another by --user",
}
"""Endings of the codes by which a server refuses writing: what helps."""

logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # what it would say, our errors say


class Neo4jStore(Closing):
    """A database of a Neo4j server.

    Args:
        uri: ``bolt://…`` or ``neo4j://…``.
        user, password: Login.
        database: Name; None takes the server's default.
        write: Let statements write; else the server refuses those that would.

    Raises:
        UsageError: The address has a login or a path in it.
        EngineError: Nobody answers there, the login is refused, or there is no such database.
    """

    engine = "neo4j"

    def __init__(
        self,
        uri: str,
        user: str,
        password: str,
        database: str | None = None,
        *,
        write: bool = False,
    ) -> None:
        self._uri = uri
        self._database = database
        self._write_access = write
        self._owned = True
        self._running = ""
        self._stop = threading.Event()
        check_address(uri)
        try:
            self._driver = neo4j.GraphDatabase.driver(
                uri,
                auth=(user, password),
                connection_timeout=5.0,
                connection_acquisition_timeout=10.0,
                max_transaction_retry_time=60.0,
                notifications_min_severity="OFF",
            )
            self._driver.verify_connectivity()
            if database:
                self._driver.execute_query("RETURN 1", database_=database, routing_="r")
        except Exception as error:
            raise _engine_error(error, uri) from error

    def another(self) -> Neo4jStore:
        """See `kg.stores.base.Store.another`; the driver, which serves many threads, is shared."""
        store = copy.copy(self)
        store._owned, store._stop = False, threading.Event()
        return store

    def close(self) -> None:
        if self._owned:
            with suppress(BufferError):  # a query that was given up still sends on its connection
                self._driver.close()

    def interrupt(self) -> None:
        """See `kg.stores.base.Store.interrupt`; the server is told to end the transaction."""
        self._stop.set()
        if running := self._running:
            self._terminate(running)

    def _terminate(self, running: str) -> None:
        try:
            with self._driver.session(database=self._database) as session:
                session.run(
                    "SHOW TRANSACTIONS YIELD transactionId AS id, metaData WHERE metaData.kg = $kg "
                    "TERMINATE TRANSACTIONS id YIELD message RETURN message",
                    kg=running,
                ).consume()
        except (neo4j.exceptions.Neo4jError, neo4j.exceptions.DriverError, OSError) as error:
            raise _query_error(error, self._uri, Limits()) from error

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        limits: Limits = Limits(),  # noqa: B008 - frozen
    ) -> Result:
        """See `kg.stores.base.Store.query`."""
        values.check(parameters or {})
        self._stop.clear()
        running = self._running = uuid.uuid4().hex
        cypher = without_semicolons(cypher)
        work = Background(lambda: self._query(cypher, dict(parameters or {}), limits, running))
        try:
            # the server looks for transactions past their time every two seconds: we tell it
            for seconds in (limits.seconds, PATIENCE):
                if work.done.wait(min(seconds, threading.TIMEOUT_MAX)):
                    return work.result()
                Background(lambda: self._terminate(running))
        except KeyboardInterrupt:
            Background(self.interrupt)
            raise
        raise EngineError(
            f"{self._uri} does not answer: the query has run for {limits.seconds:g} seconds, and "
            "the server does not stop it",
            remedy="see the server's log; kg neo4j stop and start, if it is yours",
        )

    def _query(
        self, cypher: str, parameters: dict[str, Any], limits: Limits, running: str
    ) -> Result:
        began = time.perf_counter()
        changes: dict[str, int] = {}
        plan = ""
        try:
            with (
                self._driver.session(
                    database=self._database,
                    default_access_mode=neo4j.WRITE_ACCESS
                    if self._write_access
                    else neo4j.READ_ACCESS,
                ) as session,
                session.begin_transaction(
                    timeout=limits.seconds, metadata={"kg": running}
                ) as transaction,
            ):
                answer = transaction.run(cypher, parameters)
                columns = tuple(answer.keys())
                rows, why = take((record.values() for record in answer), limits)
                if self._write_access or not why:
                    summary = answer.consume()
                    plan = neo4j_summary.plan(summary)
                    changes = neo4j_summary.changes(summary)
                if self._write_access:
                    transaction.commit()
        except Exception as error:
            if self._stop.is_set() and isinstance(error, neo4j.exceptions.Neo4jError):
                raise InterruptedQueryError("the query was interrupted") from error
            late = time.perf_counter() - began >= limits.seconds
            if late and str(getattr(error, "code", "")).endswith("Transaction.Terminated"):
                raise _too_long(limits) from error
            raise _query_error(error, self._uri, limits) from error
        finally:
            if self._running == running:
                self._running = ""
        if plan:
            return Result((), [], seconds=time.perf_counter() - began, plan=plan)
        return Result(
            columns,
            self._convert(rows),
            truncated=bool(why),
            why=why,
            seconds=time.perf_counter() - began,
            changes=changes,
        )

    def load(
        self,
        tables: GraphTables,
        *,
        everything: bool = False,
        replace: bool = True,
        advance: Callable[[int], None] = lambda rows: None,
    ) -> LoadSummary:
        """Make the database hold just this graph: send what changed, delete what is gone.

        Args:
            tables: The graph.
            everything: Send every row, also those that have not changed.
            replace: Also where kg loaded a graph that has no paper in common with this one.
            advance: Called with the number of rows that are done since the last call.

        Raises:
            GraphError: The database holds nodes of these labels that kg did not load, or a graph
                that is not to be replaced.
            EngineError, QueryError: The server is gone or refuses.
        """
        try:
            with self._session() as session:
                if not replace:
                    neo4j_load.check_same(session, tables, self._uri)
                return neo4j_load.load(session, tables, self._uri, advance, everything=everything)
        except EngineError as error:
            raise EngineError(
                f"{error.message}: the load was cut off",
                remedy="start the server and load again: it goes on where it was",
            ) from error
        except QueryError as error:
            raise QueryError(
                f"the load was cut off, the server says: {error.message}",
                remedy=error.remedy
                or "see its log (is its disk full?), then load again: it goes on where it was",
            ) from error

    def pull(
        self, *, advance: Callable[[int], None] = lambda rows: None
    ) -> tuple[GraphTables, dict[str, int]]:
        """The graph that the database holds, and what there is besides with its numbers.

        Raises:
            GraphError: There is no node of the schema, a property of another type, a graph of
                another schema, or one whose load was cut off.
            EngineError, QueryError: The server is gone or refuses.
        """
        with self._session() as session:
            neo4j_mark.check_whole(session, self._uri)
            return neo4j_pull.pull(session, self._uri, advance)

    def check_readable(self) -> None:
        """Refuse a graph that was loaded with another schema.

        Raises:
            GraphError: It was; names the command that brings it up to date.
            EngineError, QueryError: The server is gone or refuses.
        """
        with self._session() as session:
            neo4j_mark.check_readable(session, self._uri)

    def keep(self, properties: Iterable[NodeProperty]) -> None:
        """Put properties on nodes; where a node has no value, one of that name goes.

        Raises:
            EngineError, QueryError: The server is gone or refuses.
        """
        with self._session() as session:
            for kept in properties:
                neo4j_load.keep(session, kept)

    @contextmanager
    def _session(self) -> Iterator[Any]:
        try:
            with self._driver.session(database=self._database) as session:
                yield session
        except (neo4j.exceptions.Neo4jError, neo4j.exceptions.DriverError, OSError) as error:
            raise _query_error(error, self._uri, Limits()) from error

    def _convert(self, rows: list[Sequence[Any]]) -> list[tuple[Any, ...]]:
        keys: dict[str, tuple[str, str]] = {}
        missing: set[str] = set()
        for value in _graph_values(rows):
            if isinstance(value, neo4j.graph.Node):
                if "id" in value:
                    keys[value.element_id] = (own_label(value.labels), value["id"])
            else:
                missing.update(n.element_id for n in value.nodes if n is not None)
        missing -= keys.keys()
        if missing:
            with self._driver.session(database=self._database) as session:
                found = session.run(
                    "UNWIND $ids AS key MATCH (n) WHERE elementId(n) = key "
                    "RETURN key, labels(n), n.id",
                    ids=sorted(missing),
                )
                keys |= {row[0]: (own_label(row[1]), row[2]) for row in found}
        return [tuple(_value(v, keys) for v in row) for row in rows]


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


def _end(value: neo4j.graph.Node | None, keys: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """Label and id of a relationship's end; those of a schema's picture are no nodes of the graph,
    and what others have loaded need not have an id."""
    if value is None:
        return "", ""
    label, id_ = keys.get(value.element_id, (None, None))
    return label or own_label(value.labels), "" if id_ is None else str(id_)


def _value(value: Any, keys: Mapping[str, tuple[str, str]]) -> Any:
    if isinstance(value, neo4j.graph.Node):
        return node(own_label(value.labels), value)
    if isinstance(value, neo4j.graph.Relationship):
        source, target = (_end(n, keys) for n in value.nodes)
        return edge(value.type, source, target, value)
    if isinstance(value, neo4j.graph.Path):
        return {
            "nodes": [_value(n, keys) for n in value.nodes],
            "edges": [_value(r, keys) for r in value.relationships],
        }
    if isinstance(value, _TIMES):
        return value.iso_format()
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
    if isinstance(error, neo4j.exceptions.Neo4jError):
        if (error.code or "").endswith("DatabaseNotFound"):
            return EngineError(
                f"{uri} has no such database: {error.message}",
                remedy="SHOW DATABASES lists them; see --database and NEO4J_DATABASE",
            )
        if (error.code or "").endswith("AuthenticationRateLimit"):
            return EngineError(
                f"{uri} refuses every login for some seconds: too many had a wrong password",
                remedy="wait ten seconds; NEO4J_USER and NEO4J_PASSWORD are the login",
            )
        return EngineError(f"{uri} says: {(error.message or str(error)).splitlines()[0]}")
    if isinstance(error, neo4j.exceptions.ConfigurationError | ValueError):
        return EngineError(
            f"{uri} is not the address of a Neo4j server: {error}",
            remedy="give one like bolt://localhost:7687",
        )
    remedy = "start the server, or check host and port"
    if "+s" in uri.partition(":")[0]:
        remedy += "; one without TLS, or with a certificate of its own, is bolt:// or bolt+ssc://"
    return EngineError(f"no Neo4j answers at {uri}", remedy=remedy)


def _too_long(limits: Limits) -> QueryError:
    return QueryError(
        f"the query took longer than {limits.seconds:g} seconds and was stopped",
        remedy="ask for less (LIMIT, a label on every node), or raise --timeout",
    )


def _query_error(error: Exception, uri: str, limits: Limits) -> Exception:
    code = str(getattr(error, "code", ""))
    if isinstance(error, neo4j.exceptions.AuthError) or code.endswith("AuthenticationRateLimit"):
        return _engine_error(error, uri)
    if isinstance(error, neo4j.exceptions.ClientError):
        if "TransactionTimedOut" in code:
            return _too_long(limits)
        message = (error.message or str(error)).splitlines()[0]
        position = None
        if "(offset: " in message:
            head, _, tail = message.rpartition("(offset: ")
            position = int(tail.split(")")[0])
            message = head.rpartition(" (line ")[0]
        remedy = next((x for end, x in _RIGHTS.items() if code.endswith(end)), None)
        return QueryError(message, position=position, remedy=remedy)
    if isinstance(error, neo4j.exceptions.BrokenRecordError):
        return QueryError(
            f"a value of the answer is none that Python has: {error.__cause__}",
            remedy="a date's year is from 1 to 9999; toString(…) gives any",
        )
    if isinstance(error, neo4j.exceptions.Neo4jError):
        return QueryError((error.message or str(error)).splitlines()[0])
    if isinstance(error, neo4j.exceptions.DriverError | OSError):
        return _engine_error(error, uri)
    return error
