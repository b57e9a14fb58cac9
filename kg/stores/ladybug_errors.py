"""What Ladybug says of a statement that it refuses, in a line that people can use."""

from __future__ import annotations

import re

from kg.errors import QueryError
from kg.stores import ladybug_order
from kg.stores.base import Limits

_POSITION = re.compile(r"\(line: (\d+), offset: (\d+)\)")
_CALLED = re.compile(
    r"Function (?P<name>\S+) did not receive correct arguments:\s+Actual: +(?P<given>\(.*\))\s+"
    r"Expected: (?P<taken>.*)"
    r"|Cannot match a built-in function for given function (?P<sign>[^(]+)(?P<these>\(.*?\))\. "
    r"Supported inputs are\s(?P<those>.*)",
    re.DOTALL,
)
_SIGNATURE = re.compile(r"^(?:DISTINCT )?(\(.*?\))(?: -> .*)?$")
_NUMBER = re.compile(r"\b(?:U?INT\d+|SERIAL|DOUBLE|FLOAT|DECIMAL(?:\(\d+, ?\d+\))?)(?!\w)")
_MOST = 6
"""Of the kinds of arguments that are named."""


def first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def of_query(error: RuntimeError, kept: str, limits: Limits, *, memory: int) -> QueryError:
    """The error of a statement.

    Args:
        error: As the engine raised it.
        kept: The statement as it was sent.
        limits: What it might cost.
        memory: Bytes that the engine may take.
    """
    text = str(error)
    message = first_line(error)
    if "Interrupted" in message:
        return QueryError(
            f"the query took longer than {limits.seconds:g} seconds and was stopped",
            remedy="ask for less (LIMIT, a label on every node), or raise --timeout",
        )
    if message.startswith("Buffer manager exception"):
        return QueryError(
            f"the query needs more memory than the engine has here ({memory // 2**20} MB)",
            remedy="ask for less: a LIMIT, a label on every node, fewer steps of a path",
        )
    if "parsed_parameter_expression" in text:
        return QueryError(
            "Ladybug takes no parameter inside any(), all(), none() or single()",
            remedy="name it first: WITH $x AS x MATCH … WHERE any(a IN n.aliases WHERE a = x)",
        )
    if "ANY type" in text or re.search("exception: (ANY)? ?is neither", text):
        return QueryError(
            "Ladybug can't tell the type of a parameter that is a list or mapping without values",
            remedy="write [] itself in its place, or give it a value",
        )
    if (called := _CALLED.search(text)) is not None:
        return QueryError(_arguments(called))
    if message.startswith("Assertion failed"):
        return QueryError(
            "Ladybug fails at this statement", remedy="say it in another way, or ask for less of it"
        )
    position = None
    if at := _POSITION.search(text):
        lines = kept.splitlines(keepends=True)
        position = sum(map(len, lines[: int(at[1]) - 1])) + int(at[2])
        position = ladybug_order.as_written(position, kept)
        message = _POSITION.sub("", message).strip()
    message = re.sub(r"^(\w+) exception: ", "", message)
    message = re.sub(r": expected rule \w+$", "", message)
    return QueryError(message, position=position)


def _arguments(called: re.Match[str]) -> str:
    """What a function or an operator takes, and what it was given."""
    given = called["given"] or called["these"]
    lines = (called["taken"] or called["those"]).splitlines()
    taken = [found[1] for line in lines if (found := _SIGNATURE.match(line.strip()))]
    if _NUMBER.sub("NUMBER", given) not in (plain := [_NUMBER.sub("NUMBER", t) for t in taken]):
        given, taken = _NUMBER.sub("NUMBER", given), plain
    taken = list(dict.fromkeys(taken))
    more = " …" if len(taken) > _MOST else ""
    name = called["name"] or called["sign"]
    who = f"the function {name.lower()}" if name.isidentifier() else name
    return f"{who} takes {' or '.join(taken[:_MOST])}{more}, not {given}"
