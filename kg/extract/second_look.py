"""Whether a name is the paper's own, judged again by what else the text names.

The first judgement sees one name at a time. Whether a text has a likelier own name, whether the
name is rather a dataset or a method that is there already, and what kind of paper it is say more:
stacked generalisation (Wolpert 1992), by a logistic regression on the first judgements. Its
weights come from ``scripts/train_names.py``, learned from judgements by classifiers that had not
seen the paper.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from kg.extract.candidates import Candidate
from kg.extract.linear import LinearModel

Scores = npt.NDArray[np.float64]
MODEL = "own-in-text"
LEAST = 1e-4
"""Probabilities nearer to 0 or 1 than this tell no more than this."""


def features(
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
    paper = {f"paper={kind}": value for kind, value in kinds.items()}
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


def judge(
    rows: Sequence[Mapping[str, float]], scores: Scores, own: int, model: LinearModel
) -> Scores:
    """The probabilities with that of the class own judged again; the others keep their ratios.

    Args:
        rows: The names' `features`.
        scores: Their probabilities, shape (names, classes).
        own: Number of the class own.
        model: Weights of `MODEL`.
    """
    weights = model.margins
    margins = [
        model.margin_bias + sum(weights.get(f, 0.0) * value for f, value in row.items())
        for row in rows
    ]
    again = 1.0 / (1.0 + np.exp(-np.array(margins)))
    rest = np.maximum(1.0 - scores[:, own], 1e-9)
    judged: Scores = scores * ((1.0 - again) / rest)[:, None]
    judged[:, own] = again
    return judged
