"""A release that comes in pieces gives the graph that a build of all of it gives, row for row."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import pipeline
from kg.pipeline import add, build, remove, update
from tests.kg.sources.releases import OTHERS, abstract, citation, paper, sha, write
from tests.kg.test_incremental import rows, same

WORDS = {
    1: "Stones are sorted by BERT. We evaluate on SQuAD.",
    2: "Sand is a benchmark of grains.",
    3: "Pebbles are counted; we train on MS MARCO.",
}
TITLES = {1: "Stones in neural sorting", 2: "Sand as a benchmark", 3: "Pebbles and their counting"}


@pytest.fixture
def pieces(tmp_path: Path) -> dict[str, Path]:
    at = tmp_path / "in"
    return {
        "papers": write(at / "p0.gz", *(paper(n, TITLES[n]) for n in (1, 2))),
        "more": write(at / "p1.gz", paper(3, TITLES[3]), paper(1, f"{TITLES[1]} by hand")),
        "abstracts": write(at / "a0.gz", *(abstract(n, w) for n, w in WORDS.items())),
        "citations": write(at / "c0.gz", citation(1, 2), citation(3, 1), citation(2, 9)),
    }


@pytest.mark.parametrize(
    ("order", "many"),
    [
        ("papers more abstracts citations", 5_000),
        ("papers abstracts citations more", 5_000),
        ("more citations papers abstracts", 0),
        ("more abstracts papers citations", 0),
    ],
)
def test_any_order_of_adding_gives_the_same_graph(
    pieces: dict[str, Path],
    tmp_path: Path,
    order: str,
    many: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pipeline, "MANY", many)
    build([tmp_path / "in"], tmp_path / "whole.kg", jobs=1)
    first, *rest = order.split()
    build([pieces[first]], tmp_path / "grown.kg", jobs=1)
    for name in rest:
        add(tmp_path / "grown.kg", [pieces[name]], jobs=1)
    assert same(tmp_path / "grown.kg", tmp_path / "whole.kg")
    found = rows(tmp_path / "whole.kg")
    assert len(found["Paper"]) == 3
    assert all(row["abstract"] for row in found["Paper"])
    assert len(found["CITES"]) == 2
    assert update(tmp_path / "grown.kg").unchanged


def test_update_reads_what_completes_again(pieces: dict[str, Path], tmp_path: Path) -> None:
    graph, anew = tmp_path / "g.kg", tmp_path / "anew.kg"
    build([tmp_path / "in"], graph, jobs=1)
    write(pieces["papers"], paper(2, TITLES[2]), paper(9, "Gravel that nobody cites"))
    write(pieces["abstracts"], abstract(2, "Other words."), abstract(9, "Gravel is heavy."))
    update(graph)
    build([tmp_path / "in"], anew, jobs=1)
    assert same(graph, anew)
    assert len(rows(graph)["CITES"]) == 3  # now 2 cites 9
    pieces["more"].unlink()
    update(graph)
    build([tmp_path / "in"], anew, jobs=1)
    assert same(graph, anew)
    assert {row["title"] for row in rows(graph)["Paper"]} == {TITLES[2], "Gravel that nobody cites"}
    pieces["abstracts"].unlink()
    update(graph)
    assert not any(row["abstract"] for row in rows(graph)["Paper"])


def test_update_takes_a_file_without_papers_as_a_build_does(
    pieces: dict[str, Path], tmp_path: Path
) -> None:
    graph, anew = tmp_path / "g.kg", tmp_path / "anew.kg"
    other = write(tmp_path / "in" / "t0.gz", OTHERS["tldrs"])
    build([tmp_path / "in"], graph, jobs=1)
    write(other, OTHERS["tldrs"], OTHERS["tldrs"])
    assert [r.level for r in update(graph).report.remarks] == ["note"]
    pieces["more"].write_bytes(b"\x1f\x8bbroken")
    assert [r.level for r in update(graph).report.skipped] == ["skipped"]
    build([tmp_path / "in"], anew, jobs=1)
    assert same(graph, anew)
    assert update(graph).unchanged


def test_only_papers_that_may_be_completed_make_a_file_be_read_again(
    pieces: dict[str, Path], tmp_path: Path
) -> None:
    graph = tmp_path / "g.kg"
    build([pieces["papers"], pieces["abstracts"]], graph, jobs=1)
    before = {row["id"]: row["abstract"] for row in rows(graph)["Paper"]}
    pieces["abstracts"].unlink()
    (tmp_path / "mine.jsonl").write_text('{"title": "Of something else altogether"}\n')
    assert not add(graph, [tmp_path / "mine.jsonl"], jobs=1).report.remarks
    after = {row["id"]: row["abstract"] for row in rows(graph)["Paper"]}
    assert before.items() < after.items()
    report = add(graph, [pieces["more"]], jobs=1).report
    assert [(r.level, Path(r.path).name) for r in report.remarks] == [("warning", "a0.gz")]
    assert sum(bool(row["abstract"]) for row in rows(graph)["Paper"]) == 2


def test_a_paper_that_was_removed_stays_out_when_it_is_completed(
    pieces: dict[str, Path], tmp_path: Path
) -> None:
    graph = tmp_path / "g.kg"
    build([pieces["papers"]], graph, jobs=1)
    remove(graph, [f"s2:{sha(1)}"])
    add(graph, [pieces["abstracts"], pieces["citations"]], jobs=1)
    assert [row["title"] for row in rows(graph)["Paper"]] == [TITLES[2]]
    write(tmp_path / "without" / "p.gz", paper(2, TITLES[2]))
    build(
        [tmp_path / "without", pieces["abstracts"], pieces["citations"]],
        tmp_path / "w.kg",
        jobs=1,
    )
    assert same(graph, tmp_path / "w.kg")
