"""The graph that is browsed: its connections, and what is asked of it only once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from kg import schema, stores
from kg.stores.base import Store
from queries import catalog
from queries.catalog import Catalog
from viz.browser.answers import AboutAnswer, LabelAnswer, RelationshipAnswer, SchemaAnswer
from viz.browser.jobs import Job, Pool
from viz.browser.limits import LIMITS, most

T = TypeVar("T")


class Browsed:
    """An open graph.

    Args:
        target: Folder or address.
        connect: Opens it; `kg.stores.connect` with the login.
    """

    def __init__(self, target: str, connect: Callable[[], Store]) -> None:
        self.target = target
        store = connect()
        self.engine = store.engine
        self.lanes = {
            "exploring": Pool(store, most("exploring")),
            "asking": Pool(store.another(), most("asking")),
        }
        self._kept: dict[str, Any] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.target if stores.is_server(self.target) else Path(self.target).name

    @property
    def folder(self) -> Path | None:
        """Where its files are; None for a server."""
        return None if stores.is_server(self.target) else Path(self.target)

    def close(self) -> None:
        for name in ("asking", "exploring"):
            self.lanes[name].close()

    def once(self, name: str, make: Callable[[], T]) -> T:
        """A value that is made by the first who asks; others wait for it."""
        with self._lock:
            lock = self._locks.setdefault(name, threading.Lock())
        with lock:
            if name not in self._kept:
                self._kept[name] = make()
            kept: T = self._kept[name]
            return kept

    def catalog(self, job: Job) -> Catalog:
        return self.once("catalog", lambda: job.ask(catalog.read))

    def functions(self, job: Job) -> list[str]:
        return self.once("functions", lambda: job.ask(catalog.functions))


def about(graph: Browsed, job: Job) -> AboutAnswer:
    """What the graph holds, and what a question may cost."""
    counted = graph.once("counts", lambda: _counted(job))
    answer: AboutAnswer = {
        "name": graph.name,
        "engine": "neo4j" if graph.engine == "neo4j" else "ladybug",
        "version": version("kg-papers"),
        "counts": counted["counts"],
        "links": counted["links"],
        "years": counted["years"],
        "limits": {name: limit.most for name, limit in LIMITS.items()},
    }
    return answer


def _counted(job: Job) -> dict[str, Any]:
    def one(cypher: str) -> Any:
        return job.query(cypher).rows[0][0]

    first, last = job.query("MATCH (p:Paper) RETURN min(p.year), max(p.year)").rows[0]
    return {
        "counts": {name: one(f"MATCH (n:{name}) RETURN count(n)") for name in schema.LABEL},
        "links": {
            name: one(f"MATCH ()-[r:{name}]->() RETURN count(r)") for name in schema.RELATIONSHIP
        },
        "years": None if first is None else [first, last],
    }


def schema_of(graph: Browsed, job: Job) -> SchemaAnswer:
    """Labels, types and their properties, and the engine's functions."""
    found = graph.catalog(job)
    docs = {p.name: p.doc for r in schema.RELATIONSHIPS for p in r.properties}
    docs |= {p.name: p.doc for label in schema.LABELS for p in label.properties}
    labels: list[LabelAnswer] = [
        {
            "name": entry.name,
            "doc": entry.doc,
            "properties": [
                {"name": name, "type": kind, "doc": docs.get(name, "")}
                for name, kind in entry.properties.items()
            ],
        }
        for entry in found.labels.values()
    ]
    relationships: list[RelationshipAnswer] = [
        {
            "name": entry.name,
            "doc": entry.doc,
            "ends": [list(pair) for pair in entry.ends],
            "symmetric": entry.symmetric,
            "derived": name in schema.RELATIONSHIP and schema.RELATIONSHIP[name].derived,
            "properties": [
                {"name": p, "type": kind, "doc": docs.get(p, "")}
                for p, kind in entry.properties.items()
            ],
        }
        for name, entry in found.types.items()
    ]
    return {
        "labels": labels,
        "relationships": relationships,
        "functions": graph.functions(job),
    }
