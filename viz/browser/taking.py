"""What is taken from the canvas: places for new nodes, and files of what is shown."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from kg import render
from kg.errors import UsageError
from kg.result import Edge, Node, Result
from viz import layout
from viz.browser import nodes, wire
from viz.browser.answers import PositionsAnswer
from viz.browser.contract import Form
from viz.browser.jobs import Job

RADIUS = 9.0
"""Radius of a node, in pixels at zoom 1."""
GOLDEN = math.pi * (3 - math.sqrt(5))
Point = tuple[float, float]


def positions(
    keys: Sequence[str], links: Sequence[tuple[str, str, float]], fixed: Mapping[str, Point]
) -> PositionsAnswer:
    """A place for each node, in the page's pixels at zoom 1; fixed ones stay where they are."""
    net = nx.Graph()
    net.add_nodes_from(dict.fromkeys(keys))
    for a, b, w in links:
        if a in net and b in net and a != b:
            before = net.get_edge_data(a, b, {"weight": 0.0})["weight"]
            net.add_edge(a, b, weight=before + 0.2 + w)
    held = {key: fixed[key] for key in net if key in fixed}
    if not net:
        places: Mapping[str, Point] = {}
    elif not held:
        places = layout.positions(net, dict.fromkeys(net, RADIUS))  # type: ignore[assignment]
    else:
        places = _around(net, held)
    return {
        "x": [round(float(places[k][0]), 1) for k in keys],
        "y": [round(float(places[k][1]), 1) for k in keys],
    }


def _around(net: nx.Graph, held: Mapping[str, Point]) -> Mapping[str, Point]:
    """New nodes beside the neighbours that stand already, then eased by springs."""
    start = dict(held)
    middle = tuple(sum(p[i] for p in held.values()) / len(held) for i in (0, 1))
    for number, key in enumerate(k for k in net if k not in held):
        near = [start[n] for n in net[key] if n in start]
        x, y = (
            (sum(p[0] for p in near) / len(near), sum(p[1] for p in near) / len(near))
            if near
            else middle
        )
        r = layout.SPREAD * (0.6 + 0.12 * math.sqrt(number))
        start[key] = x + r * math.cos(number * GOLDEN), y + r * math.sin(number * GOLDEN)
    if len(held) == len(net):
        return start
    eased: Mapping[str, Point] = nx.spring_layout(
        net, k=layout.SPREAD, pos=start, fixed=list(held), iterations=40, seed=7, method="force"
    )
    return eased


@dataclass(frozen=True, slots=True)
class File:
    """A file to take away."""

    name: str
    media: str
    content: bytes


MEDIA: dict[Form, str] = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csv": "text/csv",
    "json": "application/json",
    "gexf": "application/gexf+xml",
    "page": "text/html",
}


def export(job: Job, form: Form, keys: Sequence[str], links: bool, name: str) -> File:
    """Some nodes, with the links among them, as a file.

    Raises:
        UsageError: None of them is in the graph, or (bib, ris) none is a paper.
    """
    found = [n for n in _whole(job, keys) if form not in ("bib", "ris") or n.label == "Paper"]
    if not found:
        raise UsageError("there is nothing to export", remedy="show or select some nodes first")
    edges = _edges(job, keys) if links and form in ("gexf", "json", "page") else []
    rows: list[tuple[Node | Edge, ...]] = [(n,) for n in found]
    result = Result(("node",), [*rows, *((e,) for e in edges)])
    text = _text(result, form, name)
    ending = "html" if form == "page" else form
    return File(f"{name}.{ending}", MEDIA[form], text.encode())


def _text(result: Result, form: Form, name: str) -> str:
    if form in ("csv", "json"):
        return render.result(result, form)
    if form == "gexf":
        return "\n".join(nx.generate_gexf(_plain(result)))
    raise UsageError(f"{form} can't be written yet")


def _plain(result: Result) -> nx.MultiDiGraph:
    """As networkx writes it: text keys, no lists, nothing that is absent."""
    graph = nx.MultiDiGraph()

    def kept(properties: Mapping[str, object]) -> dict[str, object]:
        return {
            name: " | ".join(map(str, v)) if isinstance(v, list) else v
            for name, v in properties.items()
            if v not in (None, "", []) and name not in ("id", "abstract", "start", "end")
        }

    for n in result.nodes:
        key = wire.node_key(n.label, n.id)
        graph.add_node(key, **kept(n.properties) | {"label": n.title, "kind": n.label})
    for e in result.edges:
        a, b = wire.node_key(e.source_label, e.source), wire.node_key(e.target_label, e.target)
        graph.add_edge(a, b, key=e.type, **kept(e.properties) | {"type": e.type})
    return graph


def _whole(job: Job, keys: Sequence[str]) -> list[Node]:
    found: list[Node] = []
    for label, ids in nodes.by_label(keys).items():
        found += [
            row[0]
            for row in job.query(
                f"UNWIND $ids AS key MATCH (n:{label} {{id: key}}) RETURN n", {"ids": ids},
                rows=len(ids),
            ).rows
        ]  # fmt: skip
    return found


def _edges(job: Job, keys: Sequence[str]) -> list[Edge]:
    return nodes.edges_between(job, keys, keys)


def file_name(graph: str) -> str:
    """A name for a file, from that of a graph."""
    plain = "".join(c if c.isalnum() or c in "-_." else "-" for c in graph.removesuffix(".kg"))
    return plain.strip("-.")[:60] or "graph"
