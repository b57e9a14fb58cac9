"""``kg review``: what it asks of a small graph, in a terminal, and what the answers do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pexpect
import pyarrow.parquet as pq
import pytest

from kg.commands.review import review
from kg.errors import GraphError
from kg.folder import GraphFolder
from kg.pipeline import build, update
from kg.resolve.thesaurus import FILE, Thesaurus
from kg.restore import restore
from kg.review import answer, near_names, odd_spellings, propose
from kg.review.evidence import Node
from tests.command import PROCESS, kg

ROOT = Path(__file__).resolve().parents[2]
PAPERS = [
    ("Tables and their questions", "We evaluate on the GrandTables dataset of tables."),
    ("Answering questions of tables", "We evaluate our parser on the GrandTables dataset."),
    ("Tables once more", "We evaluate our parser on the GrantTables dataset of tables."),
    ("Compositional commands", "We evaluate compositional skills on the SCAN dataset."),
    ("Compositional commands again", "We evaluate long commands on the SCAN dataset."),
    ("Hospital notes of attempts", "We evaluate triage of patients on the ScAN dataset."),
    ("A study of drums", "We train on the Drums-I dataset of drums."),
    ("A Study of Drums: Loud and Low", "We record many drums in many rooms."),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    with open(folder / "papers.jsonl", "w", encoding="utf-8") as file:
        for number, (title, abstract) in enumerate(PAPERS):
            authors = ["Ada Roe", "Bo Li"][: 1 + (":" in title)]
            record = {"title": title, "abstract": abstract, "year": 2020, "authors": authors}
            file.write(json.dumps(record | {"id": f"p{number}"}) + "\n")
    build([folder / "papers.jsonl"], folder / "g.kg", jobs=1)
    return folder / "g.kg"


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "g.kg"))


def datasets(graph: Path) -> dict[str, list[str]]:
    table = GraphFolder.open(graph).tables().nodes["Dataset"]
    return {row["name"]: row["aliases"] for row in table.to_pylist()}


def test_what_is_asked(graph: Path) -> None:
    merge, split, paper = (
        next(p for p in propose(graph) if p.question == question and p.label == label)
        for question, label in (("merge", "Dataset"), ("split", "Dataset"), ("merge", "Paper"))
    )
    assert merge.names == ("GrandTables", "GrantTables")
    assert merge.papers == (2, 1)
    assert "a letter off" in merge.reasons
    assert {p.title for p in merge.evidence[0]} == {PAPERS[0][0], PAPERS[1][0]}
    assert [p.sentence for p in merge.evidence[1]] == [PAPERS[2][1]]
    assert split.names == ("SCAN", "ScAN")
    assert split.papers == (2, 1)
    assert [p.sentence for p in split.evidence[1]] == [PAPERS[5][1]]
    assert {e[0].title for e in paper.evidence} == {PAPERS[6][0], PAPERS[7][0]}
    weights = [p.weight for p in propose(graph)]
    assert weights == sorted(weights, reverse=True)
    assert len(propose(graph, limit=1)) == 1
    assert {p.question for p in propose(graph, question="split")} == {"split"}


def test_what_is_not_worth_asking() -> None:
    def node(name: str, papers: int = 5, label: str = "Concept") -> Node:
        return Node(label, name, name, (), tuple(f"{name}{n}" for n in range(papers)))

    def asked(*nodes: Node) -> list[tuple[str, str, float]]:
        pairs = (*near_names._same_words(nodes), *near_names._one_letter_off(nodes))
        return [(a.name, b.name, chance) for a, b, chance, _ in pairs if chance > 0.15]

    # words both, in another order, of another meaning, or a name and the ordinary word
    assert asked(node("semantic content"), node("semantic context")) == []
    assert asked(node("translation quality"), node("quality translation")) == []
    assert asked(node("domain knowledge"), node("in-domain knowledge")) == []
    assert asked(node("talk"), node("TALK")) == []
    assert asked(node("WikiHow", label="Dataset"), node("WikiHop", label="Dataset")) == []
    # slips, and what is spelled otherwise
    assert asked(node("empirical study"), node("emprical study", 1))
    assert asked(node("workshop on spoken language"), node("workshop of spoken language"))
    assert asked(
        node("emotion recognition in conversation"), node("conversation emotion recognition")
    )
    # long names in other capitals are the same
    for name, spelling in (
        ("Elasticsearch", "ElasticSearch"),
        ("back-translation", "Back-Translation"),
    ):
        assert odd_spellings._odd(node(name), spelling)[0] == 0


def test_answers_are_remembered_and_done(graph: Path) -> None:
    (graph / FILE).write_text('# my own\n[method]\ndrop = ["Nothing"] # never\n')
    for proposal in propose(graph, labels=["Dataset", "Paper"]):
        answer(graph, proposal, same=proposal.question == "merge")
    assert propose(graph, labels=["Dataset", "Paper"]) == []
    text = (graph / FILE).read_text()
    assert text.startswith('# my own\n[method]\ndrop = ["Nothing"] # never\n')
    rules = Thesaurus.read(graph / FILE)["dataset"]
    assert rules.same == [["GrandTables", "GrantTables"]]
    assert rules.different == [["SCAN", "ScAN"]]
    summary = update(graph)
    assert summary.extracted == 0
    assert summary.counts["Paper"] == len(PAPERS) - 1
    assert datasets(graph)["GrandTables"] == ["GrantTables"]
    assert datasets(graph)["SCAN"] == []
    assert datasets(graph)["ScAN"] == []
    # a build from scratch with this thesaurus makes the same graph
    inputs = GraphFolder.open(graph).manifest["inputs"]
    build(inputs, graph.with_name("new.kg"), thesaurus=graph / FILE, jobs=1)
    one, other = (GraphFolder.open(g).generation for g in (graph, graph.with_name("new.kg")))
    for path in sorted(one.glob("*/*.parquet")):
        if path.parent.name in ("nodes", "edges"):
            assert pq.read_table(path).equals(pq.read_table(other / path.relative_to(one))), path


def test_refusals_change_nothing_but_are_remembered(graph: Path) -> None:
    before = datasets(graph)
    for proposal in propose(graph):
        answer(graph, proposal, same=proposal.question == "split")
    assert propose(graph) == []
    assert update(graph).counts["Paper"] == len(PAPERS)
    assert datasets(graph) == before
    assert propose(graph) == []


def terminal(*arguments: str) -> pexpect.spawn:
    env = {k: v for k, v in os.environ.items() if not k.startswith("KG_")}
    child = pexpect.spawn(
        PROCESS[0], [*PROCESS[1:], "review", *arguments], cwd=str(ROOT), encoding="utf-8",
        env=env | {"PYTHONPATH": str(ROOT), "TERM": "xterm"}, timeout=60, dimensions=(60, 110),
    )  # fmt: skip
    child.delaybeforesend = None
    return child


def test_in_a_terminal(graph: Path) -> None:
    child = terminal(str(graph), "--label", "Dataset")
    child.expect_exact("1/2  Dataset: two nodes, perhaps one")
    child.expect_exact("GrandTables  (2 papers)")
    child.expect_exact(PAPERS[2][1])
    child.expect_exact("[q]uit ")
    child.send("x?y")  # what is no answer is not taken
    child.expect_exact("2/2  Dataset: one node, perhaps two")
    child.expect_exact("[q]uit ")
    child.send("s")
    child.expect_exact("1 answer kept in")
    child.expect_exact("[y]es [n]o [u]ndo ")
    child.send("y")
    child.expect_exact("built in")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert datasets(graph)["GrandTables"] == ["GrantTables"]
    assert "ScAN" in datasets(graph)["SCAN"]
    # what was skipped is asked again; Ctrl-C leaves what was answered before
    child = terminal(str(graph), "--label", "Paper", "--label", "Dataset", "--no-apply")
    child.expect_exact("1/2  Paper: two nodes, perhaps one")
    child.expect_exact("[q]uit ")
    child.send("n")
    child.expect_exact("2/2  Dataset: one node, perhaps two")
    child.expect_exact("[q]uit ")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert [p.label for p in propose(graph, labels=("Paper", "Dataset"))] == ["Dataset"]


def test_an_answer_can_be_taken_back(graph: Path) -> None:
    file = graph / "thesaurus.toml"
    child = terminal(str(graph), "--label", "Dataset", "--no-apply")
    child.expect_exact("[q]uit ")
    child.send("u")
    child.expect_exact("this is the first question")
    child.expect_exact("[q]uit ")
    child.send("y")
    child.expect_exact("2/2  Dataset")
    child.expect_exact("[q]uit ")
    assert "GrantTables" in file.read_text()
    child.send("u")
    child.expect_exact("1/2  Dataset")
    child.expect_exact("[q]uit ")
    assert "GrantTables" not in file.read_text()
    child.send("n")
    child.expect_exact("2/2  Dataset")
    child.expect_exact("[q]uit ")
    child.send("q")
    child.expect_exact("1 answer kept in")
    child.expect(pexpect.EOF)
    child.close()
    assert Thesaurus.read(file)["dataset"].same == []
    assert len(Thesaurus.read(file)["dataset"].different) == 1


def test_the_last_answer_can_be_taken_back(graph: Path) -> None:
    file = graph / "thesaurus.toml"
    child = terminal(str(graph), "--label", "Dataset", "--question", "merge")
    child.expect_exact("1/1  Dataset")
    child.expect_exact("[q]uit ")
    child.send("y")
    child.expect_exact("make the graph anew with them now? [y]es [n]o [u]ndo ")
    assert "GrantTables" in file.read_text()
    child.send("u")
    child.expect_exact("1/1  Dataset")
    child.expect_exact("[q]uit ")
    assert "GrantTables" not in file.read_text()
    child.send("n")
    child.expect_exact("1 answer kept in")
    child.expect_exact("[u]ndo ")
    child.send("u")
    child.expect_exact("1/1  Dataset")
    child.send("q")  # nothing is answered any more
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    rules = Thesaurus.read(file)["dataset"]
    assert (rules.same, rules.different) == ([], [])


def test_answers_can_wait_for_the_next_update(
    graph: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keyboard, screen = os.openpty()
    os.write(keyboard, b"n")  # typed ahead
    with os.fdopen(keyboard), os.fdopen(screen) as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        assert review(
            str(graph), listed=False, form="text", labels=("Dataset",), question="split",
            limit=10, applied=False,
        ) == 0  # fmt: skip
    assert f"kg update {graph}   applies them" in capsys.readouterr().out
    assert "ScAN" in datasets(graph)["SCAN"]
    update(graph)
    assert datasets(graph)["SCAN"] == []


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return kg("review", *arguments)


def test_without_a_terminal(graph: Path) -> None:
    refused = run(str(graph))
    assert refused.returncode == 2
    assert "questions need a terminal" in refused.stderr
    assert "--list" in refused.stderr
    listed = run(str(graph), "--list", "--format", "json", "--label", "Dataset")
    assert listed.returncode == 0
    first, second = json.loads(listed.stdout)
    assert first["names"] == ["GrandTables", "GrantTables"]
    assert first["evidence"][1][0]["sentence"] == PAPERS[2][1]
    assert second["question"] == "split"
    assert first["weight"] >= second["weight"] > 0
    text = run(str(graph), "--list", "--question", "split").stdout
    assert "SCAN" in text
    assert "GrandTables" not in text


def test_a_graph_without_records_can_not_be_asked(graph: Path, tmp_path: Path) -> None:
    restore(GraphFolder.open(graph).tables(), tmp_path / "r.kg", origin="elsewhere")
    with pytest.raises(GraphError, match="without the records"):
        propose(tmp_path / "r.kg")
