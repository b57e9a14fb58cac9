"""Tables: the real exports of three databases, a fourth's layout, and damaged ones."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kg.errors import InputError, UsageError
from kg.paper import Paper
from kg.sources import Report, detect, read
from kg.sources.csv_columns import authors, references
from tests.processor import processor_seconds

HEADER = "id,title,year\n"


@pytest.fixture
def exports(shared: Path) -> Path:
    return shared / "formats" / "exports"


def rows(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def papers(
    tmp_path: Path, text: str | bytes, columns: Mapping[str, str] | None = None
) -> tuple[list[Paper], Report]:
    path = tmp_path / "table.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = Report()
    return list(read([path], source="csv", columns=columns, report=report)), report


@pytest.mark.parametrize(
    ("name", "number", "columns"),
    [
        ("ieee.csv", 10, ("Document Title", "Publication Year", "Publication Title", "DOI")),
        ("springer.csv", 18, ("Item Title", "Publication Year", "Publication Title", "Item DOI")),
        ("scopus.csv", 58, ("Title", "Year", "Source title", "DOI")),
    ],
)
def test_real_exports_have_every_row(
    exports: Path, name: str, number: int, columns: tuple[str, ...]
) -> None:
    report = Report()
    found = list(read([exports / name], report=report))
    known = rows(exports / name)
    assert detect(exports / name) == "csv"
    assert len(known) == number
    known = [row for row in known if "Conference Review" not in row.values()]
    assert len(found) == len(known)
    assert not report.skipped
    assert not report.warnings
    for paper, row in zip(found, known, strict=True):
        expected = [" ".join(row[c].split()) for c in columns]
        assert [paper.title, str(paper.year), paper.venue, paper.doi or ""] == [
            *expected[:3], expected[3].lower(),
        ]  # fmt: skip
    lines = (exports / name).read_text(encoding="utf-8-sig").splitlines()
    for paper in found:
        line = lines[int(paper.origin.rpartition(":")[2]) - 1]
        assert paper.title.replace('"', '""')[:40] in " ".join(line.split())


def test_ieee_exactly(exports: Path) -> None:
    found = list(read([exports / "ieee.csv"], report=Report()))
    first, second = found[:2]
    assert first.title == (
        'Exascale Computing Trends: Adjusting to the "New Normal"\' for Computer Architecture'
    )
    assert (first.year, first.doi) == (2013, "10.1109/mcse.2013.95")
    assert [a.name for a in first.authors] == ["P. Kogge", "J. Shalf"]
    assert first.url == "https://ieeexplore.ieee.org/stamp/stamp.jsp?arnumber=6634083"
    assert second.authors[2].name == "J.-P. Nominé"
    assert second.keywords[:3] == ("European", "High Performance Computing", "HPC")
    without = [r for r in rows(exports / "ieee.csv") if not r["Author Keywords"]]
    assert len(without) == 1
    paper = next(p for p in found if p.title == without[0]["Document Title"])
    assert "; ".join(paper.keywords) == without[0]["IEEE Terms"].replace(";", "; ")


def test_springer_exactly(exports: Path) -> None:
    found = {p.doi: p for p in read([exports / "springer.csv"], report=Report())}
    assert [a.name for a in found["10.1007/978-3-030-92127-9_33"].authors] == [
        "Araz R. Aliev", "Nigar T. Ismayilova",
    ]  # fmt: skip
    assert [a.name for a in found["10.1007/978-3-030-81561-5"].authors] == [
        "Barnabás Bede", "Martine Ceberio", "Martine De Cock", "Vladik Kreinovich",
    ]  # fmt: skip
    names = [a.name for p in found.values() for a in p.authors]
    assert not [n for n in names if re.search(r"Prof|Dr\.|[a-z][A-Z]", n) or " " not in n]


def test_scopus_exactly(exports: Path) -> None:
    found = list(read([exports / "scopus.csv"], report=Report()))
    first, second = found[:2]
    assert first.title == "Scalable molecular dynamics with NAMD"
    assert [a.name for a in first.authors][-2:] == ["L. Kalé", "K. Schulten"]
    assert len(first.authors) == 10
    assert first.keywords == (
        "Biomolecular simulation", "Molecular dynamics", "Parallel computing",
    )  # fmt: skip
    assert second.keywords[0] == "Mathematical Models"
    assert [a.name for a in second.authors] == ["T. Murata"]
    nameless = [r for r in rows(exports / "scopus.csv") if r["Authors"].startswith("[No")]
    assert len(nameless) == 9
    assert all("Conference Review" in r.values() for r in nameless)
    assert all(p.authors for p in found)


def test_scopus_rows_with_more_cells_than_the_header_keep_their_references(exports: Path) -> None:
    with open(exports / "scopus.csv", encoding="utf-8-sig", newline="") as file:
        header, *cells = csv.reader(file)
    moved = [r for r in cells if len(r) == len(header) + 1]
    assert len(moved) == 56
    report = Report()
    found = {p.title: p for p in read([exports / "scopus.csv"], report=report)}
    assert {r.level for r in report.remarks} == {"note"}
    moved = [r for r in moved if "Conference Review" not in r]
    dois = 0
    for row in moved:
        text = row[header.index("References") + 1]
        paper = found[" ".join(row[header.index("Title")].split())]
        dois += len([r for r in paper.references if r.startswith("doi:")])
        for reference in paper.references:
            if reference.startswith("doi:"):
                assert reference[4:] in text.lower()
        assert len(paper.references) <= len(text.split("; "))
    assert dois > 250
    murata = "title:petri-nets-properties-analysis-and-applications"
    assert sum(murata in p.references for p in found.values()) == sum(
        bool(re.search(r"; Murata, T\., Petri nets: properties, analysis,? and applications \(1989\) \w",
                       "; " + r[header.index("References") + 1], re.IGNORECASE))
        for r in moved
    ) > 5  # fmt: skip


def test_references_of_a_new_scopus_export_by_title_or_doi(tmp_path: Path) -> None:
    text = (
        "Authors,Author full names,Author(s) ID,Title,Year,Source title,DOI,References,EID\n"
        '"Lee A.; Ray B., Jr.","Lee, Ann (571); Ray, Bo (572)",571; 572,T,2023,J,10.1000/t,'
        '"Lee A., A long title of some words, J, 1, (2019); Ray B., Other, (2001), '
        'https://doi.org/10.1000/X","2-s2.0-1"\n'
    )
    (paper,), report = papers(tmp_path, text)
    assert [a.name for a in paper.authors] == ["Ann Lee", "Bo Ray"]
    assert paper.references == ("title:a-long-title-of-some-words", "doi:10.1000/x")
    assert paper.id == "2-s2.0-1"
    assert not report.remarks


WOS = (
    "PT\tAU\tAF\tTI\tSO\tDE\tID\tAB\tCR\tPY\tDI\tUT\n"
    "J\tLee, A; Ray, B\tLee, Ann; Ray, Bo\tA \"quoted\" title\tJ NAME\tone; two\tPLUS\tText.\u2028More.\t"
    "Ray B, 2001, X, V1, DOI 10.1000/A; Nobody, 1999, Y; Lee A, 2002, DOI [10.1000/b, 10.1000/c]\t"
    "2003\t10.1000/z\tWOS:1\n"
    "J\tLee, A\t\tNo keywords\tJ NAME\t\tPLUS; MINUS\t\t\t2004\t\tWOS:2\n"
)  # fmt: skip


@pytest.mark.parametrize(
    "encoded",
    [
        WOS.encode("utf-16"),
        WOS.encode(),
        ("\ufeff" + WOS).replace("\n", "\r\n").encode(),
        WOS.replace("\n", "\t\n").encode(),
    ],
    ids=["UTF-16", "UTF-8", "Windows with mark", "a tab at each end"],
)
def test_web_of_science_with_tabs(tmp_path: Path, encoded: bytes) -> None:
    (first, second), report = papers(tmp_path, encoded)
    assert detect(tmp_path / "table.csv") == "csv"
    assert (first.id, first.title, first.year) == ("WOS:1", 'A "quoted" title', 2003)
    assert [a.name for a in first.authors] == ["Ann Lee", "Bo Ray"]
    assert (first.venue, first.doi, first.keywords) == ("J NAME", "10.1000/z", ("one", "two"))
    assert first.abstract == "Text. More."
    assert first.references == ("doi:10.1000/a", "doi:10.1000/b")
    assert [a.name for a in second.authors] == ["A Lee"]
    assert second.keywords == ("PLUS", "MINUS")
    assert not report.remarks


def test_the_lens_cites_by_its_own_identifiers(tmp_path: Path) -> None:
    found, report = papers(
        tmp_path,
        "Lens ID,Title,Publication Year,Source Title,Author/s,References\n"
        '000-142-987-111-22X,On It,2001,Larvae,"Ann Lee;;Bo Ray",\n'
        "001-000-000-111-229,After It,2003,Larvae,Ann Lee,000-142-987-111-22X;;009-9\n",
    )
    assert not report.remarks
    assert [p.id for p in found] == ["000-142-987-111-22X", "001-000-000-111-229"]
    assert [a.name for a in found[0].authors] == ["Ann Lee", "Bo Ray"]
    assert found[1].references == (found[0].id,)


def test_web_of_science_as_a_sheet(tmp_path: Path) -> None:
    text = (
        "Publication Type,Authors,Author Full Names,Article Title,Source Title,Author Keywords,"
        "Keywords Plus,Abstract,Publication Year,DOI,UT (Unique WOS ID)\n"
        'J,"Lee, A","Lee, Ann; Ray, Bo",T,J NAME,,K,Abs,2001,10.1000/z,WOS:7\n'
    )
    (paper,), _ = papers(tmp_path, text)
    assert [a.name for a in paper.authors] == ["Ann Lee", "Bo Ray"]
    assert (paper.title, paper.keywords, paper.id) == ("T", ("K",), "WOS:7")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lee, Ann; Ray, Bo", ["Ann Lee", "Bo Ray"]),
        ("Ann Lee, Bo Ray", ["Ann Lee", "Bo Ray"]),
        ("Ann Lee and Bo Ray", ["Ann Lee", "Bo Ray"]),
        ("Lee, Ann", ["Ann Lee"]),
        ("Lee, A., Ray, B.", ["A. Lee", "B. Ray"]),
        ("['Ann Lee', \"Bo O'Ray\"]", ["Ann Lee", "Bo O'Ray"]),
        ('["Ann Lee", "Bo Ray"]', ["Ann Lee", "Bo Ray"]),
        ("Ann Lee|Bo Ray|Ann Lee", ["Ann Lee", "Bo Ray"]),
        ("", []),
    ],
)
def test_authors_of_any_table(text: str, expected: list[str]) -> None:
    assert authors(text, "authors", "") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Title,Year\nOne,2001\n",
        "Title;Year\nOne;2001\n",
        "title\tyear\nOne\t2001\n",
        "TITLE|Publication Year\nOne|2001\n",
        '"Title","Year"\r\n"One","2001"\r\n',
        "Title,Year\r\"One\",2001\r",
        "sep=;\nTitle;Year\nOne;2001\n",
        '"About: exported in 2024"\nRank,Title,PubYear\n1,One,2001\n',
        "\n\nTitle,Year\n\nOne,2001\n\n",
        "Title,Year,\nOne,2001,\n",
        "Title,Year\nOne,2001,,\n",
        "Score,Title\n2001,One\n",
    ],
)  # fmt: skip
def test_delimiters_and_headers(tmp_path: Path, text: str) -> None:
    ((paper,), report) = papers(tmp_path, text)
    assert detect(tmp_path / "table.csv") == "csv"
    assert paper.title == "One"
    assert paper.year == (None if "Score" in text else 2001)
    assert not report.remarks


def test_damaged_rows_are_reported_by_line_and_the_rest_is_read(tmp_path: Path) -> None:
    text = HEADER + (
        '1,"A ""quoted"" title",2001\n'  # line 2
        '2,"over\n\nlines, three",2002\n'
        "3,too few\n"  # 6
        "4,too,2004,many\n"
        '5,"never closed,2005\n'
        '6,"Good",2006\n'
        '7,"in "inner" quotes",2007\n'  # 10
        "8,\x00Nul,2008\n"
        "9,,2009\n"
        "1,Same number,2010\n"
    )
    found, report = papers(tmp_path, text)
    assert [(p.id, p.title, p.year) for p in found] == [
        ("1", 'A "quoted" title', 2001), ("2", "over lines, three", 2002), ("6", "Good", 2006),
        ("7", 'in inner" quotes"', 2007), ("8", "Nul", 2008), ("r0006", "Same number", 2010),
    ]  # fmt: skip
    assert [p.origin.rpartition(":")[2] for p in found] == ["2", "3", "9", "10", "11", "13"]
    assert [(r.level, r.line) for r in report.remarks] == [
        ("skipped", 6), ("skipped", 7), ("skipped", 8), ("warning", 10), ("warning", 11),
        ("skipped", 12),
    ]  # fmt: skip
    assert report.skipped[0].reason == "2 cells where the header has 3"


@pytest.mark.parametrize(
    ("broken", "skipped"),
    [
        ('b,"never closed,2004\n', True),
        ("b,too few\n", True),
        ('"\n', True),
        ('b,"in "inner" quotes",2006\n', False),
    ],
)
def test_ten_thousand_broken_rows_among_good_ones(
    tmp_path: Path, broken: str, skipped: bool
) -> None:
    text = HEADER + "".join(f'g{i},"Good",2001\n{broken}' for i in range(10_000))
    began = processor_seconds()
    found, report = papers(tmp_path, text)
    assert processor_seconds() - began < 10
    assert [p.id for p in found if p.title == "Good"] == [f"g{i}" for i in range(10_000)]
    assert len(report.skipped) == (10_000 if skipped else 0)
    assert len(report.warnings) == (0 if skipped else 10_000)


def test_a_quote_that_never_closes_costs_one_row(tmp_path: Path) -> None:
    text = HEADER + '0,"Open,1\n' + "".join(f"{i},Good,2001\n" for i in range(5_000))
    found, report = papers(tmp_path, text)
    assert len(found) == 5_000
    assert [r.line for r in report.skipped] == [2]


def test_a_cell_larger_than_pythons_limit(tmp_path: Path) -> None:
    references = "; ".join(f"Lee A, 10.1000/{i:06d}" for i in range(20_000))
    (paper,), _ = papers(tmp_path, f'Title,Cited References\nT,"{references}"\n')
    assert len(references) > 131_072
    assert len(paper.references) == 20_000


def test_chosen_columns(tmp_path: Path) -> None:
    text = 'Headline,Title,"Summary, short",Who\nThe one,Not me,Text.,Lee; Ray\n'
    chosen = {"title": "headline", "abstract": "Summary, short", "authors": "Who"}
    (paper,), _ = papers(tmp_path, text, chosen)
    assert (paper.title, paper.abstract) == ("The one", "Text.")
    assert [a.name for a in paper.authors] == ["Lee", "Ray"]


def test_a_file_of_no_known_format_is_a_table_when_it_has_the_columns(tmp_path: Path) -> None:
    table, other, scopus = tmp_path / "a.txt", tmp_path / "b.jsonl", tmp_path / "c.csv"
    table.write_text("Headline,Summary\nThe one,Text.\n")
    other.write_text('{"title": "Other"}\n')
    scopus.write_text("Title,Year\nAn export,2001\n")
    listing = tmp_path / "d.txt"
    listing.write_text("A Listing\n\n" + "Words, and more words. " * 20 + "\n")
    report = Report()
    every = [other, table, scopus, listing]
    found = list(read(every, columns={"title": "Headline"}, report=report))
    assert [p.title for p in found] == ["Other", "The one", "An export", "A Listing"]
    assert not report.remarks
    for paths in ([other], [scopus, other], [listing, other]):
        with pytest.raises(UsageError, match="no file is a table with a column 'Headline'"):
            list(read(paths, columns={"title": "Headline"}, report=Report()))
        assert list(read(paths, columns={"title": "Headline"}, kept=True, report=Report()))


def fails(text: str, columns: Mapping[str, str] | None) -> Callable[[Path], InputError]:
    def run(tmp_path: Path) -> InputError:
        with pytest.raises((InputError, UsageError)) as caught:
            papers(tmp_path, text, columns)
        return caught.value  # type: ignore[return-value]

    return run


@pytest.mark.parametrize(
    ("run", "message", "remedy"),
    [
        (fails("A B,C\n1,2\n", {"title": "D"}), "no column is called 'D'", "its columns: A B, C"),
        (fails("A B,C\n1,2\n", {"titel": "C"}), "can't hold 'titel'", "title"),
        (fails("A B,C\n1,2\n", None), "no column of titles", "A B, C; --columns title=NAME"),
        (fails("A B\tC\n1\t2\n", {"abstract": "C"}), "no column of titles", "A B, C"),
        (fails("Title,Year\n", None), "no row could be read", "row is a paper"),
        (fails("Title,Year\n,2001\n1\n", None), "no row could be read", "row is a paper"),
    ],
)
def test_errors_name_the_columns(
    tmp_path: Path, run: Callable[[Path], InputError], message: str, remedy: str
) -> None:
    error = run(tmp_path)
    assert message in error.message
    assert remedy in (error.remedy or "")


@pytest.mark.parametrize(
    "text",
    [
        "Title of a paper, and more\n\nAn abstract, of some length.\n",
        "Name,Score\nA,1\n",
        "new | title\nSubscribe\n",
        "Title\nOne\n",
    ],
)
def test_what_is_no_table(tmp_path: Path, text: str) -> None:
    path = tmp_path / "text.txt"
    path.write_text(text)
    assert detect(path) == "listing"


def test_a_table_by_name_without_a_column_of_titles_is_told_its_columns(tmp_path: Path) -> None:
    for name in ("a.csv", "a.TSV", "a.csv.gz"):
        (tmp_path / name).write_text("Headline,Summary\nOne,Text.\n")
        with pytest.raises(InputError, match="no column of titles") as caught:
            list(read([tmp_path / name], report=Report()))
        assert "Headline, Summary" in (caught.value.remedy or "")


def test_names_are_no_titles_of_cited_works() -> None:
    text = (
        "Marsan, A., Balbo, G., Franceschinis, G, Conte, G., (1995) Modelling, 3; "
        "Lee, A., A calculus, of facts, and of nets (1980) The Journal; "
        "Lee, A., Wiley (1980) The Journal"
    )
    assert list(references(text, "scopus")) == ["title:a-calculus-of-facts-and-of-nets"]
