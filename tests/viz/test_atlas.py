"""Places for a whole corpus."""

from __future__ import annotations

import json
import math
import random
import shutil
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from click.testing import CliRunner
from scipy.spatial.distance import pdist

from kg import folder
from kg.analysis import communities
from kg.cli import cli
from kg.commands import build as commands
from viz import atlas
from viz.browser import overview, wire


def made(groups: int, each: int, alone: int = 0, seed: int = 1) -> nx.Graph:
    """Groups of nodes, eight links a node within, some between neighbouring groups."""
    rng = random.Random(seed)
    network = nx.Graph()
    for g in range(groups):
        members = [f"g{g:02d}-{i:03d}" for i in range(each)]
        for a in members:
            for b in rng.sample(members, min(8, each - 1)):
                if a != b:
                    network.add_edge(a, b, weight=1.0)
        for a in rng.sample(members, 2):
            network.add_edge(a, f"g{(g + 1) % groups:02d}-000", weight=0.2)
    network.add_nodes_from(f"x{i}" for i in range(alone))
    return network


@pytest.fixture(scope="module")
def network() -> nx.Graph:
    return made(9, 60, alone=12)


def test_communities_are_apart_and_papers_too(network: nx.Graph) -> None:
    parts = communities.leiden(network)
    places = atlas.places(network, parts)
    assert places == atlas.places(network, parts)
    assert set(places) == set(network)
    points = np.array([places[n] for n in network])
    assert np.quantile(pdist(points), 0.0005) > atlas.SPACE / 3
    assert pdist(points).min() > 1
    middles = [np.mean([places[n] for n in p], axis=0) for p in parts if len(p) > 2]
    assert len(middles) >= 7
    for part, middle in zip(parts, middles, strict=False):
        for node in part:
            own = math.dist(places[node], middle)
            others = min(math.dist(places[node], m) for m in middles if m is not middle)
            assert own < others
    lowest = min(places[n][1] for n in network if not n.startswith("x"))
    assert all(places[f"x{i}"][1] < lowest - atlas.SPACE for i in range(12))


def test_places_stay_when_the_graph_grows(network: nx.Graph) -> None:
    before = atlas.places(network, communities.leiden(network))
    grown = network.copy()
    for i in range(20):
        grown.add_edge(f"new{i}", f"g03-{i:03d}", weight=1.0)
    grown.add_node("new-alone")
    after = atlas.places(grown, communities.leiden(grown), before)
    moved = [math.dist(before[n], after[n]) for n in before]
    assert np.median(moved) < 1
    assert max(moved) < 2 * atlas.SPACE
    assert all(math.dist(after[f"new{i}"], after[f"g03-{i:03d}"]) < 60 for i in range(20))
    assert after["new-alone"] not in [after[n] for n in before]


def test_small_networks() -> None:
    assert atlas.places(nx.Graph(), []) == {}
    lonely = nx.Graph()
    lonely.add_nodes_from("abc")
    places = atlas.places(lonely, communities.leiden(lonely))
    assert len(set(places.values())) == 3
    one = nx.Graph([("a", "b"), ("b", "c")])
    nx.set_edge_attributes(one, 1.0, "weight")
    assert len(set(atlas.places(one, communities.leiden(one)).values())) == 3


def test_the_overview_is_kept_until_the_graph_changes(example_graph: Path, tmp_path: Path) -> None:
    graph = Path(shutil.copytree(example_graph, tmp_path / "example.kg"))
    first = overview.prepare(graph)
    kept = graph / overview.KEPT
    written = kept.stat().st_mtime_ns
    assert overview.prepare(graph) == first
    assert kept.stat().st_mtime_ns == written
    told = json.loads(kept.read_text(encoding="utf-8"))
    told["generation"] = "g000000"
    told["answer"]["nodes"]["x"] = [x + 500.0 for x in first["nodes"]["x"]]
    kept.write_text(json.dumps(told), encoding="utf-8")
    again = overview.prepare(graph)
    shift = np.array(again["nodes"]["x"]) - np.array(first["nodes"]["x"])
    assert np.median(shift) == pytest.approx(500, abs=20)
    kept.write_text("{broken", encoding="utf-8")
    assert overview.prepare(graph) == first
    assert not list(graph.glob(f".{overview.KEPT}*"))
    assert folder.read_manifest(graph) is not None


def test_a_large_graph_is_laid_out_when_it_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def listed(name: str, numbers: range) -> str:
        path = tmp_path / name
        lines = (json.dumps({"title": f"On the drawing of graph number {i}"}) for i in numbers)
        path.write_text("\n".join(lines), encoding="utf-8")
        return str(path)

    def run(*arguments: str) -> None:
        done = CliRunner().invoke(cli, arguments, catch_exceptions=False)
        assert done.exit_code == 0, done.output

    def told() -> dict[str, Any]:
        kept: dict[str, Any] = json.loads((target / overview.KEPT).read_text(encoding="utf-8"))
        return kept

    target = tmp_path / "many.kg"
    monkeypatch.setattr(commands, "LAID_OUT", range(12, 100))
    run("build", listed("a.jsonl", range(11)), "-o", str(target))
    assert not (target / overview.KEPT).exists()
    run("build", listed("a.jsonl", range(12)), "-o", str(target), "--force")
    built = told()
    assert built["generation"] == folder.read_manifest(target)["generation"]
    run("add", str(target), listed("b.jsonl", range(12, 13)))
    assert told() == built
    overview.prepare(target)
    assert told()["generation"] == folder.read_manifest(target)["generation"]
    assert len(told()["answer"]["nodes"]["key"]) == 13


def test_newcomers_join_the_community_that_they_are_linked_with_most() -> None:
    network = nx.Graph()
    for a, b in ("ab", "ac", "bc", "de", "df", "ef"):
        network.add_edge(a, b, weight=1.0)
    keys = [wire.node_key("Paper", p) for p in "abcdef"]
    kept = {"grouped": 6, "answer": {"nodes": {"key": keys, "community": [0, 0, 0, 1, 1, -1]}}}
    network.add_node("alone")
    network.add_edge("new", "d", weight=0.4)
    network.add_edge("new", "a", weight=0.3)
    network.add_edge("new", "b", weight=0.3)
    joined = overview._joined(network, kept | {"grouped": 8})
    assert joined == [("a", "b", "c", "new"), ("d", "e"), ("alone",), ("f",)]
    assert overview._joined(network, kept) == []  # grown by a third: looked for anew
    network.remove_node("f")
    assert overview._joined(network, kept | {"grouped": 8}) == []
