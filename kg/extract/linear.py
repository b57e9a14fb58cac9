"""Linear classifiers over named features, small enough to read.

Weights are multinomial logistic regression's, trained by ``scripts/train_names.py``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

WEIGHTS = Path(__file__).parent / "data" / "names.json"


@dataclass(frozen=True)
class LinearModel:
    """Classes, and for each feature one weight a class.

    Attributes:
        classes: Names of the classes.
        weights: Feature to weights, shape (classes,).
        bias: Shape (classes,).
    """

    classes: tuple[str, ...]
    weights: dict[str, npt.NDArray[np.float64]]
    bias: npt.NDArray[np.float64]

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> LinearModel:
        weights = {k: np.array(w, dtype=np.float64) for k, w in value["weights"].items()}
        return cls(tuple(value["classes"]), weights, np.array(value["bias"], dtype=np.float64))

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
        best, value = "prior", -np.inf
        for feature in features:
            weight = self.weights.get(feature)
            if weight is not None:
                margin = float(weight[chosen] - weight.mean())
                if margin > value:
                    best, value = feature, margin
        return best


@cache
def models() -> dict[str, LinearModel]:
    """The trained classifiers by name: type, own, dataset, method, contribution."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return {name: LinearModel.from_json(value) for name, value in stored.items()}
