"""What names are to the paper, judged again by what else the text tells.

The first judgement sees one name at a time. Whether a name is the paper's own: a likelier own name,
the name's being rather a dataset or a method, and the kind of paper say more. What a dataset is
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
from kg.extract.linear import LinearModel

Scores = npt.NDArray[np.float64]
OWN, ROLES = "own-in-text", "dataset-in-text"
"""Names of the two classifiers in the weights."""
LEAST = 1e-4
"""Probabilities nearer to 0 or 1 than this tell no more than this."""


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
    ranked = sorted(own, reverse=True)
    total = sum(own)
    rows = []
    for i, candidate in enumerate(found):
        leads = own[i] == ranked[0]
        best = ranked[1] if leads and len(ranked) > 1 else 0.0 if leads else ranked[0]
        odds = math.log(max(own[i], LEAST)) - math.log(max(1 - own[i], LEAST))
        known = candidate.known is not None
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
                **paper,
            }
        )
    return rows


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


def weigh(rows: Sequence[Mapping[str, float]], model: LinearModel) -> Scores:
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
