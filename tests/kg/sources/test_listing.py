"""The listing reader: the real listing, and what pasting does to one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.paper import Paper
from kg.sources import Report, read

LONG = "This abstract is long enough to be told from a title by its length alone. " * 5
TWO = f"new\n\nSubscribe\n\nFirst: a Title\n\n{LONG}\n\nSecond Title?\n\n{LONG}\n"


def papers(tmp_path: Path, text: str | bytes) -> tuple[list[Paper], Report]:
    path = tmp_path / "listing.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = Report()
    return list(read([path], report=report)), report


def titles(tmp_path: Path, text: str | bytes) -> list[str]:
    return [p.title for p in papers(tmp_path, text)[0]]


def test_the_real_listing_has_80_papers_with_their_titles_to_the_letter(listing: Path) -> None:
    report = Report()
    found = list(read([listing], report=report))
    lines = listing.read_text(encoding="utf-8").splitlines()
    assert len(found) == 80
    assert [p.id for p in found] == [f"s{i:02d}" for i in range(1, 81)]
    for paper in found:
        line = int(paper.origin.rpartition(":")[2])
        assert lines[line - 1] == paper.title
        assert lines[line + 1] == paper.abstract
    assert not report.skipped
    assert not report.warnings


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace("\n\n", "\n"),
        lambda t: t.replace("\n\n", "\n\n\n"),
        lambda t: "\ufeff" + t.replace("\n", "\r\n"),
        lambda t: t.replace("new\n\nSubscribe\n\n", ""),
        lambda t: t.replace("Subscribe", "Get papers in your inbox!\n\nbyAK\n\nMar 14"),
    ],
    ids=["no blank lines", "doubled blank lines", "Windows", "no furniture", "more furniture"],
)
def test_the_same_papers_whatever_pasting_did(
    tmp_path: Path, listing: Path, change: object
) -> None:
    assert callable(change)
    assert titles(tmp_path, change(TWO)) == ["First: a Title", "Second Title?"]
    whole = listing.read_text(encoding="utf-8")
    assert len(titles(tmp_path, change(whole))) == 80


def test_an_abstract_over_several_paragraphs_is_one(tmp_path: Path) -> None:
    text = TWO.replace(LONG, f"{LONG}\n\nA second paragraph, which ends with a stop.", 1)
    found, report = papers(tmp_path, text)
    assert len(found) == 2
    assert found[0].abstract.endswith("\nA second paragraph, which ends with a stop.")
    assert not report.warnings


def test_hard_wrapped_abstracts_are_put_together(tmp_path: Path) -> None:
    import textwrap

    wrapped = TWO.replace(LONG, textwrap.fill(LONG, 70))
    found, _ = papers(tmp_path, wrapped)
    assert [p.title for p in found] == ["First: a Title", "Second Title?"]
    assert found[0].abstract == LONG.strip()


def test_a_title_without_abstract_is_kept_and_reported_by_its_line(tmp_path: Path) -> None:
    found, report = papers(tmp_path, f"One Title Here\n\nFirst Title\n\n{LONG}\n\nLast Title\n")
    assert [p.title for p in found] == ["First Title", "Last Title"]
    assert [(r.line, r.level) for r in report.warnings] == [(7, "warning")]
    middle, report = papers(tmp_path, f"A First One\n\n{LONG}\n\nNo Abstract\n\nThird\n\n{LONG}\n")
    assert [p.title for p in middle] == ["A First One", "No Abstract", "Third"]
    assert [r.line for r in report.warnings] == [5]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"   \n\n", "empty"),
        (b"Just one line\n", "no papers found"),
        (b"\x00\x01\x02\xff" * 50, "binary"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><body>one</body></html>", "XML or HTML"),
    ],
)
def test_what_is_no_listing_is_told_what_it_is(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as caught:
        papers(tmp_path, content)
    assert "listing.txt" in caught.value.message
    assert caught.value.remedy


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        list(read([tmp_path / "none.txt"], report=Report()))
    with pytest.raises(InputError, match="folder"):
        list(read([tmp_path], report=Report()))


def test_a_file_among_others_is_left_out_with_its_place_said_once(tmp_path: Path) -> None:
    bad, good = tmp_path / "README.md", tmp_path / "good.jsonl"
    bad.write_text("# Read me\n\nNothing here.\n")
    good.write_text('{"title": "A paper"}\n')
    report = Report()
    assert [p.title for p in read([bad, good], report=report)] == ["A paper"]
    (remark,) = report.skipped
    assert (remark.path, remark.line) == (str(bad), 1)
    assert remark.reason.startswith("no papers found")


SHORT = (
    "We parse sentences with graphs on two corpora, better than what was known before us, by far."
)


def test_headings_with_items_below_them_are_titles_with_what_the_items_say(tmp_path: Path) -> None:
    text = "# My notes\n\nWhat I have read about parsing in the last two years, in no order at all here.\n"
    for number, section in enumerate(("Parsing", "Tagging"), 1):
        text += f"\n## {section}\n### Graphs for Sentences {number}\n"
        text += f"- Authors: Ada Roe, Bo Li\n- Year: 202{number}\n"
        text += f"- Code: https://github.com/roe/g{number}\n\n{SHORT}\n"
    found, report = papers(tmp_path, text)
    assert [p.title for p in found] == ["Graphs for Sentences 1", "Graphs for Sentences 2"]
    assert [p.year for p in found] == [2021, 2022]
    assert {p.abstract for p in found} == {SHORT}
    assert [a.name for a in found[1].authors] == ["Ada Roe", "Bo Li"]
    assert found[0].links == (("https://github.com/roe/g1", True),)
    assert not report.warnings


def test_headings_of_sections_are_no_papers(tmp_path: Path) -> None:
    text = f"# Notes\n## Parsing\n### Graphs for sentences\n{SHORT}\n\n### Trees for sentences\n{SHORT}\n"
    text += f"## Tagging\n### Words and their tags\n{SHORT}\n"
    found, report = papers(tmp_path, text)
    assert [p.title for p in found] == [
        "Graphs for sentences", "Trees for sentences", "Words and their tags"
    ]  # fmt: skip
    assert {p.abstract for p in found} == {SHORT}
    assert "a section, not a paper: '## Tagging'" in [r.reason for r in report.remarks]
