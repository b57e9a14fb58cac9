"""Answers of services on disk, so that nothing is asked for twice and a fetch can go on."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import time
import zlib
from pathlib import Path

from kg.errors import UsageError
from kg.fetch.service import Request

KEPT = 7 * 86_400
"""Seconds after which an answer is asked for anew."""


def folder() -> Path:
    """Where answers are kept: ``$KG_CACHE``, else ``kg/fetch`` in the user's cache."""
    if said := os.environ.get("KG_CACHE"):
        return Path(said)
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "kg" / "fetch"


class Cache:
    """The answers of one service.

    Args:
        root: The folder of all services' answers.
        name: The service.
        url: Its address; answers of another are not taken for its.

    Raises:
        UsageError: The folder can't be made.
    """

    def __init__(self, root: Path, name: str, url: str) -> None:
        self._folder = root / name
        self._url = url
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._forget_old()
        except OSError as error:
            raise _unusable(self._folder, error) from error

    def read(self, request: Request) -> bytes | None:
        """What the service answered within the last `KEPT` seconds."""
        try:
            return gzip.decompress(self._file(request).read_bytes())
        except (OSError, EOFError, zlib.error):
            return None

    def write(self, request: Request, answer: bytes) -> None:
        """Keep an answer.

        Raises:
            UsageError: The folder can't be written.
        """
        file = self._file(request)
        part = file.with_name(f"{file.name}.{os.getpid()}")
        try:
            part.write_bytes(gzip.compress(answer, 6))
            part.replace(file)
        except OSError as error:
            raise _unusable(self._folder, error) from error

    def since_last(self) -> float:
        """Seconds since any kg asked this service."""
        try:
            return max(0.0, time.time() - (self._folder / "last").stat().st_mtime)
        except OSError:
            return float("inf")

    def asked(self) -> None:
        """The service is being asked now."""
        try:
            (self._folder / "last").touch()
        except OSError as error:
            raise _unusable(self._folder, error) from error

    def _file(self, request: Request) -> Path:
        said = [self._url, request.path, sorted(request.params.items()), request.body]
        digest = hashlib.sha256(json.dumps(said).encode()).hexdigest()
        return self._folder / f"{digest[:40]}.gz"

    def _forget_old(self) -> None:
        now = time.time()
        for file in self._folder.glob("*.gz"):
            if now - file.stat().st_mtime > KEPT:
                file.unlink(missing_ok=True)


def _unusable(place: Path, error: OSError) -> UsageError:
    return UsageError(
        f"answers can't be kept in {place}: {error.strerror or error}",
        remedy="name another folder in the environment variable KG_CACHE",
    )
