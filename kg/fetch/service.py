"""What a scholarly service is to kg: what is asked of it, page by page, and how it answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a service.

    Attributes:
        path: Below the service's address, without a leading slash; may be empty.
        params: The query string.
        body: Sent as JSON by POST; by GET when it is None.
    """

    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    body: Any = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the records that a service has for a query.

    Attributes:
        records: As they go into the file, a line each.
        total: How many the service has in all, where it says so.
    """

    records: list[dict[str, Any]]
    total: int | None = None


class Ask(Protocol):
    """Asks a service, or remembers what it answered."""

    def __call__(self, request: Request, understand: Callable[[bytes], T]) -> T:
        """What `understand` makes of the answer.

        Args:
            request: The question.
            understand: Raises ValueError when an answer is not what the service
                promises; then the question is asked again.

        Raises:
            ServiceError: The service refuses, or does not answer in spite of repeated tries.
        """
        ...


@dataclass(frozen=True, slots=True)
class Service:
    """A service that papers are fetched from.

    Attributes:
        name: As the user types it; also the format that `kg.sources` reads the file as.
        url: Its address; ``KG_NAME_URL`` in the environment stands in for it.
        pause: Seconds between two requests.
        most: Records that it gives for one query.
        pages: The pages for a query; the second argument is how many records are wanted.
        identify: Query parameters and headers that say who asks, of an email address and a
            key (``KG_NAME_KEY``), where there are any.
    """

    name: str
    url: str
    pause: float
    most: int
    pages: Callable[[str, int, Ask], Iterator[Page]]
    identify: Callable[[str | None, str | None], tuple[dict[str, str], dict[str, str]]]

    @property
    def variable(self) -> str:
        """How the names of its environment variables begin."""
        return f"KG_{self.name.upper()}"


def json_object(body: bytes) -> dict[str, Any]:
    """An answer that is a JSON object.

    Raises:
        ValueError: It is none.
    """
    value = _json(body)
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    return value


def json_records(body: bytes) -> list[dict[str, Any]]:
    """An answer that is a JSON list of records; those that the service doesn't have go.

    Raises:
        ValueError: It is none.
    """
    return records(_json(body))


def records(value: Any) -> list[dict[str, Any]]:
    """A list of records; nulls go.

    Raises:
        ValueError: It is none.
    """
    if not isinstance(value, list) or not all(isinstance(r, dict | None) for r in value):
        raise ValueError("no list of records in the answer")
    return [r for r in value if r is not None]


def count(value: Any) -> int | None:
    """A number of records, where an answer has one."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except RecursionError:
        raise ValueError("JSON that is nested too deeply") from None
