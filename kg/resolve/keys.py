"""What two spellings of a name have in common: the key of what they mean.

`kg.resolve.own_keys` sees one name; `Keys` sees all names of a corpus, what the papers say short
forms stand for, and the user's thesaurus.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kg.extract import phrases
from kg.extract.vocabulary import known_names
from kg.resolve.own_keys import KINDS, SHORTS, known_concept, known_name_key, phrase
from kg.resolve.remembered import remembered
from kg.resolve.rules import Applied
from kg.resolve.senses import alike
from kg.resolve.thesaurus import Rules, Thesaurus
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
        concepts: Columns name, papers: the spellings of `CONCEPTS`, where they are not among the
            others.

    Attributes:
        long: Short forms of concepts to the long forms that the corpus agrees on.
    """

    def __init__(
        self,
        spellings: Sequence[Spelling],
        thesaurus: Thesaurus,
        concepts: pa.Table | None = None,
    ) -> None:
        if concepts is None:
            said = [(s.name, s.papers) for s in spellings if s.kind in CONCEPTS]
            names, papers = zip(*said, strict=True) if said else ((), ())
            concepts = pa.table(
                {"name": pa.array(names, pa.string()), "papers": pa.array(papers, pa.int64())}
            )
        self._named = {known_name_key(s.name) for s in spellings if s.kind in NAMED}
        self._words = _ordinary_words(concepts)
        self.long = _agreed(spellings)
        self._long_letters = _of_one_meaning(self.long)
        self._long_small = _in_small_letters(self.long, concepts)
        self._names_of_long = _names_of_long(spellings, self._named)
        self._order = _orders(concepts)
        self._is_told = thesaurus["concept"] != Rules()
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

    def concepts(self, names: pa.Array) -> pa.Array:
        """The keys of many concepts' names, as of `concept`."""
        if self._is_told:
            return pa.array(map(self.concept, names.to_pylist()), pa.string())
        words = pc.split_pattern(names, " ")
        shorts = [w for w in pc.unique(words.flatten()).to_pylist() if self._word_in_full(w) != w]
        short = pc.is_in(words.flatten(), value_set=pa.array(shorts, pa.string()))
        with_short = np.zeros(len(names), dtype=bool)
        with_short[pc.list_parent_indices(words).filter(short).to_numpy()] = True
        in_full = map(self._in_full, names.filter(pa.array(with_short)).to_pylist())
        full = pc.replace_with_mask(names, pa.array(with_short), pa.array(in_full, pa.string()))
        keys = pc.list_element(pc.split_pattern(known_concept.all(full), "\t"), 0)
        order = pa.array(self._order.values(), pa.string())
        at = pc.index_in(keys, value_set=pa.array(self._order.keys(), pa.string()))
        keys = pc.coalesce(order.take(at), keys)
        ordinary = pc.is_in(names, value_set=pa.array(self._words, pa.string()))
        apart = map(self._own_concept_key, names.filter(ordinary).to_pylist())
        return pc.replace_with_mask(keys, ordinary, pa.array(apart, pa.string()))

    def name(self, name: str) -> str:
        """The key of a dataset's or method's name; empty when the user drops it."""
        known = self._names.get(name)
        if known is None:
            data, methods = self._rules["Dataset"], self._rules["Method"]
            key = methods.key(name, data.key(name))
            dropped = data.drops(key) or methods.drops(key)
            known = self._names[name] = "" if dropped else key
        return known

    def long_form(self, short: str) -> str | None:
        """What the corpus agrees that a short form of a concept stands for, however it is spelled.

        "Bi-LSTMs" for what is said of "BiLSTM".
        """
        return self.long.get(short) or self._long_letters.get(_letters(short))

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
        key = _key(self._in_full(name))
        return self._order.get(key, key)

    def _in_full(self, name: str) -> str:
        """A concept with its short forms in full: "NMT system", "Multimodal-BERT"."""
        return " ".join(map(self._word_in_full, name.split(" ")))

    def _word_in_full(self, word: str) -> str:
        known = self.long_form(word) or self._long_small.get(word.lower())
        if known is not None:
            return known
        if "-" not in word or word.islower():
            return word
        return "-".join(self.long.get(part, part) for part in word.split("-"))


def _key(concept: str) -> str:
    return known_concept(concept).partition("\t")[0]


def _ordinary_words(concepts: pa.Table) -> set[str]:
    """Names in capitals of which the corpus has the ordinary word more often: METER and meter."""
    counts: Counter[str] = Counter()
    words = concepts.filter(pc.invert(pc.match_substring(concepts["name"], " ")))
    for name, papers in zip(words["name"].to_pylist(), words["papers"].to_pylist(), strict=True):
        if name.isalpha() and (name.isupper() or name.islower()):
            counts[name] += papers
    return {n for n in counts if n.isupper() and counts[n.lower()] > max(1, counts[n])}


def _agreed(spellings: Iterable[Spelling]) -> dict[str, str]:
    """Short forms that the corpus defines in one way, to their long forms as concepts."""
    defined = [s for s in spellings if s.kind == "abbreviation" and s.long_form]
    defined = [s for s in defined if _is_short(s.name)]
    agreed = _agreed_on(defined, {})
    return _agreed_on(defined, agreed) | agreed


def _letters(short: str) -> str:
    """What spellings of a short form have in common: "Bi-LSTMs" and "BiLSTM"."""
    return SHORTS.sub("", short.replace("-", ""))


def _of_one_meaning(long: Mapping[str, str]) -> dict[str, str]:
    """The letters of short forms to their long forms, where all spellings mean the same."""
    found: dict[str, set[str]] = defaultdict(set)
    for short, form in long.items():
        found[_letters(short)].add(form)
    return {letters: min(of) for letters, of in found.items() if len(set(map(_key, of))) == 1}


def _agreed_on(defined: Iterable[Spelling], shorts: Mapping[str, str]) -> dict[str, str]:
    """What the corpus agrees on where some short forms are known: PBSMT is phrase-based SMT."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for s in defined:
        normal, _, shown = _known_long(str(s.long_form)).partition("\t")
        words = normal.split(" ") if shorts else []
        if not shorts.keys().isdisjoint(words):
            words = [shorts.get(w, w) if w != s.name else w for w in words]
            shown = phrase(" ".join(words))
        found[s.name][shown] += s.papers
    agreed = {}
    for short, longs in found.items():
        best, count = _best(longs)
        if count >= 2 and count >= _AGREED * sum(longs.values()):
            agreed[short] = best
    return agreed


def _long(long_form: str) -> str:
    """A long form with its words as they mostly are, a tab, and it as a concept is shown."""
    normal = " ".join(map(phrases.normal, long_form.split()))
    return f"{normal}\t{phrase(normal)}"


_known_long = remembered("long-forms", _long)


def _in_small_letters(long: Mapping[str, str], concepts: pa.Table) -> dict[str, str]:
    """Long forms of short ones in small letters that are no words: "covid-19", "bert"."""
    words = pc.split_pattern(concepts["name"].combine_chunks(), " ")
    papers = concepts["papers"].combine_chunks().take(pc.list_parent_indices(words))
    counts = pa.table({"word": words.flatten(), "papers": papers}).group_by("word")
    of = counts.aggregate([("papers", "sum")])
    used = dict(zip(of["word"].to_pylist(), of["papers_sum"].to_pylist(), strict=True))
    return {
        short.lower(): form
        for short, form in long.items()
        if not short.isalpha()
        or (len(short) > 3 and 4 * used.get(short.lower(), 0) <= used.get(short, 0))
    }


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
        if s.long_form and s.kind in (*NAMED, "abbreviation") and _is_a_name(s.long_form):
            found[known_name_key(s.name)][known_name_key(s.long_form)] += s.papers
    names: dict[str, str] = {}
    for short, longs in sorted(found.items()):
        best = most(longs)
        if short not in named or best not in named or short == best:
            continue
        if short not in known_names() and _SELDOM * longs[best] < used[short]:
            continue
        if short in known_names() and best in known_names() and not _is_initials(short):
            continue  # what one paper calls P-tuning is prefix tuning
        if longs[best] >= _AGREED * sum(longs.values()):
            if best in known_names() and short not in known_names():
                names.setdefault(short, best)
            else:
                names.setdefault(best, short)
    return {k: v for k, v in names.items() if v not in names}


def _is_a_name(long_form: str) -> bool:
    """Whether a long form is a name whole: a "Self-Attention Network" is no self-attention."""
    last = long_form.split()[-1].lower()
    cut = last in KINDS and not known_name_key(long_form).endswith(last.removesuffix("s"))
    return not (cut or is_plain_word(long_form))


def _is_initials(key: str) -> bool:
    """Whether a known name is all capitals: MCMC."""
    return known_names()[key].spelling.isupper()


def _orders(concepts: pa.Table) -> dict[str, str]:
    """Keys of three words and more to the key of the order of words that is commonest."""
    parts = pc.split_pattern(known_concept.all(concepts["name"].combine_chunks()), "\t")
    keys, orders = pc.list_element(parts, 0), pc.list_element(parts, 1)
    found = pa.table({"order": orders, "key": keys, "papers": concepts["papers"]})
    found = found.filter(pc.not_equal(found["order"], ""))
    found = found.group_by(["order", "key"]).aggregate([("papers", "sum")])
    often = found["order"].combine_chunks().value_counts()
    several = often.field("values").filter(pc.greater(often.field("counts"), 1))
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for row in found.filter(pc.is_in(found["order"], value_set=several)).to_pylist():
        groups[row["order"]][row["key"]] = row["papers_sum"]
    return {key: best for c in groups.values() for best in [most(c)] for key in c if key != best}


def most(counter: Mapping[str, int]) -> str:
    """The commonest of some names; of equally common ones the one that looks most like a name."""
    return min(counter, key=lambda s: (-counter[s], s.islower(), len(s), s))
