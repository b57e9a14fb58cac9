"""Faults of Ladybug 0.22, and how a statement is written so that they do not show.

A comment that ends in an even number of stars and a slash is read on, into what follows: no
comments are sent.

Rows that a ``WITH`` orders and limits, and that are aggregated next, are limited without having
been ordered: ``WITH p ORDER BY p.year DESC LIMIT 3 RETURN collect(p.id)`` collects any three.
An ``UNWIND`` of one element between the two keeps the order.

The backticks around a parameter's name are taken for a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kg.tokens import blanked, tokens

_WORD = re.compile(
    r"[(\[{]|[)\]}]|(?<![\w.:$])(?:WITH|RETURN|MATCH|OPTIONAL|UNWIND|UNION|CALL)\b",
    re.IGNORECASE,
)
_AGGREGATES = re.compile(r"\b(?:avg|collect|count|max|min|sum)\s*\(|\bDISTINCT\b", re.IGNORECASE)
_ORDERED = re.compile(r"\bORDER\s+BY\b.*\b(?:LIMIT|SKIP)\b", re.IGNORECASE | re.DOTALL)
_STAR = re.compile(r"\s*(?:DISTINCT\s+)?\*", re.IGNORECASE)
_BETWEEN = "UNWIND [0] AS kg_in_order "


def sound(cypher: str) -> str:
    """The statement without comments, its rows in order where they are limited, then aggregated.

    >>> sound("MATCH (p) WITH p ORDER BY p.x LIMIT 3 RETURN count(p)")
    'MATCH (p) WITH p ORDER BY p.x LIMIT 3 UNWIND [0] AS kg_in_order RETURN count(p)'
    >>> sound("MATCH (p) WITH p ORDER BY p.x LIMIT 3 RETURN p")
    'MATCH (p) WITH p ORDER BY p.x LIMIT 3 RETURN p'
    """
    if "/*" in cypher or "//" in cypher:
        cypher = blanked(cypher, ("comment",))
    if "order" not in cypher.lower():
        return cypher
    plain = blanked(cypher, ("string", "quoted", "parameter"))
    for at in reversed(list(_lost_orders(plain))):
        cypher = cypher[:at] + _BETWEEN + cypher[at:]
    return cypher


def as_written(at: int, kept: str) -> int:
    """The offset in a statement of what stands at an offset in what `sound` made of it."""
    return at - len(_BETWEEN) * kept.count(_BETWEEN, 0, at)


def bound(cypher: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a statement's parameters, those in backticks also under these.

    >>> bound("RETURN $`a b`, $c", {"a b": 1, "c": 2})
    {'a b': 1, 'c': 2, '`a b`': 1}
    """
    given = dict(parameters)
    if "$`" in cypher:
        quoted = (t for t in tokens(cypher) if t.kind == "parameter" and t.text[1:2] == "`")
        given |= {t.text[1:]: parameters[t.name] for t in quoted if t.name in parameters}
    return given


def _lost_orders(plain: str) -> Iterator[int]:
    """Where the clauses begin before which an order is lost."""
    clauses = list(_clauses(plain))
    for number, (word, _, body) in enumerate(clauses):
        if word != "WITH" or not _ORDERED.search(body):
            continue
        for next_word, _, next_body in clauses[number + 1 :]:
            if next_word not in ("WITH", "RETURN"):
                break
            if _AGGREGATES.search(next_body):
                if not _STAR.match(next_body):
                    yield clauses[number + 1][1]
                break


def _clauses(plain: str) -> Iterator[tuple[str, int, str]]:
    """The clauses outside of brackets: first word, offset, and what follows the word."""
    depth = 0
    begins: list[tuple[str, int, int]] = []
    for found in _WORD.finditer(plain):
        sign = found.group().upper()
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
        elif depth == 0:
            begins.append((sign, found.start(), found.end()))
    ends = [start for _, start, _ in begins[1:]] + [len(plain)]
    for (word, start, after), end in zip(begins, ends, strict=True):
        yield word, start, plain[after:end]
