"""Which rows of a table are not those of an earlier one: what has to be written anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kg import schema

KEYS = {label: ("id",) for label in schema.LABEL} | {
    kind.name: schema.END_COLUMNS if len(kind.ends) > 1 else ("source", "target")
    for kind in schema.RELATIONSHIPS
    if not kind.derived
}
"""What is compared, and the columns that tell its rows apart: derived relationships change in
most of their rows with every paper."""
RUNS = 5_000
"""Pieces of a table that are looked at where they are."""


@dataclass(frozen=True, slots=True)
class Difference:
    """From a table to the one that takes its place.

    Attributes:
        gone: Rows of the earlier table whose key is no more.
        new: Rows of which there was no key.
        changed: Rows of which the key was there with other values.
        place: Shape (rows of the earlier table,): where the same row stands now; -1 for a row that
            is gone or changed.
        rows: How many rows there are now.
    """

    gone: pa.Table
    new: pa.Table
    changed: pa.Table
    place: npt.NDArray[np.int64]
    rows: int

    @classmethod
    def of(cls, before: pa.Table, now: pa.Table, key: Iterable[str]) -> Difference:
        """Compare two tables of one schema, whose rows each have a key of their own."""
        columns = list(key)
        earlier, later = _keys(before, columns), _keys(now, columns)
        at = pc.index_in(later, value_set=earlier)
        there = pc.is_valid(at)
        olds = at.drop_null().to_numpy(zero_copy_only=False)
        news = np.flatnonzero(there.to_numpy(zero_copy_only=False))
        same = _same(_rows(before, olds), _rows(now, news))
        place = np.full(before.num_rows, -1, dtype=np.int64)
        place[olds[same]] = news[same]
        gone = np.ones(before.num_rows, dtype=bool)
        gone[olds] = False
        return cls(
            before.take(np.flatnonzero(gone)),
            now.filter(pc.invert(there)),
            now.take(news[~same]),
            place,
            now.num_rows,
        )

    @property
    def others(self) -> npt.NDArray[np.int64]:
        """Places of the rows that are new or changed."""
        others = np.ones(self.rows, dtype=bool)
        others[self.place[self.place >= 0]] = False
        return np.flatnonzero(others)

    @property
    def size(self) -> int:
        """How many rows are gone, new or changed."""
        return int(self.gone.num_rows + self.new.num_rows + self.changed.num_rows)


def share(differences: Mapping[str, Difference]) -> float:
    """Rows that are gone, new or changed, to all rows that there are now."""
    rows = sum(d.rows for d in differences.values())
    return sum(d.size for d in differences.values()) / max(rows, 1)


def _keys(table: pa.Table, columns: list[str]) -> pa.Array:
    parts = [table[name].combine_chunks() for name in columns]
    return parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, "\n")


def _rows(table: pa.Table, places: npt.NDArray[np.int64]) -> pa.Table:
    """Some rows of a table; where most follow each other, they are not copied."""
    ends = np.flatnonzero(np.diff(places) != 1) + 1
    if not len(places) or len(ends) > RUNS:
        return table.take(places)
    firsts, sizes = places[np.r_[0, ends]], np.diff(np.r_[0, ends, len(places)])
    table = table.combine_chunks()
    return pa.concat_tables([table.slice(*run) for run in zip(firsts, sizes, strict=True)])


def _same(before: pa.Table, now: pa.Table) -> npt.NDArray[np.bool_]:
    """Of tables of equally many rows, which rows are equal; null equals null."""
    columns = (_equal(before[name], now[name]) for name in now.column_names)
    return reduce(np.logical_and, columns, np.ones(now.num_rows, dtype=bool))


def _equal(before: pa.ChunkedArray, now: pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    if before.equals(now):
        return np.ones(len(now), dtype=bool)
    if pa.types.is_list(now.type):
        return np.array([a == b for a, b in zip(before.to_pylist(), now.to_pylist(), strict=True)])
    equal = pc.fill_null(pc.equal(before, now), False)
    nulls = pc.and_(pc.is_null(before), pc.is_null(now))
    both: npt.NDArray[np.bool_] = pc.or_(equal, nulls).to_numpy()
    return both
