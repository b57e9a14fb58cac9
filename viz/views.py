"""The pictures that a graph is shown by: overview, neighbourhood, concepts, benchmarks, timeline,
path."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

import networkx as nx

from kg import schema
from kg.result import Edge, Node
from kg.stores.base import Store
from kg.wording import counted
from viz import layout, scene
from viz.communities import communities
from viz.reading import Reading
from viz.scene import Places, Scene, key
from viz.surroundings import surroundings

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
STEPS = {
    "CITES": 1.0,
    "INTRODUCES": 1.0,
    "EVALUATES_ON": 1.0,
    "TRAINS_ON": 1.1,
    "COMPARES_WITH": 1.1,
    "BUILDS_ON": 1.1,
    "HAS_CODE": 1.1,
    "HAS_CONCEPT": 1.3,
    "MENTIONS": 1.4,
}
"""Relationship types of paths, and how long a step by each is."""
TITLES_LISTED = 12
"""Papers that the panel of a concept or dataset lists."""
PATHS = 8
"""Paths that are shown at the most."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a view.

    Attributes:
        most: Nodes at the most.
        former: Places of nodes in an earlier picture.
    """

    most: int = 200
    former: Places | None = None


def overview(graph: Reading, wanted: Wanted = Wanted()) -> Scene:
    """The map of a whole graph: papers, and what two papers or more have in common.

    Papers with most links come first, then what most of them share.
    """
    edges = [e for name in SHOWN for e in graph.edges(name)]
    nodes = {
        (label, n.id): n
        for label in schema.LABEL
        if label not in ("Author", "Venue")
        for n in graph.nodes(label)
    }
    degree: Counter[tuple[str, str]] = Counter()
    for edge in edges:
        degree[edge.source_label, edge.source] += 1
        degree[edge.target_label, edge.target] += 1
    papers = sorted((k for k in nodes if k[0] == "Paper"), key=lambda k: (-degree[k], k[1]))[
        : max(1, wanted.most // 2)
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
    fits = [k for k in shared if shared[k] >= 2 or k in introduced or k in used]
    fits.sort(key=lambda k: (shared[k] < 3, k not in used, -shared[k], k))
    chosen |= set(fits[: max(0, wanted.most - len(chosen))])
    return scene.compose(
        [nodes[k] for k in nodes if k in chosen],
        edges,
        left_out=len(nodes) - len(chosen),
        former=wanted.former,
        note="" if nodes else "There is nothing to show: the graph is empty.",
    )


def neighbourhood(store: Store, centre: Node, wanted: Wanted = Wanted(), *, hops: int = 1) -> Scene:
    """A node in the middle of what it is linked with, step by step.

    Args:
        store: An open graph.
        centre: The node.
        wanted: Former places are not used: the rings themselves are stable.
        hops: Steps outwards.
    """
    nodes, edges, reached = surroundings(store, centre, hops, wanted.most)

    def place(graph: nx.Graph, sizes: Mapping[Hashable, float]) -> dict[Hashable, layout.Point]:
        return layout.rings(graph, key(centre), sizes)

    links = Counter(end for edge in edges for end in set(scene.ends(edge)))
    return scene.compose(
        nodes,
        edges,
        left_out=reached - len(nodes),
        place=place,
        sizes={k: float(n) for k, n in links.items()} | {key(centre): 40.0},
        chosen=key(centre),
        note="" if edges else "Nothing is linked with it.",
    )


def concepts(graph: Reading, wanted: Wanted = Wanted()) -> Scene:
    """The concept map, as VOSviewer draws it: size by papers, colour by community or mean year,
    links by association strength (van Eck & Waltman 2009)."""
    return _shared(
        graph, wanted, "Concept", "HAS_CONCEPT", "CO_OCCURS_WITH",
        "There is nothing to show: no concept belongs to two papers.",
    )  # fmt: skip


def benchmarks(graph: Reading, wanted: Wanted = Wanted()) -> Scene:
    """Datasets by the papers that evaluate on them, linked where a paper evaluates on both."""
    return _shared(
        graph, wanted, "Dataset", "EVALUATES_ON", "CO_EVALUATED_WITH",
        "There is nothing to show: no paper is known to evaluate on a dataset.",
    )  # fmt: skip


def _shared(
    graph: Reading, wanted: Wanted, label: str, uses: str, together: str, empty: str
) -> Scene:
    """What papers use, as a network of what is used together.

    Args:
        label: Of what is used.
        uses: Type of link by which papers use it.
        together: Type of link between two things of the same papers.
        empty: What the page says when there is none.
    """
    papers = {n.id: n for n in graph.nodes("Paper")}
    users: dict[str, set[str]] = defaultdict(set)
    for edge in graph.edges(uses):
        users[edge.target].add(edge.source)
    least = 2 if label == "Concept" else 1
    ranked = sorted(
        (n for n in graph.nodes(label) if len(users[n.id]) >= least),
        key=lambda n: (-len(users[n.id]), n.id),
    )
    nodes = ranked[: wanted.most]
    kept = {n.id for n in nodes}
    edges = [e for e in graph.edges(together) if e.source in kept and e.target in kept]
    edges = [_with_papers(e, users, papers) for e in _strongest(edges, 6 * len(nodes))]
    years = {key(n): _mean_year(users[n.id], papers) for n in nodes}
    counts = {key(n): float(len(users[n.id])) for n in nodes}
    members, groups = communities(nodes, edges, counts, label)
    told = [
        Node(label, {**n.properties, "papers": int(counts[key(n)])}
             | ({"mean_year": years[key(n)]} if years[key(n)] else {}))
        for n in nodes
    ]  # fmt: skip
    return scene.compose(
        told,
        edges,
        left_out=len(ranked) - len(nodes),
        former=wanted.former,
        sizes=counts,
        members=members,
        groups=groups,
        measures={k: y for k, y in years.items() if y is not None},
        lists={key(n): {"Papers": _titles(users[n.id], papers)} for n in nodes},
        grouped_by="community",
        sized_by="number of papers",
        measure="mean year" if len({y for y in years.values() if y}) > 1 else "",
        note="" if nodes else empty,
    )


def _strongest(edges: list[Edge], most: int) -> list[Edge]:
    """The strongest links, but for each node its own strongest three."""
    ranked = sorted(edges, key=lambda e: (-scene.measure(e), e.source, e.target))
    seen: Counter[str] = Counter()
    kept = []
    for number, edge in enumerate(ranked):
        if number < most or seen[edge.source] < 3 or seen[edge.target] < 3:
            kept.append(edge)
        seen[edge.source] += 1
        seen[edge.target] += 1
    return kept


def _with_papers(edge: Edge, users: Mapping[str, set[str]], papers: Mapping[str, Node]) -> Edge:
    behind = _titles(users[edge.source] & users[edge.target], papers)
    return Edge(
        edge.type, edge.source_label, edge.source, edge.target_label, edge.target,
        {**edge.properties, "behind": behind},
    )  # fmt: skip


def _titles(ids: set[str], papers: Mapping[str, Node]) -> list[str]:
    listed = sorted(
        (papers[i] for i in ids if i in papers), key=lambda n: (-(n.get("year") or 0), n.title)
    )
    titles = [f"{n.title} ({n['year']})" if n.get("year") else n.title for n in listed]
    more = len(titles) - TITLES_LISTED
    return titles[:TITLES_LISTED] + ([f"… {more:,} more"] if more > 0 else [])


def _mean_year(ids: set[str], papers: Mapping[str, Node]) -> float | None:
    years = [y for i in ids if i in papers and (y := papers[i].get("year"))]
    return round(sum(years) / len(years), 1) if years else None


def timeline(graph: Reading, wanted: Wanted = Wanted()) -> Scene:
    """Papers in columns by year, linked by citations; where the graph has none, by what relates
    them."""
    listed = graph.nodes("Paper")
    papers, dated = len(listed), {n.id: n for n in listed if n.get("year")}
    links: list[Edge] = []
    for type_ in ("CITES", "CO_CITED_WITH", "COUPLED_WITH", "SHARES_BENCHMARK", "RELATED_TO"):
        links = [e for e in graph.edges(type_) if e.source in dated and e.target in dated]
        if len(links) >= 0.2 * len(dated):
            break
    cited = Counter(e.target for e in links if e.type == "CITES")
    degree = Counter(x for e in links for x in (e.source, e.target))
    ranked = sorted(dated, key=lambda i: (-cited[i], -degree[i], i))
    kept = set(ranked[: wanted.most])
    nodes = [dated[i] for i in dated if i in kept]
    edges = [e for e in links if e.source in kept and e.target in kept]
    if links and links[0].type != "CITES":
        edges = _strongest(edges, 2 * len(nodes))
    years = sorted({int(n["year"]) for n in nodes})
    gaps = {b: 22.0 * min(4, b - a - 1) for a, b in pairwise(years)}
    spans: dict[int, tuple[float, float]] = {}

    def place(net: nx.Graph, sizes: Mapping[Hashable, float]) -> dict[Hashable, layout.Point]:
        at = {key(n): int(n["year"]) for n in nodes}
        placed, found = layout.columns(net, at, sizes, gaps=gaps)
        spans.update(found)
        return placed

    note = ""
    if not nodes:
        note = "There is nothing to show: no paper has a year."
    elif links and links[0].type != "CITES":
        note = "Citations are hardly known; links tell what relates the papers."
    made = scene.compose(
        nodes,
        edges,
        left_out=papers - len(nodes),
        place=place,
        sizes={key(n): float(cited[n.id] if cited else degree[n.id]) for n in nodes},
        sized_by="citations in the graph" if cited else "number of links",
        note=note,
    )
    return replace(made, axis=[(*span, str(year)) for year, span in spans.items()])


def path(graph: Reading, first: Node, last: Node) -> Scene:
    """The shortest paths between two nodes, from left to right; the most telling where many are.

    A step by a citation, a dataset or a method is shorter than one by a concept.
    """
    net = nx.Graph()
    edges = [e for type_ in STEPS for e in graph.edges(type_)]
    for edge in edges:
        a, b = scene.ends(edge)
        if a != b:
            net.add_edge(
                a, b, length=min(STEPS[edge.type], net.get_edge_data(a, b, {}).get("length", 9))
            )
    start, end = key(first), key(last)
    found = []
    if start in net and end in net and start != end and nx.has_path(net, start, end):
        paths = nx.all_shortest_paths(net, start, end)
        listed = list(islice(paths, 2_000))
        listed.sort(key=lambda p: (_length(net, p), sum(net.degree(n) for n in p[1:-1]), p))
        found = listed[:PATHS]
    column = {n: i for p in found for i, n in enumerate(p)}
    on_path = {frozenset(pair) for p in found for pair in pairwise(p)}
    labels = {name.split("/")[0] for name in column}
    nodes = [n for label in schema.LABEL if label in labels for n in graph.nodes(label)]
    shown = [n for n in nodes if key(n) in column] if found else [first, last]

    def place(net: nx.Graph, sizes: Mapping[Hashable, float]) -> dict[Hashable, layout.Point]:
        at = {key(n): column.get(key(n), i) for i, n in enumerate(shown)}
        return layout.columns(net, at, sizes, down=72.0, between=170.0)[0]

    steps = len(found[0]) - 1 if found else 0
    note = f"{len(found)} shortest paths of {counted(steps, 'step')}"
    if len(found) == 1:
        note = f"The shortest path: {steps} steps" if steps > 1 else "One step"
    return scene.compose(
        shown,
        [e for e in edges if frozenset(scene.ends(e)) in on_path],
        place=place,
        note=note if found else f"No path leads from {first.title} to {last.title}.",
    )


def _length(net: nx.Graph, nodes: Sequence[str]) -> float:
    return sum(net[a][b]["length"] for a, b in pairwise(nodes))
