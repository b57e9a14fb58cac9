"""Linear classifiers over named features, small enough to read.

Weights are multinomial logistic regression's, trained by ``scripts/train_names.py``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
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
        weights: Shape (features, classes).
        bias: Shape (classes,).
        margins: Of two classes: feature to the second's weight over the first's; else empty.
    """

    classes: tuple[str, ...]
    rows: dict[str, int]
    weights: npt.NDArray[np.float64]
    bias: npt.NDArray[np.float64]
    margins: dict[str, float]
    _over_mean: npt.NDArray[np.float64]
    _padded: npt.NDArray[np.float64]
    _names: tuple[str, ...]

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> LinearModel:
        names = tuple(value["weights"])
        bias = np.array(value["bias"], dtype=np.float64)
        weights = np.array(list(value["weights"].values()), np.float64).reshape(-1, len(bias))
        margins = {}
        if len(bias) == 2:
            margins = dict(zip(names, (weights[:, 1] - weights[:, 0]).tolist(), strict=True))
        return cls(
            tuple(value["classes"]),
            {name: row for row, name in enumerate(names)},
            weights,
            bias,
            margins,
            weights - weights.mean(axis=1, keepdims=True),
            np.vstack([weights, np.zeros((1, len(bias)))]),
            names,
        )

    @property
    def margin_bias(self) -> float:
        """The bias of the second of two classes over the first."""
        return float(self.bias[1] - self.bias[0])

    def probabilities(self, features: list[str]) -> npt.NDArray[np.float64]:
        """Softmax of the summed weights, shape (classes,)."""
        total = self.bias + self.weights[self._known(features)].sum(axis=0)
        total -= total.max()
        scaled: npt.NDArray[np.float64] = np.exp(total)
        return scaled / scaled.sum()

    def of_several(self, features: Sequence[list[str]]) -> npt.NDArray[np.float64]:
        """`probabilities` of one or more lists of features, shape (len(features), classes)."""
        rows: list[int] = []
        begins = []
        for one in features:
            begins.append(len(rows))
            rows.append(-1)
            rows += self._known(one)
        total = self.bias + np.add.reduceat(self._padded[rows], begins, axis=0)
        total -= total.max(axis=1, keepdims=True)
        scaled: npt.NDArray[np.float64] = np.exp(total)
        return scaled / scaled.sum(axis=1, keepdims=True)

    def reason(self, features: list[str], chosen: int) -> str:
        """The feature that speaks most for class `chosen` against the others' mean."""
        if self.margins:
            sign = 1.0 if chosen == 1 else -1.0
            known = [f for f in features if f in self.margins]
            return max(known, key=lambda f: sign * self.margins[f]) if known else "prior"
        rows = self._known(features)
        if not rows:
            return "prior"
        return self._names[rows[int(self._over_mean[rows, chosen].argmax())]]

    def _known(self, features: list[str]) -> list[int]:
        return [row for row in map(self.rows.get, features) if row is not None]


@cache
def models() -> dict[str, LinearModel]:
    """The trained classifiers by name: type, own, dataset, method, contribution."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return {name: LinearModel.from_json(value) for name, value in stored.items()}
