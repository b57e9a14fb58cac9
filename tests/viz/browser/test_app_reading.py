"""Finding and reading in the browser's page: search, start, nodes, links, reasons, paths."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.folder import GraphFolder
from kg.pipeline import build
from tests.viz.browser.conftest import Served, serving
from tests.viz.browser.opened import BUILT, Opened, suggested
from tests.viz.browser.test_api import MUVERA
from tests.viz.browser.test_api_hostile import graph_of

pytestmark = pytest.mark.browser
AXE = BUILT.parents[1] / "app" / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = ("serious", "critical")


def flat(text: str) -> str:
    return " ".join(text.split())


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
    options = opened.page.locator("[role=listbox]:visible [role=option]")
    options.first.wait_for()
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


# -- a node's page


def test_a_paper_with_every_mention_marked(opened: Opened) -> None:
    opened.read("MUVERA", "Paper/")
    page = opened.served.get("/api/node", key=MUVERA)
    text = opened.side.locator(".reading-text")
    assert text.evaluate("e => e.textContent") == page["abstract"]["text"]
    units = page["abstract"]["text"].encode("utf-16-le")
    expected = [
        [units[2 * m["start"] : 2 * m["end"]].decode("utf-16-le"), m["key"]]
        for m in page["abstract"]["marks"]
    ]
    assert len(expected) > 3
    found = "all => all.map(m => [m.textContent, m.dataset.key])"
    assert text.locator(".mention").evaluate_all(found) == expected
    first, told = text.locator(".mention").first, page["abstract"]["marks"][0]
    first.hover()
    tip = opened.page.get_by_role("tooltip")
    assert told["name"] in tip.inner_text()
    assert f"confidence {int(100 * told['confidence'] + 0.5)} %" in tip.inner_text()
    assert (told["rule"] if told["rule"] != "source" else "stated") in tip.inner_text()
    opened.page.mouse.move(0, 0)
    tip.wait_for(state="detached")
    first.focus()
    tip.wait_for()
    first.press("Enter")
    opened.side.locator(f".reading-page[data-key='{told['key']}']").wait_for()
    assert opened.side.locator("h2").inner_text() == told["name"]


def test_the_marks_have_their_kinds_colours(opened: Opened) -> None:
    opened.read("MUVERA", "Paper/")
    colours = opened.side.locator(".reading-text .mention").evaluate_all(
        "all => all.map(m => [m.dataset.kind, m.style.getPropertyValue('--kind')])"
    )
    known = {"Concept": "#E69F00", "Dataset": "#009E73", "Method": "#CC79A7",
             "Repository": "#56B4E9", "Paper": "#0072B2"}  # fmt: skip
    assert len({kind for kind, _ in colours}) >= 2
    assert all(colour == known[kind] for kind, colour in colours)


def test_links_outside_hide_where_they_come_from(opened: Opened) -> None:
    papers = opened.served.post(
        "/api/query", statement="MATCH (p:Paper)-[:HAS_CODE]->(r:Repository) RETURN r LIMIT 1"
    )["rows"]
    repository = papers[0][0]["$node"]
    opened.read(repository["title"], "Repository/")
    outward = opened.side.locator(".reading-outward a")
    assert outward.count() >= 1
    for link in outward.all():
        assert str(link.get_attribute("href")).startswith("https://")
        assert link.get_attribute("rel") == "noopener noreferrer"


def test_neighbours_by_kind_of_link_thirty_at_a_time(opened: Opened) -> None:
    hub = opened.served.post(
        "/api/query",
        statement="MATCH (a:Concept)-[r:CO_OCCURS_WITH]-(b:Concept) RETURN a, count(r) AS n "
        "ORDER BY n DESC LIMIT 1",
    )["rows"][0]
    count = hub[1]
    assert count > 60
    opened.read(hub[0]["$node"]["title"], "Concept/")
    toggle = opened.page.locator(".reading-toggle[data-kind=CO_OCCURS_WITH]")
    assert toggle.locator(".reading-count").inner_text() == f"{count:,}"
    toggle.click()
    group = opened.side.locator(".reading-group", has=toggle)
    group.locator("li").nth(29).wait_for()
    assert group.locator("li").count() == 30
    assert f"30 of {count:,}" in group.locator(".reading-foot").inner_text()
    group.get_by_role("button", name="More of").click()
    group.locator("li").nth(59).wait_for()
    keys = group.locator(".reading-node").evaluate_all("all => all.map(n => n.dataset.key)")
    assert len(set(keys)) == 60
    before = opened.canvas()
    with opened.page.expect_response("**/api/expand"):
        group.locator("h3 .reading-onto").click()
    opened.page.wait_for_timeout(300)  # the drawing follows
    assert opened.canvas() > before


# -- links, reasons, paths


def test_a_link_shows_the_sentence_that_says_so(opened: Opened) -> None:
    link, name = opened.served.post(
        "/api/query",
        statement="MATCH (p:Paper {id: $id})-[r:HAS_CONCEPT]->(c:Concept) "
        "WHERE r.evidence <> '' AND r.rule <> 'source' RETURN r, c.name LIMIT 1",
        parameters={"id": MUVERA.partition("/")[2]},
    )["rows"][0]
    opened.read("MUVERA", "Paper/")
    opened.side.locator(".reading-toggle[data-kind=HAS_CONCEPT]").click()
    opened.side.get_by_role("button", name=f"Why: {name}", exact=True).click()
    opened.side.locator(".reading-ends").wait_for()
    evidence = opened.served.get("/api/link", key=link["$link"]["key"])["evidence"][0]
    sentence = opened.side.locator(".reading-sentence").first
    assert sentence.evaluate("e => e.textContent") == evidence["text"]
    marked = evidence["text"].encode("utf-16-le")[2 * evidence["start"] : 2 * evidence["end"]]
    assert sentence.locator("mark").inner_text() == marked.decode("utf-16-le")
    assert "is about" in opened.side.locator(".reading-ends").inner_text()
    assert evidence["rule"] in opened.side.locator(".reading-evidence figcaption").inner_text()
    assert opened.side.locator("meter").count() >= 1


def test_why_two_are_linked_and_the_way_between_them(opened: Opened) -> None:
    first, second = opened.served.post(
        "/api/query",
        statement="MATCH (a:Paper)-[r:HAS_CONCEPT]->(c:Concept)<-[s:HAS_CONCEPT]-(b:Paper) "
        "WHERE a.id < b.id AND r.evidence <> '' AND s.evidence <> '' RETURN a, b "
        "ORDER BY a.id, b.id LIMIT 1",
    )["rows"][0]
    a, b = first["$node"]["key"], second["$node"]["key"]
    opened.read(first["$node"]["title"], "Paper/")
    opened.read(second["$node"]["title"], "Paper/")
    opened.side.locator(".reading-actions").wait_for()
    opened.tab("Table")
    rows = opened.table.locator("tr[data-place]")
    rows.nth(0).click()
    rows.nth(1).click(modifiers=["Control"])
    opened.side.get_by_role("button", name="Why are these two linked?").click()
    opened.side.locator(".reading-reasons > li").first.wait_for()
    why = opened.served.get("/api/why", a=a, b=b)["reasons"]
    reasons = opened.side.locator(".reading-reason").all_inner_texts()
    assert len(reasons) == len(why)
    assert any(reason.startswith("Both are about") for reason in reasons)
    assert opened.side.locator(".reading-sentence mark").count() >= 1
    opened.side.get_by_role("button", name="Ways between them").click()
    way = opened.side.locator(".reading-way").first
    way.wait_for()
    path = opened.served.get("/api/path", a=a, b=b)["paths"]
    assert opened.side.locator(".reading-way").count() == len(path)
    steps = way.locator(".reading-node").count()
    assert steps == len(path[0]["nodes"])
    way.get_by_role("button", name="Put on the canvas").click()
    opened.page.locator(".reading-kind", has_text="Selected").wait_for()
    assert opened.canvas() >= steps


# -- what can go wrong

CALLED = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot"]
EVIL = [
    "<script>document.title='hacked'</script>",
    "<img src=x onerror=\"document.title='hacked'\">",
    "\"><svg onload=document.title='hacked'>",
    "javascript:document.title='hacked'",
    "{{constructor.constructor('document.title=1')()}}",
    "\u202egnp.exe\u0007 &lt;b&gt; ]]> --> ${document.title}",
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
        page.until("x => document.querySelector('.reading h2').textContent.includes(x)", called)
        shown = flat(page.side.locator("h2").evaluate("e => e.textContent"))
        assert flat(evil)[:12] in shown
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
    with serving(example_graph, "--port", str(served.port)):
        page.side.get_by_role("button", name="Try again").click()
        page.side.locator(".reading-page h2").wait_for()
        page.look_for("BEIR")
        page.page.locator(".search-hit:visible").first.wait_for()
    page.close()


# -- for everybody


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
