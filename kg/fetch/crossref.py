"""Crossref works: a search or a filter, by offset.

By offset and not by cursor: a cursor of Crossref's keeps its place at the service, so that a page
whose answer was lost can't be asked for again.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.fetch.service import Ask, Page, Request, count, json_object, records

URL = "https://api.crossref.org"
PAUSE = 0.5
MOST = 10_000
PAGE = 100
_FILTER = "filter:"


def pages(query: str, limit: int, ask: Ask) -> Iterator[Page]:
    """Works that a search finds; ``filter:has-abstract:1,type:journal-article`` is a filter."""
    question = {"filter": query[len(_FILTER) :]} if query.startswith(_FILTER) else {"query": query}
    offset = 0
    while offset < MOST:
        rows = min(PAGE, limit, MOST - offset)
        page = ask(Request("works", question | {"rows": str(rows), "offset": str(offset)}), _page)
        if not page.records:
            return
        yield page
        offset += len(page.records)
        if page.total is not None and offset >= page.total:
            return


def _page(body: bytes) -> Page:
    message = json_object(body).get("message")
    if not isinstance(message, dict):
        raise ValueError("no message in the answer")
    return Page(records(message.get("items")), count(message.get("total-results")))


def identify(email: str | None, key: str | None) -> tuple[dict[str, str], dict[str, str]]:
    """An address leads to Crossref's polite pool, a key to that of its subscribers."""
    headers = {"Crossref-Plus-API-Token": f"Bearer {key}"} if key else {}
    return ({"mailto": email} if email else {}), headers
