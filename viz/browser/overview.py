"""All papers at once: communities with names, places, the strongest links.

Of a graph folder the overview is kept beside the graph (``overview.json``) and made again when the
graph has changed; papers stay where they were, and in the communities that they were in, as far as
that goes.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import tempfile
from pathlib import Path
from typing import Any, cast

import networkx as nx

from kg.analysis import communities, networks
from kg.folder import GraphFolder
from kg.progress import QUIET, Progress
from viz import atlas
from viz.browser import wire
from viz.browser.answers import OverviewAnswer
from viz.browser.graph import Browsed
from viz.browser.jobs import Job
from viz.browser.limits import most
from viz.layout import Point

KEPT = "overview.json"
GROWN = 1.1
"""How many times as many papers a graph may have as when its communities were last looked for."""


def overview(graph: Browsed, job: Job, number: int) -> OverviewAnswer:
    """The papers with most links, their communities and places; made once."""
    answer = graph.once("overview", lambda: _made(graph, job))
    if number >= len(answer["nodes"]["key"]):
        return answer
    return _cut(answer, number)


def prepare(folder: Path, progress: Progress = QUIET) -> OverviewAnswer:
    """The overview of a graph folder: the one that is kept, or a new one, kept from now on.

    Raises:
        GraphError: The folder is not a graph.
    """
    opened = GraphFolder.open(folder)
    generation = opened.manifest["generation"]
    before = _read(folder / KEPT)
    if before.get("generation") == generation and before.get("most") == most("overview_nodes"):
        return cast(OverviewAnswer, before["answer"])
    progress.stage("lay out the overview")
    tables = opened.tables()
    network = _most_linked(networks.papers(tables))
    parts = _joined(network, before)
    grouped = before["grouped"] if parts else network.number_of_nodes()
    parts = parts or communities.leiden(network)
    answer = _make(network, parts, networks.concepts_of(tables), _former(before))
    kept = {
        "generation": generation,
        "most": most("overview_nodes"),
        "grouped": grouped,
        "answer": answer,
    }
    with contextlib.suppress(OSError):  # a folder that can't be written is made anew each time
        _write(folder / KEPT, kept)
    return answer


def _made(graph: Browsed, job: Job) -> OverviewAnswer:
    if graph.folder is not None:
        return prepare(graph.folder)
    network = nx.Graph()
    for key, title, year in job.query(
        "MATCH (p:Paper) RETURN p.id, p.title, p.year ORDER BY p.id", rows=10**6
    ).rows:
        network.add_node(key, title=title, year=year)
    for name, (strongest, measure) in networks.PAPER_LINKS.items():
        rows = job.query(f"MATCH (a:Paper)-[r:{name}]->(b:Paper) RETURN a.id, b.id, r", rows=10**6)
        for a, b, r in rows.rows:
            weight = strongest * (min(1.0, r.get(measure, 0.0)) if measure else 1.0)
            if a != b and weight > network.get_edge_data(a, b, {}).get("weight", 0.0):
                network.add_edge(a, b, weight=weight)
    concepts: dict[str, list[str]] = {}
    rows = job.query("MATCH (p:Paper)-[:HAS_CONCEPT]->(c:Concept) RETURN p.id, c.name", rows=10**6)
    for paper, concept in rows.rows:
        concepts.setdefault(paper, []).append(concept)
    network = _most_linked(network)
    return _make(network, communities.leiden(network), concepts, {})


def _most_linked(network: nx.Graph) -> nx.Graph:
    """Leave a network the papers with most links, and how many went as its ``left_out``."""
    number = most("overview_nodes")
    left_out = max(0, len(network) - number)
    if left_out:
        ranked = sorted(network, key=lambda p: (-network.degree(p), p))
        network.remove_nodes_from(ranked[number:])
    network.graph["left_out"] = left_out
    return network


def _joined(network: nx.Graph, before: dict[str, Any]) -> list[tuple[str, ...]]:
    """The communities of an overview that was kept, newcomers with what they are linked with most.

    Empty when papers went, or the graph has `GROWN` since communities were looked for.
    """
    nodes = before.get("answer", {}).get("nodes", {})
    columns = (nodes.get(name, ()) for name in ("key", "community"))
    known = {wire.read_node_key(k)[1]: c for k, c in zip(*columns, strict=True)}
    if not known or len(network) > GROWN * before.get("grouped", 0) or known.keys() - network:
        return []
    members: dict[int | str, list[str]] = {}
    for paper in network:
        community: int | str = known.get(paper, -1)
        if paper not in known:
            strength: dict[int, float] = {}
            for other, link in network[paper].items():
                if (of := known.get(other, -1)) >= 0:
                    strength[of] = strength.get(of, 0.0) + link["weight"]
            community = max(strength, key=lambda c: (strength[c], -c), default=-1)
        members.setdefault(community if community != -1 else paper, []).append(paper)
    parts = (tuple(sorted(part)) for part in members.values())
    return sorted(parts, key=lambda part: (-len(part), part[0]))


def _make(
    network: nx.Graph,
    parts: list[tuple[str, ...]],
    concepts: dict[str, list[str]],
    former: dict[str, Point],
) -> OverviewAnswer:
    degree = dict(network.degree())
    papers = sorted(network, key=lambda p: (-degree[p], p))
    named = communities.by_concepts(parts, concepts)
    places = atlas.places(network, parts, former)
    named = [c for c in named if len(c.members) >= atlas.LEAST]
    member = {key: number for number, c in enumerate(named) for key in c.members}
    index = {key: at for at, key in enumerate(papers)}
    links = sorted(network.edges(data="weight"), key=lambda e: (-e[2], e[0], e[1]))
    links = links[: most("overview_links")]
    return {
        "communities": [
            {
                "id": number, "name": c.label, "size": len(c.members),
                "x": _middle([places[k][0] for k in c.members]),
                "y": _middle([places[k][1] for k in c.members]), "concepts": list(c.telling),
            }
            for number, c in enumerate(named)
        ],
        "nodes": {
            "key": [wire.node_key("Paper", p) for p in papers],
            "title": [network.nodes[p]["title"] or p for p in papers],
            "label": ["Paper"] * len(papers),
            "x": [places[p][0] for p in papers],
            "y": [places[p][1] for p in papers],
            "community": [member.get(p, -1) for p in papers],
            "size": [round(3 + 1.5 * math.sqrt(degree[p]), 1) for p in papers],
            "year": [network.nodes[p]["year"] for p in papers],
        },
        "links": {
            "source": [index[a] for a, _, _ in links],
            "target": [index[b] for _, b, _ in links],
            "weight": [round(w, 3) for _, _, w in links],
        },
        "left_out": network.graph["left_out"],
    }  # fmt: skip


def _middle(values: list[float]) -> float:
    return round(sorted(values)[len(values) // 2], 1)


def _former(kept: dict[str, Any]) -> dict[str, Point]:
    """Paper key to place, of an overview that was kept."""
    nodes = kept.get("answer", {}).get("nodes", {})
    columns = (nodes.get(name, ()) for name in ("key", "x", "y"))
    return {wire.read_node_key(key)[1]: (x, y) for key, x, y in zip(*columns, strict=True)}


def _read(path: Path) -> dict[str, Any]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _write(path: Path, kept: dict[str, Any]) -> None:
    number, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            json.dump(kept, file, ensure_ascii=False, separators=(",", ":"))
        os.replace(part, path)
    except OSError:
        os.unlink(part)
        raise


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
