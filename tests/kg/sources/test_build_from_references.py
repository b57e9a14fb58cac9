"""Bibliographies and exports: any text gives papers or one error; real ones become graphs."""

from __future__ import annotations

import contextlib
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError
from kg.pipeline import add, build, update
from kg.sources import SOURCES, Report, csv_columns, latex, read
from tests.command import kg

SAMPLES = {
    "bibtex": "@string{j = {J}}\n@article{a,\n title = {A {\\'e} $x_1$},\n author = {Lee, Ann and others},\n"
    ' journal = j # { x}, year = 2001,\n crossref = "b"}\n@proceedings{b, title={B}}\n',
    "ris": "TY  - JOUR\nTI  - T\nAU  - Lee, Ann\nKW  - a\nb\nPY  - 2001\nDO  - 10.1000/a\nER  - \n",
    "csv": 'Title,Authors,Year,References\n"A ""b""","Lee, A.; Ray, B.",2001,10.1000/x\nC,"D\nE",1,\n',
}
SIGNS = [*"@{}()\",=#\\'%$~;|\t\n\r", "TY  - ", "ER  - ", "@article{", "\\url{", "\\'", "\x00", "ß"]


def read_as(source: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        for paper in read([path], source=source, report=Report()):
            assert paper.title
            assert paper.title == " ".join(paper.title.split())
            assert "\x00" not in paper.text
            assert all(a.name for a in paper.authors)


@settings(max_examples=150, deadline=None)
@given(
    source=st.sampled_from(sorted(SAMPLES)),
    cuts=st.lists(
        st.tuples(
            st.floats(0, 1), st.integers(0, 12), st.sampled_from(SIGNS) | st.text(max_size=4)
        ),
        min_size=1,
        max_size=5,
    ),
)
def test_spoiled_files_give_papers_or_one_error(
    source: str, cuts: list[tuple[float, int, str]]
) -> None:
    text = SAMPLES[source]
    for where, length, put in cuts:
        at = int(where * len(text))
        text = text[:at] + put + text[at + length :]
    with contextlib.suppress(KgError):
        read_as(source, text.encode())


@settings(max_examples=150, deadline=None)
@given(
    source=st.sampled_from(sorted(SAMPLES)),
    text=st.lists(st.sampled_from(SIGNS) | st.text(max_size=5), max_size=40).map("".join),
    before=st.booleans(),
)
def test_any_text_gives_papers_or_one_error(source: str, text: str, before: bool) -> None:
    SOURCES[source].recognises(text)
    with contextlib.suppress(KgError):
        read_as(source, ((SAMPLES[source] if before else "") + text).encode())


@settings(max_examples=80, deadline=None)
@given(data=st.binary(max_size=200), source=st.sampled_from(sorted(SAMPLES)))
def test_any_bytes_give_papers_or_one_error(data: bytes, source: str) -> None:
    with contextlib.suppress(KgError):
        read_as(source, data)


@settings(max_examples=200, deadline=None)
@given(text=st.lists(st.sampled_from(SIGNS) | st.text(max_size=5), max_size=30).map("".join))
def test_latex_and_names_of_any_text(text: str) -> None:
    assert latex.plain(text) == " ".join(latex.plain(text).split())
    latex.address(text)
    for vendor in ("", "scopus", "springer", "wos"):
        assert all(csv_columns.authors(text, "authors", vendor))
        assert all(csv_columns.references(text, vendor))


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Co", "Cc"]), max_size=40))
def test_text_without_latex_stays_as_it_is(text: str) -> None:
    for sign in "\\{}$~`'-":
        text = text.replace(sign, "")
    assert latex.plain(text) == " ".join(text.split())


def asked(graph: Path, question: str) -> list[dict[str, object]]:
    done = kg("query", graph, question, "--format", "json")
    assert done.returncode == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("bibtex/pmlr-corl23.bib", 199),
        ("exports/example.ris", 25),
        ("exports/ieee.csv", 10),
        ("exports/springer.csv", 18),
        ("exports/scopus.csv", 49),
    ],
)
def test_real_files_become_graphs(shared: Path, tmp_path: Path, name: str, number: int) -> None:
    """Scopus's 58 rows hold 9 conference reviews: the parts of proceedings."""
    graph = tmp_path / "real.kg"
    done = kg("build", shared / "formats" / name, "-o", graph, "--strict")
    assert done.returncode == 0, done.stderr
    assert asked(graph, "MATCH (p:Paper) RETURN count(p) AS n") == [{"n": number}]
    if "scopus" in name:
        cited = asked(
            graph,
            "MATCH (p:Paper)-[:CITES]->(c:Paper) RETURN c.title AS title, count(p) AS n "
            "ORDER BY n DESC LIMIT 1",
        )
        assert cited[0]["title"] == "Petri Nets: Properties, Analysis and Applications"
        assert int(str(cited[0]["n"])) > 5


def test_columns_on_the_command_line(tmp_path: Path) -> None:
    table, graph = tmp_path / "x.csv", tmp_path / "x.kg"
    table.write_text(
        'Headline,"Summary, short",Title\nAbout Petri nets,Words on nets.,Mr\nOther,More.,Ms\n'
    )
    chosen = "title=Headline,abstract=Summary, short"
    done = kg("build", table, "-o", graph, "--columns", chosen)
    assert done.returncode == 0, done.stderr
    question = "MATCH (p:Paper) RETURN p.title AS t, p.abstract AS a ORDER BY t"
    assert asked(graph, question) == [
        {"t": "About Petri nets", "a": "Words on nets."}, {"t": "Other", "a": "More."},
    ]  # fmt: skip
    columns = {"title": "Headline", "abstract": "Summary, short"}
    assert build([table], graph, columns=columns).unchanged
    assert not build([table], graph, columns={"title": "Title"}, jobs=1).unchanged
    assert [r["t"] for r in asked(graph, question)] == ["Mr", "Ms"]
    line = kg("extract", table, "--columns", "title=Headline").stdout.splitlines()[0]
    assert json.loads(line)["title"] == "About Petri nets"


@pytest.mark.parametrize(
    ("columns", "code", "says"),
    [
        ("title=Nothing", 1, "its columns: Headline, Summary"),
        ("titel=Headline", 2, "can't hold 'titel'"),
        ("Headline", 2, "write it like --columns title=Headline"),
        ("title=", 2, "names no column"),
    ],
)
def test_wrong_columns_are_told(tmp_path: Path, columns: str, code: int, says: str) -> None:
    table = tmp_path / "x.csv"
    table.write_text("Headline,Summary\nOne,Text.\n")
    done = kg("build", table, "-o", tmp_path / "x.kg", "--columns", columns)
    assert done.returncode == code
    assert says in done.stderr
    assert not (tmp_path / "x.kg").exists()


def test_a_graph_with_columns_grows_and_is_updated(tmp_path: Path) -> None:
    """The columns of a build stay the graph's; files without them are read as they are."""
    table, graph = tmp_path / "a.csv", tmp_path / "a.kg"
    table.write_text("Headline,Summary\nAbout Petri nets,Words on nets.\n")
    build([table], graph, columns={"title": "Headline"}, jobs=1)
    more, export = tmp_path / "b.bib", tmp_path / "c.csv"
    more.write_text("@misc{a, title={An entry}}\n")
    export.write_text("Title,Year\nAn export,2001\n")
    add(graph, [more], jobs=1)
    assert not add(graph, [export], jobs=1).report.remarks
    export.write_text("Title,Year\nAn export,2001\nAnother,2002\n")
    assert not update(graph).report.remarks
    table.write_text("Headline,Summary\nAbout Petri nets,Words.\nNew line,More.\n")
    assert not update(graph).report.remarks
    assert [r["t"] for r in asked(graph, "MATCH (p:Paper) RETURN p.title AS t ORDER BY t")] == [
        "About Petri nets", "An entry", "An export", "Another", "New line",
    ]  # fmt: skip
