"""Train the name classifiers: kg/extract/data/names.json.

    python scripts/train_names.py            # cross-validate, then train on everything
    python scripts/train_names.py --folds 0  # train only

Multinomial logistic regression with an L2 penalty on the annotated records. Fixed order, no
randomness: the same packages and records give the same file.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import scipy.sparse as sp
from annotated import SHARED, records, score_module
from sklearn.linear_model import LogisticRegression
from weak_contributions import weak_contributions

from kg.extract import abbreviations, contribution, linear, names, roles
from kg.extract.candidates import Candidate
from kg.extract.features import Surroundings
from kg.extract.text import Text
from kg.extract.vocabulary import KnownName, squash

PENALTY = {"type": 0.3, "own": 0.25, "dataset": 0.1, "method": 0.05, "contribution": 0.7}
WEAK = {"type": 0.1, "own": 0.1, "contribution": 0.05}
"""Weight of an example that nobody looked at, by classifier."""
AS_IF = {"own": 0.1, "dataset": 0.1}
"""Weight of an example as it would be were the vocabulary another, by class: a paper's own name
known to it (as famous ones are, which the annotated papers are mostly not), another's name new."""
LISTED = 3.0
"""Weight of the listing's papers in the classifiers that are kept: they have to come out right."""
TDMSCI = SHARED / "gold" / "external" / "tdmsci" / "train_1500_v2.conll"
STRONG = 2.0
"""Scale of the features that tell a contribution at once."""
Example = tuple[list[str], str, float]
"""Features, class and weight."""


def examples(record: dict[str, Any], key: Any) -> dict[str, list[Example]]:
    """Features and gold class of each candidate of one record, by classifier."""
    out: dict[str, list[Example]] = {k: [] for k in PENALTY}
    text = Text(record["title"], record["abstract"])
    cues = contribution.read(text)
    out["contribution"].append((cues.features, record["contribution"], 1.0))
    definitions = abbreviations.find(text)
    defined = {d.short: d.long for d in definitions}
    found = names.candidates_of(text, definitions)
    around = Surroundings(text, found, defined, cues.telling)
    own = {key(x["name"]): x["kind"] for x in record["introduces"]}
    own |= {
        key(x["long_form"]): x["kind"] for x in record["introduces"] if x.get("long_form")
    } | own
    data = {key(_bare_task(x["name"])): x["role"] for x in record["datasets"]}
    data |= {key(x["name"]): x["role"] for x in record["datasets"]}
    methods = {key(x["name"]): x["role"] for x in record["methods"]}
    also = {
        key(n)
        for field in ("introduces_also", "datasets_also", "methods_also")
        for n in record.get(field) or ()
    }
    for candidate in found:
        spellings = (*candidate.names, *candidate.variants)
        keys = {key(n) for n in spellings} | {key(_bare_task(n)) for n in spellings}
        kind = part = "none"
        if k := next((k for k in keys if k in own), None):
            kind = "own"
            part = "environment" if own[k] == "software" and k in data else own[k]
        elif (k := next((k for k in keys if k in data), None)) and data[k] != "introduces":
            kind, part = "dataset", data[k]
        elif k := next((k for k in keys if k in methods), None):
            kind, part = "method", methods[k]
        elif keys & also:
            continue
        features = around.features(candidate)
        out["type"].append((features, kind, 1.0))
        if kind != "none":
            more = roles.features(candidate, kind, around)
            out[kind].append((features + more, part, 1.0))
        if kind in AS_IF and (turned := _turned(candidate, part, kind == "own", around)):
            out["type"].append((turned, kind, AS_IF[kind]))
    return out


def _turned(candidate: Candidate, part: str, own: bool, around: Surroundings) -> list[str] | None:
    """The features of a name were it new to the vocabulary; of a paper's own, were it known."""
    was = candidate.known
    if was is None and not own:
        return None
    try:
        candidate.known = None
        if was is None:
            kind: Literal["dataset", "method"] = (
                "dataset" if part in ("dataset", "benchmark", "environment") else "method"
            )
            sort = "benchmark" if kind == "dataset" else "model"
            candidate.known = KnownName(candidate.name, kind, sort, False, candidate.name)
        return around.features(candidate)
    finally:
        candidate.known = was


def _bare_task(name: str) -> str:
    """ "BEA 2019 Shared Task" without its last words, which annotators write or leave out."""
    return re.sub(r" (?:[A-Z][\w-]+ )*[Ss]hared [Tt]ask$", "", name)


def weak_examples() -> list[Example]:
    """Names that papers are tagged with, and spans marked as DATASET, as examples of the type.

    What kg's vocabulary knows of them is left out, so that the surroundings are learned from.
    """
    rows: list[Example] = []
    taken = {r["id"] for name in ("train", "test") for r in records(name)}
    path = SHARED / "corpora" / "acl-datasets-dev.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["id"] not in taken and len(record["abstract"]) < 4000:
            matched = {squash(m) for m in record["matched"]}
            rows += _weak(record["title"], record["abstract"], matched)
    return rows


@cache
def tdm_examples() -> list[list[Example]]:
    """TDMSci's examples of the type, by sentence."""
    return [
        _weak("", sentence, {squash(sentence[a:b]) for a, b in spans})
        for sentence, spans in tdm_sentences(TDMSCI)
    ]


def _weak(title: str, abstract: str, datasets: set[str]) -> list[Example]:
    text = Text(title, abstract)
    definitions = abbreviations.find(text)
    found = names.candidates_of(text, definitions)
    around = Surroundings(text, found, {d.short: d.long for d in definitions}, [])
    rows: list[Example] = []
    for candidate in found:
        features = around.features(candidate)
        bare = [f for f in features if not f.startswith("known")]
        keys = {squash(n) for n in candidate.names} | {candidate.key}
        own = "before-colon" in features or "cue-close=propose" in features
        if keys & datasets:
            if not own:
                rows.append((bare, "dataset", WEAK["type"]))
        elif (
            candidate.namelike and candidate.known and candidate.known.kind == "method" and not own
        ):
            rows.append((bare, "method", WEAK["type"]))
    return rows


def weak_own(stride: int = 3) -> tuple[list[Example], list[Example]]:
    """Names before the colon of ACL titles, as examples of the types own and of its kinds.

    One that papers are tagged with as a dataset is a dataset, any other a method. Of three
    papers one is read.
    """
    types: list[Example] = []
    kinds: list[Example] = []
    path = SHARED / "corpora" / "acl-20k.jsonl.gz"
    taken = {r["id"] for name in ("train", "test") for r in records(name)}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            if number % stride or record["id"] in taken or not 2017 <= record["year"] <= 2022:
                continue
            text = Text(record["title"], record["abstract"])
            definitions = abbreviations.find(text)
            found = names.candidates_of(text, definitions)
            around = Surroundings(text, found, {d.short: d.long for d in definitions}, [])
            tagged = {squash(d["name"]) for d in record["pwc_datasets"]}
            for candidate in found[:1]:
                features = around.features(candidate)
                if "before-colon" not in features or len(candidate.places) < 2:
                    continue
                if not candidate.namelike or " at " in record["title"]:
                    continue
                bare = [f for f in features if not f.startswith("known")]
                types.append((bare, "own", WEAK["type"]))
                kind = "dataset" if candidate.key in tagged else "method"
                beside = roles.features(candidate, "own", around)
                kinds.append((bare + beside, kind, WEAK["own"]))
    data = sum(kind == "dataset" for _, kind, _ in kinds)
    kept: list[Example] = []
    methods = 0
    for example in kinds:
        methods += example[1] == "method"
        if example[1] == "dataset" or methods <= 2 * data:
            kept.append(example)
    return types, kept


def tdm_sentences(path: Path) -> list[tuple[str, list[tuple[int, int]]]]:
    """TDMSci's sentences, untokenised, with the offsets of their DATASET spans."""
    found: list[tuple[str, list[tuple[int, int]]]] = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line.count("\t") == 2]
        if not rows:
            continue
        base = int(rows[0][1])
        text = ""
        spans: list[list[int]] = []
        for word, offset, tag in rows:
            text = text.ljust(int(offset) - base) + word
            if tag == "B-DATASET":
                spans.append([len(text) - len(word), len(text)])
            elif tag == "I-DATASET" and spans:
                spans[-1][1] = len(text)
        found.append((text, [(a, b) for a, b in spans]))
    return found


def train(
    data: dict[str, list[Example]], least: float = 1.5, tdm: Callable[[int], bool] = lambda _: True
) -> dict[str, Any]:
    """One weight table a classifier, as JSON; `tdm` chooses TDMSci's sentences by number."""
    sentences = [x for i, rows in enumerate(tdm_examples()) if tdm(i) for x in rows]
    return {
        name: _fit(
            [*data[name], *weak_rows()[name], *(sentences if name == "type" else ())],
            PENALTY[name],
            least,
        )
        for name in PENALTY
    }


@cache
def weak_rows() -> dict[str, list[Example]]:
    """Weakly labelled examples by classifier."""
    types, kinds = weak_own()
    taken = {r["id"] for name in ("train", "test") for r in records(name)}
    return {k: [] for k in PENALTY} | {
        "type": weak_examples() + types,
        "own": kinds,
        "contribution": [
            (features, label, WEAK["contribution"]) for features, label in weak_contributions(taken)
        ],
    }


def _fit(rows: list[Example], penalty: float, least: float) -> dict[str, Any]:
    weighed: Counter[str] = Counter()
    for features, _, weight in rows:
        for f in set(features):
            weighed[f] += weight  # type: ignore[assignment]
    enough = sorted(f for f, n in weighed.items() if n >= least)
    vocabulary = {f: i for i, f in enumerate(enough)}
    scales = np.array([_scale(f) for f in vocabulary])
    columns: list[int] = []
    pointer = [0]
    for features, _, _ in rows:
        columns += sorted({vocabulary[f] for f in features if f in vocabulary})
        pointer.append(len(columns))
    at = np.array(columns)
    matrix = sp.csr_matrix((scales[at], at, pointer), shape=(len(rows), len(vocabulary)))
    model = LogisticRegression(C=penalty, max_iter=2000, tol=1e-6)
    labels, weights_of_rows = [label for _, label, _ in rows], [weight for *_, weight in rows]
    model.fit(matrix, labels, sample_weight=weights_of_rows)
    coefficients, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        coefficients, bias = (
            np.vstack([-coefficients[0], coefficients[0]]) / 2,
            np.array([-bias[0], bias[0]]) / 2,
        )
    coefficients = coefficients * scales
    weights = {
        f: [round(float(w), 3) for w in coefficients[:, i]]
        for f, i in vocabulary.items()
        if np.abs(coefficients[:, i]).max() >= 0.03
    }
    return {
        "classes": [str(c) for c in model.classes_],
        "bias": [round(float(b), 3) for b in bias],
        "weights": weights,
    }


def _scale(feature: str) -> float:
    """What a feature counts for under the penalty; a scaled one is penalised less."""
    return (
        STRONG
        if feature.partition("=")[0] in (*contribution.STRONG, "part", "claim", "use")
        else 1.0
    )


def cross_validate(
    gold: list[dict[str, Any]], made: list[dict[str, Any]], folds: int, errors: str | None
) -> None:
    """Extract each fold with models trained on the others and `made`; print score.py's table."""
    from kg.extract import extract_one
    from kg.extract.record import record as as_record
    from kg.paper import Paper

    score = score_module()
    rows = [examples(r, score.name_key) for r in gold]
    always = [examples(r, score.name_key) for r in made]
    predicted: dict[str, Any] = {}
    for fold in range(folds):
        data: dict[str, list[Example]] = {k: [] for k in PENALTY}
        for row in (*(row for i, row in enumerate(rows) if i % folds != fold), *always):
            for k in PENALTY:
                data[k] += row[k]
        trained = {k: linear.LinearModel.from_json(v) for k, v in train(data).items()}
        names.models = lambda trained=trained: trained  # type: ignore[attr-defined]
        contribution.models = lambda trained=trained: trained  # type: ignore[attr-defined]
        for i, record in enumerate(gold):
            if i % folds == fold:
                paper = Paper(record["id"], record["title"], record["abstract"])
                predicted[paper.id] = as_record(paper, extract_one(paper))
    table = score.score({r["id"]: r for r in gold}, predicted, errors)
    for field, row in table.items():
        if field not in ("tasks", "concepts"):
            p, r, f1 = row["precision"], row["recall"], row["f1"]
            print(f"{field:15} P {p:.3f}  R {r:.3f}  F1 {f1:.3f}  n {row['wanted']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--records", nargs="+", default=["train", "dev"])
    parser.add_argument("--errors")
    args = parser.parse_args()
    gold, made = records(*args.records), records("made")
    score = score_module()
    if args.folds:
        cross_validate(gold, made, args.folds, args.errors)
    data: dict[str, list[Example]] = {k: [] for k in PENALTY}
    for record in (*gold, *made):
        weight = LISTED if re.fullmatch(r"s\d\d", record["id"]) else 1.0
        for k, found in examples(record, score.name_key).items():
            data[k] += [(features, kind, weight * w) for features, kind, w in found]
    linear.WEIGHTS.parent.mkdir(exist_ok=True)
    text = json.dumps(train(data), separators=(",", ":"), sort_keys=True)
    linear.WEIGHTS.write_text(text.replace('],"', '],\n"') + "\n", encoding="utf-8")
    size = linear.WEIGHTS.stat().st_size
    print(f"{linear.WEIGHTS}: {size:,} bytes from {len(gold)} + {len(made)} records")


if __name__ == "__main__":
    main()
