"""Why two nodes are linked: what says so directly, what they share, the way between them."""

from __future__ import annotations

from collections.abc import Sequence

from kg.result import Edge, Node
from queries import reasons
from viz.browser import nodes, wire
from viz.browser.answers import Path, PathsAnswer, Reason, WhyAnswer
from viz.browser.jobs import Job
from viz.browser.limits import most

WALKED = (
    "CITES", "HAS_CONCEPT", "INTRODUCES", "EVALUATES_ON", "TRAINS_ON", "COMPARES_WITH",
    "BUILDS_ON", "HAS_CODE", "WRITTEN_BY", "SHARES_BENCHMARK", "BROADER",
)  # fmt: skip
"""Links that a path may take."""
SAID = 10
"""Links of a reason whose sentences are told."""


def why(job: Job, a: str, b: str) -> WhyAnswer:
    """Every reason why two nodes are linked, the most direct first; else the way between them.

    Raises:
        NoSuchError: One of them is not there.
    """
    first, second = nodes.find(job, a), nodes.find(job, b)
    found = reasons.reasons(job, first, second)[: most("reasons")]
    answer: WhyAnswer = {"reasons": [_told(reason, first, second) for reason in found]}
    if not found and (ways := paths(job, a, b, 1)["paths"]):
        answer["path"] = ways[0]
    return answer


def _told(reason: reasons.Reason, first: Node, second: Node) -> Reason:
    """A reason with its evidence, of the first few links."""
    told: Reason = {
        "text": reason.text,
        "kind": reason.kind,
        "nodes": [wire.node(n) for n in reason.nodes],
    }
    at = {(n.label, n.id): n for n in (first, second, *reason.nodes)}
    said = []
    for edge in reason.edges[:SAID]:
        paper, named = at[edge.source_label, edge.source], at[edge.target_label, edge.target]
        if (one := nodes.evidence(edge, paper, named)) is not None and one["text"]:
            said.append(one)
    if said:
        told["evidence"] = said
    return told


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
    return sum(dull.get(e.type, 1.0) + 1 - e.strength for e in edges)


def _path(way: Sequence[Node], edges: Sequence[Edge]) -> Path:
    return {"nodes": [wire.node(n) for n in way], "links": [wire.link(e) for e in edges]}
