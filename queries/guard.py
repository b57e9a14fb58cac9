"""Which statements may run where reading only is allowed.

Engines don't forbid enough by themselves: Ladybug opened for reading still copies to files, loads
them and changes settings; Neo4j's read mode routes, and runs procedures. So a statement is read
token by token, and wherever its grammar expects a keyword, only one of `KEYWORDS` may stand.
Names of properties, labels, map keys and variables are free, whatever they are called.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Sequence

from kg.errors import QueryError
from queries.tokens import Token, statements, tokens

KEYWORDS = frozenset(
    "MATCH OPTIONAL WHERE WITH UNWIND RETURN ORDER BY SKIP OFFSET LIMIT UNION ALL DISTINCT AS ASC "
    "ASCENDING DESC DESCENDING AND OR XOR NOT IN IS NULL TRUE FALSE STARTS ENDS CONTAINS CASE WHEN "
    "THEN ELSE END EXISTS COUNT COLLECT CALL YIELD EXPLAIN PROFILE".split()
)
"""The words of a query that reads."""
_ENDERS = frozenset("NULL TRUE FALSE END ASC ASCENDING DESC DESCENDING".split())
_BEFORE_CLAUSES = frozenset("EXPLAIN PROFILE UNION OPTIONAL".split())
_FIRST = frozenset("MATCH OPTIONAL WITH UNWIND RETURN CALL EXPLAIN PROFILE".split())
PROCEDURES = {
    "ladybug": frozenset({"show_tables", "table_info", "show_connection", "show_functions"}),
    "neo4j": frozenset(
        {
            "db.labels",
            "db.relationshiptypes",
            "db.propertykeys",
            "db.schema.visualization",
            "db.schema.nodetypeproperties",
            "db.schema.reltypeproperties",
            "db.index.fulltext.querynodes",
            "db.index.vector.querynodes",
            "dbms.components",
        }
    ),
}
"""Procedures that only read, by engine, in small letters."""
_FUNCTION_GROUPS = frozenset(
    "date datetime time localtime localdatetime duration point vector".split()
)
LONGEST = 100_000
"""Characters of a statement."""
MOST_HOPS = 30
"""The upper bound that a pattern of variable length must have."""
_REMEDY = "kg reads only here: MATCH, WITH, UNWIND, RETURN and what belongs to them"


def check(statement: str, engine: str) -> None:
    """Refuse a statement that does more than read, or that has no end to what it may read.

    Args:
        statement: The statement, with or without a final ``;``.
        engine: ``ladybug`` or ``neo4j``.

    Raises:
        QueryError: It is refused; says where and why.
    """
    if len(statement) > LONGEST:
        raise QueryError(
            f"a statement of {len(statement):,} characters", remedy=f"at most {LONGEST:,}"
        )
    if engine == "neo4j" and "\\u" in statement.lower():
        raise _refused(
            "an escape \\u, which Neo4j reads before anything else", statement.lower().index("\\u")
        )
    found = statements(statement)
    if not found:
        raise QueryError("there is no statement", remedy="MATCH (p:Paper) RETURN p LIMIT 10")
    if len(found) > 1:
        raise QueryError(
            "two statements in one query",
            position=found[1].start,
            remedy="send them one after the other",
        )
    read = [t for t in tokens(statement) if t.kind != "comment" and t.text != ";"]
    for at, token in enumerate(read):
        _check_spelling(token)
        if token.kind == "name":
            _check_name(read, at)
        if token.kind == "name" and token.text.upper() == "CALL" and _is_keyword(read, at):
            _check_call(read, at, engine)
        if token.kind == "quoted" and at and _keyword(read, at - 1) == "CALL":
            raise _refused("a procedure's name in backticks", token.start)
        if token.text == "*":
            _check_length(read, at)


def _check_spelling(token: Token) -> None:
    if token.kind == "operator" and not token.text.isascii():
        raise _refused(f"the character {token.text!r}", token.start)
    if token.kind == "name" and not token.text.isascii():
        plain = unicodedata.normalize("NFKC", token.text)
        if plain != unicodedata.normalize("NFC", token.text):
            raise _refused(f"{token.text!r}, which looks like {plain!r}", token.start)
    if token.kind in ("string", "quoted") and (
        len(token.text) < 2 or token.text[-1] != token.text[0]
    ):
        raise _refused("a quotation without end", token.start)


def _check_name(read: Sequence[Token], at: int) -> None:
    token = read[at]
    word = token.text.upper()
    if at == 0 and word not in _FIRST:
        raise _unexpected(token)
    if _is_keyword(read, at) and word not in KEYWORDS:
        raise _unexpected(token)
    if _text(read, at + 1) == "(" and _text(read, at - 1) == ".":
        first = at
        while _text(read, first - 1) == "." and first >= 2:
            first -= 2
        if read[first].text.lower() not in _FUNCTION_GROUPS and _keyword(read, first - 1) != "CALL":
            name = "".join(t.text for t in read[first : at + 1])
            raise _refused(f"the function {name}", read[first].start)


def _is_keyword(read: Sequence[Token], at: int) -> bool:
    """Whether the grammar expects a keyword at a name's place."""
    if at == 0:
        return True
    before = read[at - 1]
    if before.kind in ("string", "quoted", "number", "parameter") or before.text in (")", "]", "}"):
        return True
    if before.text == "{":
        return _text(read, at + 1) not in (":", ",", "}")
    if before.text == "*":
        return _keyword(read, at - 2) in ("WITH", "RETURN", "DISTINCT", "YIELD")
    if before.kind == "name":
        word = _keyword(read, at - 1)
        return not word or word in _ENDERS or word in _BEFORE_CLAUSES
    return False


def _keyword(read: Sequence[Token], at: int) -> str:
    """The keyword at a place in capitals; empty when there is none, or it is a name there."""
    if at < 0 or read[at].kind != "name" or read[at].text.upper() not in KEYWORDS:
        return ""
    if at and read[at - 1].text in (".", ":", "|", "&", "$"):
        return ""
    return read[at].text.upper()


def _check_call(read: Sequence[Token], at: int, engine: str) -> None:
    if _text(read, at + 1) in ("{", "("):
        return
    name, place = "", at + 1
    while place < len(read) and (read[place].kind == "name" or read[place].text == "."):
        name += read[place].text
        place += 1
    if name.lower() not in PROCEDURES.get(engine, frozenset()) or _text(read, place) == "=":
        start = read[at + 1].start if at + 1 < len(read) else read[at].start
        raise _refused(f"CALL {name or _text(read, at + 1)}", start)


def _check_length(read: Sequence[Token], at: int) -> None:
    """A relationship of variable length must have an upper bound."""
    depth, place = 0, at - 1
    while place >= 0 and (read[place].text != "[" or depth):
        depth += {"]": 1, "[": -1}.get(read[place].text, 0)
        place -= 1
    if place < 1 or read[place - 1].text != "-":
        return
    if at - 1 != place and read[at - 1].kind not in ("name", "quoted"):
        return
    place = at + 1
    while place < len(read) and read[place].kind == "name":
        place += 1
    bound = _text(read, place + 1) if _text(read, place) == ".." else ""
    if read[place].kind == "number":
        bound = read[place].text
        if _text(read, place + 1) == "..":
            bound = _text(read, place + 2)
    if not bound.isdigit() or int(bound) > MOST_HOPS:
        raise QueryError(
            "a path without an upper bound, or with a great one",
            position=read[at].start,
            remedy=f"bound it: *1..5 (at most {MOST_HOPS})",
        )


def _text(read: Sequence[Token], at: int) -> str:
    return read[at].text if 0 <= at < len(read) else ""


def _unexpected(token: Token) -> QueryError:
    """What to say of a word that may not stand where a keyword is expected."""
    near = difflib.get_close_matches(token.text.upper(), sorted(KEYWORDS), n=1, cutoff=0.75)
    if near:
        return QueryError(
            f"{token.text} is not expected here; did you mean {near[0]}?", position=token.start
        )
    return _refused(token.text.upper(), token.start)


def _refused(what: str, position: int) -> QueryError:
    return QueryError(f"refused: {what}", position=position, remedy=_REMEDY)
