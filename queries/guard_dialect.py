"""What Ladybug answers without a word, but otherwise than Cypher means it: a wrong answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kg.errors import QueryError
from kg.tokens import Token, between_commas, closing

_LOOKING_AROUND = re.compile(r"(?<!\\)\(\?(?:[=!]|<[=!])")
_NAMED_GROUP = re.compile(r"(?<!\\)\(\?<(?=\w)")
_ESCAPES = re.compile(r"\\(u[0-9a-fA-F]{4}|[\\'\"bfnrt])")
_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_MATCHING = frozenset(
    "regexp_matches regexp_full_match regexp_replace regexp_extract regexp_extract_all"
    " regexp_split_to_array".split()
)
"""Functions that take a pattern behind their first comma."""


def check_dialect(read: Sequence[Token], parameters: Mapping[str, Any] | None = None) -> None:
    """Refuse what would be answered wrongly.

    Args:
        read: A statement's tokens without comments.
        parameters: The values of its parameters, where they are known.

    Raises:
        QueryError: There is such a thing; says where, and how it is written.
    """
    given = parameters or {}
    for at in range(len(read) - 1):
        token, behind = read[at], read[at + 1]
        if token.text == "=~":
            _check_pattern(behind, given)
        if token.name.lower() in _MATCHING and behind.text == "(":
            _check_pattern(_second(read, at + 1), given)
        if token.text.lower() in ("label", "labels") and behind.text == "(":
            end = closing(read, at + 1) + 1
            if end < len(read) and read[end].text == "[":
                raise QueryError(
                    f"{token.text}() is one text in the embedded engine, not a list",
                    position=read[end].start,
                    remedy=f"{token.text}(…) without the brackets",
                )
        if token.text == ":" and [t.text for t in read[at + 2 : at + 3]] == [":"]:
            named = [t for t in (behind, *read[at + 3 : at + 4]) if t.kind in ("name", "quoted")]
            if len(named) == 2:
                raise QueryError(
                    "a node has one label, a relationship one type",
                    position=read[at + 2].start,
                    remedy=f"for either of them: {named[0].text}|{named[1].text}",
                )


def _second(read: Sequence[Token], opened: int) -> Token:
    """The token behind the first comma in a bracket; the bracket's own end when there is none."""
    end = min(closing(read, opened), len(read) - 1)
    _, *others = between_commas(read, opened + 1, end)
    return read[others[0][0] if others else end]


def _check_pattern(token: Token, given: Mapping[str, Any]) -> None:
    """Refuse a pattern that matches nothing without a word, being none for the engine."""
    pattern = _text(token, given)
    if _LOOKING_AROUND.search(pattern):
        raise QueryError(
            "the embedded engine's regular expressions do not look around",
            position=token.start,
            remedy="two conditions with AND or AND NOT, or a Neo4j server",
        )
    if "\\\\" in pattern:  # it makes one of two, before it reads the pattern
        raise QueryError(
            "the embedded engine takes two backslashes of a pattern for one",
            position=token.start,
            remedy="a backslash is \\x5C there, written '\\\\x5C' in a statement",
        )
    if _NAMED_GROUP.search(pattern):
        raise QueryError(
            "a group of a pattern is named otherwise in the embedded engine",
            position=token.start,
            remedy="(?P<name>…), or a group without a name",
        )
    if wrong := _wrong(pattern):
        raise QueryError(
            f"the embedded engine can't read this pattern: {wrong}",
            position=token.start,
            remedy="it takes RE2's regular expressions; '\\\\(' means a bracket itself",
        )


def _wrong(pattern: str) -> str:
    """What RE2 says of a pattern that is none; Arrow's is asked."""
    if pattern.isalnum():
        return ""
    import pyarrow
    from pyarrow import compute

    try:
        compute.match_substring_regex(pyarrow.array([""]), pattern)
    except pyarrow.ArrowInvalid as error:
        return str(error).removeprefix("Invalid regular expression: ")
    return ""


def _text(token: Token, given: Mapping[str, Any]) -> str:
    """The text that a string or a parameter stands for; empty for all else."""
    if token.kind == "parameter":
        value = given.get(token.name)
        return value if isinstance(value, str) else ""
    return _ESCAPES.sub(_unescaped, token.text[1:-1]) if token.kind == "string" else ""


def _unescaped(escape: re.Match[str]) -> str:
    sign = escape[1]
    return chr(int(sign[1:], 16)) if len(sign) == 5 else _ESCAPED.get(sign, sign)
