"""The capitals that a concept's name keeps: "Chinese word segmentation", "Petri net", "WordNet"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import compress

from kg.extract.embedding import pieces
from kg.extract.phrases import breaks
from kg.extract.text import Text
from kg.extract.vocabulary import word_set
from kg.extract.word_table import WordTable

_JOINED = re.compile(r"(?:[A-Z][a-z]+){2,}s?$")
"""Words run together, each with its capital: WordNet, PageRank."""
_NUMBERED = re.compile(r"[A-Z][a-z]{0,4}(?:\d{1,3}\+{0,2}|\++)$")
"""Ions, genes, enzymes: Ca2+, Na+, Sox2, P450."""
_CAPITALISED = re.compile(r"[A-Z][a-z]{3,}$|[A-Z][a-z]+(?:-[A-Z][a-z]+)+$")
_ORDINARY = re.compile(
    r"(?:[ai]c|al|ar|[ai]ble|ary|bot|ed|emia|er|graphy|ing|ism|ist|ity|ive|logy|ment|metry|ness|oma"
    r"|ory|osis|ous|pathy|scopy|sion|therapy|tion)s?$"
)
"""Endings of words that are rare but no names: "Cardiomyopathy", "Chatbots"."""
_LETTER_BEFORE = re.compile(r"[BCDGHLMNOPSTXYZ]-(?!best)[a-z]{4,}$")
"""N-demethylation, T-cell; not E-mail and K-means, which a capital begins by chance."""
_SAFE = frozenset("BCDGHKLMNPRSTVXYZ")
_ALWAYS, _IN_PLACE = 1, 2


@cache
def _proper() -> dict[str, str]:
    """Proper names as they are written, by their small letters."""
    return {word.lower(): word for word in word_set("proper")}


def _look_of(word: str) -> int:
    """Whether a word keeps its capital: always, where its place tells so, or never (0)."""
    if not word[0].isupper():
        return 0
    if _NUMBERED.match(word):
        return _ALWAYS
    bare = word.removesuffix("'s")
    if _LETTER_BEFORE.match(bare):
        return _IN_PLACE
    if not _CAPITALISED.match(bare):
        return 0
    rare = any(
        len(part) > 3
        and part not in pieces()
        and part.removesuffix("s") not in pieces()
        and not _ORDINARY.search(part)
        for part in bare.lower().split("-")
    )
    return _IN_PLACE if rare else 0


_looks = WordTable(_look_of)


def proper_in(text: Text) -> dict[str, str]:
    """Words that a text writes as proper names, by their small letters: Petri, Plasmodium, Ca2+.

    What tells it is a capital amid words in small letters, on a word that WordPiece's vocabulary
    does not hold; a word that stands in small letters anywhere is none.

    >>> proper_in(Text("Petri nets", "We study how a Petri net models Ca2+ waves."))
    {'petri': 'Petri', 'ca2+': 'Ca2+'}
    """
    found: dict[str, str] = {}
    words = text.words
    looks = [*map(_looks.__getitem__, words)]
    for i in compress(range(len(words)), looks):
        look = looks[i]
        written = words[i].removesuffix("'s")
        small = written.lower()
        if small in found or (look == _IN_PLACE and not _is_amid_small(text, i)):
            continue
        if small not in words:
            found[small] = written
    return found


def _is_amid_small(text: Text, i: int) -> bool:
    """Whether a word's capital is not its sentence's or its phrase's: "the Hopf bifurcation"."""
    if text.starts[i] in text.sentence_starts:
        return False
    beside = [w for w in text.words[max(0, i - 1) : i + 2 : 2] if w[0].isalpha()]
    return not any(w[0].isupper() for w in beside) and not all(map(breaks, beside))


def with_capitals(name: str, surface: str, proper: Mapping[str, str] | None = None) -> str:
    """A concept's name with the capitals of the proper names in it.

    Args:
        name: The name in small letters, but for words that have capitals inside.
        surface: How the text writes it first.
        proper: What the text writes as proper names, see `proper_in`.

    >>> with_capitals("chinese wordnet", "Chinese WordNets")
    'Chinese WordNet'
    >>> with_capitals("german-english translation", "German-English Translation")
    'German-English translation'
    >>> with_capitals("t cell", "T cells")
    'T cell'
    """
    words = name.split(" ")
    if surface.islower() and not proper and "-" not in name and _proper().keys().isdisjoint(words):
        return name
    written = surface.split()
    joined = {word.lower(): word for word in written if _JOINED.match(word)}
    known = {**proper, **joined} if proper else joined
    named = [_word(word, known) for word in words]
    if len(words) == len(written):
        for n, word in enumerate(written):
            if word in _SAFE and words[n] == word.lower():
                named[n] = word
    return " ".join(named)


def _word(word: str, known: Mapping[str, str]) -> str:
    proper = _proper()
    if word in proper:
        return proper[word]
    for small in (word, f"{word}s") if known else ():
        if small in known:
            return known[small][: len(word)]
    if "-" in word:
        return "-".join([proper.get(part) or known.get(part, part) for part in word.split("-")])
    return word
