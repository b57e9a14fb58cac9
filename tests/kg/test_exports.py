"""Files that take a graph elsewhere, read back by those who define them."""

from __future__ import annotations

import csv
import json
import os
from itertools import accumulate
from pathlib import Path

import networkx as nx
import pyarrow.parquet as pq
import pytest

from kg import sources
from kg.errors import GraphError, UsageError
from kg.exports import files
from kg.exports.networkx_graph import to_networkx
from kg.paper import Paper
from kg.relations import derive
from kg.result import Node, Result
from kg.tables import GraphTables
from tests.kg.small_graph import small


@pytest.fixture(scope="module")
def tables() -> GraphTables:
    return derive(small())


def test_node_link_json_is_the_graph(tables: GraphTables, tmp_path: Path) -> None:
    files.export(tables, tmp_path / "g.json")
    back = nx.node_link_graph(json.loads((tmp_path / "g.json").read_text()), edges="edges")
    graph = to_networkx(tables)
    assert set(back) == {"/".join(n) for n in graph}
    assert (
        back.number_of_edges()
        == graph.number_of_edges()
        == sum(t.num_rows for t in tables.edges.values())
    )
    assert back.nodes["Dataset/d1"]["aliases"] == ["D-1", "Dee"]
    assert back.edges["Paper/p1", "Dataset/d1", "EVALUATES_ON"]["evidence"] == "It says so."


def test_graphml_is_read_by_networkx(tables: GraphTables, tmp_path: Path) -> None:
    files.export(tables, tmp_path / "g.graphml")
    back = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    assert back.number_of_nodes() == 11
    assert back.number_of_edges() == sum(t.num_rows for t in tables.edges.values())
    assert back.nodes["Paper/p3"]["title"] == 'Gamma\'s "quoted" \\ title'
    assert back.nodes["Dataset/d1"]["aliases"] == "D-1 | Dee"
    keys = {key for _, _, key in back.edges(keys=True)}  # Gephi drops an edge whose id is taken
    assert len(keys) == back.number_of_edges()


def test_gexf_is_read_by_networkx(tables: GraphTables, tmp_path: Path) -> None:
    files.export(tables, tmp_path / "g.gexf")
    back = nx.read_gexf(tmp_path / "g.gexf")
    assert back.number_of_nodes() == 11
    assert back.number_of_edges() == sum(t.num_rows for t in tables.edges.values())
    assert back.nodes["Dataset/d1"]["label"] == "D1"
    assert back.nodes["Dataset/d1"]["type"] == "Dataset"
    assert back.nodes["Dataset/d1"]["kind"] == "dataset"
    data = [d for _, _, d in back.edges(data=True) if d["label"] == "EVALUATES_ON"]
    assert {d["evidence"] for d in data} == {"It says so."}


def test_folders_of_tables_hold_the_rows(tables: GraphTables, tmp_path: Path) -> None:
    files.export_folder(tables, tmp_path / "csv", "csv")
    rows = list(csv.DictReader((tmp_path / "csv" / "nodes-Dataset.csv").open(encoding="utf-8")))
    assert [r["aliases"] for r in rows] == ["D-1 | Dee", ""]
    titles = [r["title"] for r in csv.DictReader((tmp_path / "csv" / "nodes-Paper.csv").open())]
    assert titles == tables.nodes["Paper"]["title"].to_pylist()
    files.export_folder(tables, tmp_path / "parquet", "parquet")
    for name, table in tables.edges.items():
        assert pq.read_table(tmp_path / "parquet" / f"edges-{name}.parquet").equals(table)
    with pytest.raises(GraphError, match="there already"):
        files.export_folder(tables, tmp_path / "csv", "csv")
    files.export_folder(tables, tmp_path / "csv", "csv", force=True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["csv", "parquet"]


def test_vosviewer_maps_name_what_their_networks_link(tables: GraphTables, tmp_path: Path) -> None:
    written = files.export_folder(tables, tmp_path / "v", "vosviewer")
    assert {"concepts-map.txt", "concepts-network.txt", "datasets-map.txt"} <= set(written)
    rows = list(csv.DictReader((tmp_path / "v" / "datasets-map.txt").open(), delimiter="\t"))
    # d1: p1, p2, p3 of 2020 to 2022; d2: p1, p2, and p4, of 2023, that introduces it
    assert rows == [
        {"id": "1", "label": "D1", "weight<Papers>": "3", "score<Mean year>": "2021.0"},
        {"id": "2", "label": "D2", "weight<Papers>": "3", "score<Mean year>": "2021.3"},
    ]
    assert (tmp_path / "v" / "datasets-network.txt").read_text() == "1\t2\t2\n"


NASTY = 'An {odd} title: 100% of $x_1$ & "BERT" \\ ~ ^ #1 é 漢字'


@pytest.fixture
def papers() -> Result:
    rows = [
        {"id": "p1", "title": NASTY, "year": 2021, "venue": "Journal of X & Y", "doi": "10.1234/a_b",
         "arxiv_id": "2101.00001", "url": "https://x.example/a_b?c=1", "abstract": "50% {of} it."},
        {"id": "p2", "title": "Second paper", "year": None, "venue": "Proceedings of Z", "doi": None,
         "arxiv_id": None, "url": None, "abstract": ""},
        {"id": "p3", "title": "Second paper", "year": None, "venue": None, "doi": None,
         "arxiv_id": None, "url": None, "abstract": None},
    ]  # fmt: skip
    return Result(("p",), [(Node("Paper", row),) for row in rows])


AUTHORS = {"p1": ["Ada Lovelace", "Dupré, Élodie", "Sons and Daughters Inc."], "p2": ["José Ñ"]}


@pytest.mark.parametrize("ending", ["bib", "ris"])
def test_a_bibliography_read_back_has_the_same_papers(
    papers: Result, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"papers.{ending}"
    files.write_result(papers, path, authors=AUTHORS)
    back = list(sources.read([path], report=sources.Report()))
    assert [p.title for p in back] == [NASTY, "Second paper", "Second paper"]
    first = back[0]
    assert (first.year, first.doi, first.arxiv_id) == (2021, "10.1234/a_b", "2101.00001")
    assert (first.venue, first.abstract) == ("Journal of X & Y", "50% {of} it.")
    assert first.url == "https://x.example/a_b?c=1"
    assert [len(p.authors) for p in back] == [3, 1, 0]
    assert first.authors[0].name == "Ada Lovelace"
    assert first.authors[2].name == "Sons and Daughters Inc."


def test_bibtex_keeps_what_latex_would_set_as_other_signs(tmp_path: Path) -> None:
    title = "Pre-training -- a survey --- of ``quoted'' f'' and a--b"
    row = {"id": "p1", "title": title, "abstract": "A `` -- B.\nSecond paragraph, 5'' -- 6''."}
    path = tmp_path / "papers.bib"
    files.write_result(Result(("p",), [(Node("Paper", row),)]), path, authors={})
    (back,) = sources.read([path], report=sources.Report())
    assert (back.title, back.abstract) == (title, row["abstract"])


def _written(path: Path, row: dict[str, object], authors: list[str]) -> Paper:
    result = Result(("p",), [(Node("Paper", {"id": "p1", "abstract": None} | row),)])
    files.write_result(result, path, authors={"p1": authors})
    (back,) = sources.read([path], report=sources.Report())
    return back


@pytest.mark.parametrize(
    ("ending", "lines"),
    [
        ("bib", ["author = {Poe, III, Ann and de la Cruz, Jr., Bo and Al Sr}", "@misc{poeshort,"]),
        ("ris", ["AU  - Poe, Ann, III", "AU  - de la Cruz, Bo, Jr.", "AU  - Al Sr"]),
    ],
)
def test_a_suffix_is_no_surname(tmp_path: Path, ending: str, lines: list[str]) -> None:
    names = ["Ann Poe III", "Bo de la Cruz Jr.", "Al Sr"]
    path = tmp_path / f"papers.{ending}"
    back = _written(path, {"title": "Short"}, names)
    text = path.read_text(encoding="utf-8")
    assert all(line in text for line in lines)
    assert [a.name for a in back.authors] == names


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_what_xml_cannot_hold_is_left_out(tmp_path: Path, ending: str) -> None:
    row = {"id": "p1", "title": "From a PDF: \uffff\ufffe\x07\U0001f600"}
    path = tmp_path / f"g.{ending}"
    files.write_result(Result(("p",), [(Node("Paper", row),)]), path)
    read = nx.read_gexf if ending == "gexf" else nx.read_graphml
    assert read(path).nodes["Paper/p1"]["title"] == "From a PDF: \U0001f600"


@pytest.mark.parametrize("text", ["a } b, @misc{x, {", "Sets {x | x > 0", "B} and {C", "{}} {"])
def test_braces_without_a_partner_end_no_field(tmp_path: Path, text: str) -> None:
    """BibTeX counts braces whether a backslash stands before them or not."""
    row = {"id": "p1", "title": f"Title {text}", "abstract": text, "venue": f"V {text}"}
    path = tmp_path / "papers.bib"
    files.write_result(Result(("p",), [(Node("Paper", row),)]), path, authors={"p1": [f"A {text}"]})
    entry = path.read_text()
    depths = list(accumulate((c == "{") - (c == "}") for c in entry))
    assert depths[-1] == 0
    assert depths.count(0) == len(entry[: entry.index("{")]) + 2  # before it, its end, the line's
    (back,) = sources.read([path], report=sources.Report())
    assert (back.title, back.abstract, back.venue) == (f"Title {text}", text, f"V {text}")
    assert [a.name for a in back.authors] == [f"A {text}"]


def test_a_file_is_for_whom_the_user_lets_read(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        files.whole(tmp_path / "g.json", lambda part: part.write_text("x"), force=False)  # type: ignore[arg-type, return-value]
    finally:
        os.umask(before)
    assert (tmp_path / "g.json").stat().st_mode & 0o777 == 0o600


def test_forms_of_an_answer(papers: Result, tables: GraphTables, tmp_path: Path) -> None:
    files.write_result(papers, tmp_path / "a.parquet")
    back = pq.read_table(tmp_path / "a.parquet")["p"].to_pylist()
    assert [row["title"] for row in back] == [NASTY, "Second paper", "Second paper"]
    mixed = Result(("x",), [(1,), ("two",), (None,)])
    files.write_result(mixed, tmp_path / "m.parquet")
    assert pq.read_table(tmp_path / "m.parquet")["x"].to_pylist() == ["1", '"two"', "null"]
    files.write_result(papers, tmp_path / "a.gexf")
    assert nx.read_gexf(tmp_path / "a.gexf").nodes["Paper/p1"]["label"] == NASTY
    for wrong, says in (("a.bib", "no paper"), ("a.gexf", "no node"), ("a.doc", "no form")):
        with pytest.raises(UsageError, match=says):
            files.write_result(mixed, tmp_path / wrong, force=True)


def test_a_failing_writer_leaves_nothing(tmp_path: Path) -> None:
    def fail(part: Path) -> None:
        part.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(Exception, match="No space left"):
        files.whole(tmp_path / "g.json", fail, force=False)
    assert list(tmp_path.iterdir()) == []
