"""A difference names the rows that have to be written, and where the others stand."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from kg.difference import Difference, share

FORM = pa.schema([("id", pa.string()), ("year", pa.int64()), ("aliases", pa.list_(pa.string()))])
VALUES = st.tuples(
    st.none() | st.integers(0, 2), st.none() | st.lists(st.none() | st.sampled_from("ab"))
)
ROWS = st.dictionaries(st.sampled_from("pqrstu"), VALUES)


def table(rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(
        [{"id": key, "year": year, "aliases": aliases} for key, (year, aliases) in rows.items()],
        FORM,
    )


@given(ROWS, ROWS)
def test_what_is_gone_new_changed_and_the_same(before: dict[str, Any], now: dict[str, Any]) -> None:
    found = Difference.of(table(before), table(now), ("id",))
    assert found.gone.equals(table({k: v for k, v in before.items() if k not in now}))
    assert found.new.equals(table({k: v for k, v in now.items() if k not in before}))
    changed = {k: v for k, v in now.items() if k in before and before[k] != v}
    assert found.changed.equals(table(changed))
    places = {key: place for place, key in enumerate(now)}
    assert found.place.tolist() == [
        places[key] if key in now and now[key] == value else -1 for key, value in before.items()
    ]
    assert [list(now)[i] for i in found.others] == [k for k in now if before.get(k) != now[k]]
    assert found.size == found.gone.num_rows + len(found.others)


def test_the_ends_of_a_relationship_are_its_key() -> None:
    before = pa.table({"source": ["a", "a", "b"], "target": ["x", "y", "x"], "score": [1, 2, 3]})
    now = pa.table({"source": ["a", "b", "b"], "target": ["x", "x", "y"], "score": [1, 4, 5]})
    found = Difference.of(before, now, ("source", "target"))
    assert found.gone.to_pylist() == [{"source": "a", "target": "y", "score": 2}]
    assert found.changed.to_pylist() == [{"source": "b", "target": "x", "score": 4}]
    assert found.new.to_pylist() == [{"source": "b", "target": "y", "score": 5}]
    assert found.place.tolist() == [0, -1, -1]
    assert share({"R": found}) == 1.0
