"""A graph small enough to work out every answer by hand."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from kg import schema
from kg.tables import GraphTables, edge_schema, node_schema

FOUND = {"evidence": "It says so.", "start": 1, "end": 5, "rule": "hand", "confidence": 0.9}


def tables(nodes: dict[str, list[dict[str, Any]]], edges: dict[str, list[Any]]) -> GraphTables:
    """Nodes by label as dictionaries; edges by type as (source, target[, own properties])."""
    for label in schema.LABEL:
        nodes.setdefault(label, [])
    kinds = {row["id"]: label for label, rows in nodes.items() for row in rows}
    made = {}
    for name, kind in schema.RELATIONSHIP.items():
        rows = []
        for source, target, *own in edges.get(name, []):
            ends = dict(
                zip(schema.END_COLUMNS, (kinds[source], source, kinds[target], target), strict=True)
            )
            rows.append(ends | (FOUND if kind.found else {}) | (own[0] if own else {}))
        rows.sort(key=lambda r: (r["source"], r["target"]))
        made[name] = pa.Table.from_pylist(rows, edge_schema(name))
    return GraphTables({k: pa.Table.from_pylist(v, node_schema(k)) for k, v in nodes.items()}, made)


def small() -> GraphTables:
    """Four papers: p1, p2, p3 evaluate on D1, p1 and p2 on D2; p2 cites p1, p3 cites p1 and p2."""
    nodes: dict[str, list[dict[str, Any]]] = {
        "Paper": [
            {"id": f"p{i}", "title": t, "year": 2019 + i, "abstract": "", "project_pages": []}
            for i, t in enumerate(("Alpha: one", "Beta", "Gamma's \"quoted\" \\ title", "Delta"), 1)
        ],
        "Dataset": [
            {"id": "d1", "name": "D1", "kind": "dataset", "aliases": ["D-1", "Dee"]},
            {"id": "d2", "name": "D2", "kind": "benchmark", "aliases": []},
        ],
        "Method": [{"id": "m1", "name": "M1", "kind": "model", "aliases": []}],
        "Concept": [
            {"id": "c1", "name": "retrieval", "kind": "task", "aliases": []},
            {"id": "c2", "name": "dense retrieval", "kind": "task", "aliases": []},
            {"id": "c3", "name": "language model", "kind": "method", "aliases": []},
        ],
        "Repository": [
            {"id": "https://github.com/a/b", "url": "https://github.com/A/b", "host": "github.com",
             "owner": "A", "name": "b"}
        ],
    }  # fmt: skip
    edges: dict[str, list[Any]] = {
        "EVALUATES_ON": [("p1", "d1"), ("p2", "d1"), ("p3", "d1"), ("p1", "d2"), ("p2", "d2")],
        "INTRODUCES": [("p1", "m1"), ("p4", "d2")],
        "COMPARES_WITH": [("p2", "m1")],
        "CITES": [("p2", "p1"), ("p3", "p1"), ("p3", "p2")],
        "HAS_CONCEPT": [
            ("p1", "c1", {"score": 0.9}),
            ("p1", "c3", {"score": 0.5}),
            ("p2", "c1", {"score": 0.8}),
            ("p2", "c3", {"score": 0.4}),
            ("p3", "c2", {"score": 0.7}),
            ("p3", "c3", {"score": 0.6}),
        ],
        "HAS_CODE": [("p1", "https://github.com/a/b", {"official": True})],
    }
    return tables(nodes, edges)
