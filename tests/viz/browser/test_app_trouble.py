"""What can go wrong on the browser's page: hostile texts, no nodes, a server that goes away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from kg.pipeline import build
from tests.viz.browser.drawn import SURVEY, Drawn
from tests.viz.browser.graphs import graph_of
from tests.viz.browser.opened import Opened, flat
from tests.viz.browser.served import Served, serving

pytestmark = pytest.mark.browser


CALLED = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot"]
EVIL = [
    "<script>document.title='hacked'</script>",
    "<img src=x onerror=\"document.title='hacked'\">",
    "\"><svg onload=document.title='hacked'>",
    "javascript:document.title='hacked'",
    "{{constructor.constructor('document.title=1')()}}",
    "\u202egnp.exe &lt;b&gt; ]]> --> ${document.title}",
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A graph whose every text is markup; one abstract of a megabyte with wide characters."""
    folder = tmp_path_factory.mktemp("hostile")
    papers = [
        {
            "id": f"x{i}",
            "title": f"Attack {CALLED[i]} {evil}",
            "abstract": f"We introduce {evil} on the ImageNet dataset. 🧪 {evil}. "
            "We evaluate on ImageNet.",
            "url": f"https://example.org/{i}",
            "authors": [evil],
            "venue": evil,
        }
        for i, evil in enumerate(EVIL)
    ]
    sentence = "🧪 The Zorblatt dataset is large. We evaluate on ImageNet. "
    papers.append({"id": "long", "title": "A long one", "abstract": sentence * 18_000})
    path = folder / "papers.jsonl"
    path.write_text("\n".join(json.dumps(p) for p in papers), encoding="utf-8")
    build([path], folder / "hostile.kg")
    with serving(folder / "hostile.kg") as served:
        yield served


def test_no_text_runs_as_markup(browser: Any, hostile: Served) -> None:
    page = Opened(browser, hostile)
    page.page.locator(".start-recipe").first.wait_for()
    for called, evil in zip(CALLED, EVIL, strict=True):
        page.read(f"Attack {called}", "Paper/")
        page.until("x => document.querySelector('.reading h2')?.textContent.includes(x)", called)
        shown = flat(page.side.locator("h2").evaluate("e => e.textContent"))
        assert flat(unescape(evil))[:12] in shown
        abstract = page.side.locator(".reading-text").evaluate("e => e.textContent")
        assert flat(evil)[:12] in flat(abstract)
    page.tab("Table")
    page.table.locator("tr[data-place]").nth(2).wait_for()
    page.look_for("Attack")
    strange = (
        "document.querySelectorAll('.panel :not(.cm-widgetBuffer):is(img), .panel script, .panel b, [onerror], [onload],"
        'a[href^="javascript"]\').length'
    )
    assert page.page.evaluate(strange) == 0
    assert page.page.title() not in ("hacked", "1")
    page.quiet()
    page.close()


def test_an_abstract_of_a_megabyte_does_not_stop_the_page(browser: Any, hostile: Served) -> None:
    page = Opened(browser, hostile)
    page.page.evaluate(
        "new PerformanceObserver(l => l.getEntries().forEach(e => "
        "document.body.dataset.longest = Math.max(Number(document.body.dataset.longest ?? 0), e.duration)"
        ")).observe({entryTypes: ['longtask']})"
    )
    page.read("A long one", "Paper/")
    text = page.side.locator(".reading-text")
    more = page.side.get_by_role("button", name="Read on")
    more.wait_for()
    assert text.evaluate("e => e.textContent.length") < 20_000
    first = text.locator(".mention").first
    assert first.inner_text() in ("Zorblatt", "ImageNet", "Zorblatt dataset")
    more.click()
    assert text.evaluate("e => e.textContent.length") > 60_000
    longest = float(page.page.evaluate("document.body.dataset.longest ?? '0'"))
    assert longest < 1_500  # milliseconds, on a busy machine
    page.quiet()
    page.close()


def test_an_empty_graph_says_so(browser: Any, tmp_path: Path) -> None:
    with serving(graph_of(tmp_path / "empty.kg", {}, {})) as served:
        page = Opened(browser, served)
        page.page.locator(".start-empty").wait_for()
        assert "This graph is empty" in page.page.locator(".start-empty").inner_text()
        page.quiet()
        page.close()


def test_a_server_that_goes_away_and_comes_back(browser: Any, example_graph: Path) -> None:
    with serving(example_graph) as served:
        page = Opened(browser, served)
        page.page.locator(".start-community").first.wait_for()
        page.read("MUVERA", "Paper/")
    page.words.fill("BEIR")
    problem = page.page.locator(".search-foot:visible [role=alert]")
    problem.wait_for()
    assert "The server does not answer" in problem.inner_text()
    page.words.press("Escape")
    page.side.locator(".mention[role=button]").first.click()
    page.side.locator("[role=alert]").wait_for()
    page.page.get_by_role("button", name="Whole graph").click()
    again = page.page.locator(".overview-said").get_by_role("button", name="Try again")
    again.wait_for()
    with serving(example_graph, "--port", str(served.port)):
        again.click()
        page.page.locator(".overview-name").first.wait_for(state="attached")
        page.page.locator(".overview").get_by_role("button", name="Back").click()
        page.side.get_by_role("button", name="Try again").click()
        page.side.locator(".reading-page h2").wait_for()
        page.look_for("BEIR")
        page.page.locator(".search-hit:visible").first.wait_for()
    page.close()


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
