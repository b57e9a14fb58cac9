"""Bursts, by hand and by trying every sequence of states."""

from __future__ import annotations

import math
import random
from itertools import product

import pytest

from kg.analysis.bursts import Burst, bursts


def cost(states: tuple[int, ...], seen: list[int], of: list[int], gamma: float) -> float:
    base = sum(seen) / sum(of)
    shares = (base, min(0.9999, 2 * base))
    total, before = 0.0, 0
    for state, r, d in zip(states, seen, of, strict=True):
        p = shares[state]
        total += -math.log(math.comb(d, r)) - r * math.log(p) - (d - r) * math.log(1 - p)
        total += gamma * math.log(len(seen)) if state > before else 0
        before = state
    return total


def test_one_burst_by_hand() -> None:
    # base 15/60 = 0.25, in a burst 0.5; 2002 has 10 of 20, the others 1 or 2 of 10
    (found,) = bursts([1, 1, 10, 1, 2], [10, 10, 20, 10, 10], 2000)
    assert (found.first, found.last) == (2002, 2002)
    saved = 10 * math.log(0.5 / 0.25) + 10 * math.log(0.5 / 0.75)
    assert found.weight == pytest.approx(saved)


def test_steady_use_is_no_burst() -> None:
    assert bursts([2, 2, 2, 2], [10, 10, 10, 10], 1999) == []
    assert bursts([0, 0], [5, 5], 1999) == []
    assert bursts([5, 5], [5, 5], 1999) == []
    with pytest.raises(ValueError, match="never more"):
        bursts([6], [5], 1999)


@pytest.mark.parametrize("seed", range(12))
def test_the_states_are_the_cheapest_of_all(seed: int) -> None:
    rng = random.Random(seed)
    of = [rng.randint(5, 30) for _ in range(9)]
    seen = [min(d, rng.choice([0, 1, 2, d // 2])) for d in of]
    if not sum(seen):
        return
    found = bursts(seen, of, 0)
    states = [0] * 9
    for burst in found:
        states[burst.first : burst.last + 1] = [1] * (burst.last + 1 - burst.first)
    best = min(cost(s, seen, of, 1.0) for s in product((0, 1), repeat=9))
    assert cost(tuple(states), seen, of, 1.0) == pytest.approx(best)
    assert found == sorted(found, key=lambda b: b.first)
    assert all(isinstance(b, Burst) and b.weight > 0 for b in found)


def test_years_without_papers_before_a_burst_are_none_of_it() -> None:
    (found,) = bursts([0, 1, 0, 0, 8, 9], [30, 30, 0, 0, 10, 10], 1980)
    assert (found.first, found.last) == (1984, 1985)
