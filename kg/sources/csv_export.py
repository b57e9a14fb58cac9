"""CSV and tab-separated exports: Scopus, IEEE Xplore, SpringerLink, Web of Science, and any
table with a column of titles.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg import ids
from kg.errors import InputError, UsageError
from kg.paper import Author, Paper
from kg.sources import addresses, files
from kg.sources.report import Report

COLUMNS: dict[str, tuple[str, ...]] = {
    "title": ("title", "document title", "item title", "article title", "ti", "paper title"),
    "abstract": ("abstract", "ab", "summary", "description"),
    "authors": ("author full names", "authors", "author", "au", "af", "creators"),
    "year": ("year", "publication year", "py", "date", "published"),
    "venue": ("source title", "publication title", "journal", "so", "venue", "conference name"),
    "doi": ("doi", "item doi", "di"),
    "url": ("link", "url", "pdf link"),
    "keywords": ("author keywords", "keywords", "de"),
    "index_keywords": ("index keywords", "ieee terms", "keywords plus", "id"),
    "references": ("references", "cited references", "cr"),
    "id": ("eid", "ut (unique wos id)", "ut", "document identifier"),
}
"""Field to the headings, in small letters, that exports give it."""
_REFERENCE_TITLE = re.compile(r"^(?:[^,]+,\s(?:[A-Z]\.[\s-]?)+,\s)+(.{15,300}?)\s\((?:19|20)\d\d\)")
_NAMES = re.compile(r",\s[A-Z]\.|^\S+(?:\s\S+)?$")
csv.field_size_limit(16 * 1024 * 1024)


def recognises(head: str) -> bool:
    """Whether the first line of a file's head has a column of titles."""
    first = head.lstrip("\ufeff").partition("\n")[0]
    for delimiter in ",\t;":
        names = [n.strip().lower() for n in next(csv.reader([first], delimiter=delimiter), [])]
        if len(names) > 1 and any(n in COLUMNS["title"] for n in names):
            return True
    return False


def read(path: Path, report: Report, columns: Mapping[str, str] | None = None) -> Iterator[Paper]:
    """The papers of a table, in order.

    Args:
        path: The file.
        report: Collects what was left out.
        columns: Field (a key of `COLUMNS`) to the heading that it has here.

    Raises:
        InputError: There is no column of titles, or no row with one.
        UsageError: `columns` names a field or heading that there isn't.
    """
    lines = _Lines(path, report)
    first = next(lines, "").lstrip("\ufeff")
    delimiter = max(",\t;", key=first.count)
    headings = next(csv.reader([first], delimiter=delimiter), [])
    places = _places(path, headings, columns or {})
    # Scopus writes further funding texts of a paper as fields that have no heading
    funding = next((i for i, h in enumerate(headings) if h.startswith("Funding Text")), -1)
    good = 0
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        line = lines.number + 1
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            report.skip(path, line, f"a broken row: {error}")
            continue
        if not any(row):
            continue
        more = len(row) - len(headings)
        if more < 0 or (more > 0 and any(row[len(headings) :]) and funding < 0):
            report.skip(path, line, f"a row of {len(row)} fields, the table has {len(headings)}")
            continue
        fields = {
            name: " ".join(row[at + more if 0 <= funding < at else at].split())
            for name, at in places.items()
        }
        if not fields["title"]:
            report.skip(path, line, "a row without a title")
            continue
        good += 1
        yield _paper(f"{path}:{line}", fields)
    if not good:
        raise InputError("no row with a title", path=path)


class _Lines:
    """A file's lines with their line ends, for the CSV reader, and the number of the last."""

    def __init__(self, path: Path, report: Report) -> None:
        self._lines = files.lines(path, report)
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        self.number, line = next(self._lines)
        return line.replace("\x00", "") + "\n"


def _places(path: Path, headings: list[str], columns: Mapping[str, str]) -> dict[str, int]:
    low = [h.strip().lower() for h in headings]
    places: dict[str, int] = {}
    for name, known in COLUMNS.items():
        at = next((low.index(k) for k in known if k in low), None)
        if at is not None:
            places[name] = at
    for name, heading in columns.items():
        if name not in COLUMNS:
            raise UsageError(f"no field is called {name!r}", remedy=f"one of {', '.join(COLUMNS)}")
        if heading.strip().lower() not in low:
            raise UsageError(
                f"{path} has no column {heading!r}", remedy=f"its columns: {', '.join(headings)}"
            )
        places[name] = low.index(heading.strip().lower())
    if "title" not in places:
        raise InputError(
            "no column of titles",
            path=path,
            line=1,
            remedy=f"--columns title=HEADING; the headings: {', '.join(headings)}",
        )
    return places


def _paper(origin: str, fields: dict[str, str]) -> Paper:
    url = fields.get("url") or None
    known = addresses.identifiers(url or "")
    doi = ids.doi(fields.get("doi", "")) or known.get("doi")
    year = re.search(r"\b(?:1[5-9]|20)\d\d\b", fields.get("year", ""))
    abstract = fields.get("abstract", "")
    keywords = fields.get("keywords") or fields.get("index_keywords") or ""
    return Paper(
        id=fields.get("id") or (f"doi:{doi}" if doi else ids.title_key(fields["title"])),
        title=fields["title"],
        abstract="" if abstract.lower().startswith("[no abstract") else abstract,
        year=int(year.group()) if year else None,
        venue=fields.get("venue") or None,
        doi=doi,
        arxiv_id=known.get("arxiv_id"),
        acl_id=known.get("acl_id"),
        url=url,
        authors=tuple(Author(n) for n in _names(fields.get("authors", ""))),
        keywords=tuple(dict.fromkeys(k.strip() for k in keywords.split(";") if k.strip())),
        references=tuple(dict.fromkeys(_references(fields.get("references", "")))),
        origin=origin,
    )


def _names(field: str) -> Iterator[str]:
    """Authors of one field: by semicolons, else by commas ("Jane Doe, A. Smith", "Doe J., Roe A.").

    SpringerLink writes names without any mark between them: they are parted where a small
    letter meets a capital.
    """
    if ";" in field:
        parts = field.split(";")
    elif "," in field:
        parts = field.split(",")
    else:
        parts = re.split(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý][a-zà-ÿ]*\.? ?[A-ZÀ-Ý])", field)
    for part in parts:
        name = re.sub(r"\s*\(\d+\)$", "", part).strip()
        if not name or name.lower() == "[no author name available]":
            continue
        family, comma, given = name.partition(",")
        initials = re.match(r"^(.+?) ((?:[A-Z]\.-?)+)$", name)
        if comma:
            yield f"{given.strip()} {family.strip()}"
        elif initials:
            yield f"{initials[2]} {initials[1]}"
        else:
            yield name


def _references(field: str) -> Iterator[str]:
    for reference in field.split("; "):
        if doi := ids.doi(reference):
            yield f"doi:{doi}"
        elif (found := _REFERENCE_TITLE.match(reference.strip())) and not _NAMES.search(found[1]):
            yield ids.title_key(found[1])
