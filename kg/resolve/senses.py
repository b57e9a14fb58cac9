"""Names that mean different things in different papers: CAT, GRASP, SPOT.

A paper that introduces a name, or says what its letters stand for, tells what it means there.
Papers that tell the same thing stand together; a paper that only uses the name means what was
told before it, with the same capitals if some were told so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz

from kg import ids
from kg.extract import phrases
from kg.extract.vocabulary import known_names, squash
from kg.resolve.thesaurus import Rules

_LIKELY, _SURE, _TITLED = 0.8, 0.9, 1.15
"""How sure an introduction is to count, to count surely, and if the title begins with the name."""
_SHORT = 5
_EVENT = re.compile(r"(?:19|20)\d\d|['’]\d\d\b|\btask\b", re.IGNORECASE)
_ALIKE = 95
"""Of 100: how alike the letters of two long forms of one meaning are at least."""
_STEM = 5
"""Letters that words have in common which differ in their endings only."""
_DATA = frozenset("dataset benchmark simulator leaderboard".split())
_ARTICLE = re.compile(r"\b(?:an?|the)\b", re.IGNORECASE)
_LITTLE = frozenset("a an and by for from in of on the to via with as".split())


@dataclass(slots=True)
class Use:
    """How one paper uses a name.

    Attributes:
        year: The paper's year; None when unknown.
        people: Folded names of its authors.
        spellings: As written there.
        long_forms: What it says the name stands for.
        introduces: How sure it is that the paper introduces a thing of this name; about 0 to 1.
        makes: What it introduces then: ``dataset`` or ``method``.
        kinds: ``dataset`` or ``method``, where it is used as one.
    """

    paper: str
    year: int | None
    people: frozenset[str]
    spellings: set[str] = field(default_factory=set)
    long_forms: set[str] = field(default_factory=set)
    introduces: float = 0.0
    makes: str = ""
    kinds: set[str] = field(default_factory=set)

    @property
    def tells(self) -> bool:
        return self.introduces >= _LIKELY or bool(self.long_forms)


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
        return any(u.introduces >= _LIKELY for u in self.uses)

    @property
    def is_titled(self) -> bool:
        return any(u.introduces >= _TITLED for u in self.uses)

    @property
    def is_sure(self) -> bool:
        """Surely introduced, by one group of people: what several explain, none of them made."""
        enough = _LIKELY if self.long_forms else _SURE
        if not any(u.introduces >= enough for u in self.uses):
            return False
        if _EVENT.search(" ".join(self.spellings)):
            return False
        makers = [u.people for u in self.uses if u.people]
        return all(people & makers[0] for people in makers)

    @property
    def kinds(self) -> set[str]:
        made = {u.makes for u in self.uses if u.introduces >= _LIKELY}
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
        named = key_of(long_form) if long_form else ""
        found[paper, key] = named if named in used and named != key else sense
    return found


def _parted(key: str, uses: list[Use], said: _Said) -> Iterator[tuple[str, str, list[str]]]:
    """Meanings that are not the chief one: key, long form, papers."""
    meanings = _meanings([u for u in uses if u.tells], said)
    silent = [u for u in uses if not u.tells]
    chief, usual = _chief(key, meanings, silent)
    papers: dict[int, list[str]] = defaultdict(list)
    for number, meaning in enumerate(meanings):
        papers[number] = [u.paper for u in meaning.uses]
    for use in silent:
        papers[_meant(use, meanings, chief, usual, key in known_names())].append(use.paper)
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
    if explains.long_forms and makes.introduces >= _SURE and explains.introduces < _LIKELY:
        return (explains.year or 0) > (makes.year or 9999)
    if a.introduces and b.introduces:
        later = max(a, b, key=lambda u: (u.year or 9999, u.paper))
        return later.introduces < (_LIKELY if later.long_forms else _SURE)
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
    return " ".join(phrases.singular(w) for w in words if w not in _LITTLE)


def _chief(key: str, meanings: list[_Meaning], silent: list[Use]) -> tuple[int, set[str]]:
    """The meaning that keeps the name's key, and how it is spelled.

    Its number; -1 for what no paper tells: what the vocabulary knows, or papers wrote of before.
    """
    best = meanings[0]
    known = known_names().get(key)
    is_made = any(u.introduces for u in best.uses)
    before = [u for u in silent if is_made and (u.year or 9999) < best.since]
    if known is None:
        if best.is_sure and len(before) >= max(2, len(best.uses)):
            return -1, {s for u in before for s in u.spellings}
        return 0, best.spellings
    usual = _spelled()[known.name]
    words = {s for s in usual if " " in s}
    for number, meaning in enumerate(meanings):
        if any(alike(f, s) for f in meaning.long_forms for s in usual):
            return number, usual | meaning.spellings
    if words and all(m.long_forms for m in meanings):
        return -1, usual
    for number, meaning in enumerate(meanings):
        if not any(u.introduces for u in meaning.uses):  # what is explained, not made
            return number, usual | meaning.spellings
    weak = not best.is_sure and not best.long_forms
    kind = known.kind in (best.kinds or {known.kind})
    fits = kind and not (before and (best.long_forms or best.is_titled))
    fits = fits or (not before and bool(best.spellings & usual))
    if len(best.uses) > 1 or weak or fits:
        return 0, usual | best.spellings
    return -1, usual


@cache
def _spelled() -> dict[str, set[str]]:
    """The vocabulary's names to all their spellings."""
    found: dict[str, set[str]] = defaultdict(set)
    for known in known_names().values():
        found[known.name] |= {known.name, known.spelling}
    return found


def _meant(use: Use, meanings: list[_Meaning], chief: int, usual: set[str], is_known: bool) -> int:
    """The meaning that a paper has in mind that doesn't tell it."""
    fits = [n for n, m in enumerate(meanings) if _possible(use, m)]
    fits.sort(key=lambda n: (not use.kinds & meanings[n].kinds, n != chief, n))
    if use.spellings & usual and (chief < 0 or is_known):
        return chief
    exact = [n for n in fits if use.spellings & meanings[n].spellings]
    if exact:
        return exact[0]
    return chief if chief in fits or is_known else -1


def _possible(use: Use, meaning: _Meaning) -> bool:
    """Nobody uses what is introduced years later, nor evaluates on a method."""
    if not meaning.is_introduced:
        return True
    told = meaning.is_sure and (meaning.long_forms or meaning.is_titled)
    if told and use.year and use.year < meaning.since:
        return False
    if meaning.is_sure and not use.spellings & meaning.spellings and _is_short(use):
        return False
    if not use.kinds or not meaning.kinds or use.kinds & meaning.kinds:
        return True
    if use.spellings & meaning.spellings:
        return not (meaning.is_sure and use.kinds == {"dataset"})
    return False


def _is_short(use: Use) -> bool:
    """So short a name that other capitals are another name: RoMe, ROME."""
    return all(len(squash(s)) <= _SHORT for s in use.spellings)


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


def uses_of(
    rows: Iterable[tuple[str, str, str, str | None, str, float, str, str]],
    key_of: Callable[[str], str],
    facts: Mapping[str, tuple[int | None, frozenset[str]]],
) -> dict[str, list[Use]]:
    """Name's key to how each paper uses it.

    Args:
        rows: Paper, kind of mention, name, long form, sort, confidence; of introductions also
            rule and sentence.
        key_of: The key of a name.
        facts: Paper to its year and its authors.
    """
    found: dict[str, dict[str, Use]] = defaultdict(dict)
    defined: list[tuple[str, str, str]] = []
    for paper, kind, name, long_form, sort, confidence, rule, sentence in rows:
        key = key_of(name)
        if not key:
            continue
        if kind == "abbreviation":
            if long_form and _tells(long_form, name):
                defined.append((paper, key, long_form))
            continue
        use = found[key].get(paper)
        if use is None:
            use = found[key][paper] = Use(paper, *facts[paper])
        use.spellings.add(name)
        if long_form and _tells(long_form, name):
            use.long_forms.add(long_form)
        if kind != "introduces":
            use.kinds.add(kind)
        elif (sure := _sureness(confidence, name, rule, sentence)) > use.introduces:
            use.introduces = sure
            use.makes = "dataset" if sort in _DATA else "method"
    for paper, key, long_form in defined:
        if paper in found.get(key, ()):
            found[key][paper].long_forms.add(long_form)
    return {key: list(of.values()) for key, of in found.items()}


def _tells(long_form: str, name: str) -> bool:
    """Whether a long form says what a name stands for, not the name again or half a sentence."""
    if squash(long_form) == squash(name) or _ARTICLE.search(long_form):
        return False
    parts = (w for w in re.findall(r"[A-Z]{3,}", long_form) if w.lower() in squash(name))
    return next(parts, None) is None


_CUE = re.compile(
    r"\b(?:we|our|paper|work|study)\b.{0,40}\b(?:propos|introduc|present|describ|construct|buil|releas"
    r"|develop|design|curat|collect|creat|pre-?train|call|named|dub|compil)\w*\b.{0,90}$",
    re.IGNORECASE,
)


def _sureness(confidence: float, name: str, rule: str, sentence: str) -> float:
    """How sure an introduction is, from how it is said: titles, "we propose …"."""
    if rule.startswith("before-colon"):
        return confidence + 0.3
    before, found, _ = sentence.partition(name)
    return confidence + 0.2 if found and _CUE.search(before) else confidence - 0.1
