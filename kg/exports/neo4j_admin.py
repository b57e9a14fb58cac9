"""Files for ``neo4j-admin database import full``: the quick way into an empty database."""

from __future__ import annotations

import shlex
from itertools import accumulate
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv

from kg import schema
from kg.stores.neo4j_rows import CHECKSUM, checksums, parts
from kg.stores.neo4j_schema import EMBEDDED, MARK
from kg.tables import GraphTables

ARRAY_SEPARATOR = "\x1f"
_TYPES = {"string": "string", "int": "long", "float": "double", "bool": "boolean",
          "strings": "string[]"}  # fmt: skip
SCRIPT = "import.sh"


def write(tables: GraphTables, folder: Path) -> None:
    """A header and a table for each label and relationship, and ``import.sh`` that takes them.

    The node `KgGraph` marks the database as ours. Rows carry the checksums that a later
    ``kg load`` compares; but not those that get an embedding then. Relationships name their ends
    by the nodes' numbers in the database, which the importer need not look up.
    """
    counts = tables.counts()
    nodes = sum(counts[x] for x in schema.LABEL)
    firsts = dict(
        zip(schema.LABEL, accumulate((counts[x] for x in schema.LABEL), initial=0), strict=False)
    )
    for part in parts(tables):
        table = part.table
        if part.ends:
            source, target = part.ends
            header = [":START_ID", ":END_ID"]
            properties = schema.RELATIONSHIP[part.name].properties
            path = folder / f"{part.name}-{source}-{target}.csv"
        else:
            header = [":ID"]
            properties = schema.LABEL[part.name].properties
            path = folder / f"{part.name}.csv"
        header += [f"{p.name}:{_TYPES[p.type]}" for p in properties]
        if part.ends or part.name not in EMBEDDED:
            header.append(f"{CHECKSUM}:long")
            table = table.append_column(CHECKSUM, pa.array(checksums(table), pa.int64()))
        if part.ends:
            for at, label in enumerate(part.ends):
                numbers = pc.index_in(
                    table[at], value_set=tables.nodes[label]["id"].combine_chunks()
                )
                numbers = pc.add(numbers, firsts[label])
                table = table.set_column(at, header[at], numbers)
        else:
            numbers = pa.array(range(firsts[part.name], firsts[part.name] + len(table)))
            table = table.add_column(0, ":ID", numbers)
        _write(path, header, table)
    mark = pa.table(
        {
            ":ID": [nodes],
            "id": ["kg"],
            "schema": [schema.VERSION],
            "complete": [True],
            "nodes": [nodes],
            "edges": [sum(counts.values()) - nodes],
        }
    )
    header = [":ID", "id:string", "schema:long", "complete:boolean", "nodes:long", "edges:long"]
    _write(folder / f"{MARK}.csv", header, mark)
    script = folder / SCRIPT
    line = " \\\n  ".join(["neo4j-admin", *arguments(Path(), quoted=True)])
    script.write_text(
        "#!/bin/sh\n# Fills the database neo4j, which must be stopped and empty.\n"
        'cd "$(dirname "$0")" || exit 1\n'
        f'HEAP_SIZE="${{HEAP_SIZE:-2g}}" exec {line}\n'
    )
    script.chmod(0o755)


def arguments(folder: Path, *, quoted: bool = False) -> list[str]:
    """The words after ``neo4j-admin`` that import the files of a folder.

    Args:
        folder: Where they are.
        quoted: Quote each for a shell.
    """
    words = ["database", "import", "full", "neo4j", "--overwrite-destination", "--id-type=actual"]
    words += ["--array-delimiter=U+001F", "--multiline-fields=true", "--trim-strings=false"]
    words += ["--ignore-empty-strings=false", "--bad-tolerance=0"]
    for label in (*schema.LABEL, MARK):
        words.append(f"--nodes={label}={_pair(folder, label)}")
    for r in schema.RELATIONSHIPS:
        for source, target in r.ends:
            words.append(f"--relationships={r.name}={_pair(folder, f'{r.name}-{source}-{target}')}")
    return [shlex.quote(w) for w in words] if quoted else words


def _pair(folder: Path, name: str) -> str:
    return f"{folder / name}-header.csv,{folder / name}.csv"


def _write(path: Path, header: list[str], table: pa.Table) -> None:
    path.with_name(f"{path.stem}-header.csv").write_text(",".join(header) + "\n")
    columns = [_plain(table[c]) for c in table.column_names]
    options = pc_csv.WriteOptions(include_header=False)
    pc_csv.write_csv(pa.table(columns, names=table.column_names), path, options)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_list(column.type):
        return column
    return pc.binary_join(column, ARRAY_SEPARATOR)
