"""Semantic Scholar's releases against known truth: which paper has what, whatever is broken."""

from __future__ import annotations

import gzip
import json
import random
import tracemalloc
from pathlib import Path

import pytest

from kg.errors import InputError, NotPapersError
from kg.folder import GraphFolder
from kg.paper import Paper
from kg.pipeline import build
from kg.resolve.papers import MergedPaper, merge
from kg.sources import Report, completes, detect, read, walk
from tests.kg.sources.releases import OTHERS, abstract, citation, paper, sha, write

PEBBLES = "Pebbles are counted by a neural method."


def papers_of(*paths: Path, source: str | None = None) -> tuple[list[MergedPaper], Report]:
    report = Report()
    return merge(list(read(walk(paths), source=source, report=report))), report


def by_title(merged: list[MergedPaper]) -> dict[str, Paper]:
    return {m.paper.title: m.paper for m in merged}


def told(report: Report) -> list[tuple[str, str, int, str]]:
    return [(r.level, Path(r.path).name, r.line, r.reason) for r in report.remarks]


def release(
    folder: Path, order: tuple[str, str, str] = ("papers", "abstracts", "citations")
) -> Path:
    """Three papers, two with abstracts, three citations among them; kinds in an order of names."""
    names = {kind: f"{at}-{kind}" for at, kind in enumerate(order)}
    doi = {"DOI": "10.1234/SAND", "CorpusId": "2"}
    write(folder / names["papers"] / "0.gz", paper(1, "Stones"), paper(2, "Sand", externalids=doi))
    write(folder / names["papers"] / "1.gz", paper(3, "Pebbles"))
    write(folder / names["abstracts"] / "0.gz", abstract(3, PEBBLES), abstract(70, "Unknown."))
    write(
        folder / names["abstracts"] / "1.gz",
        abstract(1, "Stones of Erd\\H{o}s."),
        abstract(2, None),
    )
    write(folder / names["citations"] / "0.gz", citation(1, 2), citation(80, 1), citation(3, 2))
    write(folder / names["citations"] / "1.gz", citation(1, 3), citation(1, None), citation(1, 99))
    return folder


@pytest.mark.parametrize(
    "order", [("papers", "abstracts", "citations"), ("citations", "abstracts", "papers")]
)
@pytest.mark.parametrize("source", [None, "semanticscholar"])
def test_papers_abstracts_and_citations_are_joined_in_any_order(
    tmp_path: Path, order: tuple[str, str, str], source: str | None
) -> None:
    merged, report = papers_of(release(tmp_path, order), source=source)
    found = by_title(merged)
    assert {t: p.abstract for t, p in found.items()} == {
        "Stones": "Stones of Erdős.", "Sand": "", "Pebbles": PEBBLES,
    }  # fmt: skip
    assert found["Stones"].references == ("corpusid:2", "corpusid:3", "corpusid:99")
    assert found["Pebbles"].references == ("corpusid:2",)
    assert {m.key for m in merged} == {f"s2:{sha(1)}", "doi:10.1234/sand", f"s2:{sha(3)}"}
    assert all(p.year == 2020 and p.venue and len(p.authors) == 1 for p in found.values())
    assert sorted(told(report)) == [
        ("note", "0.gz", 2, "left out: abstracts of papers that are not in the input"),
        ("note", "0.gz", 2, "left out: citations by papers that are not in the input"),
        ("note", "1.gz", 2, "left out: citations of works that the service does not know"),
        ("note", "1.gz", 2, "left out: papers without an abstract"),
    ]


def test_the_graph_of_a_release(tmp_path: Path) -> None:
    build([release(tmp_path / "in")], tmp_path / "g.kg", jobs=1)
    tables = GraphFolder.open(tmp_path / "g.kg").tables()
    keys = {1: f"s2:{sha(1)}", 2: "doi:10.1234/sand", 3: f"s2:{sha(3)}"}
    cites = {(row["source"], row["target"]) for row in tables.edges["CITES"].to_pylist()}
    assert cites == {(keys[1], keys[2]), (keys[3], keys[2]), (keys[1], keys[3])}
    texts = {row["id"]: row["abstract"] for row in tables.nodes["Paper"].to_pylist()}
    assert texts == {keys[1]: "Stones of Erdős.", keys[2]: "", keys[3]: PEBBLES}


def test_joined_papers_have_abstracts_and_no_records_beside_them(tmp_path: Path) -> None:
    paths = walk([release(tmp_path)])
    found = list(read(paths, joined=True, report=Report()))
    assert [(p.title, bool(p.abstract)) for p in found] == [
        ("Stones", True), ("Sand", False), ("Pebbles", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "of_api",
    [
        {"paperId": "f" * 40, "externalIds": {"CorpusId": 3}, "title": "Pebbles, a preprint"},
        {"paperId": "f" * 40, "corpusId": 3, "title": "Pebbles, a preprint"},
    ],
)
def test_a_paper_of_the_service_and_of_a_release_are_one(
    tmp_path: Path, of_api: dict[str, object]
) -> None:
    (tmp_path / "api.json").write_text(json.dumps(of_api))
    write(tmp_path / "papers.gz", paper(3, "Pebbles", url=None), paper(4, "Gravel", url=None))
    write(tmp_path / "abstracts.gz", abstract(3, PEBBLES))
    write(tmp_path / "citations.gz", citation(4, 3))
    merged, report = papers_of(tmp_path)
    assert [m.key for m in merged] == ["corpusid:4", f"s2:{'f' * 40}"]
    assert merged[1].paper.abstract == PEBBLES
    assert merged[0].paper.references == ("corpusid:3",)
    assert not report.remarks


def test_papers_of_the_service_alone_are_completed(tmp_path: Path) -> None:
    api = {"paperId": "f" * 40, "externalIds": {"CorpusId": 3}, "title": "Pebbles"}
    (tmp_path / "z.json").write_text(json.dumps(api))
    write(tmp_path / "abstracts.gz", abstract(3, PEBBLES))
    (merged,), _ = papers_of(tmp_path)
    assert (merged.key, merged.paper.abstract) == (f"s2:{'f' * 40}", PEBBLES)


@pytest.mark.parametrize("kind", OTHERS)
def test_kinds_that_are_not_used_get_one_note_a_file(tmp_path: Path, kind: str) -> None:
    other = write(tmp_path / "other.gz", *[OTHERS[kind]] * 30)
    write(tmp_path / "papers.gz", paper(1, "Stones"))
    assert detect(other) == "semanticscholar"
    merged, report = papers_of(tmp_path)
    assert [m.paper.title for m in merged] == ["Stones"]
    reason = f"not papers: {kind} of a Semantic Scholar release, which kg does not use"
    assert told(report) == [("note", "other.gz", 0, reason)]
    with pytest.raises(NotPapersError, match=reason):
        papers_of(other)


def test_what_is_broken_is_counted_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path / "papers.gz", paper(1, "Stones"), paper(2, "Sand"))
    write(
        tmp_path / "abstracts.gz",
        '{"corpusid": 1, "openacc', abstract(None, "x"), abstract(2, ["no text"]), "[]", '"?"',
        abstract(None, "y"), abstract(1, "Of stones."),
    )  # fmt: skip
    write(
        tmp_path / "citations.gz",
        {"citationid": 1}, citation(None, 2), citation(1, 2) | {"citedcorpusid": "x"}, "{",
        {"citingcorpusid": 1}, citation(1, 2),
    )  # fmt: skip
    merged, report = papers_of(tmp_path)
    found = by_title(merged)
    assert found["Stones"].abstract == "Of stones."
    assert found["Stones"].references == ("corpusid:2",)
    assert {level for level, *_ in told(report)} == {"skipped"}
    assert {(name, line): reason for _, name, line, reason in told(report)} == {
        ("abstracts.gz", 1): "not JSON: Unterminated string",
        ("abstracts.gz", 2): "an abstract without a CorpusId (2 records)",
        ("abstracts.gz", 3): "an abstract is a text, this is \"['no text']\"",
        ("abstracts.gz", 5): 'not an object: "?"',
        ("citations.gz", 1): "a citation without CorpusIds (4 records)",
        ("citations.gz", 4): "not JSON: Expecting property name enclosed in double quotes",
    }


def test_parts_that_break_off(tmp_path: Path) -> None:
    rng = random.Random(5)
    words = ["".join(rng.choices("abcdefghij", k=300)) for _ in range(600)]
    write(tmp_path / "papers.gz", *(paper(n, f"Stone {n}") for n in range(1, 601)))
    part = write(tmp_path / "abstracts.gz", *(abstract(n, w) for n, w in enumerate(words, 1)))
    part.write_bytes(part.read_bytes()[:-20_000])
    merged, report = papers_of(tmp_path)
    have = [m for m in merged if m.paper.abstract]
    assert 300 < len(have) < 600
    assert all(m.paper.abstract == words[int(m.paper.title.split()[1]) - 1] for m in have)
    assert "the file breaks off here" in report.skipped[0].reason
    assert len(report.skipped) <= 2  # where it breaks off, and the half line there


def test_only_what_completes_papers_of_the_input_is_held(tmp_path: Path) -> None:
    write(tmp_path / "papers.gz", *(paper(n, f"Stone {n}") for n in range(1, 11)))
    with gzip.open(tmp_path / "abstracts.gz", "wt", compresslevel=1) as file:
        for number in range(5, 20_005):
            file.write(json.dumps(abstract(number, f"{number} " * 300)) + "\n")
    with gzip.open(tmp_path / "citations.gz", "wt", compresslevel=1) as file:
        for number in range(5, 20_005):
            file.write(json.dumps(citation(number, 1)) + "\n")
    tracemalloc.start()
    merged, report = papers_of(tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000  # all abstracts are 35 MB
    assert sum(bool(m.paper.abstract) for m in merged) == 6
    assert sum(bool(m.paper.references) for m in merged) == 6
    assert [reason for *_, reason in told(report)] == [
        "left out: abstracts of papers that are not in the input (19,994 records)",
        "left out: citations by papers that are not in the input (19,994 records)",
    ]


def test_what_has_nothing_to_complete_says_so(tmp_path: Path) -> None:
    part = write(tmp_path / "abstracts.gz", abstract(1, "Of stones."))
    with pytest.raises(InputError, match="no paper in the input") as failed:
        build([part], tmp_path / "g.kg", jobs=1)
    assert "give the release's papers with it" in str(failed.value)
    (tmp_path / "mine.jsonl").write_text('{"title": "Without any identifier"}\n')
    _, report = papers_of(tmp_path)
    assert [r.level for r in report.remarks] == ["warning"]


def test_what_is_no_release_is_read_as_before(tmp_path: Path) -> None:
    mine = {"corpusid": 5, "title": "My own", "abstract": "Both in one record."}
    (merged,), _ = papers_of(write(tmp_path / "mine.gz", mine))
    assert (merged.key, merged.paper.abstract) == ("corpusid:5", "Both in one record.")
    assert not completes(tmp_path / "mine.gz")
    assert not completes(tmp_path / "nowhere")
