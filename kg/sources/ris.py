"""RIS, and what PubMed, Web of Science and EndNote write in its stead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kg import ids
from kg.errors import InputError
from kg.paper import Author, Paper
from kg.sources import addresses, csv_columns, paratext, retractions, tagged, values
from kg.sources.report import Report
from kg.sources.tagged import Record

_TITLES = ("TI", "T1", "CT")
_BOOKS = frozenset({"BOOK", "EBOOK", "EDBOOK", "WHOLE"})
_VENUES = ("T2", "JF", "JO", "BT", "JA", "J2", "J1", "T3")
_APART = re.compile(r"[;,]?\s+(?=\w+://)|;(?=\w+://)")
_DOI = re.compile(r"(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+", re.IGNORECASE)


def recognises(head: str) -> bool:
    """Whether a record's first line is in a file's head."""
    return tagged.dialect(head) is not None


def read(path: Path, report: Report) -> Iterator[Paper]:
    """The papers of a file of records; one without a title is skipped and reported.

    Raises:
        InputError: The file holds no record with a title.
    """
    good = 0
    seen: set[str] = set()
    for record in tagged.records(path, report):
        title = values.line(record.first(*_TITLES))
        if not title and record.first("TY").upper() in _BOOKS:
            title = values.line(record.first("BT", "T2"))
        if not title:
            report.skip(path, record.line, "a record without a title (TI or T1)")
            continue
        kinds = [k.strip() for t in record.all("M3", "DT") for k in re.split(r"[;\n]", t)]
        if any(map(paratext.is_kind, kinds)):
            report.note(path, record.line, f"front matter, not a paper: {title[:60]!r}")
            continue
        good += 1
        name = values.line(record.first("ID"))
        name = name if name and name not in seen else f"r{good:04d}"
        seen.add(name)
        paper = _paper(record, title, name, f"{path}:{record.line}")
        if {"retracted", "retracted publication"} & {k.lower() for k in kinds}:
            retractions.warn(paper, report, "retracted")
        yield paper
    if not good:
        raise InputError(
            "no record could be read as a paper",
            path=path,
            remedy='a record goes from "TY  - JOUR" to "ER  - " and has a title, "TI  - …"',
        )


def _paper(record: Record, title: str, name: str, origin: str) -> Paper:
    written = record.all("UR", "L1", "L2", "L3", "LK")
    addressed = [u for text in written for u in _APART.split(values.line(text))]
    urls = [u for u in addressed if "://" in u]
    repositories = [r for u in addressed for r in addresses.repositories(u)]
    venue = next((v for t in _VENUES if (v := values.line(record.first(t))) and v != title), "")
    given = record.all("DO") + [t for t in record.all("M3", "N1") if _DOI.match(t)]
    doi = next((d for d in given if ids.doi(d)), "")
    names = {
        values.person(name): record.orcids.get(written)
        for written in record.all("A1", "AU")
        for name in values.line(written).split(";")
    }
    numbers = values.identifiers(doi=doi, urls=urls, venue=venue)
    if arxiv := next((t for t in record.all("AN", "M1", "C7") if values.is_arxiv(t)), None):
        numbers.setdefault("arxiv_id", ids.arxiv(arxiv) or "")
    return Paper(
        id=name,
        title=title,
        abstract=values.paragraphs(record.first("AB") or record.first("N2")),
        year=next((y for t in ("PY", "Y1", "DA") if (y := values.year(record.first(t)))), None),
        venue=values.venue(venue),
        url=next((u for u in urls if not addresses.repositories(u)), None),
        authors=tuple(Author(n, orcid) for n, orcid in names.items() if n),
        keywords=tuple(values.phrases(";".join(record.all("KW")))),
        references=tuple(dict.fromkeys(csv_columns.references("; ".join(record.all("CR")), "wos"))),
        links=tuple((r, True) for r in dict.fromkeys(repositories)),
        origin=origin,
        **numbers,
    )
