"""Train the name classifiers: kg/extract/data/names.json.gz and hidden.npz.

    python scripts/train_names.py            # cross-validate, then train on everything
    python scripts/train_names.py --folds 0  # train only

The second look (`kg.extract.second_look`) learns from judgements of each paper by classifiers that
were trained without it, five times over.

Multinomial logistic regression with an L2 penalty on the annotated records, and for most a layer
of hidden units (`hidden_layer`). Fixed order, a fixed seed: the same packages and records give the
same files.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import hidden_layer
import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from annotated import SHARED, records, score_module
from hidden_layer import Layer
from labelled import CLASSIFIERS, Example, Labelled, examples, labelled
from sklearn.linear_model import LogisticRegression
from weak_contributions import weak_contributions

from kg.extract import abbreviations, classifier, contribution, names, roles, second_look
from kg.extract.features import Surroundings
from kg.extract.text import Text
from kg.extract.vocabulary import squash

PENALTY = {"type": 0.3, "own": 0.25, "dataset": 0.1, "method": 0.05, "contribution": 0.7}
WEAK = {"type": 0.1, "own": 0.1, "contribution": 0.05}
"""Weight of an example that nobody looked at, by classifier."""
LISTED = 3.0
"""Weight of the listing's papers in the classifiers that are kept: they have to come out right."""
TDMSCI = SHARED / "gold" / "external" / "tdmsci" / "train_1500_v2.conll"
LEAST = 0.03
"""Weights nearer to 0 than this are left out."""
LAYERS = {
    "type": Layer(64, besides="said="),
    "dataset": Layer(32, turns=20),
    "method": Layer(32),
    "contribution": Layer(32, turns=20),
}
"""The hidden units, of the classifiers that are better with them: chosen by cross-validation."""
STRONG = 2.0
"""Scale of the features that tell a contribution at once."""


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
        bare += roles.beside(candidate, around)
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
                types.append((bare + roles.beside(candidate, around), "own", WEAK["type"]))
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
    data: dict[str, list[Example]],
    least: float = 1.5,
    tdm: Callable[[int], bool] = lambda _: True,
    only: Sequence[str] = CLASSIFIERS,
) -> dict[str, Any]:
    """One weight table a classifier, as JSON; `tdm` chooses TDMSci's sentences by number."""
    sentences = [x for i, rows in enumerate(tdm_examples()) if tdm(i) for x in rows]
    return {
        name: _fit(
            [*data[name], *weak_rows()[name], *(sentences if name == "type" else ())],
            PENALTY[name],
            least,
            LAYERS.get(name),
        )
        for name in only
    }


def train_second_look(gold: list[Labelled], folds: int = 5) -> dict[str, Any]:
    """The weights of `kg.extract.second_look`, as JSON."""
    own = _Rows(("another's", "own"), [], [])
    uses = _Rows(tuple(sorted({p for r in gold for _, p in _datasets(r)})), [], [])
    for fold in range(folds):
        some = collected(r for i, r in enumerate(gold) if i % folds != fold)
        tables = train(some, only=("type", "contribution", "dataset"))
        trained = {k: classifier.Classifier.from_table(v) for k, v in tables.items()}
        for record in (r for i, r in enumerate(gold) if i % folds == fold and r.candidates):
            _first_judgements(record, trained, own, uses)
    return {second_look.OWN: own.fit(), second_look.ROLES: uses.fit()}


def _datasets(record: Labelled) -> list[tuple[int, str]]:
    """Number and role of the candidates that are datasets."""
    return [(i, c[1]) for i, c in enumerate(record.classes) if c is not None and c[0] == "dataset"]


def _first_judgements(
    record: Labelled, trained: dict[str, classifier.Classifier], own: _Rows, uses: _Rows
) -> None:
    """Add what classifiers make of a record's names and of its datasets' roles."""
    model, kinds, of_datasets = (trained[k] for k in ("type", "contribution", "dataset"))
    found, around = record.candidates, record.around
    features = [around.features(c) for c in found]
    lists = roles.lists(found, around)
    scores = names.first_scores(names.type_rows(found, features, around, model), lists, model)
    paper = kinds.probabilities([kinds.known(record.cues.features)])[0].tolist()
    named = dict(zip(kinds.classes, paper, strict=True))
    beside = second_look.own_features(found, scores, model.classes, named, record.text.title_end)
    for row, classes in zip(beside, record.classes, strict=True):
        if classes is not None:
            own.add(row, "own" if classes[0] == "own" else "another's")
    if data := _datasets(record):
        at = [i for i, _ in data]
        rows = [features[i] + roles.features(found[i], "dataset", around) for i in at]
        role_scores = of_datasets.probabilities([of_datasets.known(r) for r in rows])
        role_scores = names.roles_alike(role_scores, at, lists)
        known = second_look.role_features(role_scores, of_datasets.classes, named)
        for row, (_, role) in zip(known, data, strict=True):
            uses.add(row, role)


@dataclass
class _Rows:
    """Examples of a classifier of named numbers."""

    classes: tuple[str, ...]
    rows: list[dict[str, float]]
    labels: list[str]

    def add(self, row: dict[str, float], label: str) -> None:
        self.rows.append(row)
        self.labels.append(label)

    def fit(self) -> dict[str, Any]:
        model = LogisticRegression(max_iter=5000, tol=1e-6)
        model.fit(np.array([list(row.values()) for row in self.rows]), self.labels)
        assert tuple(model.classes_) == self.classes
        return as_table(model, list(self.rows[0]), np.ones(len(self.rows[0])))


def collected(
    gold: Iterable[Labelled], weight: Callable[[Labelled], float] = lambda _: 1.0
) -> dict[str, list[Example]]:
    """The examples of some records, by classifier."""
    data: dict[str, list[Example]] = {k: [] for k in CLASSIFIERS}
    for record in gold:
        for name, rows in examples(record).items():
            data[name] += [(features, kind, weight(record) * w) for features, kind, w in rows]
    return data


@cache
def weak_rows() -> dict[str, list[Example]]:
    """Weakly labelled examples by classifier."""
    types, kinds = weak_own()
    taken = {r["id"] for name in ("train", "test") for r in records(name)}
    return {k: [] for k in CLASSIFIERS} | {
        "type": weak_examples() + types,
        "own": kinds,
        "contribution": [
            (features, label, WEAK["contribution"]) for features, label in weak_contributions(taken)
        ],
    }


def _fit(rows: list[Example], penalty: float, least: float, layer: Layer | None) -> dict[str, Any]:
    labels, weights = [label for _, label, _ in rows], [weight for *_, weight in rows]
    besides = layer.besides if layer else ""
    linear = [[f for f in features if not besides or not f.startswith(besides)]
              for features, *_ in rows]  # fmt: skip
    matrix, vocabulary = _matrix(linear, weights, least)
    scales = np.array([_scale(f) for f in vocabulary])
    model = LogisticRegression(C=penalty, max_iter=2000, tol=1e-6)
    model.fit(matrix @ sp.diags(scales), labels, sample_weight=weights)
    table = as_table(model, vocabulary, scales)
    if layer is not None:
        matrix, vocabulary = _matrix([features for features, *_ in rows], weights, layer.least)
        numbers = np.searchsorted(model.classes_, labels)
        table["hidden"] = hidden_layer.fit(matrix, numbers, np.float32(weights), layer)
        table["hidden"]["features"] = vocabulary
    return table


def _matrix(
    rows: list[list[str]], weights: list[float], least: float
) -> tuple[sp.csr_matrix, list[str]]:
    """Ones where an example has a feature, of those that weigh `least` or more together."""
    weighed: Counter[str] = Counter()
    for features, weight in zip(rows, weights, strict=True):
        for f in set(features):
            weighed[f] += weight  # type: ignore[assignment]
    vocabulary = {f: i for i, f in enumerate(sorted(f for f, n in weighed.items() if n >= least))}
    columns: list[int] = []
    pointer = [0]
    for features in rows:
        columns += sorted({vocabulary[f] for f in features if f in vocabulary})
        pointer.append(len(columns))
    shape = (len(rows), len(vocabulary))
    ones = np.ones(len(columns), dtype=np.float32)
    return sp.csr_matrix((ones, np.array(columns), pointer), shape=shape), list(vocabulary)


def as_table(
    model: LogisticRegression, features: list[str], scales: npt.NDArray[np.float64]
) -> dict[str, Any]:
    """A fitted model as JSON; of two classes each gets half the margin."""
    coefficients, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        coefficients, bias = (
            np.vstack([-coefficients[0], coefficients[0]]) / 2,
            np.array([-bias[0], bias[0]]) / 2,
        )
    coefficients = coefficients * scales
    weights = {
        f: [round(float(w), 3) for w in coefficients[:, i]]
        for i, f in enumerate(features)
        if np.abs(coefficients[:, i]).max() >= LEAST
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
    rows = [labelled(r, score.name_key) for r in gold]
    always = [labelled(r, score.name_key) for r in made]
    predicted: dict[str, Any] = {}
    for fold in range(folds):
        data = collected([*(r for i, r in enumerate(rows) if i % folds != fold), *always])
        trained = {k: classifier.Classifier.from_table(v) for k, v in train(data).items()}
        trained |= {k: classifier.models()[k] for k in (second_look.OWN, second_look.ROLES)}
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
    read = [labelled(r, score.name_key) for r in (*gold, *made)]
    listed = {id(x): LISTED for x, r in zip(read, (*gold, *made), strict=True)
              if re.fullmatch(r"s\d\d", r["id"])}  # fmt: skip
    tables = train(collected(read, lambda record: listed.get(id(record), 1.0)))
    tables |= train_second_look(read)
    classifier.write(tables)
    for file in (classifier.WEIGHTS, classifier.HIDDEN):
        size = file.stat().st_size
        print(f"{file}: {size:,} bytes from {len(gold)} + {len(made)} records")


if __name__ == "__main__":
    main()
