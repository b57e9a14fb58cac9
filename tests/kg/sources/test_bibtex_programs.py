"""BibTeX as programs and services write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.paper import Paper
from kg.sources import Report, read


def one(tmp_path: Path, fields: str) -> Paper:
    path = tmp_path / "a.bib"
    path.write_text(f"@article{{key, title = {{Of it}}, {fields}}}\n")
    (paper,) = read([path], report=Report())
    return paper


def names(tmp_path: Path, author: str) -> list[str]:
    return [a.name for a in one(tmp_path, f"author = {{{author}}}").authors]


@pytest.mark.parametrize(
    "fields",
    [
        "journal = {CoRR}, volume = {abs/1503.01234}",
        "journal = {ArXiv}, volume = {abs/1503.01234}",
        "number = {arXiv:1503.01234}, publisher = {arXiv}",
        "note = {arXiv:1503.01234 [cs.CL]}",
        "howpublished = {arXiv:1503.01234v2}",
        r"journal = {Nature}, note = {Preprint at \url{https://arxiv.org/abs/1503.01234}}",
    ],
)
def test_where_programs_put_the_arxiv_identifier(tmp_path: Path, fields: str) -> None:
    assert one(tmp_path, fields).arxiv_id == "1503.01234"


def test_another_papers_identifier_in_a_note_is_not_taken(tmp_path: Path) -> None:
    assert one(tmp_path, "note = {A sequel to arXiv:1503.01234}").arxiv_id is None
    assert one(tmp_path, "journal = {Nature}, volume = {1503.01234}").arxiv_id is None


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("John R. Smith 0001 and Mei Tanaka", ["John R. Smith", "Mei Tanaka"]),
        ("Smith, John; Doe, Jane", ["John Smith", "Jane Doe"]),
        ("Smith, John & Doe, Jane", ["John Smith", "Jane Doe"]),
        ("Smith, J., Doe, K.-L., Ray, B.", ["J. Smith", "K.-L. Doe", "B. Ray"]),
        ("{Smith}, J. and Doe, K. and et al.", ["J. Smith", "K. Doe"]),
        ("J. Smith and K. Doe et al.", ["J. Smith", "K. Doe"]),
        ("M&uuml;ller, Ann and Doe, Jane", ["Ann Müller", "Jane Doe"]),
        (
            "family=Gogh, given=Vincent, prefix=van, useprefix=true and Sato, Yuki",
            ["Vincent van Gogh", "Yuki Sato"],
        ),
    ],
    ids=[
        "DBLP's namesakes",
        "semicolons",
        "ampersand",
        "commas",
        "ADS's et al.",
        "et al.",
        "entities",
        "biblatex",
    ],
)
def test_authors_as_programs_write_them(tmp_path: Path, author: str, expected: list[str]) -> None:
    assert names(tmp_path, author) == expected


@pytest.mark.parametrize(
    ("journal", "venue"),
    [
        (r"\apj", "The Astrophysical Journal"),
        (r"{\mnras}", "Monthly Notices of the Royal Astronomical Society"),
        (r"\aap ", "Astronomy and Astrophysics"),
        (r"\prd", "Physical Review D"),
        (r"\nat", "Nature"),
        (r"\icarus", "Icarus"),
        (r"\jcap", "Journal of Cosmology and Astroparticle Physics"),
        ("Astronomy \\& Geophysics", "Astronomy & Geophysics"),
    ],
)
def test_astronomers_macros_are_journals(tmp_path: Path, journal: str, venue: str) -> None:
    assert one(tmp_path, f"journal = {{{journal}}}").venue == venue


def test_biblatex_gives_entries_what_their_xdata_hold_whichever_comes_first(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.bib"
    path.write_text(
        "@xdata{nature, journaltitle = {Nature}, xdata = {spring}}\n"
        "@article{a, title = {Of one}, xdata = {Nature, more}}\n"
        "@article{b, title = {Of another}, date = {1999}, xdata = {nature}}\n"
        "@article{c, title = {Of a third}, xdata = {nowhere}}\n"
        "@xdata{spring, date = {2021-21}}\n"
        "@xdata{more, keywords = {walks}, date = {2000}}\n"
    )
    report = Report()
    papers = {p.id: p for p in read([path], report=report)}
    assert (papers["a"].venue, papers["a"].year, papers["a"].keywords) == (
        "Nature", 2000, ("walks",),
    )  # fmt: skip
    assert (papers["b"].venue, papers["b"].year) == ("Nature", 1999)
    assert papers["c"].year is None
    assert [(r.line, r.reason) for r in report.warnings] == [
        (4, "@article: its xdata 'nowhere' is not in the file")
    ]


def test_quotation_marks_of_german_and_french(tmp_path: Path) -> None:
    (paper,) = papers_of(tmp_path, r"@book{a, title = {Ein {\glqq}Satz{\grqq} {\flqq}mot\frqq{}}}")
    assert paper.title == "Ein „Satz“ «mot»"


def papers_of(tmp_path: Path, text: str) -> list[Paper]:
    path = tmp_path / "b.bib"
    path.write_text(text)
    return list(read([path], report=Report()))
