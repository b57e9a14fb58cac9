"""Who cites whom: the sources' references, and citations in the text that resolve."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from kg import ids
from kg.paper import Paper
from kg.resolve.papers import MergedPaper, identifiers
from kg.resolve.people import surname, surnames
from kg.resolve.spelling import known_title_key
from kg.tables import edge_schema

_AUTHOR_YEAR = re.compile(r"(.+?)(?: (?:and|&) (.+?)| (et al)\.?)?,? (\d{4})[a-z]?$")
_SOURCE = {"evidence": "", "start": -1, "end": -1, "rule": "source", "confidence": 1.0}


def relate_references(
    merged: Sequence[MergedPaper], records: Sequence[Paper], citations: Iterable[dict[str, Any]]
) -> tuple[pa.Table, pa.Table]:
    """The ``CITES`` relationships, and all references (columns paper, work) in canonical form.

    Args:
        merged: The papers.
        records: The records that they were merged from.
        citations: Mentions of citations, by paper and place.
    """
    some = any(m.paper.references or m.paper.cited_by for m in merged)
    known = _known(merged, records) if some else {}
    works: set[tuple[str, str]] = set()
    cites: dict[tuple[str, str], Mapping[str, Any]] = {}
    keys = {m.key for m in merged}
    for m in merged:
        for reference in m.paper.references:
            work = _work(reference, known)
            if work == m.key:
                continue  # a paper by itself, or one of its records by another
            works.add((m.key, work))
            if work in keys:
                cites[m.key, work] = _SOURCE
        for reference in m.paper.cited_by:
            work = _work(reference, known)
            if work == m.key:
                continue
            works.add((work, m.key))
            if work in keys:
                cites[work, m.key] = _SOURCE
    by_author = _by_author(merged)
    for row in citations:
        cited = by_author.get(_author_year(row["name"]) or ("", "", 0))
        if cited and cited != row["paper"]:
            works.add((row["paper"], cited))
            found = {name: row[name] for name in ("start", "end", "rule", "confidence")}
            cites.setdefault((row["paper"], cited), found | {"evidence": row["sentence"]})
    rows = [
        {"source_label": "Paper", "source": a, "target_label": "Paper", "target": b, **cites[a, b]}
        for a, b in sorted(cites)
    ]
    unique = sorted((a, b) for a, b in works if a in keys)
    references = pa.table(
        {
            "paper": pa.array([w[0] for w in unique], pa.string()),
            "work": pa.array([w[1] for w in unique], pa.string()),
        }
    )
    return pa.Table.from_pylist(rows, edge_schema("CITES")), references


def _known(merged: Sequence[MergedPaper], records: Sequence[Paper]) -> dict[str, str]:
    """Every identifier and title by which a paper may be cited, to its key."""
    known: dict[str, str] = {}
    named: dict[str, set[str]] = defaultdict(set)
    for m in merged:
        for number in m.records:
            record = records[number]
            named[record.id].add(m.key)
            named[known_title_key(record.title)].add(m.key)
            for identifier in identifiers(record):
                known[identifier] = m.key
    known = {n: next(iter(keys)) for n, keys in named.items() if len(keys) == 1} | known
    known |= {m.key: m.key for m in merged}
    return known


def _work(reference: str, known: Mapping[str, str]) -> str:
    """The key of a cited work: that of a paper of the corpus, else its canonical identifier."""
    if found := known.get(reference):
        return found
    if not re.match(r"(?:doi|arxiv|acl|openalex|s2|corpusid|title):", reference):
        if value := ids.doi(reference):
            reference = f"doi:{value}"
    elif reference.startswith("title:"):
        reference = re.sub(r":\d{4}$", "", reference)
    if reference.startswith("doi:") and reference not in known:
        cited = reference.removeprefix("doi:")
        if arxiv := ids.arxiv_of_doi(cited):
            reference = f"arxiv:{arxiv}"
        elif acl := ids.acl_of_doi(cited):
            reference = known.get(f"acl:{acl}", reference)
    return known.get(reference, reference)


def _by_author(merged: Sequence[MergedPaper]) -> dict[tuple[str, str, int | None], str]:
    """First author's surname, second author's (or ``et al``), year to paper, where unique."""
    telling = [m for m in merged if m.paper.authors and m.paper.year is not None]
    first = surnames(m.paper.authors[0].name for m in telling)
    two = [m for m in telling if len(m.paper.authors) == 2]
    second = dict(
        zip((m.key for m in two), surnames(m.paper.authors[1].name for m in two), strict=True)
    )
    seen: dict[tuple[str, str, int | None], set[str]] = defaultdict(set)
    for m, name in zip(telling, first, strict=True):
        other = "et al" if len(m.paper.authors) > 2 else second.get(m.key, "")
        seen[name, other, m.paper.year].add(m.key)
    return {k: next(iter(v)) for k, v in seen.items() if len(v) == 1}


def _author_year(citation: str) -> tuple[str, str, int] | None:
    match = _AUTHOR_YEAR.match(citation)
    if not match:
        return None
    second = surname(match[2]) if match[2] else "et al" if match[3] else ""
    return surname(match[1]), second, int(match[4])
