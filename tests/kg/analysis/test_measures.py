"""kg analyse: what it shows, writes and keeps."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import kg
from kg.analysis import measures
from kg.cli import cli, main
from kg.errors import UsageError
from kg.folder import GraphFolder
from kg.relations import derive
from kg.stores.neo4j import Neo4jStore
from tests.conftest import PASSWORD, wipe
from tests.kg.small_graph import small, tables


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture
def graph(example_graph: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(example_graph, tmp_path / "example.kg"))


def test_citations_of_the_small_graph() -> None:
    # p2 cites p1; p3 cites p1 and p2
    found = measures.analyse(derive(small()), "degree", top=2)
    assert found.result.rows == [("Alpha: one", 2020, 2, 0), ("Beta", 2021, 1, 1)]
    path = measures.analyse(derive(small()), "main-path").result
    assert [r[1] for r in path.rows] == ["Alpha: one", "Beta", 'Gamma\'s "quoted" \\ title']
    assert [(e.source, e.target) for e in path.edges] == [("p2", "p1"), ("p3", "p2")]
    ranks = measures.analyse(derive(small()), "pagerank")
    assert ranks.result.rows[0][0] == "Alpha: one"
    assert sum(ranks.properties[0].values.values()) == pytest.approx(1)


def test_bursts_by_hand() -> None:
    years = [2010] * 10 + [2011] * 10 + [2012] * 10
    papers = [
        {"id": f"p{i:02d}", "title": f"P{i}", "year": y, "project_pages": []}
        for i, y in enumerate(years)
    ]
    graph = tables(
        {"Paper": papers, "Concept": [{"id": "c", "name": "sudden"}]},
        {"HAS_CONCEPT": [(f"p{i:02d}", "c") for i in (0, 10, *range(20, 28))]},
    )
    found = measures.analyse(graph, "bursts")
    ((name, first, last, number, weight),) = found.result.rows
    assert (name, first, last, number) == ("sudden", 2012, 2012, 8)
    assert weight > 0
    assert {p.name: dict(p.values)["c"] for p in found.properties[:2]} == {
        "burst_from": 2012, "burst_to": 2012,
    }  # fmt: skip


def test_no_measure_is_called_so() -> None:
    with pytest.raises(UsageError, match="no measure is called 'fame'"):
        measures.analyse(small(), "fame")


def test_every_measure_on_the_example(graph: Path, tmp_path: Path) -> None:
    for measure in measures.MEASURES:
        told = run("analyse", graph, measure, "--format", "json", "--top", "3")
        assert told.exit_code == 0
        assert isinstance(json.loads(told.stdout), list)
    with kg.open(graph) as g:
        rows = g.analyse("communities", top=100).rows
        assert sum(r[2] for r in rows) == g.query("MATCH (p:Paper) RETURN count(p)").rows[0][0]
    target = tmp_path / "bridges.csv"
    assert run("analyse", graph, "bridges", "-o", target).exit_code == 0
    with open(target, newline="") as file:
        assert next(csv.reader(file)) == ["paper", "betweenness", "links"]


def test_values_are_kept_in_a_folder(graph: Path) -> None:
    with kg.open(graph) as g:
        before = g.counts()
    for _ in range(2):  # the second replaces the first
        told = run("analyse", graph, "communities", "--write")
        assert told.exit_code == 0
        assert "kept Paper.community, Paper.community_label" in told.stderr
    assert run("analyse", graph, "pagerank", "--write").exit_code == 0
    with kg.open(graph) as g:
        assert g.counts() == before
        rows = g.query("MATCH (p:Paper) RETURN p.community, p.community_label, p.pagerank").rows
    assert all(isinstance(c, int) and label and rank > 0 for c, label, rank in rows)
    assert sum(rank for _, _, rank in rows) == pytest.approx(1)
    assert GraphFolder.open(graph).manifest["inputs"]


def test_values_are_kept_on_a_server(neo4j_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", PASSWORD)
    with Neo4jStore(neo4j_uri, "neo4j", PASSWORD) as store:
        store.load(derive(small()))
        assert run("analyse", neo4j_uri, "degree", "--write").exit_code == 0
        assert run("analyse", neo4j_uri, "degree", "--write").exit_code == 0
        rows = store.query("MATCH (p:Paper) RETURN p.id, p.cited, p.citing ORDER BY p.id").rows
        assert rows == [("p1", 2, 0), ("p2", 1, 1), ("p3", 0, 2), ("p4", 0, 0)]
    wipe(neo4j_uri)


def test_wrong_usage_is_told(
    graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, said in (
        (["analyse", str(graph), "likely-links", "--write"], "finds no values of nodes"),
        (["analyse", str(tmp_path / "no.kg"), "pagerank"], "no such graph"),
        (["analyse", str(graph), "fame"], "is not one of"),
    ):
        with pytest.raises(SystemExit) as stopped:
            main(arguments)
        assert stopped.value.code in (1, 2)
        assert said in capsys.readouterr().err


def test_a_graph_without_citations_says_why_its_papers_are_equal(example_graph: Path) -> None:
    said = "none of 80 papers cites another of the graph: all are equal"
    with kg.open(example_graph) as graph:
        for measure in ("pagerank", "degree"):
            found = graph.analyse(measure, top=3)
            assert found.notes == (said,)
            assert said in repr(found)
            assert said in found._repr_html_()
    apart = tables({"Paper": [{"id": i, "title": i, "project_pages": []} for i in "ab"]}, {})
    assert measures.analyse(apart, "bridges").notes == ("no two papers of the graph are linked",)
    told = measures.analyse(apart, "likely-links").notes[0]
    assert told == "no two concepts of the graph are linked"
