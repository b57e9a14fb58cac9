"""What is worked out of a name or title alone, kept beside the graph: none is looked at twice.

Functions of one string that need nothing else (`remembered`) have the same value in every corpus.
"""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from kg.resolve.memo import Memo

_FORM = pa.schema([("text", pa.string()), ("value", pa.string())])


class Remembered:
    """A function from string to string that is asked once for each string."""

    def __init__(self, function: Callable[[str], str]) -> None:
        self._function = function
        self._kept: pa.Table | None = None
        self._before: dict[str, str] | None = None
        self._now: dict[str, str] = {}
        self._again: list[pa.Table] = []

    def __call__(self, text: str) -> str:
        value = self._now.get(text)
        if value is None:
            if self._before is None:
                texts, values = (column.to_pylist() for column in self._table.columns)
                self._before = dict(zip(texts, values, strict=True))
            value = self._before.get(text)
            if value is None:
                value = self._function(text)
            self._now[text] = value
        return value

    def all(self, texts: pa.Array) -> pa.Array:
        """The values of many strings; of others, few are asked for then."""
        self._before = {}
        texts = texts.dictionary_encode()
        different = texts.dictionary
        at = pc.index_in(different, value_set=self._table["text"].combine_chunks())
        values = self._table["value"].combine_chunks().take(at)
        new = pc.is_null(at)
        self._again.append(self._table.take(at.drop_null()))
        made = pa.array(map(self, different.filter(new).to_pylist()), pa.string())
        return pc.replace_with_mask(values, new, made).take(texts.indices)

    @property
    def _table(self) -> pa.Table:
        return _FORM.empty_table() if self._kept is None else self._kept

    def begin(self, before: pa.Table | None) -> None:
        """Take over the values that are kept; forget all others."""
        self._kept, self._before, self._now, self._again = before, None, {}, []

    def asked(self) -> pa.Table:
        """The values that were asked for since `begin`."""
        now = pa.table([list(self._now), list(self._now.values())], schema=_FORM)
        if not self._again:
            return now
        every = pa.concat_tables([now, *self._again])
        return every.group_by(["text", "value"]).aggregate([])

    def taken(self) -> pa.Table:
        """What was `asked`, which is forgotten."""
        asked = self.asked()
        self.begin(None)
        return asked


_ALL: dict[str, Remembered] = {}


def remembered(name: str, function: Callable[[str], str]) -> Remembered:
    """A function whose values are kept under a name."""
    return _ALL.setdefault(name, Remembered(function))


def begin(memo: Memo) -> None:
    """Start with what the graph before has kept."""
    for name, function in _ALL.items():
        function.begin(memo.read(name, _FORM))


def keep(memo: Memo) -> None:
    """Keep what this graph has asked for, and let go of it, when the memo is written."""
    for name, function in _ALL.items():
        memo.keep_made(name, function.taken)
