"""Adding, removing and updating give the graph that a build from scratch gives, row for row."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kg import archive, pipeline, schema, writing
from kg.archive import Archive
from kg.errors import GraphError, InputError, QueryError
from kg.folder import GraphFolder
from kg.pipeline import add, build, remove, update
from kg.search import indexing
from kg.stores import ladybug
from kg.stores.base import EVERYTHING, NodeProperty
from kg.stores.ladybug import LadybugStore

MOMENTS = 8
ADD = "import kg.writing; kg.writing.LITTLE = {little}; from kg.cli import main; main()"
COUNT = "MATCH (p:Paper) RETURN COUNT(*)"


@pytest.fixture(scope="module")
def records(shared: Path) -> list[dict[str, object]]:
    with gzip.open(shared / "corpora" / "acl-20k.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for n, line in enumerate(lines) if n % 250 == 3]


def write(path: Path, records: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


def rows(graph: Path) -> dict[str, list[dict[str, object]]]:
    tables = GraphFolder.open(graph).tables()
    return {name: table.to_pylist() for name, table in {**tables.nodes, **tables.edges}.items()}


def asked(graph: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the database answers: every node and every relationship with all that it has."""
    answers = {}
    with LadybugStore(GraphFolder.open(graph).database) as store:
        for label in schema.LABELS:
            own = ", ".join(f"n.`{p.name}`" for p in label.properties)
            found = store.query(f"MATCH (n:{label.name}) RETURN {own}", limits=EVERYTHING)
            answers[label.name] = sorted(found.rows, key=repr)
        for kind in schema.RELATIONSHIPS:
            own = "".join(f", r.`{p.name}`" for p in kind.properties)
            statement = f"MATCH (a)-[r:{kind.name}]->(b) RETURN a.id, b.id{own}"
            answers[kind.name] = sorted(store.query(statement, limits=EVERYTHING).rows, key=repr)
    return answers


def same(graph: Path, other: Path) -> bool:
    """Whether tables, database and search index hold the same."""
    words, theirs = (indexing.load(GraphFolder.open(g).generation) for g in (graph, other))
    return (
        rows(graph) == rows(other)
        and asked(graph) == asked(other)
        and words.keys() == theirs.keys()
        and all(np.array_equal(words[name], theirs[name]) for name in words)
    )


@pytest.fixture(params=["whole", "changed"])
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Index and database made anew, or those before changed however much is other."""
    done: list[bool] = []
    change = ladybug.change

    def watched(*arguments: Any) -> bool:
        done.append(change(*arguments))
        return done[-1]

    monkeypatch.setattr(ladybug, "change", watched)
    monkeypatch.setattr(writing, "LITTLE", -1.0 if request.param == "whole" else 100.0)
    yield
    assert all(done)
    assert bool(done) == (request.param == "changed")


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_of_adding_gives_the_same_graph(
    records: list[dict[str, object]], tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    shuffled = rng.sample(records, len(records))
    cuts = sorted(rng.sample(range(1, len(records)), 3))
    parts = [shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, len(records)], strict=True)]
    files = [write(tmp_path / f"part{i}.jsonl", part) for i, part in enumerate(parts)]
    whole = tmp_path / "whole.kg"
    build(files, whole, jobs=1)
    grown = tmp_path / "grown.kg"
    first, *rest = rng.sample(files, len(files))
    build([first], grown, jobs=1)
    for file in rest:
        summary = add(grown, [file], jobs=1)
        assert summary.extracted == len(file.read_text().splitlines())
    assert same(grown, whole)
    assert rows(whole)["EVALUATES_ON"]
    assert len(asked(whole)["RELATED_TO"]) == len(rows(whole)["RELATED_TO"]) > 0


@pytest.mark.usefixtures("written")
def test_removing_takes_away_what_only_the_paper_supported(
    records: list[dict[str, object]], tmp_path: Path
) -> None:
    graph, without = tmp_path / "g.kg", tmp_path / "w.kg"
    build([write(tmp_path / "all.jsonl", records)], graph, jobs=1)
    going = records[5]
    summary = remove(graph, [str(going["title"])])
    assert summary.extracted == 0
    build([write(tmp_path / "less.jsonl", [r for r in records if r is not going])], without, jobs=1)
    assert same(graph, without)
    # the file still has it: it stays out when the file is read again, until it is added again
    with open(tmp_path / "all.jsonl", "a", encoding="utf-8") as file:
        file.write("\n")
    update(graph)
    assert rows(graph) == rows(without)
    add(graph, [tmp_path / "all.jsonl"])
    assert len(rows(graph)["Paper"]) == len(records)
    with pytest.raises(GraphError, match="no paper 'nonsense'"):
        remove(graph, ["nonsense"])
    with pytest.raises(GraphError, match="no paper would be left"):
        remove(graph, [str(r["id"]) for r in rows(graph)["Paper"]])
    assert len(rows(graph)["Paper"]) == len(records)


@pytest.mark.parametrize(
    ("name", "going"),
    [
        ("arXiv:2001.00001v2", "arxiv:2001.00001"),
        ("https://arxiv.org/abs/2001.00001", "arxiv:2001.00001"),
        ("https://doi.org/10.1000/AAAA", "doi:10.1000/aaaa"),
        ("https://aclanthology.org/P18-1001/", "acl:P18-1001"),
        ("Known by Two Titles", "doi:10.1000/aaaa"),
    ],
)
def test_a_paper_is_removed_by_any_of_its_names(name: str, going: str, tmp_path: Path) -> None:
    graph, rules = tmp_path / "g.kg", tmp_path / "t.toml"
    papers: list[dict[str, object]] = [
        {"id": "1", "title": "On trees", "arxiv_id": "2001.00001"},
        {"id": "2", "title": "On shrubs and hedges", "doi": "10.1000/aaaa"},
        {"id": "3", "title": "On flowers", "acl_id": "P18-1001"},
        {"id": "4", "title": "Known by two titles"},
    ]
    rules.write_text('[paper]\nsame = [["On shrubs and hedges", "Known by two titles"]]\n')
    build([write(tmp_path / "a.jsonl", papers)], graph, jobs=1, thesaurus=rules)
    assert len(rows(graph)["Paper"]) == 3
    remove(graph, [name])
    keys = {row["id"] for row in rows(graph)["Paper"]}
    assert keys == {"arxiv:2001.00001", "doi:10.1000/aaaa", "acl:P18-1001"} - {going}


def test_of_papers_with_one_title_none_is_removed_by_chance(tmp_path: Path) -> None:
    papers: list[dict[str, object]] = [
        {"id": str(year), "title": "A report on many matters", "year": year}
        for year in (1999, 2010)
    ]
    build([write(tmp_path / "a.jsonl", papers)], tmp_path / "g.kg", jobs=1)
    with pytest.raises(GraphError, match="2 papers 'A report on many matters'") as caught:
        remove(tmp_path / "g.kg", ["A report on many matters"])
    key = "title:a-report-on-many-matters:1999"
    assert key in str(caught.value.remedy)
    remove(tmp_path / "g.kg", [key])
    assert len(rows(tmp_path / "g.kg")["Paper"]) == 1


def test_a_measure_that_was_kept_ends_with_the_graph_that_it_measured(
    records: list[dict[str, object]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "LITTLE", 100.0)
    graph, whole = tmp_path / "g.kg", tmp_path / "w.kg"
    old = write(tmp_path / "old.jsonl", records[:20])
    new = write(tmp_path / "new.jsonl", records[20:30])
    build([old], graph, jobs=1)
    rank = NodeProperty("pagerank", "Paper", "float", {str(rows(graph)["Paper"][0]["id"]): 1.0})
    ladybug.keep([rank], GraphFolder.open(graph).database)
    add(graph, [new], jobs=1)
    build([old, new], whole, jobs=1)
    assert same(graph, whole)
    with LadybugStore(GraphFolder.open(graph).database) as store, pytest.raises(QueryError):
        store.query("MATCH (p:Paper) RETURN p.pagerank")


@pytest.mark.usefixtures("written")
def test_new_texts_may_be_read_while_the_rest_is_resolved(
    records: list[dict[str, object]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "MANY", 0)
    graph, whole = tmp_path / "g.kg", tmp_path / "w.kg"
    old = write(tmp_path / "old.jsonl", records[:20])
    new = write(tmp_path / "new.jsonl", records[15:30])
    build([old], graph, jobs=1)
    assert add(graph, [new], jobs=2).extracted == 10
    build([old, new], whole, jobs=1)
    assert same(graph, whole)


def test_what_is_added_is_kept_in_parts_until_they_are_too_many(
    records: list[dict[str, object]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "PARTS", 3)
    graph, whole = tmp_path / "g.kg", tmp_path / "w.kg"
    files = [write(tmp_path / f"{at}.jsonl", records[at : at + 3]) for at in range(0, 12, 3)]
    build(files[:1], graph, jobs=1)
    numbers = []
    for file in files[1:]:
        add(graph, [file], jobs=1)
        numbers.append(len(list(GraphFolder.open(graph).generation.glob("mentions*.parquet"))))
    assert numbers == [2, 3, 1]
    add(graph, files[3:], jobs=1)  # what is read anew leaves its part
    build(files, whole, jobs=1)
    assert same(graph, whole)
    kept = [Archive.read(GraphFolder.open(g).generation) for g in (graph, whole)]
    assert sorted(kept[0].rows) == sorted(kept[1].rows)
    found = [Archive.extracted(GraphFolder.open(g).generation) for g in (graph, whole)]
    assert found[0].mentions.to_pylist() == found[1].mentions.to_pylist()


def test_update_reads_only_what_changed(records: list[dict[str, object]], tmp_path: Path) -> None:
    graph = tmp_path / "g.kg"
    one = write(tmp_path / "one.jsonl", records[:20])
    two = write(tmp_path / "two.jsonl", records[20:40])
    build([one, two], graph, jobs=1)
    assert update(graph).unchanged
    write(two, [*records[20:39], records[41]])
    summary = update(graph)
    assert summary.extracted == 1
    build([one, two], tmp_path / "anew.kg", jobs=1)
    assert same(graph, tmp_path / "anew.kg")
    two.unlink()
    assert "gone" in str(update(graph).report.warnings[0])
    assert len(rows(graph)["Paper"]) == 20
    one.unlink()
    with pytest.raises(InputError, match="no file of the graph is left"):
        update(graph)


@pytest.mark.parametrize("verb", ["add", "remove", "update"])
def test_what_another_process_added_just_before_the_lock_stays(
    records: list[dict[str, object]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    graph, whole = tmp_path / "g.kg", tmp_path / "w.kg"
    parts = [records[:5], records[5:10], records[10:15]]
    files = [write(tmp_path / f"{n}.jsonl", part) for n, part in enumerate(parts)]
    build(files[:1], graph, jobs=1)
    lock = pipeline.locked
    if verb == "update":
        write(files[0], records[1:6])

    def later(path: Path) -> Any:
        monkeypatch.setattr(pipeline, "locked", lock)
        add(graph, [files[1]], jobs=1)
        return lock(path)

    monkeypatch.setattr(pipeline, "locked", later)
    if verb == "add":
        add(graph, [files[2]], jobs=1)
        build(files, whole, jobs=1)
    elif verb == "update":
        update(graph)
        build(files[:2], whole, jobs=1)
    else:
        remove(graph, [str(records[0]["title"])])
        build([write(files[0], records[1:5]), files[1]], whole, jobs=1)
    assert same(graph, whole)
    assert len(GraphFolder.open(graph).manifest["files"]) == (3 if verb == "add" else 2)


def test_a_graph_grows_from_whatever_folder(
    records: list[dict[str, object]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Relative names of files are those of the folder that they were typed in."""
    graph, parts = tmp_path / "g.kg", [records[:5], records[5:10], records[10:15]]
    for name, part in zip(("one", "two"), parts, strict=False):
        (tmp_path / name).mkdir()
        write(tmp_path / name / "a.jsonl", part)
    monkeypatch.chdir(tmp_path / "one")
    build(["a.jsonl"], graph, jobs=1)
    monkeypatch.chdir(tmp_path / "two")
    add(graph, ["a.jsonl"], jobs=1)
    write(tmp_path / "two" / "a.jsonl", parts[2])
    monkeypatch.chdir(tmp_path)
    update(graph)
    build(["one/a.jsonl", "two/a.jsonl"], tmp_path / "anew.kg", jobs=1)
    assert len(rows(graph)["Paper"]) == 10
    assert same(graph, tmp_path / "anew.kg")


def test_update_sees_files_new_in_a_folder(
    records: list[dict[str, object]], tmp_path: Path
) -> None:
    graph, folder, later = tmp_path / "g.kg", tmp_path / "papers", tmp_path / "later"
    for new in (folder, later):
        new.mkdir()
    write(folder / "a.jsonl", records[:5])
    write(later / "c.jsonl", records[10:12])
    build([folder], graph, jobs=1)
    add(graph, [later], jobs=1)
    write(folder / "b.jsonl", records[5:10])
    (folder / "sub").mkdir()
    write(folder / "sub" / "d.jsonl", records[12:14])
    write(later / "e.jsonl", records[14:15])
    assert update(graph).extracted == 8
    assert update(graph).unchanged
    build([folder, later], tmp_path / "anew.kg", jobs=1)
    assert same(graph, tmp_path / "anew.kg")
    (folder / "a.jsonl").unlink()
    remove(graph, [str(records[11]["title"])])
    assert update(graph).counts["Paper"] == 9
    write(folder / "a.jsonl", records[:5])
    assert update(graph).counts["Paper"] == 14


def test_a_second_build_reads_no_text_twice(
    records: list[dict[str, object]], tmp_path: Path
) -> None:
    file = write(tmp_path / "a.jsonl", records[:10])
    assert build([file], tmp_path / "g.kg", jobs=1).extracted == 10
    write(file, records[:12])
    assert build([file], tmp_path / "g.kg", jobs=1).extracted == 2
    assert build([file], tmp_path / "g.kg", jobs=1, force=True).extracted == 12


@pytest.mark.parametrize("little", [-1.0, 100.0], ids=["whole", "changed"])
def test_killed_at_any_moment_the_graph_is_the_one_before_or_the_one_after(
    records: list[dict[str, object]], tmp_path: Path, little: float
) -> None:
    graph = tmp_path / "g.kg"
    old = write(tmp_path / "old.jsonl", records[:15])
    new = write(tmp_path / "new.jsonl", records[15:30])
    build([old], graph, jobs=1)
    before = rows(graph)
    build([old, new], tmp_path / "after.kg", jobs=1)
    after = rows(tmp_path / "after.kg")
    command = [sys.executable, "-c", ADD.format(little=little), "add", str(graph), str(new)]
    started = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    whole = time.perf_counter() - started
    assert rows(graph) == after
    outcomes: Counter[str] = Counter()
    for number in range(MOMENTS):
        if rows(graph) == after:
            build([old], graph, jobs=1)
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        started = time.perf_counter()
        try:
            process.wait(whole * (0.2 + 0.9 * number / MOMENTS))
            whole = min(whole, time.perf_counter() - started)  # the first was held up
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        now = rows(graph)
        assert now in (before, after)
        assert LadybugStore(GraphFolder.open(graph).database).query(COUNT).rows == [
            (len(now["Paper"]),)
        ]
        outcomes["after" if now == after else "before"] += 1
    assert outcomes["before"] > MOMENTS // 4
    add(graph, [new])
    assert rows(graph) == after
    assert set(after) == {*schema.LABEL, *schema.RELATIONSHIP}
    assert [p.name for p in graph.glob("g[0-9]*")] == [GraphFolder.open(graph).generation.name]
