"""Weights and hidden units together, by hand-computed values."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from kg.extract.classifier import Classifier, read_weights, write_weights

TABLE: dict[str, Any] = {
    "classes": ["a", "b"],
    "bias": [0.5, 0.0],
    "weights": {"x": [1.0, 0.0], "y": [0.0, 2.0]},
}
HIDDEN = {
    "features": ["y", "z"],
    "inner": np.array([[2, -1], [0, 4]], dtype=np.int8),
    "scale": np.array([0.5, 1.0], dtype=np.float32),
    "inner_bias": np.array([0.25, 0.0], dtype=np.float32),
    "outer": np.array([[1.0, 0.0], [0.0, 3.0]], dtype=np.float32),
    "outer_bias": np.array([0.0, 0.1], dtype=np.float32),
}


def log_shares(*scores: float) -> list[float]:
    whole = math.log(sum(map(math.exp, scores)))
    return [s - whole for s in scores]


def test_weights_by_themselves() -> None:
    model = Classifier.from_table(TABLE)
    assert model.known(["x", "z", "y"]) == [0, 1]
    none, both = model.probabilities([[], model.known(["x", "y"])]).tolist()
    assert none == pytest.approx([math.exp(v) for v in log_shares(0.5, 0.0)])
    assert both == pytest.approx([math.exp(v) for v in log_shares(1.5, 2.0)])


def test_a_class_log_probability_is_the_mean_of_weights_and_hidden_units() -> None:
    model = Classifier.from_table(TABLE | {"hidden": HIDDEN})
    assert model.known(["x", "y", "z"]) == [0, 1, 2]
    (row,) = model.probabilities([model.known(["y", "z"])]).tolist()
    # units: 0.25 + 2 * 0.5 = 1.25, and -1 + 4 = 3
    weights, units = log_shares(0.5, 2.0), log_shares(1.25, 3 * 3 + 0.1)
    mean = [(w + u) / 2 for w, u in zip(weights, units, strict=True)]
    assert row == pytest.approx([math.exp(v) for v in log_shares(*mean)], rel=1e-5)


def test_a_unit_below_nought_says_nothing() -> None:
    model = Classifier.from_table(TABLE | {"hidden": HIDDEN})
    (row,) = model.probabilities([model.known(["y"])]).tolist()  # units: 1.25, and -1
    weights, units = log_shares(0.5, 2.0), log_shares(1.25, 0.1)
    mean = [(w + u) / 2 for w, u in zip(weights, units, strict=True)]
    assert row == pytest.approx([math.exp(v) for v in log_shares(*mean)], rel=1e-5)


def test_the_reason_is_the_strongest_weight() -> None:
    model = Classifier.from_table(TABLE | {"hidden": HIDDEN})
    rows = model.known(["x", "y", "z"])
    assert model.reason(rows, 0) == "x"
    assert model.reason(rows, 1) == "y"
    assert model.reason([], 1) == "prior"


def test_the_same_tables_are_the_same_bytes(tmp_path: Any) -> None:
    first, second = tmp_path / "a.json.gz", tmp_path / "b.json.gz"
    write_weights({"one": TABLE}, first)
    write_weights({"one": dict(reversed(TABLE.items()))}, second)
    assert first.read_bytes() == second.read_bytes()
    assert read_weights(first) == {"one": TABLE}
