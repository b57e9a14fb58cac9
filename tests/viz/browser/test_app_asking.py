"""Asking in the browser's page: Cypher, recipes, history, answers; the table; exports."""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from kg import sources
from tests.viz.browser.conftest import Served
from tests.viz.browser.opened import Opened, suggested

pytestmark = pytest.mark.browser
TITLES = "MATCH (p:Paper) RETURN p.title AS title ORDER BY title LIMIT 7"
DATASETS = "MATCH (p:Paper)-[r:EVALUATES_ON]->(d:Dataset) RETURN p, r, d LIMIT 12"


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


@pytest.fixture(scope="module")
def page(window: Any, browsed: Served) -> Iterator[Asking]:
    opened = Opened(window, browsed)
    yield Asking(opened)
    opened.close()


@pytest.fixture
def asking(page: Asking) -> Iterator[Asking]:
    """The tab with its editor in front; nothing may have gone wrong in the end."""
    page.side("cypher")
    page.view("table")
    yield page
    complaints, page.opened.complaints = page.opened.complaints, []
    assert complaints == []


# -- Cypher


def test_completion_knows_the_schema(asking: Asking) -> None:
    asking.root.locator(".cm-content").click()
    options = asking.page.locator(".cm-tooltip-autocomplete li")
    chosen = asking.page.locator(".cm-tooltip-autocomplete li[aria-selected]")
    for begun, wanted in (("MATCH (p:Pap", "Paper"), (")-[:EVAL", "EVALUATES_ON")):
        asking.page.keyboard.type(begun, delay=10)
        options.filter(has_text=wanted).first.wait_for()
        asking.page.wait_for_timeout(100)  # completion takes no key in its first 75 ms
        while wanted not in chosen.inner_text():
            asking.page.keyboard.press("ArrowDown")
        asking.page.keyboard.press("Enter")
        options.first.wait_for(state="detached")
    text = asking.root.locator(".cm-line").first.inner_text()
    assert text.startswith("MATCH (p:Paper)-[:EVALUATES_ON")
    asking.page.keyboard.type("]->(d:Dataset) RETURN p.ti", delay=10)
    options.filter(has_text="title").first.wait_for()


def test_a_statement_is_answered_as_the_server_answers_it(asking: Asking) -> None:
    answer = asking.run(TITLES)
    titles = [row[0] for row in answer["rows"]]
    assert len(titles) == 7
    assert [row[0] for row in asking.rows()] == titles
    assert asking.root.locator(".answer-line").inner_text().startswith("7 rows · ")
    assert json.loads(asking.view("json").locator("pre").inner_text()) == [
        {"title": title} for title in titles
    ]
    plan = asking.view("plan").locator("pre")
    plan.wait_for()
    assert "Paper" in plan.inner_text()
    said = asking.view("graph").locator(".answer-said").inner_text()
    assert "no nodes in this answer, only values" in said


def test_an_answer_drawn_and_put_on_the_canvas(asking: Asking) -> None:
    answer = asking.run(DATASETS)
    asking.view("graph").locator("svg").wait_for()
    drawn = asking.root.locator(".answer-drawing [data-key]")
    keys = {n["key"] for n in answer["nodes"]}
    assert set(drawn.evaluate_all("all => all.map(n => n.dataset.key)")) == keys
    asking.root.get_by_role("button", name="Show on the canvas").click()
    assert asking.opened.canvas() == len(keys)


def test_parameters_are_typed_fields(asking: Asking) -> None:
    asking.write(
        "MATCH (p:Paper) WHERE p.title CONTAINS $word RETURN p.title, $n + 1 AS more LIMIT 3"
    )
    fields = asking.root.locator(".ask-parameters .ask-field")
    fields.nth(1).wait_for()
    assert fields.locator(".ask-field-name").all_inner_texts() == ["$n", "$word"] or (
        fields.locator(".ask-field-name").all_inner_texts() == ["$word", "$n"]
    )
    number = fields.filter(has_text="$n")
    fields.filter(has_text="$word").locator("input").fill("Retrieval")
    number.locator("select").select_option("int")
    number.locator("input").fill("many")
    asking.root.get_by_role("button", name="Ask", exact=True).locator("visible=true").click()
    problem = asking.root.locator(".answer-problem:visible")
    assert problem.inner_text() == "$n takes a whole number."
    assert number.locator("input").get_attribute("aria-invalid") == "true"
    number.locator("input").fill("41")
    with asking.page.expect_response("**/api/query") as answer:
        asking.root.get_by_role("button", name="Ask", exact=True).locator("visible=true").click()
    rows = answer.value.json()["rows"]
    assert answer.value.request.post_data_json["parameters"] == {"word": "Retrieval", "n": 41}
    assert rows
    assert all("Retrieval" in title and more == 42 for title, more in rows)


def test_an_error_is_shown_where_it_is(asking: Asking) -> None:
    asking.write("MATCH (p:Paper)\nRETURM p.title")
    marked = asking.root.locator(".cm-lintRange-error, .cm-lintPoint-error")
    marked.first.wait_for(state="attached")
    assert (
        asking.root.locator(".cm-line")
        .nth(1)
        .locator(".cm-lintRange-error, .cm-lintPoint-error")
        .count()
        or asking.root.locator(".cm-line").first.locator(".cm-lintRange-error").count()
    )
    with asking.page.expect_response("**/api/query"):
        asking.page.keyboard.press("Control+Enter")
    problem = asking.root.locator(".answer-pane .answer-problem")
    problem.wait_for()
    assert len(problem.inner_text()) > 20
    asking.opened.complaints = [c for c in asking.opened.complaints if "/api/query" not in c]


def test_nothing_can_be_written(asking: Asking) -> None:
    asking.write("CREATE (p:Paper {id: 'x'}) RETURN p")
    with asking.page.expect_response("**/api/query") as answer:
        asking.page.keyboard.press("Control+Enter")
    assert answer.value.status == 400
    problem = asking.root.locator(".answer-pane .answer-problem")
    problem.filter(has_text="CREATE").wait_for()
    asking.opened.complaints = [c for c in asking.opened.complaints if "/api/query" not in c]


def test_no_rows_and_scalars_only(asking: Asking) -> None:
    asking.run("MATCH (p:Paper) WHERE p.title = 'no such title' RETURN p.title")
    assert "No rows" in asking.root.locator(".answer-pane").inner_text()
    asking.run("RETURN 6 * 7 AS answer, [1, 2] AS list, true AS yes")
    assert asking.rows() == [["42", "1; 2", "yes"]]


def test_a_hundred_thousand_rows_are_cut_and_the_table_stays_quick(asking: Asking) -> None:
    answer = asking.run("UNWIND range(1, 100000) AS n RETURN n, n * n AS square")
    assert len(answer["rows"]) == 10_000
    assert "The first 10,000 rows" in asking.root.locator(".answer-line").inner_text()
    assert asking.root.locator(".answer-pane tr[data-place]").count() < 100
    last = asking.root.locator(".answer-pane .grid-rows")
    last.evaluate("e => { e.scrollTop = e.scrollHeight; }")
    asking.root.locator(".answer-pane tr[data-place='9999']").wait_for()


# -- recipes and history


def test_a_recipe_is_a_form(asking: Asking) -> None:
    asking.side("recipes")
    groups = asking.opened.served.get("/api/recipes")["groups"]
    names = asking.root.locator(".recipe-group summary > span:first-child").all_inner_texts()
    assert [n.lower() for n in names] == [g["name"] for g in groups]
    asking.root.locator(".ask-find").fill("papers dataset")
    asking.root.locator("[data-recipe=papers-on-dataset]").click()
    form = asking.root.locator(".recipe-form")
    field = form.locator("input[name=dataset]")
    with asking.page.expect_response("**/api/search?*kind=Dataset*"):
        field.fill("")
        field.press_sequentially("BEI")
    form.locator("datalist option[value=BEIR]").wait_for(state="attached")
    field.fill("BEIR")
    with asking.page.expect_response("**/api/query") as answer:
        form.get_by_role("button", name="Ask", exact=True).click()
    assert answer.value.request.post_data_json["recipe"] == "papers-on-dataset"
    expected = asking.opened.served.post(
        "/api/query", recipe="papers-on-dataset", parameters={"dataset": "BEIR"}
    )
    asking.root.locator(".answer-pane tr[data-place]").first.wait_for()
    assert len(asking.rows()) == len(expected["rows"]) > 0
    form.get_by_role("button", name="Open as Cypher").click()
    assert "MATCH" in asking.root.locator(".cm-content").inner_text()


def test_what_was_asked_is_kept_and_asked_again(asking: Asking) -> None:
    asking.page.evaluate("localStorage.clear()")
    asking.run("RETURN 1 AS first")
    asking.run("RETURN 2 AS second")
    asking.side("history")
    kept = asking.root.locator(".ask-history strong")
    assert kept.all_inner_texts() == ["RETURN 2 AS second", "RETURN 1 AS first"]
    with asking.page.expect_response("**/api/query"):
        kept.nth(1).click()
    asking.root.locator(".answer-pane tr[data-place]").first.wait_for()
    asking.opened.until(
        "() => document.querySelector('.answer-pane th')?.textContent.startsWith('first')"
    )
    asking.side("history")
    assert kept.all_inner_texts() == ["RETURN 1 AS first", "RETURN 2 AS second"]
    asking.root.get_by_role("button", name="Forget all").click()
    assert kept.count() == 0
    assert "Nothing has been asked yet" in asking.root.inner_text()


def test_a_question_is_in_the_address_and_back_works(asking: Asking) -> None:
    asking.run("RETURN 1 AS first")
    asking.run("RETURN 2 AS second")
    there = asking.page.url
    assert "RETURN" in there
    head = "() => document.querySelector('.answer-pane th')?.textContent.startsWith(`{}`)"
    asking.page.go_back()
    asking.opened.until(head.format("first"))
    asking.page.goto(there)
    asking.opened.until(head.format("second"))


# -- the table


@pytest.fixture(scope="module")
def table(window: Any, browsed: Served) -> Iterator[Opened]:
    """The canvas with what a search found, the table open."""
    opened = Opened(window, browsed)
    opened.look_for("retrieval")
    opened.page.locator(".search-drop:visible").get_by_role("button", name="on the canvas").click()
    opened.page.locator(".reading-kind", has_text="Selected").wait_for()
    opened.page.keyboard.press("Escape")
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


# -- exports


@pytest.fixture(scope="module")
def canvas(window: Any, browsed: Served) -> Iterator[Opened]:
    """A canvas with papers and more, of which each export is taken."""
    opened = Opened(window, browsed)
    opened.look_for("text classification")
    opened.page.locator(".search-drop:visible").get_by_role("button", name="on the canvas").click()
    opened.page.locator(".reading-kind", has_text="Selected").wait_for()
    opened.page.keyboard.press("Escape")
    opened.page.mouse.move(700, 5)
    yield opened
    opened.quiet()
    opened.close()


def taken(opened: Opened, form: str, folder: Path) -> Path:
    """A file that the export menu gave."""
    opened.page.locator(".exports-open").click()
    with opened.page.expect_download() as download:
        opened.page.locator(f".exports-menu [data-form={form}]").click()
    path = folder / str(download.value.suggested_filename)
    download.value.save_as(path)
    return path


def hits(opened: Opened) -> list[dict[str, Any]]:
    return suggested(opened.served, "text classification")


def test_a_picture_and_a_drawing(canvas: Opened, tmp_path: Path) -> None:
    picture = taken(canvas, "png", tmp_path).read_bytes()
    assert picture.startswith(b"\x89PNG\r\n")
    seen = canvas.page.evaluate(
        """async picture => {
          const bytes = Uint8Array.from(atob(picture), c => c.charCodeAt(0));
          const drawn = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
          const canvas = new OffscreenCanvas(drawn.width, drawn.height);
          const on = canvas.getContext('2d');
          on.drawImage(drawn, 0, 0);
          const all = new Uint32Array(on.getImageData(0, 0, drawn.width, drawn.height).data.buffer);
          return { size: [drawn.width, drawn.height], colours: new Set(all).size };
        }""",
        base64.b64encode(picture).decode(),
    )
    assert seen["size"] == [3200, 2000]
    assert seen["colours"] > 20
    root = ElementTree.parse(taken(canvas, "svg", tmp_path)).getroot()
    keys = {e.get("data-key") for e in root.iter() if e.get("data-key")}
    assert keys == {n["key"] for n in hits(canvas)}


def test_tables_and_graphs(canvas: Opened, tmp_path: Path) -> None:
    nodes = hits(canvas)
    rows = list(csv.DictReader(taken(canvas, "csv", tmp_path).open(encoding="utf-8-sig")))
    assert sorted(r["id"] for r in rows) == sorted(n["id"] for n in nodes)
    whole = json.loads(taken(canvas, "json", tmp_path).read_text("utf-8"))
    assert {n["key"] for n in whole["nodes"]} == {n["key"] for n in nodes}
    graph = nx.read_gexf(taken(canvas, "gexf", tmp_path))
    assert graph.number_of_nodes() == len(nodes)
    assert graph.number_of_edges() == len(whole["links"])


@pytest.mark.parametrize("form", ["bib", "ris"])
def test_references(canvas: Opened, form: str, tmp_path: Path) -> None:
    papers = {n["title"] for n in hits(canvas) if n["label"] == "Paper"}
    read = sources.read([taken(canvas, form, tmp_path)], report=sources.Report())
    assert {p.title for p in read} == papers


def test_a_page_that_opens_offline(canvas: Opened, browser: Any, tmp_path: Path) -> None:
    path = taken(canvas, "page", tmp_path)
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.goto(path.as_uri())
    page.wait_for_selector("body[data-ready=yes]")
    assert page.evaluate("kgMap.nodes.length") == len(hits(canvas))
    assert [u for u in asked if not u.startswith(("file:", "data:", "blob:"))] == []
    context.close()


def test_only_the_selected(canvas: Opened, tmp_path: Path) -> None:
    canvas.tab("Table")
    canvas.table.locator("tr[data-place='0']").click()
    canvas.page.locator(".exports-open").click()
    canvas.page.locator(".exports-scope label", has_text="The selected (1)").click()
    with canvas.page.expect_download() as download:
        canvas.page.locator(".exports-menu [data-form=json]").click()
    assert len(json.loads(Path(download.value.path()).read_text("utf-8"))["nodes"]) == 1
