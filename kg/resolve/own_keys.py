"""The key of a name by itself, in whatever corpus it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg import ids
from kg.extract import phrases
from kg.extract.vocabulary import known_names, squash
from kg.resolve.remembered import remembered
from kg.resolve.spelling import normal

_TRAILING = frozenset(
    "dataset datasets corpus corpora benchmark benchmarks treebank leaderboard simulator "
    "environment model models algorithm library toolkit".split()
)
_SIZE = re.compile(r"^(.{2,}?)[-_ ]?(?:tiny|mini|small|base|medium|large|xl|xxl)$", re.IGNORECASE)
_VERSION = re.compile(r"(?:[-_ ]?v|[-_ ])(\d(?:\.\d)?)$|(?<=[A-Za-z])(\d\.\d)$")
_OWNED = re.compile(r"^\w+['’]s (?=\S)")


def name_key(name: str) -> str:
    """What two spellings of a dataset's or method's name have in common.

    >>> name_key("MS-COCO") == name_key("COCO"), name_key("SQuAD") == name_key("SQuAD 2.0")
    (True, False)
    >>> name_key("FooBar dataset") == name_key("FooBar"), name_key("FooBars"), name_key("FOOS")
    (True, 'foobar', 'foos')
    >>> name_key("BEA 2019 shared task") == name_key("BEA-2019")
    True
    >>> name_key("XLNet-base") == name_key("XLNet"), name_key("OpenAI's GPT-4") == name_key("GPT-4")
    (True, True)
    """
    for form, sized in _forms(name):
        known = known_names().get(squash(form))
        if known is None or form.endswith("+") != known.name.endswith("+"):
            continue
        if sized and known.kind == "dataset":
            continue
        if (version := _VERSION.search(form)) and squash(version[1] or version[2]) not in squash(
            known.name
        ):
            break
        if not (known.ordinary and form.islower() and " " not in form):
            return squash(known.name)
    words = _without_task(name)
    while len(words) > 1 and words[-1].lower() in _TRAILING:
        words.pop()
    name = re.sub(r"(?<=[- ])v(?=\d)", "", " ".join(words))
    key = squash(ids.fold(name)) or ids.slug(name)
    plural = len(key) > 4 and name.endswith("s") and not key.endswith("ss")
    return key[:-1] if plural else key


def _forms(name: str) -> Iterator[tuple[str, bool]]:
    """A name as it is and without what does not change what it means; True: without its size."""
    yield name, False
    if name[-1:].isalpha():
        yield f"{name}s", False
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


def _without_task(name: str) -> list[str]:
    """The words of "BEA 2019 shared task" without the last two: the campaign is meant."""
    words = name.split()
    return words[:-2] if len(words) > 2 and name.lower().endswith(" shared task") else words


_DIRECTED = frozenset("to from of in by for and as source target".split())


def concept_key(name: str) -> str:
    """What two spellings of a concept have in common.

    >>> concept_key("pre-trained language models") == concept_key("Pretrained language model")
    True
    >>> concept_key("sequence labelling task") == concept_key("sequence labeling")
    True
    """
    return _concept(name).partition("\t")[0]


def word_order(name: str) -> str:
    """What concepts that differ in the order of their words have in common; empty when it tells.

    The last word stays the last: a multilingual pre-trained model is a pre-trained multilingual
    model, a parser of errors is no error of parsers.

    >>> word_order("pretrained multilingual model") == word_order("multilingual pretrained models")
    True
    """
    return _concept(name).partition("\t")[2]


def _concept(name: str) -> str:
    """A concept's key, a tab, and `word_order`."""
    words = _normal_words(name)
    tells = len(words) < 3 or not name.islower() or not _DIRECTED.isdisjoint(words)
    order = "" if tells else " ".join([*sorted(words[:-1]), words[-1]])
    return f"{squash(''.join(words)) or ids.slug(name)}\t{order}"


def _normal_words(name: str) -> list[str]:
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


known_name_key = remembered("names", name_key)
known_concept = remembered("concepts", _concept)
