"""Files that are taken from the canvas, read back by the readers of their kind."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg import sources
from tests.viz.browser.served import Served
from tests.viz.browser.test_api import BEIR, BREWING, MUVERA

KEYS = [MUVERA, BREWING, BEIR]


def taken(browsed: Served, form: str, **given: Any) -> bytes:
    answer = browsed.client.post("/api/export", json={"form": form, "keys": KEYS} | given)
    assert answer.status_code == 200, answer.text
    ending = "html" if form == "page" else form
    assert answer.headers["content-disposition"] == f'attachment; filename="example.{ending}"'
    return answer.content


@pytest.mark.parametrize("form", ["bib", "ris"])
def test_a_bibliography_is_read_back(browsed: Served, form: str, tmp_path: Path) -> None:
    (tmp_path / f"x.{form}").write_bytes(taken(browsed, form))
    titles = [p.title for p in sources.read([tmp_path / f"x.{form}"], report=sources.Report())]
    assert [t.partition(":")[0] for t in sorted(titles)] == ["MUVERA", "Resources for Brewing BEIR"]


def test_a_table(browsed: Served) -> None:
    rows = list(csv.DictReader(io.StringIO(taken(browsed, "csv").decode())))
    assert [(r["label"], r["title"] or r["name"]) for r in rows][-1] == ("Dataset", "BEIR")
    assert len(rows) == 3


def test_a_network(browsed: Served, tmp_path: Path) -> None:
    (tmp_path / "x.gexf").write_bytes(taken(browsed, "gexf"))
    graph = nx.read_gexf(tmp_path / "x.gexf")
    linked = browsed.post("/api/links", keys=KEYS)["links"]
    assert graph.number_of_nodes() == 3
    assert graph.number_of_edges() == len(linked)
    (tmp_path / "y.gexf").write_bytes(taken(browsed, "gexf", links=False))
    assert nx.read_gexf(tmp_path / "y.gexf").number_of_edges() == 0


def test_nodes_and_links_as_json(browsed: Served) -> None:
    import json

    whole = json.loads(taken(browsed, "json"))
    assert {n["key"] for n in whole["nodes"]} == set(KEYS)
    assert {x["type"] for x in whole["links"]} >= {"EVALUATES_ON", "SHARES_BENCHMARK"}


def test_a_page_of_its_own(browsed: Served) -> None:
    page = taken(browsed, "page").decode()
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert "MUVERA" in page


def test_nothing_to_export_is_said(browsed: Served) -> None:
    error = browsed.refused("/api/export", 400, form="bib", keys=[BEIR])
    assert error["message"] == "there is nothing to export"
    browsed.refused("/api/export", 400, form="csv", keys=["Paper/none"])
