"""Why two nodes are linked: what says so directly, what they share, the way between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kg import schema
from kg.result import Edge, Node
from viz.browser import nodes, wire
from viz.browser.answers import EvidenceAnswer, Path, PathsAnswer, Reason, WhyAnswer
from viz.browser.jobs import Job
from viz.browser.limits import most

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
"""What a link says, for people."""
SHARED = {
    "CITES": ("both cite", "both are cited by"),
    "HAS_CONCEPT": ("both are about", "both are concepts of"),
    "INTRODUCES": ("both introduce", "both are introduced by"),
    "EVALUATES_ON": ("both are evaluated on", "both are used for evaluation by"),
    "TRAINS_ON": ("both train on", "both are used for training by"),
    "COMPARES_WITH": ("both are compared with", "both are compared with by"),
    "BUILDS_ON": ("both build on", "both are built on by"),
    "MENTIONS": ("both mention", "both are mentioned by"),
    "HAS_CODE": ("both have code in", "both hold code of"),
    "WRITTEN_BY": ("both are written by", "both wrote"),
    "PUBLISHED_IN": ("both were published in", "both published"),
    "BROADER": ("both are narrower than", "both are broader than"),
}
"""What two nodes have in common: third node at the links' target, at their source."""
WALKED = (
    "CITES", "HAS_CONCEPT", "INTRODUCES", "EVALUATES_ON", "TRAINS_ON", "COMPARES_WITH",
    "BUILDS_ON", "HAS_CODE", "WRITTEN_BY", "SHARES_BENCHMARK", "BROADER",
)  # fmt: skip
"""Links that a path may take."""


def why(job: Job, a: str, b: str) -> WhyAnswer:
    """Every reason why two nodes are linked, the most direct first; else the way between them.

    Raises:
        NoSuchError: One of them is not there.
    """
    first, second = nodes.find(job, a), nodes.find(job, b)
    reasons = _direct(job, first, second)
    if a != b:
        reasons += _shared(job, first, second)
    answer: WhyAnswer = {"reasons": reasons[: most("reasons")]}
    if not reasons and (ways := paths(job, a, b, 1)["paths"]):
        answer["path"] = ways[0]
    return answer


def _direct(job: Job, first: Node, second: Node) -> list[Reason]:
    found: list[Reason] = []
    for a, b in ((first, second), (second, first)):
        kinds = [k.name for k in schema.RELATIONSHIPS if (a.label, b.label) in k.ends]
        if not kinds:
            continue
        rows = job.query(
            f"MATCH (a:{a.label} {{id: $a}})-[r:{'|'.join(kinds)}]->(b:{b.label} {{id: $b}}) "
            "RETURN r LIMIT 50",
            {"a": a.id, "b": b.id},
        ).rows
        for (edge,) in rows:
            said = nodes.evidence(edge, a, b)
            reason: Reason = {
                "text": DIRECT[edge.type].format(a=a.title, b=b.title) + _measured(edge),
                "kind": edge.type,
                "nodes": [wire.node(a), wire.node(b)],
            }
            if said is not None:
                reason["evidence"] = [said]
            found.append(reason)
    order = list(DIRECT)
    return sorted(found, key=lambda r: order.index(r["kind"]))


def _measured(edge: Edge) -> str:
    p = edge.properties
    if edge.type == "SHARES_BENCHMARK" and p.get("datasets"):
        return ": " + ", ".join(map(str, p["datasets"]))
    for name in ("papers", "references"):
        if isinstance(p.get(name), int):
            number = p[name]
            return f" ({number} {name if number != 1 else name[:-1]})"
    if edge.type == "RELATED_TO" and isinstance(p.get("score"), float):
        return f" (score {p['score']:.2f})"
    return ""


def _shared(job: Job, first: Node, second: Node) -> list[Reason]:
    """What both are linked to in the same direction, the rarest kinds first."""
    groups: dict[tuple[str, int], list[tuple[Node, Edge, Edge]]] = defaultdict(list)
    for way, (left, right) in enumerate((("-", "->"), ("<-", "-"))):
        for other, kinds in _third(first.label, second.label, way).items():
            rows = job.query(
                f"MATCH (a:{first.label} {{id: $a}}){left}[r:{'|'.join(kinds)}]{right}(x:{other})"
                f"{'<-' if way == 0 else '-'}[s:{'|'.join(kinds)}]{'-' if way == 0 else '->'}"
                f"(b:{second.label} {{id: $b}}) RETURN x, r, s LIMIT 100",
                {"a": first.id, "b": second.id},
            ).rows
            for x, r, s in rows:
                name = r.type if r.type == s.type else "MENTIONS"
                groups[name, way].append((x, r, s))
    reasons: list[Reason] = []
    order = list(SHARED)
    for (name, way), members in sorted(groups.items(), key=lambda g: order.index(g[0][0])):
        members.sort(key=lambda m: -wire.weight(m[1].properties) * wire.weight(m[2].properties))
        titles = [m[0].title for m in members]
        more = f" and {len(titles) - 5} more" if len(titles) > 5 else ""
        reason: Reason = {
            "text": f"{SHARED[name][way]} {', '.join(titles[:5])}{more}",
            "kind": name,
            "nodes": [wire.node(m[0]) for m in members],
        }
        if said := _said(members[:5], first, second, way):
            reason["evidence"] = said
        reasons.append(reason)
    return reasons


def _third(a: str, b: str, way: int) -> dict[str, list[str]]:
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


def _said(
    members: Sequence[tuple[Node, Edge, Edge]], first: Node, second: Node, way: int
) -> list[EvidenceAnswer]:
    said = []
    for x, r, s in members:
        for edge, end in ((r, first), (s, second)):
            paper, named = (end, x) if way == 0 else (x, end)
            if (one := nodes.evidence(edge, paper, named)) is not None and one["text"]:
                said.append(one)
    return said


def paths(job: Job, a: str, b: str, number: int) -> PathsAnswer:
    """The shortest ways between two nodes, each told by its nodes and links.

    Raises:
        NoSuchError: One of them is not there.
    """
    (a_label, a_id), (b_label, b_id) = nodes.known_key(a), nodes.known_key(b)
    nodes.find(job, a)
    nodes.find(job, b)
    if a == b:
        return {"paths": []}
    ends = f"(a:{a_label} {{id: $a}}), (b:{b_label} {{id: $b}})"
    kinds, steps = "|".join(WALKED), most("steps")
    if job.engine == "neo4j":
        cypher = f"MATCH {ends} MATCH way = allShortestPaths((a)-[:{kinds}*1..{steps}]-(b))"
    else:
        cypher = f"MATCH {ends} MATCH way = (a)-[:{kinds}* ALL SHORTEST 1..{steps}]-(b)"
    rows = job.query(f"{cypher} RETURN way LIMIT 200", {"a": a_id, "b": b_id}).rows
    ways = sorted((row[0] for row in rows), key=lambda w: (_dullness(w["edges"]), str(w["nodes"])))
    return {"paths": [_path(w["nodes"], w["edges"]) for w in ways[:number]]}


def _dullness(edges: Sequence[Edge]) -> float:
    """A step over a concept says least; a strong link more than a weak one."""
    dull = {"HAS_CONCEPT": 3.0, "BROADER": 3.0, "WRITTEN_BY": 2.0}
    return sum(dull.get(e.type, 1.0) + 1 - wire.weight(e.properties) for e in edges)


def _path(way: Sequence[Node], edges: Sequence[Edge]) -> Path:
    return {"nodes": [wire.node(n) for n in way], "links": [wire.link(e) for e in edges]}
