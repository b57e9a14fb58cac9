"""The browser's page in a real Chromium, used as a person uses it."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

from tests.viz.browser.served import Served

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--enable-unsafe-swiftshader",
]
PATIENCE = 30
"""Seconds that a page may take on a busy machine."""
BUILT = Path(__file__).resolve().parents[3] / "viz" / "browser" / "static" / "index.html"


def context_of(browser: Any, **given: Any) -> Any:
    """A context of a browser, as these tests want it."""
    size = {"width": 1400, "height": 900}
    return browser.new_context(**{"viewport": size, "reduced_motion": "reduce"} | given)


def suggested(served: Served, words: str) -> list[dict[str, Any]]:
    """What the search box suggests: the best twelve, five of a kind while there are others."""
    hits = [h["node"] for h in served.get("/api/search", q=words, limit=60)["hits"]]
    if len(hits) == 60 and not any(h["label"] == "Paper" for h in hits):
        papers = served.get("/api/search", q=words, kind="Paper", limit=4)["hits"]
        hits += [h["node"] for h in papers]
    kinds = [h["label"] for h in hits]
    rank = [kinds[:i].count(kind) for i, kind in enumerate(kinds)]
    order = sorted(range(len(hits)), key=lambda i: (rank[i] >= 5, i))[:12]
    return [hits[i] for i in sorted(order)]


class Opened:
    """A page of the browser: what it asked for, what it complained of, and its parts.

    Args:
        browser: A browser, or a context of one that others use too.
        given: Options of Playwright's context.
    """

    def __init__(self, browser: Any, served: Served, path: str = "/", **given: Any) -> None:
        self.served = served
        self.own = context_of(browser, **given) if hasattr(browser, "new_context") else None
        self.page = (self.own or browser).new_page()
        self.page.set_default_timeout(1000 * PATIENCE)
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda r: self.asked.append(r.url))
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.on("dialog", lambda d: (self.complaints.append("dialog"), d.dismiss()))
        self.page.goto(served.base + path)
        self.page.wait_for_selector(".search-words", state="attached")

    def _said(self, message: Any) -> None:
        harmless = ("ERR_CONNECTION_REFUSED", "GL Driver Message")
        if message.type in ("error", "warning") and not any(x in message.text for x in harmless):
            self.complaints.append(f"{message.text} {message.location.get('url', '')}")

    def close(self) -> None:
        (self.own or self.page).close()

    def quiet(self) -> None:
        """Nothing went wrong on the page, and it asked nobody but its own server."""
        assert self.complaints == []
        elsewhere = [
            u for u in self.asked if not u.startswith((self.served.base, "blob:", "data:"))
        ]
        assert elsewhere == []

    # -- its parts

    @property
    def words(self) -> Any:
        """The search box in sight."""
        return self.page.locator(".search-words:visible").last

    @property
    def side(self) -> Any:
        return self.page.locator(".reading")

    @property
    def ask(self) -> Any:
        return self.page.locator(".ask")

    @property
    def table(self) -> Any:
        return self.page.locator(".table-panel")

    def tab(self, name: str) -> None:
        """Open a tab of the drawer."""
        tab = self.page.get_by_role("tab", name=name, exact=True).locator("visible=true").first
        tab.click()

    def look_for(self, words: str) -> None:
        """Put words into the search box and wait for what it found."""
        self.words.fill(words)
        self.found(words)

    def found(self, words: str) -> None:
        """Wait until the search box shows what these words found, not what was typed before."""
        self.until(
            "q => [...document.querySelectorAll('.search')]"
            ".some(s => s.dataset.shown === q && s.checkVisibility())",
            words,
        )

    def put_on_canvas(self, words: str) -> None:
        """What a search finds, on the canvas."""
        self.look_for(words)
        found = self.page.locator(".search-drop:visible")
        found.get_by_role("button", name="on the canvas").click()
        self.page.locator(".reading-kind", has_text="Selected").wait_for()
        self.page.keyboard.press("Escape")

    def read(self, words: str, kind: str = "") -> None:
        """Find a node by its name and open its page."""
        self.look_for(words)
        option = f".search-drop:visible .search-hit[data-key^='{kind}']"
        self.page.locator(option).first.click()
        self.side.locator(".reading-page h2").wait_for()

    def canvas(self) -> int:
        """How many nodes are shown, as the export menu says."""
        button = self.page.locator(".exports-open")
        button.click()
        text = self.page.locator(".exports-scope label").first.inner_text()
        self.page.keyboard.press("Escape")
        return int(re.sub(r"\D", "", text))

    def until(self, condition: str, given: Any = None) -> None:
        """Wait until a function of the page says yes; the page's policy forbids to poll in it."""
        end = time.monotonic() + PATIENCE
        while not self.page.evaluate(condition, given):
            assert time.monotonic() < end, f"never came true: {condition}"
            self.page.wait_for_timeout(20)


class Asking:
    """The tab where one asks."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.page = opened.page
        self.root = opened.ask
        opened.tab("Cypher")
        self.side("cypher")

    def side(self, name: str) -> None:
        self.root.locator(f"[data-side={name}]").click()

    def view(self, name: str) -> Any:
        self.root.locator(f"[data-view={name}]").click()
        return self.root.locator(".answer-pane")

    def write(self, statement: str) -> None:
        self.root.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(statement)

    def run(self, statement: str) -> Any:
        """The server's answer to a statement that was written and asked."""
        self.write(statement)
        with self.page.expect_response("**/api/query") as answer:
            self.page.keyboard.press("Control+Enter")
        body = answer.value.json()
        self.root.locator(".answer:not([aria-busy])").wait_for()
        return body

    def rows(self) -> list[list[str]]:
        """The table of the answer, as it is shown."""
        found: list[list[str]] = self.root.locator(".answer-pane tr[data-place]").evaluate_all(
            "all => all.map(r => [...r.cells].map(c => c.textContent))"
        )
        return found


def flat(text: str) -> str:
    return " ".join(text.split())
