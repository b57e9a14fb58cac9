"""Leaderboard pages: all of NLP-progress by another route, two pages by hand, odd tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.paper import Paper
from kg.sources import Report, detect, headings, read

RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5})")
ANTHOLOGY = re.compile(r"acl(?:web|anthology)\.\w+/\S*?([A-Z]\d\d-\d{4}|\d{4}\.\w+-\w+\.\d+)")

SECOND = {"W18-2505"}
"""What is linked only behind another paper in the same cell."""


def pages(shared: Path) -> list[Path]:
    return sorted((shared / "formats" / "nlp-progress" / "english").glob("*.md"))


def board_lines(path: Path) -> list[str]:
    """The rows of a page's tables that have a column for papers, told by lines alone."""
    rows: list[str] = []
    inside = False
    lines = path.read_text(encoding="utf-8").splitlines()
    for i, line in enumerate(lines):
        if "|" not in line:
            inside = False
        elif i + 1 < len(lines) and "|" in lines[i + 1] and RULE.fullmatch(lines[i + 1]):
            inside = re.search("paper|source", line, re.IGNORECASE) is not None
        elif inside and not RULE.fullmatch(line):
            rows.append(line)
    return rows


def page(tmp_path: Path, text: str) -> tuple[list[Paper], Report]:
    path = tmp_path / "page.md"
    path.write_text(text, encoding="utf-8")
    report = Report()
    return list(read([path], source="nlp-progress", report=report)), report


def datasets(paper: Paper) -> list[str]:
    return [m.name for m in paper.stated if m.kind == "dataset"]


def tasks(paper: Paper) -> list[str]:
    return [m.name for m in paper.stated if m.kind == "task"]


def test_every_page_with_a_board_gives_the_papers_that_its_rows_link(shared: Path) -> None:
    rows = 0
    for path in pages(shared):
        lines = board_lines(path)
        rows += len(lines)
        if not lines:
            assert detect(path) != "nlp-progress", path
            continue
        assert detect(path) == "nlp-progress", path
        report = Report()
        found = list(read([path], report=report))
        for pattern, taken in (
            (ARXIV, {p.arxiv_id for p in found if p.arxiv_id}),
            (ANTHOLOGY, {p.acl_id for p in found if p.acl_id}),
        ):
            first = {m.group(1) for line in lines if (m := pattern.search(line))}
            every = {i for line in lines for i in pattern.findall(line)}
            assert taken <= every, path
            assert first - taken <= SECOND, path
        told = sum(
            map(int, re.findall(r": (\d+), the first", " ".join(r.reason for r in report.skipped)))
        )
        assert len(found) <= len(lines) - told
        assert all(len(tasks(p)) >= 1 for p in found)
    assert rows == 1199


def test_text_classification_by_hand(shared: Path) -> None:
    path = shared / "formats" / "nlp-progress" / "english" / "text_classification.md"
    report = Report()
    found = list(read([path], report=report))
    assert len(found) == 14
    on = {d: {p.title for p in found if d in datasets(p)} for d in ("AG News", "DBpedia", "TREC")}
    assert {d: len(t) for d, t in on.items()} == {"AG News": 6, "DBpedia": 7, "TREC": 8}
    assert on["DBpedia"] - on["AG News"] == {
        "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding"
    }
    (ulmfit,) = [p for p in found if p.arxiv_id == "1801.06146"]
    assert datasets(ulmfit) == ["AG News", "DBpedia", "TREC"]
    assert (ulmfit.year, tasks(ulmfit)) == (2018, ["Text classification"])
    assert {m.role for m in ulmfit.stated if m.kind == "dataset"} == {"evaluates_on"}
    (dpcnn,) = [p for p in found if p.acl_id == "P17-1052"]
    assert dpcnn.links == (("https://github.com/riejohnson/ConText", True),)
    (vdcnn,) = [p for p in found if p.arxiv_id == "1606.01781"]
    assert [official for _, official in vdcnn.links] == [False]
    assert not report.remarks


def test_common_sense_by_hand(shared: Path) -> None:
    path = shared / "formats" / "nlp-progress" / "english" / "common_sense.md"
    report = Report()
    found = list(read([path], report=report))
    assert [(p.arxiv_id or p.acl_id or p.url, datasets(p)) for p in found] == [
        ("1805.06939", ["Event2Mind"]),
        ("1810.04805", ["SWAG"]),
        ("1808.05326", ["SWAG"]),
        ("1806.02847", ["Winograd Schema Challenge"]),
        (
            "https://aaai.org/ocs/index.php/SSS/SSS17/paper/view/15392",
            ["Winograd Schema Challenge"],
        ),
        ("1906.08237", ["WNLI"]),
        ("1904.09482", ["WNLI"]),
        ("1810.02840", ["WNLI"]),
        ("1811.10830", ["Visual Common Sense"]),
        ("1810.12885", ["ReCoRD"]),
        ("2020.emnlp-main.523", ["ReCoRD"]),
        ("1907.11692", ["ReCoRD"]),
    ]
    assert found[8].links == (("https://github.com/rowanz/r2c", False),)
    assert [(r.line, r.reason) for r in report.remarks] == [
        (73, "rows that name no paper: 5, the first here")
    ]


def test_numbered_references_take_their_titles_from_the_list_below(shared: Path) -> None:
    path = shared / "formats" / "nlp-progress" / "english" / "word_sense_disambiguation.md"
    found = {p.acl_id: p for p in read([path], report=Report())}
    assert found["N18-1202"].title == "Deep contextualized word representations"
    assert found["2020.acl-main.95"].links == (
        ("https://github.com/facebookresearch/wsd-biencoders", False),
    )
    assert not any(datasets(p) for p in found.values() if "Supervised" in p.title)


ODD = """# Odd Tables (OT)

### Table of contents

| Model | Score | Paper |
|---|---|---|
| A | 1 | [First Paper of All](https://arxiv.org/abs/2001.00001) |

## Things *parsing*

### The **Big** Set (TBS)

Model | F1 | Paper / Source | Code
--- | :-: | --- | ---
X (Doe et al., 2019) | 1 | [A `code` Title \\| with a Bar](http://aclweb.org/anthology/N19-1001) | [Official](https://github.com/a/b) [other](https://github.com/c/d)
*a heading inside*
Y (Doe, 2018) | 2 | Doe, J. "A Quoted Title of Words." In Proceedings, 2018. | see https://github.com/e/f/tree/main
Z | 3 | [paper](https://example.org/z) | [Unofficial](https://github.com/g/h)
Q | 4 | [1](https://doi.org/10.1234/q1) | --
S | 5 | [A Shifted Paper in its Place](https://example.org/s) |

### Other results

| Rank | Source | Metric |
|---|---|---|
| 1 | [A Source Behind an Address](https://example.org/behind) | 7 |

| Word | Meaning |
|---|---|
| [Not a Paper at All](https://arxiv.org/abs/2001.99999) | none |

<table><tr><td>HTML</td></tr></table>
"""


def test_odd_tables(tmp_path: Path) -> None:
    def line(start: str) -> int:
        return next(i for i, text in enumerate(ODD.splitlines(), 1) if text.startswith(start))

    found, report = page(tmp_path, ODD)
    assert [(p.title, datasets(p), p.year) for p in found] == [
        ("First Paper of All", [], None),
        ("A code Title | with a Bar", ["TBS"], 2019),
        ("A Quoted Title of Words", ["TBS"], 2018),
        ("10.1234/q1", ["TBS"], None),
        ("A Shifted Paper in its Place", ["TBS"], None),
        ("A Source Behind an Address", [], None),
    ]
    assert tasks(found[1]) == ["Odd Tables", "Things parsing"]
    assert found[1].links == (("https://github.com/a/b", True), ("https://github.com/c/d", False))
    assert found[2].links == (("https://github.com/e/f/tree/main", False),)
    assert [(r.level, r.line) for r in report.remarks] == [
        ("note", line("<table>")),
        ("warning", line("Q | 4")),
        ("skipped", line("Z | 3")),
    ]


@pytest.mark.parametrize(
    ("above", "name"),
    [
        ([(1, "T"), (2, "ATIS")], "ATIS"),
        ([(1, "T"), (2, "AMR parsing"), (3, "LDC2014T12:")], "LDC2014T12"),
        ([(1, "T"), (2, "SQL parsing"), (3, "Advising")], "Advising"),
        ([(1, "T"), (2, "SQL parsing"), (3, "Smaller Datasets")], None),
        ([(1, "T"), (3, "Results on WI-LOCNESS test set:")], "WI-LOCNESS"),
        ([(1, "T"), (3, "CoNLL-2014 Shared Task")], "CoNLL-2014 Shared Task"),
        ([(1, "T"), (3, "CoNLL 2003 (English)")], "CoNLL 2003"),
        ([(1, "T"), (3, "Gendered Ambiguous Pronoun Resolution")], "Gendered Ambiguous Pronoun Resolution"),
        ([(1, "T"), (2, "VQA"), (3, "GQA - Visual Reasoning in the Real World")], "GQA"),
        ([(1, "T"), (3, "Capturing attributes (SemEval 2018 Task 10)")], "SemEval 2018 Task 10"),
        ([(1, "T"), (3, "Datasets"), (4, "AIDA Dataset"), (5, "End-to-End Models")], "AIDA Dataset"),
        ([(1, "T"), (3, "Wiki Corpus"), (4, "English in the large setting.")], "Wiki Corpus"),
        ([(1, "T"), (2, "Emotion Recognition")], None),
        ([(1, "T"), (3, "Table of contents")], None),
        ([(1, "T"), (3, "Other Resources")], None),
        ([(1, "T")], None),
        ([], None),
    ],
)  # fmt: skip
def test_what_a_heading_names(above: list[tuple[int, str]], name: str | None) -> None:
    found = headings.dataset(above)
    assert (found[0] if found else None) == name


def test_a_page_without_a_board_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no row of a table names a paper") as caught:
        page(tmp_path, "# Task\n\nText only.\n")
    assert caught.value.remedy


READING = """\
# Dense retrieval

- [Late Interaction over Passages](https://arxiv.org/abs/2004.12832) (Meeting of It 2020)
- [An Engine for Late Interaction](https://arxiv.org/abs/2205.09707)

## More of them

What follows was read later.

| Year | Paper | Code |
| --- | --- | --- |
| 2021 | [Sparse Expansion of Passages](https://arxiv.org/abs/2107.05720) | [code](https://github.com/a/b) |
| 2019 | [Questions on Entities Alone](https://example.org/entities) | - |
"""


def test_a_reading_list_with_a_table_has_its_bullets_and_no_dataset(tmp_path: Path) -> None:
    path = tmp_path / "list.md"
    path.write_text(READING)
    assert detect(path) == "nlp-progress"
    found, report = page(tmp_path, READING)
    assert [(p.title, p.year, p.abstract, p.stated) for p in found] == [
        ("Late Interaction over Passages", 2020, "", ()),
        ("An Engine for Late Interaction", 2022, "", ()),
        ("Sparse Expansion of Passages", 2021, "", ()),
        ("Questions on Entities Alone", 2019, "", ()),
    ]
    assert [p.origin.rpartition(":")[2] for p in found] == ["3", "4", "12", "13"]
    assert not report.skipped


def test_a_leaderboards_bullets_are_no_papers(tmp_path: Path) -> None:
    board = READING.replace("Year |", "nDCG |").replace("2021 |", "42.1 |")
    found, _ = page(tmp_path, board)
    assert [p.title for p in found] == [
        "Sparse Expansion of Passages", "Questions on Entities Alone",
    ]  # fmt: skip
    assert datasets(found[0]) == ["More of them"]
