from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.viz.opened import FLAGS


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """A real Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()
