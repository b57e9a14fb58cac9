"""Cypher in tokens: what the console, its hints and the guard read statements by."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<comment> //[^\n]* | /\*.*?(?:\*/|\Z) )
  | (?P<string>  '(?:\\.|[^'\\])*(?:'|\Z) | "(?:\\.|[^"\\])*(?:"|\Z) )
  | (?P<quoted>  `(?:``|[^`])*(?:`|\Z) )
  | (?P<parameter> \$\w* )
  | (?P<number>  \d+(?:\.\d+)?(?:[eE][+-]?\d+)? )
  | (?P<name>    \w+ )
  | (?P<operator> \.\.|<=|>=|<>|=~|[^\s\w] )
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token and its 0-based offset."""

    kind: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement without its final ``;`` and its 0-based offset."""

    text: str
    start: int


def tokens(text: str) -> list[Token]:
    """The tokens of a text, comments among them; never fails."""
    return [Token(m.lastgroup or "", m[0], m.start()) for m in _TOKEN.finditer(text)]


def statements(text: str) -> list[Statement]:
    """The statements of a text, parted at ``;`` outside of strings, comments and backticks."""
    found, begin, full = [], None, False
    end = 0
    for token in tokens(text):
        if token.text == ";":
            if begin is not None and full:
                found.append(Statement(text[begin:end], begin))
            begin, full = None, False
            continue
        begin = token.start if begin is None else begin
        full = full or token.kind != "comment"
        end = token.start + len(token.text)
    if begin is not None and full:
        found.append(Statement(text[begin:end], begin))
    return found
