"""Definitions of short forms: "world model (WM)", "WM (world model)".

The alignment is Schwartz & Hearst (2003), with what real text needs beyond it: short forms in
the plural, long forms of which the short form is a name made of word parts, and a long form
that begins further left than the first letters allow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.text import Text
from kg.extract.text import clean as text_clean

_BRACKET = re.compile(r"\(([^()]{2,80})\)|\[([A-Z][A-Za-z]{1,8})\]")
_SHORT = re.compile(r"^(?=.*[A-Za-z])[A-Za-z\d][\w\-/&.+'@* ]{0,20}$")
_NO_SHORT = frozenset(
    "eg ie e.g i.e etc i ii iii iv v vi vii viii ix x a b c d e see and or the with for vs cf ref "
    "refs fig table left right top bottom both all not only high low new old english".split()
)
_SMALL = frozenset("of the and for in on with to a an by as from via at or over".split())
_CALLED = re.compile(
    r",? (?:called|namely|named|dubbed|termed|abbreviated(?: as)?|or simply) ([A-Z][\w\-+]{1,15})"
)
_CALLING = ("called", "namely", "named", "dubbed", "termed", "abbreviated", " or simply ")
_OR = re.compile(r",? or ([A-Z][A-Z\d]{1,9})\b(?=[,.;]| [a-z])")
_DASHED = re.compile(
    r"\b([A-Z][\w+]{2,11})(?: [-–—]|,) (?=(?:the |an? )?[A-Z])"
    r"|\b([A-Z][\w+]{2,11}),? (?:which |that |\()?(?:stands|standing|short) for (?=(?:the )?\w)"
)
_HEADS = frozenset(
    "system framework model method policy planner algorithm approach network technique module "
    "architecture strategy mechanism scheme planning dataset corpus benchmark task loss problem "
    "protein gene prediction".split()
)
_LEAD = re.compile(
    r"^(?:(?:i\.e\.|e\.g\.|or|shorted|shortened(?: as| to)?|termed|called|hereafter|henceforth|aka|a\.k\.a\.|in shorthand|"
    r"briefly|(?:de)?noted(?: as| by)?|abbreviated(?: as| to)?|for short|in short),?\s+|#)"
)
_YEAR = re.compile(r"[-' ]?(?:19|20)?\d\d$")
_REPEATED = re.compile(r"([A-Z])([2-5])(?![\dD])")
_INSIDE = re.compile(r"\(([^()]{8,120}), ([A-Z][\w-]{1,9})\)")
_LIST = re.compile(r"(?:[^\W\d_][\w-]*,\s+){2,}(?:and\s+|or\s+)?[^\W\d_][\w-]*\s*$")
_MARKS = re.compile(
    r"\\(?:text(?:bf|it|sc|tt|rm|sf)?|emph|underline|mathbf|mathrm)\s?(?=\{)|[{}$]|\*\*"
)
"""Marks of which letters inside a word are set apart by ("\\\\textbf{P}artial", "**P**artial")."""
_BROKEN = re.compile(
    r"\b([a-z]{2,})(?:- |-)(tion|tions|ment|ments|guage|guages|cessing|ing|work|works|els|el|edge|ture|"
    r"tures|sion|sions|tem|tems|ence|ance|ity|ness|tive|tional|ble|ral|tic|cal|ly|ture|sis)\b"
)
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
    clean = text.clean
    for bracket in _BRACKET.finditer(clean):
        whole = _LEAD.sub("", (bracket.group(1) or bracket.group(2)).strip(" '\""))
        inside = re.split(r"[;,]| e\.g\.| i\.e\.", whole)[0].strip(" '\"")
        before_at = bracket.start()
        before = _before(clean, before_at, text)
        definition = None
        if _is_short(inside):
            long = _list_of_initials(inside, clean, before_at) or _align(inside, before)
            if long is None and (bare := _YEAR.sub("", inside)) != inside and bare.isupper():
                long, inside = _align(bare, before), bare
            if long:
                start = _last(clean, long, before_at)
                definition = Definition(
                    _singular_short(inside), long, start, bracket.end(), "long (SHORT)"
                )
        words = before.split()
        word = words[-1] if words else ""
        if definition is None and _is_short(word) and not word.islower():
            listed = "," in whole and (
                _list_of_initials(word, whole, len(whole)) == whole or _all_initials(word, whole)
            )
            inside = whole if listed else inside
            long = inside if listed else _align(word, inside) if " " in inside else None
            if long and len(long) >= 0.6 * len(inside):
                start = _last(clean, word, before_at)
                definition = Definition(
                    _singular_short(word), inside, start, bracket.end(), "SHORT (long)"
                )
        if definition is not None:
            found.setdefault(definition.short, definition)
    for definition in (*_in_title(text), *_called(text), *_dashed(text), *_in_brackets(clean)):
        found.setdefault(definition.short, definition)
    return list(found.values())


def _in_title(text: Text) -> list[Definition]:
    """ "DATT: Deep Adaptive Trajectory Tracking": each letter begins a word after the colon."""
    head = re.match(r"([A-Za-z][\w\-+]{2,11}) ?: ", text.clean[: text.title_end])
    if not head or not head[1].isupper():
        return []
    span = _spelled_out(head[1], text.clean, head.end(), text.title_end)
    if span is None:
        return []
    return [Definition(head[1], text.clean[slice(*span)], 0, span[1], "title SHORT: long")]


def _spelled_out(short: str, clean: str, begin: int, end: int) -> tuple[int, int] | None:
    """Where the words that `short` is made of stand in a part of a text, or None."""
    letters = "".join(c.lower() for c in short if c.isalpha())
    words = [(m.start(), m.end()) for m in re.finditer(r"[A-Za-z]+(?:-[a-z]+)*", clean[begin:end])]
    for first in range(len(words) if len(letters) > 3 else 1):
        word = clean[begin + words[first][0] : begin + words[first][1]]
        if (word[0].isupper() or first == 0) and word.lower() not in _SMALL:
            last = _consume(letters, [clean[begin + a : begin + b] for a, b in words[first:]])
            if last >= 0:
                return begin + words[first][0], begin + words[first + last][1]
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
    if word in _SMALL:
        rest = _consume(letters, words[1:])
        return rest + 1 if rest >= 0 else -1
    return -1


def _dashed(text: Text) -> list[Definition]:
    """ "RONEC - the Romanian Named Entity Corpus", "a lightweight recurrent network, or LRN"."""
    found = []
    clean = text.clean
    for match in _DASHED.finditer(clean):
        short = match[1] or match[2]
        article = re.match(r"(?:the|an?) ", clean[match.end() :])
        begin = match.end() + (article.end() if article else 0)
        stop = text.sentence_span(text.sentence_index(match.start()))[1]
        words = re.match(r"[\w-]+(?: [\w-]+){0,9}", clean[begin:stop])
        span = _spelled_out(short, clean, begin, begin + words.end()) if words else None
        if span and span[0] == begin and " " in (long := clean[slice(*span)]):
            found.append(Definition(short, long, match.start(), span[1], "SHORT - long"))
    for match in _OR.finditer(clean) if " or " in clean else ():
        before = _before(clean, match.start(), text)
        initials = _by_initials([c.lower() for c in match[1] if c.isalnum()], before)
        if initials and len(initials.split()) > 1:
            start = _last(clean, initials, match.start())
            found.append(Definition(match[1], initials, start, match.end(1), "long, or SHORT"))
    return found


def _list_of_initials(short: str, clean: str, end: int) -> str | None:
    """ "Lesbian, Gay, Bisexual, Transgender, Queer" before LGBTQ: a list, a letter a word."""
    letters = [c.lower() for c in _singular_short(short) if c.isalnum()]
    listed = _LIST.search(clean[max(0, end - 120) : end])
    if not listed or len(letters) < 3 or short.islower():
        return None
    items = re.findall(r"[^\W\d_][\w-]*", listed.group())
    wanted = len(letters)
    small = sum(w in _SMALL for w in items)
    chosen = items[-(wanted + small) :]
    if [w[0].lower() for w in chosen if w not in _SMALL] != letters:
        return None
    return listed.group()[listed.group().rfind(chosen[0] + ",") :].strip()


def _all_initials(short: str, whole: str) -> bool:
    """Whether "Summarize, Contrast and Review" are the words of SCR."""
    letters = [c.lower() for c in short if c.isalnum()]
    return len(letters) > 2 and (_by_initials(letters, whole) or "") == whole


def _in_brackets(clean: str) -> list[Definition]:
    """ "(with or without autism spectrum disorder, ASD)": both stand in the brackets."""
    found = []
    for match in _INSIDE.finditer(clean) if ", " in clean else ():
        letters = [c.lower() for c in match[2] if c.isalnum()]
        long = _by_initials(letters, match[1]) if len(letters) > 1 else None
        if long and len(long.split()) > 1:
            start = _last(clean, long, match.end(1))
            found.append(Definition(match[2], long, start, match.end(2), "(long, SHORT)"))
    return found


def _called(text: Text) -> list[Definition]:
    """ "Bidirectional Attentive Memory Network, called BAMnet"."""
    found: list[Definition] = []
    if not any(word in text.clean for word in _CALLING):
        return found
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
    window = clean[begin:at]
    if _MARKS.search(raw := text.raw[begin:at]):
        window = text_clean(_MARKS.sub("", raw))
    window = _BROKEN.sub(r"\1\2", re.sub(r"'s?\s*$", "", window))
    window = window.rstrip(" '\"").replace('"', " ")
    pieces = list(_BREAK.finditer(window))
    if pieces:
        window = window[pieces[-1].end() :]
    return window.strip(" '\"")


def _is_short(word: str) -> bool:
    if not _SHORT.match(word) or len(word) > 18:
        return False
    if word.lower().rstrip(".") in _NO_SHORT and word not in ("IE", "EG", "CF", "VS", "OR"):
        return False
    if len(word.split()) > 2 or sum(c.isalpha() for c in word) < 1 or len(word) < 2:
        return False
    if re.match(r"^\d|^[a-z]+$", word) and not (word.isalpha() and len(word) <= 4):
        return bool(re.match(r"^\d+[A-Z]", word))
    if re.match(r"^[a-z]+\d[a-z]+$", word):
        return True
    return any(c.isupper() for c in word) or len(word) <= 4


def _singular_short(short: str) -> str:
    return short[:-1] if re.match(r"^[A-Za-z\-\d]*[A-Z\d]s$", short) else short


def _as_often(match: re.Match[str]) -> str:
    """The letters that a letter with a number stands for: CCCC for C4."""
    return match[1] * int(match[2])


def _align(short: str, before: str) -> str | None:
    """The shortest tail of `before` that the letters of `short` run through, or None."""
    if (repeated := _REPEATED.sub(_as_often, short)) != short and " " not in short:
        letters = [c.lower() for c in repeated if c.isalnum()]
        if long := _by_words(letters, before) or _by_initials(letters, before):
            return _trim(long, letters, before)
    letters = [c.lower() for c in _singular_short(short) if c.isalnum()]
    spoken = {"2": "t", "4": "f"}
    if letters[:1] == ["x"] and "x" not in before.lower() and "ross" in before:
        letters[0] = "c"  # XNLI, of "cross-lingual natural language inference"
    if before.lower().find(letters[0] if letters else "") >= 0 and not any(
        d in before for d in spoken if d in letters
    ):
        letters = [spoken.get(c, c) for c in letters]
    if not letters:
        return None
    words = before.split()
    most = min(len(letters) + 5, 2 * len(letters) + 2)
    tail = " ".join(words[-most:])
    long = (
        _by_initials(letters, tail)
        or _by_words(letters, tail)
        or _by_capitals(letters, tail)
        or _by_initials(letters, _without_heads(tail, letters[-1]))
        or _out_of_order(letters, tail)
        or _schwartz_hearst(letters, _without_heads(tail, letters[-1]))
        or _schwartz_hearst(letters, tail)
    )
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
            skipped = part.group() in _SMALL and parts
            if skipped and parts[-1].group()[0].lower() == wanted[-1]:
                continue  # "Abstraction and Reasoning Corpus": the A is not that of "and"
            wanted.pop()
        elif part.group() not in _SMALL:
            return None
    if wanted or len(letters) < 2:
        return None
    return tail[_word_start(tail, part.start(), letters[0]) :].strip()


def _word_start(tail: str, at: int, letter: str) -> int:
    """Where the hyphenated word around `at` begins, when it begins with the letter too."""
    begin = at
    while begin > 0 and (tail[begin - 1].isalnum() or tail[begin - 1] in "-'"):
        begin -= 1
    return begin if tail[begin].lower() == letter else at


def _by_words(letters: list[str], tail: str) -> str | None:
    """The tail of which each letter begins a word, a hyphenated one taken whole."""
    words = tail.split()
    wanted = list(letters)
    number = len(words)
    while number and wanted:
        number -= 1
        if words[number][0].lower() == wanted[-1]:
            wanted.pop()
        elif words[number] not in _SMALL:
            return None
    return " ".join(words[number:]) if not wanted and len(letters) > 2 else None


def _by_capitals(letters: list[str], tail: str) -> str | None:
    """ "Pruning Head via PatH PatcHing (PHPPH)": the capitals of the tail are the short form."""
    words = tail.split()
    capitals = ""
    for number in range(len(words) - 1, -1, -1):
        capitals = "".join(c for c in words[number] if c.isupper()).lower() + capitals
        if capitals == "".join(letters):
            inside = any(c.isupper() for w in words[number:] for c in w[1:])
            several = inside and len(letters) > 2 and number < len(words) - 1
            return " ".join(words[number:]) if several else None
        if len(capitals) > len(letters):
            return None
    return None


def _without_heads(tail: str, letter: str) -> str:
    """ "meta-learning algorithm" without its last words, where they are heads of other letters."""
    words = tail.split()
    while len(words) > 2 and words[-1].rstrip("s") in _HEADS and words[-1][0] != letter:
        words.pop()
    return " ".join(words)


def _out_of_order(letters: list[str], tail: str) -> str | None:
    """ "question answering over knowledge bases (KBQA)": the words' beginnings in another order."""
    parts = list(re.finditer(r"[^\W_]+", tail))
    wanted = sorted(letters)
    taken: list[str] = []
    while parts and len(taken) < len(letters):
        part = parts.pop()
        if part.group() not in _SMALL:
            taken.append(part.group()[0].lower())
    if len(letters) < 4 or sorted(taken) != wanted or part.group() in _SMALL:
        return None
    return tail[part.start() :].strip()


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
    while (
        words
        and words[0].lower() in _SMALL
        and (words[0].islower() or words[1:2] and words[1][0].lower() == letters[0])
    ):
        words = words[1:]
    before = tail[: len(tail) - len(long)].split()
    called_so = letters[0] == "a" or len(before) > 1  # not the article that begins a sentence
    if called_so and before and before[-1] == "A" and words and words[0][:1].isupper():
        words = before[-1:] + words
    if not words or (len(words) == 1 and "-" not in words[0] and len(words[0]) <= len(letters) + 1):
        return None
    words[-1] = _singular_short(words[-1])
    return " ".join(words)
