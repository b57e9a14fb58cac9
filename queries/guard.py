"""Which statements may run where reading only is allowed.

Engines don't forbid enough by themselves: Ladybug opened for reading still copies to files, loads
them, changes settings and breaks down on some calls; Neo4j's read mode loads files, ends other
people's transactions and clears caches. So a statement is read token by token:

- it is one statement, and begins with a clause that reads;
- a word of `WRITING` may stand only where it can but be a name (``p.set``, ``:Create``,
  ``{delete: 1}``, ``AS remove``);
- behind a value, where the grammar wants a keyword, only one of `KEYWORDS` may stand;
- procedures, and Ladybug's functions, are those listed;
- what the engines' own readers take otherwise than this one (escapes that Neo4j resolves before it
  reads) is refused;
- nothing is larger than `COMPLEXITY` says: beyond, the engines' parsers take minutes, or fall over;
- no function makes more at once than `queries.guard_sizes` allows, no value grows beyond what
  `queries.guard_growth` does;
- no function is given what ends Ladybug's process (`queries.guard_crashes`), nor answered
  wrongly without a word (`queries.guard_dialect`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from kg.errors import QueryError
from kg.nearest import nearest_word
from kg.tokens import Token, statements, tokens
from queries.guard_complexity import COMPLEXITY, check_complexity
from queries.guard_crashes import check_crashes
from queries.guard_dialect import check_dialect
from queries.guard_growth import check_growth
from queries.guard_sizes import check_sizes
from queries.guard_words import (
    BEFORE_VALUES,
    CLAUSES,
    FUNCTION_GROUPS,
    FUNCTIONS,
    KEYWORDS,
    NEO4J_FUNCTIONS,
    NO_PARAMETERS,
    OPERANDS,
    OTHER_FUNCTIONS,
    OTHERWISE,
    OWN_KEYWORDS,
    PROCEDURES,
    SHOWN,
    SHOWN_KINDS,
    TYPES,
    WRITING,
    Engine,
)

NEAR = 75.0
"""Per cent of a word's letters from which on another was probably meant."""
REMEDY = "kg reads only here: MATCH, WITH, UNWIND, RETURN and what belongs to them"
_BEFORE_NAMES = frozenset([".", ":", "=", "<", "<=", ">=", "<>", "=~", ",", "(", "[", "/", "^",
                           "&", "-", "|", ".."])  # fmt: skip
"""Behind these stands a name, a value or a pattern, never a clause."""
_BEHIND_NAMES = frozenset([".", ":", ",", ")", "]", "}", "=", "<>", "<=", ">=", "=~", "|", "&"])
"""Before these stands a name or a value, never the first word of a clause."""
_ESCAPE = re.compile(r"\\(?:u+([0-9a-fA-F]{4})?|.)", re.DOTALL)
_CLOSING = (")", "]", "}")


def check(
    statement: str, engine: Engine | str, parameters: Mapping[str, Any] | None = None
) -> None:
    """Refuse a statement that does more than read, or that has no end to what it may read.

    Args:
        statement: The statement, with or without a final ``;``.
        engine: ``ladybug`` or ``neo4j``.
        parameters: The values of its parameters, where they are known: sizes are checked by them.

    Raises:
        QueryError: It is refused; says where and why.
    """
    known: Engine = "neo4j" if engine == "neo4j" else "ladybug"
    longest = COMPLEXITY["characters"].most
    if len(statement) > longest:
        raise QueryError(
            f"a statement of {len(statement):,} characters", remedy=f"at most {longest:,}"
        )
    _check_text(statement, known)
    found = statements(statement)
    if not found:
        raise QueryError("there is no statement", remedy="MATCH (p:Paper) RETURN p LIMIT 10")
    if len(found) > 1:
        raise QueryError(
            "two statements in one query",
            position=found[1].start,
            remedy="send them one after the other",
        )
    read = []
    for token in tokens(statement):
        _check_spelling(token, known)
        if token.kind != "comment" and token.text != ";":
            read.append(token)
    check_complexity(read, known)
    check_sizes(read, parameters)
    check_growth(read, parameters)
    if known == "ladybug":
        check_crashes(read, parameters)
        check_dialect(read, parameters)
    _Guard(read, known).check()


def _check_text(statement: str, engine: Engine) -> None:
    """What would not reach the engine as it stands here."""
    for at, c in enumerate(statement):
        if c == "\0" or "\ud800" <= c <= "\udfff":
            raise refused("a character that no text has", at)
    if engine == "neo4j":
        for escape in _ESCAPE.finditer(statement):
            if escape[1] and chr(int(escape[1], 16)) in "'\"`\\*/\r\n":
                raise refused(
                    f"the escape {escape[0]}, which Neo4j resolves before it reads the statement",
                    escape.start(),
                )


def _check_spelling(token: Token, engine: Engine) -> None:
    if token.open:
        what = token.kind if token.kind in ("comment", "string") else "name in backticks"
        raise QueryError(f"the {what} that begins here has no end", position=token.start)
    if token.kind == "name" and not token.text.isascii():
        plain = unicodedata.normalize("NFKC", token.text)
        if plain != unicodedata.normalize("NFC", token.text):
            raise refused(f"{token.text!r}, which looks like {plain!r}", token.start)
        if not token.text[0].isidentifier():
            raise refused(f"the character {token.text[0]!r}", token.start)
    elif token.kind == "operator" and (not token.text.isascii() or token.text in "\\\"'`?#@"):
        raise refused(f"the character {token.text!r}", token.start)
    elif token.text == "$``" or (token.text == "$" and engine == "ladybug"):
        raise refused("a $ without a name", token.start)
    elif token.text[:1] == "$" and token.text[1:].upper() in NO_PARAMETERS and engine == "ladybug":
        raise QueryError(
            f"{token.text}: the name is a word of the engine's own",
            position=token.start,
            remedy=f"write $`{token.name}`",
        )


class _Guard:
    """One statement's tokens without comments, and what each word in it can be."""

    def __init__(self, read: Sequence[Token], engine: Engine) -> None:
        self.read = read
        self.engine = engine
        self.keywords = KEYWORDS | OWN_KEYWORDS[engine]
        self.called: set[int] = set()
        """Tokens that belong to the name of a procedure that may be called."""

    def check(self) -> None:
        first = self._check_first()
        for at in range(first, len(self.read)):
            token = self.read[at]
            if token.kind == "name":
                self._check_word(at)
            if token.kind in ("name", "quoted") and self.text(at + 1) == "(":
                self._check_function(at)

    def text(self, at: int) -> str:
        return self.read[at].text if 0 <= at < len(self.read) else ""

    def word(self, at: int) -> str:
        """The word at a place, in capitals; empty when something else stands there."""
        if 0 <= at < len(self.read) and self.read[at].kind == "name":
            return self.read[at].text.upper()
        return ""

    def refuse(self, at: int, what: str = "") -> QueryError:
        token = self.read[min(at, len(self.read) - 1)]
        return refused(what or token.text, token.start)

    def _check_first(self) -> int:
        """The first word is a clause that reads; gives the place from which the rest is checked."""
        at = 0
        while True:
            word = self.word(at)
            if word in ("EXPLAIN", "PROFILE"):
                at += 2 if word == "EXPLAIN" and self.word(at + 1) == "LOGICAL" else 1
            elif word == "CYPHER" and self.engine == "neo4j":
                at += 2 if self.read[at + 1 : at + 2] and self.text(at + 1).isdigit() else 1
                while self.word(at) and self.text(at + 1) == "=":
                    at += 3
            else:
                break
        if self.word(at) == "SHOW" and self.engine == "neo4j":
            return self._check_show(at)
        if self.word(at) not in CLAUSES:
            raise self._unexpected(at, CLAUSES)
        return at

    def _check_show(self, at: int) -> int:
        place = at + 1
        while self.word(place) in SHOWN_KINDS:
            place += 1
        if self.word(place) not in SHOWN:
            raise self.refuse(place, f"SHOW {self.text(place)}")
        return place + 1

    def _check_word(self, at: int) -> None:
        word = self.word(at)
        if word in WRITING and not self._is_name(at):
            raise self.refuse(at, word)
        if word == "CALL" and not self._is_name(at):
            self._check_call(at)
        elif word == "UNION" and not self._is_name(at) and self.text(at + 1) != "(":
            place = at + 2 if self.word(at + 1) in ("ALL", "DISTINCT") else at + 1
            if self.word(place) not in CLAUSES:
                raise self.refuse(place)
        elif word not in self.keywords and self._ends_value(at - 1) and at not in self.called:
            raise self._unexpected(at, self.keywords)

    def _unexpected(self, at: int, expected: frozenset[str]) -> QueryError:
        """What to say of a word that may not stand where a keyword is expected."""
        word = self.word(at)
        if otherwise := OTHERWISE.get(word):
            said = f"Cypher has no {self.text(at)}"
            return QueryError(said, position=self.read[at].start, remedy=f"it says {otherwise}")
        if word not in WRITING and (near := nearest_word(word, sorted(expected), NEAR)):
            said = f"{self.text(at)} is not expected here; did you mean {near}?"
            return QueryError(said, position=self.read[at].start)
        return self.refuse(at)

    def _is_name(self, at: int) -> bool:
        """Whether a word can be nothing but a name, by what stands before and behind it."""
        if at == 0:
            return False
        before = self.read[at - 1]
        if before.kind == "operator" and before.text in _BEFORE_NAMES:
            return True
        if self.word(at - 1) == "AS" and self._ends_value(at - 2):
            return True
        if self.word(at - 1) in BEFORE_VALUES and self.word(at + 1) in self.keywords:
            return at == 1 or self._ends_value(at - 2)
        behind = self.read[at + 1] if at + 1 < len(self.read) else None
        return behind is None or (behind.kind == "operator" and behind.text in _BEHIND_NAMES)

    def _ends_value(self, at: int) -> bool:
        """Whether a value, a pattern or a list of them surely ends here: what follows is a keyword,
        if it is a word."""
        if at < 0:
            return False
        token = self.read[at]
        if token.kind == "name":
            if self.text(at - 1) == ".":
                return True
            return self.word(at) not in self.keywords or self.word(at) in OPERANDS
        return token.kind != "operator" or token.text in _CLOSING

    def _check_call(self, at: int) -> None:
        """A subquery, which is read on like the rest, or a procedure that is listed."""
        place = at + 1
        if self.text(place) == "(":
            while place < len(self.read) and self.text(place) != ")":
                place += 1
            place += 1
        if self.text(place) == "{":
            if self.word(place + 1) not in CLAUSES:
                raise self.refuse(place + 1)
            return
        parts, place = [], at + 1
        while place < len(self.read) and self.read[place].kind in ("name", "quoted"):
            parts.append(self.read[place].name)
            if self.text(place + 1) != ".":
                place += 1
                break
            place += 2
        name = ".".join(parts)
        behind = self.read[place] if place < len(self.read) else None
        allowed = behind is None or behind.text == "(" or behind.kind == "name"
        if self.engine == "ladybug":
            allowed = behind is not None and behind.text == "("
        if not allowed or name.lower() not in PROCEDURES[self.engine]:
            raise self.refuse(at + 1, f"CALL {name or self.text(at + 1)}".strip())
        self.called.update(range(at + 1, place))

    def _check_function(self, at: int) -> None:
        if at in self.called:
            return
        token = self.read[at]
        if self.text(at - 1) == ".":
            first = at
            while self.text(first - 1) == "." and first >= 2:
                first -= 2
            name = "".join(t.name for t in self.read[first : at + 1])
            group = name.partition(".")[0].lower()
            if self.engine == "ladybug" or group not in FUNCTION_GROUPS:
                raise self.refuse(first, f"the function {name}")
        elif self.engine == "ladybug":
            if token.kind == "name" and self.word(at) in self.keywords | TYPES:
                return
            if (name := token.name).lower() not in FUNCTIONS:
                raise self._no_function(at, name)

    def _no_function(self, at: int, name: str) -> QueryError:
        if name.lower() in OTHER_FUNCTIONS:
            return self.refuse(at, f"the function {name}")
        said = f"no function is called {name}"
        meant = NEO4J_FUNCTIONS.get(name.lower()) or nearest_word(name, sorted(FUNCTIONS), NEAR)
        if meant:
            said += f"; did you mean {meant}?"
        remedy = "CALL show_functions() RETURN DISTINCT name ORDER BY name lists them"
        return QueryError(said, position=self.read[at].start, remedy=remedy)


def refused(what: str, position: int) -> QueryError:
    return QueryError(f"refused: {what}", position=position, remedy=REMEDY)
