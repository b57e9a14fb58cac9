"""Withdrawn and retracted papers are told of; what only stands around papers is left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.sources import Report, read

WHOLE = "Larvae Sleep by a Clock"
OPENALEX = {"id": "https://openalex.org/W1", "title": WHOLE}
CROSSREF = {"title": [WHOLE], "DOI": "10.1000/1", "container-title": ["Larvae"]}
METADATA = {"id": "0704.0001", "title": WHOLE, "authors_parsed": []}
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:a="http://arxiv.org/schemas/atom">\n'
    "<entry><id>http://arxiv.org/abs/0704.0001v2</id><title>Larvae Sleep by a Clock</title>"
    "<summary>{}</summary><a:comment>{}</a:comment></entry></feed>"
)
SCOPUS = "Title,Source title,Document Type,EID\n{},Larvae,{},2-s2.0-1\n{},Larvae,Article,2-s2.0-2\n"
RIS = "TY  - JOUR\nTI  - {}\nAB  - {}\nM3  - {}\nER  - \n"


def told(path: Path, text: str) -> tuple[list[str], list[tuple[str, int, str]]]:
    path.write_text(text)
    report = Report()
    titles = [p.title for p in read([path], report=report)]
    return titles, [(r.level, r.line, r.reason) for r in report.remarks]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ATOM.format("Larvae do.", "This paper has been withdrawn by the author"), "withdrawn"),
        (ATOM.format("Larvae do.", "Withdrawn, as lemma 2 is wrong"), "withdrawn"),
        (ATOM.format("This paper has been withdrawn due to an error.", "5 pages"), "withdrawn"),
        (ATOM.format("This paper has been withdrawn.", "Paper withdrawn"), "withdrawn"),
        (ATOM.format("Larvae do.", "replaces a withdrawn draft"), ""),
        (json.dumps(METADATA | {"comments": "withdrawn due to an error"}), "withdrawn"),
        (json.dumps(METADATA | {"comments": None, "abstract": "Papers withdrawn."}), ""),
        (json.dumps(OPENALEX | {"is_retracted": True}), "retracted"),
        (json.dumps(OPENALEX | {"is_retracted": False}), ""),
        (json.dumps(CROSSREF | {"updated-by": [{"type": "retraction"}]}), "retracted"),
        (json.dumps(CROSSREF | {"updated-by": [{"type": "correction"}]}), ""),
        (
            f"PMID- 1\nTI  - {WHOLE}.\nPT  - Journal Article\nPT  - Retracted Publication\n",
            "retracted",
        ),
        (f"PMID- 1\nTI  - {WHOLE}.\nPT  - Journal Article\n", ""),
        (RIS.format(WHOLE, "They do.", "Retracted"), "retracted"),
    ],
)
def test_a_withdrawn_or_retracted_paper_is_read_and_told_of_once(
    tmp_path: Path, text: str, said: str
) -> None:
    titles, remarks = told(tmp_path / "a", text)
    assert titles == [WHOLE]
    assert [(level, reason) for level, _, reason in remarks] == (
        [("warning", f"{said}: {WHOLE}")] if said else []
    )


@pytest.mark.parametrize("before", ["RETRACTED: ", "Retracted article: ", "[WITHDRAWN] "])
def test_a_title_says_it_too(tmp_path: Path, before: str) -> None:
    for text in (
        json.dumps(OPENALEX | {"title": before + WHOLE, "is_retracted": True}),
        RIS.format(before + WHOLE, "They do.", "Article"),
    ):
        (title,), remarks = told(tmp_path / "a", text)
        assert title == before + WHOLE
        assert [level for level, *_ in remarks] == ["warning"]
    assert told(tmp_path / "a", RIS.format("Retracted Papers: A Study", "", "")) == (
        ["Retracted Papers: A Study"], [],
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        SCOPUS.format("Meeting on Larvae 2024", "Conference review", WHOLE),
        SCOPUS.format("[Front cover]", "Editorial", WHOLE),
        json.dumps(OPENALEX | {"title": "Larvae, Vol. 2", "type": "paratext"})
        + "\n"
        + json.dumps(OPENALEX),
        json.dumps(CROSSREF | {"title": ["Table of Contents"]}) + "\n" + json.dumps(CROSSREF),
        json.dumps(CROSSREF | {"type": "peer-review"}) + "\n" + json.dumps(CROSSREF),
        RIS.format("Meeting on Larvae", "The volume has 20 papers.", "Conference review")
        + RIS.format(WHOLE, "They do.", "Article"),
        "@misc{a, title={Meeting on Larvae}, type={Conference review}}\n"
        f"@article{{b, title={{{WHOLE}}}, type={{Article}}}}\n",
    ],
)
def test_what_stands_around_papers_is_left_out_and_noted(tmp_path: Path, text: str) -> None:
    titles, remarks = told(tmp_path / "a", text)
    assert titles == [WHOLE]
    ((level, line, reason),) = remarks
    assert (level, "not" in reason, line > 0) == ("note", True, True)


def test_a_paper_on_covers_with_an_abstract_is_one(tmp_path: Path) -> None:
    assert told(tmp_path / "a", RIS.format("Front cover", "We study covers.", "Article")) == (
        ["Front cover"], [],
    )  # fmt: skip
