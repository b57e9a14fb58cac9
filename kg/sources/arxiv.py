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
from kg.sources import addresses, json_answers
from kg.sources.json_answers import text
from kg.sources.report import Report
from kg.sources.safe_xml import elements

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
        yield from json_answers.read(path, report, _of_metadata)
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
        paper = _of_entry(element, origin) if tag == "entry" else _of_record(element, origin)
        if paper is None:
            report.skip(path, line, "a record without a title or identifier")
            continue
        if _ERROR.search(paper.id):
            raise InputError(f"arXiv answered with an error: {paper.abstract}", path=path)
        good += 1
        yield paper
    if not good:
        raise InputError("no paper in the answer", path=path, remedy="ask arXiv for something else")


def _texts(element: Element, name: str) -> list[str]:
    """The texts of all elements of a local name below an element."""
    found = (e for e in element.iter() if e.tag.rpartition("}")[2] == name)
    return [t for e in found if (t := text("".join(e.itertext())))]


def _of_entry(entry: Element, origin: str) -> Paper | None:
    """A paper of an Atom feed."""
    address = next(iter(_texts(entry, "id")), "")
    title = next(iter(_texts(entry, "title")), "")
    if not title or not address:
        return None
    summary = next(iter(_texts(entry, "summary")), "")
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
        url=address,
        authors=tuple(Author(n) for n in _texts(entry, "name")),
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
        Author(text(f"{' '.join(_texts(a, 'forenames'))} {' '.join(_texts(a, 'keyname'))}"))
        for a in record.iter()
        if a.tag.rpartition("}")[2] == "author"
    ] or [Author(n) for n in _texts(record, "creator")]
    dates = [*_texts(record, "created"), *_texts(record, "date")]
    comments = " ".join(_texts(record, "comments"))
    descriptions = [*_texts(record, "abstract"), *_texts(record, "description")]
    return Paper(
        id=f"arxiv:{key}" if key else header,
        title=title,
        abstract=max(descriptions, key=len, default=""),
        year=min((y for d in dates if (y := _year(d))), default=None),
        venue=next(iter(_texts(record, "journal-ref")), None),
        doi=ids.doi(" ".join((*_texts(record, "doi"), header))),
        arxiv_id=key,
        url=f"https://arxiv.org/abs/{key}" if key else None,
        authors=tuple(authors),
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
        authors=tuple(Author(text(f"{a[1]} {a[0]}")) for a in parsed if len(a) > 1),
        links=tuple((a, True) for a in addresses.repositories(str(record.get("comments") or ""))),
        origin=origin,
    )


def _year(date: str) -> int | None:
    found = re.search(r"\b(?:19|20)\d\d\b", date)
    return int(found.group()) if found else None
