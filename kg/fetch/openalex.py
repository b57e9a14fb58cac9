"""OpenAlex works: a search or a filter, by cursor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.fetch.service import Ask, Page, Request, count, json_object, records

URL = "https://api.openalex.org"
PAUSE = 0.2
MOST = 1_000_000
PAGE = 100
_FILTER = "filter:"


def pages(query: str, limit: int, ask: Ask) -> Iterator[Page]:
    """Works that a search finds; ``filter:cites:W2741809807`` is a filter of OpenAlex's."""
    question = {"filter": query[len(_FILTER) :]} if query.startswith(_FILTER) else {"search": query}
    cursor: Any = "*"
    while isinstance(cursor, str) and cursor:
        params = question | {"per_page": str(min(PAGE, limit)), "cursor": cursor}
        page, cursor = ask(Request("works", params), _page)
        if not page.records:
            return
        yield page


def _page(body: bytes) -> tuple[Page, Any]:
    answer = json_object(body)
    meta = answer.get("meta")
    if not isinstance(meta, dict):
        raise ValueError("no meta in the answer")
    return Page(records(answer.get("results")), count(meta.get("count"))), meta.get("next_cursor")


def identify(email: str | None, key: str | None) -> tuple[dict[str, str], dict[str, str]]:
    """An address, and the key that OpenAlex wants for more than a few requests a day."""
    said = {"mailto": email, "api_key": key}
    return {k: v for k, v in said.items() if v}, {}
