"""How each paper uses a name: what it says the name means, and how sure it introduces it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from kg.extract.vocabulary import squash

LIKELY = 0.8
"""How sure an introduction is to count."""
_DATA = frozenset("dataset benchmark simulator leaderboard".split())
_ARTICLE = re.compile(r"\b(?:an?|the)\b", re.IGNORECASE)
_CAMPAIGN = re.compile(r"SemEval|[Ss]hared [Tt]ask|(?:19|20)\d\d|['’]\d\d\b")


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
        return self.introduces >= LIKELY or bool(self.long_forms)


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


def is_plain_word(long_form: str) -> bool:
    """Whether a long form is one word as in a dictionary, which no short form stands for alone."""
    return long_form.isalpha() and (long_form.islower() or long_form.istitle())


_CALLED = re.compile(r"\b(?:sub-?)?tasks?\b(?: \d+\w?)?(?: \w+){0,3}\W{1,4}$", re.IGNORECASE)
"""What stands before a shared task's name where somebody takes part in it."""
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
    if found and _CALLED.search(before) and _CAMPAIGN.search(before):
        return min(confidence, LIKELY - 0.1)
    return confidence + 0.2 if found and _CUE.search(before) else confidence - 0.1
