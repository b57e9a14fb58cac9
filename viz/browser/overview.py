"""All papers at once: communities with names, places, the strongest links."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import Any

import networkx as nx

from viz.browser import wire
from viz.browser.answers import Community, OverviewAnswer
from viz.browser.graph import Browsed
from viz.browser.jobs import Job
from viz.browser.limits import most

LINKS = {"CITES": 0.5, "COUPLED_WITH": 0.7, "CO_CITED_WITH": 0.7, "RELATED_TO": 1.0}
"""Links between papers that hold communities together, and how strongly."""
GOLDEN = math.pi * (3 - math.sqrt(5))


def overview(graph: Browsed, job: Job, number: int) -> OverviewAnswer:
    """The papers with most links, their communities and places; made once."""
    answer = graph.once("overview", lambda: _make(job))
    if number >= len(answer["nodes"]["key"]):
        return answer
    return _cut(answer, number)


def _make(job: Job) -> OverviewAnswer:
    papers = job.query(
        "MATCH (p:Paper) RETURN p.id, p.title, p.year ORDER BY p.id", rows=10**6
    ).rows
    edges: dict[tuple[str, str], float] = {}
    for name, share in LINKS.items():
        rows = job.query(f"MATCH (a:Paper)-[r:{name}]->(b:Paper) RETURN a.id, b.id, r", rows=10**6)
        for a, b, r in rows.rows:
            pair = (min(a, b), max(a, b))
            edges[pair] = max(edges.get(pair, 0.0), share * wire.weight(r.properties))
    degree = Counter(end for pair in edges for end in pair)
    papers.sort(key=lambda p: (-degree[p[0]], p[0]))
    left_out = max(0, len(papers) - most("overview_nodes"))
    papers = papers[: most("overview_nodes")]
    net = nx.Graph()
    net.add_nodes_from(p[0] for p in papers)
    net.add_weighted_edges_from(
        (a, b, w) for (a, b), w in sorted(edges.items()) if a in net and b in net
    )
    parts = nx.community.louvain_communities(net, weight="weight", seed=7)
    parts.sort(key=lambda c: (-len(c), min(c)))
    concepts = _concepts(job)
    return _answer(papers, parts, net, degree, concepts, left_out)


def _concepts(job: Job) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    rows = job.query("MATCH (p:Paper)-[:HAS_CONCEPT]->(c:Concept) RETURN p.id, c.name", rows=10**6)
    for paper, concept in rows.rows:
        found[paper].append(concept)
    return found


def _answer(
    papers: list[tuple[Any, ...]],
    parts: list[set[str]],
    net: nx.Graph,
    degree: Counter[str],
    concepts: dict[str, list[str]],
    left_out: int,
) -> OverviewAnswer:
    whole = Counter(c for p in papers for c in concepts.get(p[0], ()))
    places: dict[str, tuple[float, float]] = {}
    member: dict[str, int] = {}
    communities: list[Community] = []
    area = 0.0
    for number, part in enumerate(parts):
        radius = 60.0 * math.sqrt(area + len(part) / 2)
        cx, cy = radius * math.cos(number * GOLDEN), radius * math.sin(number * GOLDEN)
        if number == 0:
            cx = cy = 0.0
        area += len(part) * 1.3
        ordered = sorted(part, key=lambda k: (-degree[k], k))
        for i, key in enumerate(ordered):
            r = 26.0 * math.sqrt(i + 0.5)
            places[key] = cx + r * math.cos(i * GOLDEN), cy + r * math.sin(i * GOLDEN)
            member[key] = number
        inside = Counter(c for k in part for c in concepts.get(k, ()))
        telling = sorted(
            inside, key=lambda c: (-inside[c] * math.log(1 + len(papers) / whole[c]), c)
        )
        communities.append(
            {
                "id": number, "name": ", ".join(telling[:2]), "size": len(part),
                "x": round(cx, 1), "y": round(cy, 1), "concepts": telling[:8],
            }
        )  # fmt: skip
    index = {p[0]: i for i, p in enumerate(papers)}
    links = sorted(net.edges(data="weight"), key=lambda e: -e[2])[: most("overview_links")]
    return {
        "communities": communities,
        "nodes": {
            "key": [wire.node_key("Paper", p[0]) for p in papers],
            "title": [p[1] or p[0] for p in papers],
            "label": ["Paper"] * len(papers),
            "x": [round(places[p[0]][0], 1) for p in papers],
            "y": [round(places[p[0]][1], 1) for p in papers],
            "community": [member[p[0]] for p in papers],
            "size": [round(3 + 1.5 * math.sqrt(degree[p[0]]), 1) for p in papers],
            "year": [p[2] for p in papers],
        },
        "links": {
            "source": [index[a] for a, _, _ in links],
            "target": [index[b] for _, b, _ in links],
            "weight": [round(w, 3) for _, _, w in links],
        },
        "left_out": left_out,
    }


def _cut(answer: OverviewAnswer, number: int) -> OverviewAnswer:
    """The first nodes of an overview and the links among them."""
    nodes, links = answer["nodes"], answer["links"]
    kept = [
        i for i, (a, b) in enumerate(zip(links["source"], links["target"], strict=True))
        if a < number and b < number
    ]  # fmt: skip
    return {
        "communities": answer["communities"],
        "nodes": {name: column[:number] for name, column in nodes.items()},  # type: ignore[index, typeddict-item]
        "links": {name: [column[i] for i in kept] for name, column in links.items()},  # type: ignore[index, typeddict-item]
        "left_out": answer["left_out"] + len(nodes["key"]) - number,
    }
