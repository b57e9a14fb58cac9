"""The browser's start page and search box: what the graph holds, suggestions, results."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kg.folder import GraphFolder
from tests.viz.browser.opened import Opened, flat, suggested

pytestmark = pytest.mark.browser


# -- the start page


def test_the_start_page_says_what_the_graph_holds(
    opened: Opened, example_graph: Path, seed_graph: Path
) -> None:
    graph = example_graph if opened.served.engine == "ladybug" else seed_graph
    counts = GraphFolder.open(graph).tables().counts()
    start = opened.page.locator(".start")
    start.locator(".start-community").first.wait_for()
    said = start.locator(".start-holds").inner_text()
    numbers = [int(n.replace(",", "")) for n in re.findall(r"[\d,]*\d", said)]
    nodes = [counts[x] for x in ("Paper", "Concept", "Method", "Dataset", "Repository")]
    about = opened.served.get("/api/about")
    assert numbers == [nodes[0], *sorted(nodes[1:], reverse=True), sum(about["links"].values())]
    names = start.locator(".start-community .reading-name").all_inner_texts()
    communities = opened.served.get("/api/overview")["communities"]
    assert names[0] == communities[0]["name"]
    groups = opened.served.get("/api/recipes")["groups"]
    start.locator(".start-group").first.wait_for()
    assert start.locator(".start-group").count() == len(groups)


def test_a_community_and_a_question_lead_in(opened: Opened) -> None:
    community = opened.page.locator(".start-community").first
    size = int(community.locator(".reading-count").inner_text())
    community.click()
    opened.page.locator(".start").wait_for(state="hidden")
    assert opened.canvas() == size


def test_a_question_of_the_start_page_opens_its_form(opened: Opened) -> None:
    recipe = opened.page.locator(".start-recipe").first
    title = recipe.inner_text()
    recipe.click()
    opened.ask.locator(".recipe-form h3:visible").wait_for()
    assert opened.ask.locator(".recipe-form h3").inner_text() == title


# -- search


def test_suggestions_as_one_types_by_keyboard(opened: Opened) -> None:
    opened.page.locator(".start-community").first.wait_for()
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("muv", delay=20)
    opened.found("muv")
    options = opened.page.locator("[role=listbox]:visible [role=option]")
    expected = suggested(opened.served, "muv")
    assert options.evaluate_all("all => all.map(o => o.dataset.key)") == [
        node["key"] for node in expected
    ]
    assert options.first.locator("svg.kind-mark").count() == 1
    combobox = opened.words
    assert combobox.get_attribute("aria-expanded") == "true"
    opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("ArrowDown")
    active = combobox.get_attribute("aria-activedescendant")
    assert opened.page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    assert options.nth(1).get_attribute("id") == active
    opened.page.keyboard.press("ArrowUp")
    opened.page.keyboard.press("Enter")
    opened.side.locator(".reading-page h2").wait_for()
    assert flat(opened.side.locator("h2").inner_text()) == expected[0]["title"]
    assert opened.canvas() == 1


def test_escape_closes_the_suggestions_then_clears(opened: Opened) -> None:
    opened.look_for("retrieval")
    opened.words.press("Escape")
    assert opened.page.locator(".search-drop:visible").count() == 0
    assert opened.words.input_value() == "retrieval"
    opened.words.press("Escape")
    assert opened.words.input_value() == ""


def test_suggestions_are_not_all_of_one_kind(opened: Opened) -> None:
    opened.look_for("retrieval")
    options = opened.page.locator("[role=listbox]:visible [role=option]")
    keys = options.evaluate_all("all => all.map(o => o.dataset.key)")
    assert keys == [node["key"] for node in suggested(opened.served, "retrieval")]
    kinds = {key.partition("/")[0] for key in keys}
    assert {"Concept", "Paper"} <= kinds


def test_an_overtaken_search_is_given_up(opened: Opened) -> None:
    """The answer for the first word is held back until the second's has come."""
    given_up: list[str] = []
    opened.page.on("requestfailed", lambda r: given_up.append(r.url))
    held: list[Any] = []
    opened.page.route("**/api/search?q=retr*", lambda route: held.append(route))
    with opened.page.expect_request("**/api/search?q=retr*"):
        opened.words.fill("retr")
    opened.look_for("BEIR")
    opened.page.unroute_all(behavior="ignoreErrors")
    assert any("q=retr" in url for url in given_up)
    assert opened.page.locator(".search-hit:visible").first.inner_text().startswith("BEIR")


def test_kinds_and_meaning(opened: Opened) -> None:
    opened.look_for("retrieval")
    opened.page.locator(".search-chip:visible", has_text="Code").wait_for()
    assert opened.page.locator(".search-chip:visible").all_inner_texts() == [
        "All", "Papers", "Concepts", "Datasets", "Methods", "Code",
    ]  # fmt: skip
    with opened.page.expect_response("**/api/search?*kind=Paper*"):
        opened.page.locator(".search-chip[data-kind=Paper]:visible").click()
    opened.until(
        "() => [...document.querySelectorAll('.search-hit')].every(h => h.dataset.key.startsWith('Paper'))"
    )
    opened.page.locator(".search-chip[data-kind='']:visible").click()
    opened.look_for("finding objects in pictures")
    if opened.served.engine == "neo4j":
        switch = opened.page.get_by_role("switch", name="By meaning")
        assert switch.locator("visible=true").count() == 0
        return  # a server has no index of meanings
    with opened.page.expect_response("**/api/search?*meaning=true*"):
        opened.page.get_by_role("switch", name="By meaning").locator("visible=true").click()
    opened.page.locator(".search-hit:visible", has_text="object detection").first.wait_for()


def test_what_is_not_found_is_told(opened: Opened) -> None:
    opened.look_for("zzzqqq")
    foot = opened.page.locator(".search-foot:visible")
    assert "Nothing in the graph is called “zzzqqq”" in foot.inner_text()
    assert opened.words.get_attribute("aria-expanded") == "false"


def test_results_as_a_list_go_onto_the_canvas(opened: Opened) -> None:
    opened.look_for("retrieval")
    with opened.page.expect_response("**/api/search?*limit=100*"):
        opened.words.press("Enter")
    results = opened.page.locator(".search-result:visible")
    results.first.wait_for()
    hits = opened.served.get("/api/search", q="retrieval", limit=100)["hits"]
    assert results.count() == len(hits) > 12
    results.nth(2).get_by_role("button", name="Put on the canvas").click()
    opened.side.locator(".reading-page h2").wait_for()
    opened.page.get_by_role("button", name=f"Put all {len(hits)} on the canvas").click()
    opened.page.locator(".reading-kind", has_text="Selected").wait_for()
    assert opened.canvas() == len(hits)
    assert opened.side.locator("h2").inner_text() == f"{len(hits)} nodes"
