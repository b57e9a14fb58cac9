"""Semantic Scholar: the best thousand papers by relevance, more than that in bulk.

The bulk search neither ranks nor gives references; there each page is followed by requests for
its papers with all that kg reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.fetch.service import Ask, Page, Request, count, json_object, json_records, records

URL = "https://api.semanticscholar.org/graph/v1"
PAUSE = 1.1
MOST = 10_000_000
PAGE = 100
RANKED = 1_000
"""Records that the search by relevance gives."""
FIELDS = (
    "externalIds,url,title,abstract,venue,year,authors,"
    "references.paperId,references.externalIds,references.title"
)


def pages(query: str, limit: int, ask: Ask) -> Iterator[Page]:
    """Papers that a search finds."""
    return _ranked(query, limit, ask) if limit <= RANKED else _bulk(query, ask)


def _ranked(query: str, limit: int, ask: Ask) -> Iterator[Page]:
    offset: Any = 0
    while count(offset) is not None and offset < RANKED:
        params = {
            "query": query,
            "fields": FIELDS,
            "limit": str(min(PAGE, limit, RANKED - offset)),
            "offset": str(offset),
        }
        page, following = ask(Request("paper/search", params), _page)
        if not page.records:
            return
        yield page
        offset = following.get("next")


def _bulk(query: str, ask: Ask) -> Iterator[Page]:
    token: Any = ""
    while isinstance(token, str):
        params = {"query": query, "fields": "title"} | ({"token": token} if token else {})
        found, following = ask(Request("paper/search/bulk", params), _page)
        keys = [str(r["paperId"]) for r in found.records if r.get("paperId")]
        for start in range(0, len(keys), PAGE):
            body = {"ids": keys[start : start + PAGE]}
            whole = ask(Request("paper/batch", {"fields": FIELDS}, body), json_records)
            yield Page(whole, found.total)
        token = following.get("token") or None


def _page(body: bytes) -> tuple[Page, dict[str, Any]]:
    answer = json_object(body)
    if answer.get("total") == 0:
        return Page([], 0), {}
    return Page(records(answer.get("data")), count(answer.get("total"))), answer


def identify(email: str | None, key: str | None) -> tuple[dict[str, str], dict[str, str]]:
    """A key gives a share of the service of one's own."""
    return {}, ({"x-api-key": key} if key else {})
