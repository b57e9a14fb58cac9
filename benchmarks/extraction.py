"""Precision and recall of extraction on the held-out records, by field and by rule.

    python benchmarks/extraction.py [--records test] [--rules] [--matched]

Fields are scored by the project's ``score.py``. A rule's precision is the share of its datasets,
methods and introduced things whose name is right. ``--matched``: recall of the dataset names that
the abstracts of acl-datasets-dev.jsonl are known to hold.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

from annotated import SHARED, records, score_module

from kg.extract.columns import extract
from kg.extract.record import record
from kg.paper import Paper

FIELDS = (("introduces", "introduces"), ("datasets", "dataset"), ("methods", "method"))


def print_matched(key: Callable[[str], str]) -> None:
    """How many of the known dataset names are found: by that name, and as an edition of it."""
    path = SHARED / "corpora" / "acl-datasets-dev.jsonl"
    known = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    papers = [Paper(r["id"], r["title"], r["abstract"]) for r in known]
    wanted = named = edition = 0
    for truth, extraction in zip(known, extract(papers), strict=True):
        found = {
            key(n)
            for m in extraction.mentions
            if m.kind == "dataset"
            for n in (m.name, *m.variants)
        }
        for name in truth["matched"]:
            wanted += 1
            named += key(name) in found
            edition += any(f.startswith(key(name)) for f in found)
    print(
        f"matched: {named / wanted:.3f} by name, {edition / wanted:.3f} with editions of {wanted}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", nargs="+", default=["test"])
    parser.add_argument("--rules", action="store_true")
    parser.add_argument("--matched", action="store_true")
    args = parser.parse_args()
    score = score_module()
    if args.matched:
        print_matched(score.name_key)
        return
    gold = records(*args.records)
    papers = [Paper(r["id"], r["title"], r["abstract"]) for r in gold]
    found = list(extract(papers))
    predicted = {p.id: record(p, x) for p, x in zip(papers, found, strict=True)}
    table = score.score({r["id"]: r for r in gold}, predicted)
    print(f"{len(gold)} papers\n\n| field | precision | recall | F1 | annotated |")
    print("| --- | --- | --- | --- | --- |")
    for field, row in table.items():
        name = field.replace("_", " ")
        p, r, f1 = row["precision"], row["recall"], row["f1"]
        print(f"| {name} | {p:.2f} | {r:.2f} | {f1:.2f} | {row['wanted']} |")
    if not args.rules:
        return
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    missed: dict[str, list[str]] = defaultdict(list)
    for truth, extraction in zip(gold, found, strict=True):
        for field, kind in FIELDS:
            names = {score.name_key(x["name"]): x["name"] for x in truth[field]}
            for mention in extraction.mentions:
                if mention.kind == kind:
                    rule = f"{kind}: {mention.evidence.rule.split(';')[0]}"
                    total[rule] += 1
                    right[rule] += names.pop(score.name_key(mention.name), None) is not None
            missed[field] += names.values()
    print("\n| rule | found | right |\n| --- | --- | --- |")
    for rule, count in total.most_common():
        print(f"| {rule} | {count} | {right[rule] / count:.2f} |")
    for field, names_missed in missed.items():
        print(f"{field} missed: {len(names_missed)}")


if __name__ == "__main__":
    main()
