"""How much a function may make at once: ``range(1, 1000000000)`` takes all memory in one step,
which no deadline, no limit of rows and no buffer pool of an engine can stop. Nor can they stop
``repeat('', -1)``, which Ladybug 0.22 takes for 2^64 times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.errors import QueryError
from kg.tokens import Token, closing

MOST = 10_000_000
"""Of all numbers in such calls together, where nothing else stands in them: made once."""
MOST_BESIDE = 10_000
"""Of every number in a statement with such a call that depends on the graph: made for each row."""
_SIZED = frozenset(["RANGE", "REPEAT", "LPAD", "RPAD"])
_MEASURES = frozenset(["SIZE", "LENGTH", "COUNT", "COLLECT", "KEYS", "NODES", "RELATIONSHIPS",
                       "RELS", "LABELS", "DISTINCT"])  # fmt: skip
"""What is said of a list, path or text that is there already; anything may stand in it."""
_CHOICES = frozenset(["MIN", "MAX", "COALESCE", "NULL"])
"""What gives one of its arguments."""
_CLAUSES = frozenset(["WITH", "UNWIND", "RETURN", "DISTINCT"])


def check_sizes(read: Sequence[Token], parameters: Mapping[str, Any] | None = None) -> None:
    """Refuse a call that may make a list or a text of any length.

    Args:
        read: A statement's tokens without comments.
        parameters: The values of its parameters, where they are known.

    Raises:
        QueryError: There is one; says where, and what may stand there.
    """
    given = parameters or {}
    total, depends = 0, False
    for at, token in enumerate(read[:-1]):
        if token.text.strip("`").upper() not in _SIZED or read[at + 1].text != "(":
            continue
        argument = _Argument(read, given)
        argument.negative = token.text.strip("`").upper() != "REPEAT"
        argument.check(at + 2, closing(read, at + 1))
        depends = depends or argument.depends
        total += argument.total
        if total > MOST:
            raise _too_large(token, f"at most {MOST:,}, all of them together")
    if depends:
        for at, token in enumerate(read):
            skipped = at and read[at - 1].text.upper() in ("LIMIT", "SKIP")
            if token.kind == "number" and not skipped and _number(token) > MOST_BESIDE:
                raise _too_large(token, f"at most {MOST_BESIDE:,} beside one that is worked out")


class _Argument:
    """What stands in the brackets of one call."""

    def __init__(self, read: Sequence[Token], given: Mapping[str, Any]) -> None:
        self._read = read
        self._given = given
        self._seen: set[str] = set()
        self.total = 0
        self.depends = False
        self.negative = True
        """Whether it may be below 0."""

    def check(self, begin: int, end: int) -> None:
        """Only numbers, properties, sizes and what `_CHOICES` gives of them; sums of these."""
        at = begin
        while at < end:
            token, behind = self._read[at], self._text(at + 1)
            word = token.text.upper()
            if token.kind == "number":
                self.total += _number(token)
            elif token.kind == "parameter":
                value = self._given.get(token.name)
                if not isinstance(value, int | str):
                    raise _too_large(token, "write the number itself")
                if not self.negative and isinstance(value, int) and value < 0:
                    raise _below_nought(token)
                self.total += abs(value) if isinstance(value, int) else len(value)
            elif token.kind in ("name", "quoted"):
                if behind == "(" and word in _MEASURES:
                    at = closing(self._read, at + 1)
                    self.depends = True
                elif behind == "." or self._text(at - 1) == ".":
                    self.depends = True
                elif word not in _CHOICES and not (behind == "(" and word in _SIZED):
                    self._follow(token)
            elif token.text == "-" and not self.negative:
                raise _below_nought(token)
            elif token.text in ("*", "/", "^", "%", "[", "{", "|"):
                raise _too_large(token, "numbers, sizes, properties and sums of them")
            at += 1

    def _follow(self, variable: Token) -> None:
        """What a variable was given by ``… AS variable``, or ``[variable IN …``."""
        self.depends = True
        name = variable.text
        if name in self._seen:
            return
        self._seen.add(name)
        places = [at for at, token in enumerate(self._read) if token.text == name]
        given = [at for at in places if self._text(at - 1).upper() == "AS"]
        looped = [
            at
            for at in places
            if self._text(at - 1) in ("[", "(", ",") and self._text(at + 1).upper() == "IN"
        ]
        if not given and not looped:
            raise _too_large(variable, "numbers, sizes, properties and sums of them")
        for at in given:
            self.check(self._begin(at - 1), at - 1)
        for at in looped:
            self.check(at + 2, self._end(at + 2))

    def _begin(self, end: int) -> int:
        """Where the expression begins that ends at a place."""
        depth, at = 0, end
        while at > 0:
            before = self._read[at - 1]
            depth += {")": 1, "]": 1, "}": 1, "(": -1, "[": -1, "{": -1}.get(before.text, 0)
            if depth < 0 or (
                depth == 0 and (before.text == "," or before.text.upper() in _CLAUSES)
            ):
                break
            at -= 1
        return at

    def _end(self, begin: int) -> int:
        """Where the list ends that a variable runs over, which begins at a place."""
        depth, at = 0, begin
        while at < len(self._read):
            text = self._read[at].text
            depth += {")": -1, "]": -1, "}": -1, "(": 1, "[": 1, "{": 1}.get(text, 0)
            if depth < 0 or (depth == 0 and (text == "|" or text.upper() == "WHERE")):
                break
            at += 1
        return at

    def _text(self, at: int) -> str:
        return self._read[at].text if 0 <= at < len(self._read) else ""


def _number(token: Token) -> int:
    text = token.text.replace("_", "")
    try:
        return int(text, 0) if text[:2].lower() in ("0x", "0o") else int(float(text))
    except (ValueError, OverflowError):
        return MOST + 1


def _below_nought(token: Token) -> QueryError:
    return QueryError(
        "repeat() of what may be below 0",
        position=token.start,
        remedy="it takes 0, numbers above it, sizes, and sums of them without a -",
    )


def _too_large(token: Token, may: str) -> QueryError:
    return QueryError(
        "range(), repeat(), lpad() or rpad() of what may be too large",
        position=token.start,
        remedy=f"they take {may}",
    )
