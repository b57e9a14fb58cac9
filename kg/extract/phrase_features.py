"""What a phrase is in every text and in this one, as named features with their weights.

Features come in parts, a part a question ("how often, and of how many words?"), and each part's
weights are summed once: most of the work of ranking is then adding up a few numbers a phrase.
"""

from __future__ import annotations

import gzip
import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path

from kg.extract.classifier import Classifier, read_weights
from kg.extract.phrases import LONGEST, Phrase
from kg.extract.text import Text
from kg.extract.vocabulary import word_set
from kg.extract.word_table import WordTable

DATA = Path(__file__).parent / "data"
PHRASES = DATA / "phrases.tsv.gz"
WEIGHTS = DATA / "keywords.json.gz"
_SUFFIX = re.compile(r"(?:tion|ing|ment|ity|ness|ics|ism|sis|er|al|ive|ed)$")


@dataclass(slots=True, eq=False)
class Part:
    """Features that go together.

    Attributes:
        names: The features.
        concept, task: Sums of their log-odds in the two models.
        best_concept, best_task: The feature that says most for each, and its log-odds.
    """

    names: tuple[str, ...]
    concept: float
    task: float
    best_concept: tuple[float, str]
    best_task: tuple[float, str]


@cache
def frequencies() -> dict[str, tuple[int, int, int]]:
    """Phrase to papers with it in title, abstract, keywords, counted on 25,000 papers."""
    if not PHRASES.exists():
        return {}
    with gzip.open(PHRASES, "rt", encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return {r[0]: (int(r[1]), int(r[2]), int(r[3])) for r in rows}


@cache
def models() -> dict[str, Classifier]:
    """The trained rankers: concept and task."""
    return {name: Classifier.from_table(value) for name, value in read_weights(WEIGHTS).items()}


def use(trained: dict[str, Classifier]) -> None:
    """For training: rank by other models from here on."""
    global models
    models = lambda: trained  # type: ignore[assignment]  # noqa: E731
    own.clear()
    best_of_own.clear()
    for table in (*_LAST, *_FIRST, _PREVIOUS, _NEXT, _PLACE):
        table.clear()
    for cached in (
        _margins,
        _counted,
        _uncounted,
        _often,
        _near,
        _word,
        _inside,
        _titled,
        _sentence,
    ):
        cached.cache_clear()


@cache
def _margins() -> dict[str, tuple[float, float]]:
    """Feature to its log-odds as a concept and as a task."""
    concept, task = models()["concept"].margins, models()["task"].margins
    names = concept.keys() | task.keys()
    return {n: (concept.get(n, 0.0), task.get(n, 0.0)) for n in names}


_NOTHING = (-math.inf, "prior")


def _part(*names: str) -> Part:
    table = _margins()
    concept = task = 0.0
    best_concept = best_task = _NOTHING
    for name in names:
        if name in table:
            for_concept, for_task = table[name]
            concept += for_concept
            task += for_task
            best_concept = max(best_concept, (for_concept, name))
            best_task = max(best_task, (for_task, name))
    return Part(names, concept, task, best_concept, best_task)


def _own(key: str) -> tuple[float, float]:
    last, first, counted, looks = own_parts(key)
    return (
        last.concept + first.concept + counted.concept + looks.concept,
        last.task + first.task + counted.task + looks.task,
    )


own = WordTable(_own, 150_000)
"""What a phrase is worth by itself: log-odds as a concept and as a task, without bias."""


def _best_of_own(key: str) -> tuple[tuple[float, str], tuple[float, str]]:
    parts = own_parts(key)
    return max(p.best_concept for p in parts), max(p.best_task for p in parts)


best_of_own = WordTable(_best_of_own)
"""What says most for a phrase by itself, as a concept and as a task."""


def own_parts(key: str) -> tuple[Part, Part, Part, Part]:
    """The features that a phrase has in every text."""
    words = key.split(" ")
    size = len(words)
    counts = frequencies().get(key)
    if counts is None:
        counted = _uncounted(size)
    else:
        in_title, in_abstract, as_keyword = counts
        titleness = min(6, int(3 * in_title / (in_abstract + 1)))
        counted = _counted(_log(in_title), _log(in_abstract), _log(as_keyword), titleness, size)
    return (
        _LAST[size][words[-1]],
        _FIRST[size > 1][words[0]],
        counted,
        _word(not key.islower(), size == 1, "-" in key),
    )


def _log(count: int) -> int:
    return (count + 1).bit_length() - 1


def _last(size: int, word: str) -> Part:
    names = [f"words={size}", f"last={word}"]
    if word in word_set("generic-head"):
        names += ["generic-last", f"generic-last&words={size}"]
    if ending := _SUFFIX.search(word):
        names.append(f"suffix={ending.group()}")
    return _part(*names)


_LAST = [WordTable(partial(_last, size)) for size in range(LONGEST + 1)]
"""What a phrase's last word is worth, by the number of words."""


def _first(several: bool, word: str) -> Part:
    names = [f"first={word}"]
    if word in word_set("generic-head"):
        names.append("generic-first")
    if several and (ending := _SUFFIX.search(word)):
        names.append(f"first-suffix={ending.group()}")
    return _part(*names)


_FIRST = [WordTable(partial(_first, several)) for several in (False, True)]
"""What its first word is worth: the only one, one of several."""


@lru_cache(20_000)
def _counted(titles: int, abstracts: int, keywords: int, titleness: int, size: int) -> Part:
    return _part(
        f"titles={titles}",
        f"abstracts={abstracts}",
        f"keywords={keywords}",
        f"titleness={titleness}",
        f"titles={titles}&words={min(size, 3)}",
    )


@cache
def _uncounted(size: int) -> Part:
    return _counted(0, 0, 0, 0, size)


@cache
def _word(capitals: bool, alone: bool, hyphen: bool) -> Part:
    names = ["capitals"] if capitals else []
    if capitals and alone:
        names.append("capitals-alone")
    if hyphen:
        names.append("hyphen")
    return _part(*names)


def context_parts(
    phrase: Phrase, text: Text, near: float, rank: int, total: int, inside: int
) -> list[Part]:
    """The features that a phrase has in one text.

    Args:
        phrase: The phrase with its places.
        text: The text.
        near: Its similarity to the text, from -1 to 1.
        rank: Its place by similarity among the `total` phrases of the text.
        inside: The number of longer candidates that it stands in.
    """
    size = phrase.key.count(" ") + 1
    count = len(phrase.starts)
    first = phrase.starts[0]
    parts = [
        _often(min(count, 5), size, min(phrase.whole, 3), round(2 * phrase.whole / count) / 2),
        _near(min(9, max(0, int(near * 12))), min(5, int(6 * rank / max(1, total)))),
        _inside(min(inside, 4)),
    ]
    if min(phrase.starts) < text.title_end:
        parts.append(_titled(size, phrase.whole > 0))
        if text.clean.find(":", 0, first) > 0:
            parts.append(_PLACE["title-after-colon"])
        if phrase.ends[0] == text.title_end:
            parts.append(_PLACE["title-end"])
        parts.append(_PLACE[f"title-prev={phrase.left[0]}"])
    else:
        sentence = min(6, text.sentence_index(first))
        parts.append(_sentence(sentence, first < 0.3 * len(text.clean)))
    if count == 1:
        parts += _PREVIOUS[phrase.left[0]], _NEXT[phrase.right[0]]
    else:
        parts += map(_PREVIOUS.__getitem__, dict.fromkeys(phrase.left))
        parts += map(_NEXT.__getitem__, dict.fromkeys(phrase.right))
    return parts


def long_form() -> Part:
    """The phrase is the long form of an abbreviation of the text."""
    return _PLACE["long-form"]


@cache
def _often(count: int, size: int, whole: int, share: float) -> Part:
    return _part(
        f"count={count}", f"words={size}&count={min(count, 4)}", f"whole={whole}",
        f"whole-share={share}",
    )  # fmt: skip


@cache
def _near(similarity: int, rank: int) -> Part:
    return _part(f"similarity={similarity}", f"rank={rank}")


@cache
def _inside(longer: int) -> Part:
    return _part(f"inside={longer}")


@cache
def _titled(size: int, whole: bool) -> Part:
    return _part("title", f"title&words={size}", f"title&whole={whole}")


@cache
def _sentence(number: int, early: bool) -> Part:
    return _part(f"sentence={number}", f"early={early}")


_PLACE = WordTable(_part)
_PREVIOUS = WordTable(lambda word: _part("prev=" + word))
_NEXT = WordTable(lambda word: _part("next=" + word))
