"""Where nodes stand: positions computed beforehand, the same for the same graph."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping

import networkx as nx
import numpy as np
import numpy.typing as npt

SPREAD = 95.0
"""Mean distance of neighbouring nodes, in the page's pixels at zoom 1."""

Point = tuple[float, float]


def positions(graph: nx.Graph, sizes: Mapping[Hashable, float]) -> dict[Hashable, Point]:
    """Every node's place: components laid out by springs, packed side by side, pushed apart.

    Args:
        graph: Undirected, edges with a ``weight``.
        sizes: Radius of each node, in pixels.
    """
    parts = sorted(
        (sorted(c, key=str) for c in nx.connected_components(graph)),
        key=lambda c: (-len(c), str(c[0])),
    )
    placed: dict[Hashable, Point] = {}
    right = top = row_height = 0.0
    width = 0.0
    for part in parts:
        local = _component(graph.subgraph(part), sizes)
        xs, ys = local[:, 0], local[:, 1]
        w, h = float(np.ptp(xs)) + SPREAD, float(np.ptp(ys)) + SPREAD
        width = width or max(w, SPREAD * 1.5 * math.sqrt(graph.number_of_nodes()))
        if right + w > width and right > 0:
            top, right, row_height = top + row_height, 0.0, 0.0
        for node, (x, y) in zip(part, local, strict=True):
            placed[node] = (
                round(right + float(x) - float(xs.min()), 1),
                round(top + float(y) - float(ys.min()), 1),
            )
        right, row_height = right + w, max(row_height, h)
    return placed


def _component(graph: nx.Graph, sizes: Mapping[Hashable, float]) -> npt.NDArray[np.float64]:
    nodes = sorted(graph, key=str)
    if len(nodes) == 1:
        return np.zeros((1, 2))
    ordered = nx.Graph()
    ordered.add_nodes_from(nodes)
    ordered.add_weighted_edges_from(
        (a, b, w) for a, b, w in sorted(graph.edges(data="weight", default=1.0), key=str)
    )
    rough = nx.spring_layout(
        ordered, seed=7, iterations=120, k=3.0 / math.sqrt(len(nodes)), method="force"
    )
    points = np.array([rough[n] for n in nodes], dtype=np.float64)
    span = np.ptp(points, axis=0).max() or 1.0
    points *= SPREAD * 1.15 * math.sqrt(len(nodes)) / span
    points[:, 0] *= 1.35
    return _apart(points, np.array([sizes[n] for n in nodes]))


def _apart(
    points: npt.NDArray[np.float64], radius: npt.NDArray[np.float64], rounds: int = 60
) -> npt.NDArray[np.float64]:
    """Push overlapping nodes apart along the line between them."""
    least = radius[:, None] + radius[None, :] + 14.0
    for _ in range(rounds):
        delta = points[:, None, :] - points[None, :, :]
        distance = np.sqrt((delta**2).sum(axis=2))
        np.fill_diagonal(distance, np.inf)
        overlap = np.clip(least - distance, 0.0, None)
        if not overlap.any():
            break
        direction = delta / np.maximum(distance, 1e-3)[:, :, None]
        points = points + (direction * (overlap / 2)[:, :, None]).sum(axis=1) * 0.6
    return points
