"""Concepts and tasks: which of a text's phrases someone would look for the paper under.

The measure is KeyBERT's (similarity of phrase and document, then maximal marginal relevance),
on the static embedding; a linear model weighs it together with the title's weight, place,
frequency, and how often the phrase is a title's, a keyword's or an abstract's elsewhere. Its
weights come from ``scripts/train_keywords.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from kg.extract import phrase_features, phrases
from kg.extract.abbreviations import Definition
from kg.extract.capitals import proper_in, with_capitals
from kg.extract.embedding import DIMENSIONS, Vectors
from kg.extract.phrase_features import Part
from kg.extract.phrases import Phrase
from kg.extract.plurals import singular
from kg.extract.text import Text
from kg.extract.vocabulary import squash
from kg.extract.word_table import WordTable
from kg.extract.word_vectors import document_and_phrases
from kg.paper import Evidence, Mention

Scores = npt.NDArray[np.float64]
MOST, LEAST = 11, 5
MOST_TASKS = 4
CONCEPT_FROM, TASK_FROM = 0.17, 0.14
"""Probability from which a phrase is taken, beyond the least number."""
HOPELESS = -0.2
"""What a phrase outside the title must be worth by itself, in log-odds, to be looked at."""
DIVERSITY = 0.15
"""How much similarity to a chosen phrase costs (MMR's 1 - lambda)."""


@dataclass(slots=True, eq=False)
class Candidate:
    """A phrase and what it is in its text; ``name`` is what the concept would be called."""

    name: str
    phrase: Phrase
    context: list[Part]

    @property
    def parts(self) -> list[Part]:
        """What it is in this text, and what it is in every text."""
        return [*self.context, *phrase_features.own_parts(self.phrase.key)]

    @property
    def features(self) -> list[str]:
        """The names of all its features."""
        return [name for part in self.parts for name in part.names]


def find(text: Text, definitions: list[Definition], introduced: set[str]) -> list[Mention]:
    """The concepts and tasks of a text, most telling first.

    Args:
        text: The paper's text.
        definitions: Its abbreviations: long forms stand for short ones.
        introduced: Folded names that the paper introduces: never concepts.
    """
    found, vectors = _candidates(text, definitions, introduced, HOPELESS)
    if not found:
        return []
    concept_scores, task_scores = _scores(found)
    concepts = _choose(found, vectors, concept_scores, MOST, LEAST, CONCEPT_FROM)
    tasks = _choose(found, vectors, task_scores, MOST_TASKS, 1, TASK_FROM)
    proper = proper_in(text)
    return [_mention("task", c, p, text, proper) for c, p in tasks] + [
        _mention("concept", c, p, text, proper) for c, p in concepts
    ]


def _mention(
    kind: Literal["concept", "task"],
    candidate: Candidate,
    probability: float,
    text: Text,
    proper: Mapping[str, str],
) -> Mention:
    phrase = candidate.phrase
    start, end = phrase.starts[0], phrase.ends[0]
    own = phrase_features.best_of_own[phrase.key]
    if kind == "concept":
        best = max([own[0], *[p.best_concept for p in candidate.context]])
    else:
        best = max([own[1], *[p.best_task for p in candidate.context]])
    name = with_capitals(candidate.name, phrase.surface, proper)
    return Mention(
        kind,
        name,
        Evidence(text.sentence(start), start, end, best[1], round(probability, 3)),
        variants=() if phrase.surface == name else (phrase.surface,),
    )


def candidates(
    text: Text,
    definitions: list[Definition],
    introduced: set[str],
    *,
    hopeless: float | None = HOPELESS,
) -> list[Candidate]:
    """Every phrase that could be a concept, with its features.

    Args:
        text: The paper's text.
        definitions: Its abbreviations.
        introduced: Folded names that the paper introduces.
        hopeless: What a phrase outside the title must be worth by itself; None: all are given,
            as for training.
    """
    return _candidates(text, definitions, introduced, hopeless)[0]


def _candidates(
    text: Text, definitions: list[Definition], introduced: set[str], hopeless: float | None
) -> tuple[list[Candidate], Vectors]:
    """As `candidates`, and their vectors."""
    long_forms = {phrases.normal(d.short): _long_name(d.long) for d in definitions}
    named = _named(text, long_forms, introduced, hopeless)
    if not named:
        return [], np.zeros((0, DIMENSIONS), dtype=np.float32)
    document, vectors = document_and_phrases(text, list(named))
    near = vectors @ document
    ranks = np.argsort(np.argsort(-near)).tolist()
    inside = _containing(list(named))
    longs = set(long_forms.values())
    out = []
    for (name, phrase), close, rank, n in zip(
        named.items(), near.tolist(), ranks, inside, strict=True
    ):
        parts = phrase_features.context_parts(phrase, text, close, rank, len(named), n)
        if name in longs:
            parts.append(phrase_features.long_form())
        out.append(Candidate(name, phrase, parts))
    return out, vectors


def _named(
    text: Text, long_forms: dict[str, str], introduced: set[str], hopeless: float | None
) -> dict[str, Phrase]:
    """The phrases that could be concepts, by what the concepts would be called."""
    if hopeless is None:
        places = phrases.places(text)
    else:
        places = phrases.places(text, phrase_features.own, hopeless)
    title_tokens = text.token_at(text.title_end)
    named: dict[str, Phrase] = {}
    for key, at in places.items():
        if len(at) == 1 and at[0][0] >= title_tokens and _is_rare(key):
            continue
        if introduced and squash(key) in introduced:
            continue
        name = _written_out(key, long_forms) if long_forms else key
        if name is None:
            continue
        phrase = phrases.phrase(text, key, at)
        kept = named.setdefault(name, phrase)
        if kept is not phrase:
            _join(kept, phrase)
    for name in [n for n in named if not n.islower() and n.lower() in named]:
        if phrases.spells_another(name):
            _join(named[name.lower()], named.pop(name))
    return named


def _join(kept: Phrase, other: Phrase) -> None:
    """Add the places of a phrase to one of the same name."""
    kept.starts += other.starts
    kept.ends += other.ends
    kept.whole += other.whole


def _is_rare(key: str) -> bool:
    """Whether a concept is one ordinary word that no author gives as a keyword.

    Such a word is too little when it stands in the text only once.
    """
    if " " in key or not key.islower():
        return False
    return phrase_features.frequencies().get(key, (0, 0, 0))[2] == 0


def _long_name(long: str) -> str:
    words = [phrases.normal(w) for w in long.split()]
    if words[-1].islower() and phrases.last_is_head(words):
        words[-1] = singular(words[-1])
    return " ".join(words)


def _written_out(key: str, long_forms: dict[str, str]) -> str | None:
    """The phrase with its short forms written out; None when that makes it too long."""
    if key in long_forms:
        return long_forms[key]
    words = [long_forms.get(w, w) for w in key.split()]
    name = " ".join(words)
    return name if len(name.split()) <= phrases.LONGEST + 1 else None


def _containing(names: list[str]) -> list[int]:
    """For each name, how many longer candidates it stands in."""
    counts = dict.fromkeys(names, 0)
    for name in names:
        if " " not in name:
            continue
        words = name.split()
        for i, part in enumerate(words):
            if part in counts:
                counts[part] += 1
            for word in words[i + 1 : None if i else -1]:
                part += " " + word
                if part in counts:
                    counts[part] += 1
    return list(counts.values())


def _scores(found: list[Candidate]) -> tuple[Scores, Scores]:
    """Each candidate's probability of being a concept, and of being a task."""
    sums = []
    for candidate in found:
        concept, task = phrase_features.own[candidate.phrase.key]
        for part in candidate.context:
            concept += part.concept
            task += part.task
        sums.append((concept, task))
    totals = np.array(sums)
    models = phrase_features.models()
    totals += models["concept"].margin_bias, models["task"].margin_bias
    scores = 1.0 / (1.0 + np.exp(-totals))
    return scores[:, 0], scores[:, 1]


def _choose(
    found: list[Candidate],
    vectors: Vectors,
    scores: Scores,
    most: int,
    least: int,
    threshold: float,
) -> list[tuple[Candidate, float]]:
    """Greedy choice: probability less what a chosen phrase says already (MMR).

    Only the likeliest are compared: products of matrices that are not larger take one thread.
    """
    order = np.argsort(-scores, kind="stable")[: 2 * most + 4]
    order = order[_first_spelled([found[i].name for i in order.tolist()])]
    if least == 1:  # beyond the first, only those from the threshold on can be chosen
        order = order[: max(1, int(np.count_nonzero(scores[order] >= threshold)))]
    pool = [found[i] for i in order.tolist()]
    left = scores[order]
    costs = DIVERSITY * left * _alike(pool, vectors[order])
    value = left.copy()
    chosen: list[tuple[Candidate, float]] = []
    while len(chosen) < min(most, len(pool)):
        at = int(value.argmax())
        if value[at] < threshold and (len(chosen) >= least or value[at] <= 0):
            break
        chosen.append((pool[at], float(left[at])))
        np.minimum(value, left - costs[at], out=value)
        value[at] = -np.inf
        left[at] = -np.inf
    return chosen


def _first_spelled(names: list[str]) -> list[int]:
    """Numbers of the names, of those that differ in hyphens, blanks and capitals the first."""
    first: dict[str, int] = {}
    for number, letters in enumerate(map(_letters.__getitem__, names)):
        first.setdefault(letters, number)
    return list(first.values())


_letters = WordTable(lambda name: name.lower().replace("-", "").replace(" ", ""), most=5_000)


def _alike(found: list[Candidate], vectors: Vectors) -> Scores:
    """How much two phrases say the same: common words (Jaccard) or similarity squared."""
    columns: dict[str, int] = {}
    rows: list[int] = []
    numbers: list[int] = []
    for row, candidate in enumerate(found):
        for word in candidate.name.lower().split():
            rows.append(row)
            numbers.append(columns.setdefault(word, len(columns)))
    has = np.zeros((len(found), len(columns)))
    has[rows, numbers] = 1.0
    common = has @ has.T
    sizes = common.diagonal()
    near = np.square(np.minimum(np.maximum(vectors @ vectors.T, 0), 1))
    alike: Scores = np.maximum(common / (sizes[:, None] + sizes - common), near)
    return alike
