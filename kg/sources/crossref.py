"""Crossref works: one work, an API answer, JSON Lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg import ids
from kg.paper import Author, Paper
from kg.sources import addresses, json_answers, retractions, values
from kg.sources.json_answers import dicts, text, year
from kg.sources.report import Report

_VOLUMES = frozenset(
    "journal journal-volume journal-issue proceedings proceedings-series book-series book-set "
    "report-series component grant peer-review".split()
)
_DATES = (
    "issued", "published", "published-print", "published-online", "posted", "created",
)  # fmt: skip
_PARTS = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")


def recognises(head: str) -> bool:
    """Whether a file's head is JSON with Crossref's fields."""
    return head.lstrip()[:1] in ("{", "[") and bool(
        re.search(r'"message-type"\s*:|"is-referenced-by-count"\s*:|"container-title"\s*:', head)
    )


def read(path: Path, report: Report) -> Iterator[Paper]:
    """The works of a file.

    Raises:
        InputError: There is no work in it.
    """

    def paper_of(record: dict[str, Any], origin: str) -> Paper | str | None:
        made = _paper(record, origin)
        if isinstance(made, Paper) and (said := _retraction(record)):
            retractions.warn(made, report, said)
        return made

    others = "journals, volumes, parts or reviews of works"
    yield from json_answers.read(path, report, paper_of, others=others)


def _paper(record: dict[str, Any], origin: str) -> Paper | str | None:
    if record.get("type") in _VOLUMES:
        return None
    title = _title(record)
    doi = ids.doi(str(record.get("DOI") or ""))
    if not title:
        return "a work without a title"
    return Paper(
        id=f"doi:{doi}" if doi else ids.title_key(title),
        title=title,
        abstract=_plain(record.get("abstract")),
        year=_year(record),
        venue=_venue(record),
        doi=doi,
        arxiv_id=_arxiv(record),
        url=text(record.get("URL")) or None,
        authors=tuple(_authors(record)),
        keywords=tuple(values.phrases(text(record.get("keyword")))),
        references=tuple(_references(record)),
        origin=origin,
    )


def _retraction(record: dict[str, Any]) -> str | None:
    """Whether a notice of withdrawal or retraction was registered for the work."""
    kinds = {text(u.get("type")).lower() for u in dicts(record.get("updated-by"))}
    if kinds & {"retraction", "retracted", "partial_retraction"}:
        return "retracted"
    return "withdrawn" if kinds & {"withdrawal", "removal"} else None


def _year(record: dict[str, Any]) -> int | None:
    dates = dicts([record.get(name) for name in _DATES])
    return next((y for d in dates if (y := year(_first(_first(d.get("date-parts")))))), None)


def _title(record: dict[str, Any]) -> str:
    """The title with the subtitle, which some publishers register by itself."""
    title, subtitle = _plain(_first(record.get("title"))), _plain(_first(record.get("subtitle")))
    if not title or not subtitle or ids.fold(subtitle) in ids.fold(title):
        return title
    return f"{title.rstrip(' :')}: {subtitle}"


def _venue(record: dict[str, Any]) -> str | None:
    """Where a work came out: a chapter's book, behind the series; a preprint's server."""
    served = next(dicts([_first(record.get("institution"))]), {}).get("name")
    places = record.get("container-title")
    if isinstance(places, list) and record.get("type") == "book-chapter":
        places = places[-1:]
    named = (_first(places), record.get("group-title"), served)
    return next((v for n in named if (v := _plain(n))), None)


def _arxiv(record: dict[str, Any]) -> str | None:
    """The arXiv identifier that reference managers give (in CSL's JSON) by address or number."""
    number = text(record.get("number"))
    stated = addresses.identifiers(text(record.get("URL"))).get("arxiv_id")
    return stated or (ids.arxiv(number) if values.is_arxiv(number) else None)


def _first(value: Any) -> Any:
    return (value[0] if value else None) if isinstance(value, list) else value


def _plain(value: Any) -> str:
    """Text without JATS or HTML marks; the heading "Abstract" goes."""
    bare = re.sub(
        r"<(?:jats:)?title>\s*Abstract\s*[.:]?\s*</(?:jats:)?title>",
        " ",
        str(value or ""),
        flags=re.I,
    )
    return text(values.unmarked(bare))


def _authors(record: dict[str, Any]) -> Iterator[Author]:
    for author in dicts(record.get("author")):
        name = text(" ".join(str(author.get(part) or "") for part in _PARTS))
        name = name or text(author.get("name") or author.get("literal"))
        if name:
            yield Author(name, ids.orcid(str(author.get("ORCID") or "")))


def _references(record: dict[str, Any]) -> Iterator[str]:
    for reference in dicts(record.get("reference")):
        if doi := ids.doi(str(reference.get("DOI") or "")):
            yield f"doi:{doi}"
        elif found := _of_text(text(reference.get("unstructured"))):
            yield found
        elif title := text(reference.get("article-title") or reference.get("volume-title")):
            yield ids.title_key(title)


def _of_text(reference: str) -> str | None:
    """The identifier in a reference that the publisher did not take apart."""
    if doi := ids.doi(reference):
        return f"doi:{doi}"
    arxiv = ids.arxiv(reference) if re.search(r"\barxiv\b", reference, re.IGNORECASE) else None
    return f"arxiv:{arxiv}" if arxiv else None
