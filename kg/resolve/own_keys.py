"""The key of a name by itself, in whatever corpus it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kg import greek, ids
from kg.extract import phrases
from kg.extract.plurals import singular
from kg.extract.vocabulary import KnownName, known_names, squash
from kg.resolve.remembered import remembered
from kg.resolve.senses import spelled
from kg.resolve.spelling import normal

_TRAILING = frozenset(
    "dataset datasets corpus corpora benchmark benchmarks treebank leaderboard simulator "
    "environment model models algorithm library toolkit".split()
)
KINDS = frozenset("classifier classifiers network networks".split())
"""What a known name may be called besides: "random forest classifier"."""
_SIZE = re.compile(r"^(.{2,}?)[-_ ]?(?:tiny|mini|small|base|medium|large|xl|xxl)$", re.IGNORECASE)
_VERSION = re.compile(r"(?:[-_ ]?v|[-_ ])(\d(?:\.\d)?)$|(?<=[A-Za-z])(\d\.\d)$")
SHORTS = re.compile(r"(?<=[A-Z]{2})s$")
"""What makes several of what is written in capitals: "BiLSTMs", "GCNs"."""
_NETWORK = re.compile(r" nets?$", re.IGNORECASE)
_OWNED = re.compile(r"^\w+['’]s (?=\S)")


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
    >>> name_key("MIP") == name_key("MIPS"), name_key("Bi-LSTMs") == name_key("BiLSTM")
    (False, True)
    >>> name_key("XLNet-base") == name_key("XLNet"), name_key("OpenAI's GPT-4") == name_key("GPT-4")
    (True, True)
    """
    for form, sized in _forms(name):
        known = known_names().get(squash(form))
        if known is None or form.endswith("+") != known.name.endswith("+"):
            continue
        if (form == f"{name}s" or SHORTS.search(form)) and known.spelling.endswith("S"):
            continue  # MIP is not MIPS
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
    name = SHORTS.sub("", re.sub(r"(?<=[- ])v(?=\d)", "", " ".join(words)))
    key = squash(name) or ids.slug(name)
    plural = len(key) > 4 and name.endswith("s") and not key.endswith("ss")
    return key[:-1] if plural else key


def _one_of(known: KnownName) -> KnownName:
    """What the vocabulary has besides: "prototypical network" of "Prototypical Networks"."""
    rest, _, kind = known.spelling.rpartition(" ")
    if rest and kind.lower() in KINDS and (short := known_names().get(squash(rest))) is not None:
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
    if SHORTS.search(name):
        name = name[:-1]
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
        yield " ".join([*words[:-1], singular(words[-1].lower())]), False
        words.pop()
        yield " ".join(words), False
    if size := _SIZE.match(" ".join(words)):
        yield size[1], True
    if len(words) > 1 and words[-1].lower() in KINDS:
        yield " ".join(words[:-1]), False
    if (network := _NETWORK.sub(" network", " ".join(words))) != " ".join(words):
        yield network, False
        words = network.split()
    if (usual := _convolutional(words)) != words:
        yield " ".join(usual), False
    for form in contracted(words):
        yield form, False


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


def _convolutional(words: Sequence[str]) -> list[str]:
    """The words of "graph convolution network" as most write them; a graph convolution is one."""
    return [
        f"{word}al" if word.lower() == "convolution" and at < len(words) else word
        for at, word in enumerate(words, 1)
    ]


def _without_task(name: str) -> list[str]:
    """The words of "BEA 2019 shared task" without the last two: the campaign is meant."""
    words = name.split()
    return words[:-2] if len(words) > 2 and name.lower().endswith(" shared task") else words


_TRANSLATED = frozenset("translation translator transliteration interpretation interpreter".split())
_DIRECTED = frozenset("to from of in by for and as source target".split())


def concept_key(name: str) -> str:
    """What two spellings of a concept have in common.

    >>> concept_key("pre-trained language models") == concept_key("Pretrained language model")
    True
    >>> concept_key("sequence labelling task") == concept_key("sequence labeling")
    True
    >>> concept_key("graph convolution nets"), concept_key("RNN-LMs")
    ('graphconvolutionalnetwork', 'rnnlm')
    """
    return _concept(name).partition("\t")[0]


def word_order(name: str) -> str:
    """What concepts that differ in the order of their words have in common; empty when it tells.

    The last word stays the last: a multilingual pre-trained model is a pre-trained multilingual
    model, a parser of errors is no error of parsers. So do the languages of a translation with a
    hyphen between them: Chinese-English is not English-Chinese.

    >>> word_order("pretrained multilingual model") == word_order("multilingual pretrained models")
    True
    """
    return _concept(name).partition("\t")[2]


def _concept(name: str) -> str:
    """A concept's key, a tab, and `word_order`."""
    words = _normal_words(name)
    tells = len(words) < 3 or not name.islower() or not _DIRECTED.isdisjoint(words)
    key = squash("".join(words)) or ids.slug(name)
    if not tells and not _TRANSLATED.isdisjoint(words):
        words = ["".join(_normal_words(w)) for w in name.split()]
    order = "" if tells else " ".join([*sorted(words[:-1]), words[-1]])
    return f"{key}\t{order}"


def _normal_words(name: str) -> list[str]:
    if not name.isascii():
        name = greek.spelled_out(name)
    words = _convolutional(_NETWORK.sub(" network", ids.fold(phrase(name))).split())
    if len(words) > 2 and words[-1] in _HEADS and _ACTION.search(words[-2]):
        words.pop()
    return [normal(w) for w in words]


_HEADS = frozenset("task problem technique".split())
_ACTION = re.compile(r"(?:ing|tion|sion|sis|ment|retrieval|search)$")


@lru_cache(200_000)
def phrase(name: str) -> str:
    """A concept as it is shown: its last word in the singular, unless a preposition precedes it."""
    words = name.split()
    if words and SHORTS.search(words[-1]) and phrases.last_is_head(words):
        words[-1] = words[-1][:-1]
    elif words and (words[-1].islower() or words[-1].istitle()) and phrases.last_is_head(words):
        last = words[-1]
        words[-1] = singular(last.lower())
        if last.istitle():
            words[-1] = words[-1].capitalize()
    return " ".join(words)


known_name_key = remembered("names", name_key)
known_concept = remembered("concepts", _concept)
