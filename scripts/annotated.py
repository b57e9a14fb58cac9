"""Annotated records (benchmarks/annotated) together with their texts from ../shared.

The records are ours, annotated after the guidelines; the texts stay where they are, but for
those of ``made.jsonl``, which we wrote for fields of which there are no texts.
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import json
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
RECORDS = ROOT / "benchmarks" / "annotated"
sys.path.insert(0, str(ROOT))  # the kg of this checkout, whichever is installed


def score_module() -> ModuleType:
    """The project's own ``score.py``."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def records(*names: str) -> list[dict[str, Any]]:
    """The records of ``NAME.jsonl`` files, each with its ``title`` and ``abstract``."""
    from kg.sources import latex

    known = texts()
    chosen = []
    for name in names:
        path = SHARED / "gold" / "seed-dev.jsonl" if name == "dev" else RECORDS / f"{name}.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if "abstract" not in record:
                record["title"], record["abstract"] = known[record["id"]]
            for field in ("title", "abstract"):  # as `kg.sources.read` gives it
                record[field] = latex.accents(record[field])
            chosen.append(record)
    return chosen


def texts() -> dict[str, tuple[str, str]]:
    """Identifier to title and abstract, of every text that may be annotated."""
    return {key: (" ".join(title.split()), abstract) for key, title, abstract in _texts()}


def _texts() -> Iterator[tuple[str, str, str]]:
    from kg.sources import Report, listing

    for paper in listing.read(SHARED / "seed" / "papers-listing.txt", Report()):
        yield paper.id, paper.title, paper.abstract
    for name in ("acl-20k.jsonl.gz", "acl-datasets-dev.jsonl"):
        opener = gzip.open if name.endswith(".gz") else open
        with opener(SHARED / "corpora" / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                yield record["id"], record["title"], record["abstract"]
    bib = (SHARED / "formats" / "bibtex" / "pmlr-corl23.bib").read_text(encoding="utf-8")
    for entry in re.split(r"\n(?=@)", bib):
        key = re.match(r"@InProceedings\{([^,]+),", entry)
        title = re.search(r"\n\s*title\s*=\s*\{(.*?)\},\s*\n", entry, re.S)
        abstract = re.search(r"\n\s*abstract\s*=\s*\{(.*?)\}(?:,\s*)?\n", entry, re.S)
        if key and title and abstract:
            yield f"corl:{key[1]}", title[1], " ".join(abstract[1].split())
    atom = "{http://www.w3.org/2005/Atom}"
    feed = SHARED / "formats" / "arxiv-atom" / "q_testing_s0_m100_cfe7536492ca.xml"
    for item in ET.parse(feed).iter(f"{atom}entry"):
        key_text = (item.findtext(f"{atom}id") or "").split("/abs/")[-1]
        summary = " ".join((item.findtext(f"{atom}summary") or "").split())
        yield f"arxiv:{key_text}", item.findtext(f"{atom}title") or "", summary
    bio = SHARED / "gold" / "external" / "ab3p" / "MED1250_dev.txt"
    for block in bio.read_text(encoding="latin-1").split("\n\n"):
        parts = block.strip().split("\n")
        if len(parts) >= 3:
            yield f"pmid:{parts[0].strip()}", parts[1].strip(), parts[2].strip()
    yield from _semantic_scholar()
    yield from _crossref()
    for name, fields in (
        ("scopus.csv", ("DOI", "EID", "Title", "Abstract")),
        ("ieee.csv", ("DOI", "DOI", "Document Title", "Abstract")),
    ):
        with open(SHARED / "formats" / "exports" / name, encoding="utf-8-sig", newline="") as rows:
            for row in csv.DictReader(rows):
                yield f"doi:{row[fields[0]] or row[fields[1]]}", row[fields[2]], row[fields[3]]


def _semantic_scholar() -> Iterator[tuple[str, str, str]]:
    """The papers that cite or are cited by the one whose record is there in full."""
    path = SHARED / "formats" / "semanticscholar" / "Paper-with-citations-references.json.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        paper = json.load(file)
    for other in (*paper["citations"], *paper["references"]):
        if other.get("paperId") and other.get("abstract"):
            yield f"s2:{other['paperId']}", other["title"], other["abstract"]


def _crossref() -> Iterator[tuple[str, str, str]]:
    """Works with an abstract, its JATS tags taken out."""
    for path in sorted((SHARED / "formats" / "crossref").glob("*.json")):
        message = json.loads(path.read_text(encoding="utf-8"))
        for answer in message if isinstance(message, list) else [message]:
            work = answer["message"]
            for item in work.get("items", [work]):
                if item.get("abstract") and item.get("title"):
                    plain = " ".join(re.sub(r"<[^>]+>", " ", item["abstract"]).split())
                    yield f"crossref:{item['DOI']}", item["title"][0], plain
