"""The rows of a graph as a Neo4j server keeps them, each with a number that changes with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kg import schema
from kg.stores.neo4j_schema import EMBEDDED
from kg.tables import GraphTables

CHECKSUM = "kg_row"
"""Property with the number; what differs in it since the last load is sent again."""


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one label, or of one relationship type between two labels.

    Attributes:
        name: Label or type.
        ends: Labels of both ends; empty for nodes.
        table: Its columns, the ends' labels left out.
    """

    name: str
    ends: tuple[str, ...]
    table: pa.Table

    @property
    def keys(self) -> list[Any]:
        """What a row is known by: ``id``, or the pair of its ends."""
        if not self.ends:
            ids: list[str] = self.table["id"].to_pylist()
            return ids
        sources, targets = self.table["source"].to_pylist(), self.table["target"].to_pylist()
        return list(zip(sources, targets, strict=True))


def parts(tables: GraphTables) -> Iterator[Part]:
    """Nodes first, then relationships."""
    for label, table in tables.nodes.items():
        yield Part(label, (), table)
    for name, table in tables.edges.items():
        for ends in schema.RELATIONSHIP[name].ends:
            chosen = pc.and_(
                pc.equal(table["source_label"], ends[0]), pc.equal(table["target_label"], ends[1])
            )
            rows = table.filter(chosen) if len(schema.RELATIONSHIP[name].ends) > 1 else table
            yield Part(name, ends, rows.drop_columns(["source_label", "target_label"]))


def checksums(table: pa.Table) -> list[int]:
    """A number of 63 bits for each row: of all its values, and of the schema's version."""
    found: list[int] = []
    salt = schema.VERSION.to_bytes(2, "big")
    for batch in table.to_batches(max_chunksize=20_000):
        columns = [column.to_pylist() for column in batch.columns]
        for row in zip(*columns, strict=True):
            digest = blake2b(repr(row).encode("utf-8", "replace"), digest_size=8, salt=salt)
            found.append(int.from_bytes(digest.digest(), "big") >> 1)
    return found


def embedded(part: Part) -> list[list[float]] | None:
    """The embedding of each row, for labels that have one."""
    if part.ends or part.name not in EMBEDDED or not part.table.num_rows:
        return None
    from kg.search import meaning

    rows: list[list[float]] = meaning.embedded(part.name, part.table).tolist()
    return rows
