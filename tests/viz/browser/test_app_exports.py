"""What the browser's export menu gives: pictures, tables, graphs, references, pages."""

from __future__ import annotations

import base64
import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from kg import sources
from tests.viz.browser.drawn import Drawn
from tests.viz.browser.graphs import LEFTWARDS, graph_of
from tests.viz.browser.opened import Opened, suggested
from tests.viz.browser.served import Served, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def canvas(window: Any, browsed: Served) -> Iterator[Opened]:
    """A canvas with papers and more, of which each export is taken."""
    opened = Opened(window, browsed)
    opened.put_on_canvas("text classification")
    opened.page.mouse.move(700, 5)
    yield opened
    opened.quiet()
    opened.close()


def taken(opened: Opened, form: str, folder: Path) -> Path:
    """A file that the export menu gave."""
    opened.page.locator(".exports-open").click()
    with opened.page.expect_download() as download:
        opened.page.locator(f".exports-menu [data-form={form}]").click()
    path = folder / str(download.value.suggested_filename)
    download.value.save_as(path)
    return path


def hits(opened: Opened) -> list[dict[str, Any]]:
    return suggested(opened.served, "text classification")


def test_a_picture_and_a_drawing(canvas: Opened, tmp_path: Path) -> None:
    picture = taken(canvas, "png", tmp_path).read_bytes()
    assert picture.startswith(b"\x89PNG\r\n")
    seen = canvas.page.evaluate(
        """async picture => {
          const bytes = Uint8Array.from(atob(picture), c => c.charCodeAt(0));
          const drawn = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
          const canvas = new OffscreenCanvas(drawn.width, drawn.height);
          const on = canvas.getContext('2d');
          on.drawImage(drawn, 0, 0);
          const all = new Uint32Array(on.getImageData(0, 0, drawn.width, drawn.height).data.buffer);
          return { size: [drawn.width, drawn.height], colours: new Set(all).size };
        }""",
        base64.b64encode(picture).decode(),
    )
    assert seen["size"] == [3200, 2000]
    assert seen["colours"] > 20
    root = ElementTree.parse(taken(canvas, "svg", tmp_path)).getroot()
    keys = {e.get("data-key") for e in root.iter() if e.get("data-key")}
    assert keys == {n["key"] for n in hits(canvas)}


def test_a_drawing_writes_each_title_in_its_own_direction(window: Any, tmp_path: Path) -> None:
    papers = [{"id": f"p{i}", "title": title} for i, title in enumerate([*LEFTWARDS, "A title"])]
    with serving(graph_of(tmp_path / "leftwards.kg", {"Paper": papers}, {})) as served:
        opened = Opened(window, served, "/#nodes=Paper%2Fp0%0APaper%2Fp1%0APaper%2Fp2")
        Drawn(opened).settled()
        opened.page.mouse.move(700, 5)
        drawing = taken(opened, "svg", tmp_path).read_text("utf-8")
        # Where the letter B (and A) stands in the label as it is drawn, and where the label begins.
        places = opened.page.evaluate(
            """drawing => {
              const svg = new DOMParser().parseFromString(drawing, 'image/svg+xml').documentElement;
              document.body.append(svg);
              const found = [...svg.querySelectorAll('g > text')].slice(0, 3).map(label => [
                label.textContent,
                label.getExtentOfChar(label.textContent.search('[AB]')).x - label.getBBox().x,
                Math.abs(label.getBBox().x - Number(label.getAttribute('x')))]);
              svg.remove();
              return found;
            }""",
            drawing,
        )
        assert {title for title, *_ in places} == {*LEFTWARDS, "A title"}
        for title, first, beside in places:
            assert first < (60 if title in LEFTWARDS else 3), title  # the last word is leftmost
            assert beside < 3, title
        opened.quiet()
        opened.close()


def test_tables_and_graphs(canvas: Opened, tmp_path: Path) -> None:
    nodes = hits(canvas)
    rows = list(csv.DictReader(taken(canvas, "csv", tmp_path).open(encoding="utf-8-sig")))
    assert sorted(r["id"] for r in rows) == sorted(n["id"] for n in nodes)
    whole = json.loads(taken(canvas, "json", tmp_path).read_text("utf-8"))
    assert {n["key"] for n in whole["nodes"]} == {n["key"] for n in nodes}
    graph = nx.read_gexf(taken(canvas, "gexf", tmp_path))
    assert graph.number_of_nodes() == len(nodes)
    assert graph.number_of_edges() == len(whole["links"])


@pytest.mark.parametrize("form", ["bib", "ris"])
def test_references(canvas: Opened, form: str, tmp_path: Path) -> None:
    papers = {n["title"] for n in hits(canvas) if n["label"] == "Paper"}
    read = sources.read([taken(canvas, form, tmp_path)], report=sources.Report())
    assert {p.title for p in read} == papers


def test_a_page_that_opens_offline(canvas: Opened, browser: Any, tmp_path: Path) -> None:
    path = taken(canvas, "page", tmp_path)
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.goto(path.as_uri())
    page.wait_for_selector("body[data-ready=yes]")
    assert page.evaluate("kgMap.nodes.length") == len(hits(canvas))
    assert [u for u in asked if not u.startswith(("file:", "data:", "blob:"))] == []
    context.close()


def test_only_the_selected(canvas: Opened, tmp_path: Path) -> None:
    canvas.tab("Table")
    canvas.table.locator("tr[data-place='0']").click()
    canvas.page.locator(".exports-open").click()
    canvas.page.locator(".exports-scope label", has_text="The selected (1)").click()
    with canvas.page.expect_download() as download:
        canvas.page.locator(".exports-menu [data-form=json]").click()
    assert len(json.loads(Path(download.value.path()).read_text("utf-8"))["nodes"]) == 1
