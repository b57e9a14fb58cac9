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
import pytest

from kg.folder import GraphFolder
from tests.conftest import PASSWORD, cannot, neo4j_store

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


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The page is tested on the example in its folder and on the listing in a server."""
    if "browsed" in metafunc.fixturenames and ".test_app_" in metafunc.module.__name__:
        graphs = ["example", pytest.param("listing", marks=pytest.mark.neo4j)]
        metafunc.parametrize("browsed", graphs, indirect=True, scope="module")


@pytest.fixture(scope="session")
def browsed(request: pytest.FixtureRequest, example_graph: Path) -> Iterator[Served]:
    """The example, browsed in its folder; as parameter "listing" the listing in a Neo4j server."""
    if getattr(request, "param", "example") == "example":
        with serving(example_graph) as served:
            yield served
        return
    listing, uri = (request.getfixturevalue(name) for name in ("seed_graph", "neo4j_uri"))
    with neo4j_store(uri, GraphFolder.open(listing).tables()), serving(uri) as served:
        yield served


@pytest.fixture(params=["ladybug", "neo4j"], scope="module")
def either(request: pytest.FixtureRequest, example_graph: Path) -> Iterator[Served]:
    """The example, browsed on each engine."""
    if request.param == "ladybug":
        yield request.getfixturevalue("browsed")
        return
    uri = request.getfixturevalue("neo4j_uri")
    with neo4j_store(uri, GraphFolder.open(example_graph).tables()), serving(uri) as served:
        yield served


@pytest.fixture(scope="session")
def example_counts(example_graph: Path) -> dict[str, int]:
    """Rows of each table of the example, read from its files."""
    return dict(GraphFolder.open(example_graph).tables().counts())


@pytest.fixture(scope="session")
def window(browser: Any) -> Iterator[Any]:
    """A context that pages share: what they have loaded once, and the history."""
    from tests.viz.browser.opened import BUILT, context_of

    if not BUILT.exists():
        cannot("the page of the graph browser is not built: python3 tasks.py page")
    context = context_of(browser)
    yield context
    context.close()


@pytest.fixture
def opened(window: Any, browsed: Served) -> Iterator[Any]:
    """The example, open; nothing may have gone wrong in the end."""
    from tests.viz.browser.opened import Opened

    page = Opened(window, browsed)
    yield page
    try:
        page.quiet()
    finally:
        page.close()
