"""Crossref works: one work, an API answer, JSON Lines."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg import ids
from kg.paper import Author, Paper
from kg.sources import json_answers
from kg.sources.json_answers import dicts, text, year
from kg.sources.report import Report


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
    yield from json_answers.read(path, report, _paper)


def _paper(record: dict[str, Any], origin: str) -> Paper | str:
    title = _plain(_first(record.get("title")))
    doi = ids.doi(str(record.get("DOI") or ""))
    if not title:
        return "a work without a title"
    return Paper(
        id=f"doi:{doi}" if doi else ids.title_key(title),
        title=title,
        abstract=_plain(record.get("abstract")),
        year=_year(record),
        venue=_plain(_first(record.get("container-title"))) or None,
        doi=doi,
        url=text(record.get("URL")) or None,
        authors=tuple(_authors(record)),
        references=tuple(_references(record)),
        origin=origin,
    )


def _year(record: dict[str, Any]) -> int | None:
    named = ("issued", "published", "published-print", "created")
    dates = dicts([record.get(name) for name in named])
    return next((y for d in dates if (y := year(_first(_first(d.get("date-parts")))))), None)


def _first(value: Any) -> Any:
    return (value[0] if value else None) if isinstance(value, list) else value


def _plain(value: Any) -> str:
    """Text without JATS or HTML marks; the heading "Abstract" goes."""
    bare = re.sub(r"<(?:jats:)?title>\s*Abstract\s*</(?:jats:)?title>", " ", str(value or ""))
    bare = re.sub(r"</?(?:jats:)?(?:p|sec|title|list|list-item)\b[^>]*>", " ", bare)
    return text(html.unescape(re.sub(r"<[^<>]+>", "", bare)))


def _authors(record: dict[str, Any]) -> Iterator[Author]:
    for author in dicts(record.get("author")):
        name = text(f"{author.get('given') or ''} {author.get('family') or ''}")
        name = name or text(author.get("name"))
        if name:
            yield Author(name, str(author.get("ORCID") or "").rpartition("/")[2] or None)


def _references(record: dict[str, Any]) -> Iterator[str]:
    for reference in dicts(record.get("reference")):
        if doi := ids.doi(str(reference.get("DOI") or "")):
            yield f"doi:{doi}"
        elif title := text(reference.get("article-title") or reference.get("volume-title")):
            yield ids.title_key(title)
