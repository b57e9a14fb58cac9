"""What every engine gives: one way to ask, one set of limits, one kind of answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self

from kg import schema
from kg.result import Edge, Node, Result


@dataclass(frozen=True, slots=True)
class Limits:
    """What one question may cost.

    Attributes:
        seconds: Deadline of the engine, in seconds.
        rows: Rows after which the answer is cut (and says so).
    """

    seconds: float = 30.0
    rows: int = 10_000


class Closing:
    """What is closed at the end of a ``with`` block."""

    def close(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
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

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


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
