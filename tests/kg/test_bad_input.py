"""What is spoiled is left out and told, what is whole is in; see also `test_hostile_files`."""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kg.folder import GraphFolder
from kg.pipeline import add, build
from tests import command

KILOBYTE = 1024


def record(number: int, **more: object) -> str:
    title = f"A study of the {number}-th matter of importance"
    return json.dumps({"id": f"p{number}", "title": title, "abstract": "On SQuAD.", **more}) + "\n"


def acl(papers: str, declared: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{declared}<collection id="P19">'
        f'<volume id="1"><meta><booktitle>B</booktitle></meta>\n{papers}\n</volume></collection>'
    )


LAUGHS = (
    '<!DOCTYPE lol [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    + "]>\n"
)
OUTSIDE = '<!DOCTYPE lol [<!ENTITY l11 SYSTEM "file:///etc/hostname">]>\n'


def limited(limit: int, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Call ``kg`` in a process whose files can't grow over a number of bytes."""

    def limit_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [*command.PROCESS, *map(str, arguments)],
        capture_output=True,
        text=True,
        preexec_fn=limit_files,
    )


def titles(graph: Path) -> list[str]:
    return sorted(GraphFolder.open(graph).tables().nodes["Paper"]["title"].to_pylist())


def remarks(graph: Path) -> list[dict[str, Any]]:
    lines = (GraphFolder.open(graph).generation / "report.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture
def spoiled(tmp_path: Path) -> dict[str, Path]:
    """Name to file; each but the refused ones has whole papers as well."""
    data = {
        "cut.jsonl.gz": gzip.compress("".join(map(record, range(100, 2_000))).encode())[:-300],
        "half.jsonl": (record(1) + record(2)[:40]).encode(),
        "middle.jsonl": (record(3) + record(4)[:40] + "\n" + record(5)).encode(),
        "undeclared.xml": acl('<paper id="1"><title>Caf&eacute; &odd; X</title></paper>').encode(),
        "outside.xml": acl('<paper id="2"><title>A &l11;</title></paper>', OUTSIDE).encode(),
        "laughs.xml": acl('<paper id="3"><title>A &l11;</title></paper>', LAUGHS).encode(),
        "latin.jsonl": record(6).replace("study", "étude").encode("latin-1"),
        "broken.jsonl": "".join(
            (record(10 + n // 5_000) if n % 5_000 == 0 else "") + '{"title": "Never closed\n'
            for n in range(10_000)
        ).encode(),
    }
    for name, content in data.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in data}


def test_what_is_whole_is_in_and_what_is_not_is_told(
    spoiled: dict[str, Path], tmp_path: Path
) -> None:
    graph = tmp_path / "g.kg"
    done = command.kg("build", *spoiled.values(), "-o", graph)
    assert done.returncode == 0, done.stderr
    (told_in,) = graph.glob("g*/report.jsonl")
    assert f"all in {told_in}" in done.stderr
    found = titles(graph)
    for number in (1, 3, 5, 10, 11, 100, 500):
        assert f"A study of the {number}-th matter of importance" in found
    assert "Café &odd; X" in found
    assert "A étude of the 6-th matter of importance" in found
    assert not any("ha" in title.split() for title in found)
    told: dict[str, list[dict[str, Any]]] = {}
    for remark in remarks(graph):
        told.setdefault(Path(remark["path"]).name, []).append(remark)
    assert len(told["broken.jsonl"]) == 10_000
    assert {r["line"] for r in told["broken.jsonl"]} == set(range(1, 10_003)) - {1, 5_002}
    assert told["half.jsonl"][0]["line"] == 2
    assert told["middle.jsonl"][0]["line"] == 2
    assert "breaks off" in told["cut.jsonl.gz"][0]["reason"]
    assert [r["level"] for r in told["undeclared.xml"]] == ["warning", "warning"]
    assert "refused" in told["outside.xml"][0]["reason"]
    assert "refused" in told["laughs.xml"][0]["reason"]
    assert told["latin.jsonl"][0]["reason"] == "not UTF-8; read as Windows-1252"
    assert set(told) == set(spoiled)


def test_strict_is_1_and_the_graph_is_made_all_the_same(
    spoiled: dict[str, Path], tmp_path: Path
) -> None:
    done = command.kg("build", spoiled["middle.jsonl"], "-o", tmp_path / "g.kg", "--strict")
    assert done.returncode == 1
    assert len(titles(tmp_path / "g.kg")) == 2


def test_the_same_ids_in_two_files_are_two_papers(tmp_path: Path) -> None:
    for name, first in (("a", 1), ("b", 100)):
        lines = (record(first + n).replace(f'"p{first + n}"', f'"p{n}"') for n in range(5))
        (tmp_path / f"{name}.jsonl").write_text("".join(lines))
    done = command.kg("build", tmp_path / "a.jsonl", tmp_path / "b.jsonl", "-o", tmp_path / "g.kg")
    assert done.returncode == 0, done.stderr
    assert len(titles(tmp_path / "g.kg")) == 10


@pytest.mark.parametrize("limit", [2, 200])
def test_where_no_more_can_be_written_the_graph_before_stays(tmp_path: Path, limit: int) -> None:
    """A limit on the size of files fails as a full disk does, in Python and in Ladybug."""
    graph = tmp_path / "g.kg"
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    one.write_text("".join(map(record, range(10))))
    two.write_text("".join(map(record, range(10, 20))))
    build([one], graph, jobs=1)
    before = titles(graph)
    done = limited(limit * KILOBYTE, "add", graph, two)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "can't be written" in done.stderr
    assert "what was there is untouched" in done.stderr
    assert titles(graph) == before
    assert len(list(graph.glob("g[0-9]*"))) == 1
    fresh = limited(limit * KILOBYTE, "build", one, "-o", tmp_path / "new.kg")
    assert fresh.returncode == 1
    assert not (tmp_path / "new.kg").exists()
    add(graph, [two], jobs=1)
    assert len(titles(graph)) == 20
