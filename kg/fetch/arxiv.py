"""arXiv: its search by offset; each entry becomes a line as in arXiv's own metadata files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from kg import ids
from kg.errors import ServiceError
from kg.fetch.service import Ask, Page, Request
from kg.sources import safe_xml

URL = "https://export.arxiv.org/api"
PAUSE = 3.0
MOST = 30_000
PAGE = 100
_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
_FIELD = re.compile(r"\b(?:all|ti|au|abs|co|jr|cat|rn|id|submittedDate):")
_WORDS = re.compile(r'"[^"]+"|[^\s"]+')


def pages(query: str, limit: int, ask: Ask) -> Iterator[Page]:
    """Papers that a search finds; a query with arXiv's fields (``cat:cs.IR AND ti:dense``) goes
    as it is, of plain words all must be there.
    """
    start = 0
    while start < MOST:
        params = {
            "search_query": search_query(query),
            "start": str(start),
            "max_results": str(min(PAGE, limit, MOST - start)),
            "sortBy": "relevance",
            "sortOrder": "descending",
        }
        page = ask(Request("query", params), lambda body, at=start: _page(body, at))  # type: ignore[misc]
        if not page.records:
            return
        yield page
        start += len(page.records)
        if page.total is not None and start >= page.total:
            return


def search_query(query: str) -> str:
    """A query in arXiv's language.

    >>> search_query('dense "late interaction"')
    'all:dense AND all:"late interaction"'
    >>> search_query("cat:cs.IR AND ti:dense")
    'cat:cs.IR AND ti:dense'
    """
    if _FIELD.search(query):
        return query
    return " AND ".join(f"all:{word}" for word in _WORDS.findall(query))


def _page(body: bytes, start: int) -> Page:
    feed = safe_xml.parse(body)
    if feed.tag != f"{_ATOM}feed":
        raise ValueError("not an Atom feed")
    entries = feed.findall(f"{_ATOM}entry")
    for entry in entries:
        if "/api/errors" in _text(entry, f"{_ATOM}id"):
            raise ServiceError(f"arxiv refuses: {_text(entry, f'{_ATOM}summary')}")
    said = _text(feed, _TOTAL)
    total = int(said) if said.isdigit() else None
    if not entries and total is not None and start < min(total, MOST):
        raise ValueError(f"an empty page although there are {total:,} records")
    return Page([r for e in entries if (r := _record(e))], total)


def _record(entry: Element) -> dict[str, Any] | None:
    key = ids.arxiv(_text(entry, f"{_ATOM}id"))
    title = _text(entry, f"{_ATOM}title")
    if not key or not title:
        return None
    names = [t for a in entry.findall(f"{_ATOM}author") if (t := _text(a, f"{_ATOM}name"))]
    categories = [c.get("term", "") for c in entry.findall(f"{_ATOM}category")]
    return {
        "id": key,
        "title": title,
        "abstract": _text(entry, f"{_ATOM}summary"),
        "authors": ", ".join(names),
        "authors_parsed": [[*reversed(_parts(n)), ""] for n in names],
        "categories": " ".join(categories),
        "comments": _text(entry, f"{_ARXIV}comment") or None,
        "journal-ref": _text(entry, f"{_ARXIV}journal_ref") or None,
        "doi": _text(entry, f"{_ARXIV}doi") or None,
        "versions": [{"version": "v1", "created": _text(entry, f"{_ATOM}published")}],
        "update_date": _text(entry, f"{_ATOM}updated")[:10],
    }


def _parts(name: str) -> tuple[str, str]:
    first, _, last = name.rpartition(" ")
    return first, last


def _text(element: Element, tag: str) -> str:
    found = element.find(tag)
    return "" if found is None else " ".join("".join(found.itertext()).split())


def identify(email: str | None, key: str | None) -> tuple[dict[str, str], dict[str, str]]:
    """arXiv asks for nothing but the pause."""
    return {}, {}
