"""The page in a real Chromium: it opens, asks nobody anything, and does what it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kg.errors import GraphError, UsageError
from kg.folder import GraphFolder
from kg.relations import derive
from kg.result import Edge, Node, Result
from kg.tables import GraphTables
from tests.kg.small_graph import small, tables
from tests.viz.opened import Opened
from viz import page, scene, views
from viz.reading import TablesReading

pytestmark = pytest.mark.browser


def overview(graph: GraphTables) -> scene.Scene:
    return views.overview(TablesReading(graph))


@pytest.fixture(scope="module")
def seed_path(seed_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "map.html"
    page.write(overview(GraphFolder.open(seed_graph).tables()), path, title="The listing")
    return path


@pytest.fixture(scope="module")
def seed_page(browser: Any, seed_path: Path) -> Opened:
    return Opened(browser, seed_path)


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


def test_everything_is_reached_by_keys_and_has_a_name(browser: Any, seed_path: Path) -> None:
    opened = Opened(browser, seed_path)
    order = []
    for _ in range(40):
        opened.page.keyboard.press("Tab")
        found = opened.of(
            "(() => { const e = document.activeElement; return e === document.body ? null : "
            "[e.id || e.value, e.getAttribute('aria-label') || (e.labels && e.labels[0] || e)"
            ".textContent.trim()]; })()"
        )
        if found is None:
            break
        order.append(found)
    ids = [i for i, _ in order]
    assert ids[:6] == ["search", "fit", "table-open", "save", "print", "looks"]
    assert ids[6:11] == ["Paper", "Concept", "Dataset", "Method", "Repository"]
    assert ids[-2:] == ["least", "canvas"]
    assert all(name for _, name in order)
    # through all nodes by Page Down, each told to a screen reader
    said = opened.of(
        """(() => { const told = new Set();
             for (let i = 0; i < kgMap.data.nodes.length; i++) {
               kgMap.canvas.dispatchEvent(new KeyboardEvent("keydown", {key: "PageDown"}));
               told.add(kgMap.state.focus);
             }
             return told.size; })()"""
    )
    assert said == opened.of("kgMap.data.nodes.length")
    opened.page.focus("#canvas")
    opened.page.keyboard.press("Home")
    first = opened.page.locator("#status").inner_text()
    assert "links" in first
    opened.page.keyboard.press("ArrowRight")
    assert opened.page.locator("#status").inner_text() != first
    opened.page.keyboard.press("Enter")
    name = opened.panel.locator("h2").inner_text()
    assert opened.page.locator("#status").inner_text().startswith(name)
    assert opened.of("document.activeElement.tagName") == "H2"
    opened.page.keyboard.press("Escape")
    assert opened.of("document.activeElement.id") == "canvas"
    opened.page.keyboard.press("/")
    assert opened.of("document.activeElement.id") == "search"
    assert opened.complaints == []


CONTRAST = """() => {
  const parts = (c) => c.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = (c) => { const [r, g, b] = c.map((v) => (v /= 255) <= 0.03928 ? v / 12.92
    : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05); };
  const under = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e)
    .backgroundColor; if (!/, 0\\)$|transparent/.test(c)) return parts(c); } return [255, 255, 255]; };
  const weak = [];
  for (const e of document.querySelectorAll("h1,h2,h3,h4,p,label,legend,button,dt,dd,li,a,mark,output,span,th,td")) {
    if (!e.offsetParent || !e.textContent.trim()) continue;
    const found = ratio(parts(getComputedStyle(e).color), under(e));
    if (found < 4.5) weak.push([e.tagName, e.textContent.slice(0, 30), found]);
  }
  const back = under(kgMap.canvas), hex = (h) => [1, 3, 5].map((i) => parseInt(h.slice(i, i + 2), 16));
  for (const n of kgMap.nodes.get()) {
    const found = Math.max(ratio(hex(n.color.border), back), ratio(hex(n.color.background), back));
    if (found < 3) weak.push([n.id, n.color.border, found]);
  }
  return weak;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_and_nodes_stand_out(browser: Any, seed_path: Path, scheme: str) -> None:
    opened = Opened(browser, seed_path, color_scheme=scheme)
    opened.find("iSAID")
    assert opened.of(CONTRAST) == []
    dark = "getComputedStyle(document.body).backgroundColor === 'rgb(23, 24, 28)'"
    assert opened.of(dark) is (scheme == "dark")
    opened.page.click("#looks")
    assert opened.of(dark) is (scheme == "light")
    assert opened.of(CONTRAST) == []


def test_each_kind_has_its_own_shape() -> None:
    shapes = [shape for shape, _ in scene.KINDS.values()]
    assert len(set(shapes)) == len(shapes)


def test_the_picture_can_be_saved_and_printed(browser: Any, seed_path: Path) -> None:
    opened = Opened(browser, seed_path, color_scheme="dark")
    with opened.page.expect_download() as waiting:
        opened.page.click("#save")
    assert waiting.value.suggested_filename == "The-listing.png"
    saved = Path(waiting.value.path()).read_bytes()
    assert saved.startswith(b"\x89PNG")
    assert len(saved) > 20_000
    opened.of("window.dispatchEvent(new Event('beforeprint'))")
    opened.page.emulate_media(media="print")
    assert opened.page.locator("#printed").is_visible()
    assert opened.page.locator("header button").first.is_hidden()
    assert opened.of("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert opened.of("document.getElementById('printed').naturalWidth") > 800
    assert len(opened.page.pdf()) > 100_000
    opened.of("window.dispatchEvent(new Event('afterprint'))")
    opened.page.emulate_media(media="screen")
    assert opened.of("getComputedStyle(document.body).backgroundColor") == "rgb(23, 24, 28)"
    assert opened.foreign == []


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


def test_in_a_notebook_it_is_a_frame_that_reaches_nothing(
    browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = Node("Paper", {"id": "p", "title": "Alone </iframe><script>alert(1)</script>"})
    monkeypatch.setattr(page, "_in_notebook", lambda: True)
    monkeypatch.chdir(tmp_path)
    frame = page.show(Result(("n",), [(node,)]), height=500)
    assert list(tmp_path.iterdir()) == []
    markup = frame._repr_html_()
    assert 'sandbox="allow-scripts"' in markup
    notebook = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    notebook.on("request", lambda r: asked.append(r.url))
    notebook.on("console", lambda m: said.append(m.text))
    notebook.on("pageerror", lambda e: said.append(str(e)))
    notebook.set_content(f"<p id=secret>s</p>{markup}")
    inner = notebook.frame_locator("iframe")
    inner.locator("body[data-ready=yes]").wait_for(state="attached")
    assert "Alone" in inner.locator("#legend").page.frames[1].evaluate("kgMap.data.nodes[0].name")
    reach = "(() => { try { return parent.document.title; } catch (e) { return 'refused'; } })()"
    assert notebook.frames[1].evaluate(reach) == "refused"
    assert asked == []
    assert said == []
    with pytest.raises(UsageError, match="no nodes"):
        page.show(Result(("n",), [(1,)]))


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


def test_on_a_small_screen_the_map_has_the_room(browser: Any, seed_path: Path) -> None:
    opened = Opened(browser, seed_path, viewport={"width": 390, "height": 780})
    assert opened.of("kgMap.canvas.clientWidth") == 390
    assert opened.of("document.documentElement.scrollWidth") <= 390
    opened.page.click("#filters")
    assert opened.page.locator(".group[value=Paper]").is_visible()
    opened.page.click("#filters")
    opened.find("iSAID")
    assert opened.panel.is_visible()
