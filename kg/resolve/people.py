"""Which names mean the same person: ORCID, spelling, initials; never a bare surname."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from kg import ids
from kg.paper import Author
from kg.resolve.remembered import remembered

_APOSTROPHE = re.compile(r"(?<=\w)['’`](?=\w)")
_RUN_TOGETHER = re.compile(r"(?:(?<=^)|(?<=, ))[A-Z]{2,3}(?=\s|$)")

_Name = tuple[tuple[str, ...], str]
ORCID = "orcid:"
"""What the key of a person begins with whose ORCID is known."""


def surname(name: str) -> str:
    """The folded surname of "Given Family" or "Family, Given".

    >>> surname("Jürgen van der Berg"), surname("Berg, Jürgen")
    ('van der berg', 'berg')
    """
    return parts(name)[1]


@lru_cache(200_000)
def parts(name: str) -> tuple[tuple[str, ...], str]:
    """Folded given names and folded surname.

    >>> parts("Ada M. Lovelace"), parts("Lovelace, A. M.")
    ((('ada', 'm'), 'lovelace'), (('a', 'm'), 'lovelace'))
    >>> parts("JM van der Berg"), parts("LI WEI")
    ((('j', 'm'), 'van der berg'), (('li',), 'wei'))
    >>> parts("Brendan O'Connor")
    (('brendan',), 'oconnor')
    """
    return _as_parts(_known_parts(name))


def _as_parts(split: str) -> tuple[tuple[str, ...], str]:
    given, _, family = split.partition("\t")
    return tuple(given.split()), family


def _parts(name: str) -> str:
    """Folded given names, a tab, folded surname; ``JM`` before a name in small letters is J. M."""
    name = _APOSTROPHE.sub("", name)
    if not name.isupper():
        name = _RUN_TOGETHER.sub(lambda m: " ".join(m[0]), name)
    if "," in name:
        family, _, given = name.partition(",")
        return f"{_words(given)}\t{ids.fold(family)}"
    words = _words(name).split()
    at = max(len(words) - 1, 0)
    while at > 1 and words[at - 1] in ids.PARTICLES:
        at -= 1
    return f"{' '.join(words[:at])}\t{' '.join(words[at:])}"


def _words(given: str) -> str:
    return ids.fold(re.sub(r"(?<=\w)\.(?=\w)", ". ", given))


_known_parts = remembered("people", _parts)


def surnames(names: Iterable[str]) -> list[str]:
    """As `surname`, of many names."""
    split = pc.split_pattern(_known_parts.all(pa.array(names, pa.string())), "\t")
    found: list[str] = pc.list_element(split, 1).to_pylist()
    return found


def keys(authors: Iterable[Author], papers: Iterable[tuple[Author, ...]] = ()) -> dict[Author, str]:
    """Each author's node key, see `keys_of`."""
    everyone = list(set(authors))
    names = pa.array([a.name for a in everyone], pa.string())
    orcids = pa.array([a.orcid or None for a in everyone], pa.string())
    found = keys_of(names, orcids, papers)
    return dict(zip(everyone, found.to_pylist(), strict=True))


def keys_of(names: pa.Array, orcids: pa.Array, papers: Iterable[tuple[Author, ...]]) -> pa.Array:
    """The node keys of authors.

    A name with initials goes with the one full name in the corpus that it can stand for, one that
    lacks a middle initial with the one name that has it when they share a co-author (of whom middle
    names don't matter either); given names in one word go with those in two; a name goes with the
    one ORCID that its full spelling has. Where two are possible it stays alone.

    Args:
        names: As written.
        orcids: Null where there is none; no name and ORCID twice.
        papers: The authors of each paper.
    """
    split = _known_parts.all(names)
    undecided = _undecided(split, orcids)
    folded = pc.utf8_trim_whitespace(pc.replace_substring(split, "\t", " "))
    plain = pc.and_(pc.string_is_ascii(folded), pc.less_equal(pc.binary_length(folded), ids.SLUG))
    plain = pc.and_(plain, pc.not_equal(folded, ""))
    found = pc.binary_join_element_wise("author", pc.replace_substring(folded, " ", "-"), ":")
    others = pc.invert(pc.or_(plain, undecided))
    slugs = [
        f"author:{ids.slug(text or name)}"
        for text, name in zip(*(c.filter(others).to_pylist() for c in (folded, names)), strict=True)
    ]
    found = pc.replace_with_mask(found, others, pa.array(slugs, pa.string()))
    columns = (c.filter(undecided).to_pylist() for c in (names, orcids, split))
    of = [(Author(n, orcid), _as_parts(parts)) for n, orcid, parts in zip(*columns, strict=True)]
    return pc.replace_with_mask(found, undecided, pa.array(_decided(of, papers), pa.string()))


def _undecided(split: pa.Array, orcids: pa.Array) -> pa.Array:
    """Which names may be another one's: of one surname and initial, where something tells so.

    Some has an ORCID, or there are several, of which one has but an initial or two have the same
    first name, or the same letters.
    """
    parts = pc.split_pattern(split, "\t")
    given, family = pc.list_element(parts, 0), pc.list_element(parts, 1)
    first = pc.list_element(pc.split_pattern(given, " "), 0)
    group = pc.binary_join_element_wise(family, pc.utf8_slice_codeunits(first, 0, 1), "\t")
    table = pa.table(
        {
            "group": group,
            "split": split,
            "first": first,
            "joined": pc.replace_substring(given, " ", ""),
            "orcids": pc.is_valid(orcids),
            "letters": pc.utf8_length(first),
        }
    )
    found = table.group_by("group").aggregate(
        [
            ("split", "count_distinct"),
            ("first", "count_distinct"),
            ("joined", "count_distinct"),
            ("orcids", "any"),
            ("letters", "min"),
        ]
    )
    several = pc.greater(found["split_count_distinct"], 1)
    close = pc.or_(
        pc.less_equal(found["letters_min"], 1),
        pc.less(found["first_count_distinct"], found["split_count_distinct"]),
    )
    close = pc.or_(close, pc.less(found["joined_count_distinct"], found["split_count_distinct"]))
    telling = pc.or_(found["orcids_any"], pc.and_(several, close))
    return pc.is_in(group, value_set=found["group"].filter(telling).combine_chunks())


def _decided(of: Sequence[tuple[Author, _Name]], papers: Iterable[tuple[Author, ...]]) -> list[str]:
    """The keys of names that may be another one's."""
    in_words = _in_words({name for _, name in of})
    of = [(author, in_words.get(name, name)) for author, name in of]
    orcids: dict[_Name, set[str]] = defaultdict(set)
    full: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for author, (given, family) in of:
        if author.orcid:
            orcids[given, family].add(author.orcid)
        if given and len(given[0]) > 1:
            full[family, given[0][0]].add(given)
    longer = _with_middle_names(of, full, papers, in_words)
    return [_key(author, *name, orcids, full, longer) for author, name in of]


def _in_words(names: Iterable[_Name]) -> dict[_Name, _Name]:
    """Names whose given names run together, to the one that has them apart: Deokgun, Deok Gun."""
    found: dict[tuple[str, str], list[_Name]] = defaultdict(list)
    for given, family in names:
        if all(len(part) > 1 for part in given):
            found["".join(given), family].append((given, family))
    most = {letters: max(of, key=lambda n: (len(n[0]), n)) for letters, of in found.items()}
    return {name: most[letters] for letters, of in found.items() for name in of}


def _company(
    names: set[_Name],
    of: Iterable[tuple[Author, _Name]],
    papers: Iterable[tuple[Author, ...]],
    full: Mapping[tuple[str, str], set[tuple[str, ...]]],
    in_words: Mapping[_Name, _Name],
) -> dict[_Name, set[_Name]]:
    """Some names to all that stand on a paper with them, without their middle names."""
    spelled = {author.name for author, name in of if name in names}
    found: dict[_Name, set[_Name]] = defaultdict(set)
    for authors in papers:
        if not spelled.isdisjoint([a.name for a in authors]):
            together = {in_words.get(name, name) for name in (parts(a.name) for a in authors)}
            first = {_first(name, full) for name in together}
            for name in together & names:
                found[name] |= first - {_first(name, full)}
    return found


def _first(name: _Name, full: Mapping[tuple[str, str], set[tuple[str, ...]]]) -> _Name:
    """A name without middle names; one with initials as it is where two first names fit."""
    given, family = name
    if given and len(given[0]) == 1:
        able = {g[:1] for g in full.get((family, given[0]), ()) if _can_be(given, g)}
        return (able.pop() if len(able) == 1 else given), family
    return given[:1], family


def _with_middle_names(
    of: Sequence[tuple[Author, _Name]],
    full: Mapping[tuple[str, str], set[tuple[str, ...]]],
    papers: Iterable[tuple[Author, ...]],
    in_words: Mapping[_Name, _Name],
) -> dict[_Name, tuple[str, ...]]:
    """Names that another one has in full, to its given names: Robert Ross to Robert J. Ross."""
    found: dict[_Name, tuple[str, ...]] = {}
    pairs: list[tuple[_Name, _Name]] = []
    for given, family in {name for _, name in of}:
        if not given or len(given[0]) < 2:
            continue
        others = full.get((family, given[0][0]), ())
        able = [g for g in others if g[0] == given[0] and g != given and _lacks(given, g)]
        if not able:
            continue
        best = max(able, key=lambda g: (len(g), len("".join(g)), g))
        fits = all(g == best or _lacks(g, best) for g in able)
        if fits and len(given) == len(best):
            found[given, family] = best
        elif fits:
            pairs.append(((given, family), (best, family)))
    company = _company({name for pair in pairs for name in pair}, of, papers, full, in_words)
    for short, long in pairs:
        if company[short] & company[long]:
            found[short] = long[0]
    return found


def _lacks(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether given names are others that lack middle names, or have initials for them."""
    rest = iter(long[1:])
    inside = all(any(_stands(a, b) for b in rest) for a in short[1:])
    return short[0] == long[0] and inside and "".join(short) != "".join(long)


def _stands(short: str, long: str) -> bool:
    return long.startswith(short) if len(short) == 1 else short == long


def _key(
    author: Author,
    given: tuple[str, ...],
    family: str,
    orcids: Mapping[_Name, set[str]],
    full: Mapping[tuple[str, str], set[tuple[str, ...]]],
    longer: Mapping[_Name, tuple[str, ...]],
) -> str:
    if author.orcid:
        return f"{ORCID}{author.orcid}"
    if given and len(given[0]) == 1:
        able = [g for g in full.get((family, given[0]), ()) if _can_be(given, g)]
        persons = {longer.get((g, family), g) for g in able}
        if len(persons) == 1:
            given = persons.pop()
    known = orcids.get((given, family), set())
    if len(known) == 1 and given and len(given[0]) > 1:
        return f"{ORCID}{next(iter(known))}"
    if (given, family) in longer:
        return _key(Author(""), longer[given, family], family, orcids, full, {})
    return f"author:{ids.slug(' '.join((*given, family)) or author.name)}"


def _can_be(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether initials can stand for given names: "J R" for "john ronald", not for "jane"."""
    if len(short) > len(long):
        return False
    return all(
        b.startswith(a) if len(a) == 1 else a == b for a, b in zip(short, long, strict=False)
    )
