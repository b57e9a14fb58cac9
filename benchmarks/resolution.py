"""Is one thing one node? Pairwise precision, recall and F1 on pairs labelled by hand.

    python benchmarks/resolution.py [--graph ACL20K.kg] [--half dev|test] [--errors]

Resolves the 20,000 ACL papers as a build does and looks, for each pair of
``resolution_pairs.jsonl``, whether the two end in one node. Without ``--graph`` the papers are
built first (minutes); with it, the records and mentions kept in that graph are resolved anew by
today's code.

A pair of datasets, methods or concepts is two mentions: a name in a paper and a name in a paper,
the same name in two papers too. Papers, authors and repositories are pairs of records, names and
addresses; those marked ``made`` were made by hand from real ones. Precision is the share of
"same" among the pairs that end in one node, recall the share of one node among the pairs that are
"same". Rules are tuned on the dev half only; a hash of the pair says in which half it is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from kg import ids
from kg.archive import Archive
from kg.extract import phrases
from kg.extract.vocabulary import squash
from kg.folder import GraphFolder
from kg.paper import Author, Paper
from kg.pipeline import build
from kg.resolve import people, resolve
from kg.resolve.links import relate
from kg.resolve.papers import merge
from kg.tables import GraphTables

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parents[1] / "shared" / "corpora" / "acl-20k.jsonl.gz"
KINDS = ("dataset", "method", "concept", "repository", "paper", "author")
NAMED = ("Dataset", "Method")
Pair = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--graph", type=Path)
    parser.add_argument("--half", choices=["dev", "test"], help="of one half only")
    parser.add_argument("--errors", action="store_true", help="list the pairs that are wrong")
    args = parser.parse_args()
    lines = (HERE / "resolution_pairs.jsonl").read_text(encoding="utf-8").splitlines()
    pairs = [json.loads(line) for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        graph = args.graph or Path(folder) / "acl20k.kg"
        if args.graph is None:
            build([CORPUS], graph)
        generation = GraphFolder.open(graph).generation
        records = Archive.read(generation).papers
        extracted = Archive.extracted(generation)
    began = time.perf_counter()
    tables = resolve(records, extracted).tables
    print(f"{len(records):,} papers resolved in {time.perf_counter() - began:.1f} s")
    joined = judged(pairs, tables, records)
    for half in ("dev", "test"):
        if args.half in (None, half):
            report([(p, j) for p, j in zip(pairs, joined, strict=True) if half_of(p) == half], half)
    if args.errors:
        for pair, one in zip(pairs, joined, strict=True):
            if one != (pair["label"] == "same") and args.half in (None, half_of(pair)):
                print("one node" if one else "apart   ", json.dumps(pair, ensure_ascii=False))


def half_of(pair: Pair) -> str:
    """The half that a pair is in: what it says, else by its hash."""
    if "half" in pair:
        return str(pair["half"])
    named = [pair["kind"], pair["a"], pair["b"], pair.get("paper_a"), pair.get("paper_b")]
    digest = hashlib.sha256(json.dumps(named, sort_keys=True).encode()).digest()
    return "dev" if digest[0] % 2 == 0 else "test"


def report(found: list[tuple[Pair, bool]], half: str) -> None:
    print(f"\n| {half} | pairs | same | precision | recall | F1 |")
    print("| --- | --- | --- | --- | --- | --- |")
    for kind in KINDS:
        of = Counter((j, p["label"] == "same") for p, j in found if p["kind"] == kind)
        right, wrong, missed = of[True, True], of[True, False], of[False, True]
        precision = right / (right + wrong) if right + wrong else 1.0
        recall = right / (right + missed) if right + missed else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        print(
            f"| {kind} | {of.total()} | {right + missed} | {precision:.3f} | {recall:.3f} "
            f"| {f1:.3f} |"
        )


def judged(pairs: list[Pair], tables: GraphTables, records: Any) -> list[bool]:
    """Whether each pair ends in one node."""
    mentions = Mentions(tables)
    papers = paper_pairs(pairs, records)
    authors = author_pairs(pairs, records)
    one = []
    for number, pair in enumerate(pairs):
        if pair["kind"] == "repository":
            row = {"paper": "p", "sentence": "", "start": 0, "end": 0, "rule": "", "sort": ""}
            row["confidence"] = 1.0
            nodes = relate([row | {"name": pair["a"]}, row | {"name": pair["b"]}])[0]
            addresses = all(ids.repository(pair[side]) for side in "ab")
            one.append(bool(addresses and nodes.num_rows == 1))
        elif pair["kind"] == "paper":
            one.append(papers[number])
        elif pair["kind"] == "author":
            one.append(authors[number])
        else:
            labels = ("Concept",) if pair["kind"] == "concept" else NAMED
            first = mentions.node(labels, pair["paper_a"], pair["a"])
            second = mentions.node(labels, pair["paper_b"], pair["b"])
            one.append(first is not None and first == second)
    return one


class Mentions:
    """Where a name in a paper ends: the paper's node that has it as name or alias."""

    def __init__(self, tables: GraphTables) -> None:
        self._names: dict[str, set[str]] = {}
        for label in (*NAMED, "Concept"):
            for row in tables.nodes[label].to_pylist():
                self._names[row["id"]] = {row["name"], *row["aliases"]}
        self._of: dict[tuple[str, str], set[str]] = defaultdict(set)
        for table in tables.edges.values():
            if table.num_rows and table["target_label"][0].as_py() in (*NAMED, "Concept"):
                for row in table.select(["source", "target_label", "target"]).to_pylist():
                    self._of[row["source"], row["target_label"]].add(row["target"])

    def node(self, labels: tuple[str, ...], paper: str, name: str) -> str | None:
        nodes = sorted(node for label in labels for node in self._of[paper, label])
        for form in (str, key, singular_key):
            wanted = form(name)
            for node in nodes:
                if wanted in {form(n) for n in self._names[node]}:
                    return node
        print(f"not found: {name} in {paper}")
        return None


def key(name: str) -> str:
    return squash(ids.fold(name))


def singular_key(name: str) -> str:
    return squash(" ".join(phrases.singular(w) for w in ids.fold(name).split()))


def paper_pairs(pairs: list[Pair], records: Any) -> dict[int, bool]:
    made: dict[int, Paper] = {}
    for number, pair in enumerate(pairs):
        if pair["kind"] == "paper" and pair.get("made"):
            fields = dict(pair["b"])
            authors = tuple(Author(name) for name in fields.pop("authors"))
            made[number] = Paper(f"made{number}", authors=authors, **fields)
    everything = [*records, *made.values()]
    place = {f"acl:{p.acl_id}": i for i, p in enumerate(records)}
    place |= {p.id: len(records) + i for i, p in enumerate(made.values())}
    node = {n: m.key for m in merge(everything) for n in m.records}
    return {
        number: node[place[pair["a"]]]
        == node[place[made[number].id if number in made else pair["b"]]]
        for number, pair in enumerate(pairs)
        if pair["kind"] == "paper"
    }


def author_pairs(pairs: list[Pair], records: Any) -> dict[int, bool]:
    wanted = {n: p for n, p in enumerate(pairs) if p["kind"] == "author"}
    named = {Author(p[side]) for p in wanted.values() for side in "ab"}
    written = [p.authors for p in records]
    keys = people.keys({a for authors in written for a in authors} | named, written)
    return {n: keys[Author(p["a"])] == keys[Author(p["b"])] for n, p in wanted.items()}


if __name__ == "__main__":
    main()
