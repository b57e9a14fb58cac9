"""What two spellings of a name have in common: the key of what they mean.

`kg.resolve.own_keys` sees one name; `Keys` sees all names of a corpus, what the papers say short
forms stand for, and the user's thesaurus.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kg.extract import phrases
from kg.extract.vocabulary import known_names
from kg.resolve.own_keys import known_concept, known_name_key, phrase
from kg.resolve.rules import Applied
from kg.resolve.senses import alike
from kg.resolve.thesaurus import Thesaurus
from kg.resolve.uses import is_plain_word

NAMED = ("introduces", "dataset", "method")
CONCEPTS = ("task", "concept")
_YEAR = re.compile(r"^([a-z]{3,})([012]\d)$")
_SELDOM = 5
"""A short form that is used more than so many times as often as explained may mean other things."""
_AGREED = 0.8
"""The share of papers that have to say the same of a short form."""


class Spelling(NamedTuple):
    """What mentions say alike, and how many say it.

    Attributes:
        kind: `kg.paper.MentionKind`: one of `NAMED`, `CONCEPTS`, or ``abbreviation``.
        papers: Number of papers that say so.
        stated: How many of them because their source does.
        sense: The key of what is meant, where it is not the name's chief meaning.
    """

    kind: str
    name: str
    role: str = ""
    sort: str = ""
    long_form: str | None = None
    variants: tuple[str, ...] = ()
    papers: int = 1
    stated: int = 0
    sense: str = ""


class Keys:
    """The keys of a corpus' names.

    Args:
        spellings: What is found and stated in all papers, each way of saying it once.
        thesaurus: The user's word.

    Attributes:
        long: Short forms of concepts to the long forms that the corpus agrees on.
    """

    def __init__(self, spellings: Sequence[Spelling], thesaurus: Thesaurus) -> None:
        self._named = {known_name_key(s.name) for s in spellings if s.kind in NAMED}
        self._words = _ordinary_words(spellings)
        self.long = _agreed(spellings)
        self._names_of_long = _names_of_long(spellings, self._named)
        self._order = _orders(s for s in spellings if s.kind in CONCEPTS)
        self._rules = {
            "Dataset": Applied(thesaurus["dataset"], self._own_name_key),
            "Method": Applied(thesaurus["method"], self._own_name_key),
            "Concept": Applied(thesaurus["concept"], self._own_concept_key),
        }
        self._names: dict[str, str] = {}
        self._concepts: dict[str, str] = {}

    def concept(self, name: str) -> str:
        """The key of a concept's name; empty when the user drops it."""
        known = self._concepts.get(name)
        if known is None:
            rules = self._rules["Concept"]
            key = rules.key(name)
            known = self._concepts[name] = "" if rules.drops(key) else key
        return known

    def name(self, name: str) -> str:
        """The key of a dataset's or method's name; empty when the user drops it."""
        known = self._names.get(name)
        if known is None:
            data, methods = self._rules["Dataset"], self._rules["Method"]
            key = methods.key(name, data.key(name))
            dropped = data.drops(key) or methods.drops(key)
            known = self._names[name] = "" if dropped else key
        return known

    def called(self, label: str, key: str) -> str:
        """The name that the user gave to what has a key; empty when none."""
        return self._rules[label].called.get(key, "")

    def renamed(self, label: str) -> Mapping[str, str]:
        """Keys to the names that the user gave to what has them."""
        return self._rules[label].called

    def _own_name_key(self, name: str) -> str:
        key = known_name_key(name)
        if (year := _YEAR.match(key)) and f"{year[1]}20{year[2]}" in self._named:
            key = f"{year[1]}20{year[2]}"
        return self._names_of_long.get(key, key)

    def _own_concept_key(self, name: str) -> str:
        if name in self._words:
            return f"{_key(name)}-{name.lower()}"
        key = _key(self.long.get(name) or self._in_full(name))
        return self._order.get(key, key)

    def _in_full(self, name: str) -> str:
        """A concept of several words with its short forms in full: "NMT system"."""
        words = name.split(" ")
        if len(words) == 1 or self.long.keys().isdisjoint(words):
            return name
        return " ".join(self.long.get(w, w) for w in words)


def _key(concept: str) -> str:
    return known_concept(concept).partition("\t")[0]


def _ordinary_words(spellings: Iterable[Spelling]) -> set[str]:
    """Names in capitals of which the corpus has the ordinary word more often: METER and meter."""
    counts: Counter[str] = Counter()
    for s in spellings:
        if s.kind in CONCEPTS and s.name.isalpha() and (s.name.isupper() or s.name.islower()):
            counts[s.name] += s.papers
    return {n for n in counts if n.isupper() and counts[n.lower()] > max(1, counts[n])}


def _agreed(spellings: Iterable[Spelling]) -> dict[str, str]:
    """Short forms that the corpus defines in one way, to their long forms as concepts."""
    defined = [s for s in spellings if s.kind == "abbreviation" and s.long_form]
    defined = [s for s in defined if _is_short(s.name)]
    agreed = _agreed_on(defined, {})
    return _agreed_on(defined, agreed) | agreed


def _agreed_on(defined: Iterable[Spelling], shorts: Mapping[str, str]) -> dict[str, str]:
    """What the corpus agrees on where some short forms are known: PBSMT is phrase-based SMT."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for s in defined:
        words = [phrases.normal(w) for w in str(s.long_form).split()]
        words = [shorts.get(w, w) if w != s.name else w for w in words]
        found[s.name][phrase(" ".join(words))] += s.papers
    agreed = {}
    for short, longs in found.items():
        best, count = _best(longs)
        if count >= 2 and count >= _AGREED * sum(longs.values()):
            agreed[short] = best
    return agreed


def _is_short(name: str) -> bool:
    return " " not in name and (name.isupper() or sum(map(str.isupper, name)) > 1)


def _best(longs: Counter[str]) -> tuple[str, int]:
    """The commonest long form, and how many papers say it or something alike."""
    best = most(longs)
    return best, sum(n for form, n in longs.items() if form == best or alike(form, best))


def _names_of_long(spellings: Iterable[Spelling], named: set[str]) -> dict[str, str]:
    """Keys of long forms that are names themselves, to the keys of their short forms."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    used: Counter[str] = Counter()
    for s in spellings:
        if s.kind in NAMED:
            used[known_name_key(s.name)] += s.papers
        if s.long_form and s.kind in (*NAMED, "abbreviation") and not is_plain_word(s.long_form):
            found[known_name_key(s.name)][known_name_key(s.long_form)] += s.papers
    names: dict[str, str] = {}
    for short, longs in sorted(found.items()):
        best = most(longs)
        if short not in named or best not in named or short == best:
            continue
        if short not in known_names() and _SELDOM * longs[best] < used[short]:
            continue
        if longs[best] >= _AGREED * sum(longs.values()):
            if best in known_names() and short not in known_names():
                names.setdefault(short, best)
            else:
                names.setdefault(best, short)
    return {k: v for k, v in names.items() if v not in names}


def _orders(concepts: Iterable[Spelling]) -> dict[str, str]:
    """Keys of three words and more to the key of the order of words that is commonest."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for s in concepts:
        key, _, order = known_concept(s.name).partition("\t")
        if order:
            groups[order][key] += s.papers
    several = [counts for counts in groups.values() if len(counts) > 1]
    return {key: best for c in several for best in [most(c)] for key in c if key != best}


def most(counter: Mapping[str, int]) -> str:
    """The commonest of some names; of equally common ones the one that looks most like a name."""
    return min(counter, key=lambda s: (-counter[s], s.islower(), len(s), s))
