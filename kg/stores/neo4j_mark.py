"""The one node by which a Neo4j database says which graph it holds, and whether all of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kg import schema
from kg.errors import GraphError
from kg.stores.neo4j_schema import MARK


@dataclass(frozen=True, slots=True)
class Mark:
    """What the node says: the schema's version, and False while a load is under way."""

    version: int
    complete: bool


def read(session: Any) -> Mark | None:
    """The mark of a database; None where kg never loaded a graph."""
    rows: list[Any] = session.execute_read(
        lambda tx: [r.values() for r in tx.run(f"MATCH (g:{MARK}) RETURN g.schema, g.complete")]
    )
    return Mark(int(rows[0][0] or 0), rows[0][1] is not False) if rows else None


def check_readable(session: Any, uri: str) -> None:
    """Refuse a graph of another schema; a database that kg never loaded is let through.

    Raises:
        GraphError: It is one; names the command that brings it up to date.
    """
    mark = read(session)
    if mark is None or mark.version == schema.VERSION:
        return
    raise GraphError(
        f"{uri} holds a graph of schema {mark.version}, this kg has {schema.VERSION}",
        remedy=f"load it again: kg load GRAPH.kg {uri}"
        if mark.version < schema.VERSION
        else "a newer kg loaded it: use that one",
    )


def check_whole(session: Any, uri: str) -> None:
    """Refuse what `check_readable` refuses, and a graph whose load was cut off.

    Raises:
        GraphError: It is one.
    """
    check_readable(session, uri)
    mark = read(session)
    if mark is not None and not mark.complete:
        raise GraphError(
            f"the graph at {uri} was not loaded to its end",
            remedy=f"kg load GRAPH.kg {uri} goes on where it was cut off",
        )


def check_loadable(session: Any, uri: str) -> bool:
    """Whether a graph of ours is there, which a load brings up to date.

    Raises:
        GraphError: A newer kg loaded it, or there are nodes of these labels that kg did not load.
    """
    mark = read(session)
    if mark is not None:
        if mark.version > schema.VERSION:
            check_readable(session, uri)
        return True
    for label in schema.LABEL:
        found = session.execute_read(
            lambda tx, label=label: tx.run(f"MATCH (n:{label}) RETURN count(n)").single()[0]
        )
        if found:
            raise GraphError(
                f"{uri} holds {found} {label} nodes that kg did not load",
                remedy="load into an empty database, or remove these nodes first",
            )
    return False
