"""The graph browser's page on a large graph: the overview, and expanding a node, in Chromium.

    .venv/bin/python -m benchmarks.browser acl.kg

Starts `kg browse` on a free port. The overview is timed from the click on "See the whole graph" to
its first frame, and from an empty tab (the page itself included); then how long twenty steps of
the wheel take to be drawn. An expansion is timed from the click in a node's menu to the frame that
has its neighbours, and as the server's answer alone, over many nodes and kinds of links.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

from browsing import serving

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--enable-unsafe-swiftshader",
]  # fmt: skip
WORDS = ("translation", "bert", "parsing", "speech", "dialogue", "summarization")
FRAME = "() => new Promise(f => requestAnimationFrame(() => requestAnimationFrame(f)))"
DRAWN = "() => document.querySelector('.overview-drawing')?.dataset.nodes"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("graph")
    parser.add_argument("--openings", type=int, default=5)
    given = parser.parse_args()
    with serving(given.graph) as (base, _), sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        _overview(page, base, given.openings)
        _expand(page, base)
        browser.close()


def _until(page: Page, condition: str) -> Any:
    while not (value := page.evaluate(condition)):
        time.sleep(0.002)
    return value


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1e3


def _overview(page: Page, base: str, openings: int) -> None:
    def shown() -> None:
        papers = _until(page, DRAWN)
        page.evaluate(FRAME)
        assert int(papers) > 0

    clicked, opened = [], []
    button = page.get_by_text("See the whole graph")
    for _ in range(openings):
        page.goto("about:blank")
        page.goto(base)
        button.wait_for()
        clicked.append(_timed(lambda: (button.click(), shown())))
        page.goto("about:blank")
        opened.append(_timed(lambda: (page.goto(f"{base}/#overview=1"), shown())))
    print(f"papers of the overview: {page.evaluate(DRAWN)}")
    _tell("overview after the click", clicked)
    _tell("overview from an empty tab", opened)
    page.mouse.move(700, 450)
    steps = [_timed(lambda: (page.mouse.wheel(0, -40), page.evaluate(FRAME))) for _ in range(20)]
    _tell("a step of the wheel, drawn", steps)


def _expand(page: Page, base: str) -> None:
    client = httpx2.Client(base_url=base, timeout=60)
    asked: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for word in WORDS:
        for label, number in (("Paper", 5), ("Concept", 3), ("Dataset", 2)):
            for hit in client.get("/api/search", params={"q": word, "kind": label}).json()["hits"][
                :number
            ]:
                page_of = client.get("/api/node", params={"key": hit["node"]["key"]}).json()
                asked += [(hit["node"], kind) for kind in page_of["kinds"]]
    times = []
    for node, kind in asked:
        body = {k: kind[k] for k in ("type", "direction", "label")} | {"key": node["key"]}
        times.append(_timed(lambda: client.post("/api/expand", json=body).raise_for_status()))  # noqa: B023
    _tell(f"the server's answer to an expansion ({len(asked)} of them)", times)
    seen = []
    for node, kind in asked[:: max(1, len(asked) // 30)]:
        page.goto("about:blank")
        page.goto(f"{base}/#{urlencode({'nodes': node['key']})}")
        _until(page, "() => document.querySelector('.canvas-drawing')?.kg?.nodes().length === 1")
        _until(page, "() => !document.querySelector('.canvas-drawing').kg.settling()")
        place = page.evaluate(
            "key => document.querySelector('.canvas-drawing').kg.at(key)", node["key"]
        )
        box = page.locator(".canvas-drawing").bounding_box()
        assert box is not None
        page.mouse.dblclick(box["x"] + place["x"], box["y"] + place["y"])
        named = json.dumps(kind["type"])
        button = page.locator(f".node-does[data-type={named}]").first
        button.wait_for()
        grown = "() => document.querySelector('.canvas-drawing').kg.nodes().length > 1"
        seen.append(_timed(lambda: (button.click(), _until(page, grown), page.evaluate(FRAME))))  # noqa: B023
    _tell(f"neighbours in sight after the click ({len(seen)} expansions)", seen)


def _tell(what: str, times: list[float]) -> None:
    ordered = sorted(times)
    last = ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
    print(f"{what}: median {statistics.median(times):.0f} ms, 99th percentile {last:.0f} ms")


if __name__ == "__main__":
    main()
