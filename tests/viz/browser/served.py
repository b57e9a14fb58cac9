"""The graph browser's server, started as its user starts it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from tests.conftest import PASSWORD

_ADDRESS = re.compile(r" at (http://\S+) ")


class Served:
    """A running ``kg browse`` and a client of it."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address
        self.base = address.partition("?")[0].rstrip("/")
        self.port = int(self.base.rpartition(":")[2])
        self.client = httpx2.Client(base_url=self.base, timeout=60)

    @property
    def engine(self) -> str:
        return str(self.get("/api/about")["engine"])

    def get(self, path: str, **given: Any) -> Any:
        """The answer of an endpoint that must be 200."""
        answer = self.client.get(path, params=given)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, **given: Any) -> Any:
        answer = self.client.post(path, json=given)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, path: str, status: int, **given: Any) -> dict[str, Any]:
        """The error of an endpoint that takes JSON."""
        answer = self.client.post(path, json=given)
        assert answer.status_code == status, answer.text
        error: dict[str, Any] = answer.json()["error"]
        return error

    def key(self, title: str, label: str = "Paper") -> str:
        """The key of a node by the beginning of its name."""
        hits = self.get("/api/search", q=title, kind=label)["hits"]
        return str(hits[0]["node"]["key"])


@contextmanager
def serving(target: str | Path, *options: str) -> Iterator[Served]:
    """``kg browse`` on a free port."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "kg.cli",
            "browse",
            str(target),
            "--no-open",
            "--port",
            "0",
            *options,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"NEO4J_PASSWORD": PASSWORD, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        said: list[str] = []
        found = None
        while not found and (line := process.stdout.readline()):
            said.append(line)
            found = _ADDRESS.search(line)
        assert found, "".join(said)
        served = Served(process, found[1])
        with served.client:
            yield served
        assert process.poll() is None, "the server has fallen over"
    finally:
        process.terminate()
        process.wait(15)
