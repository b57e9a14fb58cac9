"""Noun phrases of a text, as candidates for concepts and tasks.

No tagger: a phrase is a run of words between marks, function words, verbs and adverbs. Words that
may be noun or verb stay in; the ranking in `kg.extract.keywords` sorts them out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from kg.extract.embedding import pieces
from kg.extract.plurals import singular
from kg.extract.text import Text
from kg.extract.vocabulary import word_set
from kg.extract.word_table import WordTable

LONGEST = 4
"""Words of the longest phrase."""

_NOUN_LY = frozenset(
    "family supply reply assembly disassembly anomaly multiply poly monopoly fly ally butterfly "
    "scholarly daily heterophily homophily".split()
)
_TENS = frozenset("twenty thirty forty fifty sixty seventy eighty ninety".split())
_FOLLOWED = frozenset(
    "instruction path trajectory rule lane line car leader wall command contour route plan goal "
    "gaze guideline intent target waypoint vehicle person human order language preference".split()
)
"""What "following" makes a noun with: "instruction following", unlike "survival following"."""
_AFTER_IN = frozenset("vitro vivo situ silico utero".split())
"""What "in" makes an adjective with: "in vitro fertilization"."""
_ED_OTHER = frozenset("need feed speed embed biped quadruped indeed breed infrared testbed".split())
_WORD = re.compile(r"^[^\W\d_][\w]*(?:[-'/&+.][\w]+)*\+*$|^\d+[DdGg]$|^\d+-[a-z]+$")
_POSSESSIVE = re.compile(r"'s?$")
_ACRONYMS = re.compile(r"^[A-Z][A-Z\d]+s$")
_CAPITALISED = re.compile(r"^(?:[A-Z][a-z]+-?)+$")
_PREPOSITIONS = frozenset("of from for with in on over to by at between across".split())
_SPELLS_ANOTHER = re.compile(
    r"(?:[A-Z]{2}[a-z]{3,}|[A-Z]?[a-z]+)(?:-(?:[A-Z]{2}[a-z]{3,}|[A-Z]?[a-z]+))*$"
)
"""Words of which the first two letters are part of a name: "MUlti-VEctor" of MUVERA."""

_BEFORE_VERB = frozenset("we they he she can could will would shall should may must cannot".split())
"""What is followed by a verb or adverb, whatever else the word may be: "we study"."""


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
    if any(word in word_set(name) for name in ("ing-noun", "ing-inside", "participle")):
        return False
    if word in _verb_forms():
        return True
    if word.endswith("ly") and word not in _NOUN_LY and len(word) > 4:
        return True
    if word.endswith("ed") and "-" not in word and len(word) > 4:
        return word not in _ED_OTHER
    tens, _, ones = word.partition("-")
    return tens in _TENS and (not ones or ones in word_set("closed-class"))


def _stands_inside(word: str) -> bool:
    """Whether a word in -ing is a noun where another stands before it: "fact checking".

    At the beginning it is a verb: "checking the facts".
    """
    return word in word_set("ing-inside") or (
        word.endswith("ing")
        and "-" not in word
        and len(word) > 5
        and word not in word_set("ing-noun")
        and word not in _ING_OTHER
    )


_ING_OTHER = frozenset("string spring building engineering wing ring king bearing housing".split())


def last_is_head(words: list[str]) -> bool:
    """Whether the last word of a phrase is what it is about, and so stands in the singular.

    Behind a preposition it is not, and keeps its number.

    >>> last_is_head("language models".split()), last_is_head("Internet of Things".split())
    (True, False)
    """
    return _PREPOSITIONS.isdisjoint(words[1:-1])


def spells_another(phrase: str) -> bool:
    """Whether capitals in its words are there for a name that they spell: "MEtamorphic testing".

    >>> spells_another("MEtamorphic testing"), spells_another("BERT testing")
    (True, False)
    """
    return all(_SPELLS_ANOTHER.match(word) for word in phrase.split())


@lru_cache(100_000)
def normal(word: str) -> str:
    """Lower case, unless capitals stand inside the word (BERT, mRNA, 3D) and spell no other.

    >>> normal("Language"), normal("BERT"), normal("LLMs"), normal("mRNA"), normal("MUlti-VEctor")
    ('language', 'BERT', 'LLM', 'mRNA', 'multi-vector')
    """
    if "'" in word:
        word = _POSSESSIVE.sub("", word)
    low = word.lower()
    if word.isascii() and word.isalpha() and word[1:] == low[1:]:
        return low
    if _ACRONYMS.match(word):
        return word[:-1]
    if any(c.isupper() for c in word[1:]) and not _CAPITALISED.match(word):
        return low if _SPELLS_ANOTHER.match(word) and _is_plain(low) else word
    return low


def _is_plain(word: str) -> bool:
    """Whether all parts of a word in small letters are pieces of WordPiece's vocabulary."""
    return all(part in pieces() for part in word.split("-"))


@dataclass(slots=True)
class _Word:
    """What a token is inside a phrase.

    Attributes:
        normal: Its form before the last place.
        last: Its form in the last place: singular.
        low: In lower case.
        skipped: Never at the beginning of a run.
        begins, ends, alone: A phrase may begin with it, end with it, be it.
        plural: It is a noun in the plural.
        gerund: It is a verb in -ing where a noun in the plural stands before it.
        after_in: A phrase may begin with an "in" before it.
    """

    normal: str = ""
    last: str = ""
    low: str = ""
    skipped: bool = False
    begins: bool = False
    ends: bool = False
    alone: bool = False
    plural: bool = False
    gerund: bool = False
    after_in: bool = False


_APART = _Word()
"""What no phrase runs over."""
_IN = _Word("in", "in", "in", begins=True)


def _word(word: str) -> _Word:
    low = word.lower()
    if not _WORD.match(word) or word.startswith("http") or len(word) > 40 or breaks(low):
        return _APART
    if low in _AFTER_IN:
        return _Word(low, low, low, after_in=True)
    usual = last = normal(word)
    if last.islower():
        last = singular(last)
    past = low.endswith(("ed", "ly")) and low in word_set("participle")
    inside = _stands_inside(low)
    ends = last not in word_set("also-not") and not past and (last == low or not breaks(last))
    long_enough = len(last) >= 4 or (len(last) >= 3 and not last.islower())
    generic = word_set("generic-left")
    return _Word(
        usual,
        last,
        low,
        inside or low in generic,
        not inside and usual not in generic and (usual == low or not breaks(usual)),
        ends,
        ends
        and not inside
        and long_enough
        and last not in generic
        and last not in word_set("generic-head"),
        low.endswith("s") and last.lower() != low and "'" not in word,
        low.endswith("ing") and (inside or low in ("driving", "encoding")),
    )


_words = WordTable(_word)

Place = tuple[int, int, bool]
"""First and last token of a phrase, and whether it is a whole run."""


def places(
    text: Text, worth: Mapping[str, tuple[float, float]] | None = None, least: float = 0.0
) -> dict[str, list[Place]]:
    """Where the well-formed phrases of a text stand, by key, in order of first appearance.

    Args:
        text: The text.
        worth: What a phrase is worth by itself, in two ways; None: all phrases are given.
        least: What a phrase that does not stand in the title must be worth, one way or the other.
    """
    found: dict[str, list[Place]] = {}
    words = [*map(_words.__getitem__, text.words)]
    title_tokens = text.token_at(text.title_end)
    for begin, end in _runs(text, words, title_tokens):
        for i in range(begin, end):
            first = words[i]
            asked = worth if i >= title_tokens else None
            if first.alone:
                key = first.last
                at = found.get(key)
                if at is not None:
                    at.append((i, i, end - begin == 1))
                elif asked is None or max(asked[key]) >= least:
                    found[key] = [(i, i, end - begin == 1)]
            if not first.begins:
                continue
            head = first.normal + " "
            for j in range(i + 1, min(i + LONGEST, end)):
                word = words[j]
                if word.ends:
                    key = head + word.last
                    at = found.get(key)
                    if at is not None:
                        at.append((i, j, i == begin and j + 1 == end))
                    elif asked is None or max(asked[key]) >= least:
                        found[key] = [(i, j, i == begin and j + 1 == end)]
                head += word.normal + " "
    return found


def _runs(text: Text, words: list[_Word], title_tokens: int) -> list[tuple[int, int]]:
    """Words between two that no phrase runs over: their first token and the one after them.

    None runs from the title, which has no full stop, into the abstract.
    """
    starts, ends = text.starts, text.ends
    found = []
    begin = -1
    for i, word in enumerate([*words, _APART]):
        if begin >= 0 and (
            word is _APART
            or i == title_tokens
            or starts[i] - ends[i - 1] != 1
            or (word.gerund and _is_participle(words[i - 1], word))
        ):
            while begin < i and words[begin].skipped:
                begin += 1
            if begin < i:
                found.append((begin, i))
            begin = -1
        if begin < 0 and word is not _APART and not (i and _is_verb(text.low, i)):
            begin = i
            if word.after_in and i and text.low[i - 1] == "in":
                begin = i - 1
                words[begin] = _IN
    return found


def _is_participle(before: _Word, word: _Word) -> bool:
    """Whether a word in -ing tells what the noun before does: "therapies targeting tumours"."""
    return before.plural or (word.low == "following" and before.low not in _FOLLOWED)


def _is_verb(low: list[str], i: int) -> bool:
    """Whether the word before makes a verb of one that may be a noun: "to support planning"."""
    before = low[i - 1]
    if before != "to":
        return before in _BEFORE_VERB
    return low[i] in word_set("verb-after-to") and low[i + 1 : i + 2] != ["vector"]


def phrase(text: Text, key: str, at: list[Place]) -> Phrase:
    """A phrase from its places."""
    low, starts, ends = text.low, text.starts, text.ends
    first, last, _ = at[0]
    made = Phrase(key, text.clean[starts[first] : ends[last]])
    for i, j, whole in at:
        made.starts.append(starts[i])
        made.ends.append(ends[j])
        made.whole += whole
        made.left.append(low[i - 1] if i else "")
        made.right.append(low[j + 1] if j + 1 < len(low) else "")
    return made


def find(text: Text) -> list[Phrase]:
    """All candidate phrases of a text with their places, in order of first appearance."""
    return [phrase(text, key, at) for key, at in places(text).items()]
