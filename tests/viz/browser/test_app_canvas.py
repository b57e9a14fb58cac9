"""The browser's canvas in a real Chromium: expanding, selecting, undo, filters, overview, address."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.viz.browser.conftest import Served, serving
from tests.viz.browser.opened import Opened

pytestmark = pytest.mark.browser
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
        for _ in range(100):
            if condition():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("it did not happen within five seconds")


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


def busiest(served: Served, key: str) -> dict[str, Any]:
    kinds = served.get("/api/node", key=key)["kinds"]
    found: dict[str, Any] = max(kinds, key=lambda k: k["count"])
    return found


def overlap(boxes: list[dict[str, float]]) -> list[tuple[int, int]]:
    return [
        (i, j)
        for i, a in enumerate(boxes)
        for j, b in enumerate(boxes[:i])
        if a["x"] < b["x"] + b["width"] and b["x"] < a["x"] + a["width"]
        and a["y"] < b["y"] + b["height"] and b["y"] < a["y"] + a["height"]
    ]  # fmt: skip


# -- growing the picture


def test_a_node_is_expanded_by_kind_with_counts(drawn: Drawn, paper: str) -> None:
    menu = drawn.menu(paper)
    kinds = drawn.opened.served.get("/api/node", key=paper)["kinds"]
    assert menu.locator(".node-kinds .node-count").all_inner_texts() == [
        str(k["count"]) for k in kinds
    ]
    answer = drawn.expand(paper, "HAS_CONCEPT")
    assert drawn.there() == {paper} | {n["key"] for n in answer["nodes"]}
    assert {x["key"] for x in answer["links"]} <= {x["key"] for x in drawn.links()}
    places = [drawn.at(key) for key in drawn.there()]
    assert len(set(places)) == len(places)
    x, y = zip(*places, strict=True)
    box = drawn.box.bounding_box()
    assert box["x"] < min(x)
    assert max(x) < box["x"] + box["width"]
    assert box["y"] < min(y)
    assert max(y) < box["y"] + box["height"]
    assert int(drawn.box.get_attribute("data-labels")) >= min(5, len(places))


def test_an_expansion_is_capped_and_goes_on(drawn: Drawn) -> None:
    served = drawn.opened.served
    hits = served.get("/api/search", q="learning", kind="Concept", limit=30)["hits"]
    title, key, kind = next(
        (h["node"]["title"], h["node"]["key"], k)
        for h in hits
        for k in served.get("/api/node", key=h["node"]["key"])["kinds"]
        if k["count"] > 30
    )
    drawn.page.goto(f"{served.base}/#nodes={key.replace('/', '%2F')}")
    drawn.page.reload()
    drawn.settled()
    assert drawn.ask("nodes()")[0]["title"] == title
    menu = drawn.menu(key)
    button = menu.locator(f"[data-type={kind['type']}][data-direction={kind['direction']}]").first
    with drawn.page.expect_response("**/api/expand"):
        button.click()
    count = button.locator(".node-count")
    drawn.until(lambda: count.inner_text() == f"30 of {kind['count']}, more")
    drawn.settled()
    assert len(drawn.there()) == 31
    with drawn.page.expect_response("**/api/expand"):
        button.click()
    drawn.until(lambda: len(drawn.there()) == min(61, kind["count"] + 1))


def test_collapse_takes_away_what_hangs_on_a_node_alone(drawn: Drawn, paper: str) -> None:
    drawn.expand(paper, "HAS_CONCEPT")
    both = drawn.there()
    ends: dict[str, set[str]] = {key: set() for key in both}
    for link in drawn.links():
        ends[link["source"]].add(link["target"])
        ends[link["target"]].add(link["source"])
    leaves = {key for key in both - {paper} if ends[key] == {paper}}
    drawn.menu(paper).get_by_text("Collapse").click()
    drawn.until(lambda: drawn.there() == both - leaves)


def test_undo_and_redo(drawn: Drawn, paper: str) -> None:
    drawn.expand(paper, "HAS_CONCEPT")
    full = drawn.there()
    drawn.page.locator("[aria-label^='Undo']").click()
    drawn.until(lambda: drawn.there() == {paper})
    drawn.box.focus()
    drawn.page.keyboard.press("Control+Shift+z")
    drawn.until(lambda: drawn.there() == full)
    drawn.page.keyboard.press("Control+z")
    drawn.until(lambda: drawn.there() == {paper})
    drawn.page.keyboard.press("Control+z")
    drawn.page.locator(".start").wait_for()
    drawn.page.locator("[aria-label^='Redo']").click()
    drawn.until(lambda: drawn.there() == {paper})


# -- selecting and moving


def test_click_selects_and_shift_adds_and_two_can_be_asked(drawn: Drawn, paper: str) -> None:
    drawn.expand(paper, "HAS_CONCEPT")
    one, two = sorted(drawn.there() - {paper})[:2]
    drawn.click(one)
    drawn.until(lambda: drawn.selected() == {one})
    side = drawn.opened.side.locator(".reading-page")
    drawn.opened.until("key => document.querySelector('.reading-page')?.dataset.key === key", one)
    drawn.shift_click(two)
    drawn.until(lambda: drawn.selected() == {one, two})
    drawn.tool("Ways between").click()
    side.locator(".reading-way, .reading-none").first.wait_for()
    assert drawn.page.url.count("path") == 1 or drawn.page.wait_for_url("**path**") is None


def test_a_click_on_a_link_says_what_says_so(drawn: Drawn, paper: str) -> None:
    drawn.expand(paper, "HAS_CONCEPT")
    link = next(x for x in drawn.links() if x["type"] == "HAS_CONCEPT")
    place = drawn.ask("link(given)", link["key"])
    box = drawn.box.bounding_box()
    drawn.page.mouse.move(box["x"] + place["x"], box["y"] + place["y"])
    drawn.page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])
    drawn.opened.side.locator(".reading-evidence, .reading-none").first.wait_for()


def test_hovering_shows_title_and_kind(drawn: Drawn, paper: str) -> None:
    drawn.page.mouse.move(*drawn.at(paper))
    tip = drawn.page.locator(".canvas-tip:visible")
    tip.wait_for()
    assert tip.locator("strong").inner_text() == SURVEY
    assert tip.locator("span").inner_text().startswith("Paper")


def test_a_dragged_node_stays_where_it_is_put(drawn: Drawn, paper: str) -> None:
    drawn.expand(paper, "HAS_CONCEPT")
    x, y = drawn.at(paper)
    drawn.page.mouse.move(x, y)
    drawn.page.mouse.down()
    drawn.page.mouse.move(x + 60, y + 40, steps=5)
    drawn.page.mouse.move(x + 90, y + 70, steps=5)
    drawn.page.mouse.up()
    drawn.until(lambda: drawn.ask("pinned()") == [paper])
    before = next((n["x"], n["y"]) for n in drawn.ask("nodes()") if n["key"] == paper)
    other = busiest(drawn.opened.served, sorted(drawn.there() - {paper})[0])
    drawn.expand(sorted(drawn.there() - {paper})[0], other["type"])
    after = next((n["x"], n["y"]) for n in drawn.ask("nodes()") if n["key"] == paper)
    assert after == before


def test_the_lasso_selects_what_lies_inside(drawn: Drawn, paper: str) -> None:
    drawn.expand(paper, "HAS_CONCEPT")
    drawn.tool("Lasso").click()
    x, y = drawn.at(paper)
    r = 120
    loop = [
        (x + r * math.cos(a / 8 * math.pi), y + r * math.sin(a / 8 * math.pi)) for a in range(17)
    ]
    drawn.page.mouse.move(*loop[0])
    drawn.page.mouse.down()
    for spot in loop[1:]:
        drawn.page.mouse.move(*spot)
    drawn.page.mouse.up()
    inside = {
        key for key in drawn.there()
        if math.dist(drawn.at(key), (x, y)) < r * math.cos(math.pi / 16) - 1
    }  # fmt: skip
    outside = {key for key in drawn.there() if math.dist(drawn.at(key), (x, y)) > r + 1}
    drawn.until(lambda: drawn.selected() >= inside)
    assert paper in inside
    assert not drawn.selected() & outside
    assert drawn.tool("Lasso").get_attribute("aria-pressed") == "false"


def test_by_keyboard_alone(drawn: Drawn, paper: str) -> None:
    drawn.expand(paper, "HAS_CONCEPT")
    drawn.box.focus()
    drawn.page.keyboard.press("Escape")
    drawn.until(lambda: drawn.selected() == set())
    seen = set()
    for way in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp") * 2:
        drawn.page.keyboard.press(way)
        drawn.page.wait_for_timeout(30)
        seen |= drawn.selected()
    assert len(seen) >= 3
    (here,) = drawn.selected()
    drawn.page.keyboard.press("Enter")
    drawn.page.locator(".node-menu:visible .node-kinds .node-does").first.wait_for()
    drawn.page.keyboard.press("Escape")
    assert drawn.page.evaluate("document.activeElement.className").startswith("canvas-drawing")
    drawn.page.keyboard.press("Delete")
    drawn.until(lambda: here not in drawn.there())
    before = drawn.ask("ratio()")
    drawn.page.keyboard.press("+")
    drawn.until(lambda: drawn.ask("ratio()") < before)


# -- what is shown, and how


def test_the_legend_counts_and_filters_by_kind(drawn: Drawn, paper: str) -> None:
    drawn.expand(paper, "HAS_CONCEPT")
    concept = drawn.page.locator(".legend-kind[data-kind=Concept]")
    count = sum(k.startswith("Concept/") for k in drawn.there())
    assert concept.locator(".legend-count").inner_text() == str(count)
    concept.click()
    drawn.until(lambda: drawn.there(shown=True) == {paper})
    assert drawn.opened.canvas() == 1
    concept.click()
    drawn.until(lambda: len(drawn.there(shown=True)) == count + 1)


def test_links_are_filtered_by_weight_and_kind(drawn: Drawn, paper: str) -> None:
    drawn.expand(paper, "HAS_CONCEPT")
    links = drawn.links()
    drawn.page.locator(".filters-open").click()
    slider = drawn.page.locator("[data-filter=weight]")
    slider.fill("0.5")
    drawn.until(
        lambda: {x["key"] for x in drawn.links()} == {x["key"] for x in links if x["weight"] >= 0.5}
    )
    slider.fill("0")
    kinds = {x["type"] for x in links}
    for kind in kinds:
        drawn.page.locator(f".filters-type [data-type={kind}]").uncheck()
    drawn.until(lambda: drawn.links() == [])
    drawn.page.get_by_text("Show everything again").click()
    drawn.until(lambda: len(drawn.links()) == len(links))


def test_size_and_colour_by_a_measure(drawn: Drawn, paper: str) -> None:
    drawn.expand(paper, "HAS_CONCEPT")
    before = drawn.box.screenshot()
    drawn.page.locator(".filters-open").click()
    with drawn.page.expect_response("**/api/query"):
        drawn.page.locator("[data-look=colour]").select_option("degree")
    drawn.page.locator(".legend-scale:visible").wait_for()
    ends = drawn.page.locator(".legend-scale span").all_inner_texts()
    degrees = [
        drawn.opened.served.get("/api/node", key=key)["node"]["degree"] for key in drawn.there()
    ]
    assert [float(e.replace(",", "")) for e in (ends[1], ends[-1])] == [
        float(f"{d:.3g}") for d in (min(degrees), max(degrees))
    ]
    drawn.page.keyboard.press("Escape")
    assert drawn.box.screenshot() != before


# -- the whole graph


def test_the_overview_and_the_way_into_a_community(drawn: Drawn) -> None:
    answer = drawn.opened.served.get("/api/overview")
    drawn.page.get_by_role("button", name="See the whole graph").click()
    drawn.page.locator(f".overview-drawing[data-nodes='{len(answer['nodes']['key'])}']").wait_for()
    names = drawn.page.locator(".overview-name:not(.is-away)")
    names.first.wait_for()
    assert overlap([n.bounding_box() for n in names.all()]) == []
    assert names.count() >= 3
    drawn.page.wait_for_url("**#*overview=1*")
    first = names.first
    community = int(first.get_attribute("data-community"))
    members = {
        k
        for k, c in zip(answer["nodes"]["key"], answer["nodes"]["community"], strict=True)
        if c == community
    }
    first.click()
    drawn.until(lambda: drawn.there() == members)
    drawn.page.wait_for_url("**#nodes=*")
    drawn.page.go_back()
    drawn.page.locator(".overview-drawing").wait_for()


# -- the address


def test_a_link_brings_the_same_view_back(drawn: Drawn, paper: str, browser: Any) -> None:
    drawn.expand(paper, "HAS_CONCEPT")
    drawn.page.locator(".legend-kind[data-kind=Paper]").click()
    drawn.opened.tab("Table")
    drawn.page.wait_for_url("**without=Paper**")
    drawn.page.wait_for_url("**tab=table**")
    again = Opened(
        browser, drawn.opened.served, drawn.page.url.removeprefix(drawn.opened.served.base)
    )
    try:
        other = Drawn(again)
        other.settled()
        other.until(lambda: other.there() == drawn.there())
        assert other.there(shown=True) == drawn.there(shown=True)
        assert {x["key"] for x in other.ask("links()")} == {x["key"] for x in drawn.ask("links()")}
        place = {
            n["key"]: (math.floor(n["x"] + 0.5), math.floor(n["y"] + 0.5))
            for n in drawn.ask("nodes()")
        }
        assert {n["key"]: (n["x"], n["y"]) for n in other.ask("nodes()")} == place
        assert again.table.is_visible()
        again.quiet()
    finally:
        again.close()


def test_back_and_forward(drawn: Drawn, paper: str) -> None:
    drawn.page.wait_for_url("**#nodes=**")
    drawn.expand(paper, "HAS_CONCEPT")
    full = drawn.there()
    drawn.opened.until("n => decodeURIComponent(location.hash).split('\\n').length >= n", len(full))
    drawn.page.go_back()
    drawn.until(lambda: drawn.there() == {paper})
    drawn.page.go_forward()
    drawn.until(lambda: drawn.there() == full)


def test_an_address_of_nonsense_is_no_harm(opened: Opened) -> None:
    opened.page.goto(
        f"{opened.served.base}/#nodes=Paper%2Fnothing%0A..%2F%0A&open=%7B%22x%22&from=abc&selected=zz"
    )
    opened.page.reload()
    opened.page.locator(".start-community").first.wait_for()


# -- a server that goes away


def test_a_server_that_goes_away_is_told_in_a_sentence(browser: Any, example_graph: Path) -> None:
    with serving(example_graph) as served:
        opened = Opened(browser, served)
        try:
            drawn = Drawn(opened)
            opened.read(SURVEY, "Paper")
            drawn.settled()
            opened.page.route("**/api/**", lambda route: route.abort())
            x, y = drawn.at(next(iter(drawn.there())))
            opened.page.mouse.dblclick(x, y)
            problem = opened.page.locator(".node-menu .answer-problem")
            problem.wait_for()
            assert problem.inner_text() == "The server does not answer: is kg browse still running?"
            opened.page.unroute_all()
            opened.page.keyboard.press("Escape")
            opened.page.mouse.dblclick(x, y)
            opened.page.locator(".node-kinds .node-does").first.wait_for()
            assert json.dumps(drawn.ask("pinned()")) == "[]"
        finally:
            opened.close()
