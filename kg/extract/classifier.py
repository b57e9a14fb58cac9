"""Classifiers over named features: weights that can be read, and hidden units beside them.

The weights are multinomial logistic regression's; the hidden units (a multilayer perceptron of one
layer) see which features come together. A class' log-probability is the mean of the two. Both are
trained by ``scripts/train_names.py``.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

WEIGHTS = Path(__file__).parent / "data" / "names.json.gz"
HIDDEN = WEIGHTS.with_name("hidden.npz")
"""Of each classifier that has hidden units, what `Hidden.from_table` takes, by ``NAME/PART``."""

_Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Hidden:
    """A layer of rectified linear units between features and classes.

    Attributes:
        inner: Shape (features + 1, units); the last row, of no feature, is zeros.
        inner_bias: Shape (units,).
        outer: Shape (units, classes).
        outer_bias: Shape (classes,).
    """

    inner: _Floats
    inner_bias: _Floats
    outer: _Floats
    outer_bias: _Floats

    @classmethod
    def from_table(cls, table: dict[str, Any], rows: dict[str, int]) -> Hidden:
        """Read a stored layer.

        Args:
            table: ``features`` (their names), ``inner`` (int8, a row a feature), ``scale`` (of each
                unit, what 1 in ``inner`` stands for), and the other attributes.
            rows: Feature to its row; those that it has not yet are added.
        """
        for name in table["features"]:
            rows.setdefault(name, len(rows))
        inner = np.zeros((len(rows) + 1, len(table["inner_bias"])), dtype=np.float32)
        inner[[rows[name] for name in table["features"]]] = table["inner"] * table["scale"]
        return cls(inner, table["inner_bias"], table["outer"], table["outer_bias"])

    def scores(self, flat: npt.NDArray[np.int64], begins: list[int]) -> _Floats:
        """Log-odds up to a constant, shape (len(begins), classes).

        Args:
            flat: Rows of features, one list after the other.
            begins: Where in it each list begins.
        """
        units = self.inner_bias + np.add.reduceat(self.inner[flat], begins, axis=0)
        scores: _Floats = np.maximum(units, 0, out=units) @ self.outer + self.outer_bias
        return scores


@dataclass(frozen=True, eq=False)
class Classifier:
    """Classes, and for each feature one weight a class.

    Attributes:
        classes: Names of the classes.
        rows: Feature to its row in `weights`.
        weights: Shape (features + 1, classes); the last row, of no feature, is zeros.
        bias: Shape (classes,).
        margins: Of two classes: feature to the second's weight over the first's; else empty.
        hidden: The hidden units, where there are some.
    """

    classes: tuple[str, ...]
    rows: dict[str, int]
    weights: npt.NDArray[np.float64]
    bias: npt.NDArray[np.float64]
    margins: dict[str, float]
    hidden: Hidden | None
    _over_others: npt.NDArray[np.float64]
    _names: tuple[str, ...]

    @classmethod
    def from_table(cls, value: dict[str, Any]) -> Classifier:
        """Read ``classes``, ``bias``, ``weights`` (feature to weights) and ``hidden``, if any."""
        bias = np.array(value["bias"], dtype=np.float64)
        rows = {name: row for row, name in enumerate(value["weights"])}
        weights = np.array(list(value["weights"].values()), np.float64).reshape(-1, len(bias))
        margins = {}
        if len(bias) == 2:
            margins = dict(zip(rows, (weights[:, 1] - weights[:, 0]).tolist(), strict=True))
        hidden = Hidden.from_table(value["hidden"], rows) if "hidden" in value else None
        others = np.zeros((len(rows) + 1 - len(weights), len(bias)))
        weights = np.vstack([weights, others])
        over = weights - weights.mean(axis=1, keepdims=True)
        return cls(
            tuple(value["classes"]),
            rows,
            weights,
            bias,
            margins,
            hidden,
            np.ascontiguousarray(over.T),
            tuple(rows),
        )

    @property
    def margin_bias(self) -> float:
        """The bias of the second of two classes over the first."""
        return float(self.bias[1] - self.bias[0])

    def known(self, features: Iterable[str]) -> list[int]:
        """The rows of those features that have weights."""
        return [row for row in map(self.rows.get, features) if row is not None]

    def probabilities(self, rows: Sequence[list[int]]) -> npt.NDArray[np.float64]:
        """Probabilities of the classes for each list of rows, shape (len(rows), classes)."""
        flat: list[int] = []
        begins = []
        for some in rows:
            begins.append(len(flat))
            flat.append(-1)
            flat += some
        at = np.array(flat, dtype=np.int64)
        total = _log_softmax(self.bias + np.add.reduceat(self.weights[at], begins, axis=0))
        if self.hidden is not None:
            total = _log_softmax((total + _log_softmax(self.hidden.scores(at, begins))) / 2)
        probabilities: npt.NDArray[np.float64] = np.exp(total)
        return probabilities

    def reason(self, rows: list[int], chosen: int) -> str:
        """The feature whose weight speaks most for class `chosen` against the others' mean."""
        if not rows:
            return "prior"
        return self._names[rows[int(self._over_others[chosen][rows].argmax())]]


def _log_softmax(scores: npt.NDArray[Any]) -> npt.NDArray[Any]:
    shifted = scores - np.maximum.reduce(scores, axis=1, keepdims=True)
    return shifted - np.log(np.add.reduce(np.exp(shifted), axis=1, keepdims=True))


def write(tables: dict[str, dict[str, Any]]) -> None:
    """Store tables that `Classifier.from_table` reads, for `models`."""
    weights = {name: {k: v for k, v in t.items() if k != "hidden"} for name, t in tables.items()}
    write_weights(weights, WEIGHTS)
    arrays = {}
    for name, table in sorted(tables.items()):
        for part, value in sorted(table.get("hidden", {}).items()):
            if part == "features":
                value = np.frombuffer("\n".join(value).encode(), dtype=np.uint8)
            arrays[f"{name}/{part}"] = value
    np.savez_compressed(HIDDEN, **arrays)


def write_weights(tables: dict[str, dict[str, Any]], path: Path) -> None:
    """Store tables without hidden units: JSON by gzip, the same bytes for the same tables."""
    text = json.dumps(tables, separators=(",", ":"), sort_keys=True)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def read_weights(path: Path) -> dict[str, dict[str, Any]]:
    """What `write_weights` has stored."""
    tables: dict[str, dict[str, Any]] = json.loads(gzip.decompress(path.read_bytes()))
    return tables


@cache
def models() -> dict[str, Classifier]:
    """The trained classifiers by name: type, own, dataset, method, contribution, and those of
    `kg.extract.second_look`."""
    tables = read_weights(WEIGHTS)
    with np.load(HIDDEN) as arrays:
        for key, value in arrays.items():
            name, _, part = key.partition("/")
            if part == "features":
                value = value.tobytes().decode().split("\n")
            tables[name].setdefault("hidden", {})[part] = value
    return {name: Classifier.from_table(table) for name, table in tables.items()}
