"""RIS, as Zotero, EndNote and publishers export it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from kg import ids
from kg.errors import InputError
from kg.paper import Author, Paper
from kg.sources import addresses, files
from kg.sources.report import Report

_TAG = re.compile(r"^([A-Z][A-Z0-9])  ?-(?: (.*)|\s*)$")
_FULL = ("JO", "JF", "T2", "BT", "JA")


def recognises(head: str) -> bool:
    """Whether a record begins in a file's head."""
    return re.search(r"^\ufeff?\s*TY  ?- ", head, re.M) is not None


def read(path: Path, report: Report) -> Iterator[Paper]:
    """The papers of a file, in order.

    Raises:
        InputError: No record could be read.
    """
    good = 0
    for line, fields in _records(path, report):
        paper = _paper(f"{path}:{line}", fields)
        if paper is None:
            report.skip(path, line, "a record without a title")
            continue
        good += 1
        yield paper
    if not good:
        raise InputError("no record could be read", path=path, remedy="a record is TY … TI … ER")


def _records(path: Path, report: Report) -> Iterator[tuple[int, dict[str, list[str]]]]:
    fields: dict[str, list[str]] = {}
    began, last = 0, ""
    for number, line in files.lines(path, report):
        tag = _TAG.match(line.lstrip("\ufeff\r ").rstrip())
        if not tag:
            if line.strip() and fields and last:
                fields[last][-1] += " " + line.strip()
            elif line.strip():
                report.note(path, number, "outside a record: passed over")
            continue
        if tag[1] == "TY":
            if fields:
                report.warn(path, began, "a record without its end (ER)")
                yield began, fields
            fields, began = defaultdict(list), number
        if tag[1] == "ER":
            if fields:
                yield began, fields
            fields, last = {}, ""
        elif fields or tag[1] == "TY":
            last = tag[1]
            fields[last].append((tag[2] or "").strip())
    if fields:
        report.warn(path, began, "a record without its end (ER)")
        yield began, fields


def _paper(origin: str, fields: dict[str, list[str]]) -> Paper | None:
    def first(*tags: str) -> str:
        return next((v for t in tags for v in fields.get(t, ()) if v), "")

    title = " ".join(first("TI", "T1", "CT").split())
    if not title:
        return None
    urls = [
        u for t in ("UR", "L1", "L2", "LK") for v in fields.get(t, ()) for u in v.split(";") if u
    ]
    known = addresses.identifiers(urls[0]) if urls else {}
    year = re.search(r"\b(?:1[5-9]|20)\d\d\b", first("PY", "Y1", "DA"))
    doi = ids.doi(first("DO")) or known.get("doi")
    return Paper(
        id=first("ID") or (f"doi:{doi}" if doi else ids.title_key(title)),
        title=title,
        abstract=" ".join(first("AB", "N2").split()),
        year=int(year.group()) if year else None,
        venue=first(*_FULL) or None,
        doi=doi,
        arxiv_id=known.get("arxiv_id"),
        acl_id=known.get("acl_id"),
        url=urls[0] if urls else None,
        authors=tuple(Author(n) for n in dict.fromkeys(_people(fields))),
        keywords=tuple(dict.fromkeys(k for k in fields.get("KW", ()) if k)),
        links=tuple((a, True) for a in addresses.repositories(" ".join(urls))),
        origin=origin,
    )


def _people(fields: dict[str, list[str]]) -> Iterator[str]:
    for tag in ("AU", "A1"):
        for name in fields.get(tag, ()):
            family, comma, given = name.partition(",")
            full = f"{given} {family}" if comma else name
            if full.strip():
                yield " ".join(full.split())
