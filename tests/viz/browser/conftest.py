"""What the tests of the graph browser share: it on a graph, its page open, its canvas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.folder import GraphFolder
from tests.conftest import cannot, neo4j_store
from tests.viz.browser.drawn import SURVEY, Drawn
from tests.viz.browser.opened import BUILT, Opened, context_of
from tests.viz.browser.served import Served, serving

ENGINE_MATTERS = ("asking", "elsewhere", "reading", "search", "trouble")
"""Tests of the page, ``test_app_NAME.py``, that run on both engines; the others look at what the
page does with answers, which ``test_api_contract.py`` shows to be the same."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The page is tested on the example in its folder, and where the engine may matter on the
    listing in a server."""
    page = metafunc.module.__name__.rpartition(".test_app_")[2]
    if "browsed" in metafunc.fixturenames and page in ENGINE_MATTERS:
        graphs = ["example", pytest.param("listing", marks=pytest.mark.neo4j)]
        metafunc.parametrize("browsed", graphs, indirect=True, scope="module")


@pytest.fixture(scope="session")
def browsed_example(example_graph: Path) -> Iterator[Served]:
    with serving(example_graph) as served:
        yield served


@pytest.fixture(scope="session")
def browsed(request: pytest.FixtureRequest) -> Iterator[Served]:
    """The example, browsed in its folder; as parameter "listing" the listing in a Neo4j server."""
    if getattr(request, "param", "example") == "example":
        yield request.getfixturevalue("browsed_example")
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
    if not BUILT.exists():
        cannot("the page of the graph browser is not built: python3 tasks.py page")
    context = context_of(browser)
    yield context
    context.close()


@pytest.fixture
def opened(window: Any, browsed: Served) -> Iterator[Opened]:
    """The example, open; nothing may have gone wrong in the end."""
    page = Opened(window, browsed)
    yield page
    try:
        page.quiet()
    finally:
        page.close()


@pytest.fixture
def drawn(opened: Opened) -> Drawn:
    return Drawn(opened)


@pytest.fixture
def paper(drawn: Drawn) -> str:
    """A paper with many links, alone on the canvas."""
    drawn.opened.read(SURVEY, "Paper")
    drawn.settled()
    (key,) = drawn.there()
    return key
