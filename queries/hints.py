"""What is probably wrong with a refused statement: a misspelt name, a bracket left open."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.errors import QueryError
from kg.nearest import nearest_word
from queries import names
from queries.catalog import Catalog

KEYWORDS = (
    "ALL", "AND", "ANY", "AS", "ASC", "BY", "CALL", "CASE", "CONTAINS", "DESC",
    "DISTINCT", "ELSE", "END", "ENDS WITH", "EXISTS", "EXPLAIN", "FALSE", "IN", "IS NOT NULL",
    "IS NULL", "LIMIT", "MATCH", "NONE", "NOT", "NULL", "OPTIONAL MATCH", "OR", "ORDER BY",
    "PROFILE", "RETURN", "SHORTEST", "SINGLE", "SKIP", "STARTS WITH", "THEN", "TRUE", "UNION",
    "UNION ALL", "UNWIND", "WHEN", "WHERE", "WITH", "XOR", "YIELD",
)  # fmt: skip
BEGINNINGS = ("MATCH", "OPTIONAL MATCH", "RETURN", "UNWIND", "WITH", "CALL", "EXPLAIN")
"""What a statement that reads begins with, offered where nothing is typed yet."""
WRITING = ("CREATE", "DELETE", "DETACH DELETE", "MERGE", "ON CREATE SET", "ON MATCH SET", "REMOVE",
           "SET")  # fmt: skip
_WORDS = sorted({word for phrase in KEYWORDS for word in phrase.split()})
_KINDS = {"label": "label", "type": "relationship type"}
_THINGS = {"label": "node", "type": "relationship"}
_FUNCTION = re.compile(r"(?i)function '?([\w.]+)'?")
_UNEXPECTED = re.compile(r"(?:extraneous|mismatched|[Ii]nvalid) input '([^']*)'.*", re.DOTALL)
_VARIABLE = re.compile(r"^Variable `?(\w+)`? ")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that the graph does not have, what it is and where it stands.

    Attributes:
        owner: What a property would belong to; None for labels and types.
    """

    name: str
    start: int
    message: str
    owner: names.Binding | None = None


def unknown_names(statement: str, catalog: Catalog) -> list[Unknown]:
    """Labels, relationship types and properties that the graph doesn't have, as written."""
    reading = names.read(statement)
    found = []
    for named in reading.named:
        if named.kind == "property":
            continue
        known = catalog.labels if named.kind == "label" else catalog.types
        if known and named.name not in known:
            kind = _KINDS[named.kind]
            message = f"no {kind} is called {named.name}{_maybe(named.name, known, named.kind)}"
            found.append(Unknown(named.name, named.start, message))
    for named, binding in names.owners(reading, reading.named):
        if binding is None:
            continue
        entries = catalog.labels if binding.kind == "label" else catalog.types
        if not entries or not all(name in entries for name in binding.names):
            continue
        properties = catalog.properties(binding.kind, binding.names)
        if named.name not in properties:
            who = " or ".join(dict.fromkeys(binding.names))
            has_not = f"{who} has no" if who else f"no {_THINGS[binding.kind]} has a"
            maybe = _maybe(named.name, properties, "property")
            message = f"{has_not} property {named.name}{maybe}"
            found.append(Unknown(named.name, named.start, message, binding))
    return sorted(found, key=lambda u: u.start)


def _maybe(name: str, known: Iterable[str], kind: str) -> str:
    listed = list(known)
    near = nearest_word(name, listed)
    if near is not None:
        return f"; did you mean {near}?"
    few = ", ".join(listed[:8]) + (" …" if listed[8:] else "")
    return f"; there are {few}" if kind != "type" else "; :schema lists them"


def helped(
    error: QueryError, statement: str, catalog: Catalog, functions: Iterable[str] = ()
) -> QueryError:
    """The error in plain words, with its place and the nearest name, where these can be told."""
    for unknown in unknown_names(statement, catalog):
        if re.search(rf"(?<!\w){re.escape(unknown.name)}(?!\w)", error.message):
            return _new(error, unknown.message, unknown.start)
    reading = names.read(statement)
    if reading.tokens and reading.tokens[-1].open:
        what = "name in backticks" if reading.tokens[-1].text[0] == "`" else "string"
        return _new(error, f"the {what} that begins here has no end", reading.tokens[-1].start)
    if match := _VARIABLE.match(error.message):
        maybe = nearest_word(match[1], [v for v in reading.variables if v != match[1]])
        end = f"; did you mean {maybe}?" if maybe else ""
        message = f"nothing is called {match[1]} here{end}"
        at = error.position if error.position is not None else names.lost(reading, match[1])
        return _new(error, message, _place(reading, match[1]) if at is None else at)
    if (match := _FUNCTION.search(error.message)) and _place(reading, match[1]) is not None:
        maybe = nearest_word(match[1], functions)
        at = _place(reading, match[1])
        written = next(t.text for t in reading.tokens if t.start == at)
        end = f"; did you mean {maybe}?" if maybe else ""
        if "exist" in error.message or "nknown" in error.message:
            return _new(error, f"no function is called {written}{end}", at)
        return _new(error, error.message, at)
    return _syntax(error, reading)


def _syntax(error: QueryError, reading: names.Reading) -> QueryError:
    if error.position is None:
        return error
    match = _UNEXPECTED.search(error.message)
    if not match and not error.message.startswith("Invalid input <"):
        return error
    here = next((t.text for t in reading.tokens if t.start >= (error.position or 0)), "")
    word = (match[1] if match else here) or here
    if not word or word == "<EOF>":
        message = "the statement ends too early"
    else:
        message = f"{word} is not expected here"
        near = nearest_word(word, _WORDS, least=70)
        if word.isidentifier() and _names(reading, error.position):
            message = f"{word} is a word of the engine's own: as a name it is written `{word}`"
        elif near and near != word.upper():
            message += f"; did you mean {near}?"
    left = [f for f in names.read(_before(reading, error.position)).open if f.open in "([{"]
    if left and word not in (")", "]", "}"):
        message += f" (a {left[-1].open} before it is not closed)"
    return _new(error, message, error.position)


def _names(reading: names.Reading, position: int) -> bool:
    """Whether a name must stand at a place."""
    before = [t.text.upper() for t in reading.tokens if t.start < position]
    return before[-1:] in (["AS"], ["."])


def _before(reading: names.Reading, position: int) -> str:
    return " ".join(t.text for t in reading.tokens if t.start < position)


def _place(reading: names.Reading, word: str) -> int | None:
    for token in reading.tokens:
        if token.text.lower() == word.lower() or names.name_of(token) == word:
            return token.start
    head = word.partition(".")[0].lower()
    return next((t.start for t in reading.tokens if t.text.lower() == head), None)


def _new(error: QueryError, message: str, position: int | None) -> QueryError:
    at = position if position is not None else error.position
    return type(error)(message, position=at, remedy=error.remedy)
