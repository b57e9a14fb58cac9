"""IEEE VIS papers and the citations between them, as JSON Lines that `kg build` reads."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from pathlib import Path


def citations(shared: Path) -> list[tuple[str, str]]:
    """(citing, cited) pairs of DOIs, as the file lists them."""
    text = (shared / "corpora" / "vis-citations" / "citations.tsv").read_text(encoding="utf-8")
    pairs = [tuple(line.split("\t")) for line in text.splitlines()]
    return [(citing, cited) for citing, cited in pairs]


def records(shared: Path) -> list[dict[str, object]]:
    """The papers in kg's own form, with their references."""
    references: dict[str, list[str]] = defaultdict(list)
    for citing, cited in citations(shared):
        references[citing].append(f"doi:{cited}")
    path = shared / "corpora" / "vis-citations" / "papers.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        papers = [json.loads(line) for line in lines]
    return [
        {
            "id": f"doi:{p['doi']}",
            "doi": p["doi"],
            "title": p["title"],
            "year": p["year"],
            "venue": p["venue"],
            "authors": p["authors"],
            "keywords": p["author_keywords"],
            "references": references[p["doi"]],
        }
        for p in papers
    ]


def write(shared: Path, path: Path) -> None:
    """Write the records, one a line."""
    lines = (json.dumps(r, ensure_ascii=False) + "\n" for r in records(shared))
    path.write_text("".join(lines), encoding="utf-8")
