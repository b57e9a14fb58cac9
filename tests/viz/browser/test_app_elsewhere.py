"""The page on other graphs: the listing in its folder, the example in a server, papers with years."""

from __future__ import annotations

import itertools
import json
import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from kg.folder import GraphFolder
from kg.pipeline import build
from tests.conftest import neo4j_store
from tests.viz.browser.drawn import Drawn, busiest
from tests.viz.browser.graphs import hostile_graph
from tests.viz.browser.opened import Opened, flat
from tests.viz.browser.served import Served, serving

pytestmark = pytest.mark.browser


@pytest.fixture(
    params=["listing", pytest.param("example", marks=pytest.mark.neo4j)], scope="module"
)
def elsewhere(request: pytest.FixtureRequest, example_graph: Path) -> Iterator[Served]:
    """The listing on the embedded engine; the example on a server."""
    if request.param == "listing":
        with serving(request.getfixturevalue("seed_graph")) as served:
            yield served
        return
    uri = request.getfixturevalue("neo4j_uri")
    with neo4j_store(uri, GraphFolder.open(example_graph).tables()), serving(uri) as served:
        yield served


def test_a_way_over_the_canvas(window: Any, elsewhere: Served) -> None:
    """Search, expand, overview: nothing goes wrong."""
    opened = Opened(window, elsewhere)
    drawn = Drawn(opened)
    opened.read("BEIR", "Dataset")
    drawn.settled()
    (key,) = drawn.there()
    kind = busiest(elsewhere, key)
    answer = drawn.expand(key, kind["type"])
    assert drawn.there() == {key} | {n["key"] for n in answer["nodes"]}
    drawn.tool("The whole graph").click()
    opened.page.locator(".overview-name:not(.is-away)").first.wait_for()
    opened.quiet()
    opened.close()


def test_a_way_through_the_page(window: Any, elsewhere: Served, tmp_path: Path) -> None:
    """From the start page over a paper, its neighbours, a link and a question to a file."""
    page = Opened(window, elsewhere)
    page.page.locator(".start-community").first.wait_for()
    paper = elsewhere.post(
        "/api/query", statement="MATCH (p:Paper)-[r:EVALUATES_ON]->(d:Dataset) RETURN p, d LIMIT 1"
    )["rows"][0]
    title, dataset = (cell["$node"]["title"] for cell in paper)
    page.read(title, "Paper/")
    assert flat(page.side.locator("h2").inner_text()) == flat(title)
    assert page.side.locator(".mention").count() > 0
    page.side.locator(".reading-toggle[data-kind=EVALUATES_ON]").click()
    page.side.get_by_role("button", name=f"Why: {dataset}", exact=True).click()
    page.side.locator(".reading-ends").wait_for()
    page.side.get_by_role("button", name="What else links them?").click()
    page.side.locator(".reading-reasons > li").first.wait_for()
    page.side.get_by_role("button", name="Ways between them").click()
    page.side.locator(".reading-way").first.wait_for()
    page.tab("Cypher")
    page.ask.locator("[data-side=cypher]").click()
    page.ask.locator(".cm-content").click()
    page.page.keyboard.insert_text("MATCH (p:Paper)-[r:EVALUATES_ON]->(d) RETURN p, r, d LIMIT 9")
    with page.page.expect_response("**/api/query"):
        page.page.keyboard.press("Control+Enter")
    page.ask.locator("[data-view=graph]").click()
    page.ask.locator(".answer-drawing svg").wait_for()
    page.ask.get_by_role("button", name="Show on the canvas").click()
    shown = page.canvas()
    assert shown > 9
    page.page.locator(".exports-open").click()
    with page.page.expect_download() as download:
        page.page.locator(".exports-menu [data-form=csv]").click()
    assert len(Path(download.value.path()).read_text("utf-8").splitlines()) >= shown + 1
    page.quiet()
    page.close()


# -- papers with years


YEARS = [1998, 1998, 2001, 2005, 2005, 2005, 2009, 2009, 2012, 2012, 2012, 2012, 2013, 2014, 2014]


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Fifteen papers of sixteen years; each cites the three before it."""
    folder = tmp_path_factory.mktemp("dated")
    papers = [
        {
            "id": f"p{i:02d}",
            "title": f"Paper number {i} about the drawing of large graphs",
            "year": year,
            "references": [f"p{j:02d}" for j in range(max(0, i - 3), i)],
        }
        for i, year in enumerate(YEARS)
    ]
    path = folder / "papers.jsonl"
    path.write_text("\n".join(json.dumps(p) for p in papers), encoding="utf-8")
    build([path], folder / "dated.kg")
    with serving(folder / "dated.kg") as served:
        yield served


@pytest.fixture
def timeline(window: Any, dated: Served) -> Iterator[Drawn]:
    """All papers with a year on the canvas, along their years."""
    rows = dated.post("/api/query", statement="MATCH (p:Paper) RETURN p.id ORDER BY p.id")["rows"]
    nodes = "\n".join(f"Paper/{row[0]}" for row in rows)
    opened = Opened(window, dated, "/#" + urlencode({"nodes": nodes}))
    drawn = Drawn(opened)
    drawn.settled()
    opened.page.get_by_role("button", name="Timeline").click()
    opened.page.locator(".canvas-year:visible").first.wait_for()
    drawn.settled()
    yield drawn
    opened.quiet()
    opened.close()


def test_on_the_timeline_later_years_are_farther_right(timeline: Drawn) -> None:
    nodes = sorted(timeline.ask("nodes()"), key=lambda n: n["year"])
    assert [n["year"] for n in nodes] == YEARS
    places = [timeline.at(n["key"]) for n in nodes]
    for (a, b), (p, q) in zip(itertools.pairwise(YEARS), itertools.pairwise(places), strict=True):
        assert p[0] < q[0] - 5 if a < b else abs(p[0] - q[0]) < 40
    assert min(math.dist(p, q) for p, q in itertools.combinations(places, 2)) > 20
    high = [y for _, y in places]
    assert max(high) - min(high) > 0.3 * timeline.box.bounding_box()["height"]
    assert int(timeline.box.get_attribute("data-labels")) >= len(YEARS) - 3
    marks = timeline.page.locator(".canvas-year:visible")
    assert marks.first.inner_text() == "1998"
    ends = [m.bounding_box() for m in marks.all()]
    assert all(a["x"] + a["width"] < b["x"] for a, b in itertools.pairwise(ends))


def test_years_are_filtered_and_stay_in_the_address(timeline: Drawn) -> None:
    timeline.page.locator(".filters-open").click()
    first, last = timeline.page.get_by_label("From year"), timeline.page.get_by_label("To year")
    first.fill("2005")
    last.fill("2012")
    last.press("Tab")
    wanted = {n["key"] for n in timeline.ask("nodes()") if 2005 <= n["year"] <= 2012}
    timeline.until(lambda: timeline.there(shown=True) == wanted)
    timeline.page.wait_for_url("**from=2005&to=2012**")
    timeline.page.reload()
    timeline.settled()
    timeline.until(lambda: timeline.there(shown=True) == wanted)
    assert timeline.page.locator(".canvas-year:visible").first.inner_text() == "2005"


def test_without_years_there_is_no_timeline_and_that_is_said(
    window: Any, elsewhere: Served
) -> None:
    opened = Opened(window, elsewhere)
    opened.read("BEIR", "Dataset")
    Drawn(opened).settled()
    button = opened.page.get_by_role("button", name="Timeline")
    button.click()
    assert "has a year" in opened.page.locator(".said").inner_text()
    assert button.get_attribute("aria-pressed") == "false"
    opened.quiet()
    opened.close()


# -- how sure links are


def test_links_are_filtered_by_confidence(window: Any, elsewhere: Served) -> None:
    answer = elsewhere.post(
        "/api/query", statement="MATCH (p:Paper)-[r:BUILDS_ON]->(m:Method) RETURN p, r, m"
    )
    nodes = "\n".join(n["key"] for n in answer["nodes"])
    opened = Opened(window, elsewhere, "/#" + urlencode({"nodes": nodes}))
    drawn = Drawn(opened)
    drawn.settled()
    sure = {x["key"]: x.get("confidence") for x in drawn.links()}
    opened.page.locator(".filters-open").click()
    opened.page.locator("[data-filter=confidence]").fill("0.9")
    kept = {key for key, value in sure.items() if value is None or value >= 0.9}
    assert kept < set(sure)
    drawn.until(lambda: {x["key"] for x in drawn.links()} == kept)
    opened.quiet()
    opened.close()


# -- burdens


def test_a_node_of_ten_thousand_links_is_opened_in_parts(window: Any, tmp_path: Path) -> None:
    with serving(hostile_graph(tmp_path / "hub.kg")) as served:
        opened = Opened(window, served)
        drawn = Drawn(opened)
        opened.read("Data", "Dataset")
        drawn.settled()
        (hub,) = drawn.there()
        count = drawn.menu(hub).locator(".node-count").first
        assert count.inner_text() == "10,000"
        began = time.monotonic()
        answer = drawn.expand(hub, "EVALUATES_ON")
        drawn.until(lambda: len(drawn.there()) == 31)
        assert time.monotonic() - began < 5
        assert len(answer["nodes"]) == 30
        drawn.menu(hub)
        assert count.inner_text() == "30 of 10,000, more"
        opened.quiet()
        opened.close()


def test_a_page_that_is_closed_stops_its_query(browser: Any, browsed: Served) -> None:
    """More are closed than run at once; each would take longer than its deadline."""
    slow = "MATCH (a:Concept)-[:CO_OCCURS_WITH*1..6]-(b:Concept) RETURN count(*)"
    began = time.monotonic()
    for _ in range(5):
        opened = Opened(browser, browsed, f"/?{urlencode({'statement': slow})}#tab=cypher")
        opened.ask.locator("[data-side=cypher]").click()
        with opened.page.expect_request("**/api/query"):
            opened.ask.get_by_role("button", name="Ask", exact=True).click()
        opened.page.wait_for_timeout(200)
        opened.close()
    answer = browsed.post("/api/query", statement="RETURN 1 AS x")
    assert answer["rows"] == [[1]]
    assert time.monotonic() - began < 25


@pytest.mark.parametrize(("wish", "still"), [("reduce", True), ("no-preference", False)])
def test_who_wants_no_motion_gets_none(
    browser: Any, browsed: Served, wish: str, still: bool
) -> None:
    opened = Opened(browser, browsed, reduced_motion=wish)
    drawn = Drawn(opened)
    opened.read("BEIR", "Dataset")
    drawn.settled()
    opened.page.wait_for_timeout(400)
    before = drawn.ask("ratio()")
    at_once = drawn.box.evaluate(
        "box => { document.querySelector(\"[title^='Closer']\").click(); return box.kg.ratio(); }"
    )
    opened.page.wait_for_timeout(1000)
    after = drawn.ask("ratio()")
    assert after < before
    assert (at_once == after) is still
    opened.close()
