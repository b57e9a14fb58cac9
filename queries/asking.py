"""One statement, asked as people mean it: kept to reading, its parameters there, errors told
with the place and with what was probably meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.errors import InterruptedQueryError, ParameterError, QueryError
from kg.result import Result
from kg.stores.base import Limits, Store
from queries import catalog, guard, hints
from queries.tokens import Token, tokens


def ask(
    store: Store,
    statement: str,
    parameters: Mapping[str, Any],
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    give: str = "{}=…",
) -> Result:
    """Run a statement that only reads.

    Args:
        store: An open graph.
        statement: Cypher.
        parameters: Values of its ``$name``.
        limits: See `Limits`.
        give: How a missing parameter is given, for the error.

    Raises:
        ParameterError: A parameter has no value.
        QueryError: It does more than read, or the engine refuses it; with the place and the
            nearest name.
    """
    try:
        guard.check(statement, store.engine, parameters)
        for token in named(statement):
            name = token.text[1:].strip("`")
            if name not in parameters:
                raise ParameterError(
                    f"the parameter ${name} has no value",
                    position=token.start,
                    remedy=f"give it one: {give.format(name)}",
                )
        return store.query(statement, parameters, limits=limits)
    except (InterruptedQueryError, ParameterError) as error:
        raise error.pointed(statement) from error
    except QueryError as error:
        raise hints.helped(error, statement, catalog.read(store)).pointed(statement) from error


def named(statement: str) -> list[Token]:
    """The parameters that a statement names, where they stand."""
    return [token for token in tokens(statement) if token.text.startswith("$")]
