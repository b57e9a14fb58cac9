"""Calls that end the process. Ladybug 0.22 breaks down when some functions are given a null whose
type it can't tell, ``id(null)`` or ``WITH null AS x RETURN nodes(x)``, and when what is worked out
and is no text, but stays the same for every row, is matched: ``-1 =~ p.title``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.errors import QueryError
from kg.tokens import Token, between_commas, closing

_FRAGILE = frozenset(
    "array_cross_product element_at end_node id list_any_value list_product list_reverse_sort"
    " list_sort list_sum map map_extract map_keys map_values nodes properties relationships rels"
    " rowid start_node struct_extract union_extract union_tag".split()
)
_TEXTS = frozenset(
    "concat concat_ws initcap lcase left lower lpad ltrim repeat replace reverse right rpad rtrim"
    " string substr substring to_string tolower toupper trim ucase upper cast".split()
)
"""What gives a text."""
_BEFORE = frozenset(["WITH", "RETURN", "UNWIND", "DISTINCT"])
"""Words behind which an expression begins that ``AS`` gives a name."""


def check_crashes(read: Sequence[Token], parameters: Mapping[str, Any] | None = None) -> None:
    """Refuse a call with an argument that surely ends the process.

    Args:
        read: A statement's tokens without comments.
        parameters: The values of its parameters, where they are known.

    Raises:
        QueryError: There is one; says where.
    """
    nulls = _Nulls(read, parameters or {})
    for at, token in enumerate(read[:-1]):
        if token.text == "=~":
            _check_matched(read, _operand(read, at), at)
        elif token.name.lower() == "regexp_full_match" and read[at + 1].text == "(":
            _check_matched(read, at + 2, between_commas(read, at + 2, closing(read, at + 1))[0][1])
        if read[at + 1].text != "(" or token.name.lower() not in _FRAGILE:
            continue
        end = closing(read, at + 1)
        if any(nulls.is_null(first, last) for first, last in between_commas(read, at + 2, end)):
            raise QueryError(
                f"{token.name}() of null ends the engine",
                position=token.start,
                remedy="give it a value, or a variable of MATCH or OPTIONAL MATCH",
            )


def _operand(read: Sequence[Token], end: int) -> int:
    """Where the value begins that ends before ``=~``."""
    at = end - 1
    if read[at].text in (")", "]", "}"):
        depth = 0
        while at >= 0:
            depth += (read[at].text in (")", "]", "}")) - (read[at].text in ("(", "[", "{"))
            if depth == 0:
                break
            at -= 1
        if at > 0 and read[at - 1].kind in ("name", "quoted"):
            at -= 1
    while at > 0 and read[at - 1].text == "-":
        at -= 1
    return max(at, 0)


def _check_matched(read: Sequence[Token], begin: int, end: int) -> None:
    """Refuse to match what is worked out, but neither a text nor of the row."""
    while end - begin > 1 and read[begin].text == "(" and closing(read, begin) == end - 1:
        begin, end = begin + 1, end - 1
    first = read[begin]
    if end - begin < 2 or first.kind == "string" or first.name.lower() in _TEXTS:
        return
    for at in range(begin, end):
        called = at + 1 < len(read) and read[at + 1].text == "("
        if read[at].kind in ("name", "quoted") and not called:
            return  # a variable
    if first.kind == "parameter":  # which is added to a text
        return
    raise QueryError(
        "what is no text is matched",
        position=first.start,
        remedy="to_string(…) makes a text of it",
    )


class _Nulls:
    def __init__(self, read: Sequence[Token], given: Mapping[str, Any]) -> None:
        self._read = read
        self._given = given
        self._named: dict[str, list[int]] = {}
        for at, token in enumerate(read):
            if at and token.kind in ("name", "quoted") and self._word(at - 1) == "AS":
                self._named.setdefault(token.name, []).append(at - 1)
        self._following: set[str] = set()

    def is_null(self, begin: int, end: int) -> bool:
        """Whether the expression between two places is null, whatever the graph holds."""
        while end - begin > 1 and self._read[begin].text == "(":
            if closing(self._read, begin) != end - 1:
                return False
            begin, end = begin + 1, end - 1
        if begin >= end:
            return False
        if self._word(begin) == "CASE":
            return all(self.is_null(*value) for value in self._values(begin, end))
        dotted = all(self._read[at].text == "." for at in range(begin + 1, end, 2))
        return dotted and self._null_itself(begin, end)

    def _null_itself(self, at: int, end: int) -> bool:
        """Whether a null, or a property of one, stands here."""
        token = self._read[at]
        if token.kind == "parameter":
            value = self._given.get(token.name, 0)
            for key in range(at + 2, end, 2):
                value = value.get(self._read[key].name) if isinstance(value, Mapping) else value
            return value is None
        if self._word(at) == "NULL":
            return True
        name = token.name
        if token.kind not in ("name", "quoted") or name in self._following:
            return False
        self._following.add(name)
        try:
            return any(self.is_null(self._begin(end), end) for end in self._named.get(name, ()))
        finally:
            self._following.discard(name)

    def _values(self, begin: int, end: int) -> list[tuple[int, int]]:
        """What the branches of a CASE give."""
        found, first, at = [], None, begin + 1
        while at < end:
            if self._read[at].text in ("(", "[", "{"):
                at = closing(self._read, at)
            elif self._word(at) == "CASE":
                at = self._end_of_case(at)
            elif (word := self._word(at)) in ("WHEN", "THEN", "ELSE", "END"):
                if first is not None:
                    found.append((first, at))
                first = at + 1 if word in ("THEN", "ELSE") else None
            at += 1
        return found

    def _end_of_case(self, at: int) -> int:
        depth = 0
        while at < len(self._read):
            depth += (self._word(at) == "CASE") - (self._word(at) == "END")
            if depth == 0:
                return at
            at += 1
        return at

    def _begin(self, end: int) -> int:
        """Where the expression begins that ends at a place."""
        depth, at = 0, end
        while at > 0:
            text = self._read[at - 1].text
            depth += {")": 1, "]": 1, "}": 1, "(": -1, "[": -1, "{": -1}.get(text, 0)
            if depth < 0 or (depth == 0 and (text == "," or text.upper() in _BEFORE)):
                break
            at -= 1
        return at

    def _word(self, at: int) -> str:
        token = self._read[at]
        return token.text.upper() if token.kind == "name" else ""
