"""GROBID's TEI documents: a paper's header, the code that its text links, its bibliography.

The text itself is not kept: kg reads titles and abstracts. Links are official where the paper
speaks of its own: in the abstract and in a section on availability.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from kg import ids
from kg.errors import InputError
from kg.paper import Author, Paper
from kg.sources import addresses, safe_xml
from kg.sources.addresses import Identifiers
from kg.sources.report import Report
from kg.wording import counted

_TEI = re.compile(r"<(?:\w+:)?TEI\b[^>]*tei-c\.org", re.IGNORECASE)
_PARTS = ("fileDesc", "profileDesc", "biblStruct", "body", "back", "TEI")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b", re.ASCII)
_AVAILABILITY = re.compile(r"availab", re.IGNORECASE)


def recognises(head: str) -> bool:
    """Whether a file's head is a TEI document."""
    return _TEI.search(head) is not None


@dataclass(slots=True)
class _Document:
    """What has been read of a document so far."""

    line: int = 0
    described: bool = False
    title: str = ""
    abstract: str = ""
    year: int | None = None
    venue: str | None = None
    ids: Identifiers = field(default_factory=Identifiers)
    authors: tuple[Author, ...] = ()
    keywords: tuple[str, ...] = ()
    references: list[str] = field(default_factory=list)
    unknown: int = 0
    links: dict[str, bool] = field(default_factory=dict)

    def link(self, address: str, official: bool) -> None:
        address = next((a for a in self.links if a.lower() == address.lower()), address)
        self.links[address] = self.links.get(address, False) or official


def read(path: Path, report: Report) -> Iterator[Paper]:
    """The paper of a TEI document, or the papers of several in one file.

    A document that breaks off is given as far as it goes.

    Raises:
        InputError: No document with a title is in the file, or its XML is refused.
    """
    good = 0
    document = _Document()
    for line, element in safe_xml.elements(path, _PARTS, report):
        _take(document, line, element)
        if element.tag.rpartition("}")[2] == "TEI":
            if paper := _paper(document, path, good + 1, report):
                good += 1
                yield paper
            document = _Document()
    if document.line and (paper := _paper(document, path, good + 1, report)):
        good += 1
        yield paper
    if not good:
        raise InputError(
            "no document with a title in the file",
            path=path,
            remedy="give what GROBID's processFulltextDocument or processHeaderDocument returns",
        )


def _take(document: _Document, line: int, element: Element) -> None:
    document.line = document.line or line
    match element.tag.rpartition("}")[2]:
        case "biblStruct" if document.described:
            reference = _reference(element)
            document.unknown += reference is None
            if reference:
                document.references.append(reference)
        case "biblStruct":
            _describe(document, element)
        case "fileDesc":
            document.described = True
            titles = element.findall("{*}titleStmt/{*}title")
            main = [t for t in titles if t.get("type") == "main"]
            document.title = next((t for t in map(_text, main or titles) if t), document.title)
            document.year = _year(element.find("{*}publicationStmt/{*}date")) or document.year
        case "profileDesc":
            _profile(document, element)
        case "body" | "back":
            _link(document, element, official=False)


def _describe(document: _Document, source: Element) -> None:
    """The header's own record: authors, identifiers, where and when it came out."""
    document.authors = tuple(_authors(source))
    document.ids = _identifiers(source)
    document.title = _text(source.find("{*}analytic/{*}title"))
    document.venue = _text(source.find("{*}monogr/{*}title")) or None
    document.year = _year(source.find("{*}monogr/{*}imprint/{*}date"))


def _profile(document: _Document, profile: Element) -> None:
    abstract = profile.find("{*}abstract")
    if abstract is not None:
        paragraphs = [_text(p) for p in abstract.findall(".//{*}p")] or [_text(abstract)]
        document.abstract = "\n".join(p for p in paragraphs if p)
        _link(document, abstract, official=True)
    words = profile.find("{*}textClass/{*}keywords")
    if words is not None:
        terms = [_text(t) for t in words.findall(".//{*}term")] or re.split(r"[;,·]", _text(words))
        document.keywords = tuple(dict.fromkeys(t.strip() for t in terms if t.strip()))


def _paper(document: _Document, path: Path, number: int, report: Report) -> Paper | None:
    if not document.title:
        report.skip(path, document.line, "a document without a title")
        return None
    if document.unknown:
        reason = counted(document.unknown, "reference has", "references have")
        reason += " neither identifier nor title"
        report.note(path, document.line, reason)
    return Paper(
        id=f"g{number:04d}",
        title=document.title,
        abstract=document.abstract,
        year=document.year,
        venue=document.venue,
        authors=document.authors,
        keywords=document.keywords,
        references=tuple(dict.fromkeys(document.references)),
        links=tuple(document.links.items()),
        origin=f"{path}:{document.line}",
        **document.ids,
    )


def _authors(source: Element) -> Iterator[Author]:
    for author in source.findall("{*}analytic/{*}author"):
        person = author.find("{*}persName")
        if person is None:
            continue
        parts = [*person.findall("{*}forename"), *person.findall("{*}surname")]
        name = " ".join(t for t in map(_text, parts) if t)
        orcid = next(
            (_text(i) for i in author.findall(".//{*}idno") if i.get("type") == "ORCID"), ""
        )
        if name:
            yield Author(name, ids.orcid(orcid))


def _identifiers(source: Element) -> Identifiers:
    found: Identifiers = {}
    for number in source.findall(".//{*}idno"):
        kind, text = (number.get("type") or "").lower(), _text(number)
        if kind == "doi" and (doi := ids.doi(text)):
            found = {**found, **addresses.of_doi(doi)}
        elif kind == "arxiv" and (arxiv := ids.arxiv(text)):
            found["arxiv_id"] = arxiv
    return found


def _reference(cited: Element) -> str | None:
    """The work that an entry of the bibliography cites, in canonical form."""
    found = _identifiers(cited)
    for pointer in cited.findall(".//{*}ptr"):
        found = {**addresses.identifiers(pointer.get("target") or ""), **found}
    if "doi" in found:
        return f"doi:{found['doi']}"
    if "arxiv_id" in found:
        return f"arxiv:{found['arxiv_id']}"
    if "acl_id" in found:
        return f"acl:{found['acl_id']}"
    monographs = (t for t in cited.findall("{*}monogr/{*}title") if t.get("level") != "j")
    titles = (*cited.findall("{*}analytic/{*}title"), *monographs)
    title = next((t for t in map(_text, titles) if ids.fold(t)), "")
    return ids.title_key(title) if title else None


def _link(document: _Document, part: Element, *, official: bool) -> None:
    """Take the repositories that a part of the text names, and what its pointers point to."""
    waiting: list[tuple[Element | str | None, bool]] = [(part, official)]
    while waiting:
        place, own = waiting.pop()
        if place is None or isinstance(place, str):
            for address in addresses.repositories(place or ""):
                document.link(address, own)
            continue
        own = own or _is_availability(place)
        target = place.get("target") or ""
        if repository := ids.repository(target):
            document.link(repository.url, own)
        elif re.match(r"https?://", target) and place.tag.endswith("ptr"):
            document.link(ids.page(target), own)
        for child in reversed(place):
            waiting += [(child.tail, own), (child, own)]
        waiting.append((place.text, own))


def _is_availability(element: Element) -> bool:
    if element.tag.rpartition("}")[2] != "div":
        return False
    return (
        _AVAILABILITY.search((element.get("type") or "") + _text(element.find("{*}head")))
        is not None
    )


def _year(date: Element | None) -> int | None:
    if date is None:
        return None
    found = _YEAR.search(date.get("when") or _text(date))
    return int(found.group()) if found else None


def _text(element: Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())
