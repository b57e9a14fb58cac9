"""What many tests need: the shared material, a built graph, a Neo4j server, both engines."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.folder import write_tables
from kg.pipeline import build
from kg.stores import Store, neo4j_server
from kg.stores.ladybug import LadybugStore, write
from kg.stores.neo4j import Neo4jStore
from kg.tables import GraphTables

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
IN_CI = os.environ.get("CI") == "true"
PASSWORD = "only-for-tests"


def pytest_configure(config: pytest.Config) -> None:
    """Let Ctrl-C reach what the tests start, though a shell that started them in the background
    has it ignored: that is handed on to every process."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def cannot(reason: str) -> None:
    """Skip on a user's machine, fail in CI: what can't run there has not been tested."""
    if IN_CI:
        pytest.fail(f"in CI this must run: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the listing, the annotated records and real source files."""
    if not SHARED.is_dir():
        cannot(f"{SHARED} is not here")
    return SHARED


@pytest.fixture(scope="session")
def listing(shared: Path) -> Path:
    return shared / "seed" / "papers-listing.txt"


@pytest.fixture(scope="session")
def seed_graph(listing: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the listing, built once."""
    path = tmp_path_factory.mktemp("seed") / "seed.kg"
    build([listing], path)
    return path


@pytest.fixture(scope="session")
def example_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the bundled example, built once."""
    path = tmp_path_factory.mktemp("example") / "example.kg"
    build([ROOT / "examples" / "papers.jsonl"], path)
    return path


@pytest.fixture(scope="session")
def neo4j_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real Neo4j server from Maven Central's jars, for the whole session."""
    if missing := neo4j_server.missing_tools():
        cannot(f"a Neo4j server needs {' and '.join(missing)}")
    home = tmp_path_factory.mktemp("neo4j")
    with neo4j_server.Neo4jServer(home, password=PASSWORD, short=True) as server:
        yield server.uri


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a real Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        cannot("Chromium is not installed")
    assert found is not None
    return found


def _run(uri: str, cypher: str) -> list[list[object]]:
    import neo4j

    with (
        neo4j.GraphDatabase.driver(uri, auth=("neo4j", PASSWORD)) as driver,
        driver.session() as session,
    ):
        return session.run(cypher).values()


def wipe(uri: str) -> None:
    """Empty the test server: nodes only, in pieces that its small heap can take."""
    _run(uri, "MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 500 ROWS")


_loaded: dict[str, tuple[GraphTables, list[list[object]]]] = {}
"""By address, what `neo4j_store` loaded last, and how many nodes and relationships that were."""


def neo4j_store(uri: str, tables: GraphTables) -> Store:
    """The test server, holding just `tables`.

    What it holds already stays: `load` sends what differs, and nothing may have come beside it.
    """
    size = "MATCH (n) RETURN count(n) UNION ALL MATCH ()-[r]->() RETURN count(r) AS `count(n)`"
    before = _loaded.pop(uri, None)
    if before is None or before[1] != _run(uri, size) or not _same_papers(before[0], tables):
        wipe(uri)
    store = Neo4jStore(uri, "neo4j", PASSWORD)
    store.load(tables)
    _loaded[uri] = tables, _run(uri, size)
    return store


def _same_papers(one: GraphTables, other: GraphTables) -> bool:
    return bool(one.nodes["Paper"].equals(other.nodes["Paper"]))


def ladybug_store(folder: Path, tables: GraphTables) -> Store:
    """A new embedded database, holding `tables`."""
    write_tables(tables, folder)
    write(folder, folder / "graph.lbug")
    return LadybugStore(folder / "graph.lbug")
