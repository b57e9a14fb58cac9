"""What the columns of an answer are called: as the statement writes them, like on a server.

Ladybug names a column without ``AS`` by its own form of the expression (``COUNT_STAR()``, or all
relationship types for ``label(r)``), gives two columns one name, and puts the columns of a UNION
together by their places, whatever they are called.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from kg.errors import QueryError
from kg.tokens import Token, between_commas, closing, tokens

_ENDS = frozenset(["ORDER", "SKIP", "OFFSET", "LIMIT", "UNION", ";"])


@lru_cache(maxsize=256)
def written(cypher: str) -> tuple[str, ...] | None:
    """The columns of a statement's answer; None where it does not list them.

    Raises:
        QueryError: Two have one name, or the parts of a UNION have others; with the place.

    >>> written("MATCH (p:Paper) RETURN count(*), p.title AS title")
    ('count(*)', 'title')
    >>> written("MATCH (p:Paper) RETURN p.*") is None
    True
    """
    read = [token for token in tokens(cypher) if token.kind != "comment"]
    first: list[str] | None = None
    for at, names in _returned(read, cypher):
        if names is None:
            return None
        place = read[at].start
        for name in names:
            if names.count(name) > 1:
                raise QueryError(
                    f"two columns are called {name}",
                    position=place,
                    remedy="name one with AS",
                )
        if first is not None and names != first:
            raise QueryError(
                f"this part of the UNION gives {', '.join(names)}, the first {', '.join(first)}",
                position=place,
                remedy="the same names in the same order, with AS where needed",
            )
        first = first or names
    return tuple(first) if first else None


def _returned(read: Sequence[Token], cypher: str) -> list[tuple[int, list[str] | None]]:
    """The place of every RETURN outside of brackets, and its columns."""
    found: list[tuple[int, list[str] | None]] = []
    at = 0
    while at < len(read):
        if read[at].text in ("(", "[", "{"):
            at = closing(read, at)
        elif _word(read, at) == "RETURN":
            end = _end(read, at + 1)
            begin = at + 2 if _word(read, at + 1) == "DISTINCT" else at + 1
            found.append((at, _names(read, begin, end, cypher)))
            at = end
            continue
        at += 1
    return found


def _end(read: Sequence[Token], at: int) -> int:
    while at < len(read):
        if read[at].text in ("(", "[", "{"):
            at = closing(read, at)
        elif read[at].text == ";" or (_word(read, at) in _ENDS):
            return at
        at += 1
    return len(read)


def _names(read: Sequence[Token], begin: int, end: int, cypher: str) -> list[str] | None:
    names = []
    for first, behind in between_commas(read, begin, end):
        if first == behind or read[behind - 1].text == "*":
            return None
        if behind - first > 2 and read[behind - 2].text.upper() == "AS":
            names.append(read[behind - 1].name)
        elif behind - first == 1 and read[first].kind == "quoted":
            names.append(read[first].name)
        else:
            names.append(cypher[read[first].start : read[behind - 1].end])
    return names


def _word(read: Sequence[Token], at: int) -> str:
    """The keyword at a place, in capitals; empty for a name that looks like one."""
    if at >= len(read) or read[at].kind != "name":
        return ""
    if at and (read[at - 1].text == "." or read[at - 1].text.upper() == "AS"):
        return ""
    return read[at].text.upper()
