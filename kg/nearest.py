"""The names nearest to one that nothing has: what was probably meant.

How near is told everywhere by the same measure: letters in common, in order. rapidfuzz, which
counts them, is loaded when a name was not found, no sooner.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg import ids

LEAST = 70.0
"""Per cent of letters in common, in order, from which a name is near."""


def nearest(wanted: str, names: Iterable[str], most: int = 3) -> list[str]:
    """The names that hold what is wanted, then those with a part that is spelt like it.

    A part is as many words on end as are wanted; it is compared by the normalised indel
    similarity (https://rapidfuzz.github.io/RapidFuzz/Usage/fuzz.html#ratio).

    >>> nearest("CarDreamr", ["CarDreamer: Learning to Drive", "Dreams of Cars", "RedCaps"])
    ['CarDreamer: Learning to Drive']
    """
    from rapidfuzz import fuzz, process

    low = ids.fold(wanted)
    if not low:
        return []
    long = len(low.split())
    holding: list[str] = []
    parts: list[str] = []
    owners: list[str] = []
    for name in dict.fromkeys(names):
        words = ids.fold(name).split()
        if low in (folded := " ".join(words)):
            holding.append(name)
        else:
            pieces = {" ".join(words[i : i + long]) for i in range(len(words) - long + 1)}
            pieces.add(folded)
            parts += sorted(pieces)
            owners += [name] * len(pieces)
    holding.sort(key=lambda name: (len(name), name))
    close = process.extract(low, parts, scorer=fuzz.ratio, score_cutoff=LEAST, limit=10 * most)
    return list(dict.fromkeys([*holding, *(owners[at] for _, _, at in close)]))[:most]


def nearest_word(wanted: str, words: Iterable[str], least: float = 60.0) -> str | None:
    """The word (keyword, label, function, variable) that is spelt most like what is wanted.

    Args:
        wanted: What was written; case, ``_`` and ``-`` do not count.
        words: What is known.
        least: Per cent of letters in common, in order, from which a word is near.

    Returns:
        One of `words`, of equally near ones the first; None when none is near.

    >>> nearest_word("to_lowr", ["toUpper", "toLower"])
    'toLower'
    """
    from rapidfuzz import fuzz, process

    known = list(words)
    folded = [_letters(word) for word in known]
    found = process.extractOne(_letters(wanted), folded, scorer=fuzz.ratio, score_cutoff=least)
    return known[found[2]] if found else None


def _letters(word: str) -> str:
    return word.lower().replace("_", "").replace("-", "")


def did_you_mean(names: Iterable[str]) -> str | None:
    """The names as a question; None when there is none.

    >>> did_you_mean(["BEIR", "MTEB"])
    "did you mean 'BEIR' or 'MTEB'?"
    """
    quoted = [repr(name) for name in names]
    return f"did you mean {' or '.join(quoted)}?" if quoted else None
