"""Cypher in tokens: what the guard, the console and the stores read statements by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Literal

TokenKind = Literal["comment", "string", "quoted", "parameter", "number", "name", "operator"]

_TOKEN = re.compile(
    r"""
    (?P<comment> //[^\r\n]* | /\*.*?(?:\*/|\Z) )
  | (?P<string>  '(?:\\.|\\\Z|[^'\\])*(?:'|\Z) | "(?:\\.|\\\Z|[^"\\])*(?:"|\Z) )
  | (?P<quoted>  `(?:``|[^`])*(?:`|\Z) )
  | (?P<parameter> \$(?: `(?:``|[^`])*(?:`|\Z) | \w* ) )
  | (?P<number>  0[xX][0-9a-fA-F_]+ | 0o[0-7_]+
               | (?:[0-9][0-9_]*(?:\.[0-9][0-9_]*)? | \.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)? )
  | (?P<name>    \w+ )
  | (?P<operator> \.\.|<=|>=|<>|=~|\+=|[^\s\w] )
    """,
    re.VERBOSE | re.DOTALL,
)
_CLOSED = re.compile(
    r"""//[^\r\n]* | /\*.*\*/ | '(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*" | \$?`(?:``|[^`])*`""",
    re.VERBOSE | re.DOTALL,
)
_CLOSED_BY = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Token:
    """A token and its 0-based offset.

    Attributes:
        kind: ``quoted`` is a name in backticks; a ``parameter`` begins with its ``$``.
    """

    kind: TokenKind
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.start + len(self.text)

    @property
    def name(self) -> str:
        """The name that a parameter or a name stands for, without ``$`` and backticks."""
        text = self.text.removeprefix("$")
        return text[1:-1].replace("``", "`") if text[:1] == "`" else text

    @property
    def open(self) -> bool:
        """True for a string, a name in backticks or a block comment without its end."""
        return self.text[:1] in "'\"`$/" and (
            self.kind in ("comment", "string", "quoted") or self.text.startswith("$`")
        ) and not _CLOSED.fullmatch(self.text)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement without its final ``;`` and its 0-based offset."""

    text: str
    start: int


def tokens(text: str) -> list[Token]:
    """The tokens of a text, comments among them; never fails.

    Between tokens there is white space only. Engine-independent, but for what the engines
    themselves disagree on: `queries.guard` refuses that, and Ladybug is sent no comments.
    """
    found = []
    at, length = 0, len(text)
    while at < length:
        match = _TOKEN.match(text, at)
        if match is None:
            at += 1  # white space
            continue
        kind, end = match.lastgroup, match.end()
        if kind == "name" or (kind == "parameter" and text[end - 1] != "`"):
            end = _end_of_name(text, end)
        found.append(Token(kind, text[at:end], at))  # type: ignore[arg-type]
        at = end
    return found


def _end_of_name(text: str, end: int) -> int:
    """Names go on over accents that stand alone and over signs of currency, as in both engines."""
    while end < len(text):
        c = text[end]
        if not (c == "_" or c.isalnum()):
            if c != "$" and c.isascii():
                break
            if not (f"a{c}".isidentifier() or unicodedata.category(c) == "Sc"):
                break
        end += 1
    return end


def closing(read: Sequence[Token], at: int) -> int:
    """The place of the bracket that closes the one at a place; the end when none does."""
    opened = read[at].text
    closed = _CLOSED_BY[opened]
    depth = 0
    for place in range(at, len(read)):
        text = read[place].text
        depth += (text == opened) - (text == closed)
        if depth == 0:
            return place
    return len(read)


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
        end = token.end
    if begin is not None and full:
        found.append(Statement(text[begin:end], begin))
    return found


def blanked(text: str, kinds: Container[TokenKind]) -> str:
    """A text with blanks for its tokens of some kinds; all else stays where it is.

    >>> blanked("RETURN 'a' // why", ("comment",))
    "RETURN 'a'       "
    """
    parts, at = [], 0
    for token in tokens(text):
        if token.kind in kinds:
            parts += [text[at : token.start], " " * len(token.text)]
            at = token.end
    return "".join([*parts, text[at:]])
