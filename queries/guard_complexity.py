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
_IN_TYPES = frozenset([":", "|", "&", "!", "%", "(", ")"])


def check_complexity(read: Sequence[Token], engine: Engine) -> None:
    """Refuse what is too large.

    Args:
        read: A statement's tokens without comments.
        engine: ``ladybug`` or ``neo4j``.

    Raises:
        QueryError: It is; says what there is too much of, and where.
    """
    counted = dict.fromkeys(COMPLEXITY, 0)

    def count(what: str, at: int, number: int = 1) -> None:
        counted[what] += number
        if counted[what] > COMPLEXITY[what].most:
            raise _too_much(what, read[at])

    brackets: list[tuple[int, bool]] = []
    for at, token in enumerate(read):
        text = token.text
        if token.kind == "name":
            word = text.upper()
            if _text(read, at - 1) == ".":
                continue
            if word in _CONNECTIVES:
                count("connectives", at)
            elif word in _CLAUSES:
                count("clauses", at)
                if word == "WITH":  # planned by itself
                    counted["links"] = counted["parts"] = 0
            elif word == "CASE":
                count("cases", at)
            elif word == "END" and counted["cases"]:
                counted["cases"] -= 1
            elif word == "UNION":
                counted["links"] = counted["parts"] = 0
            elif word == "SHORTEST" and engine == "neo4j" and at + 1 < len(read):
                _check_shortest(read[at + 1])
        elif token.kind != "operator":
            continue
        elif text in ("(", "[", "{"):
            before = read[at - 1] if at else None
            subquery = text == "{" and before is not None and (
                before.text == ")" or before.text.upper() in _OPENS_SUBQUERY
            )  # fmt: skip
            brackets.append((at, subquery))
            count("depth", at)
            count(
                "parts",
                at,
                int(text == "(" and counted["depth"] == 1 and _text(read, at - 1) == ","),
            )
            count("subqueries", at, int(subquery))
            if text == "[" and before is not None and before.text == "-":
                _check_relationship(read, at)
            if text == "{" and engine == "neo4j":
                _check_quantifier(read, at)
        elif text in (")", "]", "}") and brackets:
            begin, subquery = brackets.pop()
            counted["depth"] -= 1
            counted["subqueries"] -= int(subquery)
            if text == ")" and engine == "neo4j" and _text(read, at + 1) in ("+", "*"):
                _check_group(read, begin, at)
        elif text in ("+", "-", "*", "/", "%", "^"):
            count("arithmetic", at)
            count("sums", at, int(text == "+"))
            if text == "-" and _text(read, at + 1) in ("-", "["):
                count("links", at)
            if text in ("+", "*") and engine == "neo4j" and _behind_arrow(read, at):
                raise _unbounded(read[at])


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
