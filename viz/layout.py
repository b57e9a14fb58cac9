"""Where nodes stand: positions computed beforehand, the same for the same graph.

A part that hangs together is laid out by forces (Noack's LinLog attraction, as in ForceAtlas2:
Jacomy et al. 2014), spread evenly over the plane and freed of overlaps; parts are packed below
one another. Nodes whose former places are known stay where they were, but for what newcomers
push aside.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt

SPREAD = 95.0
"""Mean distance of neighbouring nodes, in the page's pixels at zoom 1."""
MARGIN = 14.0
"""Least room between two nodes, in pixels."""
WIDE = 1.55
"""Width of a picture, in heights."""
ENOUGH_KNOWN = 0.5
"""The least share of nodes with a former place at which the former picture is kept."""
GOLDEN = math.pi * (3 - math.sqrt(5))
"""The golden angle: points that turn by it one after the other never stand behind one another."""

Point = tuple[float, float]
Floats = npt.NDArray[np.float64]


def positions(
    graph: nx.Graph,
    sizes: Mapping[Hashable, float],
    former: Mapping[Hashable, Point] | None = None,
) -> dict[Hashable, Point]:
    """Every node's place.

    Args:
        graph: Undirected, edges with a ``weight``.
        sizes: Radius of each node, in pixels.
        former: Places of an earlier picture; they are kept when half the nodes have one.
    """
    known = {n: former[n] for n in graph if n in former} if former else {}
    if graph and len(known) >= ENOUGH_KNOWN * len(graph):
        return _grown(graph, sizes, known)
    parts = sorted(
        (sorted(c, key=str) for c in nx.connected_components(graph)),
        key=lambda c: (-len(c), -sum(sizes[n] for n in c), str(c[0])),
    )
    boxes = []
    for part in parts:
        points = _component(graph.subgraph(part), sizes)
        margin = max(sizes[n] for n in part) + SPREAD / 2
        points -= points.min(axis=0) - margin
        boxes.append((part, points, points.max(axis=0) + margin))
    return _packed(boxes)


def _packed(boxes: Sequence[tuple[list[Hashable], Floats, Floats]]) -> dict[Hashable, Point]:
    """Parts row by row, the largest first, rows centred; as wide as the largest or `WIDE` asks."""
    area = sum(float(box[0] * box[1]) for _, _, box in boxes)
    width = max([math.sqrt(area * WIDE), *(float(box[0]) for _, _, box in boxes)])
    rows: list[list[tuple[list[Hashable], Floats, Floats]]] = []
    used = width + 1.0
    for entry in boxes:
        if used + entry[2][0] > width:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += float(entry[2][0])
    placed: dict[Hashable, Point] = {}
    top = 0.0
    for row in rows:
        left = (width - sum(float(box[0]) for _, _, box in row)) / 2
        height = max(float(box[1]) for _, _, box in row)
        for part, points, box in row:
            shift = np.array([left, top + (height - box[1]) / 2])
            for node, (x, y) in zip(part, points + shift, strict=True):
                placed[node] = (round(float(x), 1), round(float(y), 1))
            left += float(box[0])
        top += height
    return placed


def _component(graph: nx.Graph, sizes: Mapping[Hashable, float]) -> Floats:
    nodes = sorted(graph, key=str)
    if len(nodes) == 1:
        return np.zeros((1, 2))
    radius = np.array([sizes[n] for n in nodes])
    pairs, weights = links_of(graph, nodes)
    angle = np.arange(len(nodes)) * GOLDEN
    start = np.sqrt(np.arange(len(nodes)) + 0.5)[:, None] * np.column_stack(
        [np.cos(angle), np.sin(angle)]
    )
    points = forces(start, pairs, weights, rounds=260 if len(nodes) < 400 else 140)
    points = _turned(points)
    points = even(points, SPREAD * math.sqrt(len(nodes)))
    return apart(points, radius)


def links_of(graph: nx.Graph, nodes: Sequence[Hashable]) -> tuple[npt.NDArray[np.int64], Floats]:
    """Each link's two places in `nodes`, and its weight."""
    index = {n: i for i, n in enumerate(nodes)}
    listed = sorted((index[a], index[b], w) for a, b, w in graph.edges(data="weight", default=1.0))
    pairs = np.array([(a, b) for a, b, _ in listed], dtype=np.int64).reshape(-1, 2)
    return pairs, np.array([w for *_, w in listed], dtype=np.float64)


def forces(points: Floats, pairs: npt.NDArray[np.int64], weights: Floats, *, rounds: int) -> Floats:
    """Points after some rounds of attraction along links and repulsion between all nodes."""
    number = len(points)
    mass = np.ones(number)
    np.add.at(mass, pairs.ravel(), 1.0)
    mass = np.sqrt(mass)
    masses = np.outer(mass, mass).astype(np.float32)
    pull = weights / weights.mean() if weights.any() else weights
    points = points.astype(np.float64).copy()
    span = math.sqrt(number)
    dx, dy, push = (np.empty((number, number), dtype=np.float32) for _ in range(3))
    for done in range(rounds):
        x, y = points.T.astype(np.float32)
        np.subtract(x[:, None], x[None, :], out=dx)
        np.subtract(y[:, None], y[None, :], out=dy)
        np.multiply(dx, dx, out=push)
        push += dy * dy
        push += np.float32(0.01)
        np.divide(masses, push, out=push)
        force = np.column_stack(
            [np.einsum("ij,ij->i", dx, push), np.einsum("ij,ij->i", dy, push)]
        ).astype(np.float64)
        delta = points[pairs[:, 1]] - points[pairs[:, 0]]
        distance = np.sqrt((delta**2).sum(axis=1)) + 1e-9
        strength = (1.2 * pull * np.log1p(distance) / distance)[:, None] * delta
        np.add.at(force, pairs[:, 0], strength)
        np.add.at(force, pairs[:, 1], -strength)
        force -= 0.12 * mass[:, None] * (points - points.mean(axis=0))
        length = np.sqrt((force**2).sum(axis=1)) + 1e-9
        heat = 0.35 * span * (1 - done / rounds) ** 1.6 + 0.01
        points += force / length[:, None] * np.minimum(length, heat)[:, None]
    return points


def _turned(points: Floats) -> Floats:
    """The longest way lies level."""
    centred = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    level = axes[:, ::-1]
    level = level * np.where(level[np.abs(level).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    turned: Floats = centred @ level
    return turned


def even(points: Floats, side: float) -> Floats:
    """Crowds thinned: each axis half its own, half its rank; scaled to a wide rectangle."""
    width, height = side * math.sqrt(WIDE), side / math.sqrt(WIDE)
    columns = []
    for axis, length in ((0, width), (1, height)):
        values = points[:, axis]
        span = float(np.ptp(values)) or 1.0
        rank = np.empty(len(values))
        rank[np.argsort(values, kind="stable")] = np.arange(len(values)) / max(1, len(values) - 1)
        columns.append(length * (0.5 * (values - values.min()) / span + 0.5 * rank))
    return np.column_stack(columns)


def apart(
    points: Floats, radius: Floats, *, rounds: int = 80, loose: Floats | None = None
) -> Floats:
    """Push overlapping nodes apart along the line between them.

    Args:
        loose: How readily each moves, 0 to 1, when one that is wholly loose comes near; None:
            all alike.
    """
    give = np.ones(len(points)) if loose is None else loose
    points = points + (np.arange(len(points)) * (give == 1.0))[:, None] * [1e-3, 7e-4]
    reach = 2 * float(radius.max()) + MARGIN
    for _ in range(rounds):
        a, b = _near(points, reach)
        movable = np.maximum(give[a], give[b]) == 1.0
        a, b = a[movable], b[movable]
        delta = points[a] - points[b]
        distance = np.maximum(np.sqrt((delta**2).sum(axis=1)), 1e-6)
        overlap = np.clip(radius[a] + radius[b] + MARGIN - distance, 0.0, None)
        if not overlap.any():
            break
        step = delta / distance[:, None] * (0.7 * overlap)[:, None]
        both = np.maximum(give[a] + give[b], 1e-9)
        np.add.at(points, a, step * (give[a] / both)[:, None])
        np.add.at(points, b, -step * (give[b] / both)[:, None])
    return points


def _near(points: Floats, reach: float) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Every pair of points that are less apart than `reach` along x, by a sweep."""
    order = np.argsort(points[:, 0], kind="stable")
    xs = points[order, 0]
    upto = np.searchsorted(xs, xs + reach)
    counts = upto - np.arange(len(xs)) - 1
    first = np.repeat(np.arange(len(xs)), counts)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
    a, b = order[first], order[second]
    close = np.abs(points[a, 1] - points[b, 1]) < reach
    return a[close], b[close]


def _grown(
    graph: nx.Graph, sizes: Mapping[Hashable, float], known: Mapping[Hashable, Point]
) -> dict[Hashable, Point]:
    """Newcomers beside what they are linked with, the others where they were."""
    nodes = sorted(graph, key=str)
    places = {n: np.array(known[n]) for n in nodes if n in known}
    box = np.array(list(places.values()))
    aside = np.array([float(box[:, 0].min()), float(box[:, 1].max()) + SPREAD])
    waiting = sorted((n for n in nodes if n not in known), key=lambda n: (-graph.degree(n), str(n)))
    while waiting:
        near = [n for n in waiting if any(m in places for m in graph[n])]
        for node in near or waiting[:1]:
            ends = [(m, d.get("weight", 1.0)) for m, d in graph[node].items() if m in places]
            if ends:
                total = sum(w for _, w in ends) or 1.0
                middle = sum((places[m] * (w / total) for m, w in ends), np.zeros(2))
                angle = GOLDEN * len(places)
                places[node] = middle + SPREAD * 0.6 * np.array([math.cos(angle), math.sin(angle)])
            else:
                places[node] = aside.copy()
                aside[0] += SPREAD
        waiting = [n for n in waiting if n not in places]
    points = np.array([places[n] for n in nodes])
    loose = np.array([0.15 if n in known else 1.0 for n in nodes])
    moved = apart(points, np.array([sizes[n] for n in nodes]), loose=loose)
    return {
        n: (round(float(x), 1), round(float(y), 1)) for n, (x, y) in zip(nodes, moved, strict=True)
    }


def rings(
    graph: nx.Graph, centre: Hashable, sizes: Mapping[Hashable, float]
) -> dict[Hashable, Point]:
    """A node in the middle, what is one step away around it, then two steps; like by like.

    Each node stands at the angle of the one that leads to it; where a ring is crowded its nodes
    stand by turns farther out.
    """
    tree: dict[Hashable, list[Hashable]] = {}
    depth = {centre: 0}
    queue = [centre]
    for node in queue:
        ends = sorted(
            (m for m in graph[node] if m not in depth),
            key=lambda m: (str(m).split("/")[0], -graph[node][m].get("weight", 1.0), str(m)),
        )
        tree[node] = ends
        for end in ends:
            depth[end] = depth[node] + 1
        queue += ends
    leaves: dict[Hashable, float] = {}
    for node in reversed(queue):
        leaves[node] = max(1.0, sum(leaves[m] for m in tree[node]) ** 0.8)
    angle = {centre: (0.0, 2 * math.pi)}
    for node in queue:
        begin, room = angle[node]
        for end in tree[node]:
            part = room * leaves[end] / sum(leaves[m] for m in tree[node])
            angle[end] = (begin, part)
            begin += part
    placed: dict[Hashable, Point] = {centre: (0.0, 0.0)}
    radius = 0.0
    for step in range(1, max(depth.values()) + 1):
        ring = sorted((n for n in depth if depth[n] == step), key=lambda n: angle[n][0])
        turns = max(1, math.ceil(len(ring) * SPREAD / (2 * math.pi * (radius + 3.2 * SPREAD))))
        radius += 2.4 * SPREAD
        for number, node in enumerate(ring):
            begin, room = angle[node]
            way = begin + room / 2 - math.pi / 2
            r = radius + (number % turns) * SPREAD * 0.9
            placed[node] = (r * 1.3 * math.cos(way), r * math.sin(way))
        radius += (turns - 1) * SPREAD * 0.9
    rest = [n for n in sorted(graph, key=str) if n not in placed]
    for number, node in enumerate(rest):
        placed[node] = ((number - len(rest) / 2) * SPREAD, radius + 2 * SPREAD)
    nodes = list(placed)
    held = np.array([0.0 if n == centre else 1.0 for n in nodes])
    moved = apart(
        np.array([placed[n] for n in nodes]), np.array([sizes[n] for n in nodes]), loose=held
    )
    return {
        n: (round(float(x), 1), round(float(y), 1)) for n, (x, y) in zip(nodes, moved, strict=True)
    }


def columns(
    graph: nx.Graph,
    column: Mapping[Any, int],
    sizes: Mapping[Hashable, float],
    *,
    down: float = 52.0,
    between: float = 60.0,
    gaps: Mapping[int, float] | None = None,
) -> tuple[dict[Hashable, Point], dict[int, tuple[float, float]]]:
    """Nodes in columns from left to right, each beside the middle of what it is linked with; and
    where each column begins and ends. A column of many has several lanes.

    Args:
        column: Number of each node's column.
        down: Distance of two nodes in a lane, in pixels.
        between: Room between the lanes of two columns.
        gaps: Room that is left before some columns.
    """
    members: dict[int, list[Hashable]] = {}
    for node in sorted(graph, key=str):
        members.setdefault(column[node], []).append(node)
    lane = down * 1.05
    counts = {number: len(listed) for number, listed in members.items()}

    def wide(rows: int) -> float:
        return sum(between + lane * -(-n // rows) for n in counts.values())

    rows = max(counts.values(), default=1)
    while rows > 4 and wide(rows) < WIDE * rows * down:
        rows -= 1
    spans: dict[int, tuple[float, float]] = {}
    left = 0.0
    for number in sorted(members):
        left += (gaps or {}).get(number, 0.0)
        right = left + between + lane * -(-counts[number] // rows)
        spans[number] = (round(left, 1), round(right, 1))
        left = right
    placed: dict[Hashable, Point] = {}
    for _ in range(3):
        for number, (start, end) in spans.items():
            wish = {
                n: float(np.mean([placed[m][1] for m in graph[n] if m in placed] or [0.0]))
                for n in members[number]
            }
            listed = sorted(members[number], key=lambda n: (wish[n], -sizes[n], str(n)))
            lanes = -(-len(listed) // rows)
            high = -(-len(listed) // lanes)
            for i, node in enumerate(listed):
                across = (start + end) / 2 + (i % lanes - (lanes - 1) / 2) * lane
                y = (i // lanes - (high - 1) / 2) * down + (i % lanes) * down / lanes
                placed[node] = (round(across, 1), round(y, 1))
    stretch = min(2.2, max(1.0, left / WIDE / (rows * down)))
    return {n: (x, round(y * stretch, 1)) for n, (x, y) in placed.items()}, spans
