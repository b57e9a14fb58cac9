"""What resolution keeps beside a graph saves work, and never changes what comes out."""

from __future__ import annotations

import gzip
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from kg.folder import GraphFolder
from kg.paper import Paper
from kg.pipeline import add, build, remove, resolve_again, update
from kg.resolve import entities, meanings, papers
from kg.resolve.keys import Spelling
from kg.resolve.memo import FOLDER, Groups
from kg.resolve.names import Entities
from kg.resolve.thesaurus import FILE as THESAURUS
from tests.kg.test_incremental import rows, same

Record = dict[str, object]


@pytest.fixture(scope="module")
def records(shared: Path) -> list[Record]:
    with gzip.open(shared / "corpora" / "acl-20k.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for n, line in enumerate(lines) if n % 400 == 7]


def write(path: Path, records: list[Record]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


def paper(title: str, abstract: str, author: str, year: int = 2021) -> Record:
    return {"title": title, "abstract": abstract, "year": year, "authors": [author]}


CATS = [
    paper("CATTY: Contrastive Attention for Parsing", "We propose CATTY, a parser.", "Ada Roe"),
    paper("CATTY: A Corpus of Letters", "We present CATTY, a corpus of letters.", "Bo Li", 2022),
    paper("Parsing again", "We evaluate on CATTY and compare with CATTY.", "Cy Doe", 2023),
]
SHORT = [
    paper("A study of GQR", "We study GQR systems. GQR is hard.", "Ada Roe"),
    paper("Answers", "Grand question reading (GQR) is a task. We improve GQR.", "A. Roe"),
    paper("More answers", "We look at grand question reading (GQR), with GQR data.", "Bo M. Li"),
    paper("METER", "We present METER, a corpus. A meter is measured in a poem.", "Bo Li"),
]
WITHIN = [
    paper("Low-resource GQR", "We study low-resource GQR and neural GQR systems.", "Ada Roe"),
    paper("Low-resource grand question reading", "Low-resource grand question reading.", "Bo Li"),
    paper("Neural GQR", "Neural GQR (NGQR) is grand question reading (GQR) by NGQR.", "A. Roe"),
    paper("Answers", "Grand question reading (GQR) by neural grand question reading (NGQR).", "Cy"),
    paper("More NGQR", "Neural GQR (NGQR) systems for low-resource GQR. NGQR is good.", "Bo Li"),
]


@pytest.mark.parametrize(
    "papers", [WITHIN, [*CATS, *SHORT]], ids=["short within", "senses and short"]
)
def test_one_more_paper_may_change_what_others_mean(tmp_path: Path, papers: list[Record]) -> None:
    files = [write(tmp_path / f"{n}.jsonl", [one]) for n, one in enumerate(papers)]
    grown = tmp_path / "grown.kg"
    build(files[:1], grown, jobs=1)
    for number, file in enumerate(files[1:], 2):
        add(grown, [file], jobs=1)
        build(files[:number], tmp_path / f"{number}.kg", jobs=1)
        assert same(grown, tmp_path / f"{number}.kg")
    for number in range(len(files) - 1, 0, -1):
        remove(grown, [str(papers[number]["title"])])
        build(files[:number], tmp_path / "less.kg", jobs=1, force=True)
        assert rows(grown) == rows(tmp_path / "less.kg")


def test_only_groups_that_changed_are_made_again(
    records: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, whole = tmp_path / "g.kg", tmp_path / "w.kg"
    old = write(tmp_path / "old.jsonl", records[:-1])
    new = write(tmp_path / "new.jsonl", records[-1:])
    build([old], graph, jobs=1)
    made: list[int] = []

    def watched(spellings: list[Spelling], **options: object) -> Entities:
        made.append(len(spellings))
        return Entities(spellings, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(entities, "Entities", watched)
    looked_at: list[int] = []
    of_uses = meanings.uses_of

    def uses(*arguments: object) -> object:
        found = of_uses(*arguments)  # type: ignore[arg-type]
        looked_at.append(len(found))
        return found

    monkeypatch.setattr(meanings, "uses_of", uses)
    add(graph, [new], jobs=1)
    build([old, new], whole, jobs=1)
    assert same(graph, whole)
    assert 0 < made[0] < made[1] / 5
    assert 0 < looked_at[0] < looked_at[1] / 5
    resolve_again(graph)
    assert made[2] == looked_at[2] == 0
    assert same(graph, whole)


@pytest.mark.parametrize("harm", ["gone", "broken", "other columns"])
def test_a_graph_without_what_is_kept_is_resolved_as_a_whole(
    records: list[Record], tmp_path: Path, harm: str
) -> None:
    graph, whole = tmp_path / "g.kg", tmp_path / "w.kg"
    old = write(tmp_path / "old.jsonl", records[:20])
    new = write(tmp_path / "new.jsonl", records[20:25])
    build([old], graph, jobs=1)
    kept = GraphFolder.open(graph).generation / FOLDER
    files = sorted(kept.iterdir())
    assert {f.stem for f in files} >= {"entities", "senses", "names", "concepts", "people"}
    for file in files:
        if harm == "broken":
            file.write_bytes(file.read_bytes()[:100])
        elif harm == "other columns":
            pa.parquet.write_table(pa.table({"other": [1, 2]}), file)
    if harm == "gone":
        shutil.rmtree(kept)
    add(graph, [new], jobs=1)
    build([old, new], whole, jobs=1)
    assert same(graph, whole)


def test_another_thesaurus_has_its_say_about_every_name(
    records: list[Record], tmp_path: Path
) -> None:
    graph = tmp_path / "g.kg"
    old = write(tmp_path / "old.jsonl", records[:30])
    new = write(tmp_path / "new.jsonl", records[30:])
    build([old], graph, jobs=1)
    names = [str(row["name"]) for row in rows(graph)["Concept"]]
    rules = tmp_path / "rules.toml"
    rules.write_text(
        f"[concept]\nsame = [{json.dumps(names[:2])}]\ndrop = [{json.dumps(names[5])}]\n"
        f'rename = {{ {json.dumps(names[7])} = "Renamed" }}\n'
    )
    shutil.copy(rules, graph / THESAURUS)
    resolve_again(graph)
    build([old], tmp_path / "w1.kg", jobs=1, thesaurus=rules)
    assert rows(graph) == rows(tmp_path / "w1.kg")
    assert "Renamed" in {row["name"] for row in rows(graph)["Concept"]}
    add(graph, [new], jobs=1)
    build([old, new], tmp_path / "w2.kg", jobs=1, thesaurus=rules)
    assert same(graph, tmp_path / "w2.kg")
    (graph / THESAURUS).unlink()
    update(graph)
    build([old, new], tmp_path / "w3.kg", jobs=1)
    assert rows(graph) == rows(tmp_path / "w3.kg")


def test_a_fingerprint_sees_each_value_in_its_column() -> None:
    def fingerprint(*given: tuple[object, ...]) -> object:
        form = pa.schema(
            [("group", pa.string()), ("a", pa.string()), ("b", pa.string()),
             ("c", pa.list_(pa.string()))]
        )  # fmt: skip
        table = pa.Table.from_pylist([dict(zip(form.names, g, strict=True)) for g in given], form)
        results = pa.schema([("group", pa.string()), ("fingerprint", pa.string())])
        found = Groups(table, results.empty_table())
        return found.results({"group": ["g"]}, results)["fingerprint"][0].as_py()

    one, other = ("g", "x", "y", ["p", "q"]), ("g", "x", "z", [])
    assert fingerprint(one, other) == fingerprint(other, one)
    every = [
        fingerprint(one),
        fingerprint(other),
        fingerprint(one, other),
        fingerprint(("g", "xy", "", ["p", "q"])),
        fingerprint(("g", "xy", None, ["p", "q"])),
        fingerprint(("g", "y", "x", ["p", "q"])),
        fingerprint(("g", "x", "y", ["p, q"])),
        fingerprint(("g", "x", "y", ['p","q'])),
        fingerprint(("g", "x", "y", None)),
        fingerprint(one, one),
    ]
    assert len(set(every)) == len(every)


def test_all_records_are_identified_at_once_as_each_is_by_itself() -> None:
    given = {
        "doi": "10.1/x", "arxiv_id": "2001.00001", "acl_id": "P19-1001", "openalex_id": "W1",
        "s2_id": "0" * 40, "corpus_id": "7",
    }  # fmt: skip
    made = [Paper("none", "T"), Paper("empty", "T", doi="", s2_id=""), Paper("all", "T", **given)]
    made += [replace(made[0], **{name: value}) for name, value in given.items()]
    made.append(replace(made[0], doi="10.48550/arxiv.2001.00002"))
    made.append(replace(made[-1], arxiv_id="2001.00002"))
    made.append(replace(made[0], doi="10.48550/arxiv.odd"))
    names, numbers = papers._identified(made)
    found = sorted(zip(numbers.tolist(), names.to_pylist(), strict=True))
    assert found == sorted((n, i) for n, p in enumerate(made) for i in papers.identifiers(p))
    assert len(found) == 6 + 6 + 2 + 3 + 1
