"""The names nearest to one that nothing has: what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

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


def did_you_mean(names: Iterable[str]) -> str | None:
    """The names as a question; None when there is none.

    >>> did_you_mean(["BEIR", "MTEB"])
    "did you mean 'BEIR' or 'MTEB'?"
    """
    quoted = [repr(name) for name in names]
    return f"did you mean {' or '.join(quoted)}?" if quoted else None
