from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.folder import GraphFolder
from tests.viz.opened import FLAGS, Opened, overview
from viz import page


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """A real Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def seed_path(seed_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The map of the listing, a page on disk."""
    path = tmp_path_factory.mktemp("map") / "map.html"
    page.write(overview(GraphFolder.open(seed_graph).tables()), path, title="The listing")
    return path


@pytest.fixture(scope="module")
def seed_page(browser: Any, seed_path: Path) -> Opened:
    return Opened(browser, seed_path)
