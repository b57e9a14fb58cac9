"""Definitions of short forms: "world model (WM)", "WM (world model)".

The alignment is Schwartz & Hearst (2003), with what real text needs beyond it: short forms in
the plural, long forms of which the short form is a name made of word parts, and a long form
that begins further left than the first letters allow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.text import Text

_BRACKET = re.compile(r"\(([^()]{2,80})\)|\[([A-Z][A-Za-z]{1,8})\]")
_SHORT = re.compile(r"^(?=.*[A-Za-z])[A-Za-z\d][A-Za-z\d\-/&.+'@* ]{0,20}$")
_NO_SHORT = frozenset(
    "eg ie e.g i.e etc i ii iii iv v vi vii viii ix x a b c d e see and or the with for vs cf ref "
    "refs fig table left right top bottom both all not only high low new old english".split()
)
_SMALL = frozenset("of the and for in on with to a an by as from via at or".split())
_CALLED = re.compile(
    r",? (?:called|namely|named|dubbed|termed|abbreviated(?: as)?|or simply) ([A-Z][\w\-+]{1,15})"
)
_LEAD = re.compile(r"^(?:i\.e\.|e\.g\.|or|termed|called|hereafter|henceforth|aka|a\.k\.a\.),?\s+")
_BREAK = re.compile(r"[;:!?()\[\]\"]|\.\s|,\s")


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
    clean = text.clean
    for bracket in _BRACKET.finditer(clean):
        inside = re.split(r"[;,]| e\.g\.| i\.e\.", bracket.group(1) or bracket.group(2))[0].strip(
            " '\""
        )
        inside = _LEAD.sub("", inside)
        before_at = bracket.start()
        before = _before(clean, before_at, text)
        definition = None
        if _is_short(inside):
            long = _align(inside, before)
            if long:
                start = _last(clean, long, before_at)
                definition = Definition(
                    _singular_short(inside), long, start, bracket.end(), "long (SHORT)"
                )
        if definition is None and len(inside.split()) >= 2:
            words = before.split()
            if words and _is_short(words[-1]) and not words[-1].islower():
                long = _align(words[-1], inside)
                if long and len(long) >= 0.6 * len(inside):
                    start = _last(clean, words[-1], before_at)
                    definition = Definition(
                        _singular_short(words[-1]), inside, start, bracket.end(), "SHORT (long)"
                    )
        if definition is not None:
            found.setdefault(definition.short, definition)
    for definition in (*_in_title(text), *_called(text)):
        found.setdefault(definition.short, definition)
    return list(found.values())


def _in_title(text: Text) -> list[Definition]:
    """ "DATT: Deep Adaptive Trajectory Tracking": each letter begins a word after the colon."""
    head = re.match(r"([A-Za-z][\w\-+]{2,11}): ", text.clean[: text.title_end])
    if not head or sum(c.isupper() for c in head[1]) < 2:
        return []
    letters = [c.lower() for c in head[1] if c.isalpha()]
    tail = text.clean[head.end() : text.title_end]
    end = _initials(letters, tail)
    if not end:
        return []
    return [Definition(head[1], tail[:end], 0, head.end() + end, "title SHORT: long")]


def _initials(letters: list[str], tail: str) -> int:
    """Where in `tail` the last letter's word ends, each word but small ones begun by a letter."""
    wanted = list(letters)
    end = 0
    for word in re.finditer(r"[A-Za-z]+", tail):
        if not wanted:
            break
        if word.group()[0].lower() == wanted[0]:
            wanted.pop(0)
            end = word.end()
        elif word.group() not in _SMALL:
            return 0
    return end if not wanted else 0


def _called(text: Text) -> list[Definition]:
    """ "Bidirectional Attentive Memory Network, called BAMnet"."""
    found = []
    for match in _CALLED.finditer(text.clean):
        short = match.group(1).rstrip(".,;:")
        before = _before(text.clean, match.start(), text)
        if not _is_short(short) or not before:
            continue
        long = _align(short, before)
        words = long.split() if long else []
        if long and len(words) > 1 and sum(w[:1].isupper() for w in words) > len(words) / 2:
            start = _last(text.clean, long, match.start())
            found.append(Definition(short, long, start, match.end(1), "long, called SHORT"))
    return found


def _last(clean: str, words: str, before: int) -> int:
    """Where `words` last begin before an offset, whatever blanks part them."""
    pattern = r"\s+".join(re.escape(w) for w in words.split())
    places = [m.start() for m in re.finditer(pattern, clean[max(0, before - 400) : before])]
    return max(0, before - 400) + places[-1] if places else before


def _before(clean: str, at: int, text: Text) -> str:
    begin = max(text.sentence_span(text.sentence_index(max(0, at - 1)))[0], at - 160)
    window = clean[begin:at].rstrip()
    pieces = list(_BREAK.finditer(window))
    if pieces:
        window = window[pieces[-1].end() :]
    return window.strip(" '\"")


def _is_short(word: str) -> bool:
    if not _SHORT.match(word) or len(word) > 18 or word.lower() in _NO_SHORT:
        return False
    if len(word.split()) > 2 or sum(c.isalpha() for c in word) < 1 or len(word) < 2:
        return False
    if re.match(r"^\d|^[a-z]+$", word) and not (word.isalpha() and len(word) <= 4):
        return bool(re.match(r"^\d+[A-Z]", word))
    return any(c.isupper() for c in word) or len(word) <= 4


def _singular_short(short: str) -> str:
    return short[:-1] if re.match(r"^[A-Za-z\-\d]*[A-Z\d]s$", short) else short


def _align(short: str, before: str) -> str | None:
    """The shortest tail of `before` that the letters of `short` run through, or None."""
    letters = [c.lower() for c in _singular_short(short) if c.isalnum()]
    spoken = {"2": "t", "4": "f"}
    if before.lower().find(letters[0] if letters else "") >= 0 and not any(
        d in before for d in spoken if d in letters
    ):
        letters = [spoken.get(c, c) for c in letters]
    if not letters:
        return None
    words = before.split()
    most = min(len(letters) + 5, 2 * len(letters) + 2)
    tail = " ".join(words[-most:])
    long = _by_initials(letters, tail) or _schwartz_hearst(letters, tail)
    if long is None or long.lower() == short.lower():
        return None
    return _trim(long, letters, tail)


def _by_initials(letters: list[str], tail: str) -> str | None:
    """The tail of which each letter begins a word or a part of one, small words left out."""
    parts = list(re.finditer(r"[^\W_]+", tail))
    wanted = list(letters)
    while parts and wanted:
        part = parts.pop()
        if part.group()[0].lower() == wanted[-1]:
            wanted.pop()
        elif part.group() not in _SMALL:
            return None
    if wanted or len(letters) < 2:
        return None
    begin = tail.rfind(" ", 0, part.start()) + 1
    return tail[begin if "-" not in tail[begin : part.start()] else part.start() :].strip()


def _schwartz_hearst(letters: list[str], tail: str) -> str | None:
    at = len(tail) - 1
    low = tail.lower()
    for number in range(len(letters) - 1, -1, -1):
        letter = letters[number]
        while at >= 0 and (low[at] != letter or (number == 0 and at > 0 and low[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
        at -= 1
    begin = low.rfind(" ", 0, at + 2) + 1
    # a first letter inside a hyphenated word takes the whole word
    return tail[begin:].strip()


def _trim(long: str, letters: list[str], tail: str) -> str | None:
    words = long.split()
    if len(words) > len(letters) + 5 or len(words) > 2 * len(letters):
        return None
    while words and words[0] in _SMALL:
        words = words[1:]
    before = tail[: len(tail) - len(long)].split()
    if before and before[-1] == "A" and words and words[0][:1].isupper():
        words = before[-1:] + words
    if not words or (len(words) == 1 and "-" not in words[0] and len(words[0]) <= len(letters) + 1):
        return None
    return " ".join(words)
