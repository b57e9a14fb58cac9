"""Noun phrases of a text, as candidates for concepts and tasks.

No tagger: a phrase is a run of words between marks, function words, verbs and adverbs. Words that
may be noun or verb stay in; the ranking in `kg.extract.keywords` sorts them out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from kg.extract.text import Text
from kg.extract.vocabulary import word_set

LONGEST = 4
"""Words of the longest phrase."""

_NOUN_LY = frozenset(
    "family supply reply assembly anomaly multiply poly monopoly fly ally butterfly".split()
)
_WORD = re.compile(r"^[^\W\d_][\w]*(?:[-'/&+.][\w]+)*\+*$|^\d+[DdGg]$|^\d+-[a-z]+$")
_KEEP_S = re.compile(
    r"(?:ss|us|is|ics|ias|ous|news|series|species|corpus|analysis|basis|bias|gas|lens|atlas|always"
    r"|mathematics|physics|linguistics|statistics|semantics|robotics|dynamics|ethics|aerodynamics)$"
)
_IRREGULAR = {
    "corpora": "corpus", "analyses": "analysis", "hypotheses": "hypothesis", "matrices": "matrix",
    "indices": "index", "vertices": "vertex", "criteria": "criterion", "phenomena": "phenomenon",
    "people": "people", "children": "child", "biases": "bias", "bases": "base", "lenses": "lens",
    "taxonomies": "taxonomy", "data": "data", "media": "media", "axes": "axis", "losses": "loss",
    "queries": "query", "theses": "thesis", "mice": "mouse", "genera": "genus", "nuclei": "nucleus",
    "stimuli": "stimulus", "spectra": "spectrum", "bacteria": "bacterium", "diagnoses": "diagnosis",
    "syntheses": "synthesis", "crises": "crisis", "movies": "movie", "cookies": "cookie",
    "caches": "cache", "gases": "gas", "viruses": "virus", "houses": "house", "cases": "case",
    "databases": "database", "phrases": "phrase", "responses": "response", "sequences": "sequence",
}  # fmt: skip


@dataclass(slots=True)
class Phrase:
    """A candidate phrase with all its places.

    Attributes:
        key: Singular, lower case, words by single blanks.
        surface: The first spelling as written.
        starts, ends: Offsets of each place in `Text.raw`.
        whole: How often it stood as a whole run, not inside a longer one.
        left: Words that stood directly before it (lower case).
        right: Words that stood directly after it (lower case).
    """

    key: str
    surface: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    whole: int = 0
    left: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        return self.key.split()


@cache
def _verb_forms() -> frozenset[str]:
    forms: set[str] = set()
    for verb in word_set("verb"):
        stem = verb[:-1] if verb.endswith("e") else verb
        third = verb[:-1] + "ies" if re.search(r"[^aeiou]y$", verb) else verb + "s"
        third = verb + "es" if re.search(r"(?:s|sh|ch|x|z)$", verb) else third
        past = verb[:-1] + "ied" if re.search(r"[^aeiou]y$", verb) else stem + "ed"
        forms |= {verb, third, past, stem + "ing", verb + verb[-1] + "ing", verb + verb[-1] + "ed"}
    return frozenset(forms - word_set("verb-or-noun"))


@lru_cache(100_000)
def breaks(word: str) -> bool:
    """True for a lower-case word that no phrase runs over."""
    if word in word_set("closed-class"):
        return True
    if word in word_set("ing-noun") or word in word_set("participle"):
        return False
    if word in _verb_forms():
        return True
    if word.endswith("ly") and word not in _NOUN_LY and len(word) > 4:
        return True
    if word.endswith("ed") and "-" not in word and len(word) > 4:
        return word not in ("seed", "need", "feed", "speed", "embed", "biped", "indeed", "breed")
    if word.endswith("ing") and "-" not in word and len(word) > 5:
        return word not in _ING_OTHER
    return False


_ING_OTHER = frozenset("string spring building engineering wing ring king bearing housing".split())


@lru_cache(100_000)
def singular(word: str) -> str:
    """The singular of a noun, lower case.

    >>> singular("queries"), singular("analysis"), singular("boxes"), singular("models")
    ('query', 'analysis', 'box', 'model')
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or _KEEP_S.search(word):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if re.search(r"(?:ches|shes|sses|xes|zes)$", word):
        return word[:-2]
    return word[:-1]


@lru_cache(100_000)
def normal(word: str) -> str:
    """Lower case, unless capitals stand inside the word (BERT, mRNA, 3D).

    >>> normal("Language"), normal("BERT"), normal("LLMs"), normal("mRNA")
    ('language', 'BERT', 'LLM', 'mRNA')
    """
    word = re.sub(r"'s?$", "", word)
    if re.match(r"^[A-Z][A-Z\d]+s$", word):
        return word[:-1]
    if any(c.isupper() for c in word[1:]) and not re.match(r"^(?:[A-Z][a-z]+-?)+$", word):
        return word
    return word.lower()


@lru_cache(200_000)
def _joins(word: str) -> bool:
    """Whether a token may be part of a phrase."""
    if not _WORD.match(word) or word.startswith("http") or len(word) > 40:
        return False
    return not breaks(word.lower())


@lru_cache(200_000)
def _last(word: str) -> str:
    """The last word of a phrase, in the singular."""
    word = normal(word)
    return singular(word) if word.islower() else word


def find(text: Text) -> list[Phrase]:
    """All candidate phrases of a text with their places, in order of first appearance."""
    found: dict[str, Phrase] = {}
    words, starts, ends = text.words, text.starts, text.ends
    begin = -1
    for i, word in enumerate(words):
        if not _joins(word):
            if begin >= 0:
                _add_run(found, text, begin, i)
                begin = -1
        elif begin < 0:
            begin = i
        elif starts[i] - ends[i - 1] != 1:
            _add_run(found, text, begin, i)
            begin = i
    if begin >= 0:
        _add_run(found, text, begin, len(words))
    return list(found.values())


def _add_run(found: dict[str, Phrase], text: Text, begin: int, end: int) -> None:
    left_generic = word_set("generic-left")
    words, starts, ends = text.words, text.starts, text.ends
    while begin < end and words[begin].lower() in left_generic:
        begin += 1
    if begin >= end:
        return
    normals = [normal(w) for w in words[begin:end]]
    lasts = [_last(w) for w in words[begin:end]]
    # the words around the run and in it, in lower case: around[k] stands before word k of the run
    around = [words[begin - 1].lower() if begin else ""]
    around += [w.lower() for w in words[begin:end]]
    around.append(words[end].lower() if end < len(words) else "")
    size = end - begin
    for i in range(size):
        head = ""
        for j in range(i, min(i + LONGEST, size)):
            last = lasts[j]
            key = head + last
            head += normals[j] + " "
            if len(key) < 3 or (j == i and len(last) < 4 and last.islower()):
                continue
            phrase = found.get(key)
            if phrase is None:
                surface = text.clean[starts[begin + i] : ends[begin + j]]
                phrase = found[key] = Phrase(key, surface)
            phrase.starts.append(starts[begin + i])
            phrase.ends.append(ends[begin + j])
            phrase.whole += i == 0 and j == size - 1
            phrase.left.append(around[i])
            phrase.right.append(around[j + 2])
