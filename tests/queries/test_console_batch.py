"""Files and pipes of statements through the console: answers, formats, exit codes, places."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
from pathlib import Path

import pytest

from kg.relations import derive
from queries.console_batch import Item, items
from tests.command import PROCESS, kg
from tests.conftest import PASSWORD, ROOT, neo4j_store, wipe
from tests.kg.small_graph import small

PAPERS = len((ROOT / "examples" / "papers.jsonl").read_text(encoding="utf-8").splitlines())
GOOD = """\
// how many; "quoted
MATCH (p:Paper) RETURN count(p) AS n;
:param who=MUVERA
/* two
lines; */ MATCH (p:Paper) WHERE p.title STARTS WITH $who
RETURN 'a;b' AS `c;d`, p.contribution; RETURN 3 AS x;
:run datasets limit=2
"""


def console(
    *arguments: object, text: str = "", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return kg("console", *arguments, text=text, cwd=cwd, **environment)


def test_parting_at_semicolons_and_commands() -> None:
    assert list(items(GOOD.splitlines(keepends=True))) == [
        Item('// how many; "quoted\nMATCH (p:Paper) RETURN count(p) AS n', 1),
        Item(":param who=MUVERA", 3),
        Item(
            "/* two\nlines; */ MATCH (p:Paper) WHERE p.title STARTS WITH $who\n"
            "RETURN 'a;b' AS `c;d`, p.contribution",
            4,
        ),
        Item("RETURN 3 AS x", 6),
        Item(":run datasets limit=2", 7),
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        (" \n;;\n ; ", []),
        ("// only a comment", []),
        ("RETURN 1", [("RETURN 1", 1)]),
        ("RETURN 1;;RETURN 2", [("RETURN 1", 1), ("RETURN 2", 1)]),
        ("\n\nRETURN\n1;\n\nRETURN 2;", [("RETURN\n1", 3), ("RETURN 2", 6)]),
        ("RETURN 1\n:export a.csv\n", [("RETURN 1", 1), (":export a.csv", 2)]),
        ("MATCH (p\n:Paper) RETURN p;", [("MATCH (p\n:Paper) RETURN p", 1)]),
        ("RETURN 'x\n:help\n';", [("RETURN 'x\n:help\n'", 1)]),
        (":param it=isn't\nRETURN 'a';", [(":param it=isn't", 1), ("RETURN 'a'", 2)]),
        ("  :help\nRETURN 'a;\n;b';", [(":help", 1), ("RETURN 'a;\n;b'", 2)]),
    ],
)
def test_parting_odd_texts(text: str, parts: list[tuple[str, int]]) -> None:
    assert [(i.text, i.line) for i in items(text.splitlines(keepends=True))] == parts


def test_a_file_of_statements_in_every_format(example_graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.cypher"
    file.write_text("\ufeff" + GOOD, encoding="utf-8")
    done = console(example_graph, "-f", file, "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert records[:3] == [
        {"n": PAPERS}, {"c;d": "a;b", "p.contribution": "method"}, {"x": 3},
    ]  # fmt: skip
    assert len(records) == 5
    assert "$who" in done.stderr

    text, found, at = console(example_graph, "-f", file, "--format", "json").stdout, [], 0
    while text[at:].strip():
        value, end = json.JSONDecoder().raw_decode(text[at:].lstrip())
        at += len(text[at:]) - len(text[at:].lstrip()) + end
        found += value
    assert found == records

    lines = list(
        csv.reader(io.StringIO(console(example_graph, "-f", file, "--format", "csv").stdout))
    )
    assert lines[:2] == [["n"], [str(PAPERS)]]
    assert ["c;d", "p.contribution"] in lines
    table = console(example_graph, "-f", file).stdout
    assert f" {PAPERS}" in table
    assert "2 rows in " in table


def test_a_failure_names_file_and_line_and_the_rest_goes_on(
    example_graph: Path, tmp_path: Path
) -> None:
    file = tmp_path / "q.cypher"
    file.write_text(
        "RETURN 1 AS one;\n\nMATCH (p:Paper)\nWHERE p.titel = 'x'\nRETURN p;\n:nonsense\n"
        "RETURN $nobody;\nRETURN 2 AS two;\n"
    )
    done = console(example_graph, "-f", file, "--format", "csv")
    assert done.returncode == 1
    assert done.stdout == "one\n1\ntwo\n2\n"
    assert f"{file}:4: Paper has no property titel; did you mean title?" in done.stderr
    lines = done.stderr.splitlines()
    assert lines[1:3] == ["  WHERE p.titel = 'x'", "          ^"]
    assert f"{file}:6: no command is called :nonsense" in done.stderr
    assert f"{file}:7: the parameter $nobody has no value" in done.stderr
    fast = console(example_graph, "-f", file, "--format", "csv", "--fail-fast")
    assert (fast.returncode, fast.stdout) == (1, "one\n1\n")
    assert "line 3" in fast.stderr


def test_a_pipe_of_statements(example_graph: Path, tmp_path: Path) -> None:
    text = "MATCH (p:Paper)-[r:HAS_CODE]->(c) RETURN p, r, c LIMIT 3;\n:map m.html\n:export a.csv\nRETURN 1"
    done = console(example_graph, "--format", "csv", text=text, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "m.html").stat().st_size > 10_000
    assert len(list(csv.reader((tmp_path / "a.csv").open()))) == 4
    assert done.stdout.endswith("1\n1\n")
    bad = console(example_graph, "-f", "-", text="RETURN 1;\nRETRUN 2;\n")
    assert bad.returncode == 1
    assert "stdin:2: RETRUN is not expected here; did you mean RETURN?" in bad.stderr


def test_after_a_graph_that_does_not_open_nothing_is_asked_of_the_wrong_one(
    example_graph: Path,
) -> None:
    done = console(example_graph, text="RETURN 1 AS a;\n:use nonesuch.kg\nRETURN 2 AS b;\n")
    assert done.returncode == 1
    assert "stdin:2: nonesuch.kg: no such graph" in done.stderr
    assert "b" not in done.stdout.split()


def test_exit_ends_a_file_and_commands_answer_in_the_format(example_graph: Path) -> None:
    text = ":params\n:recipes bench\n:schema Dataset\n:exit\nRETURN 1 AS never;"
    done = console(example_graph, "--format", "jsonl", text=text)
    assert done.returncode == 0
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert {r.get("recipe") for r in records} >= {"datasets", "papers-on-dataset"}
    assert {
        "property": "name",
        "type": "string",
        "meaning": "the name that its authors use",
    } in records
    assert "never" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("-f", "nonesuch.cypher"), 1, "nonesuch.cypher: no such file"),
        (("--write",), 2, "is made by kg build"),
        (("-f", "latin"), 1, "latin:2: this is not UTF-8"),
        (("--format", "xls"), 2, "Invalid value"),
    ],
)
def test_what_can_not_be_read_is_told_in_two_lines(
    example_graph: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    (tmp_path / "latin").write_bytes(b"RETURN 1;\nRETURN '\xe9';\n")
    done = console(example_graph, *arguments, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert says in done.stderr


def test_ctrl_c_ends_a_file_at_once(example_graph: Path) -> None:
    endless = "UNWIND range(1, 3000000) AS a UNWIND range(1, 3000) AS b RETURN sum(a * b % 7)"
    with subprocess.Popen(
        [*PROCESS, "console", str(example_graph), "--format", "csv"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    ) as running:  # fmt: skip
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(f"RETURN 1 AS one;\n{endless};\nRETURN 2 AS two;\n")
        running.stdin.flush()
        assert [running.stdout.readline() for _ in range(2)] == ["one\n", "1\n"]
        running.send_signal(signal.SIGINT)
        said, errors = running.communicate(timeout=20)
    assert running.returncode == 130
    assert said == ""
    assert "interrupted" in errors
    assert "Traceback" not in errors


@pytest.mark.neo4j
def test_a_file_on_a_server(neo4j_uri: str) -> None:
    neo4j_store(neo4j_uri, derive(small())).close()
    login = {"NEO4J_PASSWORD": PASSWORD}
    text = (
        ":param who=Be\nMATCH (p:Paper)\nWHERE p.title STARTS WITH $who RETURN p.id AS id;\n"
        ":run datasets limit=1\nMATCH (p:Paper)\nRETURN p.titel LIMIT 1;"
    )
    there = console(neo4j_uri, "--format", "jsonl", text=text, **login)
    assert there.returncode == 1, there.stderr
    records = [json.loads(line) for line in there.stdout.splitlines()]
    assert records[0] == {"id": "p2"}
    assert list(records[1].values()) == ["D1", "dataset", 3]
    assert "stdin:6: Paper has no property titel; did you mean title?" in there.stderr
    text = "CREATE (:Extra {id: 'x'});\nMATCH (e:Extra) RETURN count(e) AS n;\nMATCH (e:Extra) DELETE e;"
    refused = console(neo4j_uri, "--format", "jsonl", text=text, **login)
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert "stdin:2: no label is called Extra" in refused.stderr
    written = console(neo4j_uri, "--format", "jsonl", "--write", text=text, **login)
    assert written.returncode == 0, written.stderr
    assert '{"n": 1}' in written.stdout
    times = console(neo4j_uri, "--format", "csv", text="RETURN date('2020-02-03') AS d;", **login)
    assert times.stdout == "d\n2020-02-03\n"
    wipe(neo4j_uri)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffRETURN 1 AS one;\n",
        "\ufeff\ufeffRETURN 1 AS one;\n",
        "RETURN 1 AS one;\n\ufeffRETURN 1 AS one;\n",
        "\ufeff:param x=1\n\ufeffRETURN $x AS one;\n",
    ],
)
def test_byte_order_marks_are_dropped(text: str, example_graph: Path, tmp_path: Path) -> None:
    """Files joined by ``cat`` have theirs within."""
    path = tmp_path / "statements.cypher"
    path.write_text(text, encoding="utf-8")
    for done in (console(example_graph, "-f", path), console(example_graph, text=text)):
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines()[-1].startswith("1 row")


def test_an_export_of_one_row_has_one(example_graph: Path, tmp_path: Path) -> None:
    done = console(example_graph, text="RETURN 1 AS one;\n:export one.csv\n", cwd=tmp_path)
    assert done.stderr.splitlines() == ["one.csv: 1 row"]


def test_a_parameter_in_backticks_is_given_and_asked_for(example_graph: Path) -> None:
    done = console(example_graph, text=":param `a b`=5\nRETURN $`a b` AS n;\n")
    assert (done.returncode, done.stderr) == (0, "$a b = 5\n")
    assert done.stdout.split()[2] == "5"
    missing = console(example_graph, text="RETURN $`a b` AS n;\n")
    assert "give it one first: :param `a b`=…" in missing.stderr


def test_settings_out_of_bounds_and_deep_parameters_are_refused(example_graph: Path) -> None:
    """An accepted timeout of 10^20 seconds made every later statement fail."""
    refused = [
        ":set timeout 99999999999999999999", ":set rows " + "9" * 5000, ":set timeout .001",
        ":set rows 0", ":set rows 2.5", ":set timeout .", ":set rows ²",
        ":param x=" + "[" * 100_000,
    ]  # fmt: skip
    text = "\n".join([*refused, ":set timeout 1000000", ":set rows 20", "RETURN 7 AS x;"])
    done = console(example_graph, "--format", "csv", text=text)
    assert done.stdout == "x\n7\n"
    assert "timeout is 1000000\nrows is 20\n" in done.stderr
    assert "stdin:8: a parameter's value is nested too deeply" in done.stderr
    assert done.stderr.count("is not a setting") == len(refused) - 1
    asked = kg("query", example_graph, "RETURN $x AS x", "-p", f"x={'[' * 100_000}")
    assert (asked.returncode, "nested too deeply" in asked.stderr) == (2, True), asked.stderr
