"""One suite for both engines: the embedded one and a real Neo4j server."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from kg.errors import InterruptedQueryError, ParameterError, QueryError
from kg.relations import derive
from kg.result import Edge, Node
from kg.stores import Limits, Store
from tests.conftest import ladybug_store, neo4j_store
from tests.kg.small_graph import small


@pytest.fixture(scope="module", params=["ladybug", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    tables = derive(small())
    if request.param == "ladybug":
        made = ladybug_store(tmp_path_factory.mktemp("lbug"), tables)
    else:
        made = neo4j_store(request.getfixturevalue("neo4j_uri"), tables)
    with made:
        yield made


def test_counts_every_label(store: Store) -> None:
    rows = [
        store.query(f"MATCH (n:{label}) RETURN count(n)").rows[0][0]
        for label in ("Paper", "Dataset", "Method", "Concept", "Repository", "Author")
    ]
    assert rows == [4, 2, 1, 3, 1, 0]


def test_a_node_has_the_schemas_properties_absent_ones_as_none(store: Store) -> None:
    (node,) = store.query("MATCH (p:Paper {id: 'p3'}) RETURN p").rows[0]
    assert isinstance(node, Node)
    assert (node.label, node.id) == ("Paper", "p3")
    assert node.properties["title"] == 'Gamma\'s "quoted" \\ title'
    assert node.properties["venue"] is None
    assert node.properties["year"] == 2022
    assert list(node.properties)[:3] == ["id", "title", "abstract"]


def test_lists_come_back_as_lists(store: Store) -> None:
    result = store.query("MATCH (d:Dataset) RETURN d.name AS name, d.aliases AS a ORDER BY name")
    assert result.columns == ("name", "a")
    assert result.rows == [("D1", ["D-1", "Dee"]), ("D2", [])]


def test_an_edge_carries_our_keys_although_its_ends_are_not_in_the_row(store: Store) -> None:
    rows = store.query(
        "MATCH (p:Paper)-[r:EVALUATES_ON]->(d:Dataset) WHERE p.id = 'p3' RETURN r"
    ).rows
    (edge,) = rows[0]
    assert isinstance(edge, Edge)
    assert (edge.source_label, edge.source, edge.target_label, edge.target) == (
        "Paper", "p3", "Dataset", "d1",
    )  # fmt: skip
    assert edge.properties["evidence"] == "It says so."
    assert (edge.properties["start"], edge.properties["confidence"]) == (1, 0.9)


def test_a_symmetric_relationship_is_matched_from_both_ends(store: Store) -> None:
    query = "MATCH (a:Paper {id: $p})-[r:SHARES_BENCHMARK]-(b:Paper) RETURN b.id, r.datasets"
    assert sorted(store.query(query, {"p": "p1"}).rows) == [("p2", ["D1", "D2"]), ("p3", ["D1"])]
    assert sorted(store.query(query, {"p": "p3"}).rows) == [("p1", ["D1"]), ("p2", ["D1"])]


def test_a_path_gives_nodes_and_edges_in_order(store: Store) -> None:
    (path,) = store.query(
        "MATCH p = (a:Paper {id: 'p3'})-[:CITES*2..2]->(b:Paper {id: 'p1'}) RETURN p"
    ).rows[0]
    assert [n.id for n in path["nodes"]] == ["p3", "p2", "p1"]
    assert [(e.source, e.target) for e in path["edges"]] == [("p3", "p2"), ("p2", "p1")]


def test_parameters_keep_their_types(store: Store) -> None:
    rows = store.query(
        "MATCH (p:Paper) WHERE p.year > $year AND p.id IN $ids RETURN p.id ORDER BY p.id",
        {"year": 2020, "ids": ["p1", "p2", "p4"]},
    ).rows
    assert rows == [("p2",), ("p4",)]


LATEST = "MATCH (p:Paper) WITH p ORDER BY p.year DESC, p.id LIMIT 2"


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        (" RETURN collect(p.id)", [(["p4", "p3"],)]),
        ("\nRETURN count(*), min(p.year)", [(2, 2022)]),
        (" WITH p WHERE p.year > 2022 // the last\n RETURN count(p) AS n", [(1,)]),
        (" WITH * RETURN sum(p.year)", [(4045,)]),
        (" RETURN DISTINCT p.year > 2000", [(True,)]),
        (" RETURN p.id AS id UNION ALL " + LATEST + " RETURN max(p.id) AS id",
         [("p4",), ("p3",), ("p4",)]),
    ],
)  # fmt: skip
def test_what_is_limited_in_an_order_is_aggregated_after_it(
    store: Store, rest: str, expected: list[tuple[object, ...]]
) -> None:
    assert store.query(LATEST + rest).rows == expected


def test_an_error_behind_a_limited_order_stands_where_it_was_written(store: Store) -> None:
    wrong = LATEST + " RETURN collect(p.id) AS ids ORDER BI ids"
    with pytest.raises(QueryError) as caught:
        store.query(wrong)
    assert caught.value.position == wrong.index("BI")


def test_rows_beyond_the_limit_are_cut_and_said_so(store: Store) -> None:
    result = store.query("MATCH (p:Paper) RETURN p.id", limits=Limits(rows=3))
    assert (len(result), result.truncated) == (3, True)
    assert not store.query("MATCH (p:Paper) RETURN p.id", limits=Limits(rows=4)).truncated


@pytest.mark.parametrize("wrong", ["MATCH (p:Paper RETURN p", "RETURN nonesuch(1)", "FETCH x"])
def test_a_wrong_statement_is_a_query_error_with_one_line(store: Store, wrong: str) -> None:
    with pytest.raises(QueryError) as caught:
        store.query(wrong)
    assert "\n" not in caught.value.message
    assert caught.value.message


def test_writing_is_refused(store: Store) -> None:
    with pytest.raises(QueryError):
        store.query("CREATE (:Paper {id: 'x'})")
    assert store.query("MATCH (p:Paper) RETURN count(p)").rows == [(4,)]


def test_a_query_beyond_its_deadline_is_stopped(store: Store) -> None:
    endless = "UNWIND range(1, 3000000) AS a UNWIND range(1, 3000) AS b RETURN sum(a * b % 7)"
    with pytest.raises(QueryError, match="longer than"):
        store.query(endless, limits=Limits(seconds=1))


def test_another_thread_stops_a_query_and_the_store_goes_on(store: Store) -> None:
    endless = "UNWIND range(1, 3000000) AS a UNWIND range(1, 3000) AS b RETURN sum(a * b % 7)"
    ended: list[BaseException] = []

    def ask() -> None:
        try:
            store.query(endless, limits=Limits(seconds=60))
        except QueryError as error:
            ended.append(error)

    began = time.monotonic()
    thread = threading.Thread(target=ask)
    thread.start()
    while thread.is_alive() and time.monotonic() - began < 30:
        thread.join(0.3)
        store.interrupt()
    assert [type(e) for e in ended] == [InterruptedQueryError]
    assert time.monotonic() - began < 10
    store.interrupt()
    assert store.query("RETURN 1").rows == [(1,)]


def test_the_plan_of_a_statement_is_text_and_runs_nothing(store: Store) -> None:
    result = store.query("EXPLAIN MATCH (p:Paper) RETURN p.title")
    assert (result.rows, result.columns) == ([], ())
    assert "title" in result.plan


def test_nodes_and_edges_of_a_result_become_a_networkx_graph(store: Store) -> None:
    graph = store.query(
        "MATCH (p:Paper)-[r:EVALUATES_ON]->(d:Dataset) RETURN p, r, d"
    ).to_networkx()
    assert graph.number_of_nodes() == 5
    assert graph.number_of_edges() == 5
    assert graph.has_edge(("Paper", "p1"), ("Dataset", "d2"), key="EVALUATES_ON")


def test_an_answer_is_cut_at_its_bytes(store: Store) -> None:
    wide = "UNWIND [1, 2, 3, 4, 5] AS n RETURN $text AS text, n"
    given = {"text": "x" * 1_000}
    row = 8 + (1_000 + 8) + 8  # the list, its text, its number: see weight
    result = store.query(wide, given, limits=Limits(bytes=3 * row))
    assert [n for _, n in result.rows] == [1, 2, 3]
    assert result.truncated
    assert result.why.startswith("the first 3 rows, more than")
    assert len(store.query(wide, given, limits=Limits(bytes=5 * row))) == 5
    assert len(store.query(wide, given, limits=Limits(bytes=row * 3 // 4))) == 1, "one row"
    nodes = store.query(
        "UNWIND range(1, 20) AS i MATCH (p:Paper) RETURN p", limits=Limits(bytes=5_000)
    )
    assert nodes.truncated
    assert len(nodes) < 80


def test_a_row_that_is_too_large_by_itself_is_refused(store: Store) -> None:
    limits = Limits(bytes=10_000)
    assert store.query("UNWIND range(1, 1000) AS x RETURN collect(x) AS xs", limits=limits).rows
    with pytest.raises(QueryError, match=r"a single row of .* MiB"):
        store.query("UNWIND range(1, 5000) AS x RETURN collect(x) AS xs", limits=limits)


FAR = {
    "ladybug": (
        "RETURN date('20240-01-01') AS d",
        "RETURN 1 AS a, [timestamp('2024-01-01') + interval('90000 years')] AS t",
        "RETURN {a: date('20240-01-01')} AS m",
    ),
    "neo4j": ("RETURN date('+20240-01-01') AS d",),
}


def test_a_date_that_python_does_not_have_is_an_error_and_not_the_end(store: Store) -> None:
    for statement in FAR[store.engine]:
        with pytest.raises(QueryError, match="Python"):
            store.query(statement)
    rows = store.query("MATCH (p:Paper) RETURN date('2024-01-02') AS d, p.id AS i ORDER BY i").rows
    assert [(str(d), i) for d, i in rows][:2] == [("2024-01-02", "p1"), ("2024-01-02", "p2")]


def test_a_date_behind_the_limit_is_not_looked_at(store: Store) -> None:
    far = FAR[store.engine][0].split("'")[1]
    asked = f"UNWIND ['2024-01-02', '2024-01-02', '{far}'] AS x RETURN date(x) AS d"
    cut = store.query(asked, limits=Limits(rows=1))
    assert [str(d) for (d,) in cut] == ["2024-01-02"]
    assert cut.truncated
    with pytest.raises(QueryError, match="Python"):
        store.query(asked)


@pytest.mark.parametrize("value", [2**63, [1, [-(2**70)]], "\ud800", {"a": "\0"}, [[[[[[1]]]]]]])
def test_a_value_that_no_engine_takes_is_told(store: Store, value: object) -> None:
    with pytest.raises(ParameterError, match=r"the value of \$x (is|has)"):
        store.query("RETURN $x AS x", {"x": value})


def test_what_one_engine_does_not_take_is_told(store: Store) -> None:
    if store.engine == "ladybug":
        with pytest.raises(QueryError, match="can't take a parameter's value"):
            store.query("RETURN $x AS x", {"x": [1, "a"]})
        assert store.query("RETURN map([1, 2], ['a', 'b']) AS m").rows == [({"1": "a", "2": "b"},)]


def test_columns_are_called_as_the_statement_writes_them(store: Store) -> None:
    answer = store.query(
        "MATCH (p:Paper) WITH p.year AS `a year`, count(*) AS n, p.id AS `order`\n"
        "RETURN DISTINCT min(`a year`) , count( * ), n AS `as, said`, 1 + 2, `order` LIMIT 1"
    )
    assert answer.columns == ("min(`a year`)", "count( * )", "as, said", "1 + 2", "order")
    label = "type" if store.engine == "neo4j" else "label"
    answer = store.query(f"MATCH (p:Paper)-[r]->() RETURN {label}(r), count(r) LIMIT 1")
    assert answer.columns == (f"{label}(r)", "count(r)")


@pytest.mark.parametrize(
    "statement",
    [
        "RETURN 1 AS a, 2 AS a",
        "RETURN count(*), count(*)",
        "RETURN 1 AS a UNION RETURN 1 AS b",
        "RETURN 1 AS a UNION ALL RETURN 1 AS a UNION ALL RETURN 2 AS c",
    ],
)
def test_columns_that_can_not_be_told_apart_or_together_are_refused(
    store: Store, statement: str
) -> None:
    with pytest.raises(QueryError) as raised:
        store.query(statement)
    assert raised.value.position is not None


def test_a_function_that_is_given_what_it_does_not_take_says_what_it_takes(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with ladybug_store(tmp_path_factory.mktemp("lbug"), small()) as store:
        for statement, said in (
            ("RETURN round(1.2) AS x", "the function round takes (NUMBER,NUMBER), not (NUMBER)"),
            ("RETURN 'a' * 2 AS x", "* takes (NUMBER,NUMBER), not (STRING,NUMBER)"),
            ("RETURN 1 IN 2 AS x", "the function list_contains takes (LIST,ANY), not (NUMBER,NUMBER)"),
        ):  # fmt: skip
            with pytest.raises(QueryError) as raised:
                store.query(statement)
            assert raised.value.message == said
        with pytest.raises(QueryError, match=r"^\+ takes .* …, not \(STRING,NUMBER\)$"):
            store.query("RETURN 'a' + 1 AS x")


@pytest.mark.parametrize(
    ("embedded", "server"),
    [
        ("WITH [1, 2, 3] AS xs RETURN xs[1] AS x", "WITH [1, 2, 3] AS xs RETURN xs[0] AS x"),
        ("WITH [1, 2, 3] AS xs RETURN xs[1:2] AS x", "WITH [1, 2, 3] AS xs RETURN xs[0..2] AS x"),
        ("RETURN substring('abc', 1, 2) AS x", "RETURN substring('abc', 0, 2) AS x"),
        (
            "MATCH (a:Paper)-[:SHARES_BENCHMARK* TRAIL 2..2]-(b) RETURN count(*) AS x",
            "MATCH (a:Paper)-[:SHARES_BENCHMARK*2..2]-(b) RETURN count(*) AS x",
        ),
        (
            "RETURN list_transform([1, 2], x -> x + 1) AS x",
            "RETURN [x IN [1, 2] | x + 1] AS x",
        ),
        ("RETURN round(1.6, 0) AS x", "RETURN round(1.6) AS x"),
    ],
)
@pytest.mark.neo4j
def test_the_two_columns_of_docs_cypher_mean_the_same(
    neo4j_uri: str, tmp_path_factory: pytest.TempPathFactory, embedded: str, server: str
) -> None:
    tables = derive(small())
    with (
        ladybug_store(tmp_path_factory.mktemp("lbug"), tables) as one,
        neo4j_store(neo4j_uri, tables) as two,
    ):
        assert one.query(embedded).rows == two.query(server).rows
        assert one.query(embedded).rows
