"""Web addresses in papers: code repositories as nodes, other pages as a property."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from kg import ids
from kg.resolve.remembered import remembered
from kg.tables import edge_schema, node_schema


def repository(address: str) -> ids.RepositoryAddress | None:
    """As `kg.ids.repository`; no address is taken apart twice."""
    url = _known_repository(address)
    if not url:
        return None
    host, _, path = url.removeprefix("https://").partition("/")
    owner, _, name = path.rpartition("/")
    return ids.RepositoryAddress(host, owner, name)


def _repository(address: str) -> str:
    """A repository's canonical address; empty when there is none."""
    found = ids.repository(address)
    return found.url if found else ""


_known_repository = remembered("repositories", _repository)


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
        address = repository(row["name"])
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
