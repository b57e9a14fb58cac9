"""Linear classifiers over named features, small enough to read.

Weights are multinomial logistic regression's, trained by ``scripts/train_names.py``.
"""

from __future__ import annotations

import json
import math
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
        weights: Feature to weights, shape (classes,).
        bias: Shape (classes,).
        margins: Of two classes: feature to the second's weight over the first's; else empty.
    """

    classes: tuple[str, ...]
    weights: dict[str, npt.NDArray[np.float64]]
    bias: npt.NDArray[np.float64]
    margins: dict[str, float]
    _means: dict[str, float]

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> LinearModel:
        weights = {k: np.array(w, dtype=np.float64) for k, w in value["weights"].items()}
        bias = np.array(value["bias"], dtype=np.float64)
        margins = {k: float(w[-1] - w[0]) for k, w in weights.items()} if len(bias) == 2 else {}
        means = {k: float(w.mean()) for k, w in weights.items()}
        return cls(tuple(value["classes"]), weights, bias, margins, means)

    @property
    def margin_bias(self) -> float:
        """The bias of the second of two classes over the first."""
        return float(self.bias[1] - self.bias[0])

    def probabilities(self, features: list[str]) -> npt.NDArray[np.float64]:
        """Softmax of the summed weights, shape (classes,)."""
        total = self.bias.copy()
        for feature in features:
            weight = self.weights.get(feature)
            if weight is not None:
                total += weight
        total -= total.max()
        scaled: npt.NDArray[np.float64] = np.exp(total)
        return scaled / scaled.sum()

    def reason(self, features: list[str], chosen: int) -> str:
        """The feature that speaks most for class `chosen` against the others' mean."""
        if self.margins:
            sign = 1.0 if chosen == 1 else -1.0
            known = [f for f in features if f in self.margins]
            return max(known, key=lambda f: sign * self.margins[f]) if known else "prior"
        best, value = "prior", -math.inf
        for feature in features:
            weight = self.weights.get(feature)
            if weight is not None:
                margin = float(weight[chosen]) - self._means[feature]
                if margin > value:
                    best, value = feature, margin
        return best


@cache
def models() -> dict[str, LinearModel]:
    """The trained classifiers by name: type, own, dataset, method, contribution."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return {name: LinearModel.from_json(value) for name, value in stored.items()}
