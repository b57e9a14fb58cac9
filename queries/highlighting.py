"""Which part of an input is what, for colours."""

from __future__ import annotations

from kg.tokens import Token, tokens
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
        kind = named.get(token.start) or _kind(token, after)
        if kind:
            found.append((offset + token.start, offset + token.end, kind))
    return found


def _kind(token: Token, after: str) -> str:
    if token.kind in ("comment", "string", "parameter", "number"):
        return token.kind
    if token.text.upper() in _WORDS:
        return "keyword"
    return "function" if after == "(" and token.text[0].isalpha() else ""
