"""The browser's canvas in a real Chromium: expanding, undo, selecting, moving, by keyboard."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from tests.viz.browser.drawn import SURVEY, Drawn, busiest
from tests.viz.browser.graphs import graph_of
from tests.viz.browser.opened import Opened
from tests.viz.browser.served import serving

pytestmark = pytest.mark.browser


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


def test_an_expansion_goes_on_after_a_reload(window: Any, tmp_path: Path) -> None:
    """One click brings what is not there yet, though the page has forgotten how far it was."""
    papers = [{"id": f"p{i:03}", "title": f"Paper {i}", "year": 2000} for i in range(71)]
    cites = [
        {"source_label": "Paper", "source": f"p{i:03}", "target_label": "Paper", "target": "p000"}
        for i in range(1, 71)
    ]
    with serving(graph_of(tmp_path / "hub.kg", {"Paper": papers}, {"CITES": cites})) as served:
        opened = Opened(window, served, "/#nodes=Paper%2Fp000")
        drawn = Drawn(opened)
        drawn.settled()
        drawn.expand("Paper/p000", "CITES")
        drawn.page.wait_for_url("**p030**")
        drawn.page.reload()
        drawn.until(lambda: len(drawn.there()) == 31)
        drawn.settled()
        drawn.menu("Paper/p000").locator("[data-type=CITES]").click()
        drawn.until(lambda: len(drawn.there()) == 61)
        opened.quiet()
        opened.close()


def test_two_quick_clicks_bring_neighbours_once(drawn: Drawn, paper: str) -> None:
    asked: list[str] = []
    drawn.page.on("request", lambda r: asked.append(r.url) if "/api/expand" in r.url else None)
    onto = drawn.opened.side.locator(".reading-kinds .reading-onto").first
    onto.evaluate("button => { button.click(); button.click(); }")
    drawn.until(lambda: len(drawn.there()) > 1)
    drawn.settled()
    assert len(asked) == 1


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


def test_escape_closes_the_menu_and_keeps_the_selection(drawn: Drawn, paper: str) -> None:
    menu = drawn.menu(paper)
    drawn.page.keyboard.press("Escape")
    menu.wait_for(state="hidden")
    assert drawn.selected() == {paper}
    drawn.page.keyboard.press("Escape")
    drawn.until(lambda: drawn.selected() == set())


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
