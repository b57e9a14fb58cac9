"""RIS: records of tagged lines from ``TY`` to ``ER``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg import ids
from kg.errors import InputError
from kg.paper import Author, Paper
from kg.sources import addresses, files, values
from kg.sources.report import Report

_TYPE = re.compile(r"^\ufeff?\s{0,3}TY(  ?)-[ \t]*[A-Z]{2,8}\s*$", re.MULTILINE)
_TITLES = ("TI", "T1", "CT")
_BOOKS = frozenset({"BOOK", "EBOOK", "EDBOOK", "WHOLE"})
_VENUES = ("T2", "JF", "JO", "BT", "JA", "J2", "J1", "T3")
_DOI = re.compile(r"(?:doi:?\s*|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+", re.IGNORECASE)


@dataclass
class _Record:
    """The values of a record by their tags; a value's lines, blank ones too."""

    line: int
    fields: dict[str, list[list[str]]] = field(default_factory=dict)
    last: str = ""

    def put(self, tag: str, text: str) -> None:
        self.fields.setdefault(tag, []).append([text])
        self.last = tag

    def go_on(self, text: str) -> None:
        if self.last == "KW":  # EndNote: a keyword a line, the tag on the first alone
            self.put("KW", text)
        elif self.last:
            self.fields[self.last][-1].append(text)

    def all(self, *tags: str) -> list[str]:
        found = ("\n".join(lines).strip() for t in tags for lines in self.fields.get(t, ()))
        return [text for text in found if text]

    def first(self, *tags: str) -> str:
        return next(iter(self.all(*tags)), "")


def recognises(head: str) -> bool:
    """Whether a record's first line is in a file's head."""
    return bool(_TYPE.search(head))


def read(path: Path, report: Report) -> Iterator[Paper]:
    """The papers of a file of records; one without a title is skipped and reported.

    Raises:
        InputError: The file holds no record with a title.
    """
    good = 0
    seen: set[str] = set()
    for record in _records(path, report):
        title = values.line(record.first(*_TITLES))
        if not title and record.first("TY").upper() in _BOOKS:
            title = values.line(record.first("BT", "T2"))
        if not title:
            report.skip(path, record.line, "a record without a title (TI or T1)")
            continue
        good += 1
        name = values.line(record.first("ID"))
        name = name if name and name not in seen else f"r{good:04d}"
        seen.add(name)
        yield _paper(record, title, name, f"{path}:{record.line}")
    if not good:
        raise InputError(
            "no record could be read as a paper",
            path=path,
            remedy='a record goes from "TY  - JOUR" to "ER  - " and has a title, "TI  - …"',
        )


def _records(path: Path, report: Report) -> Iterator[_Record]:
    found = _TYPE.search(files.head(path))
    blanks = found[1] if found else "  "
    tagged = re.compile(rf"\s{{0,3}}([A-Z][A-Z0-9]){blanks}-(?:\s(.*)|\s*)$")
    record: _Record | None = None
    outside: list[int] = []
    for number, text in files.lines(path, report):
        match = tagged.match(text)
        tag = match[1] if match else ""
        if record and tag in ("TY", "ER"):
            if tag == "TY":
                report.warn(path, record.line, f"no ER ends this record before line {number}")
            yield record
            record = None
        if tag == "ER":
            continue
        if match:
            if record is None:
                record = _Record(number)
                if tag != "TY":
                    report.warn(path, number, "no TY begins this record")
            record.put(tag, (match[2] or "").strip())
        elif record:
            record.go_on(text.strip())
        elif text.strip():
            outside.append(number)
    if outside:
        report.note(path, outside[0], f"{len(outside)} lines outside records, the first here")
    if record:
        report.warn(path, record.line, "no ER ends this record before the end of the file")
        yield record


def _paper(record: _Record, title: str, name: str, origin: str) -> Paper:
    addressed = [values.line(u) for u in record.all("UR", "L1", "L2", "L3", "LK")]
    urls = [u for u in addressed if "://" in u]
    repositories = [r for u in addressed for r in addresses.repositories(u)]
    venue = next((v for t in _VENUES if (v := values.line(record.first(t))) and v != title), "")
    given = record.all("DO") + [t for t in record.all("M3", "N1") if _DOI.match(t)]
    doi = next((d for d in given if ids.doi(d)), "")
    names = dict.fromkeys(values.person(n) for n in record.all("A1", "AU"))
    return Paper(
        id=name,
        title=title,
        abstract=values.paragraphs(record.first("AB") or record.first("N2")),
        year=next((y for t in ("PY", "Y1", "DA") if (y := values.year(record.first(t)))), None),
        venue=values.venue(venue),
        url=next((u for u in urls if not addresses.repositories(u)), None),
        authors=tuple(Author(n) for n in names if n),
        keywords=tuple(values.phrases(";".join(record.all("KW")))),
        links=tuple((r, True) for r in dict.fromkeys(repositories)),
        origin=origin,
        **values.identifiers(doi=doi, urls=urls, venue=venue),
    )
