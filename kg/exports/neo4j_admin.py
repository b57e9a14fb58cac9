"""Files for ``neo4j-admin database import full``: the quick way into an empty database."""

from __future__ import annotations

import shlex
from itertools import takewhile
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv

from kg import schema
from kg.stores.neo4j_rows import CHECKSUM, Part, checksums, parts
from kg.stores.neo4j_schema import EMBEDDED, MARK
from kg.tables import GraphTables

ARRAY_SEPARATOR = "\x1f"
_TYPES = {"string": "string", "int": "long", "float": "double", "bool": "boolean",
          "strings": "string[]"}  # fmt: skip
SCRIPT = "import.sh"
_OPTIONS = (
    "database", "import", "full", "neo4j", "--overwrite-destination", "--id-type=actual",
    "--array-delimiter=U+001F", "--trim-strings=false", "--ignore-empty-strings=false",
    "--bad-tolerance=0",
)  # fmt: skip
_OLDER = "# A Neo4j without --multiline-fields-format takes --multiline-fields=true instead.\n"


def write(tables: GraphTables, folder: Path) -> list[str]:
    """A header and a table for each label and relationship that has rows, and ``import.sh``.

    The node `KgGraph` marks the database as ours. Rows carry the checksums that a later
    ``kg load`` compares; those that it has to send again, 0. Relationships name their ends
    by the nodes' numbers in the database, which the importer need not look up.

    Returns:
        The words after ``neo4j-admin`` that import the files, to be run in `folder`. Each file
        costs the importer a wait of a tenth of a second if its fields may span lines: only
        those are named so that do.
    """
    files: list[str] = []
    spanning: list[str] = []

    def put(kind: str, type_: str, name: str, header: list[str], table: pa.Table) -> None:
        if _write(folder / f"{name}.csv", header, table):
            spanning.append(f"{name}.csv")
        files.append(f"--{kind}={type_}={name}-header.csv,{name}.csv")

    for part in parts(tables):
        if len(part.table):
            name = "-".join((part.name, *part.ends))
            put(
                "relationships" if part.ends else "nodes", part.name, name, *_numbered(part, tables)
            )
    put("nodes", MARK, MARK, *_mark(tables))
    words = [*_OPTIONS, *_line_breaks(spanning), *files]
    _write_script(folder / SCRIPT, words)
    return words


def _numbered(part: Part, tables: GraphTables) -> tuple[list[str], pa.Table]:
    """The header and the rows of a part; nodes go by their numbers in the database."""
    table = part.table
    if part.ends:
        properties = schema.RELATIONSHIP[part.name].properties
        header = [":START_ID", ":END_ID"]
        for at, label in enumerate(part.ends):
            place = pc.index_in(table[at], value_set=tables.nodes[label]["id"].combine_chunks())
            numbers = pc.add(place, _first_number(label, tables))
            table = table.set_column(at, header[at], numbers)
    else:
        properties = schema.LABEL[part.name].properties
        header = [":ID"]
        first = _first_number(part.name, tables)
        table = table.add_column(0, ":ID", pa.array(range(first, first + len(table))))
    header += [f"{p.name}:{_TYPES[p.type]}" for p in properties]
    header.append(f"{CHECKSUM}:long")
    return header, table.append_column(CHECKSUM, _sums(part))


def _sums(part: Part) -> pa.Array:
    """Checksums of rows; 0 for what the importer can't make whole: embeddings, empty lists."""
    if not part.ends and part.name in EMBEDDED:
        return pa.repeat(pa.scalar(0, pa.int64()), len(part.table))
    sums = pa.array(checksums(part.table), pa.int64())
    for column in part.table.columns:
        if pa.types.is_list(column.type):
            empty = pc.equal(pc.list_value_length(column), 0).combine_chunks()
            sums = pc.if_else(pc.fill_null(empty, False), 0, sums)
    return sums


def _first_number(label: str, tables: GraphTables) -> int:
    """The number in the database of a label's first node: the labels come in the schema's order."""
    before = takewhile(lambda other: other != label, schema.LABEL)
    return sum(tables.nodes[other].num_rows for other in before)


def _mark(tables: GraphTables) -> tuple[list[str], pa.Table]:
    """The header and the row of the node that marks the database as ours, behind all others."""
    counts = tables.counts()
    nodes = sum(counts[label] for label in schema.LABEL)
    header = [":ID", "id:string", "schema:long", "complete:boolean", "nodes:long", "edges:long"]
    row = [nodes, "kg", schema.VERSION, True, nodes, sum(counts.values()) - nodes]
    return header, pa.table({name: [value] for name, value in zip(header, row, strict=True)})


def _line_breaks(spanning: list[str]) -> list[str]:
    if not spanning:
        return ["--multiline-fields=false"]
    return ["--multiline-fields-format=v2", f"--multiline-fields={','.join(spanning)}"]


def _write_script(path: Path, words: list[str]) -> None:
    older = "" if "--multiline-fields=false" in words else _OLDER
    line = " \\\n  ".join(["neo4j-admin", *map(shlex.quote, words)])
    path.write_text(
        "#!/bin/sh\n# Fills the database neo4j, which must be stopped and empty. kg load adds\n"
        f"# what an import can't: embeddings, empty lists, constraints and indexes.\n{older}"
        'cd "$(dirname "$0")" || exit 1\n'
        f'HEAP_SIZE="${{HEAP_SIZE:-2g}}" exec {line}\n'
    )
    path.chmod(0o755)


def _write(path: Path, header: list[str], table: pa.Table) -> bool:
    """Write a table and its header; whether a field of it spans lines."""
    path.with_name(f"{path.stem}-header.csv").write_text(",".join(header) + "\n")
    columns = [_plain(table[c]) for c in table.column_names]
    options = pc_csv.WriteOptions(include_header=False)
    pc_csv.write_csv(pa.table(columns, names=table.column_names), path, options)
    return any(
        pc.any(pc.match_substring_regex(c, r"[\n\r]")).as_py()
        for c in columns
        if pa.types.is_string(c.type) or pa.types.is_large_string(c.type)
    )


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_list(column.type):
        return column
    return pc.binary_join(column, ARRAY_SEPARATOR)
