"""What is around a node: step by step, the strongest links first."""

from __future__ import annotations

from kg.result import Edge, Node
from kg.stores.base import Store
from queries.neighbourhood import links_among, neighbours, strength

FOLLOWS = {"CO_OCCURS_WITH", "CO_EVALUATED_WITH", "BROADER", "PUBLISHED_IN"}
"""Links that lead far away, or follow from others: shown only at the node itself."""
MOST_LOOKED_AT = 2_000
"""Links of one node that are looked at."""


def surroundings(
    store: Store, centre: Node, hops: int, most: int
) -> tuple[list[Node], list[Edge], int]:
    """Nodes within some steps of one, the links among them, and how many nodes were reached.

    Args:
        store: An open graph.
        centre: Where to begin.
        hops: Steps outwards.
        most: Nodes at most: the nearest and most strongly linked stay.
    """
    home = (centre.label, centre.id)
    known = {home: centre}
    frontier = [centre]
    reached = 1
    for _ in range(hops):
        near: dict[tuple[str, str], tuple[float, Node]] = {}
        for node in frontier:
            around = neighbours(store, node, None, MOST_LOOKED_AT)
            strengths: dict[tuple[str, str], float] = {}
            for edge in around.edges:
                if edge.type in FOLLOWS and node is not centre:
                    continue
                for end in ((edge.source_label, edge.source), (edge.target_label, edge.target)):
                    strengths[end] = max(strengths.get(end, 0.0), strength(edge))
            for other in around.nodes:
                end = (other.label, other.id)
                if end in strengths and end not in known:
                    near[end] = (near.get(end, (0.0, other))[0] + strengths[end], other)
        reached += len(near)
        ranked = sorted(near.items(), key=lambda item: (-item[1][0], item[0]))
        frontier = [node for _, (_, node) in ranked[: max(0, most - len(known))]]
        known |= {(n.label, n.id): n for n in frontier}
    links = [
        e
        for e in links_among(store, list(known.values()))
        if e.type not in FOLLOWS or home in ((e.source_label, e.source), (e.target_label, e.target))
    ]
    return list(known.values()), links, reached
