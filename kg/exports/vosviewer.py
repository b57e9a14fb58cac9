"""Maps and networks as VOSviewer opens them (its manual, version 1.6.20, section 4.2).

A map file is a table with tabs: ``id``, ``label``, weights and scores; a network file has three
columns without names: two ids and the strength of their link.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyarrow as pa

from kg.tables import GraphTables

_NETWORKS = {
    "concepts": ("Concept", "CO_OCCURS_WITH", "papers"),
    "datasets": ("Dataset", "CO_EVALUATED_WITH", "papers"),
    "coupling": ("Paper", "COUPLED_WITH", "references"),
    "co-citation": ("Paper", "CO_CITED_WITH", "papers"),
    "related": ("Paper", "RELATED_TO", "score"),
}
_USES = {"Concept": ("HAS_CONCEPT",), "Dataset": ("EVALUATES_ON", "TRAINS_ON", "INTRODUCES")}


def write(tables: GraphTables, folder: Path) -> None:
    """``NAME-map.txt`` and ``NAME-network.txt`` for each network that has a link.

    A concept's or dataset's weight is its number of papers, its score their mean year; a paper's
    weight is how often it is cited, its score its year.
    """
    years = _years(tables)
    for name, (label, relationship, strength) in _NETWORKS.items():
        links = tables.edges[relationship]
        if not links.num_rows:
            continue
        pairs = list(zip(links["source"].to_pylist(), links["target"].to_pylist(), strict=True))
        linked = {key for pair in pairs for key in pair}
        used = _used_by(tables, label)
        numbers: dict[str, int] = {}
        weight = "Citations" if label == "Paper" else "Papers"
        score = "Year" if label == "Paper" else "Mean year"
        with open(folder / f"{name}-map.txt", "w", encoding="utf-8") as file:
            file.write(f"id\tlabel\tweight<{weight}>\tscore<{score}>\n")
            titles = tables.nodes[label]["title" if label == "Paper" else "name"].to_pylist()
            for key, title in zip(_keys(tables.nodes[label]), titles, strict=True):
                if key not in linked:
                    continue
                numbers[key] = len(numbers) + 1
                known = [years[p] for p in used[key] if p in years]
                if label == "Paper":
                    known = [years[key]] if key in years else []
                mean = f"{sum(known) / len(known):.1f}" if known else ""
                file.write(f"{numbers[key]}\t{_cell(title)}\t{len(used[key])}\t{mean}\n")
        with open(folder / f"{name}-network.txt", "w", encoding="utf-8") as file:
            for (source, target), value in zip(pairs, links[strength].to_pylist(), strict=True):
                file.write(f"{numbers[source]}\t{numbers[target]}\t{value:g}\n")


def _years(tables: GraphTables) -> dict[str, int]:
    papers = tables.nodes["Paper"]
    pairs = zip(_keys(papers), papers["year"].to_pylist(), strict=True)
    return {key: year for key, year in pairs if year is not None}


def _used_by(tables: GraphTables, label: str) -> dict[str, set[str]]:
    """Key to the papers that have it; of a paper, those that cite it."""
    used: dict[str, set[str]] = defaultdict(set)
    for relationship in _USES.get(label, ("CITES",)):
        table = tables.edges[relationship]
        ends = (table[c].to_pylist() for c in ("source", "target_label", "target"))
        for paper, target_label, target in zip(*ends, strict=True):
            if target_label == label:
                used[target].add(paper)
    return used


def _keys(table: pa.Table) -> list[str]:
    keys: list[str] = table["id"].to_pylist()
    return keys


def _cell(text: str | None) -> str:
    return " ".join((text or "").split())
