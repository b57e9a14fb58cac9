"""What Oxigraph does here: files of RDF are read, questions in SPARQL answered."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph as ox

from kg.errors import GraphError, InputError, QueryError
from kg.result import Result
from kg.stores.base import Limits, take

FORMATS = {
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}
_SKIPPED = re.compile(
    r"""\\[^uU]|#[^\r\n]*|<(?:\\[uU]|[^<>"{}|^`\\\x00-\x20])*>|'''.*?'''|\"\"\".*?\"\"\"|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*\"""",
    re.DOTALL,
)
_SERVICE = re.compile(r"(?i)(?<![\w?$:])SERVICE(?![\w:])")
_PLACE = re.compile(r"at (\d+):(\d+)")

T = TypeVar("T")
Triple = tuple[str, str, str, str | None]
"""Subject, predicate, object, and the datatype of the object: None for an IRI."""


def triples(path: Path, ending: str, data: Any) -> Iterator[Triple]:
    """The triples of a file, graphs of a dataset put together.

    Args:
        path: Named in errors.
        ending: A key of `FORMATS`.
        data: Its bytes, as a file that is open for reading.

    Raises:
        InputError: It is not of that form; says the line.
    """
    try:
        for quad in ox.parse(data, format=FORMATS[ending], base_iri="urn:kg:file:"):
            object_ = quad.object
            datatype = object_.datatype.value if isinstance(object_, ox.Literal) else None
            value = getattr(object_, "value", None)
            subject = getattr(quad.subject, "value", None)
            if value is not None and subject is not None:
                yield subject, quad.predicate.value, value, datatype
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        message = getattr(error, "msg", None) or str(error)
        if "LoadDocumentCallback" in message:
            raise InputError(
                "its @context is an address, and nothing is fetched here",
                path=path,
                remedy="write the context into the file, or expand it",
            ) from error
        raise InputError(f"not {ending[1:]}: {message}", path=path, line=line) from error


def fill(path: Path, source: Path) -> None:
    """Make a database of an N-Triples file.

    Raises:
        GraphError: The disk is full or can't be written.
    """
    try:
        store = ox.Store(str(path))
        store.bulk_load(path=str(source), format=ox.RdfFormat.N_TRIPLES)
        store.flush()
    except OSError as error:
        raise GraphError(f"{path} can't be written: {error}", remedy="make room") from error


def ask(path: Path, question: str, prefixes: dict[str, str], limits: Limits) -> Result:
    """Answer a question from a database.

    Args:
        path: The database, opened for reading.
        question: SELECT, ASK, CONSTRUCT or DESCRIBE.
        prefixes: Known without being declared.
        limits: Seconds and rows.

    Raises:
        QueryError: The question is wrong, asks the network, or takes too long.
    """
    began = time.perf_counter()
    result = _within(limits, path, question, prefixes, lambda answer: _result(answer, limits))
    return replace(result, seconds=time.perf_counter() - began)


def turtle(path: Path, question: str, prefixes: dict[str, str], limits: Limits) -> tuple[str, str]:
    """The triples of a CONSTRUCT or DESCRIBE in Turtle, and which limit cut them ("": none).

    Args:
        path, question, prefixes, limits: See `ask`.

    Raises:
        QueryError: As by `ask`, or the question gives rows.
    """

    def written(answer: Any) -> tuple[str, str] | None:
        if not isinstance(answer, ox.QueryTriples):
            return None
        rows, why = take(((t.subject.value, t) for t in answer), limits)
        kept = [row[1] for row in rows]
        stored = ox.serialize(kept, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
        return (stored or b"").decode(), why

    made = _within(limits, path, question, prefixes, written)
    if made is None:
        raise QueryError(
            "SELECT and ASK give rows, not triples", remedy="--format csv, or CONSTRUCT"
        )
    return made


def _within(
    limits: Limits,
    path: Path,
    question: str,
    prefixes: dict[str, str],
    made: Callable[[Any], T],
) -> T:
    """What is made of Oxigraph's answer, in time."""
    bare = _SKIPPED.sub(lambda m: " " * len(m[0]), question)
    if service := _SERVICE.search(bare):
        raise QueryError(
            "refused: SERVICE asks another server",
            position=service.start(),
            remedy="ask the graph alone",
        )
    answered: list[T] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            store = ox.Store.read_only(str(path))
            answered.append(made(store.query(question, prefixes=prefixes)))
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(limits.seconds)
    if failed:
        raise _query_error(failed[0], question) from failed[0]
    if not answered:
        raise QueryError(
            f"the question took longer than {limits.seconds:g} seconds",
            remedy="ask for less, or raise --timeout",
        )
    return answered[0]


def _query_error(error: BaseException, question: str) -> BaseException:
    if isinstance(error, SyntaxError | ValueError):
        message = getattr(error, "msg", None) or str(error)
        position = None
        if place := _PLACE.search(message):
            lines = question.splitlines(keepends=True)
            before = sum(map(len, lines[: int(place[1]) - 1]))
            position = min(before + int(place[2]) - 1, max(len(question) - 1, 0))
            message = "the question can't be read here"
        return QueryError(
            message, position=position, remedy="only SELECT, ASK, CONSTRUCT, DESCRIBE"
        )
    if isinstance(error, OSError):
        return GraphError(f"the RDF of the graph can't be read: {error}")
    return error


def _result(answer: Any, limits: Limits) -> Result:
    if isinstance(answer, ox.QueryBoolean):
        return Result(("answer",), [(bool(answer),)])
    if isinstance(answer, ox.QuerySolutions):
        columns = tuple(v.value for v in answer.variables)
        rows = (tuple(_value(solution[c]) for c in columns) for solution in answer)
    else:
        columns = ("subject", "predicate", "object")
        rows = (tuple(map(_value, (t.subject, t.predicate, t.object))) for t in answer)
    taken, why = take(rows, limits)
    return Result(columns, [tuple(row) for row in taken], truncated=bool(why), why=why)


def _value(term: Any) -> Any:
    if isinstance(term, ox.Literal):
        kind = term.datatype.value.rpartition("#")[2]
        try:
            if kind in ("integer", "int", "long", "gYear"):
                return int(term.value)
            if kind in ("double", "decimal", "float"):
                return float(term.value)
        except ValueError:
            return term.value
        return term.value == "true" if kind == "boolean" else term.value
    return None if term is None else getattr(term, "value", str(term))
