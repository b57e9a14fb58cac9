"""Fetching records from scholarly services into a file that `kg.sources` reads.

Records are kept as the service gives them, a line each. Every page that was answered is kept on
disk, so that a fetch that was stopped goes on where it was, and the same one asks for nothing.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import IO, Any, TypeVar

from kg.errors import GraphError, ServiceError, UsageError
from kg.fetch import arxiv, crossref, openalex, semantic_scholar
from kg.fetch.cache import Cache
from kg.fetch.cache import folder as cache_folder
from kg.fetch.http import Client
from kg.fetch.service import Page, Request, Service
from kg.progress import QUIET, Progress
from kg.wording import counted

__all__ = ["LIMIT", "SERVICES", "Fetched", "fetch"]

T = TypeVar("T")

LIMIT = 1_000
"""Records that are fetched by default."""


def _service(name: str, module: ModuleType) -> Service:
    return Service(
        name, module.URL, module.PAUSE, module.MOST, module.pages, module.identify
    )  # fmt: skip


SERVICES: dict[str, Service] = {
    name: _service(name, module)
    for name, module in (
        ("openalex", openalex),
        ("semanticscholar", semantic_scholar),
        ("crossref", crossref),
        ("arxiv", arxiv),
    )
}
"""Name to service; a file that was fetched is read as the source of the same name."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch brought.

    Attributes:
        path: The file.
        records: How many are in it.
        total: How many the service has for the query, where it says so.
        requests: How many were sent, repeated ones among them.
        remembered: Pages that an earlier fetch had brought.
    """

    path: Path
    records: int
    total: int | None
    requests: int
    remembered: int


def fetch(
    service: str,
    query: str,
    output: Path | str,
    *,
    limit: int = LIMIT,
    email: str | None = None,
    pause: float | None = None,
    backoff: float = 1.0,
    fresh: bool = False,
    force: bool = False,
    progress: Progress = QUIET,
    tell: Callable[[str], None] = lambda line: None,
) -> Fetched:
    """Bring the records that a service finds for a query into one file.

    The file appears whole; until then ``FILE.part`` holds what has come.

    Args:
        service: A key of `SERVICES`.
        query: In the service's own language.
        output: The file to make, gzip when its name ends in ``.gz``.
        limit: Records at most.
        email: Told to the services that ask for it; default ``$KG_EMAIL``.
        pause: Seconds between two requests; by default what the service asks for.
        backoff: Seconds before the first repeated try.
        fresh: Ask again for pages that an earlier fetch brought.
        force: Replace a file that is there.
        progress: Told of each record.
        tell: Told, in a line each, of what the service has and of waits.

    Raises:
        UsageError: No such service, an empty query, a file of another ending, or a cache that
            can't be written.
        GraphError: The file is there already, or can't be written.
        ServiceError: The service refuses, does not answer, or finds nothing.
    """
    path = Path(output)
    _check(service, query, limit)
    _check_file(path, force)
    told = SERVICES[service]
    if limit > told.most:
        tell(f"{service} gives no more than {told.most:,} records for one query")
    with closing(_Asker(told, email, pause, backoff, fresh, tell)) as asker:
        pages = _Pages(told, query.strip(), min(limit, told.most), asker, progress, tell)
        try:
            _write(pages, path)
        except ServiceError as error:
            # a place to go on from that the service no longer knows: from the beginning
            if not (asker.remembered and error.status and 400 <= error.status < 500):
                raise
            tell(f"{service} can't go on from the pages kept ({error.message}); from the beginning")
            asker.forget()
            pages.begin_anew()
            _write(pages, path)
    return Fetched(path, pages.records, pages.total, asker.requests, asker.remembered)


def _check(service: str, query: str, limit: int) -> None:
    if service not in SERVICES:
        raise UsageError(
            f"no service is called {service!r}", remedy=f"one of {', '.join(SERVICES)}"
        )
    if not query.strip():
        raise UsageError("the query is empty", remedy="say what to look for")
    if limit < 1:
        raise UsageError(f"a limit of {limit} is no number of records")


def _check_file(path: Path, force: bool) -> None:
    if path.is_dir():
        raise GraphError(f"{path} is a folder", remedy="give the name of a file")
    if not path.name.endswith((".jsonl", ".jsonl.gz")):
        raise UsageError(
            f"{path} has no ending that tells JSON Lines", remedy="one of .jsonl, .jsonl.gz"
        )
    if path.exists() and not force:
        raise GraphError(f"{path} is there already", remedy="replace it with --force")


class _Asker:
    """Asks a service what the cache doesn't know."""

    def __init__(
        self,
        service: Service,
        email: str | None,
        pause: float | None,
        backoff: float,
        fresh: bool,
        tell: Callable[[str], None],
    ) -> None:
        url = os.environ.get(f"{service.variable}_URL") or service.url
        email = email or os.environ.get("KG_EMAIL") or None
        params, headers = service.identify(
            email, os.environ.get(f"{service.variable}_KEY") or None
        )  # fmt: skip
        self.remembered = 0
        self._fresh = fresh
        self._cache = Cache(cache_folder(), service.name, url)
        self._client = Client(
            service.name,
            url,
            pause=service.pause if pause is None else pause,
            params=params,
            headers=headers | {"User-Agent": _user_agent(email)},
            backoff=backoff,
            clock=(self._cache.since_last, self._cache.asked),
            tell=tell,
        )

    def __call__(self, request: Request, understand: Callable[[bytes], T]) -> T:
        known = None if self._fresh else self._cache.read(request)
        if known is not None:
            try:
                value = understand(known)
            except ValueError:
                pass
            else:
                self.remembered += 1
                return value
        body, value = self._client.answer(request, understand)
        self._cache.write(request, body)
        return value

    @property
    def requests(self) -> int:
        return self._client.requests

    def forget(self) -> None:
        self._fresh, self.remembered = True, 0

    def close(self) -> None:
        self._client.close()


class _Pages:
    """The records of a query, each once, on their way into a file."""

    def __init__(
        self,
        service: Service,
        query: str,
        limit: int,
        asker: _Asker,
        progress: Progress,
        tell: Callable[[str], None],
    ) -> None:
        self.records = 0
        self.total: int | None = None
        self._service = service
        self._query = query
        self._limit = limit
        self._asker = asker
        self._progress = progress
        self._tell = tell
        self._seen: set[str] = set()
        self._given = 0

    def begin_anew(self) -> None:
        self.records = self._given = 0
        self._seen.clear()

    def write(self, file: IO[bytes]) -> None:
        stage = None
        for page in self._service.pages(self._query, self._limit, self._asker):
            if stage is None:
                stage = self._progress.stage("fetch", self._announce(page))
            self._given += len(page.records)
            for record in page.records:
                if self._is_new(record) and self.records < self._limit:
                    file.write(_line(record))
                    self.records += 1
                    stage.advance()
            if self.records >= self._limit:
                return
        if not self.records:
            raise ServiceError(
                f"{self._service.name} finds nothing for {self._query!r}",
                remedy="ask with fewer or other words",
            )
        if self.total is not None and self._given < min(self.total, self._limit):
            given = counted(self._given, "record")
            self._tell(f"{self._service.name} has ended after {given}; --fresh asks anew")

    def _announce(self, page: Page) -> int:
        self.total = page.total
        if page.total is None:
            return self._limit
        wanted = min(page.total, self._limit)
        self._tell(f"{self._service.name} has {counted(page.total, 'record')}; fetching {wanted:,}")
        return wanted

    def _is_new(self, record: dict[str, Any]) -> bool:
        key = record.get("id") or record.get("paperId") or record.get("DOI")
        if not isinstance(key, str):
            return True
        if key in self._seen:
            return False
        self._seen.add(key)
        return True


def _line(record: dict[str, Any]) -> bytes:
    try:
        return json.dumps(record, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:  # half a character, as an escape
        return json.dumps(record).encode() + b"\n"


def _write(pages: _Pages, path: Path) -> None:
    with _whole(path, pages) as file:
        pages.write(file)


@contextmanager
def _whole(path: Path, pages: _Pages) -> Iterator[IO[bytes]]:
    """A file that is in place once all of it is written; until then ``FILE.part``.

    A fetch that fails before the first record leaves nothing.
    """
    part = path.with_name(path.name + ".part")
    try:
        with open(part, "wb") as plain:
            if path.name.endswith(".gz"):
                with gzip.GzipFile("", "wb", 6, plain, mtime=0) as packed:
                    yield packed  # type: ignore[misc]
            else:
                yield plain
        part.replace(path)
    except OSError as error:
        raise GraphError(
            f"{path} can't be written: {error.strerror or error}", remedy="choose another place"
        ) from error
    finally:
        if not pages.records:
            part.unlink(missing_ok=True)


def _user_agent(email: str | None) -> str:
    from kg import __version__

    return f"kg-papers/{__version__}" + (f" (mailto:{email})" if email else "")
