"""The networks of a graph: its citations, its papers by all that links them, its concepts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkx as nx
import pyarrow as pa

from kg.tables import GraphTables

PAPER_LINKS = {
    "CITES": (0.5, None),
    "COUPLED_WITH": (0.7, "weight"),
    "CO_CITED_WITH": (0.7, "weight"),
    "RELATED_TO": (1.0, "score"),
}
"""What links papers, how strongly at most, and the property that says how strongly."""


def citations(tables: GraphTables) -> nx.DiGraph:
    """Every paper, and an edge from the one that cites to the one that is cited.

    Nodes have ``title`` and ``year`` (None where it is not known).
    """
    network = nx.DiGraph()
    for key, title, year in rows(tables.nodes["Paper"], "id", "title", "year"):
        network.add_node(key, title=title, year=year)
    cites = tables.edges["CITES"]
    network.add_edges_from(
        (a, b) for a, b in pairs(cites) if a != b and a in network and b in network
    )
    return network


def papers(tables: GraphTables) -> nx.Graph:
    """Every paper, linked by `PAPER_LINKS`; ``weight`` (0 to 1) is that of the strongest."""
    network = nx.Graph()
    for key, title, year in rows(tables.nodes["Paper"], "id", "title", "year"):
        network.add_node(key, title=title, year=year)
    for name, (most, measure) in PAPER_LINKS.items():
        table = tables.edges[name]
        shares = table[measure].to_pylist() if measure else [1.0] * table.num_rows
        for (a, b), share in zip(pairs(table), shares, strict=True):
            if a == b or a not in network or b not in network:
                continue
            weight = most * min(1.0, share or 0.0)
            if weight > network.get_edge_data(a, b, {}).get("weight", 0.0):
                network.add_edge(a, b, weight=weight)
    return network


def concepts(tables: GraphTables) -> nx.Graph:
    """Concepts that occur together; ``weight`` is the association strength."""
    network = nx.Graph()
    table = tables.edges["CO_OCCURS_WITH"]
    named = dict(rows(tables.nodes["Concept"], "id", "name"))
    for a, b, papers_, strength in rows(
        table, "source", "target", "papers", "association_strength"
    ):
        network.add_edge(a, b, weight=strength, papers=papers_)
    nx.set_node_attributes(network, {k: named.get(k, k) for k in network}, "title")
    return network


def concepts_of(tables: GraphTables) -> dict[str, list[str]]:
    """The names of each paper's concepts."""
    named = dict(rows(tables.nodes["Concept"], "id", "name"))
    found: dict[str, list[str]] = {}
    for paper, concept in pairs(tables.edges["HAS_CONCEPT"]):
        found.setdefault(paper, []).append(named[concept])
    return found


def pairs(table: pa.Table) -> Iterator[tuple[str, str]]:
    """Source and target of each relationship."""
    return rows(table, "source", "target")


def rows(table: pa.Table, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Some columns of a table, row by row."""
    return zip(*(table[c].to_pylist() for c in columns), strict=True)
