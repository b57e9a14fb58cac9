"""Nodes by the names that people give them: key, title, alias, DOI, beginning of a title."""

from __future__ import annotations

from collections.abc import Iterable

from kg import ids, schema
from kg.errors import NodeNameError, UsageError
from kg.nearest import did_you_mean, nearest
from kg.result import Node
from kg.stores.base import EVERYTHING, Store

_MOST = 20
"""Candidates that are looked at."""
_LABELS = ("Paper", "Dataset", "Method", "Concept", "Repository", "Author", "Venue")
_TAIL = f" RETURN DISTINCT n ORDER BY n.id LIMIT {_MOST}"


def find(store: Store, label: str, name: str | Node) -> Node:
    """The one node of a label that a name means, or that is given.

    A key, DOI or arXiv identifier comes before the whole title or name (in any case) and an
    alias; for a paper then the name of what it introduces; the beginning of a title comes last.

    Raises:
        NodeNameError: None has it (the nearest are named), or several have (they are).
        UsageError: It is no text, or a node of another label.
    """
    if isinstance(name, Node) and name.label == label:
        return name
    if not isinstance(name, str):
        what = f"a {name.label}" if isinstance(name, Node) else repr(name)
        raise UsageError(
            f"{what} is no name of a {label}", remedy='a node is named by a text, as "MUVERA"'
        )
    if not name.strip():
        raise missing(name, label, ())
    found = called(store, label, name) or _one(store, name, _begins(label, name))
    if found is None:
        raise missing(name, label, _nearest(store, label, name))
    return found


def anywhere(store: Store, name: str | Node) -> Node:
    """The node of any label that a name means: who has the name whole comes before whose title
    only begins so, and papers come before what they speak of.

    Raises:
        NodeNameError: None is called so, or several of one label are.
        UsageError: It is no text.
    """
    if isinstance(name, Node):
        return name
    if isinstance(name, str) and name.strip():
        for label in _LABELS:
            if whole := called(store, label, name):
                return whole
    near: list[str] = []
    for label in _LABELS:
        try:
            return find(store, label, name)
        except NodeNameError as error:
            if not error.missing:
                raise
            near += error.candidates[:2]
    raise missing(name, "node", near)


def called(store: Store, label: str, name: str) -> Node | None:
    """The one node of a label that has a name whole, or introduces what has it.

    Raises:
        NodeNameError: Several have it.
    """
    return next(filter(None, (_one(store, name, way) for way in _ways(label, name))), None)


def _one(store: Store, name: str, way: tuple[str, dict[str, object]]) -> Node | None:
    found = [n for (n,) in store.query(*way).rows]
    if len(found) > 1:
        raise several(name, ((n.title, n.id) for n in found))
    return found[0] if found else None


def several(name: str, nodes: Iterable[tuple[str, str]]) -> NodeNameError:
    """The error for a name that several nodes have, given by title and key."""
    titles = tuple(f"{title} ({key})" for title, key in nodes)
    return NodeNameError(
        f"{len(titles)} nodes are called {name!r}",
        titles,
        remedy=f"there are: {'; '.join(titles)}",
    )


def missing(name: str, label: str, near: Iterable[str]) -> NodeNameError:
    """The error for a name that no node of a label has; it asks for the nearest."""
    candidates = tuple(dict.fromkeys(near))
    return NodeNameError(
        f"no {label} is called {name!r}",
        candidates,
        remedy=did_you_mean(candidates),
        missing=True,
    )


def _ways(label: str, name: str) -> list[tuple[str, dict[str, object]]]:
    known = schema.LABEL[label]
    title, tail = known.title, _TAIL
    low = {"low": name.strip().lower()}
    ways: list[tuple[str, dict[str, object]]] = [
        (f"MATCH (n:{label}) WHERE n.id = $name" + tail, {"name": name.strip()})
    ]
    if label == "Paper":
        for column, value in (("doi", ids.doi(name)), ("arxiv_id", ids.arxiv(name))):
            if value:
                ways.append((f"MATCH (n:Paper) WHERE n.{column} = $x" + tail, {"x": value}))
    if label == "Repository" and (address := ids.repository(name)):
        ways.append((f"MATCH (n:{label}) WHERE n.id = $x" + tail, {"x": address.key}))
    ways.append((f"MATCH (n:{label}) WHERE toLower(n.{title}) = $low" + tail, dict(low)))
    if "aliases" in known.columns:
        ways.append(
            (
                f"WITH $low AS low MATCH (n:{label}) "
                "WHERE any(a IN n.aliases WHERE toLower(a) = low)" + tail,
                dict(low),
            )
        )
    if label == "Paper":
        ways += [
            (
                f"MATCH (n:Paper)-[:INTRODUCES]->(x:{thing}) WHERE toLower(x.name) = $low" + tail,
                dict(low),
            )
            for thing in ("Method", "Dataset")
        ]
    return ways


def _begins(label: str, name: str) -> tuple[str, dict[str, object]]:
    """Nodes whose title or name begins so."""
    title = schema.LABEL[label].title
    statement = f"MATCH (n:{label}) WHERE toLower(n.{title}) STARTS WITH $low" + _TAIL
    return statement, {"low": name.strip().lower()}


def _nearest(store: Store, label: str, name: str) -> tuple[str, ...]:
    title = schema.LABEL[label].title
    rows = store.query(f"MATCH (n:{label}) RETURN n.{title}", limits=EVERYTHING).rows
    return tuple(nearest(name, (str(row[0]) for row in rows if row[0])))
