"""Graphs that are hard on the browser: of ten thousand links, of odd texts, of nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa

from kg import schema
from kg.folder import write_generation, write_tables
from kg.stores.ladybug import write
from kg.tables import GraphTables, edge_schema, node_schema


def hostile_graph(path: Path) -> Path:
    """10,000 papers that all use one dataset, one of them with an abstract of a megabyte and a
    title that would be markup; no links between papers."""
    papers = [
        {"id": f"p{i}", "title": f"Paper {i}", "abstract": "", "year": 2000 + i % 20}
        for i in range(10_000)
    ]
    papers[0] |= {
        "title": "</script><img src=x onerror=alert(1)>",
        "abstract": "Data 𝒟 here. " * 80_000,
    }
    papers[1] |= {
        "url": "javascript:alert(1)",
        "doi": '10.1/"><b>',
        "title": "  ",
        "project_pages": [
            "http://a.example",
            "https://b.example/x",
            "https://c.example@d.example/",
            "data:text/html,x",
        ],
    }
    dataset = {"id": "d", "name": "Data", "kind": "dataset", "aliases": ["The Data"]}
    uses = [
        {"source_label": "Paper", "source": f"p{i}", "target_label": "Dataset", "target": "d",
         "evidence": "Data 𝒟 here.", "start": -1, "end": -1, "rule": "x", "confidence": i / 10_000}
        for i in range(10_000)
    ]  # fmt: skip
    return graph_of(path, {"Paper": papers, "Dataset": [dataset]}, {"EVALUATES_ON": uses})


def cited_graph(path: Path) -> Path:
    """A paper ``p0`` that six others cite; of these ``p3`` is cited twice, ``p2`` and ``p4`` once."""
    years = {"p0": 1990, "p1": 1999, "p2": 2001, "p3": 1995, "p4": 2005, "p5": None, "p6": 1999}
    papers = [{"id": id_, "title": f"Paper {id_}", "year": year} for id_, year in years.items()]
    cites = [
        {"source_label": "Paper", "source": a, "target_label": "Paper", "target": b}
        for a, b in (
            *((f"p{i}", "p0") for i in range(1, 7)),
            ("p1", "p3"), ("p2", "p3"), ("p5", "p4"), ("p6", "p2"),
        )
    ]  # fmt: skip
    return graph_of(path, {"Paper": papers}, {"CITES": cites})


LEFTWARDS = ("دراسة حول معالجة اللغة BERT (2023)", "מחקר על שפה BERT (2024)")
"""Titles that are read from right to left, with words in them that are read from left to right."""


def graph_of(path: Path, nodes: dict[str, Any], edges: dict[str, Any]) -> Path:
    """A graph folder of some rows."""
    tables = GraphTables(
        {n: pa.Table.from_pylist(nodes.get(n, []), schema=node_schema(n)) for n in schema.LABEL},
        {
            n: pa.Table.from_pylist(edges.get(n, []), schema=edge_schema(n))
            for n in schema.RELATIONSHIP
        },
    )

    def fill(generation: Path) -> dict[str, Any]:
        write_tables(tables, generation)
        write(generation, generation / "graph.lbug")
        return {"inputs": []}

    path.mkdir()
    write_generation(path, fill)
    return path
