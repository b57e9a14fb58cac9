"""The table in the browser's page: sorted, filtered, selected in, saved."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.viz.browser.graphs import cited_graph
from tests.viz.browser.opened import Opened, suggested
from tests.viz.browser.served import Served, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def table(window: Any, browsed: Served) -> Iterator[Opened]:
    """The canvas with what a search found, the table open."""
    opened = Opened(window, browsed)
    opened.put_on_canvas("retrieval")
    opened.tab("Table")
    opened.table.locator("tr[data-place]").first.wait_for()
    yield opened
    opened.close()


@pytest.fixture
def filled(table: Opened) -> Iterator[Opened]:
    table.table.locator(".grid-filter:visible").fill("")
    yield table
    assert table.complaints == []


def column(opened: Opened, name: str) -> list[str]:
    heads = opened.table.locator(".grid:visible thead th").all_inner_texts()
    at = next(i for i, head in enumerate(heads) if head.strip().startswith(name))
    cells: list[str] = opened.table.locator(".grid:visible tr[data-place]").evaluate_all(
        "(all, at) => all.map(r => r.cells[at].textContent)", at
    )
    return cells


def test_the_table_holds_what_is_on_the_canvas(filled: Opened) -> None:
    nodes = suggested(filled.served, "retrieval")
    assert sorted(column(filled, "Title")) == sorted(node["title"] for node in nodes)


def test_the_table_sorts_both_ways_and_back(filled: Opened) -> None:
    first = column(filled, "Title")
    head = filled.table.locator("th", has_text="Title").get_by_role("button")
    head.click()
    assert filled.table.locator("th", has_text="Title").get_attribute("aria-sort") == "ascending"
    ordered = column(filled, "Title")
    assert sorted(ordered) == sorted(first)
    assert ordered == sorted(first, key=str.casefold)
    head.click()
    assert column(filled, "Title") == ordered[::-1]
    head.click()
    assert column(filled, "Title") == first


def test_the_table_filters(filled: Opened) -> None:
    everything = column(filled, "Title")
    words = filled.table.locator(".grid-filter:visible")
    words.fill("dense")
    assert column(filled, "Title") == [t for t in everything if "dense" in t.lower()]
    words.fill("kind:concept -dense")
    kinds = column(filled, "Kind")
    assert set(kinds) == {"Concept"}
    assert all("dense" not in t.lower() for t in column(filled, "Title"))
    words.fill("links>0")
    assert all(int(n) > 0 for n in column(filled, "Links"))
    words.fill("qqqq")
    assert "No row has all of that." in filled.table.inner_text()


def test_the_table_shows_other_columns(filled: Opened) -> None:
    filled.table.get_by_role("button", name="Columns").locator("visible=true").click()
    with filled.page.expect_response("**/api/query"):
        filled.table.locator(".grid-columns:visible label", has_text="kind").last.click()
    filled.until("() => [...document.querySelectorAll('.table-panel thead th')].length >= 5")
    filled.until(
        "() => [...document.querySelectorAll('.table-panel tr[data-place]')]"
        ".some(r => /task|method|field|other/.test(r.cells[r.cells.length - 1].textContent))"
    )


def test_filter_order_and_columns_are_in_the_address(filled: Opened) -> None:
    grid = filled.table.locator(".grid:visible")
    grid.locator(".grid-filter").fill("kind:concept")
    head = filled.table.locator("th", has_text="Title").get_by_role("button")
    head.click()
    head.click()
    ordered = column(filled, "Title")
    assert ordered == sorted(ordered, key=str.casefold, reverse=True)
    if not grid.locator(".grid-columns").is_visible():
        grid.get_by_role("button", name="Columns").click()
    grid.locator(".grid-columns label", has_text="community").click()
    filled.page.wait_for_url("**table=*concept*")
    filled.until("() => /community/.test(location.hash)")
    again = filled.page.context.new_page()
    again.goto(filled.page.url)
    again.locator(".table-panel tr[data-place='0']").wait_for()
    filled.page.wait_for_timeout(300)
    rows = again.locator(".table-panel .grid:visible tr[data-place]")
    assert [row.locator("td").nth(1).inner_text() for row in rows.all()] == ordered
    heads = again.locator(".table-panel .grid:visible th").all_inner_texts()
    assert any("Community" in h for h in heads)
    again.close()
    grid.locator(".grid-columns label", has_text="community").click()
    head.click()


def test_papers_have_their_citations_in_the_whole_graph(window: Any, tmp_path: Path) -> None:
    with serving(cited_graph(tmp_path / "cited.kg")) as served:
        opened = Opened(window, served, "/#nodes=Paper%2Fp0%0APaper%2Fp3%0APaper%2Fp5&tab=table")
        counted = "() => /6.*2.*0/s.test(document.querySelector('.grid tbody').textContent)"
        opened.until(counted)
        rows = dict(zip(column(opened, "Title"), column(opened, "Citations"), strict=True))
        assert rows == {"Paper p0": "6", "Paper p3": "2", "Paper p5": "0"}
        assert "table=" not in opened.page.url  # the columns are the usual ones
        opened.table.locator(".grid-filter:visible").fill("citations>1")
        assert column(opened, "Title") == ["Paper p0", "Paper p3"]
        opened.quiet()
        opened.close()


def test_a_graph_without_citations_has_no_column_of_them(filled: Opened) -> None:
    columns = filled.table.locator(".grid:visible .grid-columns label").all_text_contents()
    assert "doi" in columns
    assert "Citations" not in columns


def test_selecting_in_the_table_selects_everywhere(filled: Opened) -> None:
    title = column(filled, "Title")[3]
    filled.table.locator("tr[data-place='3']").click()
    filled.until("t => document.querySelector('.reading h2')?.textContent === t", title)
    assert filled.table.locator("tr[aria-selected=true]").count() == 1
    filled.page.keyboard.press("ArrowDown")
    filled.page.keyboard.press(" ")
    filled.page.locator(".reading-kind", has_text="Selected").wait_for()
    assert filled.side.locator("h2").inner_text() == "2 nodes"
    filled.table.get_by_role("button", name="Links", exact=True).first.click()
    filled.table.locator(".grid:visible tr[data-place]").first.wait_for()
    ends = set(column(filled, "From")) | set(column(filled, "To"))
    filled.table.get_by_role("button", name="Nodes", exact=True).click()
    assert ends <= set(column(filled, "Title"))


def test_the_table_is_saved(filled: Opened) -> None:
    titles = column(filled, "Title")
    with filled.page.expect_download() as download:
        filled.table.locator(".grid-right:visible").get_by_role("button", name="CSV").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    assert [row["Title"] for row in csv.DictReader(io.StringIO(text))] == titles
    with filled.page.expect_download() as download:
        filled.table.locator(".grid-right:visible").get_by_role("button", name="JSON").click()
    assert [r["Title"] for r in json.loads(Path(download.value.path()).read_text())] == titles
