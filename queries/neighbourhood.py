"""The nodes around a node, and the links among nodes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from kg import schema
from kg.errors import UsageError
from kg.nearest import did_you_mean, nearest
from kg.result import Edge, Node, Result
from kg.stores.base import EVERYTHING, Store

MOST_LOOKED_AT = 2_000
"""Links of one node that are looked at, at least, on the way outwards."""


def neighbours(store: Store, node: Node, kind: str | None, limit: int) -> Result:
    """What a node is linked with: the surest and strongest links of each kind first.

    Args:
        store: An open graph.
        node: Where to begin.
        kind: A relationship type or a label, in any case; None takes all.
        limit: Rows at most.

    Raises:
        UsageError: There is no such kind.
    """
    wanted = str(kind or "").lower()
    names = {x.lower() for x in (*schema.RELATIONSHIP, *schema.LABEL)}
    if wanted and wanted not in names:
        known = (*schema.RELATIONSHIP, *schema.LABEL)
        near = did_you_mean(nearest(wanted, known))
        raise UsageError(
            f"no kind of link or node is called {kind!r}", remedy=near or ", ".join(known)
        )
    found: list[tuple[str, str, Node, Edge]] = []
    for way, a, b, types in _kinds(node.label, wanted):
        left, right = {"out": ("-", "->"), "in": ("<-", "-"), "both": ("-", "-")}[way]
        for type_ in types:
            rows = store.query(
                f"MATCH (n:{a} {{id: $id}}){left}[r:{type_}]{right}(x:{b}) RETURN x, r",
                {"id": node.id},
                limits=EVERYTHING,
            ).rows
            found += [(type_, way, x, r) for x, r in rows]
    order = list(schema.RELATIONSHIP)
    found.sort(key=lambda f: (order.index(f[0]), f[1], -_rank(f[3]), f[2].title, f[2].id))
    cut = len(found) > limit
    kept = found[:limit]
    return Result(
        ("relationship", "direction", "kind", "name", "strength", "id"),
        [(t, way, x.label, x.title, round(r.strength, 4), x.id) for t, way, x, r in kept],
        truncated=cut,
        why=f"the first {limit} of {len(found):,}" if cut else "",
        about=(node, *(v for _, _, x, r in kept for v in (x, r))),
    )


def _kinds(label: str, wanted: str) -> Iterable[tuple[str, str, str, list[str]]]:
    """Direction, own label, other label, types."""
    for other in schema.LABEL:
        by_way: dict[str, list[str]] = {"out": [], "in": [], "both": []}
        for r in schema.RELATIONSHIPS:
            if wanted and wanted not in (r.name.lower(), other.lower()):
                continue
            if r.symmetric and (label, other) in r.ends:
                by_way["both"].append(r.name)
                continue
            if (label, other) in r.ends:
                by_way["out"].append(r.name)
            if (other, label) in r.ends:
                by_way["in"].append(r.name)
        for way, types in by_way.items():
            if types:
                yield way, label, other, types


def _rank(edge: Edge) -> float:
    """Its strength, for choosing; of a paper's authors the first come first."""
    return edge.strength / max(1, edge.get("position", 1))


def links_among(store: Store, nodes: Sequence[Node]) -> list[Edge]:
    """Every link whose both ends are among some nodes."""
    by_label: dict[str, list[str]] = {}
    for node in nodes:
        by_label.setdefault(node.label, []).append(node.id)
    found: list[Edge] = []
    for r in schema.RELATIONSHIPS:
        for a, b in r.ends:
            if a not in by_label or b not in by_label:
                continue
            rows = store.query(
                f"MATCH (x:{a})-[r:{r.name}]->(y:{b}) WHERE x.id IN $xs AND y.id IN $ys RETURN r",
                {"xs": by_label[a], "ys": by_label[b]},
                limits=EVERYTHING,
            ).rows
            found += [row[0] for row in rows]
    return found


def subgraph(store: Store, seeds: Sequence[Node], hops: int, most: int) -> Result:
    """Nodes within some steps of others, and all links among them.

    Args:
        store: An open graph.
        seeds: Where to begin.
        hops: Steps outwards; 0 takes the seeds alone.
        most: Nodes at most: the nearest and most strongly linked stay.
    """
    known, reached = around(store, seeds, hops, most)
    cut = reached > len(known)
    return Result(
        ("source", "relationship", "target"),
        [
            (known[e.source_label, e.source], e, known[e.target_label, e.target])
            for e in links_among(store, list(known.values()))
        ],
        truncated=cut,
        why=f"{len(known):,} of {reached:,} nodes" if cut else "",
        about=tuple(known.values()),
    )


def around(
    store: Store,
    seeds: Sequence[Node],
    hops: int,
    most: int,
    *,
    first_step_only: Collection[str] = (),
) -> tuple[dict[tuple[str, str], Node], int]:
    """Nodes within some steps of others, by label and id, and how many were reached.

    Args:
        store: An open graph.
        seeds: Where to begin; they are among the nodes.
        hops: Steps outwards.
        most: Nodes at most: after each step those most strongly linked to the last one's stay.
        first_step_only: Relationship types that are followed from the seeds alone.
    """
    known = {(n.label, n.id): n for n in seeds}
    reached = len(known)
    frontier = list(known.values())
    for hop in range(hops):
        near: dict[tuple[str, str], tuple[float, Node]] = {}
        for node in frontier:
            found = neighbours(store, node, None, max(MOST_LOOKED_AT, 10 * most))
            ranks: dict[tuple[str, str], float] = {}
            for edge in found.edges:
                if hop and edge.type in first_step_only:
                    continue
                for end in ((edge.source_label, edge.source), (edge.target_label, edge.target)):
                    ranks[end] = max(ranks.get(end, 0.0), _rank(edge))
            for other in found.nodes:
                end = (other.label, other.id)
                if end in ranks and end not in known:
                    near[end] = (near.get(end, (0.0, other))[0] + ranks[end], other)
        reached += len(near)
        ranked = sorted(near.items(), key=lambda item: (-item[1][0], item[0]))
        chosen = ranked[: max(0, most - len(known))]
        frontier = [node for _, (_, node) in chosen]
        known |= {end: node for end, (_, node) in chosen}
    return known, reached
