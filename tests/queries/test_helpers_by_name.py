"""The façade: names are found, helpers answer as recipes do, on both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import networkx as nx
import pytest

import kg
from kg.errors import (
    GraphError,
    KgError,
    NodeNameError,
    ParameterError,
    QueryError,
    UsageError,
)
from kg.folder import GraphFolder
from kg.result import Result
from queries.helpers import Graph
from tests.conftest import PASSWORD, neo4j_store

ENGINES = ["ladybug", pytest.param("neo4j", marks=pytest.mark.neo4j)]


@pytest.fixture(scope="module", params=ENGINES)
def g(request: pytest.FixtureRequest, example_graph: Path) -> Iterator[Graph]:
    if request.param == "ladybug":
        with kg.open(example_graph) as graph:
            yield graph
        return
    uri = request.getfixturevalue("neo4j_uri")
    neo4j_store(uri, GraphFolder.open(example_graph).tables()).close()
    with kg.open(uri, user="neo4j", password=PASSWORD) as graph:
        yield graph


CARDREAMER = "CarDreamer: Open-Source Learning Platform for World Model based Autonomous Driving"


@pytest.mark.parametrize("name", ["CarDreamer", CARDREAMER, CARDREAMER.upper(), CARDREAMER[:30]])
def test_a_paper_is_found_by_what_people_call_it(g: Graph, name: str) -> None:
    paper = g.paper(name)
    assert paper.title == CARDREAMER
    assert g.paper(paper.id) == paper
    assert paper["title"] == paper.get("title") == CARDREAMER
    assert paper.get("doi", "none") == "none"


def test_an_unknown_name_gives_the_nearest_and_an_ambiguous_one_all(g: Graph) -> None:
    with pytest.raises(NodeNameError, match="no Dataset is called 'BIER'") as unknown:
        g.dataset("BIER")
    assert "BEIR" in unknown.value.candidates
    with pytest.raises(NodeNameError, match="nodes are called 'A Survey'") as several:
        g.paper("A Survey")
    assert len(several.value.candidates) >= 2
    assert all(c.startswith("A Survey") for c in several.value.candidates)


def test_helpers_answer_as_the_recipes_of_the_same_name(g: Graph) -> None:
    muvera = g.paper("MUVERA")
    assert g.shared_benchmarks("MUVERA").rows == g.run("shares-benchmarks", paper=muvera.id).rows
    assert g.related(muvera).rows == g.related_papers(paper="MUVERA").rows
    assert g.path("MUVERA", "Resources for Brewing BEIR").rows == g.run("path").rows
    assert g.datasets().rows == g.run("datasets", limit=1000).rows
    near = g.cooccurrence("dense retrieval", limit=5)
    assert near.rows == g.run("concept-neighbours", concept="dense retrieval", limit=5).rows
    assert "shares_benchmarks" in dir(g)
    with pytest.raises(AttributeError, match="no_such_recipe"):
        g.no_such_recipe  # noqa: B018


def test_papers_by_what_applies_to_them(g: Graph) -> None:
    on_beir = g.papers(dataset="BEIR")
    assert {row[0].split(":")[0] for row in on_beir} == {
        "MUVERA",
        "Resources for Brewing BEIR",
        "Unsupervised Dense Information Retrieval with Contrastive Learning",
    }
    assert [n.label for n in on_beir.nodes] == ["Paper"] * 3
    everything = len(g.papers())
    assert everything == 80
    assert len(g.papers(has_code=True)) + len(g.papers(has_code=False)) == everything
    assert len(g.papers(has_code=True)) == len({row[1] for row in g.run("code", limit=1000)})
    surveys = g.papers(contribution="survey")
    assert 0 < len(surveys) < everything
    assert {row[2] for row in surveys} == {"survey"}
    assert g.papers(year=(2020, 2024)).rows == [
        r for r in g.papers() if r[1] and 2020 <= r[1] <= 2024
    ]


@pytest.mark.parametrize(
    ("ask", "error", "says"),
    [
        (lambda g: g.papers(contribution="surveys"), UsageError, "survey"),
        (lambda g: g.papers(year="2020"), UsageError, "is no year"),
        (lambda g: g.papers(dataset="BIER"), NodeNameError, "did you mean 'BEIR'"),
        (lambda g: g.neighbours("MUVERA", "Datset"), UsageError, "did you mean 'Dataset'"),
        (lambda g: g.query("MATCH (p:Papr) RETURN p;"), QueryError, "did you mean Paper"),
        (lambda g: g.query("MATCH (p:Paper) RETURN $x"), ParameterError, "give it one: x=…"),
        (lambda g: g.query("MATCH (n) DETACH DELETE n"), QueryError, "refused: D"),
        (lambda g: g.run("datasets", limt=1), ParameterError, "did you mean 'limit'"),
    ],
)
def test_what_is_wrong_is_told_with_the_nearest(
    g: Graph, ask: Callable[[Graph], object], error: type[KgError], says: str
) -> None:
    if g.store.engine == "neo4j" and says == "did you mean Paper":
        pytest.skip("a server takes labels that it does not have")
    with pytest.raises(error) as caught:
        ask(g)
    assert says in str(caught.value)


def test_values_of_several_types_make_a_column_of_json(g: Graph, tmp_path: Path) -> None:
    mixed = Result(("x", "n"), [(1, 1), ("two", 2), (None, 3)])
    table = mixed.to_arrow()
    assert table["x"].to_pylist() == ["1", '"two"', "null"]
    assert table["n"].to_pylist() == [1, 2, 3]
    mixed.to_csv(tmp_path / "as.named")
    assert (tmp_path / "as.named").read_text() == mixed.to_csv() == "x,n\n1,1\ntwo,2\n,3\n"
    with pytest.raises(GraphError, match="there already"):
        mixed.to_csv(tmp_path / "as.named")
    shown = g.query("MATCH (d:Dataset {name: 'BEIR'}) RETURN d")._repr_html_()
    assert "<td>(Dataset: BEIR)</td>" in shown


def test_neighbours_and_their_links(g: Graph) -> None:
    near = g.neighbours("MUVERA", "dataset")
    assert near.rows[0][:4] == ("EVALUATES_ON", "out", "Dataset", "BEIR")
    back = g.neighbours(g.dataset("BEIR"), "EVALUATES_ON")
    assert len(back) == 3
    assert {row[1] for row in back} == {"in"}
    few = g.neighbours("MUVERA", limit=3)
    assert (len(few), few.truncated) == (3, True)
    with pytest.raises(UsageError, match="no kind"):
        g.neighbours("MUVERA", "nonsense")


def test_why_gives_every_reason_with_its_kind(g: Graph) -> None:
    why = g.why("MUVERA", "Resources for Brewing BEIR")
    kinds = [row[1] for row in why]
    assert kinds[0] == "SHARES_BENCHMARK"
    assert "EVALUATES_ON" in kinds
    assert "BEIR" in why.rows[kinds.index("EVALUATES_ON")][0]
    direct = g.why("MUVERA", g.dataset("BEIR"))
    assert direct.rows[0][1] == "EVALUATES_ON"
    assert direct.edges


def test_a_subgraph_holds_the_links_among_its_nodes(g: Graph) -> None:
    around = g.subgraph("MUVERA", hops=1)
    graph = around.to_networkx()
    muvera = ("Paper", g.paper("MUVERA").id)
    assert muvera in graph
    assert nx.is_connected(graph.to_undirected())
    assert set(graph) == {muvera} | {(row[2], row[5]) for row in g.neighbours("MUVERA", limit=1000)}
    whole = g.to_networkx()
    inside = whole.subgraph(graph.nodes)
    assert sorted(graph.edges(keys=True)) == sorted(inside.edges(keys=True))
    assert len(g.subgraph(["MUVERA", "BEIR"], hops=0).nodes) == 2
    assert g.subgraph("MUVERA", hops=2, most=30).truncated


def test_search_finds_on_both_engines(g: Graph) -> None:
    assert g.search("dense retrieval", "concept").rows[0][1] == "dense retrieval"
    assert g.search("CarDreamer", "paper").rows[0][1] == CARDREAMER
    found = g.search("grasping with a robot hand", "paper", meaning=True)
    assert "Grasp" in found.rows[0][1]
    assert found.nodes[0].label == "Paper"


def test_an_answer_shows_itself(g: Graph, tmp_path: Path) -> None:
    rows = g.papers(dataset="BEIR")
    assert "MUVERA" in repr(rows)
    assert rows.to_csv().splitlines()[0] == "paper,year,contribution,id"
    rows.to_csv(tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text() == rows.to_csv()
    assert list(rows.to_frame()["paper"]) == [row[0] for row in rows]
    hostile = g.query("RETURN '<script>alert(1)</script>' AS `<b>`")
    assert "<script>" not in hostile._repr_html_()
    page = g.subgraph("MUVERA").show(browser=False)
    assert "MUVERA" in page.read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="no nodes"):
        g.query("RETURN 1").show(browser=False)
