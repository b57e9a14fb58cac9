"""Names that a graph does not have are refused alike: both engines, façade, command and console."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.errors import QueryError
from kg.relations import derive
from kg.stores.base import Store
from kg.stores.neo4j import Neo4jStore
from queries import asking, catalog
from queries.console_session import Session
from queries.helpers import Graph
from tests.command import fails
from tests.conftest import PASSWORD, ladybug_store, wipe
from tests.kg.small_graph import small

pytestmark = pytest.mark.neo4j
UNKNOWN = [
    ("MATCH (p:Papr) RETURN p", "no label is called Papr; did you mean Paper?", 9),
    (
        "MATCH (:Paper)-[r:CITS]->() RETURN r",
        "no relationship type is called CITS; did you mean CITES?",
        18,
    ),
    (
        "MATCH (p:Paper) RETURN p.titel",
        "Paper has no property titel; did you mean title?",
        25,
    ),
    ("MATCH (n) RETURN n.titel", "no node has a property titel; did you mean title?", 19),
    ("MATCH (p:Paper) RETURN p.orcid", "Paper has no property orcid; there are id, title", 25),
]


@pytest.fixture
def server(neo4j_uri: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Graph]:
    monkeypatch.setenv("NEO4J_PASSWORD", PASSWORD)
    with kg.open(neo4j_uri) as graph:
        yield graph


def said(store: Store, statement: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        asking.ask(store, statement, {})
    return caught.value


@pytest.mark.parametrize(("statement", "message", "position"), UNKNOWN)
def test_both_engines_and_all_ways_say_the_same(
    both: tuple[Store, Store],
    server: Graph,
    neo4j_uri: str,
    statement: str,
    message: str,
    position: int,
) -> None:
    for store in both:
        error = said(store, statement)
        assert error.message.startswith(message), store.engine
        assert error.position == position, store.engine
    with pytest.raises(QueryError) as by_facade:
        server.query(statement)
    assert by_facade.value.message.startswith(message)
    session = Session(neo4j_uri, lambda _: both[1], lambda *_: "")
    with pytest.raises(QueryError) as by_console:
        session.statement(statement)
    assert by_console.value.message == by_facade.value.message


def test_the_command_points_at_the_place(both: tuple[Store, Store], neo4j_uri: str) -> None:
    statement = "MATCH (p:Papr) RETURN p"
    login = {"NEO4J_PASSWORD": PASSWORD}
    told = fails(1, "query", neo4j_uri, statement, says="did you mean Paper?", **login)
    assert f"{statement}\n{'':11}^" in told


def writing(uri: str, statement: str, **values: Any) -> None:
    with Neo4jStore(uri, "neo4j", PASSWORD, write=True) as store:
        store.query(statement, values)


def test_what_others_put_on_a_server_is_known(
    both: tuple[Store, Store], server: Graph, neo4j_uri: str
) -> None:
    statement = "MATCH (p:Paper {id: 'p1'}) RETURN p.orcid AS orcid"
    said(both[1], statement)
    assert server.query("MATCH (p:Paper) RETURN count(p.kg_row) AS n").rows == [(4,)]
    try:
        writing(neo4j_uri, "MATCH (p:Paper {id: 'p1'}) SET p.orcid = 'x', p.read = true")
        assert server.query(statement).rows == [("x",)]
        assert server.query("MATCH (p:Paper) WHERE p.read RETURN p.id").rows == [("p1",)]
        # a label that came after the graph was opened
        writing(neo4j_uri, "CREATE (:Shelf {room: 'A'})")
        assert server.query("MATCH (s:Shelf) RETURN s.room").rows == [("A",)]
        with pytest.raises(QueryError, match="Shelf has no property rom; did you mean room"):
            server.query("MATCH (s:Shelf) RETURN s.rom")
    finally:
        writing(neo4j_uri, "MATCH (s:Shelf) DELETE s")
        writing(neo4j_uri, "MATCH (p:Paper) REMOVE p.orcid, p.read")


def test_types_of_the_schema_that_no_row_has_are_known(server: Graph, neo4j_uri: str) -> None:
    wipe(neo4j_uri)
    writing(neo4j_uri, "CREATE (:Paper {id: 'p1', title: 'A'})")
    assert server.query("MATCH (p:Paper)-[:TRAINS_ON]->(d:Dataset) RETURN d.name").rows == []


def test_properties_that_an_analysis_keeps_are_known(tmp_path: Path) -> None:
    from kg.stores import ladybug
    from kg.stores.base import NodeProperty

    with ladybug_store(tmp_path, derive(small())):
        pass
    ladybug.keep([NodeProperty("pagerank", "Paper", "float", {"p1": 0.5})], tmp_path / "graph.lbug")
    with ladybug.LadybugStore(tmp_path / "graph.lbug") as store:
        known = catalog.read(store)
        assert known.labels["Paper"].properties["pagerank"] == "float"
        statement = "MATCH (p:Paper) WHERE p.pagerank > 0.1 RETURN p.id"
        assert asking.unknown_name(store, statement, lambda: known) is None
        assert asking.ask(store, statement, {}).rows == [("p1",)]
