"""RIS: a real export, and what programs make of the format."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.paper import Paper
from kg.sources import Report, detect, read


@pytest.fixture
def export(shared: Path) -> Path:
    return shared / "formats" / "exports" / "example.ris"


def papers(tmp_path: Path, text: str | bytes) -> tuple[list[Paper], Report]:
    path = tmp_path / "export.ris"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = Report()
    return list(read([path], source="ris", report=report)), report


def one(tmp_path: Path, *lines: str) -> Paper:
    (paper,), report = papers(tmp_path, "\n".join(("TY  - JOUR", *lines, "ER  - ")))
    assert not report.remarks
    return paper


def test_initials_that_a_hyphen_joins_are_written_together(tmp_path: Path) -> None:
    paper = one(tmp_path, "TI  - A title", "AU  - C. -H. Wu", "AU  - Lee, K. -S. B.")
    assert [a.name for a in paper.authors] == ["C.-H. Wu", "K.-S. B. Lee"]


def test_authors_in_one_line_are_parted_by_semicolons(tmp_path: Path) -> None:
    paper = one(tmp_path, "TI  - A title", "AU  - Lee, A.; R&eacute;, B.;", "AU  - Poe, Cy, Jr.")
    assert [a.name for a in paper.authors] == ["A. Lee", "B. Ré", "Cy Poe Jr."]


def test_a_surname_may_be_initials(tmp_path: Path) -> None:
    """As of many in South India: what looks like initials in front of a comma is no slip."""
    paper = one(tmp_path, "TI  - A title", "AU  - B. S. S., Harichandana", "AU  - S, Sowmya")
    assert [a.name for a in paper.authors] == ["Harichandana B. S. S.", "Sowmya S"]


def test_a_real_export_has_every_record(export: Path) -> None:
    report = Report()
    found = list(read([export], report=report))
    text = export.read_text(encoding="utf-8-sig")
    assert len(found) == len(re.findall(r"^ER  - ", text, re.MULTILINE)) == 25
    assert not report.remarks
    records = text.split("ER  - ")
    for paper, record in zip(found, records, strict=False):
        record = html.unescape(record)
        assert f"\nTI  - {paper.title}" in record
        assert f"\nAB  - {paper.abstract}" in record
        assert f"\nPY  - {paper.year}\n" in record
        assert f"\nJO  - {paper.venue}\n" in record
        assert paper.doi == (re.findall(r"\nDO  - (.*)\n", record)[0].lower() or None)
        keywords = re.findall(r"\nKW  - (.*)", record)
        assert len(paper.keywords) == len({k.casefold() for k in keywords})
        authors = re.findall(r"\nAU  - (.*)", record)
        assert [a.name for a in paper.authors] == list(dict.fromkeys(authors))
        assert text.splitlines()[int(paper.origin.rpartition(":")[2]) - 1].startswith("TY  - ")


def test_exact_records(export: Path) -> None:
    first, second, *_ = read([export], report=Report())
    assert first.title == "The European Approach to the Exascale Challenge"
    assert (first.year, first.doi) == (2019, "10.1109/mcse.2018.2884139")
    assert first.venue == "Computing in Science & Engineering"
    assert [a.name for a in first.authors] == ["G. Kalbe"]
    assert second.title == "Reference Exascale Architecture"
    assert [a.name for a in second.authors][:2] == ["M. Bobák", "L. Hluchy"]


def test_all_fields(tmp_path: Path) -> None:
    paper = one(
        tmp_path, "T1  - A title", "over two lines", "A1  - Lee, Ann", "AU  - Ray, Bo, Jr.",
        "Y1  - 2019/05/01/", "N2  - First line", "second line.", "", "A paragraph.",
        "KW  - one", "two", "KW  - three; four", "UR  - https://github.com/o/r",
        "L1  - https://example.org/a.pdf", "M3  - doi: 10.1000/X", "JF  - J. of X &amp; Y",
        "SN  - 1234-5678", "ID  - mine",
    )  # fmt: skip
    assert (paper.id, paper.title) == ("mine", "A title over two lines")
    assert [a.name for a in paper.authors] == ["Ann Lee", "Bo Ray Jr."]
    assert paper.abstract == "First line second line.\nA paragraph."
    assert paper.keywords == ("one", "two", "three", "four")
    assert paper.links == (("https://github.com/o/r", True),)
    assert (paper.year, paper.doi, paper.venue) == (2019, "10.1000/x", "J. of X & Y")
    assert paper.url == "https://example.org/a.pdf"


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (["DO  - none", "UR  - https://doi.org/10.1000/y"], "doi", "10.1000/y"),
        (["UR  - https://arxiv.org/abs/1706.03762v1"], "arxiv_id", "1706.03762"),
        (["JO  - arXiv preprint arXiv:1706.03762"], "arxiv_id", "1706.03762"),
        (["AB  - one", "N2  - two"], "abstract", "one"),
        (["T2  - Venue", "BT  - Other"], "venue", "Venue"),
        (["BT  - Book of it"], "venue", "Book of it"),
        (["PY  - ", "DA  - 2003/01"], "year", 2003),
        (["N1  - see 10.1000/z"], "doi", None),
        (["AB  - text", "AI - based methods"], "abstract", "text AI - based methods"),
    ],
)
def test_where_else_a_field_may_stand(
    tmp_path: Path, lines: list[str], field: str, value: object
) -> None:
    assert getattr(one(tmp_path, "TI  - T", *lines), field) == value


def test_a_book_is_known_by_its_book_title(tmp_path: Path) -> None:
    (paper,), _ = papers(tmp_path, "TY  - BOOK\nBT  - Of Books\nPY  - 2000\nER  - \n")
    assert (paper.title, paper.venue) == ("Of Books", None)


def test_broken_records(tmp_path: Path) -> None:
    text = (
        "Provider: someone\n\n"
        "TY  - JOUR\nTI  - No end\n"  # line 3
        "TY  - JOUR\nTI  - Whole\nER  - \n"
        "TI  - No beginning\nER  -\n"  # line 8
        "TY  - JOUR\nAU  - No Title\nER  - \n"  # line 10
        "ER  - \n"
        "TY  - JOUR\nTI  - Last\n"  # line 14
    )
    found, report = papers(tmp_path, text)
    assert [p.title for p in found] == ["No end", "Whole", "No beginning", "Last"]
    assert len({p.id for p in found}) == 4
    assert [(r.level, r.line) for r in report.remarks] == [
        ("warning", 3), ("warning", 8), ("skipped", 10), ("note", 1), ("warning", 14),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        lambda t: "\ufeff" + t,
        lambda t: t.replace("\n", "\r\n"),
        lambda t: t.replace("\n", "\r"),
        lambda t: t.replace("  - ", " - "),
        lambda t: t.replace("ER  - ", "ER  -"),
        lambda t: t.replace("\n\n", "\n"),
        lambda t: t.replace("TY  - ", "\n\nTY  - "),
    ],
    ids=["mark", "Windows", "Mac", "one blank", "bare end", "no blank lines", "more blank lines"],
)
def test_the_same_records_whatever_program_wrote_them(
    tmp_path: Path, export: Path, change: object
) -> None:
    assert callable(change)
    text = export.read_text(encoding="utf-8-sig")
    path = tmp_path / "changed.ris"
    path.write_text(change(text), encoding="utf-8", newline="")
    assert detect(path) == "ris"
    report = Report()
    found = list(read([path], report=report))
    known = list(read([export], report=Report()))
    assert [(p.title, p.abstract, p.keywords, p.doi) for p in found] == [
        (p.title, p.abstract, p.keywords, p.doi) for p in known
    ]
    assert not report.remarks


def test_a_file_without_papers_is_an_error(tmp_path: Path) -> None:
    for text in ("nothing here\n", "TY  - JOUR\nAU  - Lee\nER  - \n"):
        with pytest.raises(InputError, match="no record could be read") as caught:
            papers(tmp_path, text)
        assert caught.value.remedy


def test_several_addresses_in_one_line(tmp_path: Path) -> None:
    line = "UR  - https://a.org/x;y=1; http://arxiv.org/abs/2001.00001v2;https://github.com/a/b"
    (paper,), _ = papers(tmp_path, f"TY  - JOUR\nTI  - Of it\n{line}\nER  - \n")
    assert (paper.url, paper.arxiv_id) == ("https://a.org/x;y=1", "2001.00001")
    assert paper.links == (("https://github.com/a/b", True),)
