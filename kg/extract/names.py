"""Names in a text and what they are to the paper: introduced, a dataset, a method, neither.

Candidates come from `kg.extract.candidates`, features from `kg.extract.features`; the classes
are decided by the linear classifiers of `kg.extract.linear`: first the type, then the kind or
role within it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kg.extract import candidates
from kg.extract.abbreviations import Definition
from kg.extract.candidates import Candidate
from kg.extract.features import Surroundings
from kg.extract.linear import LinearModel, models
from kg.extract.text import Text
from kg.extract.vocabulary import squash
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


METHOD_GAINS = 1.6
"""Weight of the class method against what its examples say: chosen by cross-validation."""


def candidates_of(text: Text, definitions: list[Definition]) -> list[Candidate]:
    """The candidates of a text; long forms and their parts go with their short forms."""
    found = candidates.find(text, {d.short: d.long for d in definitions})
    by_key = {c.key: c for c in found}
    kept = []
    for candidate in found:
        short = _short_of(candidate, definitions, by_key)
        if short is None:
            kept.append(candidate)
        elif candidate.key == squash(_long_of(short, definitions)):
            short.variants.append(candidate.name)
    return kept


def _short_of(
    candidate: Candidate, definitions: list[Definition], by_key: dict[str, Candidate]
) -> Candidate | None:
    """The candidate of the short form that this one is the long form of, or a part of it."""
    for definition in definitions:
        short = by_key.get(squash(definition.short))
        if short is None or short is candidate or candidate.known is not None:
            continue
        inside = any(definition.start <= p.start < definition.end for p in candidate.places)
        if inside and candidate.key in squash(definition.long):
            return short
    return None


def _long_of(short: Candidate, definitions: list[Definition]) -> str:
    return next(d.long for d in definitions if squash(d.short) == short.key)


def find(text: Text, definitions: list[Definition]) -> list[Mention]:
    """The mentions of kinds ``introduces``, ``dataset`` and ``method``.

    Args:
        text: The paper's text.
        definitions: The short forms that the text defines.
    """
    found = candidates_of(text, definitions)
    defined = {d.short: d.long for d in definitions}
    if not found:
        return []
    around = Surroundings(text, found, defined)
    trained = models()
    mentions: list[Mention] = []
    for candidate in found:
        decision = _decide(candidate, around, trained)
        if decision.type != "none":
            mentions += _mentions(decision, text, defined)
    return mentions


_USE_ROLES = {"trains": "trains_on", "tests": "evaluates_on", "mentions": "mentions"}


def _decide(
    candidate: Candidate, around: Surroundings, trained: dict[str, LinearModel]
) -> _Decision:
    features = around.features(candidate)
    model = trained["type"]
    scores = model.probabilities(features)
    scores[model.classes.index("method")] *= METHOD_GAINS
    scores /= scores.sum()
    chosen = int(np.argmax(scores))
    kind = model.classes[chosen]
    rule = model.reason(features, chosen)
    role = ""
    confidence = float(scores[chosen])
    if kind == "dataset":
        use = around.use(candidate)
        role = _USE_ROLES[use]
        rule = f"{rule}; use={use}"
    elif kind != "none":
        inner = trained[kind]
        if kind == "method":
            features = features + around.part(candidate)
        inner_scores = inner.probabilities(features)
        at = int(np.argmax(inner_scores))
        role = inner.classes[at]
        rule = f"{rule}; {inner.reason(features, at)}"
        data = _called_data(features) if kind == "own" else ""
        if data and role not in ("dataset", "benchmark", "environment"):
            role, rule = "dataset", f"{rule}; {data}"
    return _Decision(candidate, kind, role, round(confidence, 3), rule)


def _called_data(features: list[str]) -> str:
    """The feature by which an introduced thing is called a dataset; empty when none does."""
    said = set(features)
    if "apposed=data" in said and "apposed=model" not in said:
        return "apposed=data"
    if "head=data" in said and "head=model" not in said and "title-has=data" in said:
        return "head=data"
    if {"before-colon", "title-has=data"} <= said and "title-has=model" not in said:
        return "title-has=data"
    return ""


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
    spellings = dict.fromkeys((*candidate.names, *candidate.variants))
    variants = tuple(n for n in spellings if n != name)
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
