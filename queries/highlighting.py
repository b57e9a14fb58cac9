"""Which part of an input is what, for colours."""

from __future__ import annotations

from kg.tokens import tokens
from queries import hints, names

_WORDS = {w for phrase in hints.KEYWORDS + hints.WRITING for w in phrase.split()} | {"USE", "SHOW"}


def spans(text: str) -> list[tuple[int, int, str]]:
    """(begin, end, kind) of all that has a colour, in order.

    Kinds: command, keyword, label, type, property, function, string, number, parameter, comment.
    """
    lead = len(text) - len(text.lstrip())
    if not text[lead:].startswith(":"):
        return _cypher(text, 0)
    word = text[lead:].split(maxsplit=1)[0]
    end = lead + len(word)
    found = [(lead, end, "command")]
    if word == ":explain":
        found += _cypher(text[end:], end)
    return found


def _cypher(text: str, offset: int) -> list[tuple[int, int, str]]:
    named = {n.start: n.kind for n in names.read(text).named}
    found = []
    listed = tokens(text)
    for at, token in enumerate(listed):
        after = listed[at + 1].text if at + 1 < len(listed) else ""
        kind = named.get(token.start) or _kind(token.text, after)
        if kind:
            begin = offset + token.start
            found.append((begin, begin + len(token.text), kind))
    return found


def _kind(text: str, after: str) -> str:
    if text.startswith(("//", "/*")):
        return "comment"
    if text[0] in "'\"":
        return "string"
    if text[0] == "$":
        return "parameter"
    if text[0].isdigit():
        return "number"
    if text.upper() in _WORDS:
        return "keyword"
    return "function" if after == "(" and text[0].isalpha() else ""
