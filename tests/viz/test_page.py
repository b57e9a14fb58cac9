"""The page in a real Chromium: it opens, asks nobody anything, and does what it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.errors import GraphError
from kg.folder import GraphFolder
from kg.relations import derive
from kg.result import Node, Result
from tests.kg.small_graph import small, tables
from viz import page, scene

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def test_the_scene_of_a_small_graph() -> None:
    made = scene.overview(derive(small()))
    assert made.legend == {"Paper": 4, "Concept": 2, "Dataset": 2, "Method": 1, "Repository": 1}
    assert made.links["EVALUATES_ON"] == 5
    assert made.left_out == 1  # the concept of one paper only
    degree = {n.key: n.degree for n in made.nodes}
    # p2: cites p1, cited by p3, two datasets, one method, two concepts; p1 shared and related once
    assert degree["Paper/p2"] == 7
    again = scene.overview(derive(small()))
    assert [(n.key, n.x, n.y) for n in again.nodes] == [(n.key, n.x, n.y) for n in made.nodes]


def test_no_two_nodes_lie_on_each_other(seed_graph: Path) -> None:
    made = scene.overview(GraphFolder.open(seed_graph).tables())
    for i, a in enumerate(made.nodes):
        for b in made.nodes[i + 1 :]:
            assert (a.x - b.x) ** 2 + (a.y - b.y) ** 2 > (0.6 * (a.radius + b.radius)) ** 2


def test_an_existing_page_is_not_replaced_unasked(tmp_path: Path) -> None:
    (tmp_path / "m.html").write_text("mine")
    with pytest.raises(GraphError, match="already"):
        page.write(scene.overview(derive(small())), tmp_path / "m.html", title="t")
    assert (tmp_path / "m.html").read_text() == "mine"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


class Opened:
    """A page in the browser, with every request and every complaint it made."""

    def __init__(self, browser: Any, path: Path) -> None:
        self.page = browser.new_page(viewport={"width": 1400, "height": 900})
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda r: self.requests.append(r.url))
        self.page.on("console", lambda m: self.complaints.append(m.text))
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.on("dialog", lambda d: (self.complaints.append("dialog"), d.dismiss()))
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("body[data-ready=yes]")


pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def seed_page(browser: Any, seed_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    path = tmp_path_factory.mktemp("map") / "map.html"
    page.write(scene.overview(GraphFolder.open(seed_graph).tables()), path, title="The listing")
    return Opened(browser, path)


def test_it_asks_nobody_and_complains_of_nothing(seed_page: Opened) -> None:
    assert len(seed_page.requests) == 1
    assert seed_page.requests[0].startswith("file:")
    assert seed_page.complaints == []


def test_labels_do_not_overlap_at_the_first_view(seed_page: Opened) -> None:
    boxes = seed_page.page.evaluate("kgMap.labels")
    assert len(boxes) >= 25
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]


def test_the_legend_filters(seed_page: Opened) -> None:
    hidden = "kgMap.nodes.get().filter(n => n.hidden).length"
    papers = seed_page.page.evaluate("kgMap.nodes.get().filter(n => n.shape === 'dot').length")
    assert papers == 80
    seed_page.page.uncheck(".kind[value=Paper]")
    assert seed_page.page.evaluate(hidden) == 80
    seed_page.page.check(".kind[value=Paper]")
    assert seed_page.page.evaluate(hidden) == 0
    seed_page.page.uncheck(".type[value=HAS_CONCEPT]")
    assert seed_page.page.evaluate(
        "kgMap.edges.get().every(e => Boolean(e.hidden) === (e.type === 'HAS_CONCEPT'))"
    )
    seed_page.page.check(".type[value=HAS_CONCEPT]")


def test_search_opens_the_panel_with_evidence(seed_page: Opened) -> None:
    seed_page.page.fill("#search", "iSAID")
    seed_page.page.press("#search", "Enter")
    panel = seed_page.page.locator("#panel")
    assert panel.locator("h2").inner_text() == "iSAID"
    assert "Learning to Aggregate Multi-Scale Context" in panel.inner_text()
    assert panel.locator("mark").first.inner_text() == "iSAID"
    seed_page.page.fill("#search", "no such thing at all")
    seed_page.page.press("#search", "Enter")
    assert "Nothing on the map" in panel.inner_text()


def test_the_table_holds_the_same_and_leads_to_the_node(seed_page: Opened) -> None:
    seed_page.page.click("#table-toggle")
    rows = seed_page.page.locator("#twin tbody tr")
    assert rows.count() == seed_page.page.evaluate("kgMap.nodes.length")
    seed_page.page.click("#twin button:has-text('CarDreamer: Open-Source')")
    assert "CarDreamer" in seed_page.page.locator("#panel h2").inner_text()
    link = seed_page.page.locator("#panel button:has-text('CarDreamer')")
    assert link.count() >= 1


def test_hostile_names_do_not_run(browser: Any, tmp_path: Path) -> None:
    evil = "</script><img src=x onerror=alert(1)><b>&amp;\u2028{{7*7}}"
    graph = tables(
        {
            "Paper": [{"id": "p", "title": evil, "abstract": evil, "url": "javascript:alert(2)"}],
            "Dataset": [{"id": "d", "name": evil, "aliases": [evil]}],
        },
        {"EVALUATES_ON": [("p", "d", {"evidence": evil})]},
    )
    page.write(scene.overview(graph), tmp_path / "evil.html", title=evil)
    opened = Opened(browser, tmp_path / "evil.html")
    opened.page.fill("#search", "</script>")
    opened.page.press("#search", "Enter")
    assert evil.replace("\u2028", "") in opened.page.locator("#panel h2").inner_text().replace(
        "\u2028", ""
    )
    assert opened.page.locator("#panel a").count() == 0
    assert opened.page.locator("img").count() == 0
    assert len(opened.requests) == 1
    assert opened.complaints == []


def test_an_answer_without_nodes_says_so(browser: Any, tmp_path: Path) -> None:
    page.write(scene.from_result(Result(("n",), [(1,)])), tmp_path / "m.html", title="t")
    opened = Opened(browser, tmp_path / "m.html")
    assert "nothing to show" in opened.page.locator("#empty").inner_text()


def test_a_hostile_address_is_no_link(browser: Any, tmp_path: Path) -> None:
    node = Node("Paper", {"id": "p", "title": "T", "url": "https://example.org/x"})
    page.write(scene.from_result(Result(("n",), [(node,)])), tmp_path / "m.html", title="t")
    opened = Opened(browser, tmp_path / "m.html")
    opened.page.fill("#search", "T")
    opened.page.press("#search", "Enter")
    assert opened.page.locator("#panel a").get_attribute("rel") == "noopener noreferrer"
