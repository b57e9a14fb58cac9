"""The browser's page for everybody: no serious fault by axe, no small screen too narrow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.viz.browser.drawn import Drawn
from tests.viz.browser.graphs import graph_of
from tests.viz.browser.opened import BUILT, Opened
from tests.viz.browser.served import Served, serving

pytestmark = pytest.mark.browser
AXE = BUILT.parents[1] / "app" / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = ("serious", "critical")


def faults(page: Any) -> list[str]:
    """What axe finds that is serious."""
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{v['id']}: {v['nodes'][0]['target']} {v['nodes'][0].get('failureSummary', '')[:200]}"
        for v in found["violations"]
        if v["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(browser: Any, browsed: Served, scheme: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm install in viz/browser/app")
    opened = Opened(browser, browsed, bypass_csp=True, color_scheme=scheme)
    page = opened.page
    page.locator(".start-recipe").first.wait_for()
    assert faults(page) == []
    opened.look_for("retrieval")
    assert faults(page) == []
    opened.words.press("Escape")
    opened.read("MUVERA", "Paper/")
    opened.side.locator(".reading-toggle").first.click()
    opened.side.locator(".reading-list li").first.wait_for()
    assert faults(page) == []
    opened.tab("Table")
    opened.table.locator("tr[data-place]").first.wait_for()
    assert faults(page) == []
    opened.tab("Cypher")
    opened.ask.locator("[data-recipe]:visible").first.wait_for()
    assert faults(page) == []
    opened.ask.locator("[data-side=cypher]").click()
    opened.ask.locator(".cm-content").wait_for()
    assert faults(page) == []
    opened.close()


@pytest.mark.parametrize("width", [390, 768])
def test_nothing_is_wider_than_a_small_screen(browser: Any, browsed: Served, width: int) -> None:
    opened = Opened(browser, browsed, viewport={"width": width, "height": 844}, has_touch=True)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    opened.page.locator(".start-recipe").first.wait_for()
    assert opened.page.evaluate(wide) <= 0
    opened.look_for("retrieval")
    assert opened.page.evaluate(wide) <= 0
    box = opened.page.locator(".search-drop:visible").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    opened.page.locator(".search-hit:visible").first.click()
    opened.side.locator(".reading-page h2").wait_for()
    assert opened.page.evaluate(wide) <= 0
    opened.quiet()
    opened.close()


def test_the_canvas_keeps_room_at_twice_the_size(browser: Any, browsed: Served) -> None:
    """A laptop's window at 200 % zoom: the panel stands beside the canvas, messages are seen."""
    opened = Opened(browser, browsed, viewport={"width": 700, "height": 450})
    opened.put_on_canvas("retrieval")
    canvas, side = (opened.page.locator(x).bounding_box() for x in (".canvas-drawing", ".side"))
    assert side["x"] >= canvas["x"] + canvas["width"] - 1
    assert canvas["height"] > 300
    drawn = Drawn(opened)
    drawn.settled()
    heights = [drawn.at(key)[1] for key in drawn.there()]
    assert max(heights) - min(heights) > canvas["height"] / 2
    assert opened.page.locator(".said").is_visible()
    opened.quiet()
    opened.close()


def test_the_keyboard_goes_from_the_search_to_the_canvas(browser: Any, browsed: Served) -> None:
    opened = Opened(browser, browsed)
    opened.look_for("retrieval")
    opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("Enter")
    opened.until("() => document.activeElement.classList.contains('canvas-drawing')")
    opened.close()


def test_a_title_is_read_in_its_own_direction(browser: Any, tmp_path: Path) -> None:
    titles = ["دراسة حول معالجة اللغة BERT (2023)", "A study of Arabic"]
    papers = [{"id": f"p{i}", "title": title} for i, title in enumerate(titles)]
    with serving(graph_of(tmp_path / "arabic.kg", {"Paper": papers}, {})) as served:
        opened = Opened(browser, served)
        ends = """() => { const h = document.querySelector('.reading-page h2');
            const r = document.createRange(); r.selectNodeContents(h);
            const [text, box] = [r.getBoundingClientRect(), h.getBoundingClientRect()];
            return [text.left - box.left, box.right - text.right]; }"""
        for key, right in (("p0", True), ("p1", False)):
            opened.page.goto(f"{served.base}/#nodes=Paper%2F{key}&selected=Paper%2F{key}")
            opened.page.reload()
            opened.side.locator(".reading-page h2").wait_for()
            left, rest = opened.page.evaluate(ends)
            assert (rest < left) == right
        opened.close()
