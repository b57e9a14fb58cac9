"""Answers as tables for people: what a cell says, and where a word may break."""

from __future__ import annotations

import json

import pytest

from kg import render
from kg.result import Edge, Node, Result

PAPER = Node("Paper", {"id": "p", "title": "Alpha"})
DATA = Node("Dataset", {"id": "d", "name": "BEIR"})
FOUND = {"evidence": "We use BEIR.", "start": 7, "end": 11, "rule": "use", "confidence": 0.91234}
LINK = Edge("EVALUATES_ON", "Paper", "p", "Dataset", "d", FOUND)


def test_a_relationship_is_told_by_its_type_and_what_says_so() -> None:
    told = "[EVALUATES_ON evidence: We use BEIR., rule: use, confidence: 0.9123]"
    assert told in render.table(Result(("r",), [(LINK,)]))
    assert '"start": 7' in render.result(Result(("r",), [(LINK,)]), "csv").replace('""', '"')


@pytest.mark.parametrize(
    ("nodes", "arrow"), [((PAPER, DATA), "-[{}]->"), ((DATA, PAPER), "<-[{}]-")]
)
def test_a_path_is_told_as_one_walks_it(nodes: tuple[Node, Node], arrow: str) -> None:
    path = {"nodes": list(nodes), "edges": [LINK]}
    told = f"{nodes[0]}{arrow.format('EVALUATES_ON')}{nodes[1]}"
    assert told in render.table(Result(("way",), [(path,)]))


def test_no_word_is_broken_while_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    long = "words and words " * 12
    rows: list[tuple[object, ...]] = [(1, long, "SHARES_BENCHMARK", long)]
    answer = Result(("step", "from", "relationship", "to"), rows)
    monkeypatch.setenv("COLUMNS", "80")
    shown = render.table(answer)
    assert "SHARES_BENCHMARK" in shown
    assert max(map(len, shown.splitlines())) <= 80
    monkeypatch.setenv("COLUMNS", "30")  # no room: then the width is kept, not the word
    assert max(map(len, render.table(answer).splitlines())) <= 30


def test_json_has_no_infinite_numbers() -> None:
    answer = Result(("a", "b"), [(float("inf"), [1.5, {"c": float("nan")}])])
    for form in ("json", "jsonl"):
        text = render.result(answer, form)
        assert "Infinity" not in text
        assert "NaN" not in text
    assert json.loads(text) == {"a": None, "b": [1.5, {"c": None}]}


def test_a_narrow_terminal_gets_rows_below_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    row = ("Concept", "dense information retrieval", None, 13.3, "", "concept:denseretrieval")
    found = Result(("kind", "name", "year", "score", "snippet", "id"), [row, row])
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    said = (
        "kind: Concept\nname: dense information retrieval\nscore: 13.3\nid: concept:denseretrieval"
    )
    assert render.table(found) == f"{said}\n\n{said}\n2 rows"
    monkeypatch.setenv("COLUMNS", "100")
    assert "─" in render.table(found)
