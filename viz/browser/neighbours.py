"""A node's neighbours by one kind of link, and the links that they bring along."""

from __future__ import annotations

from collections.abc import Sequence

from kg import schema
from kg.errors import UsageError
from kg.result import MEASURES, Edge, Node
from viz.browser import wire
from viz.browser.answers import Direction, ExpandAnswer
from viz.browser.jobs import Job
from viz.browser.nodes import between, find, known_key

_ARROWS: dict[Direction, tuple[str, str]] = {
    "out": ("-", "->"), "in": ("<-", "-"), "both": ("-", "-"),
}  # fmt: skip


def expand(
    job: Job,
    key: str,
    type_: str,
    direction: Direction,
    label: str,
    skip: int,
    limit: int,
    have: Sequence[str],
) -> ExpandAnswer:
    """Neighbours by one kind of link in the order of `_order`, and their links to what is shown.

    Raises:
        NoSuchError: There is no such node.
        UsageError: There is no such type of link or label.
    """
    own, id_ = known_key(key)
    kind = schema.RELATIONSHIP.get(type_)
    if kind is None:
        raise UsageError(f"no type of link is called {type_!r}")
    if label and label not in schema.LABEL:
        raise UsageError(f"no label is called {label!r}")
    left, right = _ARROWS["both" if kind.symmetric else direction]
    total = 0
    edges: list[Edge] = []
    nodes: list[Node] = []
    for other in _others(kind, own, direction, label):
        pattern = f"(a:{own} {{id: $id}}){left}[r:{type_}]{right}(b:{other})"
        counted = job.query(f"MATCH {pattern} RETURN count(*)", {"id": id_}).rows[0][0]
        begin = max(0, skip - total)
        total += counted
        free = limit - len(nodes)
        if begin >= counted or free <= 0:
            continue
        rows = job.query(
            f"MATCH {pattern} {_order(kind)} SKIP $skip LIMIT $limit",
            {"id": id_, "skip": begin, "limit": free},
        ).rows
        nodes += [row[0] for row in rows]
        edges += [row[1] for row in rows]
    if not total:
        find(job, key)
    new = {wire.node_key(n.label, n.id): n for n in nodes}
    found = {wire.link_key(e): wire.link(e) for e in edges}
    for link in between(job, [*new], [*new, key, *have]):
        found.setdefault(link["key"], link)
    return {
        "nodes": [wire.node(n) for n in new.values()],
        "links": list(found.values()),
        "total": total,
        "skip": skip,
    }


def _others(kind: schema.Relationship, own: str, direction: Direction, label: str) -> list[str]:
    """Labels at the other end of a kind of link, in the schema's order."""
    others = {b for a, b in kind.ends if a == own and direction != "in"}
    others |= {a for a, b in kind.ends if b == own and direction != "out"}
    return [name for name in schema.LABEL if name in others and label in ("", name)]


def _order(kind: schema.Relationship) -> str:
    """The end of a statement that gives neighbours ``b`` and links ``r``: authors as the paper
    names them, papers that cite or are cited by how often they are cited themselves, then the
    latest; the others by how strong their links are."""
    names = {p.name for p in kind.properties}
    if "position" in names:
        return "RETURN b, r ORDER BY r.position, b.id"
    if kind.name == "CITES":
        return (
            "WITH b, r, COUNT { MATCH (b)<-[:CITES]-(:Paper) } AS cited "
            "RETURN b, r ORDER BY cited DESC, coalesce(b.year, 0) DESC, b.id"
        )
    measure = next((f"r.`{m}` DESC" for m in MEASURES if m in names), "b.id DESC")
    return f"RETURN b, r ORDER BY {measure}, b.id"
