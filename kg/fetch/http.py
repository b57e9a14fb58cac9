"""Asking a service politely: with pauses, and again when it is busy or the network fails.

httpx2 is the client because it is here already (through keybert) and well kept; tenacity repeats.
"""

from __future__ import annotations

import html
import json
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import httpx2
import tenacity

from kg.errors import ServiceError, UsageError
from kg.fetch.service import Request

T = TypeVar("T")

ATTEMPTS = 5
LONGEST = 300.0
"""Seconds that kg waits at a service's word; one that wants more is left for later."""
TIMEOUT = 60.0
_MOVES = 5
"""Redirections of one request, all within the service's own host, that are followed."""
AGAIN = "run the same command again: it goes on where it stopped"


class _PassingError(Exception):
    """What may go better next time; `after` is the service's own word on when, in seconds."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Client:
    """Asks one service.

    Args:
        name: The service.
        url: Its address.
        pause: Seconds between two requests.
        params: Added to each query string.
        headers: Sent with each request.
        backoff: Seconds before the first repeated try; they double, with some at random.
        clock: Seconds since any kg asked this service, and what is told when this one does.
        tell: Told of each wait for a busy service, in a line.
    """

    def __init__(
        self,
        name: str,
        url: str,
        *,
        pause: float,
        params: dict[str, str],
        headers: dict[str, str],
        backoff: float,
        clock: tuple[Callable[[], float], Callable[[], None]],
        tell: Callable[[str], None],
    ) -> None:
        self.requests = 0
        self._name = name
        self._url = url.rstrip("/")
        self._pause = pause
        self._params = params
        self._since_last, self._asked = clock
        self._tell = tell
        self._http = httpx2.Client(headers=headers, timeout=TIMEOUT)
        self._wait_by_default = tenacity.wait_exponential_jitter(
            multiplier=backoff, max=LONGEST, jitter=backoff
        )

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def answer(self, request: Request, understand: Callable[[bytes], T]) -> tuple[bytes, T]:
        """The body of an answer, and what `understand` makes of it.

        Raises:
            ServiceError: The service refuses, or does not answer in `ATTEMPTS` tries.
            UsageError: Its address is none.
        """
        tries = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_PassingError),
            stop=tenacity.stop_after_attempt(ATTEMPTS),
            wait=self._wait,
            before_sleep=self._before_sleep,
            reraise=True,
        )
        try:
            return tries(self._once, request, understand)
        except _PassingError as error:
            raise ServiceError(
                f"{self._name} gives no good answer in {ATTEMPTS} tries: {error}", remedy=AGAIN
            ) from error

    def _once(self, request: Request, understand: Callable[[bytes], T]) -> tuple[bytes, T]:
        time.sleep(min(self._pause, max(0.0, self._pause - self._since_last())))
        self._asked()
        self.requests += 1
        try:
            response = self._http.request(
                "GET" if request.body is None else "POST",
                f"{self._url}/{request.path}",
                params={**request.params, **self._params},
                json=request.body,
            )
            response = self._followed(response)
        except (httpx2.UnsupportedProtocol, httpx2.InvalidURL) as error:
            raise UsageError(f"{self._url} is no address of a service: {error}") from error
        except httpx2.ConnectError as error:
            raise _PassingError(f"it can't be reached: {error}") from error
        except httpx2.RequestError as error:
            raise _PassingError(str(error) or type(error).__name__) from error
        if response.status_code != 200:
            raise self._refusal(response)
        try:
            return response.content, understand(response.content)
        except ValueError as error:
            page = re.match(rb"\s*<(?:!doctype\s+)?html\b", response.content[:200], re.IGNORECASE)
            what = f"a web page came instead: {_words(response.content)}" if page else error
            raise _PassingError(f"it can't be read: {what}") from error

    def _followed(self, response: Any) -> Any:
        """The answer where a service sends on to within its own host; keys go to no other."""
        for _ in range(_MOVES):
            following = response.next_request
            if following is None or following.url.host != response.url.host:
                break
            self.requests += 1
            response = self._http.send(following)
        return response

    def _refusal(self, response: Any) -> Exception:
        status = response.status_code
        said = f"{status} {response.reason_phrase}".strip()
        if words := _words(response.content):
            said = f"{said}: {words}"
        after = _retry_after(response.headers.get("Retry-After"))
        if status in (408, 425, 429) or status >= 500 or (status == 403 and after is not None):
            if after is not None and after > LONGEST:
                return ServiceError(
                    f"{self._name} asks to wait {after / 60:,.0f} minutes ({said})",
                    remedy=f"{AGAIN}; {self._key()}",
                )
            return _PassingError(said, after)
        if moved := response.headers.get("Location"):
            return ServiceError(
                f"{self._name} sends on to {moved} ({said})",
                remedy="log in where a network asks for it, in a browser; a service that has moved "
                f"is given by KG_{self._name.upper()}_URL",
            )
        remedy = self._key() if status in (401, 403) else "change the query"
        return ServiceError(f"{self._name} refuses: {said}", remedy=remedy, status=status)

    def _key(self) -> str:
        return f"a key of the service goes into KG_{self._name.upper()}_KEY"

    def _wait(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, _PassingError) and error.after is not None:
            return error.after
        return self._wait_by_default(state)

    def _before_sleep(self, state: tenacity.RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        seconds = state.next_action.sleep if state.next_action else 0.0
        self._tell(f"{self._name}: {error}; again in {seconds:.1f} s")


def _retry_after(value: str | None) -> float | None:
    """Seconds that a header asks to wait, given as such or as a date."""
    if value is None:
        return None
    if re.fullmatch(r"\s*\d{1,9}\s*", value):
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def _words(body: bytes) -> str:
    """What a refusal says, in one line: of JSON, of Atom, of a page."""
    text = body[:20_000].decode("utf-8", errors="replace")
    try:
        found = _said(json.loads(text))
    except (ValueError, RecursionError):
        found = html.unescape(re.sub(r"<[^<>]*>", " ", _inside(text)))
    line = " ".join(found.split())
    return line if len(line) <= 200 else line[:199] + "…"


def _inside(text: str) -> str:
    for name in ("summary", "title", "h1"):
        if found := re.search(rf"<{name}\b[^>]*>(.*?)</{name}>", text, re.DOTALL):
            return found.group(1)
    return text


def _said(value: Any) -> str:
    if isinstance(value, dict):
        said = (value[k] for k in ("message", "error", "detail") if value.get(k))
        return _said(next(said, ""))
    if isinstance(value, list):
        return "; ".join(_said(v) for v in value[:3])
    return str(value)
