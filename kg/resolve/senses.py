"""Names that mean different things in different papers: CAT, GRASP, SPOT.

A paper that introduces a name, or says what its letters stand for, tells what it means there.
Papers that tell the same thing stand together; a paper that only uses the name means what was
told before it, with the same capitals if some were told so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from kg import ids
from kg.extract.plurals import singular
from kg.extract.vocabulary import KnownName, known_names, squash
from kg.resolve.thesaurus import Rules
from kg.resolve.uses import LIKELY, Use, is_plain_word

_SURE, _TITLED = 0.9, 1.15
"""How sure an introduction is to count surely, and if the title begins with the name."""
_SHORT = 5
_MANY = 5
"""Papers that use a name without a word, so that everybody knows it."""
_WORD = re.compile(r"\b[A-Z]?[a-z]{2,}\b")
_EVENT = re.compile(r"(?:19|20)\d\d|['’]\d\d\b|\btask\b", re.IGNORECASE)
_ALIKE = 95
"""Of 100: how alike the letters of two long forms of one meaning are at least."""
_STEM = 5
"""Letters that words have in common which differ in their endings only."""
_LITTLE = frozenset("a an and by for from in of on the to via with as".split())


@dataclass(slots=True)
class _Meaning:
    """Papers that tell the same meaning of a name."""

    uses: list[Use]

    @property
    def first(self) -> Use:
        return min(self.uses, key=lambda u: (u.year or 9999, u.paper))

    @property
    def since(self) -> int:
        return self.first.year or 0

    @property
    def is_introduced(self) -> bool:
        return any(u.introduces >= LIKELY for u in self.uses)

    @property
    def is_titled(self) -> bool:
        return any(u.introduces >= _TITLED for u in self.uses)

    @property
    def is_sure(self) -> bool:
        """Surely introduced, by one group of people: what several explain, none of them made."""
        enough = LIKELY if self.long_forms else _SURE
        if not any(u.introduces >= enough for u in self.uses):
            return False
        if _EVENT.search(" ".join(self.spellings)):
            return False
        makers = [u.people for u in self.uses if u.people]
        return all(people & makers[0] for people in makers)

    @property
    def kinds(self) -> set[str]:
        made = {u.makes for u in self.uses if u.introduces >= LIKELY}
        return {k for u in self.uses for k in u.kinds} | made

    @property
    def long_forms(self) -> Counter[str]:
        return Counter(f for u in self.uses for f in u.long_forms)

    @property
    def spellings(self) -> set[str]:
        return {s for u in self.uses for s in u.spellings}


def parted(
    uses: Mapping[str, Iterable[Use]], rules: Iterable[Rules]
) -> Iterator[tuple[str, str, str, str]]:
    """The meanings of names other than their chief ones: name's key, paper, meaning, long form.

    Args:
        uses: Name's key to the papers that use it; one name's meanings depend on its own uses only.
        rules: What the user says: names and long forms that are the same, or different.
    """
    said = _Said(rules)
    for key, of in uses.items():
        every = list(of)
        if len(every) > 1 and any(u.tells for u in every):
            for sense, long_form, papers in _parted(key, every, said):
                yield from ((key, paper, sense, long_form) for paper in papers)


def senses(
    parts: Iterable[tuple[str, str, str, str]],
    used: Container[str],
    key_of: Callable[[str], str] = squash,
) -> dict[tuple[str, str], str]:
    """The keys of meanings other than a name's chief one, by (paper, name's key).

    Args:
        parts: See `parted`.
        used: The keys of names that are used.
        key_of: The key of a name; a meaning whose long form is a name itself is that thing.
    """
    found = {}
    for key, paper, sense, long_form in parts:
        named = key_of(long_form) if long_form and not is_plain_word(long_form) else ""
        found[paper, key] = named if named in used and named != key else sense
    return found


def _parted(key: str, uses: list[Use], said: _Said) -> Iterator[tuple[str, str, list[str]]]:
    """Meanings that are not the chief one: key, long form, papers."""
    meanings = _meanings([u for u in uses if u.tells], said)
    silent = [u for u in uses if not u.tells]
    chief, usual = _chief(key, meanings, silent)
    papers: dict[int, list[str]] = defaultdict(list)
    at = [chief if _is_usual(m, usual, key, silent) else n for n, m in enumerate(meanings)]
    for number, meaning in enumerate(meanings):
        papers[at[number]] += [u.paper for u in meaning.uses]
    for use in silent:
        number = _meant(use, meanings, chief, usual, known_names().get(key))
        papers[at[number] if number >= 0 else number].append(use.paper)
    for number, of in papers.items():
        if number != chief and of:
            if number < 0:
                yield f"{key}.other", "", of
            else:
                meaning = meanings[number]
                forms = meaning.long_forms
                best = min(forms, key=lambda f: (-forms[f], f), default="")
                yield f"{key}.{ids.slug(best or meaning.first.paper)}", best, of


def _meanings(telling: list[Use], said: _Said) -> list[_Meaning]:
    meanings: list[_Meaning] = []
    for use in sorted(telling, key=lambda u: not u.long_forms):
        fitting = [m for m in meanings if any(_agree(use, other, said) for other in m.uses)]
        if not fitting:
            meanings.append(_Meaning([use]))
            continue
        fitting[0].uses.append(use)
        for other in fitting[1:]:
            fitting[0].uses += other.uses
            meanings.remove(other)
    meanings.sort(key=lambda m: (-len(m.uses), m.since, m.first.paper))
    return meanings


def _agree(a: Use, b: Use, said: _Said) -> bool:
    """Whether two papers that tell what a name means tell the same."""
    for one in a.long_forms | a.spellings:
        for other in b.long_forms | b.spellings:
            if (told := said.of(one, other)) is not None:
                return told
    if a.long_forms and b.long_forms:
        return any(alike(x, y) for x in a.long_forms for y in b.long_forms)
    if a.people & b.people or _is_event(a, b):
        return True
    explains, makes = (a, b) if a.long_forms else (b, a)
    if explains.long_forms and makes.introduces >= _SURE and explains.introduces < LIKELY:
        return (explains.year or 0) > (makes.year or 9999)
    if a.introduces and b.introduces:
        later = max(a, b, key=lambda u: (u.year or 9999, u.paper))
        return later.introduces < (LIKELY if later.long_forms else _SURE)
    return bool(a.spellings & b.spellings) and not _before(a, b) and not _before(b, a)


def _before(user: Use, maker: Use) -> bool:
    """Whether one uses a name in a year before the other surely introduces it."""
    return bool(maker.introduces >= _SURE and user.year and maker.year and user.year < maker.year)


def _is_event(a: Use, b: Use) -> bool:
    """A shared task, a series or a year's edition: many papers are "introduced" by its name."""
    return any(_EVENT.search(s) for s in a.spellings & b.spellings)


def alike(a: str, b: str) -> bool:
    """Whether two long forms are one, but for endings, little words and a letter or two.

    >>> alike("graph convolution network", "Graph Convolutional Networks")
    True
    >>> alike("hate speech detection", "hope speech detection")
    False
    """
    if squash(a) == squash(b) != "":
        return True
    one, other = _plain(a), _plain(b)
    if fuzz.ratio(one.replace(" ", ""), other.replace(" ", "")) >= _ALIKE:
        return True
    first, second = set(one.split()), set(other.split())
    left, right = sorted(first - second), sorted(second - first)
    if not left or not right:
        return min(len(first), len(second)) > 1
    return len(left) == len(right) and all(
        x[:_STEM] == y[:_STEM] for x, y in zip(left, right, strict=True)
    )


def _plain(long_form: str) -> str:
    words = ids.fold(long_form).split()
    return " ".join(singular(w) for w in words if w not in _LITTLE)


def _chief(key: str, meanings: list[_Meaning], silent: list[Use]) -> tuple[int, set[str]]:
    """The meaning that keeps the name's key, and how it is spelled.

    Its number; -1 for what no paper tells: what the vocabulary knows, or papers wrote of before.
    """
    best = meanings[0]
    known = known_names().get(key)
    is_made = any(u.introduces for u in best.uses)
    before = [u for u in silent if is_made and _is_before(u, best)]
    if known is None:
        if best.is_sure and len(before) >= max(2, len(best.uses)):
            return -1, {s for u in before for s in u.spellings}
        return 0, best.spellings
    usual = spelled()[known.name]
    words = {s for s in usual if len(_WORD.findall(s)) > 1}
    for number, meaning in enumerate(meanings):
        if _says(meaning, usual):
            return number, usual | meaning.spellings
    if words and all(m.long_forms for m in meanings):
        return -1, usual
    as_told = [n for n, m in enumerate(meanings) if m.spellings & usual and known.kind in m.kinds]
    if len(meanings) > 1 and len(as_told) == 1 and not before:
        return as_told[0], usual | meanings[as_told[0]].spellings
    for number, meaning in enumerate(meanings):
        if _capitals_differ(meaning.spellings, usual):
            continue  # COQA is not CoQA
        made = sum(u.introduces >= LIKELY for u in meaning.uses)
        alone = len(meaning.uses) == 1 and meaning.uses[0].introduces > 0
        if 2 * made < len(meaning.uses) and not alone:  # what is explained, not made
            return number, usual | meaning.spellings
    if _capitals_differ(best.spellings, usual):
        return -1, usual
    as_known = len(key) <= _SHORT and sum(u.kinds == {known.kind} for u in silent)
    if best.is_sure and known.kind not in best.kinds and 2 * as_known > len(silent):
        return -1, usual  # a method STAR, which the dataset STAR is not
    weak = not best.is_sure and not best.long_forms
    kind = known.kind in (best.kinds or {known.kind})
    fits = kind and not (before and best.is_sure and (best.long_forms or best.is_titled))
    fits = fits or (not before and bool(best.spellings & usual))
    if len(best.uses) > 1 or weak or fits:
        return 0, usual | best.spellings
    return -1, usual


def _capitals_differ(spellings: set[str], usual: set[str]) -> bool:
    """Whether short names differ in capitals inside: MiCE and MICE do, Flair and FLAIR don't."""
    if spellings & usual or not _are_short(spellings):
        return False
    return any(s.isalpha() and _is_mixed(s) for s in spellings | usual)


def _is_mixed(name: str) -> bool:
    return not (name.isupper() or name.islower() or name.istitle())


def _says(meaning: _Meaning, usual: set[str]) -> bool:
    """Whether a meaning's long form is what the vocabulary has in mind."""
    forms = {f for s in usual for f in (s, *expanded(s))}
    return any(alike(long, form) for long in meaning.long_forms for form in forms)


def _is_usual(meaning: _Meaning, usual: set[str], key: str, silent: list[Use]) -> bool:
    """Whether a meaning is the one of a name that everybody knows, though a paper tells it.

    It says so; or it says nothing of a long name that many use; or it explains, alone, what so many
    use without a word that what it says has to be a slip.
    """
    known = known_names().get(key)
    if known is None:
        return False
    if _says(meaning, usual):
        return True
    if not meaning.long_forms:
        fits = known.kind in (meaning.kinds or {known.kind}) and bool(meaning.spellings & usual)
        return fits and len(key) > _SHORT and len(silent) >= _MANY
    if _capitals_differ(meaning.spellings, usual):
        return False
    few = len(silent) >= 4 * _MANY * len(meaning.uses)
    return few and len(key) > 3 and not meaning.is_introduced


def expanded(name: str) -> list[str]:
    """A name of several words with the short forms that the vocabulary knows in full.

    >>> expanded("bidirectional GRU"), expanded("GRU")
    (['bidirectional gated recurrent unit'], [])
    """
    words = name.replace("-", " ").split()
    found = []
    for at, word in enumerate(words) if len(words) > 1 else ():
        known = known_names().get(squash(word))
        for form in sorted(spelled()[known.name]) if known and word.isupper() else ():
            if len(_WORD.findall(form)) > 1:
                found.append(" ".join([*words[:at], form, *words[at + 1 :]]))
    return found


@cache
def spelled() -> dict[str, set[str]]:
    """The vocabulary's names to all their spellings."""
    found: dict[str, set[str]] = defaultdict(set)
    for known in known_names().values():
        found[known.name] |= {known.name, known.spelling}
    return found


def _meant(
    use: Use, meanings: list[_Meaning], chief: int, usual: set[str], known: KnownName | None
) -> int:
    """The meaning that a paper has in mind that doesn't tell it."""
    is_known = known is not None
    fits = [n for n, m in enumerate(meanings) if _possible(use, m)]
    fits.sort(key=lambda n: (not use.kinds & meanings[n].kinds, n != chief, n))
    spelled = [s for s in use.spellings if len(_WORD.findall(s)) > 1]
    for number in fits:
        if any(alike(s, f) for s in spelled for f in meanings[number].long_forms):
            return number
    if known is not None and chief < 0 and use.kinds and known.kind not in use.kinds:
        told = [n for n in fits if use.kinds & meanings[n].kinds and len(meanings[n].uses) > 1]
        if told:
            return told[0]
    if use.spellings & usual and (chief < 0 or is_known):
        return chief
    exact = [n for n in fits if use.spellings & meanings[n].spellings]
    if exact:
        return exact[0]
    other = chief >= 0 and meanings[chief].is_sure and _capitals_differ(use.spellings, usual)
    if other and all(len(s) < _SHORT for s in use.spellings):
        return chief if chief in fits else -1
    return chief if chief in fits or is_known else -1


def _possible(use: Use, meaning: _Meaning) -> bool:
    """Nobody uses what is introduced years later, nor evaluates on a method."""
    if not meaning.is_introduced:
        return True
    told = meaning.is_sure and (meaning.long_forms or meaning.is_titled)
    if told and _is_before(use, meaning):
        return False
    if meaning.is_sure and not use.spellings & meaning.spellings and _are_short(use.spellings):
        return False
    if not use.kinds or not meaning.kinds or use.kinds & meaning.kinds:
        return True
    if _is_long(use):
        return True
    if use.spellings & meaning.spellings:
        return not (meaning.is_sure and use.kinds == {"dataset"})
    return False


def _is_before(use: Use, meaning: _Meaning) -> bool:
    """Whether a paper of others is of a year before a meaning is first told.

    A long name may be used a year before: what a preprint told is printed later.
    """
    if any(use.people & teller.people for teller in meaning.uses):
        return False  # who made it may use it before
    return bool(use.year and use.year + (not _are_short(use.spellings)) < meaning.since)


def _are_short(spellings: set[str]) -> bool:
    """So short names that other capitals are another name: RoMe, ROME."""
    return all(len(squash(s)) <= _SHORT for s in spellings)


def _is_long(use: Use) -> bool:
    """So long a name that two things hardly have it: BrainTeaser, DataLab."""
    return all(len(squash(s)) > (_SHORT if _is_mixed(s) else 2 * _SHORT - 2) for s in use.spellings)


class _Said:
    """Pairs of names that the user joins or parts."""

    def __init__(self, rules: Iterable[Rules]) -> None:
        self._pairs: dict[frozenset[str], bool] = {}
        for of in rules:
            for same, groups in ((True, of.same), (False, of.different)):
                for group in groups:
                    for i, a in enumerate(group):
                        for b in group[i + 1 :]:
                            self._pairs[frozenset((_plain(a), _plain(b)))] = same

    def of(self, a: str, b: str) -> bool | None:
        return self._pairs.get(frozenset((_plain(a), _plain(b)))) if self._pairs else None
