"""Years in which a concept was suddenly in use (Kleinberg 2002, batched, two states).

In each year n of the d papers have the concept. An automaton is in a base state, where the share
is that of all years together, or in a burst, where it is `scale` times as large. A year costs
-ln of the binomial likelihood of what was seen in its state; going up costs `gamma` ln(years),
going down nothing. The cheapest sequence of states is found exactly (Viterbi 1967).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SCALE = 2.0
GAMMA = 1.0
MOST_SHARE = 0.9999
"""A share that a burst never exceeds."""


@dataclass(frozen=True)
class Burst:
    """A run of years in the burst state.

    Attributes:
        first, last: Years, both within.
        weight: What the base state would have cost more, in nats.
    """

    first: int
    last: int
    weight: float


def bursts(
    with_it: Sequence[int],
    papers: Sequence[int],
    first_year: int,
    *,
    scale: float = SCALE,
    gamma: float = GAMMA,
) -> list[Burst]:
    """The bursts of one concept.

    Args:
        with_it: Papers with the concept, a number for each year from `first_year` on.
        papers: All papers of these years, at least as many.
        first_year: The year of the first number.
        scale: How much larger the share is in a burst.
        gamma: How hard it is to go into one.

    Returns:
        In the order of years; none where no paper has the concept.

    Raises:
        ValueError: The numbers are not of the same years.
    """
    seen, of = np.asarray(with_it, dtype=float), np.asarray(papers, dtype=float)
    if seen.shape != of.shape or np.any(seen > of):
        raise ValueError("as many years in both, and never more papers with it than papers")
    if not seen.sum():
        return []
    base = seen.sum() / of.sum()
    if base >= MOST_SHARE:
        return []
    costs = np.stack([_cost(seen, of, base), _cost(seen, of, min(MOST_SHARE, scale * base))])
    states = _cheapest(costs, gamma * np.log(max(len(seen), 2)))
    saved = costs[0] - costs[1]
    found: list[Burst] = []
    begin = None
    for year, state in enumerate([*states, 0]):
        if state and begin is None:
            begin = year
        elif not state and begin is not None:
            weight = float(saved[begin:year].sum())
            found.append(Burst(first_year + begin, first_year + year - 1, weight))
            begin = None
    return found


def _cost(
    seen: npt.NDArray[np.float64], of: npt.NDArray[np.float64], share: float
) -> npt.NDArray[np.float64]:
    """-ln of the binomial likelihood; the coefficient is the same in both states and left out."""
    cost: npt.NDArray[np.float64] = -(seen * np.log(share) + (of - seen) * np.log1p(-share))
    return cost


def _cheapest(costs: npt.NDArray[np.float64], up: float) -> list[int]:
    """States, 0 or 1, for each year; it begins in 0, and of equal ways the lower state wins."""
    reached = np.array([0.0, up])
    back: list[tuple[int, int]] = []
    total = np.array([0.0, np.inf])
    for year in range(costs.shape[1]):
        low = (0, total[0]) if total[0] <= total[1] else (1, total[1])
        high = (0, total[0] + up) if total[0] + up <= total[1] else (1, total[1])
        back.append((low[0], high[0]))
        reached = np.array([low[1] + costs[0, year], high[1] + costs[1, year]])
        total = reached
    state = int(total[1] < total[0])
    states = []
    for year in range(costs.shape[1] - 1, -1, -1):
        states.append(state)
        state = back[year][state]
    return states[::-1]
