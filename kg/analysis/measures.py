"""The measures by name, as tables that a person reads and values that nodes can keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import networkx as nx

from kg import arguments
from kg.analysis import bursts, centrality, communities, main_path, networks, prediction
from kg.errors import UsageError
from kg.result import Edge, Node, Result
from kg.stores.base import NodeProperty
from kg.tables import GraphTables
from kg.wording import counted

LEAST_PAPERS = 5
"""Papers that a concept needs for its bursts to be looked for."""


@dataclass(frozen=True)
class Analysis:
    """What a measure finds.

    Attributes:
        result: The rows that a person reads, with the nodes and links they tell of.
        properties: What can be kept.
        notes: What one should know to read it.
    """

    result: Result
    properties: tuple[NodeProperty, ...] = ()
    notes: tuple[str, ...] = ()


def pagerank(tables: GraphTables, *, top: int = 20, **_: Any) -> Analysis:
    """Papers by PageRank on the citations among them."""
    network = networks.citations(tables)
    ranks, degrees = centrality.pagerank(network), centrality.degree(network)
    best = sorted(ranks, key=lambda n: (-ranks[n], n))[:top]
    rows = [
        (network.nodes[n]["title"], network.nodes[n]["year"], round(ranks[n], 6), degrees[n].cited)
        for n in best
    ]
    return Analysis(
        Result(("paper", "year", "pagerank", "cited"), rows, about=_nodes(tables, "Paper", best)),
        (
            NodeProperty("pagerank", "Paper", "float", ranks),
            NodeProperty("cited", "Paper", "int", {n: d.cited for n, d in degrees.items()}),
        ),
        _few_citations(network),
    )


def degree(tables: GraphTables, *, top: int = 20, **_: Any) -> Analysis:
    """Papers by how often the others cite them."""
    network = networks.citations(tables)
    degrees = centrality.degree(network)
    best = sorted(degrees, key=lambda n: (-degrees[n].cited, -degrees[n].citing, n))[:top]
    rows = [
        (network.nodes[n]["title"], network.nodes[n]["year"], degrees[n].cited, degrees[n].citing)
        for n in best
    ]
    return Analysis(
        Result(("paper", "year", "cited", "citing"), rows, about=_nodes(tables, "Paper", best)),
        (
            NodeProperty("cited", "Paper", "int", {n: d.cited for n, d in degrees.items()}),
            NodeProperty("citing", "Paper", "int", {n: d.citing for n, d in degrees.items()}),
        ),
        _few_citations(network),
    )


def bridges(tables: GraphTables, *, top: int = 20, of: str = "papers", **_: Any) -> Analysis:
    """Papers (or concepts) that join parts of the graph: by betweenness."""
    network, label = _network(tables, of)
    between = centrality.betweenness(network)
    best = sorted(between, key=lambda n: (-between[n], n))[:top]
    rows = [(network.nodes[n]["title"], round(between[n], 6), network.degree(n)) for n in best]
    notes = _no_links(network, label)
    if len(network) > centrality.EXACT:
        notes += (f"estimated from the shortest paths of {centrality.PIVOTS} nodes",)
    return Analysis(
        Result((label.lower(), "betweenness", "links"), rows, about=_nodes(tables, label, best)),
        (NodeProperty("betweenness", label, "float", between),),
        notes,
    )


def groups(
    tables: GraphTables, *, top: int = 20, of: str = "papers", resolution: float = 1.0, **_: Any
) -> Analysis:
    """Communities of papers (or concepts), and what each is about."""
    network, label = _network(tables, of)
    parts = communities.leiden(network, resolution=resolution)
    if label == "Paper":
        found = communities.by_concepts(parts, networks.concepts_of(tables))
    else:
        found = communities.by_members(parts, network)
    rows = [
        (number, c.label, len(c.members), list(c.telling[2:7]))
        for number, c in enumerate(found[:top], 1)
    ]
    member = {k: n for n, c in enumerate(found, 1) for k in c.members}
    called = {k: c.label for c in found for k in c.members}
    single = sum(len(c.members) == 1 for c in found)
    notes = [f"modularity {communities.modularity(network, parts):.3f}"] if parts else []
    if single:
        notes.append(f"{single:,} of {len(network):,} {'stands' if single == 1 else 'stand'} alone")
    return Analysis(
        Result(("community", "about", label.lower() + "s", "also"), rows),
        (
            NodeProperty("community", label, "int", member),
            NodeProperty("community_label", label, "string", called),
        ),
        tuple(notes),
    )


def path(tables: GraphTables, *, kind: str = "global", **_: Any) -> Analysis:
    """The main path of the citations: how the ideas came down."""
    network = networks.citations(tables)
    found = main_path.main_path(network, kind=kind)
    next_count: dict[str, int] = {}
    for (cited, _citing), count in found.counts.items():
        next_count[cited] = max(count, next_count.get(cited, 0))
    most = max(found.counts.values(), default=1)
    rows = [
        (
            network.nodes[n]["year"],
            network.nodes[n]["title"],
            network.in_degree(n),
            round(next_count[n] / most, 4) if n in next_count else None,
        )
        for n in found.papers
    ]
    cites = [Edge("CITES", "Paper", citing, "Paper", cited, {}) for cited, citing in found.counts]
    notes = [*_few_citations(network)]
    if found.left_out:
        notes.append(
            counted(
                len(found.left_out),
                "citation that closes a cycle was left out",
                "citations that close a cycle were left out",
            )
        )
    return Analysis(
        Result(
            ("year", "paper", "cited", "paths"),
            rows,
            about=(*_nodes(tables, "Paper", found.papers), *cites),
        ),
        (
            NodeProperty(
                "main_path", "Paper", "int", {n: i for i, n in enumerate(found.papers, start=1)}
            ),
        ),
        (*notes, "paths: those that lead on from here, the most on this path being 1"),
    )


def concept_bursts(tables: GraphTables, *, top: int = 20, **_: Any) -> Analysis:
    """Concepts that were suddenly in use, and when."""
    years = dict(networks.rows(tables.nodes["Paper"], "id", "year"))
    known = [y for y in years.values() if y is not None]
    if not known:
        return Analysis(
            Result(("concept", "from", "to", "papers", "weight"), []),
            notes=("no paper has a year: there are no bursts to look for",),
        )
    first, last = min(known), max(known)
    papers = Counter(known)
    every_year = range(first, last + 1)
    used: dict[str, Counter[int]] = {}
    for paper, concept in networks.pairs(tables.edges["HAS_CONCEPT"]):
        if years.get(paper) is not None:
            used.setdefault(concept, Counter())[years[paper]] += 1
    titles = dict(networks.rows(tables.nodes["Concept"], "id", "name"))
    found = []
    for concept, in_years in used.items():
        if in_years.total() < LEAST_PAPERS:
            continue
        for burst in bursts.bursts(
            [in_years[y] for y in every_year], [papers[y] for y in every_year], first
        ):
            inside = sum(in_years[y] for y in range(burst.first, burst.last + 1))
            found.append((concept, burst, inside))
    found.sort(key=lambda b: (-b[1].weight, b[0]))
    rows = [(titles[c], b.first, b.last, n, round(b.weight, 2)) for c, b, n in found[:top]]
    strongest: dict[str, bursts.Burst] = {}
    for concept, burst, _n in found:
        strongest.setdefault(concept, burst)
    return Analysis(
        Result(
            ("concept", "from", "to", "papers", "weight"),
            rows,
            about=_nodes(tables, "Concept", list(dict.fromkeys(c for c, _, _ in found[:top]))),
        ),
        (
            NodeProperty(
                "burst_from", "Concept", "int", {c: b.first for c, b in strongest.items()}
            ),
            NodeProperty("burst_to", "Concept", "int", {c: b.last for c, b in strongest.items()}),
            NodeProperty(
                "burst_weight", "Concept", "float", {c: b.weight for c, b in strongest.items()}
            ),
        ),
        (f"concepts of at least {LEAST_PAPERS} papers, {first} to {last}",),
    )


def likely_links(tables: GraphTables, *, top: int = 20, of: str = "concepts", **_: Any) -> Analysis:
    """Papers (or concepts) that are not linked and are likely to be: by common neighbours."""
    network, label = _network(tables, of)
    rows = []
    for a, b, score in prediction.likely(network, most=top):
        common = sorted(nx.common_neighbors(network, a, b), key=lambda n: (network.degree(n), n))
        names = [network.nodes[n]["title"] for n in common[:3]]
        rows.append((network.nodes[a]["title"], network.nodes[b]["title"], round(score, 3), names))
    return Analysis(
        Result(("a", "b", "score", "both linked with"), rows),
        notes=(
            *_no_links(network, label),
            "score: Adamic and Adar's; the neighbours that say most first",
        ),
    )


_OPTIONS: dict[str, Callable[[str, Any], Any]] = {
    "top": partial(arguments.whole, least=1),
    "of": partial(arguments.one_of, choices=("papers", "concepts")),
    "kind": partial(arguments.one_of, choices=main_path.KINDS),
    "resolution": arguments.above_zero,
}

MEASURES: dict[str, Callable[..., Analysis]] = {
    "pagerank": pagerank,
    "degree": degree,
    "communities": groups,
    "bridges": bridges,
    "main-path": path,
    "bursts": concept_bursts,
    "likely-links": likely_links,
}


def analyse(tables: GraphTables, measure: str, **options: Any) -> Analysis:
    """Measure a graph.

    Args:
        tables: The graph.
        measure: One of `MEASURES`.
        options: ``top``, rows; ``of``, ``papers`` or ``concepts``; ``resolution`` of communities;
            ``kind`` of main path.

    Raises:
        UsageError: There is no such measure, or an option or its value means nothing.
    """
    if measure not in MEASURES:
        raise UsageError(
            f"no measure is called {measure!r}", remedy=f"one of {', '.join(MEASURES)}"
        )
    return MEASURES[measure](tables, **_checked(options))


def _checked(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options as the measures take them; those that are None are left to their defaults."""
    arguments.known(options, _OPTIONS)
    return {name: _OPTIONS[name](name, v) for name, v in options.items() if v is not None}


def _network(tables: GraphTables, of: str) -> tuple[nx.Graph, str]:
    if of == "concepts":
        return networks.concepts(tables), "Concept"
    return networks.papers(tables), "Paper"


def _nodes(tables: GraphTables, label: str, keys: Any) -> tuple[Node, ...]:
    """Nodes by their keys, in that order."""
    table = tables.nodes[label]
    place = {key: i for i, key in enumerate(table["id"].to_pylist())}
    rows = table.take([place[k] for k in keys]).to_pylist() if keys else []
    return tuple(Node(label, {k: v for k, v in row.items() if v is not None}) for row in rows)


def _few_citations(network: nx.DiGraph) -> tuple[str, ...]:
    linked, number = sum(1 for n in network if network.degree(n)), counted(len(network), "paper")
    if linked * 2 >= len(network):
        return ()
    if not linked:
        return (f"none of {number} cites another of the graph: all are equal",)
    return (f"only {linked:,} of {number} cite or are cited by another of the graph",)


def _no_links(network: nx.Graph, label: str) -> tuple[str, ...]:
    """That nothing can be told of a network without links."""
    if network.number_of_edges():
        return ()
    return (f"no two {label.lower()}s of the graph are linked",)
