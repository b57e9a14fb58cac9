"""What a picture shows: nodes with places, links, a legend. `viz.views` makes them of graphs."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import networkx as nx

from kg import schema
from kg.result import Edge, Node, Result
from kg.wording import counted
from viz import layout

MOST_DRAWN = 1_000
"""Nodes of an answer that are drawn."""

Places = Mapping[Any, layout.Point]
Placing = Callable[[nx.Graph, Mapping[Hashable, float]], Mapping[Hashable, layout.Point]]

KINDS = {
    "Paper": ("dot", "#0072B2"),
    "Concept": ("triangle", "#E69F00"),
    "Dataset": ("square", "#009E73"),
    "Method": ("diamond", "#CC79A7"),
    "Repository": ("hexagon", "#56B4E9"),
    "Author": ("triangleDown", "#D55E00"),
    "Venue": ("star", "#F0E442"),
}
"""Shape and colour of each kind: Okabe & Ito's colours, told apart by the colour-blind."""
OTHER = ("dot", "#999999")


@dataclass(frozen=True, slots=True)
class Group:
    """What the legend names, counts and hides: a kind of node, or a community."""

    key: str
    name: str
    count: int
    shape: str
    color: str


@dataclass(frozen=True, slots=True)
class SceneNode:
    """A node of a picture.

    Attributes:
        x, y, radius: In pixels at zoom 1.
        degree: Links among what is shown.
        group: Key of its `Group`.
        measure: What a second colouring tells (the mean year), if the picture has one.
        lists: Heading to what the panel lists below it.
    """

    key: str
    label: str
    title: str
    properties: Mapping[str, Any]
    x: float
    y: float
    radius: float
    degree: int
    group: str
    measure: float | None = None
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SceneEdge:
    """A link of a picture; `weight` from 0 to 1, `evidence` as before, mention, after."""

    source: str
    target: str
    type: str
    weight: float
    symmetric: bool
    properties: Mapping[str, Any]
    evidence: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class Scene:
    """A picture.

    Attributes:
        nodes, edges: What is shown.
        left_out: Nodes that did not fit.
        groups: What the legend names.
        links: Type of link to how many are shown.
        grouped_by, sized_by: What colour and shape, and size, tell.
        measure: What the second colouring tells; empty: there is none.
        axis: Columns: where each begins and ends along x, and its name.
        chosen: Key of the node whose panel is open at first.
        note: A sentence on what is shown, or why nothing is.
    """

    nodes: list[SceneNode]
    edges: list[SceneEdge]
    left_out: int = 0
    groups: list[Group] = field(default_factory=list)
    links: dict[str, int] = field(default_factory=dict)
    grouped_by: str = "kind"
    sized_by: str = "number of links"
    measure: str = ""
    axis: list[tuple[float, float, str]] = field(default_factory=list)
    chosen: str = ""
    note: str = ""

    @property
    def summary(self) -> str:
        """How much is shown."""
        return f"{counted(len(self.nodes), 'node')}, {counted(len(self.edges), 'link')}"

    @property
    def legend(self) -> dict[str, int]:
        """Name of a group to how many nodes it has."""
        return {g.name: g.count for g in self.groups}


def key(node: Node) -> str:
    """What a node is called inside a page."""
    return f"{node.label}/{node.id}"


def ends(edge: Edge) -> tuple[str, str]:
    """The keys of a link's two nodes."""
    return f"{edge.source_label}/{edge.source}", f"{edge.target_label}/{edge.target}"


def from_result(result: Result, *, most: int = MOST_DRAWN, former: Places | None = None) -> Scene:
    """The nodes and relationships in the rows of an answer; the most linked where it has many.

    Rows without any are shown as nothing: the page then says so.
    """
    nodes = {key(n): n for n in result.nodes}
    for edge in result.edges:
        for name, label, id_ in zip(
            ends(edge), (edge.source_label, edge.target_label), (edge.source, edge.target),
            strict=True,
        ):  # fmt: skip
            nodes.setdefault(name, Node(label, {"id": id_}))
    note = ""
    if not nodes:
        note = _nothing(result)
    elif result.truncated:
        note = f"The answer was cut: {result.why}."
    degree = Counter(end for edge in result.edges for end in ends(edge))
    ranked = sorted(nodes, key=lambda k: -degree[k])
    kept = set(ranked[:most])
    shown = [node for name, node in nodes.items() if name in kept]
    return compose(shown, result.edges, left_out=len(nodes) - len(shown), note=note, former=former)


def _nothing(result: Result) -> str:
    if not result.rows:
        return "There is nothing to show: the answer has no rows."
    return (
        f"There is nothing to show: no node is in the answer, only {', '.join(result.columns)}. "
        "Let it return nodes and links, as in MATCH (p)-[r:EVALUATES_ON]->(d) RETURN p, r, d."
    )


def compose(
    nodes: Sequence[Node],
    edges: Iterable[Edge],
    *,
    left_out: int = 0,
    former: Places | None = None,
    place: Placing | None = None,
    sizes: Mapping[str, float] | None = None,
    members: Mapping[str, str] | None = None,
    groups: Sequence[Group] | None = None,
    measures: Mapping[str, float] | None = None,
    lists: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    texts: Mapping[str, str] | None = None,
    **about: Any,
) -> Scene:
    """A picture of nodes and of the links among them.

    Args:
        former: Places of nodes in an earlier picture.
        place: What places them; by default forces.
        sizes: Key to what size tells; by default its number of links.
        members: Key to the key of its group; by default its label.
        groups: The groups, when `members` is given.
        measures: Key to what the second colouring tells.
        lists: Key to lists of its panel.
        texts: Key of a paper to title, line end, abstract: where evidence is marked.
        about: Other attributes of the `Scene`.
    """
    keys = [key(n) for n in nodes]
    known = set(keys)
    kept = [e for e in edges if known.issuperset(ends(e))]
    weights = _weights(kept)
    graph = _pulled_together(keys, kept, weights)
    degree = dict(graph.degree())
    radius = _radii(keys, sizes if sizes is not None else degree)
    places = place(graph, radius) if place is not None else layout.positions(graph, radius, former)
    labels = {k: n.label for k, n in zip(keys, nodes, strict=True)}
    texts = texts or {k: text_of(n) for k, n in zip(keys, nodes, strict=True) if n.label == "Paper"}
    members, measures, lists = members or labels, measures or {}, lists or {}
    shown = [
        SceneNode(
            k, n.label, n.title, n.properties, *places[k], radius[k], degree[k], members[k],
            measures.get(k), lists.get(k, {}),
        )
        for k, n in zip(keys, nodes, strict=True)
    ]  # fmt: skip
    links = [_link(e, weight, texts) for e, weight in zip(kept, weights, strict=True)]
    types = Counter(e.type for e in kept)
    return Scene(
        shown,
        links,
        left_out,
        list(groups) if groups is not None else _kinds(labels.values()),
        dict(sorted(types.items(), key=lambda t: (-t[1], t[0]))),
        **about,
    )


def _pulled_together(
    keys: Sequence[str], edges: Sequence[Edge], weights: Sequence[float]
) -> nx.Graph:
    """What places the nodes: any link pulls its two a little, a heavier one or several more."""
    graph = nx.Graph()
    graph.add_nodes_from(keys)
    for edge, weight in zip(edges, weights, strict=True):
        a, b = ends(edge)
        if a != b:
            before = graph.get_edge_data(a, b, {"weight": 0.0})["weight"]
            graph.add_edge(a, b, weight=before + 0.2 + weight)
    return graph


def _link(edge: Edge, weight: float, texts: Mapping[str, str]) -> SceneEdge:
    source, target = ends(edge)
    relationship = schema.RELATIONSHIP.get(edge.type)
    return SceneEdge(
        source,
        target,
        edge.type,
        round(weight, 3),
        relationship is not None and relationship.symmetric,
        edge.properties,
        evidence(edge, texts.get(source, "")),
    )


def _kinds(labels: Iterable[str]) -> list[Group]:
    counted = Counter(labels)
    listed = [*schema.LABEL, *sorted(set(counted) - set(schema.LABEL))]
    return [Group(k, k, counted[k], *KINDS.get(k, OTHER)) for k in listed if counted[k]]


def _radii(keys: Sequence[str], sizes: Mapping[str, float]) -> dict[Hashable, float]:
    """Areas as what they tell, between 7 and 26 pixels; small numbers are not blown up."""
    most = max((sizes.get(k, 0.0) for k in keys), default=0.0)
    scale = max(most, 24.0)
    return {k: round(6.0 + 20.0 * math.sqrt(sizes.get(k, 0.0) / scale), 1) for k in keys}


def text_of(paper: Node) -> str:
    """Title, line end, abstract: what the offsets of a paper's evidence count in."""
    return f"{paper.properties.get('title') or ''}\n{paper.properties.get('abstract') or ''}"


def evidence(edge: Edge, text: str) -> tuple[str, str, str] | None:
    """The sentence that says so, cut before and after the mention; None when none says so.

    Args:
        edge: A relationship.
        text: Its paper's title, line end and abstract, in which the offsets count.
    """
    sentence = edge.properties.get("evidence")
    if not sentence:
        return None
    start, end = edge.properties.get("start"), edge.properties.get("end")
    if start is None or end is None or not 0 <= start < end <= len(text):
        return str(sentence), "", ""
    mention = text[start:end]
    before = text.rfind(sentence, 0, start + 1)
    at = start - before if before >= 0 else sentence.find(mention)
    if at < 0 or sentence[at : at + len(mention)] != mention:
        return str(sentence), "", ""
    return sentence[:at], mention, sentence[at + len(mention) :]


def _weights(edges: list[Edge]) -> list[float]:
    """Each edge's own measure, scaled to 1 within its type."""
    raw = [measure(e) for e in edges]
    most: dict[str, float] = defaultdict(float)
    for edge, value in zip(edges, raw, strict=True):
        most[edge.type] = max(most[edge.type], value)
    return [v / most[e.type] if most[e.type] else 0.0 for e, v in zip(edges, raw, strict=True)]


def measure(edge: Edge) -> float:
    """How strong a link is beside others of its type, which `Edge.strength` is for all types.

    Concepts go by association strength, as in maps of co-words (van Eck & Waltman 2009); what has
    no bound stays as it is, for nothing else is drawn to its scale.
    """
    for name in ("association_strength", "weight", "papers"):
        if (value := edge.get(name)) is not None:
            return max(0.0, float(value))
    return edge.strength
