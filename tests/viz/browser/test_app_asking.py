"""Asking in the browser's page: Cypher, recipes, history, answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.viz.browser.opened import Asking, Opened
from tests.viz.browser.served import Served

pytestmark = pytest.mark.browser
TITLES = "MATCH (p:Paper) RETURN p.title AS title ORDER BY title LIMIT 7"
DATASETS = "MATCH (p:Paper)-[r:EVALUATES_ON]->(d:Dataset) RETURN p, r, d LIMIT 12"


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


@pytest.mark.parametrize(
    ("statement", "wrong", "said"),
    [
        ("MATCH (p:Papr) RETURN p", "Papr", "no label is called Papr; did you mean Paper?"),
        ("MATCH (:Paper)-[r:CITS]->(q)\nRETURN q", "CITS",
         "no relationship type is called CITS; did you mean CITES?"),
        ("MATCH (p:Paper)\nRETURN p.titel", "titel",
         "Paper has no property titel; did you mean title?"),
    ],
    ids=["label", "type", "property"],
)  # fmt: skip
def test_a_misspelt_name_is_marked_and_refused_with_the_nearest(
    asking: Asking, statement: str, wrong: str, said: str
) -> None:
    asking.write("")
    asking.page.keyboard.type(statement)  # as a person would, with brackets closed by the editor
    marked = asking.root.locator(".cm-lintRange-error")
    marked.first.wait_for()
    assert marked.all_inner_texts() == [wrong]
    asking.page.keyboard.press("Escape")  # completion's list lies over the word
    asking.page.mouse.move(0, 0)
    marked.hover()
    asking.page.locator(".cm-tooltip-lint", has_text=said).wait_for()
    with asking.page.expect_response("**/api/query") as answer:
        asking.page.keyboard.press("Control+Enter")
    assert answer.value.status == 400
    problem = asking.root.locator(".answer-pane .answer-problem")
    problem.filter(has_text=said).wait_for()
    assert asking.rows() == []
    assert marked.all_inner_texts() == [wrong]  # still, so that one sees what to mend
    asking.run(statement.replace(wrong, said.rpartition(" ")[2].rstrip("?")))
    assert marked.count() == 0
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


def test_a_beginning_that_titles_share_and_a_name_that_none_has_are_told(opened: Opened) -> None:
    counted = "MATCH (p:Paper) WHERE toLower(p.title) STARTS WITH 'a' RETURN count(p)"
    ((many,),) = opened.served.post("/api/query", statement=counted)["rows"]
    notes = opened.ask.locator(".answer-notes p")
    for paper, said in (
        ("A", f"{many} papers are meant by 'A': "),
        ("Qqqq Zzzz", "No Paper is called 'Qqqq Zzzz'"),
    ):
        given = quote(json.dumps({"paper": paper}))
        opened.page.goto(f"{opened.served.base}/?recipe=cited-by&parameters={given}#tab=cypher")
        notes.filter(has_text=said).wait_for()
        assert notes.count() == 1
    Asking(opened).run(TITLES)
    assert notes.count() == 0
