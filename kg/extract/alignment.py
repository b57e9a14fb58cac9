"""How the letters of a short form run through the words before it (Schwartz & Hearst 2003).

Beyond their alignment: initials, capitals, words in another order, heads that give no letter.
"""

from __future__ import annotations

import re

from rapidfuzz.distance import LCSseq

SMALL = frozenset("of the and for in on with to a an by as from via at or over".split())
_HEADS = frozenset(
    "system framework model method policy planner algorithm approach network technique module "
    "architecture strategy mechanism scheme planning dataset corpus benchmark task loss problem "
    "protein gene prediction".split()
)
_NUMBERS = {"1": "one", "2": "two", "3": "three", "4": "four", "5": "five", "6": "six"}
_FINITE = frozenset("are was were been has have we which that there if".split())
"""Words that no long form has."""
_SELDOM = frozenset("through using during done elicits".split())
"""Words that a long form in small letters has where one of its letters is theirs."""
_PLURAL = re.compile(r"^[A-Za-z\-\d]*[A-Z\d]s$")
_PIECE = re.compile(r"[^\W_]+")
_REPEATED = re.compile(r"([A-Z])([2-5])(?![\dD])")
_GREEK = str.maketrans("αβγδεζηθικλμµνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ", "abgdezetiklmmnxprstupcpoGDTLXPSPPO")
"""Each letter to the first one of its name: alpha, beta; of μ also "micro"."""


def singular_short(short: str) -> str:
    return short[:-1] if "s" in short[-2:] and _PLURAL.match(short) else short


def _as_often(match: re.Match[str]) -> str:
    """The letters that a letter with a number stands for: CCCC for C4."""
    return match[1] * int(match[2])


def align(short: str, before: str) -> str | None:
    """The shortest tail of `before` that the letters of `short` run through, or None.

    A Greek letter stands for itself and for its name: TNF-α is "tumor necrosis factor alpha". An
    arrow is a "to": VLM2Vec is "vision-language model -> vector".
    """
    if short.isascii() and before.isascii() and "->" not in before:
        return _align(short, before)
    before = " ".join(before.split())
    latin = before.replace("->", "to").translate(_GREEK)
    long = _align(short.translate(_GREEK), latin)
    if long is None or (at := latin.rfind(long)) < 0:
        return long
    return before[at : at + len(long)]


def _align(short: str, before: str) -> str | None:
    if (repeated := _REPEATED.sub(_as_often, short)) != short and " " not in short:
        letters = [c.lower() for c in repeated if c.isalnum()]
        if long := _by_words(letters, before) or by_initials(letters, before):
            return _trim(long, letters, before)
    letters = [c.lower() for c in singular_short(short) if c.isalnum()]
    spoken = {"2": "t", "4": "f"}
    if (number := _NUMBERS.get(letters[0] if letters else "")) and number in before.lower():
        letters[0] = number[0]  # 2D, of "two-dimensional"
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
    bare = without_heads(tail, letters[-1])
    long = (
        by_initials(letters, tail)
        or _by_words(letters, tail)
        or by_initials(letters, bare)
        or _by_capitals(letters, tail)
        or _by_segments(short, tail)
        or _by_segments(short, bare)
        or _but_for_the_last(letters, tail)
        or _out_of_order(letters, tail)
        or _schwartz_hearst(letters, bare)
        or _schwartz_hearst(letters, tail)
    )
    if long is None or long.lower() == short.lower():
        return None
    return _trim(long, letters, tail)


def by_initials(letters: list[str], tail: str) -> str | None:
    """The tail of which each letter begins a word or a part of one, small words left out."""
    parts = list(_PIECE.finditer(tail))
    wanted = list(letters)
    while parts and wanted:
        part = parts.pop()
        if part.group()[0].lower() == wanted[-1]:
            if part.group() in SMALL and _word_before(parts)[:1].lower() == wanted[-1]:
                continue  # "Abstraction and Reasoning Corpus": the A is not that of "and"
            wanted.pop()
        elif part.group() not in SMALL:
            return None
    if wanted or len(letters) < 2:
        return None
    return tail[_word_start(tail, part.start(), letters[0]) :].strip()


def _word_before(parts: list[re.Match[str]]) -> str:
    """The last of some words that is no small one: "tip" of "tip of (the)"."""
    return next((p.group() for p in reversed(parts) if p.group() not in SMALL), "")


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
        elif words[number] not in SMALL:
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


def _by_segments(short: str, tail: str) -> str | None:
    """ "Adaptive Aggregation Network (AANet)": each capital and what follows it is of one word."""
    segments = re.findall(r"[A-Z][a-z]*", short)
    if "".join(segments) != short or len(segments) < 2 or short.isupper():
        return None
    parts = list(re.finditer(r"[^\W_]+", tail))
    while parts and segments:
        part = parts.pop()
        if _runs_through(segments[-1].lower(), part.group().lower()):
            segments.pop()
        elif part.group() not in SMALL:
            return None
    return None if segments else tail[_word_start(tail, part.start(), short[0].lower()) :].strip()


def _runs_through(letters: str, word: str) -> bool:
    """Whether a word begins with the first letter and has the others in order."""
    rest = iter(word)
    return word[0] == letters[0] and all(letter in rest for letter in letters)


def by_phrase(short: str, before: str) -> str | None:
    """The capitalised phrase before a short form of which most letters run through it in order.

    For what `align` is too strict for: "Emotion Discovery and Reasoning … (EDiReF)".
    """
    words = before.split()
    begin = len(words)
    while begin and (
        words[begin - 1][0].isupper()
        or (begin < len(words) and ("-" in words[begin - 1] or words[begin - 1] in SMALL))
    ):
        begin -= 1
    while begin < len(words) and words[begin].lower() in SMALL:
        begin += 1
    letters = [c.lower() for c in short if c.isalpha()]
    phrase = " ".join(words[begin:])
    if begin > len(words) - 2 or len(letters) < 3 or phrase[0].lower() != letters[0]:
        return None
    return (
        phrase
        if LCSseq.similarity("".join(letters), phrase.lower()) >= 0.6 * len(letters)
        else None
    )


def without_heads(tail: str, letter: str) -> str:
    """ "meta-learning algorithm" without its last words, where they are heads of other letters."""
    words = tail.split()
    while len(words) > 2 and words[-1].rstrip("s") in _HEADS and words[-1][0] != letter:
        words.pop()
    return " ".join(words)


def _but_for_the_last(letters: list[str], tail: str) -> str | None:
    """ "Multi-Sensor All Weather Mapping (MSAW)": the last word of a name gives no letter."""
    begin, blank, last = tail.rpartition(" ")
    if len(letters) < 4 or not blank or not last[0].isupper():
        return None
    long = by_initials(letters, begin)
    return f"{long} {last}" if long and long[0].isupper() else None


def _out_of_order(letters: list[str], tail: str) -> str | None:
    """ "question answering over knowledge bases (KBQA)": the words' beginnings in another order."""
    parts = list(_PIECE.finditer(tail))
    wanted = sorted(letters)
    taken: list[str] = []
    while parts and len(taken) < len(letters):
        part = parts.pop()
        if part.group() not in SMALL:
            taken.append(part.group()[0].lower())
    if len(letters) < 4 or sorted(taken) != wanted or part.group() in SMALL:
        return None
    long = tail[part.start() :].strip()
    inside = _schwartz_hearst(letters, tail)  # in order: "(task of) stylized visual storytelling"
    return inside if inside and long.endswith(f" {inside}") else long


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


def _aligned(letters: list[str], words: list[str]) -> list[str] | None:
    """The words, where the letters run through them from the first one on."""
    tail = " ".join(words)
    return words if _schwartz_hearst(letters, tail) == tail else None


def _trim(long: str, letters: list[str], tail: str) -> str | None:
    words = long.split()
    if len(words) > len(letters) + 5 or len(words) > 2 * len(letters):
        return None
    if not _FINITE.isdisjoint(words):
        return None
    if long[1:].islower() and any(w in _SELDOM and w[0] not in letters for w in words):
        return None
    while (
        words
        and words[0].lower() in SMALL
        and (words[0].islower() or (words[1:2] and words[1][0].lower() == letters[0]))
    ):
        words = words[1:]
    before = tail[: len(tail) - len(long)].split()
    called_so = letters[0] == "a" or len(before) > 1  # not the article that begins a sentence
    if called_so and before and before[-1] == "A" and words and words[0][:1].isupper():
        words = before[-1:] + words
    _, slash, rest = words[0].rpartition("/") if words else ("", "", "")
    if slash and rest[:1].lower() == letters[0]:  # "Ngn3/paired box factor 6", of PAX6
        words = _aligned(letters, [rest, *words[1:]]) or words
    if not words or (len(words) == 1 and "-" not in words[0] and len(words[0]) <= len(letters) + 1):
        return None
    words[-1] = singular_short(words[-1])
    return " ".join(words)
