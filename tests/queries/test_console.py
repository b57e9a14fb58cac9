"""The console as a person at a terminal has it: typed, completed, run, interrupted, recalled."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.folder import GraphFolder
from kg.relations import derive
from tests.conftest import PASSWORD, ROOT, neo4j_store, wipe
from tests.kg.small_graph import small
from tests.queries.terminal import (
    ALT_ENTER,
    CTRL_C,
    CTRL_D,
    CTRL_R,
    ENTER,
    TAB,
    UP,
    Terminal,
)

PAPERS = len((ROOT / "examples" / "papers.jsonl").read_text(encoding="utf-8").splitlines())
ENDLESS = "UNWIND range(1, 3000000) AS a UNWIND range(1, 3000) AS b RETURN sum(a * b % 7);"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("console")


@pytest.fixture(scope="module")
def console(example_graph: Path, folder: Path) -> Iterator[Terminal]:
    with Terminal(example_graph, history=folder / "history", cwd=folder) as terminal:
        assert f"{example_graph}: 9" in terminal.text.replace("\n", "")
        yield terminal


def test_a_statement_of_several_lines_runs_at_its_semicolon(console: Terminal) -> None:
    shown = console.ask("MATCH (p:Paper)", "RETURN count(p) AS papers;")
    assert ".......> RETURN count(p) AS papers;" in shown
    assert shown.splitlines()[2:5] == ["papers", "──────", f"{PAPERS:>6}"]
    assert "1 row in " in shown


def test_an_empty_line_and_a_return_in_one_line_run_too(console: Terminal) -> None:
    shown = console.ask("MATCH (p:Paper)", "RETURN count(p) AS papers", "")
    assert f"{PAPERS:>6}" in shown.splitlines()
    assert "\n  42\n" in console.ask("RETURN 6 * 7 AS it_is").replace("   42", "  42")
    console.type("RETURN 1 AS first,", ALT_ENTER)
    console.type("2 AS second", ENTER, ENTER)
    assert "first  second" in console.wait("first  second")
    console.wait(console.prompted)


def test_tab_completes_labels_types_properties_recipes_and_commands(console: Terminal) -> None:
    for typed, shows in (
        ("match (p:Pap", "match (p:Paper"),
        (")-[:EVAL", ")-[:EVALUATES_ON"),
        ("]->(d:Data", "]->(d:Dataset"),
        (") ret", "(d:Dataset) return"),
        (" p.tit", "return p.title"),
        (", d.na", "p.title, d.name"),
        (", cou", ", count"),
    ):
        console.type(typed)
        console.wait(typed.strip())
        console.type(TAB)
        console.wait(shows)
    console.type(CTRL_C)
    console.wait(console.prompted)
    console.type("MATCH (p:Paper)-[r:HAS_CODE]->(q) RETURN p.", TAB)
    menu = console.wait("contribution")
    assert "arxiv_id" in menu
    assert "orcid" not in menu
    assert "confidence" not in menu
    console.type(CTRL_C)
    console.wait(console.prompted)
    console.type(":run shares-b", TAB)
    console.wait(":run shares-benchmarks")
    console.type(" pap", TAB)
    console.wait(":run shares-benchmarks paper=")
    console.type(CTRL_C)
    console.wait(console.prompted)
    console.type(":sch", TAB)
    console.wait(":schema")
    console.type(CTRL_C)
    console.wait(console.prompted)


def test_a_recipes_name_alone_asks_it(console: Terminal) -> None:
    shown = console.ask("papers-on-dataset dataset=beir")
    assert "MUVERA: Multi-Vector" in shown
    assert "did you mean 'BEIR'?" in console.ask("papers-on-dataset dataset=BEI")
    assert 'papers-on-dataset dataset="BEI"' in console.ask(":run papers-on-dataset BEI")


def test_a_recipe_and_a_parameter(console: Terminal) -> None:
    shown = console.ask(":run papers-on-dataset dataset=beir")
    assert "evaluates on" in shown
    assert "MUVERA: Multi-Vector" in shown
    assert "no recipe is called" in console.ask(":run papers-on-datset")
    assert "did you mean 'papers-on-dataset'" in console.text
    assert '$who = "MUVERA"' in console.ask(":param who=MUVERA")
    shown = console.ask("MATCH (p:Paper) WHERE p.title STARTS WITH $who RETURN count(p) AS n;")
    assert "\nn\n─\n1\n" in shown
    assert "the parameter $nobody has no value" in console.ask("RETURN $nobody;")


@pytest.mark.parametrize(
    ("statement", "says", "below"),
    [
        ("MATCH (p:Papr) RETURN p;", "no label is called Papr; did you mean Paper?", "Papr"),
        (
            "MATCH (p)-[:CITS]->(q) RETURN p;",
            "no relationship type is called CITS; did you mean CITES?",
            "CITS",
        ),
        ("MATCH (p:Paper) RETURN p.titel;", "Paper has no property titel; did you mean title?", "titel"),
        ("MATCH (p:Paper) RETURN '漢字', pp.title;", "nothing is called pp here", "pp.title"),
        ("RETURN cuont(1);", "no function is called cuont; did you mean count?", "cuont"),
        ("MATCH ()-[r:HAS_CODE]->() RETURN r.end;", "as a name it is written `end`", "end"),
        ("MATCH (p:Paper RETURN p;", "RETURN is not expected here (a ( before", "RETURN"),
    ],
)  # fmt: skip
def test_an_error_has_a_caret_at_its_place(
    console: Terminal, statement: str, says: str, below: str
) -> None:
    lines = console.ask(statement).splitlines()
    (at,) = [i for i, line in enumerate(lines) if line.startswith("error:")]
    assert says in lines[at]
    marked = lines[at + 1].replace("漢字", "漢 字 ".replace(" ", "_"))
    assert marked[lines[at + 2].index("^") :].startswith(below)


def test_a_misspelt_command_is_answered_with_the_right_one(console: Terminal) -> None:
    assert "no command is called :shcema; did you mean :schema?" in console.ask(":shcema")


def test_ctrl_c_stops_the_query_and_the_console_goes_on(console: Terminal) -> None:
    console.ask("RETURN 1;")
    console.type(ENDLESS, ENTER)
    console.wait("Ctrl-C stops it")
    console.type(CTRL_C)
    console.wait("interrupted", 10)
    console.wait(console.prompted)
    assert "4242" in console.ask("RETURN 42 * 101 AS goes_on;")


def test_ctrl_c_at_a_password_leaves_the_question_alone(console: Terminal) -> None:
    console.type(":use bolt://127.0.0.1:1", ENTER)
    console.wait("password of neo4j")
    console.type(CTRL_C)
    console.wait("interrupted")
    console.wait(console.prompted)
    assert "4242" in console.ask("RETURN 42 * 101 AS goes_on;")


def test_ctrl_c_clears_what_is_typed(console: Terminal) -> None:
    console.type("RETURN 'half")
    console.wait("RETURN 'half")
    console.type(CTRL_C)
    console.wait(console.prompted)


def test_the_last_answer_goes_into_files(console: Terminal, folder: Path) -> None:
    console.ask("MATCH (p:Paper)-[r:HAS_CODE]->(c) RETURN p.title, c.url ORDER BY p.title;")
    for ending in ("csv", "json", "jsonl", "md"):
        assert f"answer.{ending}: 20 rows" in console.ask(f":export answer.{ending}")
    rows = list(csv.reader((folder / "answer.csv").open(encoding="utf-8")))
    records = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    lines = (folder / "answer.jsonl").read_text(encoding="utf-8").splitlines()
    assert rows[0] == ["p.title", "c.url"]
    assert [list(r.values()) for r in records] == rows[1:]
    assert [json.loads(line) for line in lines] == records
    assert len((folder / "answer.md").read_text(encoding="utf-8").splitlines()) == 22
    assert "is there already" in console.ask(":export answer.csv")
    assert "20 rows" in console.ask(":export answer.csv --force")
    (folder / "answers").mkdir()
    assert "answers is a folder" in console.ask(":export answers")
    assert "answer has no ending that tells a form" in console.ask(":export answer")
    assert "no nodes to show" in console.ask(":map answer.html")
    console.ask("MATCH (p:Paper)-[r:HAS_CODE]->(c) RETURN p, r, c LIMIT 3;")
    assert "answer.html: 6 nodes, 3 links" in console.ask(":map answer.html")
    page = (folder / "answer.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>") or page.lower().startswith("<!doctype html>")
    assert "github.com" in page


def test_a_paste_says_what_was_left_out_behind_a_mistake(console: Terminal) -> None:
    console.type("\x1b[200~MATCH (m:Methd) RETURN m;\nRETURN 1;\nRETURN 2;\x1b[201~", "\r")
    shown = console.wait("not run: 2 statements below it")
    assert "did you mean Method?" in shown
    console.wait(console.prompted)


def test_schema_counts_what_the_tables_hold(console: Terminal, example_graph: Path) -> None:
    tables = GraphFolder.open(example_graph).tables()
    words = [line.split() for line in console.ask(":schema").splitlines()]
    for name, count in tables.counts().items():
        assert [name, f"{count:,}"] in [w[:2] for w in words], name
    assert ["HAS_CODE", "20", "Paper", "→", "Repository"] in words
    about = console.ask(":schema Dataset")
    assert "every other spelling found" in about
    assert "TRAINS_ON" in about


def test_wide_rows_stand_below_each_other_and_long_ones_are_cut(console: Terminal) -> None:
    shown = console.ask(
        "MATCH (p:Paper) WHERE p.title STARTS WITH 'MUVERA' RETURN p.title, p.abstract, p.year, "
        "p.venue, p.contribution, p.doi, p.id, p.arxiv_id, p.url, p.project_pages;"
    )
    assert "p.contribution   method" in shown
    assert "── 1 ──" in shown
    shown = console.ask("MATCH (p:Paper) RETURN p.title, p.abstract;")
    assert f"{PAPERS} rows in" in shown
    assert f"50 shown, {PAPERS - 50} more" in shown
    assert "shortened: p.title, p.abstract" in shown
    console.ask(":set rows 3")
    assert f"3 shown, {PAPERS - 3} more" in console.ask("MATCH (p:Paper) RETURN p.id;")
    console.ask(":set vertical")
    assert "── 1 ──" in console.ask("RETURN 1 AS x;")
    console.ask(":set auto")
    assert "not a setting" in console.ask(":set rows many")


def test_explain_use_and_help(console: Terminal, example_graph: Path) -> None:
    assert "SCAN_NODE_TABLE" in console.ask(":explain MATCH (p:Paper) RETURN p.title")
    assert "no such graph" in console.ask(":use nonesuch.kg")
    assert "is open" in console.ask(f":use {example_graph}")
    assert "Ctrl-C stops a running query" in console.ask(":help")
    assert ":export FILE" in console.ask(":help export")


def test_what_was_typed_is_there_at_the_next_start(example_graph: Path, tmp_path: Path) -> None:
    with Terminal(example_graph, history=tmp_path / "h" / "history") as first:
        first.ask("RETURN 'remember me' AS x;")
        first.ask("RETURN 'and me' AS x;")
        first.type(CTRL_D)
        assert first.exit_code() == 0
    assert (tmp_path / "h").stat().st_mode & 0o077 == 0
    with Terminal(example_graph, history=tmp_path / "h" / "history") as second:
        second.type(UP)
        second.wait("example> RETURN 'and me' AS x;")
        second.type(CTRL_C)
        second.wait(second.prompted)
        second.type(CTRL_R, "MEMBER")
        second.wait("example> RETURN 'remember me' AS x;")
        second.type(ENTER, ENTER)
        second.wait("─\nremember me\n")
        second.wait(second.prompted)
        assert "RETURN 'and me' AS x;" in second.ask(":history and")
        second.type(":exit", ENTER)
        assert second.exit_code() == 0


@pytest.mark.neo4j
def test_on_a_server(neo4j_uri: str, tmp_path: Path) -> None:
    neo4j_store(neo4j_uri, derive(small())).close()
    host = neo4j_uri.rpartition("/")[2]
    common = {"history": tmp_path / "history", "prompt": host, "NEO4J_PASSWORD": PASSWORD}
    with Terminal(neo4j_uri, **common) as terminal:  # type: ignore[arg-type]
        assert "\n     4\n" in terminal.ask("MATCH (p:Paper) RETURN count(p) AS papers;")
        shown = terminal.ask("MATCH (p:Papr) RETURN p;")
        assert "error: no label is called Papr; did you mean Paper?" in shown
        terminal.type(ENDLESS, ENTER)
        terminal.wait("Ctrl-C stops it")
        terminal.type(CTRL_C)
        terminal.wait("interrupted", 15)
        terminal.wait(terminal.prompted)
        assert "Estimated Rows" in terminal.ask(":explain MATCH (p:Paper) RETURN p")
        shown = terminal.ask("CREATE (:Thing {name: 'x'}) RETURN 1 AS one;")
        assert "error:" in shown
        assert "no label is called Thing" in terminal.ask("MATCH (t:Thing) RETURN t;")
    with Terminal(neo4j_uri, "--write", **common) as terminal:  # type: ignore[arg-type]
        shown = terminal.ask("CREATE (:Thing {name: 'x'})-[:NEAR]->(:Thing {size: 2});")
        assert "2 nodes created, 1 relationship created" in shown
        terminal.type("MATCH (t:Thi", TAB)
        terminal.wait("(t:Thing")
        terminal.type(") RETURN t.si", TAB)
        terminal.wait("t.size")
        terminal.type(" ORDER BY t.size;", ENTER)
        terminal.wait("2 rows")
        terminal.wait(terminal.prompted)
        assert "Thing → Thing" in terminal.ask(":schema NEAR")
    wipe(neo4j_uri)
