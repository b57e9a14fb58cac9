"""The notebook runs from a clean start; the pages of docs say what the example answers."""

from __future__ import annotations

import doctest
import re
import shutil
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

import kg

ROOT = Path(__file__).resolve().parents[1]


def outputs(cell: Any) -> str:
    said = [str(o.get("text") or o.get("data", {}).get("text/plain", "")) for o in cell.outputs]
    return "\n".join(said)


def test_the_notebook_runs_from_a_clean_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("survey.ipynb", "papers.jsonl"):
        shutil.copy(ROOT / "examples" / name, tmp_path)
    notebook = nbformat.read(tmp_path / "survey.ipynb", as_version=4)
    assert not any(c.get("outputs") for c in notebook.cells), "outputs are not kept"
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    client = nbclient.NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    cells = [c for c in notebook.cells if c.cell_type == "code"]
    said = {c.source: outputs(c) for c in cells}
    assert "'Paper': 80" in next(iter(said.values()))
    assert "Multi-vector models began with ColBERT." in "".join(said.values())
    assert "did you mean 'BEIR'" in "".join(said.values())
    assert "Resources for Brewing BEIR" in said["g.shared_benchmarks(muvera)"]
    frame = next(c for c in cells if ".show(" in c.source).outputs[0]["data"]["text/html"]
    assert 'sandbox="allow-scripts"' in frame
    # nothing lies about but the graph that the notebook names
    assert {p.name for p in tmp_path.iterdir()} == {"survey.ipynb", "papers.jsonl", "survey.kg"}


@pytest.mark.parametrize("page", ["python.md"])
def test_what_the_docs_show_is_so(page: str, example_graph: Path) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert len(re.findall(r"^>>> ", text, re.M)) >= 10
    with kg.open(example_graph) as g:
        failed, tried = doctest.testfile(
            str(ROOT / "docs" / page),
            module_relative=False,
            globs={"kg": kg, "g": g},
            optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE,
        )
    assert tried
    assert failed == 0


def test_the_docstrings_of_the_facade_are_so(example_graph: Path) -> None:
    from queries import helpers

    with kg.open(example_graph) as g:
        failed, tried = doctest.testmod(
            helpers, extraglobs={"g": g}, optionflags=doctest.NORMALIZE_WHITESPACE
        )
    assert tried >= 3
    assert failed == 0
