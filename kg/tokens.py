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


def parameters_in(statement: str) -> list[Token]:
    """The parameters that a statement names, each time it does.

    The signs of Neo4j's dynamic labels, ``:$(…)`` and ``:$any(…)``, are none.

    >>> [token.name for token in parameters_in("MATCH (n:$(x) {id: $id}) RETURN n.`$y`, $`a b`")]
    ['id', 'a b']
    >>> parameters_in("")
    []
    """
    read = [token for token in tokens(statement) if token.kind != "comment"]
    return [
        token
        for at, token in enumerate(read)
        if token.kind == "parameter" and (at + 1 == len(read) or read[at + 1].text != "(")
    ]


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


def between_commas(read: Sequence[Token], begin: int, end: int) -> list[tuple[int, int]]:
    """What stands between the commas from one place to another: first place, and the one behind.

    Brackets are passed over whole.

    >>> between_commas(tokens("f(a, b), c"), 0, 8)
    [(0, 6), (7, 8)]
    """
    found, first, at = [], begin, begin
    while at < end:
        if read[at].text in _CLOSED_BY:
            at = closing(read, at)
        elif read[at].text == ",":
            found.append((first, at))
            first = at + 1
        at += 1
    return [*found, (first, end)]


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


def without_semicolons(statement: str) -> str:
    """A statement with blanks for a ``;`` before it, and none behind it: it stays where it is.

    >>> without_semicolons("; RETURN ';';; // done")
    "  RETURN ';'"
    """
    if ";" not in statement:
        return statement
    said = [t for t in tokens(statement) if t.kind != "comment" and t.text != ";"]
    if not said:
        return statement
    begin, end = said[0].start, said[-1].end
    return blanked(statement[:begin], ("comment",)).replace(";", " ") + statement[begin:end]


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
