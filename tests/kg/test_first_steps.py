"""What goes wrong on the first day: streams, pipes, paths and options as shells hand them over."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.errors import UsageError
from tests.kg.test_command_line import fails


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line as one types it in bash, `kg` being the tested one."""
    called = f'kg() {{ {shlex.quote(sys.executable)} -m kg.cli "$@"; }}; {line}'
    return subprocess.run(
        ["bash", "-c", called],
        capture_output=True, text=True, encoding="latin-1", env=os.environ | environment,
        timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize("command", ["ontology", "recipes", "--help"])
def test_an_output_that_takes_no_more_is_told_in_a_line(command: str) -> None:
    full = shell(f"kg {command} > /dev/full")
    assert full.returncode == 1
    assert full.stderr == "kg: the output can't be written: No space left on device\n"


def test_a_closed_output_is_no_fault(example_graph: Path) -> None:
    closed = shell(f"kg query {shlex.quote(str(example_graph))} datasets >&- <&-")
    assert (closed.returncode, closed.stderr) == (0, "")


def test_a_reader_that_has_enough_ends_it_without_a_word() -> None:
    papers = Path(__file__).parents[2] / "examples" / "papers.jsonl"
    first = shell(f"set -o pipefail; kg extract {shlex.quote(str(papers))} | head -1")
    assert first.returncode == 0
    assert first.stdout.startswith('{"id"')
    assert first.stderr == ""


def test_what_a_terminal_has_no_sign_for_is_written_as_an_escape() -> None:
    shown = shell("kg recipes path", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert shown.returncode == 0, shown.stderr
    assert r"-p from=\u2026" in shown.stdout


def test_a_thesaurus_that_is_not_there_is_told(listing: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.kg"
    lost = tmp_path / "none.toml"
    fails(1, "build", listing, "-o", made, "--thesaurus", lost, says=f"{lost}: no such file")
    assert not made.exists()


def test_a_graph_is_not_read_as_papers(example_graph: Path, listing: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.kg"
    fails(1, "build", example_graph, "-o", made, says="this is a graph made by kg, not papers")
    assert not made.exists()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "papers.txt").write_bytes(listing.read_bytes())
    example_graph = example_graph.resolve()
    (tmp_path / "in" / "library").mkdir()
    for part in example_graph.iterdir():  # a graph folder may be called anything
        (tmp_path / "in" / "library" / part.name).symlink_to(part)
    from kg import sources

    assert sources.walk([tmp_path / "in"]) == [tmp_path / "in" / "papers.txt"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("kg build <(cat {papers}) -o {made}", "a device, which can be read only once"),
        ("cat {papers} | kg build - -o {made}", "-: standard input can be read only once"),
        ("cat {papers} | kg extract /dev/stdin", "a device, which can be read only once"),
    ],
)
def test_a_pipe_is_told_to_be_saved(line: str, says: str, listing: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.kg"
    done = shell(line.format(papers=shlex.quote(str(listing)), made=shlex.quote(str(made))))
    assert done.returncode == 1
    assert says in done.stderr
    assert "save what comes through it as a file" in done.stderr
    assert not made.exists()


def test_the_home_folder_is_known_by_its_sign(listing: Path, tmp_path: Path) -> None:
    (tmp_path / "papers.txt").write_bytes(listing.read_bytes())
    made = shell("kg build '~/papers.txt' --output=~/made.kg", HOME=str(tmp_path))
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "made.kg" / "manifest.json").exists()
    shown = shell("kg query '~/made.kg' overview", HOME=str(tmp_path))
    assert "Paper" in shown.stdout


def test_python_builds_of_one_file_and_below_the_home_folder(
    listing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "papers.txt").write_bytes(listing.read_bytes())
    assert kg.build("~/papers.txt", "~/one.kg").path == tmp_path / "one.kg"
    with kg.open("~/one.kg") as graph:
        assert len(graph.papers()) == 80
    assert kg.build(tmp_path / "papers.txt", tmp_path / "one.kg").unchanged


@pytest.mark.parametrize("address", ["http://localhost:7474", "https://db.example.org/browser/"])
def test_the_address_of_neo4j_browser_is_told_from_that_of_bolt(address: str) -> None:
    host = address.split("/")[2].split(":")[0]
    says = fails(1, "query", address, "overview", says=f"bolt://{host}:7687")
    assert address.rstrip("/") in says


@pytest.mark.skipif(
    os.geteuid() == 0 and shutil.which("setpriv") is None, reason="root reads everything"
)
def test_a_graph_that_may_not_be_read_is_no_folder_of_another_kind(
    example_graph: Path, tmp_path: Path
) -> None:
    locked = tmp_path / "locked.kg"
    shutil.copytree(example_graph, locked)
    locked.chmod(0o000)
    asked = [sys.executable, "-m", "kg.cli", "query", str(locked), "overview"]
    if os.geteuid() == 0:  # root reads everything, unless it lays that right down
        asked = ["setpriv", "--bounding-set", "-all", "--inh-caps", "-all", *asked]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=60)
    locked.chmod(0o755)
    assert done.returncode == 1
    assert f"{locked} can't be read: Permission denied" in done.stderr


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["map", "{}", "--hops", "2"], "--hops is for a neighbourhood"),
        (["map", "{}", "-p", "dataset=BEIR"], "-p is for a question"),
        (["export", "{}", "g.graphml", "--base", "urn:x:"], "--base is for RDF"),
        (["export", "{}", "tables", "--form", "csv", "--base", "urn:x:"], "--base is for RDF"),
        (["map", "{}", "-o", "-"], "- has no ending of a page"),
        (["map", "{}", "-o", "g.pdf"], "g.pdf has no ending of a page"),
        (["fetch", "openalex", "x", "-o", "-"], "- has no ending that tells JSON Lines"),
    ],
)
def test_an_option_that_would_do_nothing_is_told(
    options: list[str], says: str, example_graph: Path
) -> None:
    fails(2, *(word.format(example_graph) for word in options), says=says)


@pytest.mark.parametrize(
    "words",
    [
        ["explain", "{}", "no such thing"],
        ["map", "{}", "--of", "no such thing", "-o", "m.html"],
        ["remove", "{}", "no such thing"],
        ["export", "{}", "{file}"],
        ["query", "{}", "code", "-o", "{file}"],
        ["fetch", "openalex", "x", "-o", "{file}"],
    ],
)
def test_the_exit_code_is_1_where_the_command_is_right_but_the_graph_or_a_file_is_not(
    words: list[str], example_graph: Path, tmp_path: Path
) -> None:
    there = tmp_path / f"there.{'jsonl' if words[0] in ('fetch', 'query') else 'bib'}"
    there.write_text("mine")
    fails(1, *(word.format(example_graph, file=there) for word in words), says="")
    assert there.read_text() == "mine"


@pytest.mark.parametrize("wrong", [None, 123, "", b"x.kg"])
def test_what_is_no_path_is_told_from_python(wrong: Any, listing: Path, tmp_path: Path) -> None:
    for call in (
        lambda: kg.open(wrong),
        lambda: kg.build(wrong, tmp_path / "one.kg"),
        lambda: kg.build([wrong], tmp_path / "one.kg"),
        lambda: kg.build(listing, wrong),
    ):
        with pytest.raises(UsageError, match="does not name"):
            call()
