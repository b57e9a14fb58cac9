"""Which names mean the same person: ORCID, spelling, initials; never a bare surname."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg import ids
from kg.paper import Author

_PARTICLES = frozenset(
    "van von der den de del della di da dos du la le ter ten bin ibn al el".split()
)


def surname(name: str) -> str:
    """The folded surname of "Given Family" or "Family, Given".

    >>> surname("Jürgen van der Berg"), surname("Berg, Jürgen")
    ('van der berg', 'berg')
    """
    return parts(name)[1]


def parts(name: str) -> tuple[tuple[str, ...], str]:
    """Folded given names and folded surname.

    >>> parts("Ada M. Lovelace"), parts("Lovelace, A. M.")
    ((('ada', 'm'), 'lovelace'), (('a', 'm'), 'lovelace'))
    """
    if "," in name:
        family, _, given = name.partition(",")
        return tuple(_words(given)), ids.fold(family)
    words = ids.fold(re.sub(r"(?<=\w)\.(?=\w)", ". ", name)).split()
    if not words:
        return (), ""
    at = len(words) - 1
    while at > 1 and words[at - 1] in _PARTICLES:
        at -= 1
    return tuple(words[:at]), " ".join(words[at:])


def _words(given: str) -> list[str]:
    return ids.fold(re.sub(r"(?<=\w)\.(?=\w)", ". ", given)).split()


def keys(authors: Iterable[Author]) -> dict[Author, str]:
    """Each author's node key.

    A name with initials goes with the one full name in the corpus that it can stand for; a name
    goes with the one ORCID that its full spelling has. Where two are possible it stays alone.
    """
    everyone = set(authors)
    orcids: dict[tuple[tuple[str, ...], str], set[str]] = defaultdict(set)
    full: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    split = {author: parts(author.name) for author in everyone}
    for author, (given, family) in split.items():
        if author.orcid:
            orcids[given, family].add(author.orcid)
        if given and len(given[0]) > 1:
            full[family, given[0][0]].add(given)
    return {a: _key(a, *split[a], orcids, full) for a in everyone}


def _key(
    author: Author,
    given: tuple[str, ...],
    family: str,
    orcids: Mapping[tuple[tuple[str, ...], str], set[str]],
    full: Mapping[tuple[str, str], set[tuple[str, ...]]],
) -> str:
    if author.orcid:
        return f"orcid:{author.orcid}"
    if given:
        able = {g for g in full.get((family, given[0][0]), ()) if _can_be(given, g)}
        firsts = {g[0] for g in able}
        if len(firsts) == 1 and len(given[0]) == 1:
            given = max(able, key=lambda g: (len(g), g))
    known = orcids.get((given, family), set())
    if len(known) == 1 and given and len(given[0]) > 1:
        return f"orcid:{next(iter(known))}"
    return f"author:{ids.slug(' '.join((*given, family)) or author.name)}"


def _can_be(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether initials can stand for given names: "J R" for "john ronald", not for "jane"."""
    if len(short) > len(long):
        return False
    return all(
        b.startswith(a) if len(a) == 1 else a == b for a, b in zip(short, long, strict=False)
    )
