"""A graph on disk: whole generations, switched by one rename."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import schema
from kg.errors import GraphError, InputError
from kg.folder import MANIFEST, GraphFolder, locked, write_generation
from kg.pipeline import build
from kg.resolve.thesaurus import decide
from kg.stores import connect
from tests import command

RECORDS = [
    {
        "title": f"Paper {i}: on dense retrieval",
        "abstract": "We evaluate on BEIR.",
        "year": 2000 + i,
    }
    for i in range(4)
]


def write(path: Path, records: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in records))
    return path


def test_a_build_that_fails_leaves_the_graph_before(tmp_path: Path) -> None:
    graph = tmp_path / "g.kg"
    build([write(tmp_path / "a.jsonl", RECORDS)], graph, jobs=1)
    before = GraphFolder.open(graph).manifest

    def fail(generation: Path) -> dict[str, object]:
        (generation / "half").write_text("x")
        raise OSError(28, "No space left on device")

    with locked(graph), pytest.raises(GraphError, match="No space left"):
        write_generation(graph, fail)
    after = GraphFolder.open(graph)
    assert after.manifest == before
    assert [p.name for p in graph.glob("g*")] == [after.generation.name]


def test_a_thesaurus_takes_the_place_of_the_one_before_only_with_the_graph(tmp_path: Path) -> None:
    graph, given = tmp_path / "g.kg", tmp_path / "new.toml"
    file = write(tmp_path / "a.jsonl", RECORDS)
    build([file], graph, jobs=1)
    own = '# decided in May\n[dataset]\ndifferent = [["BEIR", "Beir"]]\n'
    (graph / "thesaurus.toml").write_text(own)
    given.write_text('# as the group agreed\n[dataset]\ndrop = ["BEIR"]\n')
    broken = tmp_path / "b.jsonl"
    broken.write_text("{}\n")
    with pytest.raises(InputError):
        build([broken], graph, thesaurus=given, jobs=1)
    with pytest.raises(InputError, match="no such file"):
        build([file], graph, thesaurus=tmp_path / "gone.toml", jobs=1)
    assert (graph / "thesaurus.toml").read_text() == own
    assert build([file], graph, thesaurus=given, jobs=1).counts["Dataset"] == 0
    assert (graph / "thesaurus.toml").read_text() == given.read_text()
    assert build([file], graph, jobs=1).unchanged


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("settings", "x"),
        ("settings.columns", ["title"]),
        ("settings.source", "nonsense"),
        ("settings.keywords", 5),
        ("files", [{"name": "a"}]),
        ("folders", [5]),
        ("removed", {"a": 1}),
        ("counts", None),
    ],
)
def test_a_manifest_that_somebody_broke_is_named_with_the_entry(
    tmp_path: Path, entry: str, value: object
) -> None:
    papers, graph = write(tmp_path / "a.jsonl", RECORDS), tmp_path / "g.kg"
    build([papers], graph, jobs=1)
    manifest = json.loads((graph / MANIFEST).read_text())
    name, _, within = entry.partition(".")
    manifest[name] = manifest[name] | {within: value} if within else value
    (graph / MANIFEST).write_text(json.dumps(manifest))
    for words in (["update", graph], ["add", graph, papers], ["remove", graph, "A"]):
        told = command.fails(1, *words, says=f"{graph / MANIFEST}: {entry} is none that kg writes")
        assert f"kg build … -o {graph}" in told
    build([papers], graph, jobs=1, force=True)
    assert command.kg("update", graph).returncode == 0


@pytest.mark.parametrize("left", ["thesaurus.toml", ".thesaurus.toml.part", ".manifest.json.part"])
def test_what_a_first_build_that_was_killed_left_is_built_over(tmp_path: Path, left: str) -> None:
    graph = tmp_path / "g.kg"
    (graph / "g000001").mkdir(parents=True)
    (graph / "lock").write_text("4711\n")
    (graph / left).write_text("")
    summary = build([write(tmp_path / "a.jsonl", RECORDS)], graph, jobs=1)
    assert summary.counts["Paper"] == 4
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "letter.txt").write_text("")
    with pytest.raises(GraphError, match="other things"):
        build([tmp_path / "a.jsonl"], tmp_path / "notes", jobs=1)


def test_a_new_generation_takes_the_old_ones_place(tmp_path: Path) -> None:
    graph = tmp_path / "g.kg"
    build([write(tmp_path / "a.jsonl", RECORDS)], graph, jobs=1)
    build([write(tmp_path / "a.jsonl", RECORDS[:2])], graph, jobs=1)
    folder = GraphFolder.open(graph)
    assert folder.manifest["counts"]["Paper"] == 2
    assert [p.name for p in graph.glob("g*")] == [folder.generation.name]
    with connect(graph) as store:
        assert store.query("MATCH (p:Paper) RETURN count(p)").rows == [(2,)]


def test_the_order_of_records_changes_nothing(tmp_path: Path) -> None:
    one, two = tmp_path / "one.kg", tmp_path / "two.kg"
    build([write(tmp_path / "a.jsonl", RECORDS)], one, jobs=1)
    build([write(tmp_path / "b.jsonl", RECORDS[::-1])], two, jobs=1)
    left, right = GraphFolder.open(one).tables(), GraphFolder.open(two).tables()
    for name in left.nodes:
        assert left.nodes[name].equals(right.nodes[name]), name
    for name in left.edges:
        assert left.edges[name].equals(right.edges[name]), name


def test_an_older_schema_is_refused_with_the_command_that_rebuilds(tmp_path: Path) -> None:
    graph = tmp_path / "g.kg"
    build([write(tmp_path / "a.jsonl", RECORDS)], graph, jobs=1)
    manifest = json.loads((graph / MANIFEST).read_text())
    (graph / MANIFEST).write_text(json.dumps(manifest | {"schema": 0}))
    with pytest.raises(GraphError) as caught:
        GraphFolder.open(graph)
    assert "kg build" in (caught.value.remedy or "")
    assert "a.jsonl" in (caught.value.remedy or "")


@pytest.mark.parametrize("after", [0.6, 1.2, 2.0])
def test_killed_at_any_moment_the_graph_is_whole(
    listing: Path, tmp_path: Path, after: float
) -> None:
    graph = tmp_path / "g.kg"
    build([write(tmp_path / "a.jsonl", RECORDS)], graph, jobs=1)
    command = [sys.executable, "-m", "kg.cli", "build", str(listing), "-o", str(graph)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with connect(graph) as store:
        (papers,) = store.query("MATCH (p:Paper) RETURN count(p)").rows[0]
    assert papers in (4, 80)
    summary = build([listing], graph, jobs=1)  # the lock went with the process
    assert summary.counts["Paper"] == 80


def test_links_in_a_graph_from_elsewhere_lead_to_no_file_of_ours(tmp_path: Path) -> None:
    graph, own = tmp_path / "g.kg", tmp_path / "own.txt"
    build([write(tmp_path / "a.jsonl", RECORDS)], graph, jobs=1)
    own.write_text("mine")
    for name in (f".{MANIFEST}.part", ".thesaurus.toml.part"):
        (graph / name).symlink_to(own)
    decide(graph / "thesaurus.toml", "dataset", ["BEIR", "Beir"], same=True)
    with locked(graph):
        write_generation(graph, lambda generation: {})
    (graph / "lock").unlink()
    (graph / "lock").symlink_to(own)
    with pytest.raises(GraphError, match="can't be written"), locked(graph):
        pass
    assert own.read_text() == "mine"
    assert not (graph / MANIFEST).is_symlink()


@pytest.mark.parametrize("named", [None, 5, "", "..", "../other.kg/g000001", "/etc"])
def test_a_manifest_names_a_generation_of_its_own_folder(tmp_path: Path, named: object) -> None:
    (tmp_path / MANIFEST).write_text(
        json.dumps({"format": "kg-graph", "schema": schema.VERSION, "generation": named})
    )
    with pytest.raises(GraphError, match="is not a graph made by kg"):
        GraphFolder.open(tmp_path)
