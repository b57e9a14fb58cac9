"""The page of `kg map` in a real Chromium: it opens, asks nobody anything, and does what it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kg.errors import GraphError
from kg.relations import derive
from tests.kg.small_graph import small
from tests.viz.opened import Opened, overview
from viz import page

pytestmark = pytest.mark.browser


def test_an_existing_page_is_not_replaced_unasked(tmp_path: Path) -> None:
    (tmp_path / "m.html").write_text("mine")
    with pytest.raises(GraphError, match="already"):
        page.write(overview(derive(small())), tmp_path / "m.html", title="t")
    assert (tmp_path / "m.html").read_text() == "mine"


def test_it_asks_nobody_and_complains_of_nothing(browser: Any, seed_path: Path) -> None:
    opened = Opened(browser, seed_path)
    opened.find("iSAID")
    opened.page.click("#table-open")
    assert len(opened.requests) == 1
    assert opened.requests[0].startswith("file:")
    assert opened.complaints == []


def test_only_its_own_scripts_run(browser: Any, seed_path: Path, tmp_path: Path) -> None:
    text = seed_path.read_text(encoding="utf-8")
    policy = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)[0]
    assert "unsafe" not in policy
    assert "default-src &#39;none&#39;" in policy
    changed = tmp_path / "changed.html"
    added = "<script>document.body.dataset.ran = 'yes'</script></body>"
    changed.write_text(text.replace("</body>", added), encoding="utf-8")
    opened = Opened(browser, changed)
    assert opened.of("document.body.dataset.ran") is None
    assert any("Content Security Policy" in c for c in opened.complaints)


def test_labels_do_not_overlap_at_the_first_view(seed_page: Opened) -> None:
    boxes = seed_page.of("kgMap.labels")
    assert len(boxes) >= 60
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]
    # the boxes are as wide as the browser draws the text, and inside the picture
    narrow = seed_page.of(
        """kgMap.labelled.filter(({node, box}) => {
             const span = document.createElement("span");
             const least = Math.min(...kgMap.data.nodes.map((n) => n.size));
             const most = Math.max(...kgMap.data.nodes.map((n) => n.size), least + 8);
             const size = Math.round(11.5 + 4.5 * (node.size - least) / (most - least));
             span.style.cssText = "position:absolute;white-space:pre;font-family:inherit;"
               + "font-size:" + size + "px";
             document.body.append(span);
             const wide = Math.max(...node.lines.map((t) => {
               span.textContent = t; return span.getBoundingClientRect().width; }));
             span.remove();
             return (box[2] - box[0]) * kgMap.network.getScale() < wide - 1;
           }).map((l) => l.text)"""
    )
    assert narrow == []
    outside = seed_page.of(
        """kgMap.labels.filter((b) => {
             const a = kgMap.network.canvasToDOM({x: b[0], y: b[1]});
             const z = kgMap.network.canvasToDOM({x: b[2], y: b[3]});
             return a.x < 0 || a.y < 0 || z.x > kgMap.canvas.clientWidth
               || z.y > kgMap.canvas.clientHeight; }).length"""
    )
    assert outside == 0


def test_every_node_is_drawn_in_its_colour(seed_page: Opened) -> None:
    wrong = seed_page.of(
        """kgMap.data.nodes.filter((n) => {
             const at = kgMap.network.canvasToDOM(n);
             const canvas = kgMap.canvas.querySelector("canvas");
             const share = canvas.width / kgMap.canvas.clientWidth;
             const [r, g, b] = canvas.getContext("2d").getImageData(at.x * share, at.y * share, 1, 1).data;
             const want = [1, 3, 5].map((i) => parseInt(n.color.slice(i, i + 2), 16));
             return Math.abs(r - want[0]) + Math.abs(g - want[1]) + Math.abs(b - want[2]) > 12;
           }).length"""
    )
    assert wrong <= 12  # the middle of a node may lie under a label


def test_the_legend_filters(seed_page: Opened) -> None:
    hidden = "kgMap.nodes.get().filter((n) => n.hidden).length"
    assert seed_page.of("kgMap.nodes.get().filter((n) => n.shape === 'dot').length") == 80
    seed_page.page.uncheck(".group[value=Paper]")
    assert seed_page.of(hidden) == 80
    assert (
        seed_page.of("kgMap.data.edges.filter((e) => !e.off && e.from.startsWith('Paper/'))") == []
    )
    seed_page.page.check(".group[value=Paper]")
    assert seed_page.of(hidden) == 0
    seed_page.page.uncheck(".type[value=HAS_CONCEPT]")
    assert seed_page.of("kgMap.data.edges.every((e) => e.off === (e.type === 'HAS_CONCEPT'))")
    seed_page.page.check(".type[value=HAS_CONCEPT]")
    counts = seed_page.page.locator("#legend .count").all_inner_texts()
    assert counts[0] == "80"


def test_the_slider_hides_weak_links(seed_page: Opened) -> None:
    seed_page.page.locator("#least").fill("0.6")
    assert seed_page.of("kgMap.data.edges.every((e) => e.off === (e.weight < 0.6))")
    shown = seed_page.of("kgMap.data.edges.filter((e) => !e.off).length")
    assert 0 < shown < seed_page.of("kgMap.data.edges.length")
    assert seed_page.page.locator("#linked").inner_text().startswith(f"{shown} of ")
    seed_page.page.locator("#least").fill("0")


def test_search_suggests_and_opens_the_panel_with_evidence(seed_page: Opened) -> None:
    seed_page.page.fill("#search", "isa")
    options = seed_page.page.locator("#suggestions [role=option]")
    assert "iSAID" in options.first.inner_text()
    seed_page.page.press("#search", "ArrowDown")
    assert options.first.get_attribute("aria-selected") == "true"
    seed_page.page.press("#search", "Enter")
    assert seed_page.panel.locator("h2").inner_text() == "iSAID"
    assert "Learning to Aggregate Multi-Scale Context" in seed_page.panel.inner_text()
    assert seed_page.panel.locator(".why mark").first.inner_text() == "iSAID"
    seed_page.find("no such thing at all")
    assert "Nothing on the map" in seed_page.panel.inner_text()


def test_a_click_opens_a_paper_with_its_abstract_and_leads_on(seed_page: Opened) -> None:
    seed_page.page.click("#fit")
    at = seed_page.of(
        "(() => { const n = kgMap.data.nodes.find((n) => n.name.startsWith('MUVERA') && "
        "n.kind === 'Paper'); const d = kgMap.network.canvasToDOM(n), b = "
        "kgMap.canvas.getBoundingClientRect(); return [d.x + b.left, d.y + b.top]; })()"
    )
    seed_page.page.mouse.click(*at)
    seed_page.page.wait_for_selector("#panel h2:has-text('MUVERA')")
    marks = seed_page.panel.locator(".abstract mark").all_inner_texts()
    assert "BEIR" in marks
    seed_page.panel.locator("button.go", has_text="BEIR").first.click()
    assert seed_page.panel.locator("h2").inner_text() == "BEIR"
    seed_page.page.keyboard.press("Escape")
    assert seed_page.panel.is_hidden()


def test_pointing_tells_title_and_evidence(seed_page: Opened) -> None:
    seed_page.page.click("#fit")
    spot = (
        "(() => { const n = kgMap.data.nodes.find((n) => n.name === 'iSAID'); const d = "
        "kgMap.network.canvasToDOM(n), b = kgMap.canvas.getBoundingClientRect(); "
        "return [d.x + b.left, d.y + b.top]; })()"
    )
    x, y = seed_page.of(spot)
    seed_page.page.mouse.move(x - 40, y - 40)
    seed_page.page.mouse.move(x, y)
    tip = seed_page.page.locator("#tip")
    tip.wait_for(state="visible")
    assert "iSAID" in tip.inner_text()
    assert "Dataset" in tip.inner_text()
    assert tip.locator("mark").inner_text() == "iSAID"
    seed_page.page.mouse.move(5, 5)


def test_the_table_holds_the_same_and_leads_to_the_node(seed_page: Opened) -> None:
    seed_page.page.click("#table-open")
    assert seed_page.page.locator("#twin-nodes tr").count() == seed_page.of("kgMap.nodes.length")
    assert seed_page.page.locator("#twin-links tr").count() == seed_page.of(
        "kgMap.data.edges.length"
    )
    seed_page.page.click("#twin-nodes button:has-text('CarDreamer: Open-Source')")
    assert "CarDreamer" in seed_page.panel.locator("h2").inner_text()
    assert not seed_page.of("document.getElementById('twin').open")
