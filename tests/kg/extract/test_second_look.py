"""Names judged by what else their text names, by hand-computed values."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kg.extract import second_look
from kg.extract.candidates import Candidate, Occurrence
from kg.extract.classifier import Classifier
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
    first, second = second_look.own_features(found(), SCORES, CLASSES, kinds, title_end=30)
    odds = math.log(0.8 / 0.2)
    assert first == pytest.approx(
        {
            "own": odds, "best-other": 0.25, "others": 0.25, "leads": 1, "leads&own": odds,
            "known": 0, "known&best-other": 0, "dataset": 0.1, "method": 0.1, "place": 0,
            "title": 1, "kin-own": 0, "kin-own&unknown": 0, "kin-known": 0,
            "paper=method": 0.9, "paper=survey": 0.1,
        }
    )  # fmt: skip
    assert second == pytest.approx(
        {
            "own": math.log(0.25 / 0.75), "best-other": 0.8, "others": 0.8, "leads": 0,
            "leads&own": 0, "known": 1, "known&best-other": 0.8, "dataset": 0.2, "method": 0.3,
            "place": 0.5, "title": 0, "kin-own": 0, "kin-own&unknown": 0, "kin-known": 0,
            "paper=method": 0.9, "paper=survey": 0.1,
        }
    )  # fmt: skip


def test_names_that_are_spelled_alike_speak_for_each_other() -> None:
    names = [Candidate("changemamba"), Candidate("bert"), Candidate("mambabcd"), Candidate("bertx")]
    for number, name in enumerate(names):
        name.places.append(Occurrence(number, number, 50 + number, 51 + number, ""))
    names[1].known = KnownName("BERT", "method", "model", False, "BERT")
    scores = np.array([[0.1, 0.1, 0, 0.8], [0, 0.9, 0, 0.1], [0, 0.5, 0, 0.5], [0, 0.7, 0, 0.3]])
    rows = second_look.own_features(names, scores, CLASSES, {}, title_end=30)
    assert [row["kin-own"] for row in rows] == [0, 0.3, 0, 0.1]  # "…mamba" and "mamba…" are none
    assert [row["kin-own&unknown"] for row in rows] == [0, 0, 0, 0.1]
    assert [row["kin-known"] for row in rows] == [0, 0, 0, 1]
    names[2] = Candidate("changemambabcd")
    names[2].places.append(Occurrence(2, 2, 52, 53, ""))
    rows = second_look.own_features(names, scores, CLASSES, {}, title_end=30)
    assert [row["kin-own"] for row in rows] == [0.5, 0.3, 0.8, 0.1]


def test_what_is_known_of_a_dataset_s_role() -> None:
    roles = np.array([[0.7, 0.3, 0.0]])
    (row,) = second_look.role_features(roles, ("evaluates_on", "mentions", "trains_on"), {"a": 0.4})
    assert row == pytest.approx(
        {
            "role=evaluates_on": math.log(0.7), "role=mentions": math.log(0.3),
            "role=trains_on": math.log(1e-4), "paper=a": 0.4,
        }
    )  # fmt: skip


def test_named_numbers_are_weighed() -> None:
    model = Classifier.from_table(
        {
            "classes": ["a", "b", "c"],
            "bias": [0.0, 0.1, 0.0],
            "weights": {"x": [1.0, 0.0, 0.0], "y": [0.0, 0.0, 2.0]},
        }
    )
    ((a, b, c),) = second_look.weigh([{"y": 0.5, "x": 3.0}], model).tolist()
    whole = math.exp(3.0) + math.exp(0.1) + math.exp(1.0)
    assert [a, b, c] == pytest.approx([math.exp(n) / whole for n in (3.0, 0.1, 1.0)])


def test_the_other_classes_keep_their_ratios() -> None:
    changed = second_look.with_own(SCORES, 3, np.array([0.6, 0.1]))
    assert changed[:, 3] == pytest.approx([0.6, 0.1])
    assert changed.sum(axis=1) == pytest.approx(1.0)
    assert changed[1, 1] / changed[1, 0] == pytest.approx(1.5)
    assert changed[0, 0] == pytest.approx(0.2)
