"""What the browser's canvas shows: filters, measures, the whole graph; the address keeps it."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.viz.browser.drawn import Drawn
from tests.viz.browser.opened import Opened

pytestmark = pytest.mark.browser


def overlap(boxes: list[dict[str, float]]) -> list[tuple[int, int]]:
    return [
        (i, j)
        for i, a in enumerate(boxes)
        for j, b in enumerate(boxes[:i])
        if a["x"] < b["x"] + b["width"] and b["x"] < a["x"] + a["width"]
        and a["y"] < b["y"] + b["height"] and b["y"] < a["y"] + a["height"]
    ]  # fmt: skip


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


def test_back_to_the_start_after_a_reload_says_nothing_of_taking_away(
    drawn: Drawn, paper: str
) -> None:
    drawn.page.wait_for_url("**#nodes=**")
    drawn.page.reload()
    drawn.until(lambda: drawn.there() == {paper})
    drawn.opened.until("() => document.querySelector('.said').textContent === ''")
    drawn.page.evaluate(
        "() => { const said = document.querySelector('.said'); window.heard = [];"
        " new MutationObserver(() => window.heard.push(said.textContent))"
        ".observe(said, { childList: true }); }"
    )
    drawn.page.go_back()
    drawn.opened.until("() => document.querySelector('.start').checkVisibility()")
    assert drawn.there() == set()
    assert drawn.page.evaluate("window.heard") == []
    drawn.page.keyboard.press("Control+z")
    drawn.until(lambda: drawn.there() == {paper})


def test_every_step_back_changes_something(drawn: Drawn, paper: str) -> None:
    """What the search opened is open still when it is clicked: no step of its own."""
    drawn.page.wait_for_url("**open=**")
    length = drawn.page.evaluate("history.length")
    drawn.click(paper)
    drawn.opened.until("() => !location.hash.includes('open=')")
    assert drawn.page.evaluate("history.length") == length
    drawn.page.go_back()
    drawn.opened.until("() => document.querySelector('.start').checkVisibility()")


def test_an_address_of_nonsense_is_no_harm(opened: Opened) -> None:
    opened.page.goto(
        f"{opened.served.base}/#nodes=Paper%2Fnothing%0A..%2F%0A&open=%7B%22x%22&from=abc&selected=zz"
    )
    opened.page.reload()
    opened.page.locator(".start-community").first.wait_for()
