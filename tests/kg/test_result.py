"""Links as a store gives them: how strong they are, one beside the other."""

from __future__ import annotations

from typing import Any

import pytest

from kg.result import Edge


def edge(type_: str, **properties: Any) -> Edge:
    return Edge(type_, "Paper", "a", "Paper", "b", properties)


@pytest.mark.parametrize(
    ("link", "strength"),
    [
        (edge("HAS_CONCEPT", score=0.4, confidence=0.9), 0.4),
        (edge("CO_OCCURS_WITH", papers=9, association_strength=0.02, npmi=0.5), 0.5),
        (edge("CO_OCCURS_WITH", papers=9, association_strength=0.02, npmi=-0.5), 0.0),
        (edge("CO_CITED_WITH", papers=9, weight=0.25), 0.25),
        (edge("CO_EVALUATED_WITH", papers=3), 0.75),
        (edge("BUILDS_ON", confidence=0.8), 0.8),
        (edge("WRITTEN_BY", position=3), 1.0),
        (edge("CITES", confidence=float("nan")), 1.0),
        (edge("RELATED_TO", score=7), 1.0),
    ],
)
def test_strength_is_told_from_0_to_1(link: Edge, strength: float) -> None:
    assert link.strength == pytest.approx(strength)


def test_more_shared_benchmarks_are_always_stronger() -> None:
    one, two, three = (edge("SHARES_BENCHMARK", weight=w).strength for w in (0.91, 1.82, 2.73))
    assert one < two < three < 1
