"""arXiv: Atom answers, OAI-PMH harvests (arXiv and Dublin Core), the metadata JSON Lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from kg import ids
from kg.errors import InputError
from kg.paper import Author, Paper
from kg.sources import addresses, csv_columns, json_answers, retractions, values
from kg.sources.json_answers import text
from kg.sources.report import Report
from kg.sources.safe_xml import elements

_NAME = ("forenames", "keyname", "suffix")
_ANNOUNCED = re.compile(r"^arXiv:\S+ Announce Type: \S+ Abstract: ")
_ERROR = re.compile(r"arxiv\.org/api/errors")


def recognises(head: str) -> bool:
    """Whether a file's head is arXiv's Atom, OAI-PMH, or has its metadata's fields."""
    if head.lstrip()[:1] in ("{", "["):
        return '"authors_parsed"' in head
    return "<OAI-PMH" in head or ("<feed" in head and "arxiv.org" in head)


def read(path: Path, report: Report) -> Iterator[Paper]:
    """The papers of a file.

    Raises:
        InputError: It is an answer of an error, or there is no paper in it.
    """
    from kg.sources import files

    if files.head(path).lstrip()[:1] in ("{", "["):

        def paper_of(record: dict[str, Any], origin: str) -> Paper | str:
            made = _of_metadata(record, origin)
            if isinstance(made, Paper) and retractions.in_comment(str(record.get("comments"))):
                retractions.warn(made, report, "withdrawn")
            return made

        yield from json_answers.read(path, report, paper_of)
        return
    good = 0
    for line, element in elements(path, ("entry", "record", "error", "resumptionToken"), report):
        origin = f"{path}:{line}"
        tag = element.tag.rpartition("}")[2]
        if tag == "error":
            said = text(f"{element.get('code') or ''} {element.text or ''}")
            raise InputError(f"the service answered with an error: {said}", path=path)
        if tag == "resumptionToken":
            if text(element.text):
                report.note(path, line, "the harvest goes on in another answer")
            continue
        if any(e.get("status") == "deleted" for e in element):
            report.note(path, line, "a record that arXiv has taken back")
            continue
        paper = _of_entry(element, origin) if tag == "entry" else _of_record(element, origin)
        if paper is None:
            report.skip(path, line, "a record without a title or identifier")
            continue
        if _ERROR.search(paper.id):
            raise InputError(f"arXiv answered with an error: {paper.abstract}", path=path)
        good += 1
        remarks = (*_texts(element, "comment"), *_texts(element, "comments"))
        if any(map(retractions.in_comment, (*remarks, *_of_dublin_core(element)))):
            retractions.warn(paper, report, "withdrawn")
        yield paper
    if not good:
        raise InputError("no paper in the answer", path=path, remedy="ask arXiv for something else")


def _texts(element: Element, name: str) -> list[str]:
    """The texts of all elements of a local name below an element."""
    found = (e for e in element.iter() if e.tag.rpartition("}")[2] == name)
    return [t for e in found if (t := text("".join(e.itertext())))]


def _of_dublin_core(element: Element) -> list[str]:
    return [t for t in _texts(element, "description") if t.startswith("Comment:")]


def _listed(names: str) -> list[str]:
    return csv_columns.authors(text(values.unaffiliated(names)), "authors", "")


def _of_entry(entry: Element, origin: str) -> Paper | None:
    """A paper of an Atom feed."""
    address = next(iter(_texts(entry, "id")), "")
    title = next(iter(_texts(entry, "title")), "")
    if not title or not address:
        return None
    summary = _ANNOUNCED.sub("", next(iter(_texts(entry, "summary")), ""))
    names = _texts(entry, "name") or [n for t in _texts(entry, "creator") for n in _listed(t)]
    comments = " ".join(_texts(entry, "comment"))
    published = next(iter(_texts(entry, "published")), "")
    key = ids.arxiv(address)
    return Paper(
        id=f"arxiv:{key}" if key else address,
        title=title,
        abstract=summary,
        year=_year(published),
        venue=next(iter(_texts(entry, "journal_ref")), None),
        doi=ids.doi(next(iter(_texts(entry, "doi")), "")),
        arxiv_id=key,
        url=address if "://" in address else f"https://arxiv.org/abs/{key}",
        authors=tuple(Author(n) for n in names),
        links=tuple((a, True) for a in addresses.repositories(comments)),
        origin=origin,
    )


def _of_record(record: Element, origin: str) -> Paper | None:
    """A paper of an OAI-PMH harvest, in arXiv's own form or in Dublin Core."""
    title = next(iter(_texts(record, "title")), "")
    if not title:
        return None
    header = " ".join(_texts(record, "identifier"))
    key = ids.arxiv(next(iter(_texts(record, "id")), "") or header)
    authors = [
        " ".join(t for part in _NAME for t in _texts(a, part))
        for a in record.iter()
        if a.tag.rpartition("}")[2] == "author"
    ] or [values.person(n) for n in _texts(record, "creator")]
    authors = authors or [n for t in _texts(record, "authors") for n in _listed(t)]  # arXivRaw
    dates = [*_texts(record, "created"), *_texts(record, "date")]
    said = [*_texts(record, "abstract"), *_texts(record, "description")]
    remarks = [*_texts(record, "comments"), *(d for d in said if d.startswith("Comment:"))]
    comments = " ".join(remarks)
    return Paper(
        id=f"arxiv:{key}" if key else header,
        title=title,
        abstract=max((d for d in said if d not in remarks), key=len, default=""),
        year=min((y for d in dates if (y := _year(d))), default=None),
        venue=next(iter(_texts(record, "journal-ref")), None),
        doi=ids.doi(" ".join((*_texts(record, "doi"), header))),
        arxiv_id=key,
        url=f"https://arxiv.org/abs/{key}" if key else None,
        authors=tuple(map(Author, authors)),
        links=tuple((a, True) for a in addresses.repositories(comments)),
        origin=origin,
    )


def _of_metadata(record: dict[str, Any], origin: str) -> Paper | str:
    """A line of the metadata snapshot."""
    title, key = text(record.get("title")), ids.arxiv(str(record.get("id") or ""))
    if not title or not key:
        return "a record without a title or identifier"
    parsed = record.get("authors_parsed") or ()
    versions = record.get("versions") or ()
    created = str(versions[0].get("created") or "") if versions else ""
    return Paper(
        id=f"arxiv:{key}",
        title=title,
        abstract=text(record.get("abstract")),
        year=_year(created) or _year(str(record.get("update_date") or "")),
        venue=text(record.get("journal-ref")) or None,
        doi=ids.doi(str(record.get("doi") or "")),
        arxiv_id=key,
        url=f"https://arxiv.org/abs/{key}",
        authors=tuple(Author(text(f"{a[1]} {a[0]} {' '.join(a[2:3])}")) for a in parsed if a[1:]),
        links=tuple((a, True) for a in addresses.repositories(str(record.get("comments") or ""))),
        origin=origin,
    )


def _year(date: str) -> int | None:
    found = re.search(r"\b(?:19|20)\d\d\b", date)
    return int(found.group()) if found else None
