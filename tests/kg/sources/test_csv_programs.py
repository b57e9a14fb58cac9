"""Tables as programs and services that are no publishers write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.paper import Paper
from kg.sources import Report, detect, read
from kg.sources.csv_columns import authors


def one(tmp_path: Path, *lines: str) -> Paper:
    path = tmp_path / "table.csv"
    path.write_text("\n".join(lines) + "\n")
    assert detect(path) == "csv"
    (paper,) = read([path], report=Report())
    return paper


def names(paper: Paper) -> list[str]:
    return [a.name for a in paper.authors]


def test_a_single_author_of_two_times_two_words_is_one_in_zoteros_table(tmp_path: Path) -> None:
    paper = one(
        tmp_path,
        '"Key","Item Type","Publication Year","Author","Title","Publication Title"',
        '"AB","journalArticle","2017","van der Berg, Anna Maria","Ships at night","J. of Ships"',
    )
    assert names(paper) == ["Anna Maria van der Berg"]


@pytest.mark.parametrize("column", ["author full names", "af"])
def test_a_single_author_of_two_times_two_words_is_one_in_full_names(column: str) -> None:
    assert authors("De Souza, Ana Maria (57200000001)", column, "scopus") == ["Ana Maria De Souza"]


def test_pubmeds_names_have_their_initials_in_front(tmp_path: Path) -> None:
    paper = one(
        tmp_path,
        "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,DOI",
        '"31","Cells that count","Garcia-Lopez AM, Wu W, van der Berg JK.","x","x","Cells","2019",',
    )
    assert names(paper) == ["AM Garcia-Lopez", "W Wu", "JK van der Berg"]


def test_google_scholars_publication_is_the_venue(tmp_path: Path) -> None:
    paper = one(
        tmp_path,
        "Authors,Title,Publication,Volume,Number,Pages,Year,Publisher",
        '"Roe, R; ",A row of theirs,arXiv preprint arXiv:1912.00003,,,,2019,',
    )
    assert (paper.venue, paper.arxiv_id, names(paper)) == ("arXiv", "1912.00003", ["R Roe"])


def test_a_table_of_openalex_has_its_identifier_authors_and_venue(tmp_path: Path) -> None:
    paper = one(
        tmp_path,
        "id,doi,title,publication_year,primary_location.source.display_name,"
        "authorships.author.display_name",
        "https://openalex.org/W99,,Of tables,2018,J. of Tables,Ann Lee|Bo Ray",
    )
    assert (paper.openalex_id, paper.venue) == ("W99", "J. of Tables")
    assert names(paper) == ["Ann Lee", "Bo Ray"]


def test_lens_names_its_columns_otherwise(tmp_path: Path) -> None:
    paper = one(
        tmp_path,
        "Lens ID,Title,Publication Year,Source Title,Author/s,External URL",
        "000-1,Of lenses,2019,Optics,Ann Lee; Bo Ray,https://lens.org/1",
    )
    assert (names(paper), paper.url) == (["Ann Lee", "Bo Ray"], "https://lens.org/1")


def test_a_list_in_which_the_last_name_follows_and() -> None:
    assert authors("Ann Lee, Bo Ray, and Cy Young", "authors", "") == [
        "Ann Lee",
        "Bo Ray",
        "Cy Young",
    ]
    assert authors("Ann Lee, Bo Ray and Cy Young", "authors", "") == [
        "Ann Lee",
        "Bo Ray",
        "Cy Young",
    ]
    assert authors("Lee, Ann and Ray, Bo", "authors", "") == ["Ann Lee", "Bo Ray"]
