"""The graph as networkx holds it, and the files networkx writes of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import IO, Any

import networkx as nx

from kg.tables import GraphTables

_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_networkx(tables: GraphTables) -> nx.MultiDiGraph:
    """Nodes keyed ``(label, id)`` with their properties; edges keyed by their type."""
    graph = nx.MultiDiGraph()
    for label, table in tables.nodes.items():
        for row in table.to_pylist():
            graph.add_node((label, row["id"]), label=label, **row)
    for name, table in tables.edges.items():
        for row in table.to_pylist():
            source = (row.pop("source_label"), row.pop("source"))
            target = (row.pop("target_label"), row.pop("target"))
            graph.add_edge(source, target, key=name, **row)
    return graph


def write_graphml(tables: GraphTables, path: Path) -> None:
    """GraphML: lists become text joined by ' | ', missing values are left out."""
    with open(path, "wb") as file:
        graphml(to_networkx(tables), file)


def write_gexf(tables: GraphTables, path: Path) -> None:
    """GEXF 1.2, as Gephi reads it; likewise flattened."""
    with open(path, "wb") as file:
        gexf(to_networkx(tables), file)


def graphml(graph: nx.MultiDiGraph, file: IO[bytes]) -> None:
    """Write a graph with keys ``(label, id)``."""
    nx.write_graphml(_plain(graph), file, named_key_ids=True)


def gexf(graph: nx.MultiDiGraph, file: IO[bytes]) -> None:
    """Write a graph with keys ``(label, id)``; a node's label is its title, its type ours."""
    plain = _plain(graph)
    for key, data in plain.nodes(data=True):
        data["type"] = data.pop("label", "")
        data["label"] = data.get("title") or data.get("name") or data.get("url") or key
    for _, _, data in plain.edges(data=True):
        data["label"] = data.pop("type")  # means directedness there
        for gexf_own in ("start", "end"):  # mean time there
            if gexf_own in data:
                data[f"offset_{gexf_own}"] = data.pop(gexf_own)
    nx.write_gexf(plain, file)


def write_node_link(tables: GraphTables, path: Path) -> None:
    """networkx' node-link JSON; `networkx.node_link_graph(…, edges="edges")` reads it."""
    graph = to_networkx(tables)
    named = nx.relabel_nodes(graph, {key: "/".join(key) for key in graph})
    for _, data in named.nodes(data=True):
        data["key"] = data.pop("id")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(nx.node_link_data(named, edges="edges"), file, ensure_ascii=False)


def _plain(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """Nodes and edges with plain values; an edge's key, its id in the file, is a number."""
    plain = nx.MultiDiGraph()
    for key, data in graph.nodes(data=True):
        plain.add_node("/".join(key), **_flat(data))
    for number, (source, target, type_, data) in enumerate(graph.edges(keys=True, data=True)):
        ends = "/".join(source), "/".join(target)
        plain.add_edge(*ends, key=str(number), type=type_, **_flat(data))
    return plain


def _flat(data: dict[str, Any]) -> dict[str, Any]:
    flat = {}
    for name, value in data.items():
        if isinstance(value, list):
            value = " | ".join(map(str, value))
        if isinstance(value, str):
            value = _NOT_IN_XML.sub("", value)
        if value is not None and value != "":
            flat["key" if name == "id" else name] = value
    return flat
