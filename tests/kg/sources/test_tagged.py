"""Tagged records that are no RIS: PubMed's, Web of Science's and EndNote's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.paper import Author, Paper
from kg.sources import Report, detect, read

PUBMED = """\

PMID- 31452104
OWN - NLM
DP  - 2019 Aug
TI  - Larval fish sleep by a clock that
      runs on light.
LID - e300 [pii]
LID - 10.1371/journal.xyz.9999 [doi]
AB  - BACKGROUND: Larvae sleep.
      RESULTS: They slept.
FAU - Garcia-Lopez, Ana M
AU  - Garcia-Lopez AM
AUID- ORCID: 0000-0002-1825-0097
FAU - Wu, Wei
AU  - Wu W
JT  - Fish biology
TA  - Fish Biol
MH  - *Sleep/physiology
OT  - zebrafish

PMID- 31452105
DP  - 2018
TI  - A second one.
AU  - van Doe JK
TA  - Fishes
MH  - *Sleep/physiology
"""
WOS = """\
FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Novak, P
   Horvat, AM
AF Novak, Petra
   Horvat, Ana Maria
TI Fracture of thin shells under
   cyclic load
SO JOURNAL OF SHELLS
DE thin shells; fatigue
ID CRACK-GROWTH
AB Thin shells break. We show when they
   break.
OI Novak, Petra/0000-0002-1825-0097
CR Griffith AA, 1921, PHILOS T, V221, P163, DOI 10.1098/rsta.1921.0006
   Paris P., 1963, J BASIC ENG, V85, P528
   Xu Y, 2001, J X, DOI 10.1098/abc.2
PY 2015
DI 10.1016/j.shells.2015.01.002
UT WOS:000350000000001
ER

EF
"""
ENDNOTE = """\
%0 Journal Article
%A Adams, Ben
%A Cole, Dee
%T Percent signs as tags
%J Journal of Tags
%D 2008
%R 10.1000/tags.3
%X We tag with percent
signs.
%K tags
percent

%0 Conference Paper
%A Eve, Fay
%T Another with percent
%B Proc. Tags
%D 2009
"""


def papers(tmp_path: Path, text: str) -> tuple[list[Paper], Report]:
    path = tmp_path / "export.txt"
    path.write_text(text)
    assert detect(path) == "ris"
    report = Report()
    return list(read([path], report=report)), report


def test_a_record_of_pubmed(tmp_path: Path) -> None:
    (paper, _), report = papers(tmp_path, PUBMED)
    assert not report.remarks
    assert paper.title == "Larval fish sleep by a clock that runs on light"
    assert paper.abstract == "BACKGROUND: Larvae sleep. RESULTS: They slept."
    assert paper.authors == (
        Author("Ana M Garcia-Lopez", "0000-0002-1825-0097"),
        Author("Wei Wu"),
    )
    assert (paper.id, paper.year, paper.venue) == ("31452104", 2019, "Fish biology")
    assert (paper.doi, paper.keywords) == ("10.1371/journal.xyz.9999", ("zebrafish",))


def test_a_record_of_pubmed_that_has_only_the_index_forms(tmp_path: Path) -> None:
    (_, paper), _ = papers(tmp_path, PUBMED)
    assert [a.name for a in paper.authors] == ["JK van Doe"]
    assert (paper.venue, paper.keywords) == ("Fishes", ("Sleep/physiology",))


def test_a_record_of_web_of_science(tmp_path: Path) -> None:
    (paper,), report = papers(tmp_path, WOS)
    assert not report.remarks
    assert paper.title == "Fracture of thin shells under cyclic load"
    assert paper.abstract == "Thin shells break. We show when they break."
    assert paper.authors == (
        Author("Petra Novak", "0000-0002-1825-0097"),
        Author("Ana Maria Horvat"),
    )
    assert (paper.id, paper.year, paper.venue) == (
        "WOS:000350000000001",
        2015,
        "JOURNAL OF SHELLS",
    )
    assert paper.keywords == ("thin shells", "fatigue")
    assert paper.doi == "10.1016/j.shells.2015.01.002"
    assert paper.references == ("doi:10.1098/rsta.1921.0006", "doi:10.1098/abc.2")


def test_records_of_endnote(tmp_path: Path) -> None:
    (paper, other), report = papers(tmp_path, ENDNOTE)
    assert not report.remarks
    assert paper.title == "Percent signs as tags"
    assert paper.abstract == "We tag with percent signs."
    assert [a.name for a in paper.authors] == ["Ben Adams", "Dee Cole"]
    assert (paper.year, paper.venue, paper.doi) == (2008, "Journal of Tags", "10.1000/tags.3")
    assert paper.keywords == ("tags", "percent")
    assert (other.title, other.venue) == ("Another with percent", "Proc. Tags")


@pytest.mark.parametrize("text", [PUBMED, WOS, ENDNOTE])
def test_a_file_cut_anywhere_gives_what_stands_before_the_cut(tmp_path: Path, text: str) -> None:
    cut = text.index("\n", len(text) * 2 // 3) - 1
    found, _ = papers(tmp_path, text[:cut])
    whole, _ = papers(tmp_path, text)
    assert found[0].title == whole[0].title


def test_the_arxiv_identifier_in_the_accession_number(tmp_path: Path) -> None:
    (paper,), _ = papers(tmp_path, "TY  - GEN\nTI  - Of it\nAN  - arXiv:1905.00001\nER  - \n")
    assert paper.arxiv_id == "1905.00001"


def test_web_of_sciences_glued_arxiv_identifiers(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Bahdanau, D\nTI Of alignment\n"
        "AR ARXIV14090473\nCR Vaswani A., 2017, ARXIV170603762\n"
        "   Lee A, 2019, ARXIV190199999X\n   Kay B, 2016, ARXIV 160306393\nER\n\nEF\n"
    )
    (paper,) = read([path], report=Report())
    assert paper.arxiv_id == "1409.0473"
    assert paper.references == ("arxiv:1706.03762",)


def test_a_chapter_of_pubmeds_has_its_own_title_and_the_book_as_venue(tmp_path: Path) -> None:
    path = tmp_path / "a.nbib"
    path.write_text(
        "PMID- 1\nDP  - 2023\nBTI - StatPearls\nCTI - Sleep of Larvae\n\n"
        "PMID- 2\nDP  - 2024\nBTI - Atlas of Fish\n\n"
        "PMID- 3\nTI  - [On the sleep of larvae].\nTT  - Vom Schlaf der Larven.\nJT  - Fische\n"
    )
    found = [(p.title, p.venue) for p in read([path], report=Report())]
    assert found == [
        ("Sleep of Larvae", "StatPearls"),
        ("Atlas of Fish", None),
        ("On the sleep of larvae", "Fische"),
    ]


def test_endnotes_series_is_the_venue_where_nothing_else_is(tmp_path: Path) -> None:
    path = tmp_path / "a.enw"
    path.write_text(
        "%0 Conference Proceedings\n%T Of it\n%S Proceedings of the ACL\n%D 2018\n\n"
        "%0 Book Section\n%T Of another\n%B The Book\n%S Lecture Notes\n"
    )
    found = [(p.title, p.venue) for p in read([path], report=Report())]
    assert found == [("Of it", "Proceedings of the ACL"), ("Of another", "The Book")]
