"""What a picture shows: nodes with places, links, a legend. Made from a graph or an answer."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import networkx as nx

from kg import schema
from kg.result import Edge, Node, Result
from kg.tables import GraphTables
from viz import layout

SHOWN = (
    "INTRODUCES",
    "EVALUATES_ON",
    "TRAINS_ON",
    "COMPARES_WITH",
    "BUILDS_ON",
    "MENTIONS",
    "HAS_CODE",
    "HAS_CONCEPT",
    "CITES",
    "SHARES_BENCHMARK",
    "RELATED_TO",
)
"""Relationship types of the overview."""


@dataclass(frozen=True, slots=True)
class SceneNode:
    """A node of a picture: place and radius in pixels at zoom 1, degree among what is shown."""

    key: str
    label: str
    title: str
    properties: Mapping[str, Any]
    x: float
    y: float
    radius: float
    degree: int


@dataclass(frozen=True, slots=True)
class SceneEdge:
    """A link of a picture; `weight` from 0 to 1."""

    source: str
    target: str
    type: str
    weight: float
    symmetric: bool
    properties: Mapping[str, Any]


@dataclass(frozen=True)
class Scene:
    """A picture.

    Attributes:
        nodes, edges: What is shown.
        legend: Kind of node to how many are shown.
        links: Type of link to how many are shown.
        left_out: Nodes that did not fit.
    """

    nodes: list[SceneNode]
    edges: list[SceneEdge]
    left_out: int = 0
    legend: dict[str, int] = field(default_factory=dict)
    links: dict[str, int] = field(default_factory=dict)


def overview(tables: GraphTables, *, most: int = 200) -> Scene:
    """The map of a whole graph: papers, and what two papers or more have in common.

    Args:
        tables: The graph.
        most: Nodes at the most; papers with most links come first, then what most of them share.
    """
    edges = [e for name in SHOWN for e in _edges(name, tables)]
    nodes = {
        (label, row["id"]): Node(label, row)
        for label, table in tables.nodes.items()
        if label not in ("Author", "Venue")
        for row in table.to_pylist()
    }
    degree: Counter[tuple[str, str]] = Counter()
    for edge in edges:
        degree[edge.source_label, edge.source] += 1
        degree[edge.target_label, edge.target] += 1
    papers = sorted((k for k in nodes if k[0] == "Paper"), key=lambda k: (-degree[k], k[1]))[
        : max(1, most // 2)
    ]
    chosen = set(papers)
    shared: Counter[tuple[str, str]] = Counter()
    introduced: set[tuple[str, str]] = set()
    used: set[tuple[str, str]] = set()
    for edge in edges:
        end = (edge.target_label, edge.target)
        if end[0] != "Paper" and (edge.source_label, edge.source) in chosen:
            shared[end] += 1
            if edge.type in ("HAS_CODE", "EVALUATES_ON"):
                used.add(end)
            elif edge.type == "INTRODUCES":
                introduced.add(end)
    wanted = [k for k in shared if shared[k] >= 2 or k in introduced or k in used]
    wanted.sort(key=lambda k: (shared[k] < 3, k not in used, -shared[k], k))
    chosen |= set(wanted[: most - len(chosen)])
    return _scene([nodes[k] for k in nodes if k in chosen], edges, len(nodes) - len(chosen))


def from_result(result: Result) -> Scene:
    """The nodes and relationships in the rows of an answer.

    Rows without any are shown as nothing: the page then says so.
    """
    nodes = {(n.label, n.id): n for n in result.nodes}
    for edge in result.edges:
        for label, key in ((edge.source_label, edge.source), (edge.target_label, edge.target)):
            nodes.setdefault((label, key), Node(label, {"id": key}))
    return _scene(list(nodes.values()), result.edges, 0)


def _edges(name: str, tables: GraphTables) -> Iterable[Edge]:
    for row in tables.edges[name].to_pylist():
        a_label, a, b_label, b = (row.pop(column) for column in schema.END_COLUMNS)
        yield Edge(name, a_label, a, b_label, b, row)


def _scene(nodes: list[Node], edges: Iterable[Edge], left_out: int) -> Scene:
    keys = {(n.label, n.id): f"{n.label}/{n.id}" for n in nodes}
    kept = [
        e for e in edges
        if (e.source_label, e.source) in keys and (e.target_label, e.target) in keys
    ]  # fmt: skip
    weights = _weights(kept)
    graph = nx.Graph()
    graph.add_nodes_from(keys.values())
    ends = []
    for edge, weight in zip(kept, weights, strict=True):
        a, b = keys[edge.source_label, edge.source], keys[edge.target_label, edge.target]
        ends.append((a, b))
        before = graph.get_edge_data(a, b, {"weight": 0.0})["weight"]
        graph.add_edge(a, b, weight=before + 0.2 + weight)
    degree = dict(graph.degree())
    radius = {k: 7.0 + 3.2 * math.sqrt(degree[k]) for k in degree}
    places = layout.positions(graph, radius)
    listed = [keys[n.label, n.id] for n in nodes]
    shown = [
        SceneNode(
            key, node.label, node.title, node.properties, *places[key], round(radius[key], 1),
            degree[key],
        )
        for key, node in zip(listed, nodes, strict=True)
    ]  # fmt: skip
    links = [
        SceneEdge(
            a, b, edge.type, round(weight, 3), schema.RELATIONSHIP[edge.type].symmetric
            if edge.type in schema.RELATIONSHIP else False, edge.properties,
        )
        for (a, b), edge, weight in zip(ends, kept, weights, strict=True)
    ]  # fmt: skip
    legend = Counter(n.label for n in nodes)
    kinds = [*schema.LABEL, *sorted(set(legend) - set(schema.LABEL))]
    types = Counter(e.type for e in kept)
    return Scene(
        shown,
        links,
        left_out,
        {k: legend[k] for k in kinds if legend[k]},
        dict(sorted(types.items(), key=lambda t: (-t[1], t[0]))),
    )


def _weights(edges: list[Edge]) -> list[float]:
    """Each edge's own measure, scaled to 1 within its type."""
    raw = [_measure(e) for e in edges]
    most: dict[str, float] = defaultdict(float)
    for edge, value in zip(edges, raw, strict=True):
        most[edge.type] = max(most[edge.type], value)
    return [v / most[e.type] if most[e.type] else 0.0 for e, v in zip(edges, raw, strict=True)]


def _measure(edge: Edge) -> float:
    for name in ("score", "weight", "association_strength", "confidence", "papers"):
        value = edge.properties.get(name)
        if value is not None:
            return max(0.0, float(value))
    return 1.0
