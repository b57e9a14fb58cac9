"""One node and its neighbourhood: what it is, its text with mentions marked, its links."""

from __future__ import annotations

import bisect
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from kg import schema
from kg.errors import UsageError
from kg.result import Edge, Node
from kg.stores.base import own_label
from queries.catalog import quoted
from viz.browser import wire
from viz.browser.answers import (
    Direction,
    EvidenceAnswer,
    Kind,
    LinkAnswer,
    LinkPage,
    LinksAnswer,
    Mark,
    MarkedText,
    NodePage,
)
from viz.browser.jobs import Job
from viz.browser.limits import most
from viz.scene import text_of

Ends = tuple[str, str]
Span = tuple[int, int]
Place = tuple[int, int, Edge, Node]


class NoSuchError(UsageError):
    """There is no such node or link in the graph."""


def find(job: Job, key: str) -> Node:
    """A node by its key.

    Raises:
        NoSuchError: There is none.
    """
    label, id_ = known_key(key)
    rows = job.query(f"MATCH (n:{label} {{id: $id}}) RETURN n LIMIT 1", {"id": id_}).rows
    if not rows:
        raise NoSuchError(f"the graph has no node {key[:200]}")
    found: Node = rows[0][0]
    return found


def known_key(key: str) -> tuple[str, str]:
    """Label and id of a key, the label one that kg knows.

    Raises:
        NoSuchError: The label is not one of the schema's.
    """
    label, id_ = wire.read_node_key(key)
    if label not in schema.LABEL:
        raise NoSuchError(f"the graph has no node {key[:200]}")
    return label, id_


def page(job: Job, key: str) -> NodePage:
    """All about a node."""
    node = find(job, key)
    answer: NodePage = {
        "node": wire.node(node, full=True, left_out=("abstract",)),
        "outward": [{"text": text, "href": href} for text, href in wire.outward(node)],
        "kinds": kinds(job, node),
    }
    answer["node"]["degree"] = sum(kind["count"] for kind in answer["kinds"])
    if node.label == "Paper":
        title, abstract = marked(job, node)
        answer["title"] = title
        if abstract["text"]:
            answer["abstract"] = abstract
    return answer


def kinds(job: Job, node: Node) -> list[Kind]:
    """How many neighbours a node has by each kind of link, in the schema's order."""
    kind = "type(r)" if job.engine == "neo4j" else "label(r)"
    other = "labels(b)" if job.engine == "neo4j" else "[label(b)]"
    counted: dict[tuple[str, Direction, str], int] = defaultdict(int)
    ways: tuple[tuple[str, Direction], ...] = (("-[r]->", "out"), ("<-[r]-", "in"))
    for pattern, direction in ways:
        rows = job.query(
            f"MATCH (a:{node.label} {{id: $id}}){pattern}(b) "
            f"RETURN {kind} AS kind, {other} AS others, count(*) AS n",
            {"id": node.id},
        ).rows
        for name, labels, number in rows:
            label = own_label(labels)
            known = schema.RELATIONSHIP.get(name)
            if known is not None and label in schema.LABEL:
                way: Direction = "both" if known.symmetric else direction
                counted[name, way, label] += number
    order = list(schema.RELATIONSHIP)
    return [
        {"type": name, "direction": way, "label": label, "count": number}
        for (name, way, label), number in sorted(
            counted.items(), key=lambda c: (order.index(c[0][0]), c[0][1], c[0][2])
        )
    ]


def between(job: Job, new: Iterable[str], all_: Iterable[str]) -> list[LinkAnswer]:
    """The links from some nodes to others, both given by their keys."""
    return [wire.link(edge) for edge in edges_between(job, new, all_)]


def among(job: Job, keys: Sequence[str]) -> LinksAnswer:
    """The links among some nodes."""
    found = between(job, keys, keys)
    return {"links": found, "truncated": len(found) >= most("links")}


def edges_between(job: Job, new: Iterable[str], all_: Iterable[str]) -> list[Edge]:
    """The relationships from some nodes to others, each once."""
    first, second = by_label(new), by_label(all_)
    found: dict[str, Edge] = {}
    for (source, target), kinds_ in _pairs().items():
        for near, far, left, right in ((source, target, "-", "->"), (target, source, "<-", "-")):
            if not (first.get(near) and second.get(far)) or (left == "<-" and first == second):
                continue
            rows = job.query(
                f"UNWIND $a AS key "
                f"MATCH (a:{near} {{id: key}}){left}[r:{'|'.join(kinds_)}]{right}(b:{far}) "
                "WHERE b.id IN $b RETURN r",
                {"a": first[near], "b": second[far]},
                rows=most("links"),
            ).rows
            for (edge,) in rows:
                found.setdefault(wire.link_key(edge), edge)
    return list(found.values())[: most("links")]


def _pairs() -> dict[Ends, list[str]]:
    """Types of link by the labels they join."""
    found: dict[Ends, list[str]] = defaultdict(list)
    for kind in schema.RELATIONSHIPS:
        for ends in kind.ends:
            found[ends].append(kind.name)
    return found


def by_label(keys: Iterable[str]) -> dict[str, list[str]]:
    """Ids by label, each once; keys of no known label are left out."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for key in keys:
        label, id_ = wire.read_node_key(key)
        if label in schema.LABEL:
            found[label][id_] = None
    return {label: list(ids) for label, ids in found.items()}


def titled(job: Job, keys: Iterable[str]) -> list[Node]:
    """Nodes by their keys, without long texts; those that are not there are left out."""
    found = []
    for label, ids in by_label(keys).items():
        names = [c for c in schema.LABEL[label].columns if c not in ("abstract", "aliases")]
        columns = ", ".join(f"n.`{name}`" for name in names)
        rows = job.query(
            f"UNWIND $ids AS key MATCH (n:{label} {{id: key}}) RETURN {columns}",
            {"ids": ids},
            rows=len(ids),
        ).rows
        found += [Node(label, dict(zip(names, row, strict=True))) for row in rows]
    return found


def link_page(job: Job, key: str) -> LinkPage:
    """A link with its properties and the sentences that say so.

    Raises:
        NoSuchError: There is no such link.
    """
    type_, (a_label, a), (b_label, b) = wire.read_link_key(key)
    kind = schema.RELATIONSHIP.get(type_)
    if kind is None or (a_label, b_label) not in kind.ends:
        raise NoSuchError(f"the graph has no link {key[:200]}")
    rows = job.query(
        f"MATCH (a:{a_label} {{id: $a}})-[r:{quoted(type_)}]->(b:{b_label} {{id: $b}}) "
        "RETURN a, r, b LIMIT 1",
        {"a": a, "b": b},
    ).rows
    if not rows:
        raise NoSuchError(f"the graph has no link {key[:200]}")
    source, edge, target = rows[0]
    return {
        "link": wire.link(edge, full=True),
        "nodes": [wire.node(source), wire.node(target)],
        "evidence": [e for e in [evidence(edge, source, target)] if e is not None],
    }


def evidence(edge: Edge, paper: Node, named: Node) -> EvidenceAnswer | None:
    """The sentence behind a link that was found in a paper's text, the name in it marked."""
    p = edge.properties
    if p.get("rule") is None:
        return None
    sentence = str(p.get("evidence") or "")
    answer: EvidenceAnswer = {
        "text": sentence,
        "rule": str(p["rule"]),
        "confidence": _confidence(p.get("confidence")),
        "paper": wire.node(paper),
    }
    if sentence and (place := _place(sentence, edge, paper, named)):
        answer["start"] = wire.units(sentence, place[0])
        answer["end"] = wire.units(sentence, place[1])
    return answer


def _place(sentence: str, edge: Edge, paper: Node, named: Node) -> Span | None:
    """Where the mention stands in its sentence."""
    start, end = edge.properties.get("start"), edge.properties.get("end")
    text = text_of(paper)
    if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text):
        begin = text.rfind(sentence, 0, end + len(sentence))
        if 0 <= begin <= start and end <= begin + len(sentence):
            return start - begin, end - begin
        if (at := sentence.find(text[start:end])) >= 0:
            return at, at + end - start
    for name in names_of(named):
        if (at := sentence.lower().find(name.lower())) >= 0:
            return at, at + len(name)
    return None


def names_of(node: Node) -> list[str]:
    """Every way in which a node is called, the longest first."""
    p = node.properties
    called = {str(n) for n in (p.get("name"), p.get("title"), *(p.get("aliases") or ())) if n}
    return sorted(called, key=lambda n: (-len(n), n))


def _confidence(value: Any) -> float:
    known = isinstance(value, int | float) and math.isfinite(value)
    return min(1.0, max(0.0, round(float(value), 3))) if known else 1.0


def marked(job: Job, paper: Node) -> tuple[MarkedText, MarkedText]:
    """Title and abstract of a paper with what is named in them.

    The places that the links tell come first; the same names elsewhere in the text are marked
    too. Marks don't overlap: the longer of two stays.
    """
    kinds_ = [k.name for k in schema.RELATIONSHIPS if k.found and k.ends[0][0] == "Paper"]
    rows = job.query(
        f"MATCH (p:Paper {{id: $id}})-[r:{'|'.join(kinds_)}]->(b) RETURN r, b LIMIT 500",
        {"id": paper.id},
    ).rows
    text = text_of(paper)
    told: list[Place] = []
    elsewhere: list[Place] = []
    for edge, other in rows:
        start, end = edge.properties.get("start"), edge.properties.get("end")
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text):
            told.append((start, end, edge, other))
        if other.label != "Paper":
            elsewhere += [(s, e, edge, other) for s, e in _named(text, other)]
    chosen = _apart(told, elsewhere)
    title = str(paper.properties.get("title") or "")
    head = len(title)
    in_title = [c for c in chosen if c[1] <= head]
    in_abstract = [c for c in chosen if c[0] > head]
    return _marks(title, 0, in_title), _marks(text[head + 1 :], head + 1, in_abstract)


def _apart(*groups: list[Place]) -> list[Place]:
    """Places that don't overlap, in order: earlier groups first, in a group the longer."""
    chosen: list[Place] = []
    starts: list[int] = []
    for group in groups:
        for place in sorted(group, key=lambda p: (p[0] - p[1], p[0], p[2].type)):
            at = bisect.bisect_right(starts, place[0])
            clear = at == 0 or chosen[at - 1][1] <= place[0]
            if clear and (at == len(chosen) or place[1] <= chosen[at][0]):
                starts.insert(at, place[0])
                chosen.insert(at, place)
            if len(chosen) >= most("marks"):
                return chosen
    return chosen


def _marks(text: str, shift: int, places: Sequence[Place]) -> MarkedText:
    count = wire.counter(text)
    marks: list[Mark] = [
        {
            "start": count(start - shift),
            "end": count(end - shift),
            "kind": node.label,
            "name": node.title,
            "type": edge.type,
            "rule": str(edge.properties.get("rule") or ""),
            "confidence": _confidence(edge.properties.get("confidence")),
            "key": wire.node_key(node.label, node.id),
        }
        for start, end, edge, node in places
    ]
    return {"text": text, "marks": marks}


def _named(text: str, node: Node) -> Iterable[Span]:
    """Places of a node's names in a text, as whole words; short names with their own case."""
    for name in names_of(node)[:20]:
        if len(name) < 2:
            continue
        flags = re.IGNORECASE if len(name) > 5 else 0
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, flags):
            yield match.span()
