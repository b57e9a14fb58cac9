"""What every engine gives: one way to ask, one set of limits, one kind of answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

from kg import schema
from kg.errors import QueryError
from kg.result import Edge, Node, Result
from kg.wording import counted


@dataclass(frozen=True, slots=True)
class Limits:
    """What one question may cost.

    Attributes:
        seconds: Deadline of the engine, in seconds.
        rows: Rows after which the answer is cut (and says so).
        bytes: Bytes of values, counted by `weight`, after which it is cut likewise.
    """

    seconds: float = 30.0
    rows: int = 10_000
    bytes: int = 64 * 2**20


EVERYTHING = Limits(seconds=3_600.0, rows=2**62, bytes=2**62)
"""For questions of our own that fetch a whole graph."""


def take(rows: Iterator[Sequence[Any]], limits: Limits) -> tuple[list[Sequence[Any]], str]:
    """Rows up to what the limits allow, and which limit cut them ("" when none did).

    Args:
        rows: Where they come from; not read further than needed to know whether there are more.
        limits: Rows and bytes.

    Raises:
        QueryError: The first row alone is twice as large as all may be.
    """
    taken: list[Sequence[Any]] = []
    free = limits.bytes
    for row in rows:
        if len(taken) >= limits.rows:
            return taken, f"the first {counted(limits.rows, 'row')}"
        size = weight(row)
        free -= size
        if size > 2 * limits.bytes and not taken:
            raise QueryError(
                f"a single row of {size / 2**20:.0f} MiB", remedy="ask for a part of its values"
            )
        if free < 0 and taken:
            mebibytes = limits.bytes / 2**20
            given = counted(len(taken), "row")
            return taken, f"the first {given}, more than {mebibytes:.3g} MiB in all"
        taken.append(row)
    return taken, ""


def weight(value: Any) -> int:
    """What a value weighs in bytes: characters of text, 8 a number, and what it holds."""
    if isinstance(value, str):
        return len(value) + 8
    if value is None or isinstance(value, int | float):  # before the slower questions
        return 8
    if type(value) is list:
        return 8 + sum(map(weight, value))
    if isinstance(value, bytes):
        return len(value) + 8
    if isinstance(value, Mapping):
        return 8 + sum(weight(k) + weight(v) for k, v in value.items())
    if isinstance(value, Sequence):
        return 8 + sum(map(weight, value))
    if hasattr(value, "relationships"):  # a path of the neo4j driver
        return weight(value.nodes) + weight(value.relationships)
    return 8 + sum(len(k) + weight(v) for k, v in value.items()) if hasattr(value, "items") else 8


@dataclass(frozen=True)
class NodeProperty:
    """A value for each node of a label, measured on the whole graph, to be kept with the nodes.

    Attributes:
        name: As Cypher reads it.
        label: Of the nodes.
        type: ``float``, ``int`` or ``string``.
        values: By node key.
    """

    name: str
    label: str
    type: str
    values: Mapping[str, Any]


class Closing:
    """What is closed at the end of a ``with`` block."""

    def close(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class Store(Protocol):
    """A graph that answers Cypher; reading only, unless it was opened for writing."""

    engine: str

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        limits: Limits = Limits(),
    ) -> Result:
        """Run one statement.

        Raises:
            QueryError: The engine refuses the statement.
            InterruptedQueryError: `interrupt` was called meanwhile.
            EngineError: The engine is gone.
        """
        ...

    def interrupt(self) -> None:
        """Stop the query that another thread is running here; without one, do nothing."""
        ...

    def another(self) -> Self:
        """The same graph, to be asked by another thread at the same time; closed before this."""
        ...

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...


def own_label(labels: Iterable[str]) -> str:
    """The label of the schema among those of a node, on which others may have put theirs; else the
    first by name, "" where there is none."""
    ordered = sorted(labels)
    return next((x for x in ordered if x in schema.LABEL), next(iter(ordered), ""))


def node(label: str, properties: Mapping[str, Any]) -> Node:
    """A node with all the schema's properties, in the schema's order, absent ones as None."""
    known = schema.LABEL.get(label)
    if known is None:
        return Node(label, dict(properties))
    return Node(label, {name: properties.get(name) for name in known.columns})


def edge(
    type_: str, source: tuple[str, str], target: tuple[str, str], properties: Mapping[str, Any]
) -> Edge:
    """A relationship with all the schema's properties; ends are (label, id)."""
    known = schema.RELATIONSHIP.get(type_)
    names = [p.name for p in known.properties] if known else list(properties)
    return Edge(type_, *source, *target, {name: properties.get(name) for name in names})
