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

Those are end to end: a mention that extraction doesn't find, or finds as a part of a longer or
shorter name ("SemEval-2020 Task 8" for "SemEval 2020"), joins nothing. The second table says why
pairs are wrong, and how right the others are: resolution alone, of the pairs whose mentions are
both found by the labelled name, and of those whose mentions are found whatever their boundaries.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import ids
from kg.archive import Archive
from kg.extract.columns import Extracted, text_name
from kg.extract.plurals import singular
from kg.extract.vocabulary import squash
from kg.folder import GraphFolder
from kg.paper import Author, Paper
from kg.pipeline import build
from kg.resolve import people, resolve
from kg.resolve.keys import CONCEPTS
from kg.resolve.keys import NAMED as KINDS_OF_NAMES
from kg.resolve.links import relate
from kg.resolve.papers import merge
from kg.tables import GraphTables

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parents[1] / "shared" / "corpora" / "acl-20k.jsonl.gz"
KINDS = ("dataset", "method", "concept", "repository", "paper", "author")
NAMED = ("Dataset", "Method")
FOUND = ("not extracted", "other boundaries", "by name")
Pair = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair, whether it ends in one node, and how its mentions were found.

    Attributes:
        one: Whether it ends in one node, end to end.
        found: The place in `FOUND` of the mention that was found worse.
        near: Whether it ends in one node, whatever the boundaries of its mentions.
    """

    pair: Pair
    one: bool
    found: int = FOUND.index("by name")
    near: bool = False

    @property
    def same(self) -> bool:
        return bool(self.pair["label"] == "same")

    @property
    def is_wrong(self) -> bool:
        return self.one != self.same

    @property
    def why(self) -> str:
        """What a wrong pair is wrong by."""
        return "resolution" if self.one or FOUND[self.found] == "by name" else FOUND[self.found]


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
    tables = resolve(records, lambda: extracted).tables
    print(f"{len(records):,} papers resolved in {time.perf_counter() - began:.1f} s")
    every = judged(pairs, tables, records, extracted)
    for half in ("dev", "test"):
        if args.half in (None, half):
            report([j for j in every if half_of(j.pair) == half], half)
    if args.errors:
        for j in every:
            if j.is_wrong and args.half in (None, half_of(j.pair)):
                how = f"{'one node' if j.one else 'apart'}, {j.why}"
                print(f"{how:26}", json.dumps(j.pair, ensure_ascii=False))


def half_of(pair: Pair) -> str:
    """The half that a pair is in: what it says, else by its hash."""
    if "half" in pair:
        return str(pair["half"])
    named = [pair["kind"], pair["a"], pair["b"], pair.get("paper_a"), pair.get("paper_b")]
    digest = hashlib.sha256(json.dumps(named, sort_keys=True).encode()).digest()
    return "dev" if digest[0] % 2 == 0 else "test"


def report(every: Sequence[Judged], half: str) -> None:
    print(f"\n| {half} | pairs | same | precision | recall | F1 |")
    print("| --- | --- | --- | --- | --- | --- |")
    for kind in KINDS:
        of = [j for j in every if j.pair["kind"] == kind]
        scores = " | ".join(f"{s:.3f}" for s in measured((j.one, j.same) for j in of))
        print(f"| {kind} | {len(of)} | {sum(j.same for j in of)} | {scores} |")
    print(
        f"\n| {half}: wrong by | {' | '.join(FOUND[:2])} | resolution | resolution alone, pairs ",
        end="",
    )
    print("| precision | recall | F1 | whatever the boundaries, pairs | F1 |")
    print("| --- |" + " --- |" * 9)
    for kind in KINDS:
        of = [j for j in every if j.pair["kind"] == kind]
        why = Counter(j.why for j in of if j.is_wrong)
        wrong = " | ".join(str(why[w]) for w in (*FOUND[:2], "resolution"))
        named = [(j.one, j.same) for j in of if FOUND[j.found] == "by name"]
        near = [(j.near, j.same) for j in of if FOUND[j.found] != "not extracted"]
        scores = " | ".join(f"{s:.3f}" for s in measured(named))
        print(f"| {kind} | {wrong} | {len(named)} | {scores} | {len(near)} ", end="")
        print(f"| {measured(near)[2]:.3f} |")


def measured(found: Iterable[tuple[bool, bool]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of pairs: whether in one node, whether the same."""
    of = Counter(found)
    right, wrong, missed = of[True, True], of[True, False], of[False, True]
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return precision, recall, f1


def judged(
    pairs: list[Pair], tables: GraphTables, records: Any, extracted: Extracted
) -> list[Judged]:
    """Whether each pair ends in one node, and if not, why."""
    mentions = Mentions(tables, extracted)
    papers = paper_pairs(pairs, records)
    authors = author_pairs(pairs, records)
    every = []
    for number, pair in enumerate(pairs):
        if pair["kind"] == "repository":
            row = {"paper": "p", "sentence": "", "start": 0, "end": 0, "rule": "", "sort": ""}
            row["confidence"] = 1.0
            nodes = relate([row | {"name": pair["a"]}, row | {"name": pair["b"]}])[0]
            addresses = all(ids.repository(pair[side]) for side in "ab")
            every.append(_certain(pair, bool(addresses and nodes.num_rows == 1)))
        elif pair["kind"] in ("paper", "author"):
            every.append(_certain(pair, (papers | authors)[number]))
        else:
            labels = ("Concept",) if pair["kind"] == "concept" else NAMED
            found = [mentions.node(labels, pair[f"paper_{side}"], pair[side]) for side in "ab"]
            near = found[0][0] is not None and found[0][0] == found[1][0]
            worse = min(how for _, how in found)
            every.append(Judged(pair, near and FOUND[worse] == "by name", worse, near))
    return every


def _certain(pair: Pair, one: bool) -> Judged:
    return Judged(pair, one, near=one)


class Mentions:
    """Where a name in a paper ends: the paper's node that has it as name or alias.

    Else the node of a mention in that paper of which the name is a part, or that is a part of it.
    """

    def __init__(self, tables: GraphTables, extracted: Extracted) -> None:
        self._names: dict[str, set[str]] = {}
        for label in (*NAMED, "Concept"):
            for row in tables.nodes[label].to_pylist():
                self._names[row["id"]] = {row["name"], *row["aliases"]}
        self._of: dict[tuple[str, str], set[str]] = defaultdict(set)
        for table in tables.edges.values():
            if table.num_rows and table["target_label"][0].as_py() in (*NAMED, "Concept"):
                for row in table.select(["source", "target_label", "target"]).to_pylist():
                    self._of[row["source"], row["target_label"]].add(row["target"])
        self._text = {
            row["id"]: text_name(Paper("", row["title"], row["abstract"] or ""))
            for row in tables.nodes["Paper"].select(["id", "title", "abstract"]).to_pylist()
        }
        self._written: dict[str, set[str]] = defaultdict(set)
        columns = ("text", "kind", "name")
        for text, kind, name in zip(
            *(extracted.mentions[c].to_pylist() for c in columns), strict=True
        ):
            if kind in (*KINDS_OF_NAMES, *CONCEPTS):
                self._written[text].add(name)

    def node(self, labels: tuple[str, ...], paper: str, name: str) -> tuple[str | None, int]:
        """The node, and how it was found: the place in `FOUND`."""
        nodes = sorted(node for label in labels for node in self._of[paper, label])
        for form in (str, key, singular_key):
            wanted = form(name)
            for node in nodes:
                if wanted in {form(n) for n in self._names[node]}:
                    return node, FOUND.index("by name")
        words = _words(name)
        written = self._written[self._text.get(paper, "")]
        for other in sorted(written, key=lambda n: (abs(len(n) - len(name)), n)):
            if _is_part(words, _words(other)) or _is_part(_words(other), words):
                for node in nodes:
                    if key(other) in {key(n) for n in self._names[node]}:
                        print(f"other boundaries: {name} is {other} in {paper}")
                        return node, FOUND.index("other boundaries")
        print(f"not extracted: {name} in {paper}")
        return None, FOUND.index("not extracted")


def _words(name: str) -> list[str]:
    return [singular(w) for w in re.findall(r"[a-z]+|[\d.]*\d", ids.fold(name))]


def _is_part(words: list[str], of: list[str]) -> bool:
    size = len(words)
    return any(of[i : i + size] == words for i in range(len(of) - size + 1)) if words else False


def key(name: str) -> str:
    return squash(ids.fold(name))


def singular_key(name: str) -> str:
    return squash(" ".join(singular(w) for w in ids.fold(name).split()))


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
