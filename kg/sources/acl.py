"""The ACL Anthology's XML: a collection of volumes, with code and datasets of each paper.

A volume's papers are held until it closes, for its number stands on the volume itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.etree.ElementTree import Element

from kg import ids
from kg.errors import InputError
from kg.paper import Author, Evidence, Mention, Paper
from kg.sources import files, safe_xml
from kg.sources.report import Report

_STATED = Evidence(sentence="", start=-1, end=-1, rule="source", confidence=1.0)
_COLLECTION = re.compile(r"<collection\s[^>]*?\bid\s*=\s*[\"']([^\"'<>]+)[\"']")
_OLD = re.compile(r"[A-Z]\d\d")
_SITE = "https://aclanthology.org/"


def recognises(head: str) -> bool:
    """Whether a file's head is a collection of the Anthology."""
    return _COLLECTION.search(head) is not None


@dataclass(slots=True)
class _Volume:
    """What is known of a volume while its papers pass."""

    id: str = ""
    venue: str | None = None
    year: int | None = None
    papers: list[tuple[str, Paper]] = field(default_factory=list)


def read(path: Path, report: Report) -> Iterator[Paper]:
    """The papers of a collection's volumes, without front matter.

    Raises:
        InputError: There is no paper in the file, or its XML is refused.
    """
    found = _COLLECTION.search(files.head(path))
    collection = found.group(1) if found else ""
    volume = _Volume()
    good = 0
    for line, element in safe_xml.elements(path, ("meta", "paper", "volume"), report):
        if element.tag == "paper":
            number = element.get("id", "")
            if paper := _paper(element, path, line, report):
                volume.papers.append((number, paper))
        elif element.tag == "meta":
            volume = replace(_described(element, collection), papers=volume.papers)
        else:
            volume.id = element.get("id") or volume.id
            good += len(volume.papers)
            yield from _finished(volume, collection)
            volume = _Volume()
    good += len(volume.papers)
    yield from _finished(volume, collection)
    if not good:
        raise InputError(
            "no paper could be read",
            path=path,
            remedy="give a file of the Anthology's data/xml folder",
        )


def _described(meta: Element, collection: str) -> _Volume:
    year = _text(meta.find("year"))
    address = _text(meta.find("url"))
    _, _, number = address.rpartition("-")
    return _Volume(
        id=number if address.startswith(f"{collection}-") else "",
        venue=_text(meta.find("booktitle")) or _text(meta.find("journal-title")) or None,
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
    )


def _finished(volume: _Volume, collection: str) -> Iterator[Paper]:
    for number, paper in volume.papers:
        acl_id = _full_id(collection, volume.id, number) or paper.acl_id
        yield replace(
            paper,
            id=acl_id or paper.origin,
            acl_id=acl_id,
            url=paper.url or (f"{_SITE}{acl_id}" if acl_id else None),
            year=volume.year,
            venue=volume.venue,
        )


def _full_id(collection: str, volume: str, paper: str) -> str | None:
    """A paper's full identifier, of the style that its collection is named in.

    >>> _full_id("2022.acl", "long", "1"), _full_id("P18", "1", "1"), _full_id("W18", "2", "7")
    ('2022.acl-long.1', 'P18-1001', 'W18-0207')
    """
    if not (collection and volume and paper):
        return None
    if not _OLD.fullmatch(collection):
        return ids.acl(f"{collection}-{volume}.{paper}")
    if not (volume.isascii() and volume.isdigit() and paper.isascii() and paper.isdigit()):
        return None
    # workshops, COLING 1969 and late EMNLP 2019 have two digits for the volume
    wide = collection[0] == "W" or collection == "C69" or (collection == "D19" and int(volume) > 4)
    digits = f"{int(volume):02d}{int(paper):02d}" if wide else f"{int(volume)}{int(paper):03d}"
    return ids.acl(f"{collection}-{digits}")


def _paper(element: Element, path: Path, line: int, report: Report) -> Paper | None:
    """A paper as far as its own element tells it; None, and a remark, without a title."""
    title = _text(element.find("title"))
    if not title:
        report.skip(path, line, "a paper without a title")
        return None
    for tag in ("retracted", "removed"):
        mark = element.find(tag)
        if mark is not None:
            reason = _text(mark)
            report.warn(path, line, f"{tag}: {title[:60]!r}" + (f" ({reason})" if reason else ""))
    address = _text(element.find("url"))
    elsewhere = address if "://" in address else None
    return Paper(
        id="",
        title=title,
        abstract=_text(element.find("abstract")),
        doi=ids.doi(_text(element.find("doi"))),
        acl_id=ids.acl(address) if address and not elsewhere else None,
        url=elsewhere,
        authors=tuple(a for a in map(_author, element.findall("author")) if a.name),
        links=tuple(_links(element)),
        stated=tuple(_datasets(element)),
        origin=f"{path}:{line}",
    )


def _author(element: Element) -> Author:
    names = (_text(element.find("first")), _text(element.find("last")))
    return Author(" ".join(n for n in names if n), ids.orcid(element.get("orcid") or ""))


def _links(element: Element) -> Iterator[tuple[str, bool]]:
    """The code of a paper: the first address is its own, any further ones are others'."""
    tags = element.findall("pwccode")
    found = [url for tag in tags if (url := (tag.get("url") or "").strip())]
    for tag in tags:
        further = (tag.get("additional") or "").strip()  # as a rule just "true" or "false"
        if "://" in further:
            found.append(further)
    own = bool(tags and (tags[0].get("url") or "").strip())
    for position, url in enumerate(dict.fromkeys(found)):
        yield url, own and position == 0


def _datasets(element: Element) -> Iterator[Mention]:
    names = (_text(tag) for tag in element.findall("pwcdataset"))
    for name in dict.fromkeys(n for n in names if n):
        yield Mention("dataset", name, _STATED, role="mentions", sort="dataset")


def _text(element: Element | None) -> str:
    """An element's text in one line, inline markup taken away."""
    return "" if element is None else " ".join("".join(element.itertext()).split())
