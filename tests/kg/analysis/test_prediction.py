"""Likely links against networkx' own formulas."""

from __future__ import annotations

import networkx as nx
import pytest

from kg.analysis import prediction


@pytest.mark.parametrize(
    ("measure", "formula"),
    [("adamic_adar", nx.adamic_adar_index), ("resource_allocation", nx.resource_allocation_index)],
)
def test_scores_are_networkx_own(measure: str, formula: object) -> None:
    network = nx.relabel_nodes(nx.karate_club_graph(), {i: f"{i:02d}" for i in range(34)})
    expected = {
        (a, b): s for a, b, s in formula(network) if s > 0  # type: ignore[operator]
    }  # fmt: skip
    found = prediction.likely(network, measure=measure, most=10_000)
    assert {tuple(sorted(k)): v for k, v in expected.items()} == pytest.approx(
        {(a, b): s for a, b, s in found}
    )
    assert [s for _, _, s in found] == sorted((s for _, _, s in found), reverse=True)
    nodes = sorted(network)
    matrix = prediction.scores(network, nodes, measure)
    for (a, b), score in expected.items():
        assert matrix[nodes.index(a), nodes.index(b)] == pytest.approx(score)


def test_common_neighbours_and_limits() -> None:
    network = nx.Graph([("a", "x"), ("b", "x"), ("a", "y"), ("b", "y"), ("c", "y"), ("a", "c")])
    found = prediction.likely(network, measure="common_neighbours")
    assert found == [("a", "b", 2.0), ("x", "y", 2.0), ("b", "c", 1.0), ("c", "x", 1.0)]
    assert prediction.likely(network, measure="common_neighbours", most=1) == found[:1]
    assert prediction.likely(nx.Graph()) == []
    with pytest.raises(ValueError, match="adamic_adar"):
        prediction.likely(network, measure="luck")
