"""What is worked out of a name or title alone, kept beside the graph: none is looked at twice.

Functions of one string that need nothing else (`remembered`) have the same value in every corpus.
"""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from kg.resolve.memo import Memo

_FORM = pa.schema([("text", pa.string()), ("value", pa.string())])


class Remembered:
    """A function from string to string that is asked once for each string."""

    def __init__(self, function: Callable[[str], str]) -> None:
        self._function = function
        self._before: dict[str, str] = {}
        self._now: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        value = self._now.get(text)
        if value is None:
            value = self._before.get(text)
            if value is None:
                value = self._function(text)
            self._now[text] = value
        return value

    def begin(self, before: pa.Table) -> None:
        """Take over the values that are kept; forget all others."""
        texts, values = (column.to_pylist() for column in before.columns)
        self._before = dict(zip(texts, values, strict=True))
        self._now = {}

    def asked(self) -> pa.Table:
        """The values that were asked for since `begin`."""
        return pa.table([list(self._now), list(self._now.values())], schema=_FORM)


_ALL: dict[str, Remembered] = {}


def remembered(name: str, function: Callable[[str], str]) -> Remembered:
    """A function whose values are kept under a name."""
    return _ALL.setdefault(name, Remembered(function))


def begin(memo: Memo) -> None:
    """Start with what the graph before has kept."""
    for name, function in _ALL.items():
        function.begin(memo.read(name, _FORM))


def keep(memo: Memo) -> None:
    """Keep what this graph has asked for, and let go of it."""
    for name, function in _ALL.items():
        memo.keep(name, function.asked())
        function.begin(_FORM.empty_table())
