"""Linear classifiers over named features, small enough to read.

Weights are multinomial logistic regression's, trained by ``scripts/train_names.py``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

WEIGHTS = Path(__file__).parent / "data" / "names.json"


@dataclass(frozen=True, eq=False)
class LinearModel:
    """Classes, and for each feature one weight a class.

    Attributes:
        classes: Names of the classes.
        rows: Feature to its row in `weights`.
        weights: Shape (features + 1, classes); the last row, of no feature, is zeros.
        bias: Shape (classes,).
        margins: Of two classes: feature to the second's weight over the first's; else empty.
    """

    classes: tuple[str, ...]
    rows: dict[str, int]
    weights: npt.NDArray[np.float64]
    bias: npt.NDArray[np.float64]
    margins: dict[str, float]
    _over_others: npt.NDArray[np.float64]
    _names: tuple[str, ...]

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> LinearModel:
        names = tuple(value["weights"])
        bias = np.array(value["bias"], dtype=np.float64)
        weights = np.array(list(value["weights"].values()), np.float64).reshape(-1, len(bias))
        margins = {}
        over = weights - weights.mean(axis=1, keepdims=True)
        if len(bias) == 2:
            margin = weights[:, 1] - weights[:, 0]
            margins = dict(zip(names, margin.tolist(), strict=True))
            over = np.stack([-margin, margin], axis=1)
        return cls(
            tuple(value["classes"]),
            {name: row for row, name in enumerate(names)},
            np.vstack([weights, np.zeros((1, len(bias)))]),
            bias,
            margins,
            np.ascontiguousarray(over.T),
            names,
        )

    @property
    def margin_bias(self) -> float:
        """The bias of the second of two classes over the first."""
        return float(self.bias[1] - self.bias[0])

    def known(self, features: Iterable[str]) -> list[int]:
        """The rows of those features that have weights."""
        return [row for row in map(self.rows.get, features) if row is not None]

    def probabilities(self, rows: Sequence[list[int]]) -> npt.NDArray[np.float64]:
        """Softmax of the summed weights of each list of rows, shape (len(rows), classes)."""
        flat: list[int] = []
        begins = []
        for some in rows:
            begins.append(len(flat))
            flat.append(-1)
            flat += some
        total = self.bias + np.add.reduceat(self.weights[flat], begins, axis=0)
        total -= np.maximum.reduce(total, axis=1, keepdims=True)
        scaled: npt.NDArray[np.float64] = np.exp(total)
        return scaled / np.add.reduce(scaled, axis=1, keepdims=True)

    def reason(self, rows: list[int], chosen: int) -> str:
        """The feature that speaks most for class `chosen` against the others' mean."""
        if not rows:
            return "prior"
        return self._names[rows[int(self._over_others[chosen][rows].argmax())]]


@cache
def models() -> dict[str, LinearModel]:
    """The trained classifiers by name: type, own, dataset, method, contribution."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return {name: LinearModel.from_json(value) for name, value in stored.items()}
