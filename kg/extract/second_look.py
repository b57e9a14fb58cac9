"""What names are to the paper, judged again by what else the text tells.

The first judgement sees one name at a time. Whether a name is the paper's own: a likelier own name,
above all one that is spelled alike ("MambaBCD" beside "ChangeMamba"), the name's being rather a
dataset or a method, and the kind of paper say more. What a dataset is
used for: so does the kind of paper. Stacked generalisation (Wolpert 1992), by logistic regressions
on the first judgements; their weights come from ``scripts/train_names.py``, learned from judgements
by classifiers that had not seen the paper.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from kg.extract.candidates import Candidate
from kg.extract.classifier import Classifier

Scores = npt.NDArray[np.float64]
OWN, ROLES = "own-in-text", "dataset-in-text"
"""Names of the two classifiers in the weights."""
LEAST = 1e-4
"""Probabilities nearer to 0 or 1 than this tell no more than this."""
BEGINS, ENDS = 3, 4
"""Letters that names of one kin have in common at least, at their beginnings or ends."""


def own_features(
    found: Sequence[Candidate],
    scores: Scores,
    classes: Sequence[str],
    kinds: Mapping[str, float],
    title_end: int,
) -> list[dict[str, float]]:
    """What the others say of each name, as named numbers.

    Args:
        found: The names.
        scores: Their probabilities, shape (names, classes).
        classes: The classes: own, dataset, method, none.
        kinds: Probability of each kind of paper, see `kg.extract.contribution`.
        title_end: Offset at which the title ends.
    """
    own = scores[:, classes.index("own")].tolist()
    data = scores[:, classes.index("dataset")].tolist()
    methods = scores[:, classes.index("method")].tolist()
    paper = _paper(kinds)
    kin = _kin([c.key for c in found])
    ranked = sorted(own, reverse=True)
    total = sum(own)
    rows = []
    for i, candidate in enumerate(found):
        leads = own[i] == ranked[0]
        best = ranked[1] if leads and len(ranked) > 1 else 0.0 if leads else ranked[0]
        odds = math.log(max(own[i], LEAST)) - math.log(max(1 - own[i], LEAST))
        known = candidate.known is not None
        kin_own = max([own[j] for j in kin[i]], default=0.0)
        rows.append(
            {
                "own": odds,
                "best-other": best,
                "others": total - own[i],
                "leads": float(leads),
                "leads&own": leads * odds,
                "known": float(known),
                "known&best-other": known * best,
                "dataset": data[i],
                "method": methods[i],
                "place": i / len(found),
                "title": float(any(p.start < title_end for p in candidate.places)),
                "kin-own": kin_own,
                "kin-own&unknown": kin_own * (not known),
                "kin-known": float(any(found[j].known is not None for j in kin[i])),
                **paper,
            }
        )
    return rows


def _kin(keys: Sequence[str]) -> list[list[int]]:
    """For each folded name the numbers of those that share much of its beginning or end.

    >>> _kin(["rsprompter", "rsprompteranchor", "sam"])
    [[1], [0], []]
    """
    alike: dict[tuple[bool, str], list[int]] = {}
    for number, key in enumerate(keys):
        if len(key) >= BEGINS:
            alike.setdefault((True, key[:BEGINS]), []).append(number)
        if len(key) >= ENDS:
            alike.setdefault((False, key[-ENDS:]), []).append(number)
    kin: list[list[int]] = [[] for _ in keys]
    for (begin, _), members in alike.items():
        for i in members if len(members) > 1 else ():
            for j in members:
                shorter = min(len(keys[i]), len(keys[j]))
                part = max(1, math.ceil(0.5 * shorter if begin else 0.4 * shorter))
                a, b = keys[i], keys[j]
                same = a[:part] == b[:part] if begin else a[-part:] == b[-part:]
                if i != j and same and j not in kin[i]:
                    kin[i].append(j)
    return kin


def role_features(
    scores: Scores, classes: Sequence[str], kinds: Mapping[str, float]
) -> list[dict[str, float]]:
    """What is known of datasets' roles, as named numbers.

    Args:
        scores: Probabilities of the roles, shape (datasets, classes).
        classes: The roles.
        kinds: Probability of each kind of paper.
    """
    logs = np.log(np.maximum(scores, LEAST)).tolist()
    names = [f"role={c}" for c in classes]
    paper = _paper(kinds)
    return [dict(zip(names, row, strict=True)) | paper for row in logs]


def _paper(kinds: Mapping[str, float]) -> dict[str, float]:
    return {f"paper={kind}": value for kind, value in kinds.items()}


def weigh(rows: Sequence[Mapping[str, float]], model: Classifier) -> Scores:
    """Probabilities of the model's classes for rows of named numbers, shape (rows, classes)."""
    table = model.weights
    at = [model.rows.get(name, -1) for name in rows[0]]  # the last row is of no feature
    numbers = np.array([list(row.values()) for row in rows])
    total = model.bias + numbers @ table[at]
    scaled = np.exp(total - total.max(axis=1, keepdims=True))
    judged: Scores = scaled / scaled.sum(axis=1, keepdims=True)
    return judged


def with_own(scores: Scores, own: int, judged: Scores) -> Scores:
    """The probabilities with that of class `own` replaced; the others keep their ratios.

    Args:
        scores: Shape (names, classes).
        own: Number of the class own.
        judged: Its probabilities as judged again, shape (names,).
    """
    rest = np.maximum(1.0 - scores[:, own], 1e-9)
    changed: Scores = scores * ((1.0 - judged) / rest)[:, None]
    changed[:, own] = judged
    return changed
