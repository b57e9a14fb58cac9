"""Places for a whole corpus: communities side by side, each paper within its own.

Communities are laid out by `viz.layout.forces` as discs whose area grows with their members, and
pushed apart; members are drawn to what they are linked with, pushed from their neighbours and
kept in their disc. The work grows as papers and links do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from viz import layout
from viz.layout import GOLDEN, Floats, Point

SPACE = 20.0
"""Distance of neighbouring papers."""
FILLED = 0.62
"""Radius of a disc, in `SPACE` times the square root of its members: a little air between them."""
LEAST = 3
"""The fewest members of a community that has a disc; all other nodes stand under the discs."""
WIDER = 1.2
"""How much wider than other pictures the whole begins; pushing discs apart makes it rounder."""
ROUNDS = 70
ACROSS = 0.02
"""What a link to another community counts, one within counting 1."""

Ints = npt.NDArray[np.int64]


def places(
    network: nx.Graph,
    parts: Sequence[Sequence[str]],
    former: Mapping[str, Point] | None = None,
) -> dict[str, Point]:
    """Every node's place; the same for the same network.

    Args:
        network: Undirected, edges with a ``weight``.
        parts: The communities: each node in one.
        former: Places of an earlier picture. When half the nodes have one they stay there, and
            newcomers stand by what they are linked with.
    """
    nodes = [n for part in parts for n in part]
    if not nodes:
        return {}
    ends, weights = layout.links_of(network, nodes)
    discs = [part for part in parts if len(part) >= LEAST]
    disc = np.repeat(np.arange(len(parts)), [len(p) for p in parts])
    disc[disc >= len(discs)] = -1  # parts come the largest first
    known = np.array([n in former for n in nodes]) if former else np.zeros(len(nodes), dtype=bool)
    if former and known.mean() >= layout.ENOUGH_KNOWN:
        points = _joined(nodes, disc, ends, weights, known, former)
    else:
        points = _drawn(disc, len(discs), ends, weights)
    return {n: (round(float(x), 1), round(float(y), 1)) for n, (x, y) in zip(nodes, points)}  # noqa: B905


def _drawn(disc: Ints, discs: int, ends: Ints, weights: Floats) -> Floats:
    """Places from nothing."""
    points = np.zeros((len(disc), 2))
    inside = np.flatnonzero(disc >= 0)
    if len(inside):
        size = np.bincount(disc[inside], minlength=discs)
        radius = FILLED * SPACE * np.sqrt(size)
        centre = _discs(disc, discs, ends, weights, radius)
        points[inside] = _spiral(disc[inside], centre, radius)
        own = (disc[ends[:, 0]] >= 0) & (disc[ends[:, 1]] >= 0)
        points = _settled(points, disc, centre, radius, ends[own], weights[own], inside)
        points -= points[inside].mean(axis=0)
    alone = np.flatnonzero(disc < 0)
    points[alone] = _below(len(alone), points[inside])
    return points


def _discs(disc: Ints, discs: int, ends: Ints, weights: Floats, radius: Floats) -> Floats:
    """Centres of the discs: linked ones near each other, none over another."""
    a, b = disc[ends[:, 0]], disc[ends[:, 1]]
    across = (a != b) & (a >= 0) & (b >= 0)
    low, high = np.minimum(a, b)[across], np.maximum(a, b)[across]
    pair, which = np.unique(low * discs + high, return_inverse=True)
    strength = np.bincount(which, weights=weights[across], minlength=len(pair))
    pairs = np.column_stack([pair // discs, pair % discs])
    strength = strength / np.sqrt(radius[pairs[:, 0]] * radius[pairs[:, 1]])
    start = _spiral(np.zeros(discs, dtype=np.int64), np.zeros((1, 2)), np.array([1.0])) * discs
    points = layout.forces(start, pairs, strength, rounds=200)
    side = math.sqrt(float((math.pi * radius**2).sum()) * 1.15)
    wide = layout.even(points, side) * [math.sqrt(WIDER), 1 / math.sqrt(WIDER)]
    return layout.apart(wide, radius + SPACE / 2, rounds=400)


def _spiral(disc: Ints, centre: Floats, radius: Floats) -> Floats:
    """Points of each disc in a sunflower's order around its centre."""
    order = np.argsort(disc, kind="stable")
    counts = np.bincount(disc, minlength=len(radius))
    rank = np.empty(len(disc))
    rank[order] = np.concatenate([np.arange(c) for c in counts]) + 0.5
    away = radius[disc] * np.sqrt(rank / counts[disc])
    return centre[disc] + away[:, None] * np.column_stack(
        [np.cos(rank * GOLDEN), np.sin(rank * GOLDEN)]
    )


def _settled(
    points: Floats,
    disc: Ints,
    centre: Floats,
    radius: Floats,
    ends: Ints,
    weights: Floats,
    inside: Ints,
) -> Floats:
    """Points drawn along their links, pushed from their neighbours, kept in their discs."""
    weights = np.where(disc[ends[:, 0]] == disc[ends[:, 1]], weights, ACROSS * weights)
    total = np.bincount(ends.ravel(), weights=np.repeat(weights, 2), minlength=len(points))
    total = np.maximum(total, 1e-9)[:, None]
    for done in range(ROUNDS):
        heat = 1 - done / ROUNDS
        drawn = np.zeros_like(points)
        for axis in (0, 1):
            way = (points[ends[:, 1], axis] - points[ends[:, 0], axis]) * weights
            drawn[:, axis] = np.bincount(ends[:, 0], way, len(points)) - np.bincount(
                ends[:, 1], way, len(points)
            )
        points[inside] += (0.5 * heat * drawn / total)[inside]
        points[inside] = _spread(points[inside], disc[inside], centre, radius)
        for _ in range(1 if heat > 0.15 else 4):
            points[inside] += _push(points[inside], 0.5)
    return points


def _spread(points: Floats, disc: Ints, centre: Floats, radius: Floats) -> Floats:
    """Points as near to their disc's centre as their rank says: centred, and the disc filled."""
    counts = np.bincount(disc, minlength=len(radius))
    middle = np.column_stack(
        [np.bincount(disc, points[:, axis], len(radius)) / counts for axis in (0, 1)]
    )
    away = points - middle[disc]
    length = np.maximum(np.hypot(*away.T), 1e-9)
    order = np.lexsort((length, disc))
    rank = np.empty(len(points))
    rank[order] = np.concatenate([np.arange(c) for c in counts]) + 0.5
    wanted = radius[disc] * np.sqrt(rank / counts[disc])
    spread: Floats = centre[disc] + away * (wanted / length)[:, None]
    return spread


def _push(points: Floats, share: float, give: Floats | None = None) -> Floats:
    """How far each point is to go from neighbours that are nearer than `SPACE`."""
    pairs = cKDTree(points).query_pairs(SPACE, output_type="ndarray")
    push = np.zeros_like(points)
    if not len(pairs):
        return push
    a, b = pairs.T
    delta = points[a] - points[b]
    length = np.hypot(*delta.T)
    same = length < 1e-6
    delta[same] = np.column_stack([np.cos(a[same]), np.sin(a[same])])
    length = np.where(same, 1.0, length)
    step = share * (SPACE - np.where(same, 0.0, length)) / length
    near = np.bincount(pairs.ravel(), minlength=len(points))[:, None]
    for axis in (0, 1):
        way = step * delta[:, axis]
        push[:, axis] = np.bincount(a, way, len(points)) - np.bincount(b, way, len(points))
    push /= np.sqrt(np.maximum(near, 1))
    return push if give is None else push * give[:, None]


def _below(number: int, others: Floats) -> Floats:
    """Points in rows under all others, not wider than these."""
    step = 1.5 * SPACE
    left, low = others.min(axis=0) if len(others) else (0.0, 0.0)
    right = others[:, 0].max() if len(others) else 0.0
    room = max(1, int((right - left) / step), math.isqrt(number))
    row, at = np.divmod(np.arange(number), room)
    beside = np.minimum(room, number - row * room)
    x = (left + right) / 2 + (at - (beside - 1) / 2) * step
    return np.column_stack([x, low - 2.5 * SPACE - row * step])


def _joined(
    nodes: Sequence[str],
    disc: Ints,
    ends: Ints,
    weights: Floats,
    known: npt.NDArray[np.bool_],
    former: Mapping[str, Point],
) -> Floats:
    """Newcomers by what they are linked with, else amid their community, else outside."""
    points = np.array([former.get(n, (0.0, 0.0)) for n in nodes])
    both = np.concatenate([ends, ends[:, ::-1]])
    to_known = both[known[both[:, 1]] & ~known[both[:, 0]]]
    strength = np.tile(weights, 2)[known[both[:, 1]] & ~known[both[:, 0]]]
    total = np.bincount(to_known[:, 0], strength, len(nodes))
    linked = ~known & (total > 0)
    for axis in (0, 1):
        sums = np.bincount(to_known[:, 0], strength * points[to_known[:, 1], axis], len(nodes))
        points[linked, axis] = sums[linked] / total[linked]
    placed = linked.copy()
    for number in np.unique(disc[~known & ~linked]):
        new = (disc == number) & ~known & ~linked
        there = (disc == number) & known
        if number >= 0 and there.any():
            points[new] = points[there].mean(axis=0)
        else:
            points[new] = _below(int(new.sum()), points[known | placed])
        placed |= new
    give = np.where(known, 0.1, 1.0)
    for _ in range(60):
        points += _push(points, 0.5, give)
    return points
