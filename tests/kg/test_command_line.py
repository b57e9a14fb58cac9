"""The command line as a user types it, good and bad."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pexpect
import pytest
from click.testing import CliRunner

from kg.cli import cli
from tests.command import PROCESS, fails, kg
from tests.conftest import PASSWORD, wipe
from tests.processor import processor_seconds


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def test_help_comes_at_once_and_has_examples() -> None:
    best = min(_seconds("--help") for _ in range(3))
    bare = min(_seconds_of([sys.executable, "-c", "import click"]) for _ in range(3))
    assert best < max(0.3, 3 * bare)
    for path in _commands(cli):
        shown = CliRunner().invoke(cli, [*path, "--help"])
        assert shown.exit_code == 0, path
        assert "Example" in shown.output, path


def _commands(group: click.Group) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        yield (name,)
        if isinstance(command, click.Group):
            yield from ((name, *rest) for rest in _commands(command))


def _seconds(*arguments: str) -> float:
    return _seconds_of([*PROCESS, *arguments])


def _seconds_of(command: list[str]) -> float:
    began = processor_seconds()
    subprocess.run(command, capture_output=True, check=True)
    return processor_seconds() - began


@pytest.mark.parametrize(
    ("arguments", "code", "lines"),
    [
        (["recipes", "path"], 0, 0),
        (["query", "no-such.kg", "datasets"], 1, 2),
        (["build", "no-such.txt"], 1, 2),
        (["query", "no-such.kg", "nonesuch"], 2, 3),
    ],
)
def test_a_process_ends_with_its_code_and_prints_no_more_than_it_says(
    arguments: list[str], code: int, lines: int
) -> None:
    done = subprocess.run(
        [*PROCESS, *arguments],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
    )
    assert done.returncode == code, done.stderr
    assert len(done.stderr.splitlines()) == lines, done.stderr


def test_build_query_and_build_again(listing: Path, tmp_path: Path) -> None:
    graph = tmp_path / "seed.kg"
    done = kg("build", listing, "-o", graph)
    assert done.returncode == 0
    assert "80 Paper" in done.stdout
    assert "20 Repository" in done.stdout
    for stage in ("read 80", "extract 80", "resolve", "relate", "store"):
        assert stage in done.stderr
    assert "\r" not in done.stderr
    before = fingerprint(graph)
    began = processor_seconds()
    again = kg("build", listing, "-o", graph)
    assert "nothing has changed" in again.stdout
    assert processor_seconds() - began < 3  # mostly one
    assert fingerprint(graph) == before


def test_the_code_of_the_listing(seed_graph: Path) -> None:
    query = "MATCH (p:Paper)-[:HAS_CODE]->(r:Repository) RETURN p.title, r.url ORDER BY p.title"
    table = kg("query", seed_graph, query).stdout
    assert "20 rows" in table
    assert "https://github.com/yixuantt/MultiHop-RAG" in table
    rows = list(csv.reader(io.StringIO(kg("query", seed_graph, query, "--format", "csv").stdout)))
    assert rows[0] == ["p.title", "r.url"]
    assert len(rows) == 21
    assert [r[1] for r in rows if r[0].startswith("Parrot")] == ["https://github.com/kwai/KwaiYii"]
    records = json.loads(kg("query", seed_graph, query, "--format", "json").stdout)
    lines = kg("query", seed_graph, query, "--format", "jsonl").stdout.splitlines()
    assert records == [json.loads(line) for line in lines]
    markdown = kg("query", seed_graph, query, "--format", "markdown").stdout.splitlines()
    assert len(markdown) == 22


def test_parameters_and_recipes(seed_graph: Path) -> None:
    query = "MATCH (p:Paper) WHERE p.title STARTS WITH $t RETURN count(p) AS n"
    done = kg("query", seed_graph, query, "-p", "t=A Survey", "--format", "json")
    assert json.loads(done.stdout) == [{"n": 2}]
    done = kg("query", seed_graph, "papers-on-dataset", "-p", "dataset=beir", "--format", "json")
    assert {"evaluates on"} <= {r["role"] for r in json.loads(done.stdout)}
    assert "shares-benchmarks" in kg("recipes").stdout
    assert "-p paper=" in kg("recipes", "shares-benchmarks").stdout


def test_a_question_that_is_meant_otherwise_is_told_how() -> None:
    fails(2, "query", "x.kg", "papers-on-dataset", "dataset=MS MARCO",
          says="-p 'dataset=MS MARCO'")  # fmt: skip
    fails(2, "query", "x.kg", "MATCH", "(p:Paper)", says="put it in quotation marks")
    fails(2, "query", "x.kg", "beir", says="kg search x.kg beir")


def test_recipes_at_a_terminal_are_a_list_by_group_and_no_name_is_broken() -> None:
    piped = kg("recipes").stdout
    assert piped.split()[:4] == ["recipe", "group", "question", "parameters"]
    shown = pexpect.run(
        f"{' '.join(PROCESS)} recipes", env=os.environ | {"COLUMNS": "80"}, dimensions=(60, 80),  # type: ignore[arg-type]
        encoding="utf-8", timeout=60,
    ).splitlines()  # fmt: skip
    assert shown[0] == "find"
    assert max(map(len, shown)) <= 80
    names = [line.split()[0] for line in shown if re.match(r"  \S", line)]
    assert names == [line.split()[0] for line in piped.splitlines()[2:-1]]
    assert any(line.endswith('paper="MUVERA"') for line in shown)


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl", "markdown"])
def test_a_terminal_does_not_obey_what_an_answer_holds(seed_graph: Path, form: str) -> None:
    """A graph from elsewhere, or a server, may hold any character."""
    asked = "RETURN '\x1b[31mred\u202e\x9b2J\x07' AS x"
    command = ["-m", "kg.cli", "query", str(seed_graph), asked, "--format", form]
    terminal = pexpect.spawn(sys.executable, command, encoding="utf-8", dimensions=(40, 100))
    terminal.expect(pexpect.EOF, timeout=60)
    assert "31mred" in terminal.before
    assert not set(terminal.before) & set("\x1b\x9b\x07\u202e")
    done = kg("query", seed_graph, asked, "--format", "csv").stdout
    assert "red\u202e\x9b2J\x07" in done  # in a file or a pipe they stay


def test_a_recipe_is_shown_with_its_steps() -> None:
    shown = kg("recipes", "path").stdout
    assert "\n\n\n" not in shown
    assert (
        shown.index("// first: ") < shown.index("// then:\nMATCH") < shown.index("// else:\nMATCH")
    )


def test_extract_gives_the_guidelines_form(listing: Path) -> None:
    done = kg("extract", listing, "--format", "jsonl")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["id"] for r in records] == [f"s{i:02d}" for i in range(1, 81)]
    keys = {
        "id", "title", "contribution", "links", "introduces", "datasets", "methods", "tasks",
        "concepts", "abbreviations", "citations",
    }  # fmt: skip
    assert all(keys <= set(r) for r in records)
    lines = listing.read_text(encoding="utf-8").splitlines()
    for record in records:
        at = lines.index(record["title"])
        text = f"{record['title']}\n{lines[at + 2]}"
        for item in record["introduces"] + record["datasets"] + record["methods"]:
            e = item["evidence"]
            written = "".join(c for c in text[e["start"] : e["end"]].lower() if c.isalnum())
            assert written == "".join(c for c in item["name"].lower() if c.isalnum())
            assert 0 <= e["confidence"] <= 1
            assert e["rule"]
            assert e["sentence"] in " ".join(text.split())


def test_explain_marks_the_text(listing: Path) -> None:
    text = kg("extract", listing, "--explain").stdout
    assert "[CarDreamer]" in text
    assert "evaluates_on   iSAID" in text


def test_bad_input_is_told_and_leaves_everything_as_it_was(
    listing: Path, seed_graph: Path, tmp_path: Path
) -> None:
    graph = tmp_path / "new.kg"
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty").write_text("")
    (tmp_path / "binary").write_bytes(bytes(range(256)))
    (tmp_path / "one").write_text("one line\n")
    for name, says in (
        ("none", "no such file"),
        ("folder", "no file in this folder"),
        ("empty", "empty"),
        ("binary", "binary"),
        ("one", "no papers found"),
    ):
        fails(1, "build", tmp_path / name, "-o", graph, says=says)
        assert not graph.exists()
    before = fingerprint(seed_graph)
    fails(1, "build", tmp_path / "one", "-o", seed_graph, says="no papers found")
    assert fingerprint(seed_graph) == before
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "letter.txt").write_text("dear")
    fails(1, "build", listing, "-o", theirs, says="other things in it")
    assert fingerprint(theirs).keys() == {"letter.txt"}
    fails(1, "build", listing, "-o", tmp_path / "one", says="is a file")
    fails(1, "query", theirs, "overview", says="not a graph made by kg")
    fails(1, "query", graph, "overview", says="no such graph")
    fails(1, "query", seed_graph, "MATCH (p:Paper RETURN p", says="^")
    fails(1, "query", seed_graph, "MATCH (p:Papr) RETURN p", says="Papr")
    fails(2, "query", seed_graph, "nonesuch", says="no recipe")
    fails(2, "query", seed_graph, "path", "-p", "fro=x", says="did you mean 'from'")
    fails(2, "query", seed_graph, "path", "-p", "from", says="NAME=VALUE")
    fails(2, "frobnicate", says="No such command")
    fails(2, "export", seed_graph, tmp_path / "graph.doc", says=".ttl")
    fails(1, "load", seed_graph, "bolt://127.0.0.1:1", says="password")
    fails(1, "load", seed_graph, "bolt://127.0.0.1:1", says="no Neo4j", NEO4J_PASSWORD="x")
    assert fingerprint(seed_graph) == before


def test_a_folder_that_another_build_holds_is_in_use(listing: Path, tmp_path: Path) -> None:
    from kg.folder import locked

    graph = tmp_path / "held.kg"
    with locked(graph):
        says = fails(1, "build", listing, "-o", graph, says="in use")
        assert str(os.getpid()) in says


def test_export_asks_before_it_replaces(seed_graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "graph.graphml"
    file.write_text("mine")
    fails(1, "export", seed_graph, file, says="--force")
    assert file.read_text() == "mine"
    assert kg("export", seed_graph, file, "--force").returncode == 0
    assert file.read_text().startswith("<?xml")


@pytest.mark.neo4j
def test_load_and_ask_a_server(seed_graph: Path, neo4j_uri: str) -> None:
    wipe(neo4j_uri)
    login = {"NEO4J_PASSWORD": PASSWORD}
    first = kg("load", seed_graph, neo4j_uri, **login)
    assert first.returncode == 0, first.stderr
    assert " 0 deleted)" in first.stdout
    again = kg("load", seed_graph, neo4j_uri, **login)
    assert "(0 sent, 0 deleted)" in again.stdout  # nothing changed
    assert again.stdout.split(" (")[0] == first.stdout.split(" (")[0]
    arguments = ("shares-benchmarks", "-p", "paper=MUVERA", "--format", "json")
    there = kg("query", neo4j_uri, *arguments, **login).stdout
    assert json.loads(there)
    assert there == kg("query", seed_graph, *arguments).stdout
    fails(1, "query", neo4j_uri, "overview", says="refuses the login", NEO4J_PASSWORD="wrong")


def test_a_password_in_an_address_is_not_shown() -> None:
    for command in (["query", "bolt://neo4j:hidden@127.0.0.1:1", "datasets"],
                    ["pull", "neo4j://neo4j:hidden@127.0.0.1:1"],
                    ["browse", "bolt://neo4j:hidden@127.0.0.1:1", "--no-open"]):  # fmt: skip
        assert "hidden" not in fails(2, *command, says="set NEO4J_USER and NEO4J_PASSWORD")
