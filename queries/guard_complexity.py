"""How large a statement may be before an engine's parser or planner takes it too hard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import QueryError
from kg.tokens import Token
from queries.guard_words import Engine


@dataclass(frozen=True, slots=True)
class Bound:
    """The most of something that a statement may have, and why not more."""

    most: int
    doc: str


COMPLEXITY = {
    "characters": Bound(100_000, "characters of a statement"),
    "hops": Bound(30, "upper bound of a path of variable length, which it must have"),
    "depth": Bound(50, "brackets inside one another; Ladybug falls over at a thousand"),
    "cases": Bound(10, "CASE inside CASE; at thirty Ladybug reads for minutes"),
    "subqueries": Bound(4, "subqueries inside one another; at twenty Neo4j plans for minutes"),
    "links": Bound(15, "relationships in a query; with thirty Ladybug plans without end"),
    "connectives": Bound(500, "AND, OR, XOR, NOT; with a thousand Neo4j reads for ten seconds"),
    "arithmetic": Bound(1_000, "signs + - * / % ^; with four thousand Neo4j reads for a minute"),
    "sums": Bound(100, "+; with three hundred texts Neo4j plans until its memory is gone"),
    "parts": Bound(100, "parts of a pattern with commas between; each is planned with every other"),
    "clauses": Bound(300, "MATCH, UNWIND, WITH, RETURN, CALL; each takes memory of its own"),
}
"""The most that a statement may have. What is not measured is bounded by the first."""

_SHORTEST = 100
"""Paths between two nodes; with a million Neo4j minds no deadline."""
_CONNECTIVES = frozenset(["AND", "OR", "XOR", "NOT"])
_CLAUSES = frozenset(["MATCH", "UNWIND", "WITH", "RETURN", "CALL"])
_OPENS_SUBQUERY = frozenset(["EXISTS", "COUNT", "COLLECT", "CALL"])
_PATH_WORDS = frozenset(["ALL", "SHORTEST", "TRAIL", "ACYCLIC"])
_OPENING, _CLOSING, _SIGNS = frozenset("([{"), frozenset(")]}"), frozenset("+-*/%^")
_IN_TYPES = frozenset([":", "|", "&", "!", "%", "(", ")"])


def check_complexity(read: Sequence[Token], engine: Engine) -> None:
    """Refuse what is too large.

    Args:
        read: A statement's tokens without comments.
        engine: ``ladybug`` or ``neo4j``.

    Raises:
        QueryError: It is; says what there is too much of, and where.
    """
    counts = _Counts(read, engine)
    for at, token in enumerate(read):
        if token.kind == "name":
            if _text(read, at - 1) != ".":
                counts.word(at)
        elif token.kind == "operator":
            if token.text in _OPENING:
                counts.opening(at)
            elif token.text in _CLOSING:
                counts.closing(at)
            elif token.text in _SIGNS:
                counts.sign(at)


class _Counts:
    """How much of what `COMPLEXITY` bounds the tokens up to a place have."""

    def __init__(self, read: Sequence[Token], engine: Engine) -> None:
        self._read = read
        self._on_neo4j = engine == "neo4j"
        self._counted = dict.fromkeys(COMPLEXITY, 0)
        self._open: list[tuple[int, bool]] = []
        """Places of the brackets that are open, and whether each is of a subquery."""

    def word(self, at: int) -> None:
        word = self._read[at].text.upper()
        if word in _CONNECTIVES:
            self._count("connectives", at)
        elif word in _CLAUSES:
            self._count("clauses", at)
            if word == "WITH":
                self._end_pattern()
        elif word == "CASE":
            self._count("cases", at)
        elif word == "END" and self._counted["cases"]:
            self._counted["cases"] -= 1
        elif word == "UNION":
            self._end_pattern()
        elif word == "SHORTEST" and self._on_neo4j and at + 1 < len(self._read):
            _check_shortest(self._read[at + 1])

    def opening(self, at: int) -> None:
        text, before = self._read[at].text, _text(self._read, at - 1)
        subquery = text == "{" and (before == ")" or before.upper() in _OPENS_SUBQUERY)
        self._open.append((at, subquery))
        self._count("depth", at)
        if text == "(" and before == "," and self._counted["depth"] == 1:
            self._count("parts", at)
        if subquery:
            self._count("subqueries", at)
        if text == "[" and before == "-":
            _check_relationship(self._read, at)
        if text == "{" and self._on_neo4j:
            _check_quantifier(self._read, at)

    def closing(self, at: int) -> None:
        if not self._open:
            return
        begin, subquery = self._open.pop()
        self._counted["depth"] -= 1
        self._counted["subqueries"] -= subquery
        is_group = self._read[at].text == ")" and _text(self._read, at + 1) in ("+", "*")
        if is_group and self._on_neo4j:
            _check_group(self._read, begin, at)

    def sign(self, at: int) -> None:
        text = self._read[at].text
        self._count("arithmetic", at)
        if text == "+":
            self._count("sums", at)
        if text == "-" and _text(self._read, at + 1) in ("-", "["):
            self._count("links", at)
        if text in ("+", "*") and self._on_neo4j and _behind_arrow(self._read, at):
            raise _unbounded(self._read[at])

    def _count(self, what: str, at: int) -> None:
        self._counted[what] += 1
        if self._counted[what] > COMPLEXITY[what].most:
            raise _too_much(what, self._read[at])

    def _end_pattern(self) -> None:
        """What follows is planned by itself."""
        self._counted["links"] = self._counted["parts"] = 0


def _check_relationship(read: Sequence[Token], at: int) -> None:
    """``[r:A|B*1..5 …]``: a relationship of variable length has an upper bound."""
    place = at + 1
    while place < len(read) and (
        read[place].kind in ("name", "quoted") or read[place].text in _IN_TYPES
    ):
        place += 1
    if _text(read, place) != "*":
        return
    star = read[place]
    place += 1
    while place < len(read) and read[place].kind == "name":
        if read[place].text.upper() == "WSHORTEST":
            place += 4
        elif read[place].text.upper() in _PATH_WORDS:
            place += 1
        else:
            break
    bound = _text(read, place)
    if bound != "..":
        place += 1
    if _text(read, place) == "..":
        bound = _text(read, place + 1)
    _check_bound(bound, star)


def _check_quantifier(read: Sequence[Token], at: int) -> None:
    """``{1,5}`` behind a part of a path; no map has a number for a key."""
    first = read[at + 1] if at + 1 < len(read) else None
    if first is None or not (first.kind == "number" or first.text == ","):
        return
    place = at + 1 if first.text == "," else at + 2
    _check_bound(_text(read, place + 1) if _text(read, place) == "," else first.text, read[at])


def _check_group(read: Sequence[Token], begin: int, end: int) -> None:
    """``((a)-->(b))+``: a part of a path, not a sum in brackets, has an upper bound."""
    depth = 0
    for at in range(begin, end):
        depth += {"(": 1, ")": -1}.get(read[at].text, 0)
        link = read[at].text == "-" and _text(read, at + 1) in ("-", "[")
        if depth == 1 and link and _text(read, at - 1) in (")", "<"):
            raise _unbounded(read[end + 1])


def _check_shortest(many: Token) -> None:
    """``SHORTEST 5``: how many paths for each pair of ends."""
    number = many.text.replace("_", "")
    if number.isdecimal() and int(number) > _SHORTEST:
        raise QueryError(
            f"SHORTEST {many.text}", position=many.start, remedy=f"at most {_SHORTEST} paths"
        )


def _behind_arrow(read: Sequence[Token], at: int) -> bool:
    """``-->+``, ``--*``, ``]->+``, ``]-*``."""
    place = at - 2 if _text(read, at - 1) == ">" else at - 1
    return _text(read, place) == "-" and _text(read, place - 1) in ("-", "]")


def _check_bound(text: str, token: Token) -> None:
    number = text.replace("_", "")
    if not (number.isascii() and number.isdigit()) or int(number) > COMPLEXITY["hops"].most:
        raise _unbounded(token)


def _text(read: Sequence[Token], at: int) -> str:
    return read[at].text if 0 <= at < len(read) else ""


def _unbounded(token: Token) -> QueryError:
    return QueryError(
        "a path without an upper bound, or with a great one",
        position=token.start,
        remedy=f"bound it: *1..5, or {{1,5}} on Neo4j (at most {COMPLEXITY['hops'].most})",
    )


def _too_much(what: str, token: Token) -> QueryError:
    bound = COMPLEXITY[what]
    return QueryError(
        f"more than {bound.most:,} {bound.doc.partition(';')[0].partition(',')[0]}"
        if what not in ("connectives", "arithmetic", "clauses", "sums")
        else f"more than {bound.most:,} times {bound.doc.partition(';')[0]}",
        position=token.start,
        remedy="ask in parts, or give the values as a parameter",
    )
