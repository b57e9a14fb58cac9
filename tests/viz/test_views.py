"""What each view chooses, places and counts, against values worked out by hand."""

from __future__ import annotations

import shutil
import statistics
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg import pipeline
from kg.cli import cli
from kg.errors import GraphError, UsageError
from kg.folder import GraphFolder
from kg.relations import derive
from kg.result import Edge, Node, Result
from kg.stores.base import Store
from queries.helpers import open_graph
from tests.conftest import ladybug_store, neo4j_store
from tests.kg.small_graph import small, tables
from viz import layout, page, scene, views
from viz.reading import StoreReading, TablesReading

SMALL = derive(small())


def reading() -> TablesReading:
    return TablesReading(SMALL)


def run(*arguments: str) -> int:
    return int(cli.main(list(arguments), prog_name="kg", standalone_mode=False) or 0)


def test_the_overview_of_a_small_graph() -> None:
    made = views.overview(reading())
    assert made.legend == {"Paper": 4, "Concept": 2, "Dataset": 2, "Method": 1, "Repository": 1}
    assert made.links["EVALUATES_ON"] == 5
    assert made.left_out == 1  # the concept of one paper only
    degree = {n.key: n.degree for n in made.nodes}
    # p2: cites p1, cited by p3, two datasets, one method, two concepts; p1 shared and related once
    assert degree["Paper/p2"] == 7
    again = views.overview(reading())
    assert [(n.key, n.x, n.y) for n in again.nodes] == [(n.key, n.x, n.y) for n in made.nodes]


def test_no_two_nodes_lie_on_each_other(seed_graph: Path) -> None:
    seed = TablesReading(GraphFolder.open(seed_graph).tables())
    for view in (views.overview, views.concepts, views.benchmarks):
        made = view(seed)
        for i, a in enumerate(made.nodes):
            for b in made.nodes[i + 1 :]:
                apart = (a.x - b.x) ** 2 + (a.y - b.y) ** 2
                assert apart > (0.9 * (a.radius + b.radius)) ** 2, (a.title, b.title)


def test_concepts_are_sized_by_papers_and_say_which() -> None:
    made = views.concepts(reading())
    by = {n.title: n for n in made.nodes}
    # of the three concepts only these belong to two papers or more
    counts = {"retrieval": 0, "dense retrieval": 0, "language model": 0}
    titles = {c["id"]: c["name"] for c in small().nodes["Concept"].to_pylist()}
    for row in small().edges["HAS_CONCEPT"].to_pylist():
        counts[titles[row["target"]]] += 1
    assert {t: n.properties["papers"] for t, n in by.items()} == {
        t: c for t, c in counts.items() if c >= 2
    }
    largest = max(by.values(), key=lambda n: n.properties["papers"])
    assert largest.radius == max(n.radius for n in made.nodes)
    assert len(largest.lists["Papers"]) == largest.properties["papers"]
    assert made.grouped_by == "community"
    assert sum(g.count for g in made.groups) == len(made.nodes)


def test_benchmarks_are_linked_by_the_papers_that_use_both() -> None:
    made = views.benchmarks(reading())
    by = {n.title: n for n in made.nodes}
    assert by["D1"].properties["papers"] == 3
    assert by["D2"].properties["papers"] == 2
    assert by["D1"].measure == 2021.0  # p1 2020, p2 2021, p3 2022
    (link,) = made.edges
    assert link.properties["papers"] == 2
    assert [t[:4] for t in link.properties["behind"]] == ["Beta", "Alph"]


def test_on_a_timeline_a_later_year_is_farther_right() -> None:
    made = views.timeline(reading())
    assert made.links == {"CITES": 3}
    assert [name for *_, name in made.axis] == ["2020", "2021", "2022", "2023"]
    spans = {name: (left, right) for left, right, name in made.axis}
    for node in made.nodes:
        left, right = spans[str(node.properties["year"])]
        assert left <= node.x <= right
    ends = [x for left, right, _ in made.axis for x in (left, right)]
    assert ends == sorted(ends)
    size = {n.key: n.radius for n in made.nodes}
    assert size["Paper/p1"] > size["Paper/p2"] > size["Paper/p3"]  # cited twice, once, never


def test_a_timeline_without_years_says_so() -> None:
    graph = tables({"Paper": [{"id": "p", "title": "T", "project_pages": []}]}, {})
    assert "no paper has a year" in views.timeline(TablesReading(graph)).note


def test_all_shortest_paths_stand_from_left_to_right() -> None:
    paper = {n.id: n for n in reading().nodes("Paper")}
    made = views.path(reading(), paper["p4"], paper["p3"])
    # p4 introduces D2; p1 and p2 evaluate on D2; p3 cites both
    columns: dict[float, set[str]] = {}
    for node in made.nodes:
        columns.setdefault(node.x, set()).add(node.key)
    assert [columns[x] for x in sorted(columns)] == [
        {"Paper/p4"}, {"Dataset/d2"}, {"Paper/p1", "Paper/p2"}, {"Paper/p3"},
    ]  # fmt: skip
    assert made.note == "2 shortest paths of 3 steps"
    alone = Node("Paper", {"id": "nowhere", "title": "Alone"})
    assert "No path leads" in views.path(reading(), paper["p1"], alone).note


def test_a_neighbourhood_stands_around_its_middle(tmp_path: Path) -> None:
    with ladybug_store(tmp_path, SMALL) as store:
        centre = next(n for n in StoreReading(store).nodes("Paper") if n.id == "p1")
        one = views.neighbourhood(store, centre)
        two = views.neighbourhood(store, centre, hops=2)
    net = nx.Graph((e.source, e.target) for e in two.edges)
    away = nx.single_source_shortest_path_length(net, "Paper/p1")
    assert {n.key for n in one.nodes} == {k for k, steps in away.items() if steps <= 1}
    assert max(away.values()) == 2
    by = {n.key: n for n in two.nodes}
    assert (by["Paper/p1"].x, by["Paper/p1"].y) == (0.0, 0.0)
    assert one.chosen == "Paper/p1"


def _same(first: scene.Scene, second: scene.Scene) -> bool:
    return [(n.key, n.x, n.y) for n in first.nodes] == [(n.key, n.x, n.y) for n in second.nodes]


def _check_store(store: Store) -> None:
    for view in (views.overview, views.concepts, views.benchmarks, views.timeline):
        mine, theirs = view(reading()), view(StoreReading(store))
        assert {n.key for n in mine.nodes} == {n.key for n in theirs.nodes}
        assert sorted(e.type for e in mine.edges) == sorted(e.type for e in theirs.edges)
        assert mine.legend == theirs.legend


def test_the_embedded_engine_gives_the_same_pictures(tmp_path: Path) -> None:
    with ladybug_store(tmp_path, SMALL) as store:
        _check_store(store)


@pytest.mark.neo4j
def test_a_server_gives_the_same_pictures(neo4j_uri: str) -> None:
    with neo4j_store(neo4j_uri, SMALL) as store:
        _check_store(store)
        centre = next(n for n in StoreReading(store).nodes("Paper") if n.id == "p1")
        assert len(views.neighbourhood(store, centre).nodes) > 3


def test_five_papers_more_move_the_others_little(
    seed_graph: Path, shared: Path, tmp_path: Path
) -> None:
    import gzip

    graph = tmp_path / "grown.kg"
    shutil.copytree(seed_graph, graph)
    before = views.overview(TablesReading(GraphFolder.open(graph).tables()))
    page.write(before, tmp_path / "map.html", title="before")
    with gzip.open(shared / "corpora" / "acl-20k.jsonl.gz", "rt", encoding="utf-8") as lines:
        (tmp_path / "five.jsonl").write_text("".join(next(lines) for _ in range(5)))
    pipeline.add(graph, [tmp_path / "five.jsonl"])
    former = page.former(tmp_path / "map.html")
    assert former == {n.key: (n.x, n.y) for n in before.nodes}
    after = views.overview(
        TablesReading(GraphFolder.open(graph).tables()), views.Wanted(210, former)
    )
    moves = [
        ((n.x - former[n.key][0]) ** 2 + (n.y - former[n.key][1]) ** 2) ** 0.5
        for n in after.nodes
        if n.key in former
    ]
    assert sum(n.label == "Paper" for n in after.nodes) == 85
    assert len(moves) > 150
    assert statistics.median(moves) < 0.05 * layout.SPREAD
    assert sorted(moves)[int(0.95 * len(moves))] < layout.SPREAD


def test_former_places_are_not_kept_when_most_nodes_are_new() -> None:
    graph = nx.path_graph(10)
    sizes: dict[Any, float] = dict.fromkeys(graph, 8.0)
    fresh = layout.positions(graph, sizes)
    assert layout.positions(graph, sizes, {0: (5000.0, 5000.0)}) == fresh
    kept = layout.positions(graph, sizes, {n: (200.0 * n, 0.0) for n in range(6)})
    assert kept[0] == (0.0, 0.0)
    assert kept[3] == (600.0, 0.0)


def test_evidence_is_cut_at_the_mention() -> None:
    text = "A title\nFirst. We use 𝔹EIR and BEIR here."
    sentence = "We use 𝔹EIR and BEIR here."
    start = text.rindex("BEIR")
    found = {"evidence": sentence, "start": start, "end": start + 4}
    assert scene.evidence(Edge("EVALUATES_ON", "Paper", "p", "Dataset", "d", found), text) == (
        "We use 𝔹EIR and ", "BEIR", " here.",
    )  # fmt: skip
    odd = Edge("EVALUATES_ON", "Paper", "p", "Dataset", "d", found | {"start": 900, "end": 904})
    assert scene.evidence(odd, text) == (sentence, "", "")
    stated = Edge("CITES", "Paper", "p", "Paper", "q", {"evidence": "", "start": -1, "end": -1})
    assert scene.evidence(stated, text) is None


def test_of_an_answer_of_very_many_nodes_the_most_linked_are_drawn() -> None:
    hub = Node("Dataset", {"id": "d", "name": "Hub"})
    rows: list[tuple[Any, ...]] = [
        (Node("Paper", {"id": f"p{i}"}), Edge("EVALUATES_ON", "Paper", f"p{i}", "Dataset", "d", {}))
        for i in range(10_000)
    ]
    made = scene.from_result(Result(("p", "r"), [*rows, (hub, None)]), most=300)
    assert len(made.nodes) == 300
    assert made.left_out == 9_701
    assert max(made.nodes, key=lambda n: n.degree).title == "Hub"


@pytest.mark.parametrize(
    ("arguments", "heading"),
    [
        ((), '<h1 dir="auto">example</h1>'),
        (("--view", "concepts"), "Concepts of example"),
        (("--view", "benchmarks"), "Benchmarks of example"),
        (("--view", "timeline"), "no paper has a year"),
        (("--of", "MUVERA", "--hops", "2"), "MUVERA: Multi-Vector"),
        (("--from", "MUVERA", "--to", "O1 Embedder"), "From MUVERA to O1 Embedder"),
        (("MATCH (p:Paper)-[r:HAS_CODE]->(x) RETURN p, r, x",), "RETURN p, r, x"),
        (("MATCH (p:Paper) RETURN p.title LIMIT 3",), "no node is in the answer"),
        (("datasets",), "There is nothing to show"),
    ],
)
def test_the_command_writes_each_view(
    example_graph: Path, tmp_path: Path, arguments: tuple[str, ...], heading: str
) -> None:
    path = tmp_path / "m.html"
    assert run("map", str(example_graph), *arguments, "-o", str(path)) == 0
    assert heading in path.read_text(encoding="utf-8")
    first = page.former(path)
    assert run("map", str(example_graph), *arguments, "-o", str(path), "--force") == 0
    assert page.former(path) == first


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--view", "path"), "two ends"),
        (("--from", "MUVERA"), "two ends"),
        (("--view", "neighbourhood"), "middle"),
        (("--of", "MUVERA", "--view", "concepts"), "one thing"),
        (("datasets", "--of", "MUVERA"), "one thing"),
    ],
)
def test_what_makes_no_sense_is_refused(
    example_graph: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        run("map", str(example_graph), *arguments, "-o", str(tmp_path / "m.html"))
    assert not (tmp_path / "m.html").exists()


def test_places_are_taken_of_a_page_of_ours_only(example_graph: Path, tmp_path: Path) -> None:
    (tmp_path / "other.html").write_text("<p>mine</p>")
    with pytest.raises(GraphError, match=r"no page of kg map"):
        run("map", str(example_graph), "--like", str(tmp_path / "other.html"))
    assert run("map", str(example_graph), "-o", str(tmp_path / "a.html"), "--most", "60") == 0
    like = ("--like", str(tmp_path / "a.html"))
    assert (
        run("map", str(example_graph), "-o", str(tmp_path / "b.html"), "--most", "66", *like) == 0
    )
    first, second = page.former(tmp_path / "a.html"), page.former(tmp_path / "b.html")
    kept = [k for k in first if k in second]
    moved = [abs(first[k][0] - second[k][0]) + abs(first[k][1] - second[k][1]) for k in kept]
    assert statistics.median(moved) < 5


def test_a_graph_opened_by_name_can_be_drawn(example_graph: Path) -> None:
    with open_graph(example_graph) as graph:
        made = scene.from_result(graph.neighbours("MUVERA"))
    assert {"MUVERA", "BEIR"} <= {page.short(n.title) for n in made.nodes}
