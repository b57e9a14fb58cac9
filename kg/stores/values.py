"""Which values of parameters an engine can take."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from kg.errors import ParameterError

_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_DEEPEST = 5
_DATES = (datetime.date, datetime.time, datetime.timedelta)
_TAKEN = (str, bytes, int, float, Decimal, UUID, list, tuple, dict, *_DATES)
"""Besides null; an engine may take fewer, and says so."""


def check(parameters: Mapping[str, Any]) -> None:
    """Refuse what no engine takes.

    Raises:
        ParameterError: A value is of that kind; says which, and why.
    """
    for name, value in parameters.items():
        if (why := wrong(value)) is not None:
            raise ParameterError(f"the value of ${name} {why}")


def wrong(value: Any, depth: int = 0) -> str | None:
    """Why no engine can take a value, if none can."""
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return "is a number of more than 64 bits"
    if isinstance(value, str) and _NO_TEXT.search(value):
        return "has a character that no text has"
    if value is not None and not isinstance(value, _TAKEN):
        return (
            f"is or holds something of type {type(value).__name__}; it may be a text, a number, "
            "a date, or a list or mapping of these (of a node, give its id)"
        )
    if isinstance(value, list | tuple | dict):
        if depth >= _DEEPEST:
            return "is nested too deeply"
        inner = [*value.keys(), *value.values()] if isinstance(value, dict) else value
        return next((w for v in inner if (w := wrong(v, depth + 1)) is not None), None)
    return None


def plain(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a notebook holds them, as engines take them.

    Tuples, sets, ranges and columns of frames become lists, numbers of numpy Python's own.
    """
    return {name: _plain(value) for name, value in parameters.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple | set | frozenset | range):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    for name in ("tolist", "to_list", "to_pylist", "as_py"):  # numpy, pandas, polars, Arrow
        if callable(take := getattr(value, name, None)):
            return take()
    return value
