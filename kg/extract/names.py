"""Names in a text and what they are to the paper: introduced, a dataset, a method, neither.

Candidates come from `kg.extract.candidates`, features from `kg.extract.features`; the classes
are decided by the linear classifiers of `kg.extract.linear`: first the type, then the kind or
role within it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kg.extract import candidates
from kg.extract.candidates import Candidate
from kg.extract.features import Surroundings
from kg.extract.linear import LinearModel, models
from kg.extract.text import Text
from kg.paper import Evidence, Mention

TYPES = ("none", "own", "dataset", "method")
OWN_KINDS = ("method", "model", "dataset", "benchmark", "software", "environment")
"""What an introduced thing can be; an environment is software that others can be tested in."""


@dataclass(frozen=True, slots=True)
class _Decision:
    candidate: Candidate
    type: str
    role: str
    confidence: float
    rule: str


def find(text: Text, defined: dict[str, str]) -> list[Mention]:
    """The mentions of kinds ``introduces``, ``dataset`` and ``method``.

    Args:
        text: The paper's text.
        defined: Short form to long form, as the text defines them.
    """
    found = candidates.find(text, defined)
    if not found:
        return []
    around = Surroundings(text, found, defined)
    trained = models()
    mentions: list[Mention] = []
    for candidate in found:
        decision = _decide(candidate, around.features(candidate), trained)
        if decision.type != "none":
            mentions += _mentions(decision, text, defined)
    return mentions


def _decide(
    candidate: Candidate, features: list[str], trained: dict[str, LinearModel]
) -> _Decision:
    model = trained["type"]
    scores = model.probabilities(features)
    chosen = int(np.argmax(scores))
    kind = model.classes[chosen]
    rule = model.reason(features, chosen)
    role = ""
    confidence = float(scores[chosen])
    if kind != "none":
        inner = trained[kind]
        inner_scores = inner.probabilities(features)
        at = int(np.argmax(inner_scores))
        role = inner.classes[at]
        rule = f"{rule}; {inner.reason(features, at)}"
    return _Decision(candidate, kind, role, round(confidence, 3), rule)


def _mentions(decision: _Decision, text: Text, defined: dict[str, str]) -> list[Mention]:
    candidate = decision.candidate
    name = candidate.name
    place = next(
        (p for p, n in zip(candidate.places, candidate.names, strict=True)
         if n == name and p.start > text.title_end),
        candidate.places[0],
    )  # fmt: skip
    evidence = Evidence(
        text.sentence(place.start), place.start, place.end, decision.rule, decision.confidence
    )
    variants = tuple(n for n in dict.fromkeys(candidate.names) if n != name)
    if decision.type == "own":
        kind = "software" if decision.role == "environment" else decision.role
        long_form = defined.get(name)
        own = [
            Mention("introduces", name, evidence, sort=kind, long_form=long_form, variants=variants)
        ]
        if decision.role in ("dataset", "benchmark", "environment"):
            sort = "simulator" if decision.role == "environment" else decision.role
            own.append(
                Mention("dataset", name, evidence, role="introduces", sort=sort, variants=variants)
            )
        return own
    known = candidate.known
    sort = known.sort if known and known.kind == decision.type else ""
    if decision.type == "dataset":
        return [
            Mention("dataset", name, evidence, role=decision.role, sort=sort, variants=variants)
        ]
    return [Mention("method", name, evidence, role=decision.role, sort=sort, variants=variants)]
