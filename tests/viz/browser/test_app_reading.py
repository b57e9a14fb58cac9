"""Reading in the browser's page: a node's text and neighbours, links, reasons, paths."""

from __future__ import annotations

import pytest

from tests.viz.browser.opened import Opened
from tests.viz.browser.test_api import MUVERA

pytestmark = pytest.mark.browser


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
