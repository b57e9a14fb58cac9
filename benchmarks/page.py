"""How fast a page opens: time to its first picture in headless Chromium, by number of nodes.

    .venv/bin/python -m benchmarks.page GRAPH.kg [--nodes 200 --nodes 1000] [--view overview]

The time is the page's own clock (from the start of the navigation to the end of the first
drawing, labels and all), the median of several openings in fresh pages of one browser.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from kg.folder import GraphFolder
from viz import page, views
from viz.reading import TablesReading

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
VIEWS = {
    "overview": views.overview,
    "concepts": views.concepts,
    "benchmarks": views.benchmarks,
    "timeline": views.timeline,
}


def first_picture(browser: Browser, path: Path, openings: int) -> list[float]:
    """Milliseconds to the first picture of a page, for each opening."""
    times = []
    for _ in range(openings):
        opened = browser.new_page(viewport={"width": 1400, "height": 900})
        opened.goto(path.as_uri())
        opened.wait_for_selector("body[data-ready=yes]", timeout=60_000)
        times.append(float(opened.evaluate("document.body.dataset.after")))
        opened.close()
    return times


def main() -> None:
    """Print a line for each number of nodes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("graph", type=Path)
    parser.add_argument("--nodes", type=int, action="append")
    parser.add_argument("--view", choices=VIEWS, default="overview")
    parser.add_argument("--openings", type=int, default=7)
    given = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    reading = TablesReading(GraphFolder.open(given.graph).tables())
    print("view nodes links MB layout_s first_picture_ms_median min max")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for number in given.nodes or [200, 1000]:
            began = time.perf_counter()
            scene = VIEWS[given.view](reading, views.Wanted(number))
            laid_out = time.perf_counter() - began
            path = Path(folder) / f"{number}.html"
            page.write(scene, path, title=f"{number} nodes")
            times = first_picture(browser, path, given.openings)
            print(
                given.view, len(scene.nodes), len(scene.edges),
                f"{path.stat().st_size / 1e6:.1f}", f"{laid_out:.1f}",
                f"{statistics.median(times):.0f}", f"{min(times):.0f}", f"{max(times):.0f}",
            )  # fmt: skip
        browser.close()


if __name__ == "__main__":
    main()
