"""Whole records against the annotated ones, and texts that nobody should write."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.extract import columns, extract_one
from kg.extract.columns import extract
from kg.extract.record import record
from kg.extract.text import Text
from kg.paper import Mention, Paper
from kg.sources import Report, read
from tests.processor import processor_seconds


@pytest.fixture(scope="module")
def table(shared: Path, listing: Path) -> dict[str, Any]:
    """score.py's table for the annotated papers of the listing."""
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    gold = score.load(shared / "gold" / "seed-dev.jsonl")
    papers = list(read([listing], report=Report()))
    found = zip(papers, extract(papers), strict=True)
    predicted = {p.id: record(p, x) for p, x in found}
    result: dict[str, Any] = score.score(gold, predicted)
    return result


@pytest.mark.parametrize(
    ("field", "least"),
    [
        ("links", 1.0), ("project_pages", 1.0), ("citations", 1.0), ("abbreviations", 0.9),
        ("introduces", 0.8), ("datasets", 0.8), ("methods", 0.85), ("concepts", 0.4),
        ("contribution", 0.8),
    ],
)  # fmt: skip
def test_the_annotated_records_of_the_listing(
    table: dict[str, Any], field: str, least: float
) -> None:
    assert table[field]["f1"] >= least


def test_twenty_repositories_and_three_project_pages(listing: Path) -> None:
    papers = list(read([listing], report=Report()))
    links = [m for x in extract(papers) for m in x.of("link")]
    pages = [m.name for m in links if m.role == "project_page"]
    assert len({m.name for m in links if m.role == "repository"}) == 20
    assert pages == [
        "https://vita-home.github.io",
        "https://vision.baai.ac.cn/see3d",
        "https://diouo.github.io/motionlab.github.io",
    ]


def test_two_forms_in_one_text_are_one_thing(listing: Path) -> None:
    paper = next(p for p in read([listing], report=Report()) if p.title.startswith("Fuxi-DA"))
    (own,) = extract_one(paper).of("introduces")
    assert {own.name, *own.variants} == {"FuxiDA", "Fuxi-DA", "FuXi-DA"}


def test_processes_give_what_one_process_gives(shared: Path) -> None:
    path = shared / "corpora" / "acl-datasets-dev.jsonl"
    papers = list(read([path], report=Report()))[:250]
    assert list(extract(papers, jobs=2)) == list(extract(papers, jobs=1))


def test_processes_leave_a_script_without_a_main_guard_alone(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        """
from kg.extract.columns import extract
from kg.paper import Paper

print("begins")
papers = [Paper(str(n), f"BERT {n} on SQuAD", "We test BERT on SQuAD.") for n in range(200)]
print(len(list(extract(papers, jobs=2))))
""",
        encoding="utf-8",
    )
    ended = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert (ended.stdout, ended.stderr) == ("begins\n200\n", "")


def test_keybert_ranks_our_phrases(listing: Path) -> None:
    paper = list(read([listing], report=Report()))[1]
    concepts = [m for m in extract_one(paper, keywords="keybert").of("concept")]
    assert all(m.evidence.rule == "keybert" for m in concepts)
    assert "autonomous driving" in [m.name for m in concepts]


def test_a_text_that_is_not_english_says_so() -> None:
    french = (
        "Nous présentons un système de traduction automatique pour les langues peu dotées. " * 4
    )
    found = extract_one(Paper("x", "Traduction automatique", french + "https://github.com/a/b"))
    assert [m.name for m in found.of("link")] == ["https://github.com/a/b"]
    assert not found.of("concept")
    assert "not in English" in found.notes[0]


NASTY = [
    "", " ", "\x00\x01\x02", "(" * 1000, ")" * 1000, "[({" * 400, "A" * 1_000_000,
    "Aa1-" * 50_000, "a" * 500 + "." * 500, "\u202eright to left \u05d0\u05d1\u05d2 " * 200,
    "Smith, " * 3000 + "2019", "(Smith and Jones " * 500 + "2019)", "http://" * 2000,
    "\\emph{" * 2000, "A, B, and C " * 3000, "GPT-4 " * 5000, "we propose " * 5000,
    "such as " * 3000 + "BERT", "\ud83d\ude00" * 2000, "(ABC) " * 3000, "1999 " * 4000,
    "Van der " * 3000 + "2019", "et al. " * 3000, "- " * 10_000, "x-" * 20_000, "'" * 20_000,
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(NASTY)))
def test_nasty_texts_neither_fail_nor_hang(number: int) -> None:
    text = NASTY[number].encode("utf-8", "replace").decode()
    extract_one(Paper("warm", "A warm start", "We use BERT."))
    began = processor_seconds()
    found = extract_one(Paper("x", text[:300].replace("\n", " "), text))
    assert processor_seconds() - began < 3  # mostly one
    assert found.paper_id == "x"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.text(max_size=2000))
def test_any_text_is_read_and_every_mention_stands_where_it_says(title: str, text: str) -> None:
    title = " ".join(title.split())
    paper = Paper("x", title, text)
    for mention in extract_one(paper).mentions:
        e = mention.evidence
        assert 0 <= e.start <= e.end <= len(paper.text)
        assert 0 <= e.confidence <= 1
    json.dumps(record(paper, extract_one(paper)))


WORDS = st.sampled_from(
    "We propose BERT ( ) , . on the SQuAD dataset and GPT-4 Smith et al. 2019 [ ] such as train "
    "outperforms 漢字 é MS~MARCO X-Y (ABC) A1 \\emph{a} https://github.com/a/b model : namely - %".split()
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=10), st.lists(WORDS, max_size=120))
@example([], ["(ABC)", "dataset"])  # nothing before a bracket
@example(["GPT-4", ":", "漢字"], [])  # no word of Latin letters after a title's colon
@example([":"], [])
def test_any_run_of_telling_words_is_read(title: list[str], words: list[str]) -> None:
    paper = Paper("x", " ".join(title), " ".join(words))
    began = processor_seconds()
    extract_one(paper)
    assert processor_seconds() - began < 2


def test_a_fault_in_one_text_costs_the_others_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    find = columns.find

    def faulty(text: Text, *, keywords: str) -> tuple[list[Mention], list[str]]:
        if "spoiled" in text.clean:
            raise IndexError
        return find(text, keywords=keywords)

    monkeypatch.setattr(columns, "find", faulty)
    papers = [Paper("a", "A spoiled text", "On SQuAD."), Paper("b", "A whole one", "On SQuAD.")]
    spoiled, whole = columns.extract(papers, jobs=1)
    assert spoiled.mentions == ()
    assert spoiled.notes == ("nothing found: IndexError in kg's extraction",)
    assert "SQuAD" in {m.name for m in whole.mentions}
