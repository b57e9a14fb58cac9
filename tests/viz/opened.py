"""A page opened in a real Chromium."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.tables import GraphTables
from viz import scene, views
from viz.reading import TablesReading

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class Opened:
    """A page in the browser, with every request and every complaint it made."""

    def __init__(self, browser: Any, path: Path, **context: Any) -> None:
        still = {"viewport": {"width": 1400, "height": 900}, "reduced_motion": "reduce"}
        options = {**still, **context}
        self.page = browser.new_page(**options)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda r: self.requests.append(r.url))
        self.page.on("console", lambda m: self.complaints.append(m.text))
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.on("dialog", lambda d: (self.complaints.append("dialog"), d.dismiss()))
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("body[data-ready=yes]")

    def of(self, script: str) -> Any:
        """What a script gives in the page."""
        return self.page.evaluate(script)

    def find(self, text: str) -> None:
        """Search for a text as a person would."""
        self.page.fill("#search", text)
        self.page.press("#search", "Enter")

    @property
    def panel(self) -> Any:
        return self.page.locator("#panel")

    @property
    def foreign(self) -> list[str]:
        """Requests for anything but the file itself and what it carries."""
        return [u for u in self.requests if not u.startswith(("file:", "data:", "blob:"))]


def overview(graph: GraphTables) -> scene.Scene:
    return views.overview(TablesReading(graph))
