"""The browser's canvas: what is drawn on it, and the mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.viz.browser.opened import PATIENCE, Opened
from tests.viz.browser.served import Served

SURVEY = "A Survey of Active Learning for Text Classification using Deep Neural Networks"


class Drawn:
    """What is drawn, and the mouse on it."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.page = opened.page
        self.box = opened.page.locator(".canvas-drawing")

    def ask(self, what: str, given: Any = None) -> Any:
        return self.box.evaluate(f"(box, given) => box.kg.{what}", given)

    def settled(self) -> None:
        """Wait until every node has its place, and until it is drawn there."""
        self.opened.until(
            "() => { const box = document.querySelector('.canvas-drawing');"
            " return box.checkVisibility() && !box.kg.settling(); }"
        )
        self.page.evaluate(
            "() => new Promise(f => requestAnimationFrame(() => requestAnimationFrame(f)))"
        )
        self.page.evaluate(
            "() => new Promise(f => requestAnimationFrame(() => requestAnimationFrame(f)))"
        )

    def there(self, shown: bool = False) -> set[str]:
        return {n["key"] for n in self.ask("nodes()") if not (shown and n.get("hidden"))}

    def links(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = [x for x in self.ask("links()") if not x.get("hidden")]
        return found

    def selected(self) -> set[str]:
        return set(self.ask("selected()"))

    def at(self, key: str) -> tuple[float, float]:
        """Where a node is on the page."""
        place = self.ask("at(given)", key)
        box = self.box.bounding_box()
        return box["x"] + place["x"], box["y"] + place["y"]

    def click(self, key: str, **given: Any) -> None:
        x, y = self.at(key)
        self.page.mouse.move(x, y)
        self.page.mouse.click(x, y, **given)

    def shift_click(self, key: str) -> None:
        self.page.keyboard.down("Shift")
        self.click(key)
        self.page.keyboard.up("Shift")

    def menu(self, key: str) -> Any:
        """The menu of a node, by double click."""
        x, y = self.at(key)
        self.page.mouse.dblclick(x, y)
        self.page.locator(".node-kinds .node-does").first.wait_for()
        return self.page.locator(".node-menu")

    def expand(self, key: str, kind: str) -> Any:
        """Expand by a kind of link; gives the server's answer."""
        menu = self.menu(key)
        with self.page.expect_response("**/api/expand") as answer:
            menu.locator(f"[data-type={kind}]").first.click()
        self.page.keyboard.press("Escape")
        self.settled()
        return answer.value.json()

    def tool(self, name: str) -> Any:
        return self.page.locator(f".canvas-front button[title^='{name}']").first

    def until(self, condition: Callable[[], bool]) -> None:
        for _ in range(20 * PATIENCE):
            if condition():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"it did not happen within {PATIENCE} seconds")


def busiest(served: Served, key: str) -> dict[str, Any]:
    kinds = served.get("/api/node", key=key)["kinds"]
    found: dict[str, Any] = max(kinds, key=lambda k: k["count"])
    return found
