"""Arguments of calls from Python, checked so that a wrong one is told by its name."""

from __future__ import annotations

import math
import operator
import os
from collections.abc import Collection, Iterable
from typing import Any

from kg.errors import UsageError


def whole(name: str, value: Any, *, least: int = 0) -> int:
    """A whole number, Python's or numpy's.

    Args:
        name: The argument's.
        value: What was given.
        least: The smallest that means anything.

    Raises:
        UsageError: It is none, or smaller.
    """
    try:
        number = operator.index(value)
    except TypeError:
        number = None
    if number is None or isinstance(value, bool) or number < least:
        raise UsageError(f"{name}={value!r} is no whole number from {least} on")
    return number


def above_zero(name: str, value: Any) -> float:
    """A number above 0.

    Raises:
        UsageError: It is none.
    """
    try:
        number = math.nan if isinstance(value, str | bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not 0 < number < math.inf:
        raise UsageError(f"{name}={value!r} is no number above 0")
    return number


def text(what: str, value: Any, example: str) -> str:
    """A text.

    Args:
        what: What it should say, for the error: ``a statement``.
        value: What was given.
        example: How it is given.

    Raises:
        UsageError: It is none.
    """
    if not isinstance(value, str):
        raise UsageError(f"{value!r} is not {what}", remedy=f"give a text: {example}")
    return value


def path(what: str, value: Any, example: str) -> str:
    """A file or folder, ``~`` being the home folder.

    Args:
        what: What it names, for the error: ``a graph``.
        value: What was given.
        example: How it is given.

    Raises:
        UsageError: It is no text and no path, or an empty one.
    """
    if not isinstance(value, str | os.PathLike) or not str(value):
        raise UsageError(
            f"{value!r} does not name {what}", remedy=f"give a text or a path: {example}"
        )
    return os.path.expanduser(os.fspath(value))


def one_of(name: str, value: Any, choices: Collection[str]) -> str:
    """One of some words.

    Raises:
        UsageError: It is none of them; names them all.
    """
    if value not in choices:
        raise UsageError(f"{name}={value!r} is not known", remedy=f"one of {', '.join(choices)}")
    return str(value)


def known(given: Iterable[str], choices: Collection[str]) -> None:
    """Refuse a name of an argument that means nothing.

    Raises:
        UsageError: There is one; names those that there are.
    """
    for name in given:
        if name not in choices:
            raise UsageError(
                f"there is no option {name!r}", remedy=f"there are: {', '.join(choices)}"
            )
