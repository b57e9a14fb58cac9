"""Loading into a real Neo4j server: idempotent, exact, careful with what is not ours."""

from __future__ import annotations

from pathlib import Path

import neo4j
import pyarrow as pa
import pytest

from kg import schema
from kg.errors import EngineError, GraphError, UsageError
from kg.stores.neo4j import Neo4jStore
from kg.stores.neo4j_server import free_port
from kg.tables import GraphTables
from tests.command import fails
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


def test_what_others_put_beside_the_graph_outlives_a_load(neo4j_uri: str) -> None:
    wipe(neo4j_uri)
    tables = small()
    papers = tables.nodes["Paper"].to_pylist()
    papers[0] |= {"year": 1999, "venue": None}
    cites = tables.edges["CITES"].to_pylist()
    cites[0]["start"] = 77
    newer = GraphTables(
        tables.nodes | {"Paper": pa.Table.from_pylist(papers, tables.nodes["Paper"].schema)},
        tables.edges | {"CITES": pa.Table.from_pylist(cites, tables.edges["CITES"].schema)},
    )
    with (
        Neo4jStore(neo4j_uri, "neo4j", PASSWORD) as store,
        neo4j.GraphDatabase.driver(neo4j_uri, auth=("neo4j", PASSWORD)) as driver,
    ):
        store.load(tables)
        for statement in (
            "MATCH (p:Paper) SET p:Read, p.rating = 5 CREATE (:Tag {name: 't'})-[:ON]->(p)",
            "MATCH (:Paper)-[r:CITES]->(:Paper) SET r.checked = true",
            "CREATE (:Paper {title: 'no id'}), (:Paper {id: 'theirs'})",
            "MATCH (a:Paper {id: 'theirs'}), (b:Paper {id: 'p1'}) CREATE (a)-[:CITES]->(b)",
        ):
            driver.execute_query(statement)
        summary = store.load(newer)
        assert (summary.sent, summary.deleted) == (2, 0)

        def rows(statement: str) -> list[list[object]]:
            return [r.values() for r in driver.execute_query(statement).records]

        number = len(papers)
        assert rows("MATCH (:Tag)-[:ON]->(p:Read {rating: 5}) RETURN count(p)") == [[number]]
        assert rows("MATCH (p:Paper) WHERE p.kg_row IS NULL RETURN p.id ORDER BY p.id") == [
            ["theirs"],
            [None],
        ]
        assert rows("MATCH ({id: 'theirs'})-[r:CITES]->() RETURN count(r)") == [[1]]
        assert rows("MATCH ()-[r:CITES {checked: true}]->() RETURN count(r)") == [[len(cites)]]
        key = papers[0]["id"]
        assert rows(f"MATCH (p:Paper {{id: '{key}'}}) RETURN p.year, p.venue") == [[1999, None]]
        # what the graph comes to have too is ours from then on
        own = papers[0] | {"id": "theirs", "title": "Theirs"}
        table = pa.Table.from_pylist([*papers, own], tables.nodes["Paper"].schema)
        assert store.load(GraphTables(newer.nodes | {"Paper": table}, newer.edges)).sent == 1
        assert store.load(newer).deleted == 1
    wipe(neo4j_uri)


def test_another_graph_is_replaced_only_when_that_is_said(neo4j_uri: str) -> None:
    wipe(neo4j_uri)
    tables = small()
    papers = [row | {"id": f"other-{row['id']}"} for row in tables.nodes["Paper"].to_pylist()]
    other = GraphTables(
        tables.nodes | {"Paper": pa.Table.from_pylist(papers, tables.nodes["Paper"].schema)},
        GraphTables.empty().edges,
    )
    with Neo4jStore(neo4j_uri, "neo4j", PASSWORD) as store:
        store.load(tables, replace=False)
        store.load(tables, replace=False)
        with pytest.raises(GraphError, match=f"none of its {len(papers)} papers is in this one"):
            store.load(other, replace=False)
        assert store.load(tables, replace=False).sent == 0
        assert store.load(other, replace=True).deleted == len(papers) + 18


def test_a_wrong_password_and_a_server_that_is_down_say_so(neo4j_uri: str) -> None:
    with pytest.raises(EngineError, match="refuses the login"):
        Neo4jStore(neo4j_uri, "neo4j", "not-the-password")
    with pytest.raises(EngineError, match="no Neo4j answers"):
        Neo4jStore(f"bolt://127.0.0.1:{free_port()}", "neo4j", PASSWORD)
    with pytest.raises(EngineError, match="no Neo4j answers") as refused:
        Neo4jStore(neo4j_uri.replace("bolt:", "bolt+s:"), "neo4j", PASSWORD)
    assert "one without TLS" in str(refused.value.remedy)


def test_a_database_is_named_by_option_or_environment_not_by_the_address(
    neo4j_uri: str, seed_graph: Path
) -> None:
    with pytest.raises(UsageError, match="names no database") as refused:
        Neo4jStore(f"{neo4j_uri}/papers", "neo4j", PASSWORD)
    assert "NEO4J_DATABASE=papers" in str(refused.value.remedy)
    with pytest.raises(UsageError, match="holds no login") as refused:
        Neo4jStore("bolt://neo4j:secret@localhost:7687", "neo4j", PASSWORD)
    assert "secret" not in str(refused.value)
    env = {"NEO4J_PASSWORD": PASSWORD, "NEO4J_DATABASE": "nosuch"}
    for words in (["load", seed_graph, neo4j_uri], ["query", neo4j_uri, "overview"]):
        fails(1, *words, says="has no such database", **env)
    with Neo4jStore(neo4j_uri, "neo4j", PASSWORD, "neo4j") as store:
        assert store.query("RETURN 1").rows == [(1,)]


def _size(uri: str) -> tuple[int, int]:
    with neo4j.GraphDatabase.driver(uri, auth=("neo4j", PASSWORD)) as driver:
        nodes = driver.execute_query("MATCH (n) RETURN count(n)").records[0][0]
        edges = driver.execute_query("MATCH ()-[r]->() RETURN count(r)").records[0][0]
    return nodes, edges
