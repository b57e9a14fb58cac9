"""What every question gives: columns, rows, and the nodes and relationships in them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kg.errors import EngineError, UsageError
from kg.wording import counted

if TYPE_CHECKING:
    import networkx as nx
    import pyarrow as pa


MOST_CELLS = 5_000_000
"""Values that a frame may have."""
MEASURES = ("score", "npmi", "weight", "association_strength", "confidence", "papers")
"""Properties that say how strong a link is, the most telling first."""
WITHOUT_BOUND = {"papers", "SHARES_BENCHMARK"}
"""Measures, and types whose measures, may be more than 1: counts, and sums over datasets."""


class Presentation(Protocol):
    """What shows results; this module itself knows nothing of text, files and pages."""

    def text(self, result: Result) -> str: ...
    def html(self, result: Result) -> str: ...
    def csv(self, result: Result, path: str | Path | None, force: bool) -> str | None: ...
    def page(self, result: Result, **options: Any) -> Any: ...


_presentation: Presentation | None = None


def present_with(presentation: Presentation) -> None:
    """Say what shows results: the front door `kg` does, when a graph is opened."""
    global _presentation
    _presentation = presentation


@dataclass(frozen=True, slots=True)
class Node:
    """A node as a store gives it: its label and its properties, `id` among them."""

    label: str
    properties: Mapping[str, Any]

    @property
    def id(self) -> str:
        return str(self.properties.get("id") or "")

    def __getitem__(self, name: str) -> Any:
        """A property, as ``node["title"]``."""
        return self.properties[name]

    def get(self, name: str, default: Any = None) -> Any:
        """A property, or `default` where the node has none."""
        value = self.properties.get(name)
        return default if value is None else value

    @property
    def title(self) -> str:
        """What a person calls it."""
        p = self.properties
        return str(p.get("title") or p.get("name") or p.get("url") or self.id)

    def __str__(self) -> str:
        return f"({self.label}: {self.title})" if self.title else f"({self.label})"


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship as a store gives it: type, keys of both ends, properties."""

    type: str
    source_label: str
    source: str
    target_label: str
    target: str
    properties: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        """A property, as ``edge["evidence"]``."""
        return self.properties[name]

    def get(self, name: str, default: Any = None) -> Any:
        """A property, or `default` where the relationship has none."""
        value = self.properties.get(name)
        return default if value is None else value

    @property
    def strength(self) -> float:
        """How strong or sure the link is, from 0 to 1, so that types can be compared.

        The first of `MEASURES` that it carries says so; one without a bound, x, as x / (x + 1).
        A link that carries none is as strong as can be.
        """
        for name in MEASURES:
            value = self.properties.get(name)
            if isinstance(value, int | float) and math.isfinite(value):
                x = max(0.0, float(value))
                return x / (x + 1) if {name, self.type} & WITHOUT_BOUND else min(1.0, x)
        return 1.0

    def __str__(self) -> str:
        return f"-[{self.type}]-"


@dataclass(frozen=True, repr=False)
class Result:
    """Rows of an answer, the same from every engine.

    Attributes:
        columns: Names, in order.
        rows: Tuples of str, int, float, bool, None, list, dict, `Node` and `Edge`.
        truncated: True when a limit cut the answer short; `why` says which.
        seconds: Time that the engine took.
        changes: What a writing statement changed, for instance ``{"nodes created": 1}``.
        plan: The engine's plan, for EXPLAIN and PROFILE; there are no rows then.
        about: Nodes and relationships that the rows tell of in words: drawn and exported with
            those in the rows.
        notes: What one should know to read the rows, a sentence each.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    truncated: bool = False
    why: str = ""
    seconds: float = 0.0
    changes: Mapping[str, int] = field(default_factory=dict)
    plan: str = ""
    about: tuple[Node | Edge, ...] = field(default=(), repr=False, compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def records(self) -> list[dict[str, Any]]:
        """The rows as dictionaries of plain values (nodes and relationships too)."""
        return [dict(zip(self.columns, map(plain, row), strict=True)) for row in self.rows]

    @property
    def nodes(self) -> list[Node]:
        """Every node in the rows, once, in order of appearance."""
        found: dict[tuple[str, str], Node] = {}
        for value in _walk([self.rows, self.about]):
            if isinstance(value, Node):
                found.setdefault((value.label, value.id), value)
        return list(found.values())

    @property
    def edges(self) -> list[Edge]:
        """Every relationship in the rows, once, in order of appearance."""
        found: dict[tuple[str, str, str, str, str], Edge] = {}
        for value in _walk([self.rows, self.about]):
            if isinstance(value, Edge):
                key = (value.type, value.source_label, value.source, value.target_label)
                found.setdefault((*key, value.target), value)
        return list(found.values())

    def to_frame(self) -> Any:
        """A pandas frame, or a polars frame where only polars is installed.

        Raises:
            EngineError: Neither is installed.
            UsageError: The rows have more than `MOST_CELLS` values.
        """
        if len(self.rows) * len(self.columns) > MOST_CELLS:
            raise UsageError(
                f"{len(self.rows):,} rows of {len(self.columns)} columns are too much for a frame",
                remedy="ask for less, or use to_arrow()",
            )
        try:
            import pandas
        except ImportError:
            pass
        else:
            return pandas.DataFrame.from_records(
                [tuple(map(plain, row)) for row in self.rows], columns=list(self.columns)
            )
        try:
            import polars
        except ImportError:
            raise EngineError(
                "a frame needs pandas or polars, and neither is installed",
                remedy="pip install pandas",
            ) from None
        columns = {
            name: [plain(row[i]) for row in self.rows] for i, name in enumerate(self.columns)
        }
        return polars.DataFrame(columns, strict=False)

    def to_arrow(self) -> pa.Table:
        """An Arrow table; nodes and relationships become structs, and a column whose values
        Arrow has no one type for becomes JSON."""
        import pyarrow as pa

        columns = {}
        for i, name in enumerate(self.columns):
            values = [plain(row[i]) for row in self.rows]
            try:
                columns[name] = pa.array(values)
            except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError):
                texts = [json.dumps(v, ensure_ascii=False, default=str) for v in values]
                columns[name] = pa.array(texts)
        return pa.table(columns)

    def to_csv(self, path: str | Path | None = None, *, force: bool = False) -> str | None:
        """CSV as text, or as a file; nodes and relationships are written as JSON.

        Raises:
            GraphError: The file is there already, or can't be written.
        """
        return _shown_by().csv(self, path, force)

    def __repr__(self) -> str:
        """A table, as wide as the terminal."""
        if _presentation is None:
            return f"<Result: {counted(len(self.rows), 'row')} of {', '.join(self.columns)}>"
        return _presentation.text(self)

    def _repr_html_(self) -> str:
        """The rows as a table of a notebook; all text escaped."""
        return _shown_by().html(self)

    def show(self, **options: Any) -> Any:
        """Draw the nodes and relationships: a page in a notebook or the browser.

        Args:
            options: See `viz.page.show`.

        Raises:
            UsageError: There is nothing to draw in the answer.
        """
        return _shown_by().page(self, **options)

    def to_networkx(self) -> nx.MultiDiGraph:
        """The nodes and relationships in the rows as a networkx graph.

        Nodes are keyed ``(label, id)`` and carry ``label`` and their properties; edges are
        keyed by their type. The ends of a relationship are added when not in the rows.
        """
        import networkx as nx

        graph = nx.MultiDiGraph()
        for node in self.nodes:
            graph.add_node((node.label, node.id), label=node.label, **node.properties)
        for edge in self.edges:
            source, target = (edge.source_label, edge.source), (edge.target_label, edge.target)
            for end in (source, target):
                if end not in graph:
                    graph.add_node(end, label=end[0], id=end[1])
            graph.add_edge(source, target, key=edge.type, **edge.properties)
        return graph


def _shown_by() -> Presentation:
    if _presentation is None:
        raise EngineError("no graph was opened: nothing shows results", remedy="kg.open(…) first")
    return _presentation


def plain(value: Any) -> Any:
    """A node or relationship as a dictionary, lists and maps of them too; else the value."""
    if isinstance(value, Node):
        return {"label": value.label, **value.properties}
    if isinstance(value, Edge):
        return {
            "type": value.type,
            "source": value.source,
            "target": value.target,
            **value.properties,
        }
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return value


def _walk(value: Any) -> Iterator[Any]:
    if isinstance(value, list | tuple):
        for item in value:
            yield from _walk(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _walk(item)
    elif isinstance(value, Node | Edge):
        yield value
