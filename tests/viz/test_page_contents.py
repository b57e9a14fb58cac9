"""What the page of `kg map` makes of odd graphs: hostile names, nothing at all, very much."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.relations import derive
from kg.result import Edge, Node, Result
from kg.tables import GraphTables
from tests.kg.small_graph import tables
from tests.viz.browser.graphs import LEFTWARDS
from tests.viz.opened import Opened, overview
from viz import page, scene, views
from viz.reading import TablesReading

pytestmark = pytest.mark.browser


def test_concepts_are_coloured_by_community_or_by_year(browser: Any, tmp_path: Path) -> None:
    words = [f"c{i}" for i in range(8)]
    papers = [{"id": f"p{i}", "title": f"P{i}", "year": 2000 + i, "project_pages": []}
              for i in range(16)]  # fmt: skip
    uses = [(f"p{i}", words[(i % 2) * 4 + k]) for i in range(16) for k in range(4)]
    graph = derive(
        tables(
            {
                "Paper": papers,
                "Concept": [{"id": w, "name": w, "kind": "task", "aliases": []} for w in words],
            },
            {"HAS_CONCEPT": [(a, b, {"score": 0.5}) for a, b in uses]},
        )
    )
    made = views.concepts(TablesReading(graph))
    assert [g.count for g in made.groups] == [4, 4]
    page.write(made, tmp_path / "c.html", title="Concepts")
    opened = Opened(browser, tmp_path / "c.html")
    colours = "new Set(kgMap.nodes.get().map((n) => n.color.background)).size"
    assert opened.of(colours) == 2
    opened.page.check("[name=colour-by][value=measure]")
    assert opened.page.locator("#scale").is_visible()
    years = opened.of("kgMap.nodes.get().map((n) => n.color.background)")
    assert set(years) == {"#00224e", "#fdea45"}  # mean years 2007 and 2008: both ends
    opened.page.uncheck(".group[value=c0]")
    assert opened.of("kgMap.nodes.get().filter((n) => n.hidden).length") == 4
    assert opened.complaints == []


EVIL = [
    "</script><img src=x onerror=alert(1)><b>&amp;\u2028{{7*7}}",
    "<script>alert(1)</script>",
    '" onload="alert(1)" x="',
    "'-alert(1)-'\u2029",
    "<!--<script>",
    "\u202eevil \u05e9\u05dc\u05d5\u05dd <svg onload=alert(1)>",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("evil", EVIL)
def test_hostile_names_do_not_run(browser: Any, tmp_path: Path, evil: str) -> None:
    found = {"evidence": f"We say {evil} here.", "start": 3, "end": 9, "rule": evil}
    graph = tables(
        {
            "Paper": [{"id": evil, "title": evil, "abstract": evil, "url": "javascript:alert(2)",
                       "doi": evil, "project_pages": ["data:text/html,x"]}],
            "Dataset": [{"id": "d" + evil, "name": evil, "aliases": [evil], "kind": evil}],
        },
        {"EVALUATES_ON": [(evil, "d" + evil, found)]},
    )  # fmt: skip
    page.write(overview(graph), tmp_path / "evil.html", title=evil)
    opened = Opened(browser, tmp_path / "evil.html")
    opened.page.fill("#search", evil[:6])
    opened.page.press("#search", "Enter")
    assert len(opened.panel.locator("h2").inner_text()) > 5
    opened.page.click("#table-open")
    assert opened.page.locator("#twin-nodes tr").count() == 2
    hrefs = opened.of("[...document.querySelectorAll('#panel a')].map((a) => a.protocol)")
    assert set(hrefs) <= {"https:"}
    assert opened.page.locator("img:not(#printed)").count() == 0
    assert opened.of("document.scripts.length") == 5
    assert opened.foreign == []
    assert opened.complaints == []


def test_one_is_told_as_one(browser: Any, tmp_path: Path) -> None:
    two = [{"id": f"p{i}", "title": f"Paper {i}", "project_pages": []} for i in (1, 2)]
    for papers, cites, said in (
        (two[:1], [], "1 node, 0 links"),
        (two, [("p1", "p2")], "2 nodes, 1 link"),
    ):
        made = overview(tables({"Paper": papers}, {"CITES": cites}))
        page.write(made, tmp_path / "one.html", title="One", force=True)
        opened = Opened(browser, tmp_path / "one.html")
        assert opened.page.locator(".what p").inner_text() == said
        label = str(opened.page.locator("#canvas").get_attribute("aria-label"))
        assert label == f"Map of {said.partition(',')[0]}"
        if cites:
            assert opened.page.locator("#linked").text_content() == "1 of 1 link shown"
        assert opened.complaints == []


def test_a_name_is_written_in_its_own_direction(browser: Any, tmp_path: Path) -> None:
    titles = [*LEFTWARDS, "A title"]
    papers = [{"id": t, "title": t, "project_pages": []} for t in titles]
    page.write(overview(tables({"Paper": papers}, {})), tmp_path / "m.html", title="Directions")
    opened = Opened(browser, tmp_path / "m.html")
    written = opened.of(
        """() => { const pen = CanvasRenderingContext2D.prototype, { fillText } = pen, found = [];
          pen.fillText = function (text, ...at) {
            found.push([text, this.direction]);
            return fillText.call(this, text, ...at);
          };
          kgMap.network.redraw();
          pen.fillText = fillText;
          return found; }"""
    )
    ways = dict(written)
    assert len(ways) >= 3
    for line, way in ways.items():
        title = next(t for t in titles if line in t)
        assert way == ("rtl" if title in LEFTWARDS else "ltr"), line
    assert opened.complaints == []


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (scene.from_result(Result(("n",), [(1,)])), "no node is in the answer, only n"),
        (scene.from_result(Result(("n",), [])), "no rows"),
        (overview(GraphTables.empty()), "the graph is empty"),
        (views.concepts(TablesReading(GraphTables.empty())), "no concept"),
        (views.benchmarks(TablesReading(GraphTables.empty())), "no paper is known to evaluate"),
        (views.timeline(TablesReading(GraphTables.empty())), "no paper has a year"),
    ],
)
def test_a_page_without_nodes_says_why(
    browser: Any, tmp_path: Path, made: scene.Scene, said: str
) -> None:
    page.write(made, tmp_path / "m.html", title="t")
    opened = Opened(browser, tmp_path / "m.html")
    assert said in opened.page.locator("#empty").inner_text()
    opened.find("anything")
    assert "Nothing on the map" in opened.panel.inner_text()
    assert opened.complaints == []


def test_an_answer_shows_itself(browser: Any, example_graph: Path) -> None:
    import kg

    with kg.open(example_graph) as graph:
        path = graph.why("MUVERA", "BEIR").show(title="Why", browser=False)
    opened = Opened(browser, path)
    assert opened.page.title() == "Why"
    assert opened.of("kgMap.data.nodes.length") >= 2
    assert opened.complaints == []
    path.unlink()


def test_outward_links_are_https_and_tell_nobody(browser: Any, tmp_path: Path) -> None:
    node = Node("Paper", {"id": "p", "title": "T", "url": "https://example.org/x",
                          "doi": "10.1/a", "arxiv_id": "2401.00001"})  # fmt: skip
    page.write(scene.from_result(Result(("n",), [(node,)])), tmp_path / "m.html", title="t")
    opened = Opened(browser, tmp_path / "m.html")
    opened.find("T")
    links = opened.panel.locator("a")
    assert [a.get_attribute("href") for a in links.all()] == [
        "https://example.org/x", "https://doi.org/10.1/a", "https://arxiv.org/abs/2401.00001",
    ]  # fmt: skip
    assert {a.get_attribute("rel") for a in links.all()} == {"noopener noreferrer"}


def test_a_very_long_abstract_and_a_hub_of_ten_thousand_links(browser: Any, tmp_path: Path) -> None:
    long = {"id": "p", "title": "Long", "abstract": "word " * 200_000}
    links = [Edge("EVALUATES_ON", "Paper", f"q{i}", "Dataset", "d", {}) for i in range(10_000)]
    rows: list[tuple[Any, ...]] = [(Node("Paper", long), None)]
    rows += [(Node("Dataset", {"id": "d", "name": "Hub"}), e) for e in links]
    made = scene.from_result(Result(("n", "r"), rows), most=400)
    page.write(made, tmp_path / "m.html", title="t")
    assert (tmp_path / "m.html").stat().st_size < 2_000_000
    opened = Opened(browser, tmp_path / "m.html")
    opened.find("Hub")
    assert "more; the table has all" in opened.panel.inner_text()
    assert opened.complaints == []
