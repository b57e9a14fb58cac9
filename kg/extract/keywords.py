"""Concepts and tasks: which of a text's phrases someone would look for the paper under.

The measure is KeyBERT's (similarity of phrase and document, then maximal marginal relevance),
on the static embedding; a linear model weighs it together with the title's weight, place,
frequency, and how often the phrase is a title's, a keyword's or an abstract's elsewhere. Its
weights come from ``scripts/train_keywords.py``.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kg.extract import phrases
from kg.extract.abbreviations import Definition
from kg.extract.embedding import static_embedder
from kg.extract.linear import LinearModel
from kg.extract.phrases import Phrase
from kg.extract.text import Text
from kg.extract.vocabulary import squash, word_set
from kg.paper import Evidence, Mention

DATA = Path(__file__).parent / "data"
PHRASES = DATA / "phrases.tsv.gz"
WEIGHTS = DATA / "keywords.json"
Scores = npt.NDArray[np.float64]
MOST, LEAST = 11, 5
MOST_TASKS = 4
CONCEPT_FROM, TASK_FROM = 0.17, 0.14
"""Probability from which a phrase is taken, beyond the least number."""
_SUFFIX = re.compile(r"(?:tion|ing|ment|ity|ness|ics|ism|sis|er|al|ive|ed)$")
DIVERSITY = 0.15
"""How much similarity to a chosen phrase costs (MMR's 1 - lambda)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase and what it is in its text; ``name`` is what the concept would be called."""

    name: str
    phrase: Phrase
    context: list[str]
    vector: npt.NDArray[np.float32]

    @property
    def features(self) -> list[str]:
        """What it is in this text, and what it is in every text."""
        return [*self.context, *_own_features(self.phrase.key)]


@cache
def frequencies() -> dict[str, tuple[int, int, int]]:
    """Phrase to papers with it in title, abstract, keywords, counted on 25,000 papers."""
    if not PHRASES.exists():
        return {}
    with gzip.open(PHRASES, "rt", encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return {r[0]: (int(r[1]), int(r[2]), int(r[3])) for r in rows}


@cache
def models() -> dict[str, LinearModel]:
    """The trained rankers: concept and task."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return {name: LinearModel.from_json(value) for name, value in stored.items()}


@lru_cache(100_000)
def _word_vector(word: str) -> npt.NDArray[np.float32]:
    vector: npt.NDArray[np.float32] = static_embedder().sums([word])[0]
    return vector


def find(text: Text, definitions: list[Definition], introduced: set[str]) -> list[Mention]:
    """The concepts and tasks of a text, most telling first.

    Args:
        text: The paper's text.
        definitions: Its abbreviations: long forms stand for short ones.
        introduced: Folded names that the paper introduces: never concepts.
    """
    found = candidates(text, definitions, introduced)
    if not found:
        return []
    concept_scores, task_scores = _scores(found)
    concepts = _choose(found, concept_scores, most=MOST, least=LEAST, threshold=CONCEPT_FROM)
    tasks = _choose(found, task_scores, most=MOST_TASKS, least=1, threshold=TASK_FROM)
    return [_mention("task", c, p, text) for c, p in tasks] + [
        _mention("concept", c, p, text) for c, p in concepts
    ]


def _mention(kind: Any, candidate: Candidate, probability: float, text: Text) -> Mention:
    phrase = candidate.phrase
    start, end = phrase.starts[0], phrase.ends[0]
    rule = models()[kind]
    return Mention(
        kind,
        candidate.name,
        Evidence(
            text.sentence(start), start, end, rule.reason(candidate.features, 1),
            round(probability, 3),
        ),
        variants=() if phrase.surface == candidate.name else (phrase.surface,),
    )  # fmt: skip


def candidates(text: Text, definitions: list[Definition], introduced: set[str]) -> list[Candidate]:
    """Every phrase that could be a concept, with its features."""
    found = [p for p in phrases.find(text) if _may_be(p, introduced, text.title_end)]
    long_forms = {phrases.normal(d.short): _long_name(d.long) for d in definitions}
    names: dict[str, Phrase] = {}
    for phrase in found:
        name = _written_out(phrase.key, long_forms)
        if name is None:
            continue
        kept = names.get(name)
        if kept is None:
            names[name] = phrase
        elif kept is not phrase:
            kept.starts += phrase.starts
            kept.ends += phrase.ends
            kept.whole += phrase.whole
    if not names:
        return []
    vectors = np.stack([_phrase_vector(name) for name in names])
    document = _document_vector(text)
    near = vectors @ document
    ranks = np.argsort(np.argsort(-near))
    inside = _containing(list(names))
    out = []
    longs = set(long_forms.values())
    for i, (name, phrase) in enumerate(names.items()):
        features = _features(
            name, phrase, text, float(near[i]), int(ranks[i]), len(names), inside[i]
        )
        if name in longs:
            features.append("long-form")
        out.append(Candidate(name, phrase, features, vectors[i]))
    return out


def _may_be(phrase: Phrase, introduced: set[str], title_end: int) -> bool:
    if not _well_formed(phrase.key):
        return False
    if len(phrase.starts) == 1 and phrase.starts[0] > title_end and _is_rare(phrase.key):
        return False
    return not introduced or squash(phrase.key) not in introduced


@lru_cache(200_000)
def _well_formed(key: str) -> bool:
    """Whether a phrase may be a concept in any text."""
    words = key.split()
    if words[0] in word_set("generic-left") or words[-1] in word_set("also-not"):
        return False
    if len(words) == 1 and words[0] in word_set("generic-head"):
        return False
    return not (phrases.breaks(words[0]) or phrases.breaks(words[-1]))


@lru_cache(200_000)
def _is_rare(key: str) -> bool:
    """A single ordinary word that is no author's keyword: too little when it stands but once."""
    return " " not in key and key.islower() and frequencies().get(key, (0, 0, 0))[2] == 0


def _long_name(long: str) -> str:
    words = [phrases.normal(w) for w in long.split()]
    if words[-1].islower():
        words[-1] = phrases.singular(words[-1])
    return " ".join(words)


def _written_out(key: str, long_forms: dict[str, str]) -> str | None:
    """The phrase with its short forms written out; None when that makes it too long."""
    if not long_forms:
        return key
    if key in long_forms:
        return long_forms[key]
    words = [long_forms.get(w, w) for w in key.split()]
    name = " ".join(words)
    return name if len(name.split()) <= phrases.LONGEST + 1 else None


@lru_cache(100_000)
def _phrase_vector(name: str) -> npt.NDArray[np.float32]:
    first, *rest = name.lower().split()
    total = _word_vector(first)
    for word in rest:
        total = total + _word_vector(word)
    return _unit(total)


def _unit(total: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    length = math.sqrt(float(total @ total))
    return total / np.float32(length) if length else total


def _document_vector(text: Text) -> npt.NDArray[np.float32]:
    vectors = [_word_vector(w.lower()) for w in text.words if w[0].isalnum()]
    total: npt.NDArray[np.float32] = np.sum(vectors, axis=0, dtype=np.float32)
    return _unit(total)


def _containing(names: list[str]) -> list[int]:
    """For each name, how many longer candidates it stands in."""
    counts = dict.fromkeys(names, 0)
    for name in names:
        for part in _parts(name):
            if part in counts:
                counts[part] += 1
    return list(counts.values())


@lru_cache(100_000)
def _parts(name: str) -> tuple[str, ...]:
    """The shorter phrases inside a phrase, one for each place."""
    words = name.split()
    size = len(words)
    return tuple(
        " ".join(words[i:j])
        for i in range(size)
        for j in range(i + 1, size + 1)
        if j - i < size
    )


def _features(
    name: str, phrase: Phrase, text: Text, near: float, rank: int, total: int, inside: int
) -> list[str]:
    size = phrase.key.count(" ") + 1
    title = sum(s < text.title_end for s in phrase.starts)
    count = len(phrase.starts)
    first = phrase.starts[0] if not title else 0
    sentence = text.sentence_index(phrase.starts[0])
    features = [
        f"count={min(count, 5)}",
        f"words={size}&count={min(count, 4)}",
        f"whole={min(phrase.whole, 3)}",
        f"whole-share={round(2 * phrase.whole / count) / 2}",
        f"similarity={min(9, max(0, int(near * 12)))}",
        f"rank={min(5, int(6 * rank / max(1, total)))}",
        f"inside={min(inside, 4)}",
    ]
    if title:
        features += ["title", f"title&words={size}", f"title&whole={phrase.whole > 0}"]
        if text.clean.find(":", 0, phrase.starts[0]) > 0:
            features.append("title-after-colon")
        if phrase.ends[0] == text.title_end:
            features.append("title-end")
        features.append(f"title-prev={phrase.left[0]}")
    else:
        features.append(f"sentence={min(6, sentence)}")
        features.append(f"early={first < 0.3 * len(text.clean)}")
    for prev in dict.fromkeys(phrase.left):
        features.append(f"prev={prev}")
    for following in dict.fromkeys(phrase.right):
        features.append(f"next={following}")
    return features


@lru_cache(100_000)
def _own_features(key: str) -> tuple[str, ...]:
    """The features that a phrase has in every text."""
    words = key.split()
    size = len(words)
    features = [f"words={size}", f"last={words[-1]}", f"first={words[0]}"]
    in_title, in_abstract, as_keyword = frequencies().get(key, (0, 0, 0))
    features += [
        f"titles={_log(in_title)}",
        f"abstracts={_log(in_abstract)}",
        f"keywords={_log(as_keyword)}",
        f"titleness={min(6, int(3 * in_title / (in_abstract + 1)))}",
        f"titles={_log(in_title)}&words={min(size, 3)}",
    ]
    if words[-1] in word_set("generic-head"):
        features += ["generic-last", f"generic-last&words={size}"]
    if words[0] in word_set("generic-head"):
        features.append("generic-first")
    if not key.islower():
        features.append("capitals")
        if size == 1:
            features.append("capitals-alone")
    if ending := _SUFFIX.search(words[-1]):
        features.append(f"suffix={ending.group()}")
    if size > 1 and (ending := _SUFFIX.search(words[0])):
        features.append(f"first-suffix={ending.group()}")
    if "-" in key:
        features.append("hyphen")
    return tuple(features)


def _log(count: int) -> int:
    return int(math.log2(count + 1))


@cache
def _both(model: LinearModel, other: LinearModel) -> dict[str, tuple[float, float]]:
    """Feature to its margins in two models, so that both are summed in one pass."""
    names = model.margins.keys() | other.margins.keys()
    return {n: (model.margins.get(n, 0.0), other.margins.get(n, 0.0)) for n in names}


@lru_cache(200_000)
def _own_margins(key: str) -> tuple[float, float]:
    """What a phrase's own features sum to, as a concept and as a task."""
    table = _both(models()["concept"], models()["task"])
    margins = [table[f] for f in _own_features(key) if f in table]
    return sum(m[0] for m in margins), sum(m[1] for m in margins)


def _scores(found: list[Candidate]) -> tuple[Scores, Scores]:
    """Each candidate's probability of being a concept, and of being a task."""
    concept, task = models()["concept"], models()["task"]
    table = _both(concept, task)
    totals = np.empty((len(found), 2))
    for number, candidate in enumerate(found):
        one, two = _own_margins(candidate.phrase.key)
        for feature in candidate.context:
            if margins := table.get(feature):
                one += margins[0]
                two += margins[1]
        totals[number] = one, two
    totals += concept.margin_bias, task.margin_bias
    scores = 1.0 / (1.0 + np.exp(-totals))
    return scores[:, 0], scores[:, 1]


def _choose(
    found: list[Candidate], scores: Scores, *, most: int, least: int, threshold: float
) -> list[tuple[Candidate, float]]:
    """Greedy choice: probability less what a chosen phrase says already (MMR)."""
    order = np.argsort(-scores, kind="stable")[: 2 * most + 4]
    pool = [found[i] for i in order]
    left = scores[order].tolist()
    sets = [frozenset(c.name.lower().split()) for c in pool]
    vectors = np.stack([c.vector for c in pool])
    alike = np.clip(vectors @ vectors.T, 0, 1).tolist()
    chosen: list[tuple[Candidate, float]] = []
    value = list(left)
    waiting = list(range(len(pool)))
    while waiting and len(chosen) < most:
        at = max(waiting, key=value.__getitem__)
        if value[at] < threshold and (len(chosen) >= least or value[at] <= 0):
            break
        waiting.remove(at)
        chosen.append((pool[at], left[at]))
        near, words = alike[at], sets[at]
        for other in waiting:
            common = len(words & sets[other])
            overlap = common / (len(words) + len(sets[other]) - common)
            cost = DIVERSITY * left[other] * max(overlap, near[other] ** 2)
            value[other] = min(value[other], left[other] - cost)
    return chosen
