"""PageRank, betweenness and communities of the IEEE VIS citations, against igraph."""

from __future__ import annotations

from pathlib import Path

import igraph
import networkx as nx
import numpy as np
import pytest

from kg.analysis import centrality, communities
from tests.queries.citation_network import citations


@pytest.fixture(scope="module")
def network(shared: Path) -> nx.DiGraph:
    return nx.DiGraph([(a, b) for a, b in citations(shared) if a != b])


def other(network: nx.Graph) -> igraph.Graph:
    """The same network in igraph, vertices in the order of the nodes."""
    place = {n: i for i, n in enumerate(network)}
    made = igraph.Graph(
        len(place), [(place[a], place[b]) for a, b in network.edges], network.is_directed()
    )
    weights = nx.get_edge_attributes(network, "weight")
    if weights:
        made.es["weight"] = list(weights.values())
    return made


def test_pagerank_is_igraphs(network: nx.DiGraph) -> None:
    ours = centrality.pagerank(network)
    theirs = other(network).pagerank(damping=0.85)
    assert sum(ours.values()) == pytest.approx(1)
    assert list(ours.values()) == pytest.approx(theirs, abs=1e-6)
    assert sorted(ours, key=lambda n: -ours[n])[:20] == [
        list(network)[i] for i in np.argsort(-np.array(theirs), kind="stable")[:20]
    ]


def test_pagerank_of_three_by_hand() -> None:
    # a and b cite c; c hands its rank on to all: c = (1-d)/3 + d(a + b + c/3), a = b
    rank = centrality.pagerank(nx.DiGraph([("a", "c"), ("b", "c")]), damping=0.5)
    assert rank["a"] == pytest.approx(rank["b"])
    assert rank["c"] == pytest.approx(1 / 6 + 0.5 * (rank["a"] + rank["b"] + rank["c"] / 3))
    assert rank["a"] == pytest.approx(1 / 6 + 0.5 * rank["c"] / 3)
    assert centrality.pagerank(nx.DiGraph()) == {}


def first(network: nx.DiGraph, number: int) -> nx.Graph:
    """The network of its first papers by key, in that order: estimates begin at some of them."""
    part = nx.Graph()
    part.add_nodes_from(sorted(network)[:number])
    part.add_edges_from((a, b) for a, b in network.edges if a in part and b in part)
    return part


def test_betweenness_is_igraphs(network: nx.DiGraph) -> None:
    part = first(network, 500)
    ours = centrality.betweenness(part)
    n = len(part)
    theirs = np.array(other(part).betweenness()) / ((n - 1) * (n - 2) / 2)
    assert list(ours.values()) == pytest.approx(theirs.tolist(), abs=1e-12)


def test_estimated_betweenness_finds_the_same_bridges(network: nx.DiGraph) -> None:
    part = first(network, 1500)
    ours = centrality.betweenness(part)
    assert ours == centrality.betweenness(part)
    exact = other(part).betweenness()
    best = {list(part)[i] for i in np.argsort(-np.array(exact))[:20]}
    assert len(best & set(sorted(ours, key=lambda k: -ours[k])[:20])) >= 14


def test_leiden_is_as_good_as_igraphs(network: nx.DiGraph) -> None:
    graph = network.to_undirected()
    parts = communities.leiden(graph)
    assert parts == communities.leiden(graph.copy())
    assert sorted(n for p in parts for n in p) == sorted(graph)
    assert [len(p) for p in parts] == sorted((len(p) for p in parts), reverse=True)
    same = other(graph)
    member = {n: i for i, p in enumerate(parts) for n in p}
    ours = communities.modularity(graph, parts)
    assert ours == pytest.approx(same.modularity([member[n] for n in graph]), abs=1e-9)
    assert ours >= same.community_multilevel().modularity - 0.01
    steady = same.community_leiden("modularity", n_iterations=-1).modularity
    assert ours >= steady - 0.003


def test_without_links_everyone_is_a_community_and_modularity_is_0() -> None:
    network = nx.empty_graph(["a", "b"])
    parts = communities.leiden(network)
    assert parts == [("a",), ("b",)]
    assert communities.modularity(network, parts) == 0.0


def test_communities_are_called_by_what_sets_them_apart() -> None:
    concepts = {
        "p1": ["model", "tree"], "p2": ["model", "tree"], "p3": ["model", "fish", "sea"],
        "p4": ["model", "fish"],
    }  # fmt: skip
    trees, fish = communities.by_concepts([("p1", "p2"), ("p3", "p4")], concepts)
    assert trees.telling == ("tree", "model")
    assert fish.label == "fish, sea"
    square = nx.Graph()
    for a, b, papers in (("x", "y", 5), ("y", "z", 3), ("x", "z", 1)):
        square.add_edge(a, b, papers=papers)
    (named,) = communities.by_members([("x", "y", "z")], square, most=2)
    assert named.telling == ("y", "x")  # 8, 6, 4
