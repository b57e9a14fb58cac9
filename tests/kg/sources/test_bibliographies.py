"""BibTeX, RIS and CSV: real files against counts made another way, and broken ones."""

from __future__ import annotations

import contextlib
import csv
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError, KgError, UsageError
from kg.paper import Author, Paper
from kg.sources import Report, detect, read


def papers(path: Path, **options: object) -> tuple[list[Paper], Report]:
    report = Report()
    return list(read([path], report=report, **options)), report  # type: ignore[arg-type]


def test_a_volume_in_bibtex(shared: Path) -> None:
    path = shared / "formats" / "bibtex" / "pmlr-corl23.bib"
    assert detect(path) == "bibtex"
    found, report = papers(path)
    assert len(found) == len(re.findall(r"^@InProceedings", path.read_text(), re.M)) == 199
    assert not report.skipped
    assert all(p.abstract and p.authors and p.year == 2023 for p in found)
    first = found[0]
    assert (
        first.title == "Expansive Latent Planning for Sparse Reward Offline Reinforcement Learning"
    )
    assert first.authors == (Author("Robert Gieselmann"), Author("Florian T. Pokorny"))
    assert first.venue == "Proceedings of The 7th Conference on Robot Learning"


def test_bibtex_as_people_write_it(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text(
        '@string{acl = "Annual Meeting of the {ACL}"}\n'
        "@article(one,\n  title = {{G}\\\"odel's $x_{1}$ \\& more},\n"
        '  author = "Erd{\\H{o}}s, Paul and {The Team} and others" ,\n  year = 1999,\n'
        "  journal = acl # { Letters}, doi = {https://doi.org/10.1000/ABC},\n"
        "  keywords = {graphs; logic},\n)\n"
        "stray words\n"
        "@inproceedings{two, title={Broken {brace}, author={A, B}\n"
        "@inproceedings{three,\n title={A child}, crossref={vol}, eprint={2101.00001v2},\n"
        " archivePrefix={arXiv}, note={Code at https://github.com/a/b.}}\n"
        "@proceedings{vol,\n title={The Volume}, year={2020}}\n"
        "@misc{four,\n author={No Title}}\n"
    )
    found, report = papers(path)
    one, three = found
    assert one.title == "Gödel's $x_{1}$ & more"
    assert one.authors == (Author("Paul Erdős"), Author("The Team"))
    assert (one.year, one.doi, one.keywords) == (1999, "10.1000/abc", ("graphs", "logic"))
    assert one.venue == "Annual Meeting of the ACL Letters"
    assert (three.venue, three.year, three.arxiv_id) == ("The Volume", 2020, "2101.00001")
    assert three.links == (("https://github.com/a/b", True),)
    assert [(r.line, r.reason.split(":")[0]) for r in report.skipped] == [
        (10, "a broken entry"),
        (16, "the entry 'four' has no title"),
    ]


def test_ten_thousand_broken_entries_among_good_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    broken = "@article{b%d,\n  title = {no end\n"
    good = "@article{g%d,\n  title = {A good one %d}\n}\n"
    path.write_text(
        "".join((broken % i) + (good % (i, i) if i % 100 == 0 else "") for i in range(10_000))
    )
    found, report = papers(path)
    assert len(found) == 100
    assert len(report.skipped) == 10_000


def test_ris(shared: Path, tmp_path: Path) -> None:
    path = shared / "formats" / "exports" / "example.ris"
    assert detect(path) == "ris"
    found, _ = papers(path)
    assert len(found) == len(re.findall(r"^ER  -", path.read_text(), re.M)) == 25
    first = found[0]
    assert (first.title, first.year) == ("The European Approach to the Exascale Challenge", 2019)
    assert (first.doi, first.authors) == ("10.1109/mcse.2018.2884139", (Author("G. Kalbe"),))
    assert first.keywords[:2] == ("Exascale computing", "Industries")
    (tmp_path / "b.ris").write_text(
        "\ufeffTY  - JOUR\nT1  - One\n  goes on\nA1  - Doe, Jane\nUR  - https://github.com/a/b\n"
        "TY  - JOUR\nAU  - nobody\nER  - \n"
    )
    found, report = papers(tmp_path / "b.ris")
    assert [(p.title, p.authors, p.links) for p in found] == [
        ("One goes on", (Author("Jane Doe"),), (("https://github.com/a/b", True),))
    ]
    assert [r.reason for r in report.skipped] == ["a record without a title"]


@pytest.mark.parametrize(
    ("name", "title", "first"),
    [
        ("scopus", "Title", ("Scalable molecular dynamics with NAMD", "J.C. Phillips")),
        (
            "ieee",
            "Document Title",
            (
                'Exascale Computing Trends: Adjusting to the "New Normal"\' for Computer Architecture',
                "P. Kogge",
            ),
        ),
        (
            "springer",
            "Item Title",
            ("Graph-Based Load Balancing Model for Exascale Computing Systems", "Araz R. Aliev"),
        ),
    ],
)
def test_exports_of_publishers(shared: Path, name: str, title: str, first: tuple[str, str]) -> None:
    path = shared / "formats" / "exports" / f"{name}.csv"
    assert detect(path) == "csv"
    found, report = papers(path)
    with open(path, encoding="utf-8-sig", newline="") as file:
        titles = [" ".join(r[title].split()) for r in csv.DictReader(file)]
    assert [p.title for p in found] == titles
    assert not report.skipped
    assert (found[0].title, found[0].authors[0].name) == first
    assert all(p.doi or not p.doi for p in found)
    assert all(p.year for p in found)


def test_scopus_references_and_ids(shared: Path) -> None:
    found, _ = papers(shared / "formats" / "exports" / "scopus.csv")
    assert all(p.id.startswith("2-s2.0-") for p in found)
    assert "title:introduction-to-occurrence-systems" in {r for p in found for r in p.references}


def test_any_table_with_a_column_of_titles(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Headline;Summary;When\n"One; two";"on\nlines";2001\nshort;row\n;none;1\n')
    found, report = papers(
        path, source="csv", columns={"title": "Headline", "abstract": "summary", "year": "When"}
    )
    assert [(p.title, p.abstract, p.year) for p in found] == [("One; two", "on lines", 2001)]
    assert [(r.line, r.reason) for r in report.skipped] == [
        (4, "a row of 2 fields, the table has 3"),
        (5, "a row without a title"),
    ]
    with pytest.raises(UsageError, match="no column 'Headlines'"):
        papers(path, source="csv", columns={"title": "Headlines"})
    with pytest.raises(InputError, match="no column of titles"):
        papers(path, source="csv")


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["bibtex", "ris", "csv"]),
    st.text(alphabet=st.sampled_from(list('@{}()",=#\\\n\t;aTYI -1é\x00')), max_size=300),
)
def test_no_text_makes_a_reader_fail(
    tmp_path_factory: pytest.TempPathFactory, source: str, text: str
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "x"
    path.write_text("title,year\n" + text if source == "csv" else text, encoding="utf-8")
    with contextlib.suppress(KgError):
        papers(path, source=source)
