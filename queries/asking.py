"""One statement, asked as people mean it: kept to reading, its parameters there, errors told
with the place and with what was probably meant."""

from __future__ import annotations

import json
import shlex
import warnings
from collections.abc import Callable, Mapping
from typing import Any

from kg.errors import InterruptedQueryError, ParameterError, QueryError
from kg.result import Result
from kg.stores.base import Limits, Store
from kg.tokens import parameters_in
from queries import catalog, guard, hints
from queries.catalog import Catalog


def ask(
    store: Store,
    statement: str,
    parameters: Mapping[str, Any],
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    give: str = "{}=…",
    known: Callable[[], Catalog] | None = None,
) -> Result:
    """Run a statement that only reads.

    Args:
        store: An open graph.
        statement: Cypher.
        parameters: Values of its ``$name``.
        limits: See `Limits`.
        give: How a missing parameter is given, for the error.
        known: Gives what the graph holds, where that was read already.

    Raises:
        ParameterError: A parameter has no value.
        QueryError: It does more than read, names what the graph does not have, or the engine
            refuses it; with the place and the nearest name.
    """
    read = known or (lambda: catalog.read(store))
    try:
        guard.check(statement, store.engine, parameters)
        for token in parameters_in(statement):
            if (name := token.name) not in parameters:
                raise ParameterError(
                    f"the parameter {token.text} has no value",
                    position=token.start,
                    remedy=f"give it one: {give.format(shlex.quote(name))}",
                )
        check_names(store, statement, read)
    except QueryError as error:
        raise error.pointed(statement) from error
    try:
        return store.query(statement, parameters, limits=limits)
    except InterruptedQueryError:
        raise
    except QueryError as error:
        raise hints.helped(error, statement, read()).pointed(statement) from error


def typed(text: str) -> Any:
    """The value of a parameter that a person wrote: JSON, or the text itself.

    Raises:
        ParameterError: It is nested deeper than it can be read.

    >>> typed("[2020, 2021]"), typed(" BEIR")
    ([2020, 2021], ' BEIR')
    """
    try:
        return json.loads(text)
    except ValueError:
        return text
    except RecursionError:
        raise ParameterError(
            "a parameter's value is nested too deeply", remedy="a list of values: [1, 2, 3]"
        ) from None


def check_names(store: Store, statement: str, known: Callable[[], Catalog]) -> None:
    """Refuse names that the graph does not have, as the embedded engine does by itself.

    A Neo4j server takes an unknown label, relationship type or property for one that nothing
    has, and answers with no rows or nulls.

    Raises:
        QueryError: As `unknown_name` tells it, with the place.
    """
    if store.engine == "neo4j" and (unknown := unknown_name(store, statement, known)):
        raise QueryError(unknown.message, position=unknown.start)


def unknown_name(
    store: Store, statement: str, known: Callable[[], Catalog]
) -> hints.Unknown | None:
    """The first label, relationship type or property that the graph does not have, if any.

    Args:
        store: An open graph.
        statement: Cypher.
        known: Gives what the graph holds; where a server's lacks a name, that is read anew.
    """
    found = hints.unknown_names(statement, known())
    if found and store.engine == "neo4j":
        found = hints.unknown_names(statement, catalog.read(store))
        found = [
            u
            for u in found
            if not (u.owner and catalog.has(store, u.owner.kind, u.owner.names, u.name))
        ]
    return found[0] if found else None


def told_if_cut(result: Result) -> Result:
    """The result, with a warning where it lacks rows: frames made of it would not show it."""
    if result.truncated:
        warnings.warn(
            f"the answer was cut: {result.why}; SKIP and LIMIT give the rest, tables() everything",
            stacklevel=3,
        )
    return result
