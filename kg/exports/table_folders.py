"""A folder with a table for each label and relationship type: CSV or Parquet."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from kg.tables import GraphTables

LIST_SEPARATOR = " | "


def write_csv(tables: GraphTables, folder: Path) -> None:
    """``nodes-LABEL.csv`` and ``edges-TYPE.csv``; values of a list are joined by ' | '."""
    for name, table in _named(tables):
        columns = {c: _plain(table[c]) for c in table.column_names}
        pc_csv.write_csv(pa.table(columns), folder / f"{name}.csv")


def write_parquet(tables: GraphTables, folder: Path) -> None:
    """``nodes-LABEL.parquet`` and ``edges-TYPE.parquet``."""
    for name, table in _named(tables):
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")


def _named(tables: GraphTables) -> list[tuple[str, pa.Table]]:
    return [(f"nodes-{label}", table) for label, table in tables.nodes.items()] + [
        (f"edges-{name}", table) for name, table in tables.edges.items()
    ]


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.binary_join(column, LIST_SEPARATOR) if pa.types.is_list(column.type) else column
