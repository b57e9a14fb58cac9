"""Loading into a real Neo4j server: idempotent, exact, careful with what is not ours."""

from __future__ import annotations

import neo4j
import pytest

from kg import schema
from kg.errors import EngineError, GraphError
from kg.stores.neo4j import Neo4jStore
from kg.stores.neo4j_server import free_port
from kg.tables import GraphTables
from tests.conftest import PASSWORD, wipe
from tests.kg.small_graph import small

pytestmark = pytest.mark.neo4j


def test_loading_twice_changes_nothing_and_what_is_gone_goes(neo4j_uri: str) -> None:
    wipe(neo4j_uri)
    tables = small()
    with Neo4jStore(neo4j_uri, "neo4j", PASSWORD) as store:
        first = store.load(tables)
        again = store.load(tables)
        assert (first.nodes, first.relationships) == (again.nodes, again.relationships) == (11, 18)
        assert (first.deleted, again.deleted) == (0, 0)
        assert _size(neo4j_uri) == (11 + 1, 18)
        fewer = GraphTables(
            tables.nodes | {"Paper": tables.nodes["Paper"].slice(0, 3)},
            tables.edges
            | {
                "INTRODUCES": tables.edges["INTRODUCES"].slice(0, 1),
                "CITES": tables.edges["CITES"].slice(0, 2),
            },
        )
        assert store.load(fewer).deleted == 3
        assert _size(neo4j_uri) == (10 + 1, 16)


def test_constraints_and_indexes_come_from_the_schema(neo4j_uri: str) -> None:
    wipe(neo4j_uri)
    with Neo4jStore(neo4j_uri, "neo4j", PASSWORD) as store:
        store.load(small())
        unique = store.query("SHOW CONSTRAINTS YIELD labelsOrTypes, properties, type").rows
    assert {(row[0][0], row[1][0]) for row in unique} == {(label, "id") for label in schema.LABEL}
    driver = neo4j.GraphDatabase.driver(neo4j_uri, auth=("neo4j", PASSWORD))
    with driver:
        hits = driver.execute_query(
            "CALL db.index.fulltext.queryNodes('kg_paper_text', 'Alpha') YIELD node RETURN node.id"
        ).records
        assert [r[0] for r in hits] == ["p1"]


def test_nodes_that_kg_did_not_load_are_left_alone(neo4j_uri: str) -> None:
    wipe(neo4j_uri)
    with neo4j.GraphDatabase.driver(neo4j_uri, auth=("neo4j", PASSWORD)) as driver:
        driver.execute_query("CREATE (:Paper {id: 'theirs'})")
    with (
        Neo4jStore(neo4j_uri, "neo4j", PASSWORD) as store,
        pytest.raises(GraphError, match="1 Paper"),
    ):
        store.load(small())
    assert _size(neo4j_uri) == (1, 0)
    wipe(neo4j_uri)


def test_a_wrong_password_and_a_server_that_is_down_say_so(neo4j_uri: str) -> None:
    with pytest.raises(EngineError, match="refuses the login"):
        Neo4jStore(neo4j_uri, "neo4j", "not-the-password")
    with pytest.raises(EngineError, match="no Neo4j answers"):
        Neo4jStore(f"bolt://127.0.0.1:{free_port()}", "neo4j", PASSWORD)


def _size(uri: str) -> tuple[int, int]:
    with neo4j.GraphDatabase.driver(uri, auth=("neo4j", PASSWORD)) as driver:
        nodes = driver.execute_query("MATCH (n) RETURN count(n)").records[0][0]
        edges = driver.execute_query("MATCH ()-[r]->() RETURN count(r)").records[0][0]
    return nodes, edges
