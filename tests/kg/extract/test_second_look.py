"""Names judged by what else their text names, by hand-computed values."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kg.extract import second_look
from kg.extract.candidates import Candidate, Occurrence
from kg.extract.linear import LinearModel
from kg.extract.vocabulary import KnownName

CLASSES = ("dataset", "method", "none", "own")
SCORES = np.array([[0.1, 0.1, 0.0, 0.8], [0.2, 0.3, 0.25, 0.25]])


def found() -> list[Candidate]:
    new, known = Candidate("glimmer"), Candidate("bert")
    new.places.append(Occurrence(0, 0, 0, 7, ""))
    known.places.append(Occurrence(9, 9, 40, 44, ""))
    known.known = KnownName("BERT", "method", "model", False, "BERT")
    return [new, known]


def test_what_the_others_say_of_each_name() -> None:
    kinds = {"method": 0.9, "survey": 0.1}
    first, second = second_look.features(found(), SCORES, CLASSES, kinds, title_end=30)
    odds = math.log(0.8 / 0.2)
    assert first == pytest.approx(
        {
            "own": odds, "best-other": 0.25, "others": 0.25, "leads": 1, "leads&own": odds,
            "known": 0, "known&best-other": 0, "dataset": 0.1, "method": 0.1, "place": 0,
            "title": 1, "paper=method": 0.9, "paper=survey": 0.1,
        }
    )  # fmt: skip
    assert second == pytest.approx(
        {
            "own": math.log(0.25 / 0.75), "best-other": 0.8, "others": 0.8, "leads": 0,
            "leads&own": 0, "known": 1, "known&best-other": 0.8, "dataset": 0.2, "method": 0.3,
            "place": 0.5, "title": 0, "paper=method": 0.9, "paper=survey": 0.1,
        }
    )  # fmt: skip


def test_the_other_classes_keep_their_ratios() -> None:
    model = LinearModel.from_json(
        {"classes": ["no", "own"], "bias": [-0.5, 0.5], "weights": {"known": [1.0, -1.0]}}
    )
    judged = second_look.judge([{"known": 0.0}, {"known": 1.0}], SCORES, 3, model)
    sigmoid = [1 / (1 + math.exp(-1.0)), 1 / (1 + math.exp(1.0))]
    assert judged[:, 3] == pytest.approx(sigmoid)
    assert judged.sum(axis=1) == pytest.approx(1.0)
    assert judged[1, 1] / judged[1, 0] == pytest.approx(1.5)
    assert judged[0, 0] == pytest.approx((1 - sigmoid[0]) / 2)
