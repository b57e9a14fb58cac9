"""A graph's tables as triples, subject by subject, in the words of a syntax."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from kg import schema
from kg.rdf import terms
from kg.tables import GraphTables

BASE = "urn:kg:"

Block = tuple[str, list[tuple[str, str]]]
"""A subject and what is said of it, predicate and object, all in the words of a syntax."""


class Syntax(Protocol):
    """How a form of RDF writes a term."""

    def name(self, prefixed: str) -> str:
        """A term of a vocabulary as predicate."""

    def term(self, prefixed: str) -> str:
        """A term of a vocabulary as object: a class, or a property that is spoken of."""

    def iri(self, iri: str) -> str:
        """An IRI."""

    def literal(self, value: Any, datatype: str) -> str:
        """A value: text where `datatype`, a local name of XSD, is empty."""


def blocks(tables: GraphTables, syntax: Syntax, part: str, base: str = BASE) -> Iterator[Block]:
    """The triples of one of `terms.PART_GRAPHS`.

    Args:
        tables: The graph.
        syntax: How terms are written.
        part: ``records``: nodes and what sources say; ``found``: relationships found in texts,
            each with a statement that carries its evidence; ``derived``: those that follow.
        base: What the IRIs of nodes begin with.
    """
    if part == "records":
        for label, table in tables.nodes.items():
            yield from _nodes(label, table, syntax, base)
    iris = _Iris(syntax, base)
    for name, table in tables.edges.items():
        kind = schema.RELATIONSHIP[name]
        if kind.derived != (part == "derived"):
            continue
        if kind.found:
            stated = pc.equal(table["rule"], "source")
            table = table.filter(stated if part == "records" else pc.invert(stated))
        elif part == "found":
            continue
        yield from _edges(name, table, syntax, iris, found=kind.found)


def _nodes(label: str, table: pa.Table, syntax: Syntax, base: str) -> Iterator[Block]:
    own = syntax.term(terms.CLASSES[label])
    type_ = syntax.name("rdf:type")
    same = syntax.name("schema:sameAs")
    kinds = {k: syntax.term(c) for (of, k), c in terms.KINDS.items() if of == label}
    said = terms.node_terms(label)
    for batch in table.to_batches(max_chunksize=10_000):
        keys = batch.column("id").to_pylist()
        columns = _columns(batch, said, syntax)
        kind = [k or "" for k in batch.column("kind").to_pylist()] if kinds else [""] * len(keys)
        others = _elsewhere(label, batch)
        for at, key in enumerate(keys):
            pairs = [(type_, own)]
            if kind[at] in kinds:
                pairs.append((type_, kinds[kind[at]]))
            _say(pairs, columns, at)
            pairs.extend((same, syntax.iri(x)) for x in others[at])
            yield syntax.iri(terms.node_iri(base, label, key)), pairs


def _elsewhere(label: str, batch: pa.RecordBatch) -> list[list[str]]:
    """The addresses under which the world knows each node."""
    found: list[list[str]] = [[] for _ in range(batch.num_rows)]
    for of, column, address in (
        ("Paper", "doi", "https://doi.org/"),
        ("Paper", "arxiv_id", "https://arxiv.org/abs/"),
        ("Author", "orcid", "https://orcid.org/"),
    ):
        if of == label:
            for at, value in enumerate(batch.column(column).to_pylist()):
                if value:
                    found[at].append(address + terms.quote(value, safe="/:.-_;()"))
    return found


class _Iris:
    """The IRIs of nodes, each made once."""

    def __init__(self, syntax: Syntax, base: str) -> None:
        self._syntax = syntax
        self._base = base
        self._made: dict[tuple[str, str], str] = {}

    def node(self, label: str, key: str) -> str:
        made = self._made.get((label, key))
        if made is None:
            made = self._syntax.iri(terms.node_iri(self._base, label, key))
            self._made[label, key] = made
        return made

    def statement(self, *ends: str) -> str:
        digest = blake2b("\0".join(ends).encode("utf-8", "replace"), digest_size=12).hexdigest()
        return self._syntax.iri(f"{self._base}statement{terms.separator(self._base)}{digest}")


def _edges(
    name: str, table: pa.Table, syntax: Syntax, iris: _Iris, *, found: bool
) -> Iterator[Block]:
    predicate = syntax.name(terms.relation(name))
    said = terms.edge_terms(name)
    type_, statement = syntax.name("rdf:type"), syntax.term("rdf:Statement")
    subject, object_ = syntax.name("rdf:subject"), syntax.name("rdf:object")
    of = (syntax.name("rdf:predicate"), syntax.term(terms.relation(name)))
    source_of = syntax.name("prov:wasDerivedFrom")
    for batch in table.to_batches(max_chunksize=10_000):
        ends = [batch.column(c).to_pylist() for c in schema.END_COLUMNS]
        columns = _columns(batch, said, syntax)
        for at, (source_label, source, target_label, target) in enumerate(zip(*ends, strict=True)):
            begin, end = iris.node(source_label, source), iris.node(target_label, target)
            yield begin, [(predicate, end)]
            if not said:
                continue
            pairs = [(type_, statement), (subject, begin), of, (object_, end)]
            _say(pairs, columns, at)
            if found:
                pairs.append((source_of, begin))
            yield iris.statement(name, source_label, source, target_label, target), pairs


_Column = tuple[str, list[str | None], list[list[str]] | None]


def _columns(batch: pa.RecordBatch, said: dict[str, terms.Term], syntax: Syntax) -> list[_Column]:
    """Predicate and objects of each column; for a column of lists, lists of objects."""
    found: list[_Column] = []
    for column, term in said.items():
        name = syntax.name(term.name)
        values = batch.column(column).to_pylist()
        if term.type == "strings":
            lists = [[syntax.literal(v, "") for v in value or ()] for value in values]
            found.append((name, [], lists))
        else:
            made = [None if v is None else syntax.literal(v, term.datatype) for v in values]
            found.append((name, made, None))
    return found


def _say(pairs: list[tuple[str, str]], columns: list[_Column], at: int) -> None:
    for name, values, lists in columns:
        if lists is not None:
            pairs.extend((name, value) for value in lists[at])
        elif (value := values[at]) is not None:
            pairs.append((name, value))
