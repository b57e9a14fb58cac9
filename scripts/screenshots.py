"""The pictures in docs/views: the graph browser's main views, and the views of `kg map`.

    .venv/bin/python -m scripts.screenshots
    .venv/bin/python -m scripts.screenshots --only start --only table
    .venv/bin/python -m scripts.screenshots --shared ../shared --large acl.kg

Builds the bundled example, starts `kg browse` on it and takes each picture in Chromium. The example
gives no years: timelines are those of the IEEE VIS papers in the shared folder, and are left out
without it. `--large` is a graph whose communities are shown (their names and sizes only).
"""

from __future__ import annotations

import argparse
import base64
import json
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zlib import compress, crc32

import httpx2
import numpy as np
import numpy.typing as npt
from playwright.sync_api import Browser, Page, sync_playwright
from scipy.spatial import cKDTree

from scripts.browsing import serving

Pixels = npt.NDArray[np.uint8]

ROOT = Path(__file__).resolve().parents[1]
VIEWS = ROOT / "docs" / "views"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--enable-unsafe-swiftshader",
]  # fmt: skip
SIZE = {"width": 1280, "height": 800}
PAPER = "MUVERA"
PAIR = ("Resources for Brewing BEIR", "Unsupervised Dense Information Retrieval")
STATEMENT = """MATCH (p:Paper)-[r:EVALUATES_ON]->(d:Dataset)
WHERE d.name CONTAINS $part
RETURN p, r, d LIMIT 40"""
MOST_CITED = """MATCH (p:Paper)<-[:CITES]-(q:Paper) WITH p, count(q) AS cited
ORDER BY cited DESC, p.id LIMIT 36 RETURN p.id"""


class Browsed:
    """A running `kg browse`, and a page of it."""

    def __init__(self, base: str, page: Page) -> None:
        self.page = page
        self.base = base
        self.client = httpx2.Client(base_url=base, timeout=60)

    def ask(self, path: str, **given: Any) -> Any:
        """What an endpoint answers: GET for a search or a node, POST else."""
        if path in ("/api/search", "/api/node"):
            answer = self.client.get(path, params=given)
        else:
            answer = self.client.post(path, json=given)
        return answer.raise_for_status().json()

    def key(self, words: str, kind: str = "Paper") -> str:
        return str(self.ask("/api/search", q=words, kind=kind)["hits"][0]["node"]["key"])

    def around(self, key: str, *types: str) -> list[str]:
        """A node and its neighbours by some kinds of links."""
        found = [key]
        for kind in self.ask("/api/node", key=key)["kinds"]:
            if kind["type"] in types:
                answer = self.ask(
                    "/api/expand", key=key, type=kind["type"], direction=kind["direction"],
                    label=kind["label"],
                )  # fmt: skip
                found += [n["key"] for n in answer["nodes"] if n["key"] not in found]
        return found

    def open(self, **view: str) -> None:
        """Open a view as a link would, and wait until it stands."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.base}/#{urlencode(view)}")
        self.page.wait_for_selector(".search-words", state="attached")
        if "nodes" in view:
            self.until(
                "() => { const box = document.querySelector('.canvas-drawing');"
                " return box?.checkVisibility() && !box.kg.settling(); }"
            )
        self.page.wait_for_timeout(800)

    def until(self, condition: str) -> None:
        for _ in range(300):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(50)
        raise TimeoutError(condition)


def start(b: Browsed) -> None:
    b.open()
    b.page.locator(".start-community").first.wait_for()
    b.page.locator(".start-recipe").first.wait_for()


def whole(b: Browsed) -> None:
    b.open(overview="1")
    b.page.locator(".overview-name:not(.is-away)").first.wait_for()
    b.page.wait_for_timeout(500)


def reading(b: Browsed) -> None:
    paper = b.key(PAPER)
    kinds = ("HAS_CONCEPT", "INTRODUCES", "EVALUATES_ON", "BUILDS_ON", "RELATED_TO")
    shown = b.around(paper, *kinds)
    data = b.key("BEIR", "Dataset")
    shown += [k for k in b.around(data, "EVALUATES_ON", "INTRODUCES") if k not in shown]
    opened = json.dumps({"node": paper})
    b.open(nodes="\n".join(shown), selected=paper, open=opened)
    b.page.locator(".reading-page h2").wait_for()


def why(b: Browsed) -> None:
    pair = [b.key(words) for words in PAIR]
    shown = [k for key in pair for k in b.around(key, "HAS_CONCEPT", "EVALUATES_ON", "HAS_CODE")]
    b.open(
        nodes="\n".join(dict.fromkeys(shown)), selected="\n".join(pair),
        open=json.dumps({"why": pair}),
    )  # fmt: skip
    b.page.locator(".reading-reasons > li").first.wait_for()


def table(b: Browsed) -> None:
    concept = b.key("large language model", "Concept")
    papers = b.around(concept, "HAS_CONCEPT")
    shown = [k for p in papers[:6] for k in b.around(p, "EVALUATES_ON", "INTRODUCES", "HAS_CODE")]
    shown = list(dict.fromkeys([*papers, *shown]))
    b.open(nodes="\n".join(shown), tab="table", size="degree")
    rows = b.page.locator(".table-panel tr[data-place]")
    rows.first.wait_for()
    b.page.locator(".table-panel th", has_text="Links").click()
    b.page.locator(".table-panel th", has_text="Links").click()
    rows.nth(1).click()
    b.page.locator(".side-shut").click()
    b.page.wait_for_timeout(800)


def cypher(b: Browsed) -> None:
    b.open(nodes=b.key(PAPER), tab="cypher")
    b.page.locator("[data-side=cypher]").click()
    b.page.locator(".cm-content").click()
    b.page.keyboard.insert_text(STATEMENT)
    field = b.page.locator(".ask-parameters input").first
    field.wait_for()
    field.fill("E")
    b.page.locator(".cm-content").click()
    with b.page.expect_response("**/api/query"):
        b.page.keyboard.press("Control+Enter")
    b.page.locator("[data-view=graph]").click()
    b.page.get_by_role("button", name="Show on the canvas").click()
    b.page.locator("[data-view=table]").click()
    b.page.wait_for_timeout(1500)


def timeline(b: Browsed) -> None:
    papers = [f"Paper/{row[0]}" for row in b.ask("/api/query", statement=MOST_CITED)["rows"]]
    b.open(nodes="\n".join(papers), timeline="1", unlinked="CO_CITED_WITH,COUPLED_WITH,RELATED_TO")
    b.page.locator(".canvas-year").first.wait_for()


Taking = Callable[[Browsed], None]
BROWSER: dict[str, Taking] = {
    "start": start, "whole": whole, "reading": reading, "why": why, "table": table,
    "cypher": cypher,
}  # fmt: skip
MAPS = {
    "map-overview": (),
    "map-neighbourhood": ("--of", PAPER),
    "map-concepts": ("--view", "concepts"),
    "map-benchmarks": ("--view", "benchmarks"),
    "map-path": ("--from", PAPER, "--to", "VLM2Vec"),
}


def kg(*arguments: str) -> None:
    """A command of kg, quietly."""
    subprocess.run(
        [sys.executable, "-m", "kg.cli", *arguments], check=True, cwd=ROOT, capture_output=True
    )


def browse(browser: Browser, graph: Path, takings: dict[str, Taking]) -> None:
    """Pictures of the graph browser, each in a page of its own."""
    if not takings:
        return
    with serving(graph) as (base, _):
        for name, taking in takings.items():
            context = browser.new_context(viewport=SIZE, reduced_motion="reduce")  # type: ignore[arg-type]
            page = context.new_page()
            taking(Browsed(base, page))
            page.mouse.move(SIZE["width"] / 2, 30)
            keep(page, name)
            context.close()


def draw(browser: Browser, graph: Path, maps: dict[str, tuple[str, ...]]) -> None:
    """Pictures of pages that `kg map` writes."""
    for name, options in maps.items():
        path = graph.parent / f"{name}.html"
        kg("map", str(graph), *options, "-o", str(path), "--force")
        context = browser.new_context(viewport=SIZE)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(path.as_uri())
        page.wait_for_selector("body[data-ready=yes]")
        page.wait_for_timeout(500)
        keep(page, name)
        context.close()


def keep(page: Page, name: str) -> None:
    path = VIEWS / f"{name}.png"
    picture = page.screenshot()
    path.write_bytes(_paletted(_pixels(page, picture)))
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")


def _pixels(page: Page, picture: bytes) -> Pixels:
    """A PNG's pixels, decoded by the browser."""
    blank = page.context.new_page()
    text: str = blank.evaluate(
        """async text => {
          const file = await fetch("data:image/png;base64," + text);
          const image = await createImageBitmap(await file.blob());
          const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
          pen.drawImage(image, 0, 0);
          const all = pen.getImageData(0, 0, image.width, image.height).data;
          let said = "";
          for (let i = 0; i < all.length; i += 30000) {
            said += String.fromCharCode(...all.subarray(i, i + 30000));
          }
          return image.width + " " + btoa(said);
        }""",
        base64.b64encode(picture).decode(),
    )
    blank.close()
    width, _, data = text.partition(" ")
    flat = np.frombuffer(base64.b64decode(data), dtype=np.uint8)
    return flat.reshape(-1, int(width), 4)[:, :, :3]


def _paletted(pixels: Pixels) -> bytes:
    """A PNG of the 256 most frequent colours that are not too near each other; a third as large."""
    high, wide, _ = pixels.shape
    colours, where, counts = np.unique(
        pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True
    )
    palette: list[Any] = []
    for colour in colours[np.argsort(-counts, kind="stable")].astype(int):
        if len(palette) == 256:
            break
        if all(np.abs(np.array(palette) - colour).sum(axis=1) >= 10) if palette else True:
            palette.append(colour)
    nearest = cKDTree(palette).query(colours)[1].astype(np.uint8)
    rows = np.zeros((high, wide + 1), dtype=np.uint8)  # each row begins with its filter: none
    rows[:, 1:] = nearest[where.ravel()].reshape(high, wide)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 3, 0, 0, 0))
        + chunk(b"PLTE", np.array(palette, dtype=np.uint8).tobytes())
        + chunk(b"IDAT", compress(rows.tobytes(), 9))
        + chunk(b"IEND", b"")
    )


def by_years(shared: Path, folder: Path) -> Path | None:
    """A graph of the IEEE VIS papers and their citations."""
    if not (shared / "corpora" / "vis-citations").is_dir():
        return None
    from tests.queries import citation_network

    citation_network.write(shared, folder / "vis.jsonl")
    kg("build", str(folder / "vis.jsonl"), "-o", str(folder / "VIS papers.kg"))
    return folder / "VIS papers.kg"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", action="append", help="name of a picture")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--large", type=Path, help="a graph of many papers")
    given = parser.parse_args()
    wanted = set(given.only or [*BROWSER, *MAPS, "timeline", "map-timeline", "large"])
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    VIEWS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        if wanted & {*BROWSER, *MAPS}:
            example = folder / "example.kg"
            kg("build", str(ROOT / "examples" / "papers.jsonl"), "-o", str(example))
            browse(browser, example, {k: v for k, v in BROWSER.items() if k in wanted})
            draw(browser, example, {k: v for k, v in MAPS.items() if k in wanted})
        if wanted & {"timeline", "map-timeline"} and (dated := by_years(given.shared, folder)):
            browse(browser, dated, {"timeline": timeline} if "timeline" in wanted else {})
            years = {"map-timeline": ("--view", "timeline", "--most", "120")}
            draw(browser, dated, years if "map-timeline" in wanted else {})
        if given.large and "large" in wanted:
            browse(browser, given.large, {"large": whole})
        browser.close()


if __name__ == "__main__":
    main()
