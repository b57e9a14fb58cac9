"""What is taken from the canvas: places for new nodes, and files of what is shown."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from kg import schema
from kg.errors import UsageError
from kg.exports import files
from kg.result import Edge, Node, Result
from viz import layout, page, scene
from viz.browser import nodes, wire
from viz.browser.answers import PositionsAnswer
from viz.browser.contract import Form
from viz.browser.jobs import Job
from viz.layout import GOLDEN, Point

RADIUS = 9.0
"""Radius of a node, in pixels at zoom 1."""


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
    edges = nodes.edges_between(job, keys, keys) if links and form in LINKED else []
    ending = "html" if form == "page" else form
    content = _content(job, form, found, edges, name)
    return File(f"{name}.{ending}", MEDIA[form], content)


LINKED = ("gexf", "json", "page")
"""Forms that hold links."""


def _content(job: Job, form: Form, found: list[Node], edges: list[Edge], name: str) -> bytes:
    if form == "json":
        whole = {
            "nodes": [wire.node(n, full=True) for n in found],
            "links": [wire.link(e, full=True) for e in edges],
        }
        return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    if form == "csv":
        return files.result_content(_table(found), "csv")
    both: list[tuple[Node | Edge]] = [*((n,) for n in found), *((e,) for e in edges)]
    result = Result(("node",), both)
    if form == "page":
        return page.html(scene.from_result(result), title=name).encode("utf-8", "replace")
    authors = _authors(job, found) if form in ("bib", "ris") else None
    return files.result_content(result, form, authors=authors)


def _table(found: Sequence[Node]) -> Result:
    """A row a node; columns are the properties that any of them has."""
    has = {(n.label, name) for n in found for name, v in n.properties.items() if v}
    names = dict.fromkeys(
        name for label in schema.LABELS for name in label.columns if (label.name, name) in has
    )
    rows = [(n.label, *(_flat(n.properties.get(name)) for name in names)) for n in found]
    return Result(("label", *names), rows)


def _flat(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _authors(job: Job, papers: Sequence[Node]) -> dict[str, list[str]]:
    """Names of papers' authors, in their order."""
    rows = job.query(
        "UNWIND $ids AS key MATCH (p:Paper {id: key})-[r:WRITTEN_BY]->(a:Author) "
        "RETURN p.id, a.name, r.position ORDER BY p.id, r.position",
        {"ids": [p.id for p in papers]},
        rows=50 * len(papers),
    ).rows
    found: dict[str, list[str]] = {}
    for paper, author, _ in rows:
        found.setdefault(paper, []).append(author)
    return found


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


def file_name(graph: str) -> str:
    """A name for a file, from that of a graph."""
    plain = "".join(c if c.isalnum() or c in "-_." else "-" for c in graph.removesuffix(".kg"))
    return plain.strip("-.")[:60] or "graph"
