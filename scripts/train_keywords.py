"""Train the rankers of concepts and tasks: kg/extract/data/keywords.json.gz.

    python scripts/train_keywords.py [--folds 5]

Logistic regression on the phrases of the annotated records; a phrase that is right but not core
counts half. Fixed order, no randomness.
"""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

import numpy as np
import scipy.sparse as sp
from annotated import records, score_module
from sklearn.linear_model import LogisticRegression

from kg.extract import abbreviations, keywords, phrase_features
from kg.extract.classifier import Classifier, write_weights
from kg.extract.text import Text
from kg.extract.vocabulary import squash

PENALTY = {"concept": 0.5, "task": 0.5}
ALSO = 0.5
"""Weight of a phrase that is right but not core."""


def rows(
    record: dict[str, Any], key: Any
) -> tuple[list[keywords.Candidate], dict[str, list[float]]]:
    text = Text(record["title"], record["abstract"])
    introduced = {squash(x["name"]) for x in record["introduces"]}
    found = keywords.candidates(text, abbreviations.find(text), introduced, hopeless=None)
    labels = {}
    for name, field in (("concept", "concepts"), ("task", "tasks")):
        core = {key(x) for x in record[field]}
        also = {key(x) for x in record.get(f"{field}_also") or ()}
        labels[name] = [
            1.0 if key(c.name) in core else ALSO if key(c.name) in also else 0.0 for c in found
        ]
    return found, labels


def fit(features: list[list[str]], target: list[float], penalty: float) -> dict[str, Any]:
    counts = Counter(f for row in features for f in row)
    vocabulary = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= 4))}
    data: list[int] = []
    pointer = [0]
    for row in features:
        data += sorted({vocabulary[f] for f in row if f in vocabulary})
        pointer.append(len(data))
    shape = (len(features), len(vocabulary))
    matrix = sp.csr_matrix((np.ones(len(data)), np.array(data), np.array(pointer)), shape=shape)
    y = np.array(target)
    both = sp.vstack([matrix, matrix[(y > 0) & (y < 1)]])
    labels = np.concatenate([(y > 0).astype(int), np.zeros(int(((y > 0) & (y < 1)).sum()), int)])
    weights = np.concatenate([np.where(y == 0, 1.0, y), 1 - y[(y > 0) & (y < 1)]])
    model = LogisticRegression(C=penalty, max_iter=3000, tol=1e-6)
    model.fit(both, labels, sample_weight=weights)
    coefficient, bias = model.coef_[0], float(model.intercept_[0])
    return {
        "classes": ["no", "yes"],
        "bias": [0.0, round(bias, 3)],
        "weights": {
            f: [0.0, round(float(coefficient[i]), 3)]
            for f, i in vocabulary.items()
            if abs(coefficient[i]) >= 0.015
        },
    }


def train(data: list[tuple[list[keywords.Candidate], dict[str, list[float]]]]) -> dict[str, Any]:
    features = [c.features for found, _ in data for c in found]
    return {
        name: fit(features, [x for _, labels in data for x in labels[name]], PENALTY[name])
        for name in PENALTY
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--records", nargs="+", default=["train", "dev"])
    parser.add_argument("--errors")
    args = parser.parse_args()
    gold = [r for r in records(*args.records) if "concepts" in r]
    score = score_module()
    data = [rows(r, score.phrase_key) for r in gold]
    made = [rows(r, score.phrase_key) for r in records("made") if "concepts" in r]
    if args.folds:
        predicted = {}
        for fold in range(args.folds):
            stored = train([d for i, d in enumerate(data) if i % args.folds != fold] + made)
            trained = {k: Classifier.from_table(v) for k, v in stored.items()}
            phrase_features.use(trained)
            for i, record in enumerate(gold):
                if i % args.folds == fold:
                    text = Text(record["title"], record["abstract"])
                    introduced = {squash(x["name"]) for x in record["introduces"]}
                    found = keywords.find(text, abbreviations.find(text), introduced)
                    predicted[record["id"]] = {
                        "tasks": [m.name for m in found if m.kind == "task"],
                        "concepts": [m.name for m in found if m.kind == "concept"],
                    }
        table = score.score({r["id"]: r for r in gold}, predicted, args.errors)
        for field in ("tasks", "concepts"):
            print(field, table[field])
    to = phrase_features.WEIGHTS
    write_weights(train(data + made), to)
    print(f"{to}: {to.stat().st_size:,} bytes from {len(gold)} + {len(made)} records")


if __name__ == "__main__":
    main()
