"""Marks of HTML, JATS and MathML that services leave in titles and abstracts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.paper import Paper
from kg.sources import Report, read

TITLE = "H<sub>2</sub>O in <i>E. coli</i> &amp; others"
FORMULA = '<inline-formula><tex-math notation="LaTeX">$k$</tex-math></inline-formula>-means'


def one(path: Path, text: str) -> Paper:
    path.write_text(text)
    (paper,) = read([path], report=Report())
    return paper


@pytest.mark.parametrize(
    "text",
    [
        f"TY  - JOUR\nTI  - {TITLE}\nER  - \n",
        f"@article{{a, title = {{{TITLE}}}}}\n",
        f'title,year\n"{TITLE}",2001\n',
        json.dumps({"id": "https://openalex.org/W1", "title": TITLE}),
        json.dumps({"paperId": "a", "title": TITLE}),
        json.dumps({"title": [TITLE], "container-title": []}),
    ],
    ids=["ris", "bibtex", "csv", "openalex", "semanticscholar", "crossref"],
)
def test_titles_have_no_marks(tmp_path: Path, text: str) -> None:
    assert one(tmp_path / "a", text).title == "H2O in E. coli & others"


def test_formulas_stand_without_their_elements(tmp_path: Path) -> None:
    paper = one(tmp_path / "a", f"TY  - JOUR\nTI  - {FORMULA}\nAB  - The {FORMULA}.\nER  - \n")
    assert (paper.title, paper.abstract) == ("$k$-means", "The $k$-means.")


def test_what_is_less_or_more_is_no_mark(tmp_path: Path) -> None:
    assert one(tmp_path / "a", '{"title": "If a < b and c > d"}').title == "If a < b and c > d"


def test_mathml_beside_its_tex_is_read_once(tmp_path: Path) -> None:
    abstract = (
        "<jats:title>ABSTRACT</jats:title><jats:p>Of <jats:inline-formula><jats:alternatives>"
        '<jats:tex-math>$x^2$</jats:tex-math><mml:math xmlns:mml="m"><mml:mi>x</mml:mi></mml:math>'
        "</jats:alternatives></jats:inline-formula> and p &lt; 0.05.</jats:p>"
    )
    record = {"title": ["T of it"], "abstract": abstract, "container-title": ["A &amp;amp; B"]}
    paper = one(tmp_path / "a", json.dumps(record))
    assert (paper.abstract, paper.venue) == ("Of $x^2$ and p < 0.05.", "A & B")


@pytest.mark.parametrize(
    ("abstract", "bare"),
    [
        ("ABSTRACT Larvae sleep.", "Larvae sleep."),
        ("Abstract: Larvae sleep.", "Larvae sleep."),
        ("Abstract—Larvae sleep.", "Larvae sleep."),
        ("Abstract In this paper larvae sleep.", "In this paper larvae sleep."),
        ("ABSTRACT BACKGROUND: They sleep.", "BACKGROUND: They sleep."),
        ("AbstractWe see larvae.", "We see larvae."),
        ("Summary The larvae sleep.", "The larvae sleep."),
        ("Abstract Meaning Representation is one.", None),
        ("Abstract interpretation is one.", None),
        ("Abstractive summaries are some.", None),
        ("Abstract-level reasoning is one.", None),
        ("Summary statistics are some.", None),
    ],
)
def test_the_word_abstract_is_no_part_of_one(
    tmp_path: Path, abstract: str, bare: str | None
) -> None:
    ris = f"TY  - JOUR\nTI  - T of it\nAB  - {abstract}\nER  - \n"
    assert one(tmp_path / "a.ris", ris).abstract == (bare or abstract)
    work = {
        "id": "https://openalex.org/W1",
        "title": "T of it",
        "abstract_inverted_index": {w: [i] for i, w in enumerate(abstract.split())},
    }
    assert one(tmp_path / "a.json", json.dumps(work)).abstract == (bare or abstract)


def test_what_a_terminal_obeys_is_in_no_text(tmp_path: Path) -> None:
    told = {
        "title": "Red \x1b[31m and \x00cleared\x9b2J",
        "abstract": "It\x92s one.\x07\n\nAnd\ttwo.",
        "venue": "A\x1b]0;venue\x07",
        "authors": ["A.\x08 Lee"],
        "keywords": ["one\x7fword"],
    }
    paper = one(tmp_path / "a.jsonl", json.dumps(told))
    assert paper.title == "Red [31m and cleared›2J"
    assert paper.abstract.splitlines()[0].rstrip() == "It’s one."
    assert (paper.venue, paper.authors[0].name) == ("A ]0;venue", "A. Lee")
    assert paper.keywords == ("one word",)
