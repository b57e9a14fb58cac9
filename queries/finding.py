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


def find(store: Store, label: str, name: str | Node) -> Node:
    """The one node of a label that a name means, or that is given.

    A key, DOI or arXiv identifier comes before the whole title or name (in any case) and an
    alias, these before the beginning of a title, and that, for a paper, before the name of what it
    introduces.

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
    for statement, given in _ways(label, name):
        found = [n for (n,) in store.query(statement, given).rows]
        if len(found) == 1:
            return found[0]
        if found:
            titles = tuple(f"{n.title} ({n.id})" for n in found)
            raise NodeNameError(
                f"{len(found)} nodes are called {name!r}",
                titles,
                remedy=f"there are: {'; '.join(titles)}",
            )
    raise missing(name, label, _nearest(store, label, name))


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
    title, tail = known.title, f" RETURN DISTINCT n ORDER BY n.id LIMIT {_MOST}"
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
    begins = f"MATCH (n:{label}) WHERE toLower(n.{title}) STARTS WITH $low" + tail
    if label == "Paper":
        ways += [
            (
                f"MATCH (n:Paper)-[:INTRODUCES]->(x:{thing}) WHERE toLower(x.name) = $low" + tail,
                dict(low),
            )
            for thing in ("Method", "Dataset")
        ]
    ways.append((begins, dict(low)))
    return ways


def _nearest(store: Store, label: str, name: str) -> tuple[str, ...]:
    title = schema.LABEL[label].title
    rows = store.query(f"MATCH (n:{label}) RETURN n.{title}", limits=EVERYTHING).rows
    return tuple(nearest(name, (str(row[0]) for row in rows if row[0])))
