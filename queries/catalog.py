"""What a graph holds: its labels, relationship types and properties, asked of the graph itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from kg import schema
from kg.errors import QueryError
from kg.stores.base import Limits, Store

OURS = "KgGraph"
"""The node that kg keeps on a server for itself."""
_SIMPLE = re.compile(r"[^\W\d]\w*")
_NEO4J_TYPES = {
    "String": "string", "Long": "int", "Double": "float", "Boolean": "bool",
    "StringArray": "strings",
}  # fmt: skip
_LADYBUG_TYPES = {"INT64": "int", "DOUBLE": "float", "STRING": "string"}
_LIMITS = Limits(seconds=5.0, rows=100_000)


@dataclass(frozen=True, slots=True)
class Entry:
    """A label or a relationship type.

    Attributes:
        properties: Name to type.
        ends: Pairs of labels that a relationship type joins; empty for labels.
        count: Nodes or relationships, once counted.
    """

    name: str
    doc: str
    properties: dict[str, str]
    ends: tuple[tuple[str, str], ...] = ()
    symmetric: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Catalog:
    """What can be asked about."""

    labels: dict[str, Entry]
    types: dict[str, Entry]

    def properties(self, kind: str | None = None, names: Iterable[str] = ()) -> dict[str, str]:
        """Properties of some labels or types, or of all; name to what has it."""
        groups = [self.labels] if kind == "label" else [self.types] if kind == "type" else []
        wanted = set(names)
        found: dict[str, list[str]] = {}
        for entries in groups or [self.labels, self.types]:
            for entry in entries.values():
                if not wanted or entry.name in wanted:
                    for name in entry.properties:
                        found.setdefault(name, []).append(entry.name)
        return {name: ", ".join(who[:3]) + (" …" if who[3:] else "") for name, who in found.items()}


def read(store: Store) -> Catalog:
    """The labels and types of a graph; on a server also those that kg knows nothing of.

    Properties that `kg analyse --write` keeps are those of the embedded engine's tables; for a
    server, see `has`.
    """
    labels = {
        x.name: Entry(x.name, x.doc, {p.name: p.type for p in x.properties}) for x in schema.LABELS
    }
    types = {
        x.name: Entry(x.name, x.doc, {p.name: p.type for p in x.properties}, x.ends, x.symmetric)
        for x in schema.RELATIONSHIPS
    }
    if store.engine == "neo4j":
        known = _column(store, "CALL db.labels()")
        others = [name for name in known if name not in labels and name != OURS]
        kinds = [name for name in _column(store, "CALL db.relationshipTypes()")]
        other_types = [name for name in kinds if name not in types]
        if not set(known) & set(labels):
            labels, types = {}, {}
        if others:
            labels |= _other_labels(store, others)
        if other_types:
            types |= _other_types(store, other_types)
    else:
        labels = {name: _with_kept(store, entry) for name, entry in labels.items()}
    return Catalog(labels, types)


def has(store: Store, kind: str, names: Iterable[str], name: str) -> bool:
    """Whether something of a server has a property that the catalog does not tell of.

    Args:
        store: A server.
        kind: ``label`` or ``type``.
        names: Labels or types, of which one has it; none for all.
        name: The property.
    """
    if name not in _column(store, "CALL db.propertyKeys()"):
        return False
    of = "|".join(map(quoted, names))
    pattern = f"(x{of and ':'}{of})" if kind == "label" else f"()-[x{of and ':'}{of}]->()"
    search = f"MATCH {pattern} WHERE x.{quoted(name)} IS NOT NULL RETURN 1 LIMIT 1"
    try:
        return bool(_column(store, search))
    except QueryError:  # too large to be told in time
        return True


def counted(store: Store, catalog: Catalog) -> Catalog:
    """The catalog with how many there are of each."""

    def one(cypher: str) -> int:
        return int(store.query(cypher, limits=_LIMITS).rows[0][0])

    labels = {
        name: replace(entry, count=one(f"MATCH (n:{quoted(name)}) RETURN count(n)"))
        for name, entry in catalog.labels.items()
    }
    types = {
        name: replace(entry, count=one(f"MATCH ()-[r:{quoted(name)}]->() RETURN count(r)"))
        for name, entry in catalog.types.items()
    }
    return Catalog(labels, types)


def functions(store: Store) -> list[str]:
    """Names of the functions that the engine has, as one writes them."""
    if store.engine == "neo4j":
        return sorted(_column(store, "SHOW FUNCTIONS YIELD name"))
    rows = store.query("CALL show_functions() RETURN DISTINCT name, type", limits=_LIMITS).rows
    return sorted(
        name.lower() for name, kind in rows if "TABLE" not in kind and _SIMPLE.fullmatch(name)
        and not name.startswith(("_", "COPY_", "internal"))
    )  # fmt: skip


def quoted(name: str) -> str:
    """A name as Cypher writes it: in backticks where it must be."""
    return name if _SIMPLE.fullmatch(name) else "`" + name.replace("`", "``") + "`"


def _column(store: Store, cypher: str) -> list[Any]:
    return [row[0] for row in store.query(cypher, limits=_LIMITS).rows]


def _with_kept(store: Store, entry: Entry) -> Entry:
    """A label with the properties that were put on its nodes later."""
    rows = store.query(f"CALL table_info('{entry.name}') RETURN name, type", limits=_LIMITS).rows
    kept = {name: _LADYBUG_TYPES.get(type_, type_) for name, type_ in rows}
    return replace(entry, properties=kept | entry.properties)


def _other_labels(store: Store, names: list[str]) -> dict[str, Entry]:
    found: dict[str, dict[str, str]] = {name: {} for name in names}
    for of, name, types in _properties(store, "db.schema.nodeTypeProperties() YIELD nodeLabels"):
        for label in of:
            if label in found and name is not None:
                found[label][name] = _type(types)
    return {name: Entry(name, "", properties) for name, properties in sorted(found.items())}


def _other_types(store: Store, names: list[str]) -> dict[str, Entry]:
    found: dict[str, dict[str, str]] = {name: {} for name in names}
    for of, name, types in _properties(store, "db.schema.relTypeProperties() YIELD relType"):
        kind = str(of).removeprefix(":").strip("`").replace("``", "`")
        if kind in found and name is not None:
            found[kind][name] = _type(types)
    entries = {}
    for name, properties in sorted(found.items()):
        rows = store.query(
            f"MATCH (a)-[r:{quoted(name)}]->(b) WITH a, b LIMIT 1000 "
            "RETURN DISTINCT labels(a)[0], labels(b)[0]",
            limits=_LIMITS,
        ).rows
        entries[name] = Entry(name, "", properties, tuple((str(a), str(b)) for a, b in rows))
    return entries


def _properties(store: Store, call: str) -> list[tuple[Any, ...]]:
    column = call.split()[-1]
    try:
        return store.query(
            f"CALL {call}, propertyName, propertyTypes "
            f"RETURN {column}, propertyName, propertyTypes",
            limits=_LIMITS,
        ).rows
    except QueryError:
        return []


def _type(types: Any) -> str:
    first = str(types[0]) if types else ""
    return _NEO4J_TYPES.get(first, first)
