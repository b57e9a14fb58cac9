"""Web addresses in papers: code repositories as nodes, other pages as a property."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from kg import ids
from kg.tables import edge_schema, node_schema


def relate(
    found: Iterable[dict[str, Any]],
) -> tuple[pa.Table, pa.Table, dict[str, list[str]]]:
    """The ``Repository`` nodes, the ``HAS_CODE`` relationships, and each paper's other pages.

    Args:
        found: Mentions of links, by paper and place.
    """
    repositories: dict[str, ids.RepositoryAddress] = {}
    code: dict[tuple[str, str], dict[str, Any]] = {}
    pages: dict[str, list[str]] = defaultdict(list)
    for row in found:
        paper = row["paper"]
        address = ids.repository(row["name"])
        if address is None:
            page = ids.page(row["name"])
            if page not in pages[paper]:
                pages[paper].append(page)
            continue
        known = repositories.setdefault(address.key, address)
        if address.url < known.url:
            repositories[address.key] = address
        edge = code.setdefault(
            (paper, address.key),
            {
                "source_label": "Paper",
                "source": paper,
                "target_label": "Repository",
                "target": address.key,
                "official": False,
                "evidence": row["sentence"],
                "start": row["start"],
                "end": row["end"],
                "rule": row["rule"],
                "confidence": row["confidence"],
            },
        )
        edge["official"] = edge["official"] or row["sort"] != "unofficial"
    nodes = [
        {"id": k, "url": r.url, "host": r.host, "owner": r.owner, "name": r.name}
        for k, r in sorted(repositories.items())
    ]
    return (
        pa.Table.from_pylist(nodes, node_schema("Repository")),
        pa.Table.from_pylist([code[k] for k in sorted(code)], edge_schema("HAS_CODE")),
        pages,
    )
