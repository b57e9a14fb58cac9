"""The page of `kg map` by keys, in light and dark, on paper, on a small screen, in a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.errors import UsageError
from kg.result import Node, Result
from tests.viz.opened import Opened
from viz import page, scene

pytestmark = pytest.mark.browser


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


def test_on_a_small_screen_the_map_has_the_room(browser: Any, seed_path: Path) -> None:
    opened = Opened(browser, seed_path, viewport={"width": 390, "height": 780})
    assert opened.of("kgMap.canvas.clientWidth") == 390
    assert opened.of("document.documentElement.scrollWidth") <= 390
    opened.page.click("#filters")
    assert opened.page.locator(".group[value=Paper]").is_visible()
    opened.page.click("#filters")
    opened.find("iSAID")
    assert opened.panel.is_visible()


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
