"""How large a value a statement may make of itself: ``s + s`` of ``s + s``, lists in lists of
ranges. Either engine makes such a value in one step, minding neither deadline nor memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.errors import QueryError
from kg.tokens import Token, between_commas, closing

MOST = 10_000_000
"""Of numbers, or of characters that a statement holds, in one value."""
STORED = 100
"""What a property counts for."""
_DOUBLED = 25
"""Steps of a reduce() that doubles, where its list does not say how many it has."""
_BEGIN = frozenset(["WITH", "RETURN", "UNWIND", "WHERE", "BY"])
_END = _BEGIN | frozenset(["MATCH", "OPTIONAL", "CALL", "UNION", "ORDER", "SKIP", "OFFSET", "LIMIT",
                           "YIELD"])  # fmt: skip
_MEASURES = frozenset(["SIZE", "LENGTH", "COUNT", "ANY", "ALL", "NONE", "SINGLE", "EXISTS", "SUM",
                       "AVG", "MIN", "MAX"])  # fmt: skip
_MULTIPLY = frozenset(["REPLACE", "REPEAT", "REGEXP_REPLACE", "LIST_TRANSFORM", "LPAD", "RPAD",
                       "ARRAY_CROSS_PRODUCT", "LIST_REDUCE", "LEVENSHTEIN"])  # fmt: skip
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


def check_growth(read: Sequence[Token], parameters: Mapping[str, Any] | None = None) -> None:
    """Refuse a value that grows beyond `MOST` by what the statement says.

    Args:
        read: A statement's tokens without comments.
        parameters: The values of its parameters, where they are known.

    Raises:
        QueryError: There is one; says where.
    """
    grown = _Growth(read, parameters or {})
    for at, token in enumerate(read):
        if token.kind == "name" and token.text.upper() in _BEGIN and not grown.after_dot(at):
            grown.clause(at + 1)


class _Growth:
    def __init__(self, read: Sequence[Token], given: Mapping[str, Any]) -> None:
        self._read = read
        self._given = given
        self._known: dict[str, float] = {}
        """What variables weigh, where the statement made their values."""

    def after_dot(self, at: int) -> bool:
        return at > 0 and self._read[at - 1].text == "."

    def clause(self, begin: int) -> None:
        """The values between commas, and the names that they are given."""
        made: dict[str, float] = {}
        one = self._read[begin - 1].text.upper() == "UNWIND" and self._word(begin) == "RANGE"
        for first, behind in between_commas(self._read, begin, self._end(begin)):
            named = next((i for i in range(first, behind) if self._word(i) == "AS"), None)
            weight = self._weight(first, behind if named is None else named)
            if named is not None and named + 1 < behind:
                made[self._read[named + 1].text] = 1.0 if one else weight
        self._known |= made

    def _end(self, begin: int) -> int:
        """Where a clause ends: at a closing bracket, or a word that begins another."""
        at = begin
        while at < len(self._read):
            text = self._read[at].text
            if text in _CLOSING or (self._word(at) in _END and not self.after_dot(at)):
                break
            at = closing(self._read, at) + 1 if text in _OPENING else at + 1
        return min(at, len(self._read))

    def _weight(self, begin: int, end: int) -> float:
        total, at = 0.0, begin
        while at < end:
            token = self._read[at]
            if token.text in _OPENING:
                behind = closing(self._read, at)
                word = self._word(at - 1) if at > begin else ""
                index = token.text == "[" and at > begin and self._ends_value(at - 1)
                if not index:
                    total += self._bracket(word, at, min(behind, end))
                at = behind
            elif token.kind == "string":
                total += len(token.text) - 2
            elif token.kind == "number":
                total += 1
            elif token.kind == "parameter":
                value = self._given.get(token.name)
                total += len(value) if isinstance(value, str | list) else 1
            elif token.kind in ("name", "quoted") and self._text(at + 1) != "(":
                if self.after_dot(at):
                    total += STORED
                else:
                    total += self._known.get(token.text, 1.0)
            if total > MOST:
                raise _too_large(token)
            at += 1
        return max(total, 1.0)

    def _bracket(self, word: str, at: int, behind: int) -> float:
        opened = self._read[at]
        if opened.text == "[" or word == "REDUCE":
            if (bar := self._at_depth(at + 1, behind, "|")) is not None:
                weight = self._loop(word, at, bar, behind)
                if weight > MOST:
                    raise _too_large(opened)
                return weight
        elif opened.text == "{" and word in ("EXISTS", "COUNT", "COLLECT"):
            return 1.0
        weights = [
            self._weight(first, last) for first, last in between_commas(self._read, at + 1, behind)
        ]
        if word in _MEASURES:
            return 1.0
        if word in ("RANGE", *_MULTIPLY):
            numbers = sum(self._number(i) for i in range(at + 1, behind))
            weight = numbers or 1.0
            if word != "RANGE":
                weight *= _product(weights)
        else:
            weight = sum(weights)
        if weight > MOST:
            raise _too_large(opened)
        return weight

    def _loop(self, word: str, at: int, bar: int, behind: int) -> float:
        """``[x IN list | value]`` and ``reduce(sum = value, x IN list | value)``."""
        within = next((i for i in range(at + 1, bar) if self._word(i) == "IN"), None)
        if within is None:  # of a pattern
            return self._weight(bar + 1, behind)
        where = next((i for i in range(within, bar) if self._word(i) == "WHERE"), bar)
        many, value = self._weight(within + 1, where), self._weight(bar + 1, behind)
        if word != "REDUCE":
            return many * value
        held = self._text(at + 1)
        sums = [i for i in range(bar + 1, behind) if self._read[i].text == held and "+" in (
            self._text(i - 1), self._text(i + 1))]  # fmt: skip
        return many * value if len(sums) < 2 else 2.0 ** max(min(many, 60.0), _DOUBLED)

    def _ends_value(self, at: int) -> bool:
        token = self._read[at]
        words = ("IN", "THEN", "ELSE", "WHEN", "AND", "OR", "NOT", "RETURN", "WITH", "UNWIND")
        return token.text in (")", "]", "}") or (
            token.kind in ("name", "quoted", "parameter") and self._word(at) not in words
        )

    def _at_depth(self, begin: int, end: int, wanted: str) -> int | None:
        at = begin
        while at < end:
            if self._read[at].text == wanted:
                return at
            at = closing(self._read, at) + 1 if self._read[at].text in _OPENING else at + 1
        return None

    def _number(self, at: int) -> float:
        token = self._read[at]
        if token.kind == "parameter":
            value = self._given.get(token.name)
            return float(abs(value)) if isinstance(value, int) else 0.0
        text = token.text.replace("_", "")
        return float(text) if token.kind == "number" and text.isdecimal() else 0.0

    def _word(self, at: int) -> str:
        return self._read[at].text.upper() if 0 <= at < len(self._read) else ""

    def _text(self, at: int) -> str:
        return self._read[at].text if 0 <= at < len(self._read) else ""


def _product(weights: Sequence[float]) -> float:
    found = 1.0
    for weight in weights:
        found *= weight
    return found


def _too_large(token: Token) -> QueryError:
    return QueryError(
        "a text or list that the statement itself makes too large",
        position=token.start,
        remedy=f"at most about {MOST:,} characters or numbers in one value",
    )
