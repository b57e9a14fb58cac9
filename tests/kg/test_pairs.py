"""What things have in common, against a count one by one."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import combinations

import pyarrow as pa
import pytest

from kg import pairs


def test_by_hand() -> None:
    items = pa.table(
        {"thing": [0, 0, 2, 2, 5], "item": [7, 8, 7, 8, 8], "share": [1.0, 0.5, 2.0, 1.0, 4.0]}
    )
    found = pairs.in_common(items, 0).sort_by([("source", "ascending"), ("target", "ascending")])
    assert found.to_pylist() == [
        {"source": 0, "target": 2, "share": 2.5},
        {"source": 0, "target": 5, "share": 2.0},
        {"source": 2, "target": 5, "share": 4.0},
    ]
    assert pairs.in_common(items, 2.5).num_rows == 2
    assert pairs.in_common(items.slice(0, 0), 0).num_rows == 0


@pytest.mark.parametrize("block", [1, 50, 8_000_000])
def test_blocks_make_no_difference(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(pairs, "BLOCK", block)
    rng = random.Random(3)
    rows = [(t, i, rng.random()) for t in range(60) for i in rng.sample(range(90), 7)]
    by_item: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for thing, item, share in rows:
        by_item[item].append((thing, share))
    expected: dict[tuple[int, int], float] = defaultdict(float)
    for members in by_item.values():
        for (a, x), (b, y) in combinations(sorted(members), 2):
            expected[a, b] += x * y
    table = pa.table(dict(zip(("thing", "item", "share"), zip(*rows, strict=True), strict=True)))
    found = {
        (r["source"], r["target"]): r["share"] for r in pairs.in_common(table, 0.2).to_pylist()
    }
    assert found == pytest.approx({k: v for k, v in expected.items() if v >= 0.2})
