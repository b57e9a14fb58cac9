"""The main path, by hand and by listing every path."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import networkx as nx
import pytest

from kg.analysis import main_path

FLOW = [
    ("a", "c"), ("b", "c"), ("b", "d"), ("c", "e"), ("c", "f"), ("d", "f"), ("e", "g"), ("f", "g"),
    ("f", "h"),
]  # fmt: skip
"""Knowledge flows from the cited to the citing: a, b are sources; g, h sinks."""


def cited(flow: list[tuple[str, str]]) -> nx.DiGraph:
    return nx.DiGraph([(b, a) for a, b in flow])


def test_by_hand() -> None:
    # to c lead 2 paths (from a, b), to d 1, to e 2, to f 3; from e leads 1, from f 2, from c 3
    counts = main_path.search_path_counts(nx.DiGraph(FLOW))
    assert counts == {
        ("a", "c"): 3, ("b", "c"): 3, ("b", "d"): 2, ("c", "e"): 2, ("c", "f"): 4, ("d", "f"): 2,
        ("e", "g"): 2, ("f", "g"): 3, ("f", "h"): 3,
    }  # fmt: skip
    whole = main_path.main_path(cited(FLOW))
    assert whole.papers == ("a", "c", "f", "g")
    assert whole.counts == {("a", "c"): 3, ("c", "f"): 4, ("f", "g"): 3}
    local = main_path.main_path(cited(FLOW), kind="local")
    assert set(local.counts) == {("a", "c"), ("b", "c"), ("c", "f"), ("f", "g"), ("f", "h")}
    route = main_path.main_path(cited(FLOW), kind="key-route", routes=1)
    assert set(route.counts) == set(local.counts)
    with pytest.raises(ValueError, match="key-route"):
        main_path.main_path(cited(FLOW), kind="best")


@pytest.mark.parametrize("seed", range(5))
def test_against_every_path(seed: int) -> None:
    rng = random.Random(seed)
    nodes = [f"n{i:02d}" for i in range(14)]
    flow = nx.DiGraph()
    flow.add_nodes_from(nodes)
    flow.add_edges_from((a, b) for a in nodes for b in nodes if a < b and rng.random() < 0.25)
    paths = [
        path
        for source in nodes if not flow.in_degree(source)
        for sink in nodes if not flow.out_degree(sink) and sink != source
        for path in nx.all_simple_paths(flow, source, sink)
    ]  # fmt: skip
    listed = Counter(link for path in paths for link in pairwise(path))
    assert main_path.search_path_counts(flow) == listed
    found = main_path.main_path(flow.reverse())
    assert sum(found.counts.values()) == max(sum(listed[k] for k in pairwise(p)) for p in paths)
    assert list(found.papers) in paths


def test_a_cycle_is_cut_at_the_citation_of_a_later_paper() -> None:
    network = nx.DiGraph([("new", "old"), ("old", "new"), ("newest", "new")])
    nx.set_node_attributes(network, {"old": 2001, "new": 2003, "newest": 2005}, "year")
    found = main_path.main_path(network)
    assert found.papers == ("old", "new", "newest")
    assert found.left_out == (("new", "old"),)


def test_nothing_cited() -> None:
    network = nx.DiGraph()
    network.add_nodes_from("ab")
    assert main_path.main_path(network) == main_path.MainPath((), {}, ())
