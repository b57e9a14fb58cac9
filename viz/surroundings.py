"""What is around a node: step by step, the strongest links first."""

from __future__ import annotations

from kg.result import Edge, Node
from kg.stores.base import Store
from queries.neighbourhood import around, links_among

FOLLOWS = {"CO_OCCURS_WITH", "CO_EVALUATED_WITH", "BROADER", "PUBLISHED_IN"}
"""Links that lead far away, or follow from others: shown only at the node itself."""


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
    known, reached = around(store, [centre], hops, most, first_step_only=FOLLOWS)
    nodes = list(known.values())
    links = [
        e
        for e in links_among(store, nodes)
        if e.type not in FOLLOWS or home in ((e.source_label, e.source), (e.target_label, e.target))
    ]
    return nodes, links, reached
