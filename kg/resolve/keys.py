"""What two spellings of a name have in common: the key of what they mean.

`name_key` and `concept_key` see one name; `Keys` sees all names of a corpus, what the papers say
short forms stand for, and the user's thesaurus.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg import ids
from kg.extract import phrases
from kg.extract.vocabulary import KnownName, known_names, squash
from kg.resolve.rules import Applied
from kg.resolve.senses import alike, spelled
from kg.resolve.spelling import normal
from kg.resolve.thesaurus import Thesaurus
from kg.resolve.uses import is_plain_word

NAMED = ("introduces", "dataset", "method")
CONCEPTS = ("task", "concept")
_TRAILING = frozenset(
    "dataset datasets corpus corpora benchmark benchmarks treebank leaderboard simulator "
    "environment model models algorithm library toolkit".split()
)
_KINDS = frozenset("classifier classifiers network networks".split())
"""What a known name may be called besides: "random forest classifier"."""
_GREEK = re.compile(r"[\u0370-\u03ff]")
_SIZE = re.compile(r"^(.{2,}?)[-_ ]?(?:tiny|mini|small|base|medium|large|xl|xxl)$", re.IGNORECASE)
_VERSION = re.compile(r"(?:[-_ ]?v|[-_ ])(\d(?:\.\d)?)$|(?<=[A-Za-z])(\d\.\d)$")
_OWNED = re.compile(r"^\w+['’]s (?=\S)")
_YEAR = re.compile(r"^([a-z]{3,})([012]\d)$")
_SELDOM = 5
"""A short form that is used more than so many times as often as explained may mean other things."""
_AGREED = 0.8
"""The share of papers that have to say the same of a short form."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """What mentions say alike, and how many say it.

    Attributes:
        kind: `kg.paper.MentionKind`: one of `NAMED`, `CONCEPTS`, or ``abbreviation``.
        count: Number of papers that say so.
        stated: How many of them because their source does.
        sense: The key of what is meant, where it is not the name's chief meaning.
    """

    kind: str
    name: str
    role: str = ""
    sort: str = ""
    long_form: str | None = None
    variants: tuple[str, ...] = ()
    count: int = 1
    stated: int = 0
    sense: str = ""


def name_key(name: str) -> str:
    """What two spellings of a dataset's or method's name have in common.

    >>> name_key("MS-COCO") == name_key("COCO"), name_key("SQuAD") == name_key("SQuAD 2.0")
    (True, False)
    >>> name_key("FooBar dataset") == name_key("FooBar"), name_key("FooBars"), name_key("FOOS")
    (True, 'foobar', 'foos')
    >>> name_key("BEA 2019 shared task") == name_key("BEA-2019")
    True
    >>> name_key("random forest classifier") == name_key("Random Forest"), name_key("β-LSTM")
    (True, 'betalstm')
    >>> name_key("XLNet-base") == name_key("XLNet"), name_key("OpenAI's GPT-4") == name_key("GPT-4")
    (True, True)
    """
    for form, sized in _forms(name) if not _GREEK.search(name) else ():
        known = known_names().get(squash(form))
        if known is None or form.endswith("+") != known.name.endswith("+"):
            continue
        if sized and known.kind == "dataset":
            continue
        if (version := _VERSION.search(form)) and squash(version[1] or version[2]) not in squash(
            known.name
        ):
            break
        if not (known.ordinary and form.islower() and " " not in form and "-" not in form):
            return squash(_one_of(known).name)
    words = _without_task(name)
    while len(words) > 1 and words[-1].lower() in _TRAILING:
        words.pop()
    words = [w if w.isascii() else _GREEK.sub(_spelled_out, w) for w in words]
    name = re.sub(r"(?<=[- ])v(?=\d)", "", " ".join(words))
    key = squash(ids.fold(name)) or ids.slug(name)
    plural = len(key) > 4 and name.endswith("s") and not key.endswith("ss")
    return key[:-1] if plural else key


def _one_of(known: KnownName) -> KnownName:
    """What the vocabulary has besides: "prototypical network" of "Prototypical Networks"."""
    rest, _, kind = known.spelling.rpartition(" ")
    if rest and kind.lower() in _KINDS and (short := known_names().get(squash(rest))) is not None:
        return short if short.kind == known.kind else known
    one = (
        known_names().get(squash(known.spelling)[:-1]) if known.spelling[-2:-1].islower() else None
    )
    if one is None or one.kind != known.kind or not known.spelling.endswith("s"):
        return known
    spaced = " " in known.spelling + one.spelling + known.name
    return one if spaced else known


def _forms(name: str) -> Iterator[tuple[str, bool]]:
    """A name as it is and without what does not change what it means; True: without its size."""
    yield name, False
    if name[-1:].isalpha():
        yield f"{name[:-1]}ies" if name.endswith("y") else f"{name}s", False
    if len(name) > 8 and name.endswith("s") and name[-2].islower() and name[-2] != "s":
        yield name[:-1], False
    if name.endswith(".0"):
        yield name[:-2], False
    if "'" in name or "’" in name:
        yield re.sub(r"['’]s\b", "", name), False
        name = _OWNED.sub("", name)
        yield name, False
    words = _without_task(name)
    yield " ".join(words), False
    while len(words) > 1 and words[-1].lower() in _TRAILING:
        yield " ".join([*words[:-1], phrases.singular(words[-1].lower())]), False
        words.pop()
        yield " ".join(words), False
    if size := _SIZE.match(" ".join(words)):
        yield size[1], True
    if len(words) > 1 and words[-1].lower() in _KINDS:
        yield " ".join(words[:-1]), False
    for form in contracted(words):
        yield form, False


def _spelled_out(letter: re.Match[str]) -> str:
    """β as "beta"."""
    return unicodedata.name(letter[0], "").rpartition(" ")[2].lower()


def contracted(words: Sequence[str]) -> list[str]:
    """A name with the short form of what stands at its end in full.

    >>> contracted("Bidirectional Long Short-Term Memory".split())
    ['Bidirectional LSTM']
    """
    found = []
    for at in range(1, len(words) - 1):
        known = known_names().get(squash("".join(words[at:])))
        if known is not None:
            shorts = sorted(s for s in spelled()[known.name] if s.isupper() and s.isalpha())
            found += [" ".join([*words[:at], short]) for short in shorts]
    return found


def _without_task(name: str) -> list[str]:
    """The words of "BEA 2019 shared task" without the last two: the campaign is meant."""
    words = name.split()
    return words[:-2] if len(words) > 2 and name.lower().endswith(" shared task") else words


def concept_key(name: str) -> str:
    """What two spellings of a concept have in common.

    >>> concept_key("pre-trained language models") == concept_key("Pretrained language model")
    True
    >>> concept_key("sequence labelling task") == concept_key("sequence labeling")
    True
    """
    return squash("".join(_normal_words(name))) or ids.slug(name)


def _normal_words(name: str) -> list[str]:
    if not name.isascii():
        name = _GREEK.sub(_spelled_out, name)
    words = ids.fold(phrase(name)).split()
    if len(words) > 2 and words[-1] in _HEADS and _ACTION.search(words[-2]):
        words.pop()
    return [normal(w) for w in words]


_HEADS = frozenset("task problem technique".split())
_ACTION = re.compile(r"(?:ing|tion|sion|sis|ment|retrieval|search)$")


@lru_cache(200_000)
def phrase(name: str) -> str:
    """A concept as it is shown: its last word in the singular."""
    words = name.split()
    if words and (words[-1].islower() or words[-1].istitle()):
        last = words[-1]
        words[-1] = phrases.singular(last.lower())
        if last.istitle():
            words[-1] = words[-1].capitalize()
    return " ".join(words)


class Keys:
    """The keys of a corpus' names.

    Args:
        spellings: What is found and stated in all papers, each way of saying it once.
        thesaurus: The user's word.

    Attributes:
        long: Short forms of concepts to the long forms that the corpus agrees on.
    """

    def __init__(self, spellings: Sequence[Spelling], thesaurus: Thesaurus) -> None:
        self._named = {name_key(s.name) for s in spellings if s.kind in NAMED}
        self._words = _ordinary_words(spellings)
        self.long = _agreed(spellings)
        self._names_of_long = _names_of_long(spellings, self._named)
        self._concept_keys, self._order = _orders(s for s in spellings if s.kind in CONCEPTS)
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

    def _own_name_key(self, name: str) -> str:
        key = name_key(name)
        if (year := _YEAR.match(key)) and f"{year[1]}20{year[2]}" in self._named:
            key = f"{year[1]}20{year[2]}"
        return self._names_of_long.get(key, key)

    def _own_concept_key(self, name: str) -> str:
        if name in self._words:
            return f"{concept_key(name)}-{name.lower()}"
        name = self.long.get(name) or self._in_full(name)
        key = self._concept_keys.get(name) or concept_key(name)
        return self._order.get(key, key)

    def _in_full(self, name: str) -> str:
        """A concept of several words with its short forms in full: "NMT system"."""
        words = name.split(" ")
        if len(words) == 1 or self.long.keys().isdisjoint(words):
            return name
        return " ".join(self.long.get(w, w) for w in words)


def _ordinary_words(spellings: Iterable[Spelling]) -> set[str]:
    """Names in capitals of which the corpus has the ordinary word more often: METER and meter."""
    counts: Counter[str] = Counter()
    for s in spellings:
        if s.kind in CONCEPTS and s.name.isalpha() and (s.name.isupper() or s.name.islower()):
            counts[s.name] += s.count
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
        found[s.name][phrase(" ".join(words))] += s.count
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
    keys: dict[str, str] = {}
    used: Counter[str] = Counter()
    for s in spellings:
        if s.kind in NAMED:
            used[name_key(s.name)] += s.count
        if s.long_form and s.kind in (*NAMED, "abbreviation") and not is_plain_word(s.long_form):
            key = keys.setdefault(s.long_form, name_key(s.long_form))
            found[name_key(s.name)][key] += s.count
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


def _orders(concepts: Iterable[Spelling]) -> tuple[dict[str, str], dict[str, str]]:
    """Names to keys; keys of three words and more to the key of the order that is commonest.

    The last word stays the last: a multilingual pre-trained model is a pre-trained multilingual
    model, a parser of errors is no error of parsers. So do the languages of a translation with a
    hyphen between them: Chinese-English is not English-Chinese.
    """
    keys: dict[str, str] = {}
    groups: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for s in concepts:
        words = _normal_words(s.name)
        key = keys[s.name] = squash("".join(words)) or ids.slug(s.name)
        if len(words) > 2 and s.name.islower() and _DIRECTED.isdisjoint(words):
            *parts, last = words
            if not _TRANSLATED.isdisjoint(words):
                *parts, last = ("".join(_normal_words(w)) for w in s.name.split())
            groups[*sorted(parts), last][key] += s.count
    several = [counts for counts in groups.values() if len(counts) > 1]
    return keys, {key: best for c in several for best in [most(c)] for key in c if key != best}


_TRANSLATED = frozenset("translation translator transliteration interpretation interpreter".split())
_DIRECTED = frozenset("to from of in by for and as source target".split())


def most(counter: Mapping[str, int]) -> str:
    """The commonest of some names; of equally common ones the one that looks most like a name."""
    return min(counter, key=lambda s: (-counter[s], s.islower(), len(s), s))
