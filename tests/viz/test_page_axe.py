"""Pages of `kg map` as axe sees them, in light and dark, with panel and table open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.folder import GraphFolder
from tests.viz.opened import Opened
from viz import page, views
from viz.reading import TablesReading

pytestmark = pytest.mark.browser
AXE = (
    Path(page.__file__).parent
    / "browser" / "app" / "node_modules" / "axe-core" / "axe.min.js"
)  # fmt: skip


def faults(opened: Opened) -> list[str]:
    """What axe finds that is serious."""
    found = opened.of("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:200]}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(
    browser: Any, seed_graph: Path, tmp_path: Path, scheme: str
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm install in viz/browser/app")
    reading = TablesReading(GraphFolder.open(seed_graph).tables())
    page.write(views.overview(reading), tmp_path / "map.html", title="The listing")
    opened = Opened(browser, tmp_path / "map.html", bypass_csp=True, color_scheme=scheme)
    opened.page.add_script_tag(path=str(AXE))
    assert faults(opened) == []
    opened.find("MUVERA: Multi")
    opened.panel.locator("mark").first.wait_for()
    assert faults(opened) == []
    opened.page.get_by_role("button", name="Table").click()
    opened.page.locator("#twin table").first.wait_for()
    assert faults(opened) == []
