"""Definitions of short forms: "world model (WM)", "WM (world model)".

Where short forms are defined; which words one stands for is told by `kg.extract.alignment`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.alignment import SMALL, align, by_initials, by_phrase, singular_short, without_heads
from kg.extract.text import Text
from kg.extract.text import clean as text_clean

_BRACKET = re.compile(r"\(([^()]{2,80})\)|\[([A-Z][A-Za-z]{1,8})\]")
_SHORT = re.compile(r"^(?=.*[A-Za-z])[A-Za-zα-ωµΔ\d][\w\-/&.+'@* ]{0,20}$")
_NO_SHORT = frozenset(
    "eg ie e.g i.e etc i ii iii iv v vi vii viii ix x a b c d e see and or the with for vs cf ref "
    "cls sep mask unk refs fig table left right top bottom both all not only high low new old "
    "english".split()
)
_MARKS_IN_CAPITALS = frozenset("CLS SEP MASK UNK REF REFS A B C D E I II III IV V VI VII X".split())
"""Those of them that are none in capitals either; ALL, TOP and LOW may be."""
_CALLED = re.compile(
    r",? (?:called|namely|named|dubbed|termed|abbreviated(?: as)?|or simply|in short,?) "
    r"([A-Z][\w\-+]{1,15})"
)
_CALLING = (
    "called",
    "namely",
    "named",
    "dubbed",
    "termed",
    "abbreviated",
    " or simply ",
    " in short",
)
_BETWEEN = re.compile(r", ([A-Z][A-Z\d]{2,9}),|\s?(?:--|[–—])\s?([A-Z][A-Z\d]{2,9})\s?(?:--|[–—])")
_OR = re.compile(r"(,)? or ([A-Z][A-Z\d]{1,9}|[A-Z][a-z]+[A-Z][\w-]*)s?\b(?=[,.;]| [a-z])")
# Begins with a capital and looks back for the word's beginning: `re` looks for capitals only.
_DASHED = re.compile(
    r"([A-Z](?<!\w[A-Z])[\w+]{2,11})(?:(?: [-–—]|,) (?=(?:the |an? )?[A-Z])"
    r"|,? (?:which |that |\()?(?:stands|standing|short) for (?=(?:the )?\w))"
)
_LEAD = re.compile(
    r"^(?:(?:i\.e\.|or|shorted|shortened(?: as| to)?|termed|called|hereafter|henceforth|"
    r"aka|a\.k\.a\.|in shorthand|"
    r"short for|(?:which )?stands for|standing for|the|briefly|"
    r"(?:de)?noted(?: as| by)?|abbreviated(?: as| to)?|for short|in short),?\s+|#)"
)
_YEAR = re.compile(r"[-' ]?(?:19|20)?\d\d$")
_INSIDE = re.compile(r"\(([^()]{8,120}?), ([A-Z][\w-]{1,9})(?:\)|, )")
_LIST = re.compile(
    r"(?:[^\W\d_][\w-]*,\s+){2,}(?:and\s+|or\s+)?[^\W\d_][\w-]*\s*$"
    r"|(?:[A-Z][\w-]*,\s+)+[A-Z][\w-]*\s+and\s+[A-Z][\w-]*\s*$"
)
_MARKS = re.compile(
    r"\\(?:text(?:bf|it|sc|tt|rm|sf)?|emph|underline|mathbf|mathrm)\s?(?=\{)|[{}$]|\*\*"
)
"""Marks of which letters inside a word are set apart by ("\\\\textbf{P}artial", "**P**artial")."""
_BROKEN = re.compile(
    r"\b([a-z]{2,})(?:- |-)(tions?|ments?|guages?|cessing|ing|works?|els?|edge|tures?|sions?|tems?|"
    r"ence|ance|ity|ness|tive|tional|ble|ral|tic|cal|ly|sis)\b"
)
"""A word that the end of a line broke: "lan-guage", "recogni- tion"."""
_PART_ENDS = re.compile(r"[;,]| e\.g\.| i\.e\.")
_TITLE_SHORT = re.compile(r"([A-Za-z][\w\-+]{2,11}) ?: ")
_OWNED = re.compile(r"'s?\s*$")
_NO_LETTER_INSIDE = re.compile(r"^\d|^[a-z]+$")
_NUMBERED = re.compile(r"^\d+[A-Z]")
_NUMBER_INSIDE = re.compile(r"^[a-z]+\d[a-z]+$")
_BREAK = re.compile(r"[;:!?()\[\]]|\.\s|,\s")


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form, its long form as written, and where the two stand."""

    short: str
    long: str
    start: int
    end: int
    rule: str


def find(text: Text) -> list[Definition]:
    """The definitions of a text, the first of each short form, in order."""
    found: dict[str, Definition] = {}
    for form in (
        _bracketed, _in_title, _called, _dashed, _or_short, _between_commas, _both_in_brackets
    ):  # fmt: skip
        for definition in form(text):
            found.setdefault(definition.short, definition)
    return list(found.values())


def _bracketed(text: Text) -> Iterator[Definition]:
    """ "world model (WM)" and "WM (world model)"."""
    for bracket in _BRACKET.finditer(text.clean):
        whole = _LEAD.sub("", (bracket.group(1) or bracket.group(2)).strip(" '\"*"))
        inside = _PART_ENDS.split(whole, maxsplit=1)[0].strip(" '\"")
        before = _before(text.clean, bracket.start(), text)
        found = _short_inside(inside, before, text.clean, bracket)
        if found is None:
            found = _long_inside(inside, whole, before, text.clean, bracket)
        if found is not None:
            yield found


def _short_inside(
    inside: str, before: str, clean: str, bracket: re.Match[str]
) -> Definition | None:
    """What is before a bracket is the long form of what is in it."""
    if not _is_short(inside) or _is_list_of_names(bracket.group(1) or ""):
        return None
    long = _list_of_initials(inside, clean, bracket.start()) or align(inside, before)
    if long is None and (bare := _YEAR.sub("", inside)) != inside and bare.isupper():
        long, inside = align(bare, before), bare
    if long is None and sum(map(str.isupper, inside)) > 1 and " " not in inside:
        long = by_phrase(inside, before)
    if not long:
        return None
    if inside.endswith("-based") and long.endswith("-based"):  # "Semantic Parsing-based (SP-based)"
        inside, long = inside.removesuffix("-based"), long.removesuffix("-based")
    start = _last(clean, long, bracket.start())
    return Definition(singular_short(inside), long, start, bracket.end(), "long (SHORT)")


def _is_list_of_names(inside: str) -> bool:
    """Whether brackets hold three names or more, "(BERT, ALBERT, XLNet)": none is defined there."""
    items = inside.split(", ")
    return len(items) > 2 and all(_is_short(i) and not i[:1].islower() for i in items)


def _long_inside(
    inside: str, whole: str, before: str, clean: str, bracket: re.Match[str]
) -> Definition | None:
    """What is in a bracket is the long form of the word before it."""
    word = (before.split() or [""])[-1]
    if not _is_short(word) or word.islower():
        return None
    if "," in whole and (
        _list_of_initials(word, whole, len(whole)) == whole or _all_initials(word, whole)
    ):
        inside = whole
    else:
        long = align(word, inside) if " " in inside or "-" in inside else None
        if not long or len(long) < 0.6 * len(inside):
            return None
    start = _last(clean, word, bracket.start())
    return Definition(singular_short(word), inside, start, bracket.end(), "SHORT (long)")


def _in_title(text: Text) -> Iterator[Definition]:
    """ "DATT: Deep Adaptive Trajectory Tracking": each letter begins a word after the colon."""
    head = _TITLE_SHORT.match(text.clean, 0, text.title_end)
    if not head or not head[1].isupper():
        return
    span = _spelled_out(head[1], text.clean, head.end(), text.title_end)
    if span is not None:
        yield Definition(head[1], text.clean[slice(*span)], 0, span[1], "title SHORT: long")


def _spelled_out(short: str, clean: str, begin: int, end: int) -> tuple[int, int] | None:
    """Where the words that `short` is made of stand in a part of a text, or None."""
    letters = "".join(c.lower() for c in short if c.isalpha())
    words = [(m.start(), m.end()) for m in re.finditer(r"[A-Za-z]+(?:-[a-z]+)*", clean[begin:end])]
    for first, span in enumerate(words if len(letters) > 3 else words[:1]):
        word = clean[begin + span[0] : begin + span[1]]
        if (word[0].isupper() or first == 0) and word.lower() not in SMALL:
            last = _consume(letters, [clean[begin + a : begin + b] for a, b in words[first:]])
            if last >= 0:
                return begin + span[0], begin + words[first + last][1]
    return None


def _consume(letters: str, words: list[str]) -> int:
    """Number of the last word when `letters` are beginnings of `words` in order; -1: they aren't.

    A word gives one letter or more ("ROmanian Named Entity Corpus"), a small word none or one.
    """
    if not words:
        return -1
    word = words[0].lower()
    for taken in range(1, min(len(letters), len(word), 4) + 1):
        if letters[:taken] == word[:taken]:
            if taken == len(letters):
                return 0
            rest = _consume(letters[taken:], words[1:])
            if rest >= 0:
                return rest + 1
    if word in SMALL:
        rest = _consume(letters, words[1:])
        return rest + 1 if rest >= 0 else -1
    return -1


def _dashed(text: Text) -> Iterator[Definition]:
    """ "RONEC - the Romanian Named Entity Corpus"."""
    clean = text.clean
    for match in _DASHED.finditer(clean):
        article = re.match(r"(?:the|an?) ", clean[match.end() :])
        begin = match.end() + (article.end() if article else 0)
        stop = text.sentence_span(text.sentence_index(match.start()))[1]
        words = re.match(r"[\w-]+(?: [\w-]+){0,9}", clean[begin:stop])
        span = _spelled_out(match[1], clean, begin, begin + words.end()) if words else None
        if span and span[0] == begin and " " in (long := clean[slice(*span)]):
            yield Definition(match[1], long, match.start(), span[1], "SHORT - long")


def _or_short(text: Text) -> Iterator[Definition]:
    """ "a lightweight recurrent network, or LRN"."""
    for match in _OR.finditer(text.clean) if " or " in text.clean else ():
        before = _before(text.clean, match.start(), text)
        if match[2].isupper():
            long = by_initials([c.lower() for c in match[2] if c.isalnum()], before)
        else:
            long = align(match[2], before) if match[1] else None
        if long and len(long.split()) > 1:
            start = _last(text.clean, long, match.start())
            yield Definition(match[2], long, start, match.end(2), "long, or SHORT")


def _between_commas(text: Text) -> Iterator[Definition]:
    """ "a minimum mapping unit, MMU, of"; between dashes, in other orders of letters too."""
    for match in _BETWEEN.finditer(text.clean):
        group = 1 if match[1] else 2
        short = match[group]
        before = _before(text.clean, match.start(), text)
        if group == 2:
            long = align(short, before)
        else:
            letters = [c.lower() for c in short]
            long = by_initials(letters, without_heads(before, letters[-1]))
        if long:
            start = _last(text.clean, long, match.start())
            yield Definition(short, long, start, match.end(group), "long, SHORT,")


def _list_of_initials(short: str, clean: str, end: int) -> str | None:
    """ "Lesbian, Gay, Bisexual, Transgender, Queer" before LGBTQ: a list, a letter a word."""
    letters = [c.lower() for c in singular_short(short) if c.isalnum()]
    listed = _LIST.search(clean[max(0, end - 120) : end])
    if not listed or len(letters) < 3 or short.islower():
        return None
    items = re.findall(r"[^\W\d_][\w-]*", listed.group())
    wanted = len(letters)
    small = sum(w in SMALL for w in items)
    chosen = items[-(wanted + small) :]
    if [w[0].lower() for w in chosen if w not in SMALL] != letters:
        return None
    return listed.group()[listed.group().rfind(chosen[0] + ",") :].strip()


def _all_initials(short: str, whole: str) -> bool:
    """Whether "Summarize, Contrast and Review" are the words of SCR."""
    letters = [c.lower() for c in short if c.isalnum()]
    return len(letters) > 2 and by_initials(letters, whole) == whole


def _both_in_brackets(text: Text) -> Iterator[Definition]:
    """ "(with or without autism spectrum disorder, ASD)": both stand in the brackets."""
    for match in _INSIDE.finditer(text.clean) if ", " in text.clean else ():
        letters = [c.lower() for c in match[2] if c.isalnum()]
        long = by_initials(letters, match[1]) if len(letters) > 1 else None
        if long and len(long.split()) > 1:
            start = _last(text.clean, long, match.end(1))
            yield Definition(match[2], long, start, match.end(2), "(long, SHORT)")


def _called(text: Text) -> Iterator[Definition]:
    """ "Bidirectional Attentive Memory Network, called BAMnet"."""
    if not any(word in text.clean for word in _CALLING):
        return
    for match in _CALLED.finditer(text.clean):
        short = match.group(1).rstrip(".,;:")
        before = _before(text.clean, match.start(), text)
        if not _is_short(short) or not before:
            continue
        long = align(short, before)
        words = long.split() if long else []
        if long and len(words) > 1 and sum(w[:1].isupper() for w in words) > len(words) / 2:
            start = _last(text.clean, long, match.start())
            yield Definition(short, long, start, match.end(1), "long, called SHORT")


def _last(clean: str, words: str, before: int) -> int:
    """Where `words` last begin before an offset, whatever blanks part them."""
    begin = max(0, before - 400)
    window = clean[begin:before]
    parts = words.split()
    if " ".join(window.split()) != window.strip():
        pattern = r"\s+".join(map(re.escape, parts))
        places = [m.start() for m in re.finditer(pattern, window)]
        return begin + places[-1] if places else before
    line, last = " ".join(parts), -1
    at = window.find(line)
    while line and at >= 0:
        last, at = at, window.find(line, at + len(line))
    return begin + last if last >= 0 else before


def _before(clean: str, at: int, text: Text) -> str:
    begin = max(text.sentence_span(text.sentence_index(max(0, at - 1)))[0], at - 160)
    window = clean[begin:at]
    if _MARKS.search(raw := text.raw[begin:at]):
        window = text_clean(_MARKS.sub("", raw))
    window = _BROKEN.sub(r"\1\2", _OWNED.sub("", window))
    window = window.rstrip(" '\"").replace('"', " ")
    pieces = list(_BREAK.finditer(window))
    if pieces:
        window = window[pieces[-1].end() :]
    return window.strip(" '\"")


def _is_short(word: str) -> bool:
    if not _SHORT.match(word) or len(word) > 18:
        return False
    if word.lower().rstrip(".") in _NO_SHORT and not (
        word.isupper() and word not in _MARKS_IN_CAPITALS
    ):
        return False
    if len(word.split()) > 2 or sum(c.isalpha() for c in word) < 1 or len(word) < 2:
        return False
    if _NO_LETTER_INSIDE.match(word) and not (word.isalpha() and len(word) <= 4):
        return _NUMBERED.match(word) is not None
    if _NUMBER_INSIDE.match(word):
        return True
    return any(c.isupper() for c in word) or len(word) <= 4
