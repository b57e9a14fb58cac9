"""Why two nodes are linked: what says so directly, and what they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from kg import schema
from kg.result import Edge, Node, Result
from kg.wording import counted

DIRECT = {
    "CITES": "{a} cites {b}",
    "HAS_CONCEPT": "{a} is about {b}",
    "INTRODUCES": "{a} introduces {b}",
    "EVALUATES_ON": "{a} is evaluated on {b}",
    "TRAINS_ON": "{a} trains on {b}",
    "COMPARES_WITH": "{a} is compared with {b}",
    "BUILDS_ON": "{a} builds on {b}",
    "MENTIONS": "{a} mentions {b}",
    "HAS_CODE": "the code of {a} is in {b}",
    "WRITTEN_BY": "{a} is written by {b}",
    "PUBLISHED_IN": "{a} was published in {b}",
    "BROADER": "{b} is broader than {a}",
    "CO_OCCURS_WITH": "{a} and {b} occur in the same papers",
    "SHARES_BENCHMARK": "{a} and {b} are evaluated on the same datasets",
    "CO_EVALUATED_WITH": "papers are evaluated on both {a} and {b}",
    "COUPLED_WITH": "{a} and {b} cite the same works",
    "CO_CITED_WITH": "{a} and {b} are cited together",
    "RELATED_TO": "{a} and {b} are close in concepts, benchmarks, methods, citations and text",
}
"""What a link says, for people; the most telling first."""
SHARED = {
    "CITES": ("both cite", "both are cited by"),
    "EVALUATES_ON": ("both are evaluated on", "both are used for evaluation by"),
    "TRAINS_ON": ("both train on", "both are used for training by"),
    "INTRODUCES": ("both introduce", "both are introduced by"),
    "COMPARES_WITH": ("both are compared with", "both are compared with by"),
    "BUILDS_ON": ("both build on", "both are built on by"),
    "HAS_CODE": ("both have code in", "both hold code of"),
    "WRITTEN_BY": ("both are written by", "both wrote"),
    "HAS_CONCEPT": ("both are about", "both are concepts of"),
    "MENTIONS": ("both mention", "both are mentioned by"),
    "PUBLISHED_IN": ("both were published in", "both published"),
    "BROADER": ("both are narrower than", "both are broader than"),
}
"""What two nodes have in common: the third at the links' target, at their source."""
MOST = 100
"""Common nodes of a kind that are fetched."""


class Asked(Protocol):
    """What is asked: a store, or a request that asks one."""

    def query(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> Result:
        """Run one statement."""
        ...


@dataclass(frozen=True)
class Reason:
    """Why two nodes are linked.

    Attributes:
        kind: Relationship type.
        text: For people.
        evidence: Sentences that say so, each with the title of its paper.
        confidence: Of the least sure link of the surest way; None where links carry none.
        nodes: What is shared; of a direct link both ends.
        edges: The links.
    """

    kind: str
    text: str
    evidence: tuple[tuple[str, str], ...]
    confidence: float | None
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def reasons(store: Asked, first: Node, second: Node) -> list[Reason]:
    """Every reason, direct links first, then what is shared."""
    found = direct(store, first, second)
    if (first.label, first.id) != (second.label, second.id):
        found += shared(store, first, second)
    return found


def direct(store: Asked, first: Node, second: Node) -> list[Reason]:
    """The links between two nodes."""
    found: list[Reason] = []
    for a, b in ((first, second), (second, first)):
        kinds = [k.name for k in schema.RELATIONSHIPS if (a.label, b.label) in k.ends]
        if not kinds:
            continue
        rows = store.query(
            f"MATCH (a:{a.label} {{id: $a}})-[r:{'|'.join(kinds)}]->(b:{b.label} {{id: $b}}) "
            "RETURN r",
            {"a": a.id, "b": b.id},
        ).rows
        for (edge,) in rows:
            text = DIRECT[edge.type].format(a=a.title, b=b.title) + measured(edge)
            found.append(
                Reason(edge.type, text, _said(edge, a), _confidence([edge]), (a, b), (edge,))
            )
    order = list(DIRECT)
    return sorted(found, key=lambda r: order.index(r.kind))


def shared(store: Asked, first: Node, second: Node) -> list[Reason]:
    """What both are linked to in the same direction, the most telling kinds first."""
    groups: dict[tuple[str, int], list[tuple[Node, Edge, Edge]]] = defaultdict(list)
    for way in (0, 1):
        for other, kinds in third(first.label, second.label, way).items():
            types = "|".join(kinds)
            left, right = ("-", "->") if way == 0 else ("<-", "-")
            back, forth = ("<-", "-") if way == 0 else ("-", "->")
            rows = store.query(
                f"MATCH (a:{first.label} {{id: $a}}){left}[r:{types}]{right}(x:{other})"
                f"{back}[s:{types}]{forth}(b:{second.label} {{id: $b}}) "
                f"RETURN x, r, s ORDER BY x.id LIMIT {MOST}",
                {"a": first.id, "b": second.id},
            ).rows
            for x, r, s in rows:
                groups[r.type if r.type == s.type else "MENTIONS", way].append((x, r, s))
    found: list[Reason] = []
    order = list(SHARED)
    for (kind, way), members in sorted(
        groups.items(), key=lambda g: (order.index(g[0][0]), g[0][1])
    ):
        members.sort(key=lambda m: (-(_confidence([m[1], m[2]]) or 0.0), m[0].title))
        sure = [c for m in members if (c := _confidence([m[1], m[2]])) is not None]
        titles = [m[0].title for m in members]
        more = f" and {len(titles) - 5} more" if len(titles) > 5 else ""
        said: list[tuple[str, str]] = []
        for x, r, s in members[:5]:
            for edge, end in ((r, first), (s, second)):
                said += _said(edge, end if way == 0 else x)
        found.append(
            Reason(
                kind,
                f"{SHARED[kind][way]} {', '.join(titles[:5])}{more}",
                tuple(dict.fromkeys(said)),
                max(sure, default=None),
                tuple(m[0] for m in members),
                tuple(e for m in members for e in m[1:]),
            )
        )
    return found


def third(a: str, b: str, way: int) -> dict[str, list[str]]:
    """Labels of what two nodes can both lead to (0) or come from (1), with the types of link."""
    found: dict[str, list[str]] = defaultdict(list)
    for other in schema.LABEL:
        for kind in schema.RELATIONSHIPS:
            if kind.name not in SHARED:
                continue
            ends = [(x, other) if way == 0 else (other, x) for x in (a, b)]
            if all(end in kind.ends for end in ends):
                found[other].append(kind.name)
    return found


def measured(edge: Edge) -> str:
    """What a derived link counts, to stand behind its sentence."""
    p = edge.properties
    if edge.type == "SHARES_BENCHMARK" and p.get("datasets"):
        return ": " + ", ".join(map(str, p["datasets"]))
    for name in ("papers", "references"):
        if isinstance(p.get(name), int):
            return f" ({counted(p[name], name[:-1])})"
    if edge.type == "RELATED_TO" and isinstance(p.get("score"), float):
        return f" (score {p['score']:.2f})"
    return ""


def _said(edge: Edge, paper: Node) -> tuple[tuple[str, str], ...]:
    sentence = edge.properties.get("evidence")
    return ((paper.title, str(sentence)),) if sentence else ()


def _confidence(edges: list[Edge]) -> float | None:
    known = [
        e.properties["confidence"] for e in edges if e.properties.get("confidence") is not None
    ]
    return min(known) if known else None
