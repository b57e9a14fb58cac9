"""Names in a text and what they are to the paper: introduced, a dataset, a method, neither.

Candidates come from `kg.extract.candidates`, features from `kg.extract.features`; the classes
are decided by the linear classifiers of `kg.extract.classifier`: first the type, which
`kg.extract.second_look` judges again by all names of the text, then the kind or role within it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.extract import candidates, roles, second_look
from kg.extract.abbreviations import Definition
from kg.extract.candidates import Candidate
from kg.extract.classifier import Classifier, models
from kg.extract.features import Surroundings
from kg.extract.plurals import singular
from kg.extract.text import Text
from kg.extract.vocabulary import squash
from kg.paper import Evidence, Mention

TYPES = ("none", "own", "dataset", "method")


@dataclass(frozen=True, slots=True)
class _Decision:
    candidate: Candidate
    type: str
    role: str
    confidence: float
    rule: str


METHOD_GAINS = 1.3
"""Weight of the class method against what its examples say: chosen by cross-validation."""
COMPARED_GAINS = 1.5
"""Weight of the role compares_with likewise: of no account in cross-validation, chosen on 360
abstracts of the sciences, vision and robotics, whose methods are more often compared with."""
TYPE_ALIKE = 0.4
ROLE_ALIKE = 0.3
"""How far the names of one list ("A, B, and C") are drawn together: chosen by cross-validation."""


def candidates_of(text: Text, definitions: list[Definition]) -> list[Candidate]:
    """The candidates of a text; long forms and their parts go with their short forms."""
    found = candidates.find(text, {d.short: d.long for d in definitions})
    by_key = {c.key: c for c in found}
    kept = []
    for candidate in found:
        short = _short_of(candidate, definitions, by_key)
        if short is None:
            kept.append(candidate)
        elif _is_long(candidate, _long_of(short, definitions)):
            short.variants.append(candidate.name)
            short.known = short.known or candidate.known
    return kept


def _short_of(
    candidate: Candidate, definitions: list[Definition], by_key: dict[str, Candidate]
) -> Candidate | None:
    """The candidate of the short form that this one is the long form of, or a part of it."""
    for definition in definitions:
        short = by_key.get(squash(definition.short))
        if short is None or short is candidate:
            continue
        if candidate.known is not None:
            if candidate.known.kind == "method" and _is_long(candidate, definition.long):
                return short
            continue
        if _is_long(candidate, definition.long):
            return short
        inside = any(definition.start <= p.start < definition.end for p in candidate.places)
        if inside and candidate.key in squash(definition.long):
            return short
    return None


def _is_long(candidate: Candidate, long_form: str) -> bool:
    """Whether a candidate is a long form, in the plural or not: also a known name."""
    long = squash(long_form)
    return candidate.key in (long, long.removesuffix("s"))


def _long_of(short: Candidate, definitions: list[Definition]) -> str:
    return next(d.long for d in definitions if squash(d.short) == short.key)


def find(
    text: Text, definitions: list[Definition], telling: list[str], kinds: Mapping[str, float]
) -> list[Mention]:
    """The mentions of kinds ``introduces``, ``dataset`` and ``method``.

    Args:
        text: The paper's text.
        definitions: The short forms that the text defines.
        telling: What tells the kind of paper, see `kg.extract.contribution.Cues`.
        kinds: Probability of each kind of paper.
    """
    found = candidates_of(text, definitions)
    defined = {d.short: d.long for d in definitions}
    if not found:
        return []
    around = Surroundings(text, found, defined, telling)
    trained = models()
    decisions = _decide(found, around, trained, kinds)
    return [m for d in decisions for m in _mentions(d, text, defined)]


def _decide(
    found: list[Candidate],
    around: Surroundings,
    trained: dict[str, Classifier],
    kinds: Mapping[str, float],
) -> list[_Decision]:
    """The type of each candidate, then its kind or role, of those that have a type.

    What stands in one list is alike.
    """
    model = trained["type"]
    features = [around.features(c) for c in found]
    rows = type_rows(found, features, around, model)
    lists = roles.lists(found, around)
    scores = first_scores(rows, lists, model)
    beside = second_look.own_features(found, scores, model.classes, kinds, around.text.title_end)
    judged = second_look.weigh(beside, trained[second_look.OWN])[:, 1]
    scores = second_look.with_own(scores, model.classes.index("own"), judged)
    chosen = scores.argmax(axis=1).tolist()
    decided: dict[int, _Decision] = {}
    for kind in TYPES:
        at = [i for i in range(len(found)) if model.classes[chosen[i]] == kind]
        if not at or kind == "none":
            continue
        inner = trained[kind]
        inner_rows = [inner.known(features[i] + roles.features(found[i], kind, around)) for i in at]
        role_scores = inner.probabilities(inner_rows)
        if kind == "method":
            role_scores = _gaining(
                role_scores, inner.classes.index("compares_with"), COMPARED_GAINS
            )
        if kind != "own":
            role_scores = roles_alike(role_scores, at, lists)
        if kind == "dataset":
            known_roles = second_look.role_features(role_scores, inner.classes, kinds)
            role_scores = second_look.weigh(known_roles, trained[second_look.ROLES])
        for i, own_rows, best in zip(
            at, inner_rows, role_scores.argmax(axis=1).tolist(), strict=True
        ):
            rule = f"{model.reason(rows[i], chosen[i])}; {inner.reason(own_rows, best)}"
            confidence = round(float(scores[i, chosen[i]]), 3)
            decided[i] = _Decision(found[i], kind, inner.classes[best], confidence, rule)
    return [decided[i] for i in sorted(decided)]


def type_rows(
    found: list[Candidate], features: list[list[str]], around: Surroundings, model: Classifier
) -> list[list[int]]:
    """What the classifier of types sees of each name: its features and its sentences' words."""
    return [
        model.known(own + roles.beside(candidate, around))
        for candidate, own in zip(found, features, strict=True)
    ]


def first_scores(
    rows: list[list[int]], lists: list[list[int]], model: Classifier
) -> npt.NDArray[np.float64]:
    """Probabilities of the types, shape (candidates, types), of each by itself and its lists.

    Args:
        rows: For each candidate the rows of its features in `model`.
        lists: Numbers of the candidates that stand in one list, see `kg.extract.roles.lists`.
        model: The classifier of types.
    """
    scores = model.probabilities(rows)
    scores = _gaining(scores, model.classes.index("method"), METHOD_GAINS)
    return _alike(scores, lists, TYPE_ALIKE)


def _gaining(
    scores: npt.NDArray[np.float64], column: int, weight: float
) -> npt.NDArray[np.float64]:
    """Probabilities with one class' odds multiplied."""
    scores[:, column] *= weight
    scores /= np.add.reduce(scores, axis=1, keepdims=True)
    return scores


def roles_alike(
    scores: npt.NDArray[np.float64], at: list[int], lists: list[list[int]]
) -> npt.NDArray[np.float64]:
    """Probabilities of roles, those of one list drawn together.

    Args:
        scores: Shape (some candidates, roles).
        at: The numbers of these candidates.
        lists: Numbers of the candidates that stand in one list.
    """
    where = {i: n for n, i in enumerate(at)}
    same = [[where[i] for i in members if i in where] for members in lists]
    return _alike(scores, same, ROLE_ALIKE)


def _alike(
    scores: npt.NDArray[np.float64], lists: list[list[int]], weight: float
) -> npt.NDArray[np.float64]:
    """Probabilities drawn to the geometric mean of the list that a row stands in."""
    drawn = np.maximum(scores, 1e-9)
    lists = [members for members in lists if len(members) > 1]
    if lists:
        logs = np.log(drawn)
        drawn = logs.copy()
        for members in lists:
            rows = np.array(members)
            drawn[rows] = (1 - weight) * logs[rows] + weight * logs[rows].mean(axis=0)
        drawn = np.exp(drawn - drawn.max(axis=1, keepdims=True))
    spread: npt.NDArray[np.float64] = drawn / np.add.reduce(drawn, axis=1, keepdims=True)
    return spread


def _usual(name: str, defined: dict[str, str], kind: str) -> str | None:
    """The long form, in the singular, where the short one says little by itself (SVM, GP, UD)."""
    long = defined.get(name)
    if long is None or not name.isupper() or len(name) > (3 if kind == "method" else 2):
        return None
    words = long.split(" ")
    one = singular(words[-1].lower())
    return long[:-1] if one == words[-1].lower()[:-1] else long


def _mentions(decision: _Decision, text: Text, defined: dict[str, str]) -> list[Mention]:
    candidate = decision.candidate
    name = candidate.name
    place = next(
        (p for p, n in zip(candidate.places, candidate.names, strict=True)
         if n == name and p.start > text.title_end),
        candidate.places[0],
    )  # fmt: skip
    start, end = place.start, place.end
    if decision.type in ("dataset", "method") and (long := _usual(name, defined, decision.type)):
        at = text.clean.find(long)
        if at >= 0:
            name, start, end = long, at, at + len(long)
    evidence = Evidence(text.sentence(start), start, end, decision.rule, decision.confidence)
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
