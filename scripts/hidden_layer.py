"""Train the hidden units of `kg.extract.classifier`: a multilayer perceptron of one layer.

Cross-entropy, minimised by Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and
Hutter 2019) and a rate that falls as a cosine; features and units are dropped out (Srivastava et
al. 2014). Random numbers have a fixed seed: the same packages and examples give the same layer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

Floats = npt.NDArray[np.float32]
BATCH = 256
RATE = 0.002
DECAY = 0.1
UNITS_DROPPED = 0.5
LEVELS = 31
"""Values above 0 that a stored weight may have, for the sake of the file's size."""
EXPECTED = 60
"""Features that an example has, about: what the first weights are scaled by."""


@dataclass(frozen=True)
class Layer:
    """How a layer is trained.

    Attributes:
        units: Number of units.
        besides: What features begin with that only the layer sees, not the weights beside it.
        least: Weight that a feature's examples have together at least.
        turns: How often each example is seen.
        dropped: Share of an example's features that are left out each time.
    """

    units: int
    besides: str = ""
    least: float = 2.5
    turns: int = 12
    dropped: float = 0.4


def fit(
    matrix: sp.csr_matrix, labels: npt.NDArray[np.int64], weights: Floats, how: Layer
) -> dict[str, Any]:
    """Train a layer.

    Args:
        matrix: Shape (examples, features), of ones.
        labels: Shape (examples,): the class of each, from 0 on.
        weights: Shape (examples,).
        how: Its size, and how long it is trained.

    Returns:
        What `kg.extract.classifier.Hidden.from_table` reads, without the features' names.
    """
    random = np.random.default_rng(0)
    classes = int(labels.max()) + 1
    wanted = np.eye(classes, dtype=np.float32)[labels]
    inner = _normal(random, (matrix.shape[1], how.units), 0.5 * np.sqrt(2 / EXPECTED))
    outer = _normal(random, (how.units, classes), 0.5 * np.sqrt(2 / how.units))
    inner_bias, outer_bias = np.zeros(how.units, np.float32), np.zeros(classes, np.float32)
    adam = _Adam([inner, inner_bias, outer, outer_bias])
    count = len(labels)
    steps = how.turns * -(-count // BATCH)
    for _ in range(how.turns):
        order = random.permutation(count)
        for begin in range(0, count, BATCH):
            some = order[begin : begin + BATCH]
            seen = matrix[some]
            seen.data = _kept(random, seen.data.shape, how.dropped)
            units = seen @ inner + inner_bias
            mask = _kept(random, units.shape, UNITS_DROPPED)
            active = np.maximum(units, 0) * mask
            error = _softmax(active @ outer + outer_bias) - wanted[some]
            error *= weights[some, None] / BATCH
            back = (error @ outer.T) * mask * (units > 0)
            rate = RATE * 0.5 * (1 + np.cos(np.pi * adam.steps / steps))
            adam.step([seen.T @ back, back.sum(0), active.T @ error, error.sum(0)], rate)
    scale = np.maximum(np.abs(inner).max(axis=0), 1e-9) / LEVELS
    return {
        "inner": np.round(inner / scale).astype(np.int8),
        "scale": scale,
        "inner_bias": inner_bias,
        "outer": outer,
        "outer_bias": outer_bias,
    }


class _Adam:
    """Changes arrays in place; matrices decay."""

    def __init__(self, arrays: list[Floats]) -> None:
        self.steps = 0
        self._arrays = arrays
        self._means = [np.zeros_like(a) for a in arrays]
        self._squares = [np.zeros_like(a) for a in arrays]

    def step(self, gradients: list[Floats], rate: float) -> None:
        self.steps += 1
        first, second = 1 - 0.9**self.steps, 1 - 0.999**self.steps
        for array, gradient, mean, square in zip(
            self._arrays, gradients, self._means, self._squares, strict=True
        ):
            mean *= 0.9
            mean += 0.1 * gradient
            square *= 0.999
            square += 0.001 * gradient * gradient
            array -= np.float32(rate / first) * mean / (np.sqrt(square / second) + 1e-8)
            if array.ndim > 1:
                array *= np.float32(1 - rate * DECAY)


def _normal(random: np.random.Generator, shape: tuple[int, int], scale: float) -> Floats:
    return (random.standard_normal(shape) * scale).astype(np.float32)


def _kept(random: np.random.Generator, shape: tuple[int, ...], dropped: float) -> Floats:
    """Ones and noughts, scaled so that their mean is 1."""
    return ((random.random(shape) >= dropped) / (1 - dropped)).astype(np.float32)


def _softmax(scores: Floats) -> Floats:
    scaled: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    scaled /= scaled.sum(axis=1, keepdims=True)
    return scaled
