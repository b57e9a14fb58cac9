"""What is told of a word is told once: a dictionary that fills itself and stays small."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")


class WordTable(dict[str, Value]):
    """The values of a function of a string, each made when it is first asked for.

    Quicker than `functools.lru_cache`: nothing is kept of the order of use; a table that grew
    to `most` entries begins anew. ``[*map(table.__getitem__, words)]`` reads a whole text.

    >>> size = WordTable(len)
    >>> size["word"], size
    (4, {'word': 4})
    """

    __slots__ = ("_make", "_most")

    def __init__(self, make: Callable[[str], Value], most: int = 50_000) -> None:
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, key: str) -> Value:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._make(key)
        return value
