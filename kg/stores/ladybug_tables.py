"""The graph's tables in a Ladybug database: made from the schema, filled, changed.

Every function takes a connection, as `ladybug.Connection` has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kg import schema
from kg.difference import Difference
from kg.folder import table_file
from kg.stores.base import NodeProperty

Later = Mapping[str, Future[Path]]
"""Parquet files of relationships that are being made, in the order in which they come."""
_TYPES = {
    "string": "STRING",
    "int": "INT64",
    "float": "DOUBLE",
    "bool": "BOOLEAN",
    "strings": "STRING[]",
}
AT_ONCE = 400_000_000
"""Bytes of relationships that are copied at a time; they take twice as many of the pool. What has
lists should come at once: Ladybug merges a second piece into the first row by row."""
SAMPLE = 65_536
"""Rows at a table's beginning that tell how many bytes a row takes."""

FEW = 100
"""Relationships that are found by their ends, each by itself; of more, the whole table is read."""


def fill(connection: Any, generation: Path, later: Later, folder: Path) -> None:
    """Make every table in an empty database.

    Args:
        connection: To it.
        generation: The folder that holds the graph's tables.
        later: Relationships that are not there yet; waited for when the others are in.
        folder: For files.
    """
    for label in schema.LABELS:
        columns = ", ".join(f"`{p.name}` {_TYPES[p.type]}" for p in label.properties)
        connection.execute(f"CREATE NODE TABLE {label.name}({columns}, PRIMARY KEY (id))")
    for kind in schema.RELATIONSHIPS:
        _create_edges(connection, kind)
    for name in (*schema.LABEL, *(r for r in schema.RELATIONSHIP if r not in later)):
        _copy(connection, name, table_file(generation, name), folder)
    for name, coming in later.items():
        _copy(connection, name, coming.result(), folder)


def prepare(connection: Any) -> bool:
    """Empty the derived relationships of an earlier graph's database.

    Returns:
        Whether `change` can follow; False, and nothing changed, when the database has other
        columns than the schema.
    """
    if not _is_of_schema(connection):
        return False
    for kind in schema.RELATIONSHIPS:
        if kind.derived:
            connection.execute(f"DROP TABLE {kind.name}")
            _create_edges(connection, kind)
    return True


def change(
    connection: Any, differences: Mapping[str, Difference], later: Later, folder: Path
) -> bool:
    """Make of an earlier graph's database, which is `prepare`d, the one of the graph now.

    Args:
        connection: To the earlier graph's database.
        differences: Of every label, and of every relationship that is not derived.
        later: Files of the derived relationships.
        folder: For files.

    Returns:
        Whether the database holds as many rows of each as it should.
    """
    edges = {k: d for k, d in differences.items() if k in schema.RELATIONSHIP}
    nodes = {k: d for k, d in differences.items() if k in schema.LABEL}
    for name, difference in edges.items():
        _delete_edges(connection, name, difference.gone, folder)
        _delete_edges(connection, name, difference.changed, folder)
    for label, difference in nodes.items():
        _of_rows(connection, difference.gone, f"MATCH (n:{label} {{id: id}}) DELETE n", folder)
        others = [p.name for p in schema.LABEL[label].properties if p.name != "id"]
        values = ", ".join(f"n.`{name}` = `{name}`" for name in others)
        _of_rows(
            connection, difference.changed, f"MATCH (n:{label} {{id: id}}) SET {values}", folder
        )
        _copy_rows(connection, label, difference.new, folder)
    for name, difference in edges.items():
        rows = pa.concat_tables([difference.new, difference.changed])
        _copy_rows(connection, name, rows, folder)
    connection.execute("CHECKPOINT")  # while the others are being made
    counts = {name: d.rows for name, d in differences.items()}
    for name, coming in later.items():
        counts[name] = pq.read_metadata(coming.result()).num_rows
        _copy(connection, name, coming.result(), folder)
    return _counts(connection) == counts


def keep(connection: Any, kept: NodeProperty, folder: Path) -> None:
    """Put a property into a label's table; one of the same name is replaced."""
    connection.execute(f"ALTER TABLE {kept.label} DROP IF EXISTS `{kept.name}`")
    connection.execute(f"ALTER TABLE {kept.label} ADD `{kept.name}` {_TYPES[kept.type]}")
    rows = pa.table({"id": list(kept.values), "value": list(kept.values.values())})
    statement = f"MATCH (n:{kept.label} {{id: id}}) SET n.`{kept.name}` = value"
    _of_rows(connection, rows, statement, folder)


def _create_edges(connection: Any, kind: schema.Relationship) -> None:
    ends = [f"FROM {source} TO {target}" for source, target in kind.ends]
    own = [f"`{p.name}` {_TYPES[p.type]}" for p in kind.properties]
    connection.execute(f"CREATE REL TABLE {kind.name}({', '.join(ends + own)})")


def _is_of_schema(connection: Any) -> bool:
    """Whether nodes have the schema's properties and no other: none that was kept beside them."""
    return all(
        [row[1] for row in connection.execute(f"CALL table_info('{label.name}') RETURN *")]
        == [p.name for p in label.properties]
        for label in schema.LABELS
    )


def _counts(connection: Any) -> dict[str, int]:
    """Rows by label and relationship type."""
    patterns = {name: f"(:{name})" for name in schema.LABEL}
    patterns |= {name: f"()-[:{name}]->()" for name in schema.RELATIONSHIP}
    return {
        name: connection.execute(f"MATCH {pattern} RETURN COUNT(*)").get_next()[0]
        for name, pattern in patterns.items()
    }


def _copy_rows(connection: Any, name: str, table: pa.Table, folder: Path) -> None:
    """Copy nodes or relationships that are in memory."""
    if table.num_rows:
        file = folder / f"{name}.parquet"
        pq.write_table(table, file)
        _copy(connection, name, file, folder)
        file.unlink()


def _copy(connection: Any, name: str, file: Path, folder: Path) -> None:
    """Copy the nodes or relationships of a Parquet file."""
    if not pq.read_metadata(file).num_rows:
        return
    if name in schema.LABEL:
        connection.execute(f"COPY {name} FROM '{_quoted(file)}'")
        return
    ends = schema.RELATIONSHIP[name].ends
    columns = ["source", "target", *(p.name for p in schema.RELATIONSHIP[name].properties)]
    returned = ", ".join(f"`{column}`" for column in columns)
    for piece in _pieces(file, columns, folder):
        rows = f"LOAD FROM '{_quoted(piece)}'"
        for source, target in ends:
            if len(ends) > 1:
                these = f"source_label = '{source}' AND target_label = '{target}'"
                chosen, into = f"WHERE {these} ", f" (from='{source}', to='{target}')"
            else:
                chosen = into = ""
            connection.execute(f"COPY {name} FROM ({rows} {chosen}RETURN {returned}){into}")
        if piece != file:
            connection.execute("CHECKPOINT")  # lets go of what the rows took in the buffer pool


def _pieces(file: Path, columns: list[str], folder: Path) -> Iterator[Path]:
    """A file of relationships, or files of its pieces, of which each goes when the next is made."""
    with pq.ParquetFile(file) as stored:
        first = next(stored.iter_batches(SAMPLE, columns=columns))
        rows = stored.metadata.num_rows
        count = round(rows / first.num_rows * first.nbytes) // AT_ONCE + 1
        if count == 1:
            yield file
            return
        piece = folder / f"piece-{file.name}"
        for batch in stored.iter_batches(-(-rows // count)):
            pq.write_table(pa.Table.from_batches([batch]), piece)
            yield piece
            piece.unlink()


def _delete_edges(connection: Any, name: str, table: pa.Table, folder: Path) -> None:
    for source, target, rows in _by_ends(name, table.select(schema.END_COLUMNS)):
        pattern = f"MATCH (a:{source} {{id: %s}})-[r:{name}]->(b:{target} {{id: %s}}) DELETE r"
        if rows.num_rows <= FEW:
            for row in rows.to_pylist():
                connection.execute(pattern % ("$source", "$target"), row)
        else:
            _of_rows(connection, rows, pattern % ("source", "target"), folder)


def _by_ends(name: str, table: pa.Table) -> Iterable[tuple[str, str, pa.Table]]:
    """A relationship's rows by the labels of their ends, without those."""
    ends = schema.RELATIONSHIP[name].ends
    for source, target in ends:
        rows = table
        if len(ends) > 1:
            chosen = pc.and_(
                pc.equal(table["source_label"], source), pc.equal(table["target_label"], target)
            )
            rows = table.filter(chosen)
        yield source, target, rows.drop_columns(["source_label", "target_label"])


def _of_rows(connection: Any, rows: pa.Table, statement: str, folder: Path) -> None:
    """Run what follows ``LOAD FROM`` for each of some rows."""
    if rows.num_rows:
        file = folder / "rows.parquet"
        pq.write_table(rows, file)
        connection.execute(f"LOAD FROM '{_quoted(file)}' {statement}")
        file.unlink()


def _quoted(file: Path) -> str:
    return str(file).replace("\\", "\\\\").replace("'", "\\'")
