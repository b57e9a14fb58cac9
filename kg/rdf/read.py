"""Tables of a graph from its RDF: what `kg.rdf.write` wrote, in whatever form and order."""

from __future__ import annotations

import bz2
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from kg import schema
from kg.errors import InputError
from kg.rdf import oxigraph, terms
from kg.tables import GraphTables, edge_schema, node_schema

_OPENERS: dict[str, Any] = {".gz": gzip.open, ".bz2": bz2.open}
_LABEL_OF = {terms.full(name): label for label, name in terms.CLASSES.items()}
_RELATION_OF = {terms.full(terms.relation(name)): name for name in schema.RELATIONSHIP} | {
    terms.full(former): name for former, name in terms.FORMER_RELATIONS.items()
}
_TYPE = terms.full("rdf:type")
_STATEMENT = terms.full("rdf:Statement")
_ENDS = tuple(terms.full(f"rdf:{x}") for x in ("subject", "predicate", "object"))
_KEY = terms.full("dcterms:identifier")
_IMPLIED = {terms.full("schema:sameAs"), terms.full("prov:wasDerivedFrom"), _TYPE}

Said = dict[str, dict[tuple[str, str | None], None]]
"""Predicate to objects, each with its datatype (None: an IRI), once and in order."""


def read(path: Path) -> tuple[GraphTables, Counter[str]]:
    """Read a graph.

    Args:
        path: N-Triples, N-Quads, Turtle, TriG, JSON-LD or RDF/XML by its ending, perhaps with
            ``.gz`` or ``.bz2`` behind.

    Returns:
        The graph, and what in the file is no part of one: predicates with the number of their
        triples.

    Raises:
        InputError: The file can't be opened, is not RDF, or holds no node of a graph of ours.
    """
    subjects: dict[str, Said] = defaultdict(dict)
    for subject, predicate, value, datatype in _triples(path):
        subjects[subject].setdefault(predicate, {})[value, datatype] = None
    nodes = _nodes(subjects, path)
    if not nodes:
        raise InputError(
            "there is no node of a graph in it",
            path=path,
            remedy="kg reads back the RDF that kg export writes",
        )
    statements = _statements(subjects)
    left_out: Counter[str] = Counter()
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    edges: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for subject, said in subjects.items():
        if subject not in nodes:
            if not _is_statement(said):
                left_out.update({p: len(objects) for p, objects in said.items()})
            continue
        label, key = nodes[subject]
        properties = terms.node_terms(label)
        rows[label].append(_row(properties, said, path, key))
        own = {terms.full(t.name): t.type == "strings" for t in properties.values()}
        for predicate, objects in said.items():
            if predicate in own or predicate in _IMPLIED:
                if len(objects) > 1 and not own.get(predicate, True):
                    left_out[predicate] += len(objects) - 1
                continue
            relationship = _RELATION_OF.get(predicate)
            for value, datatype in objects:
                target = nodes.get(value) if datatype is None else None
                if relationship is None or target is None or not _fits(relationship, label, target):
                    left_out[predicate] += 1
                    continue
                stated = statements.get((subject, predicate, value), {})
                edge = dict(zip(schema.END_COLUMNS, (label, key, *target), strict=True))
                edge |= _row(terms.edge_terms(relationship), stated, path, key)
                edges[relationship].append(edge)
    return GraphTables(
        {x: _sorted(rows[x], node_schema(x), ("id",)) for x in schema.LABEL},
        {x: _sorted(edges[x], edge_schema(x), schema.END_COLUMNS) for x in schema.RELATIONSHIP},
    ), left_out


def _nodes(subjects: Mapping[str, Said], path: Path) -> dict[str, tuple[str, str]]:
    """Label and key of each subject that is a node of ours.

    Raises:
        InputError: Two have the same label and key.
    """
    nodes = {}
    named: dict[tuple[str, str], str] = {}
    for subject, said in subjects.items():
        label = next((_LABEL_OF[v] for v, _ in said.get(_TYPE, ()) if v in _LABEL_OF), None)
        if label and _KEY in said:
            nodes[subject] = node = (label, _first(said, _KEY))
            if (other := named.setdefault(node, subject)) != subject:
                raise InputError(
                    f"{other} and {subject} are one {label}, both have the identifier {node[1]}",
                    path=path,
                    remedy="import the files of several exports one by one, each into its graph",
                )
    return nodes


def _statements(subjects: Mapping[str, Said]) -> dict[tuple[str, str, str], Said]:
    """Subject, predicate and object of a triple to what a statement says of it."""
    statements = {}
    for said in subjects.values():
        if _is_statement(said):
            subject, predicate, object_ = (_first(said, e) for e in _ENDS)
            statements[subject, predicate, object_] = said
    return statements


def _first(said: Said, predicate: str) -> str:
    return next((value for value, _ in said.get(predicate, ())), "")


def _is_statement(said: Said) -> bool:
    return any(value == _STATEMENT for value, _ in said.get(_TYPE, ()))


def _triples(path: Path) -> Iterator[oxigraph.Triple]:
    suffixes = [s.lower() for s in path.suffixes]
    opener = _OPENERS.get(suffixes[-1], open) if suffixes else open
    ending = path.with_suffix("").suffix.lower() if opener is not open else path.suffix.lower()
    if ending not in oxigraph.FORMATS:
        raise InputError(
            "no form of RDF has this ending",
            path=path,
            remedy=f"one of {', '.join(oxigraph.FORMATS)}",
        )
    try:
        with opener(path, "rb") as data:
            yield from oxigraph.triples(path, ending, data)
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"it can't be read: {reason}", path=path) from error


def _fits(relationship: str, label: str, target: tuple[str, str]) -> bool:
    return (label, target[0]) in schema.RELATIONSHIP[relationship].ends


def _row(said: dict[str, terms.Term], found: Said, path: Path, key: str) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, term in said.items():
        values = [value for value, _ in found.get(terms.full(term.name), ())]
        try:
            if term.type == "strings":
                row[name] = sorted(values)
            elif not values:
                row[name] = None
            elif term.type == "int":
                row[name] = int(values[0])
            elif term.type == "float":
                row[name] = float(values[0])
            else:
                row[name] = values[0] in ("true", "1") if term.type == "bool" else values[0]
        except ValueError as error:
            raise InputError(
                f"{term.name} of {key} should be {term.type}, it is {values[0]!r}", path=path
            ) from error
    return row


def _sorted(rows: list[dict[str, Any]], of: pa.Schema, keys: tuple[str, ...]) -> pa.Table:
    table = pa.Table.from_pylist(rows, schema=of)
    return table.sort_by([(key, "ascending") for key in keys])
