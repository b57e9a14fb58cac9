"""Files for ``neo4j-admin database import full``: the quick way into an empty database."""

from __future__ import annotations

import shlex
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv

from kg import schema
from kg.tables import GraphTables

ARRAY_SEPARATOR = "\x1f"
_TYPES = {"string": "string", "int": "long", "float": "double", "bool": "boolean",
          "strings": "string[]"}  # fmt: skip
_MARK = "KgGraph"
SCRIPT = "import.sh"


def write(tables: GraphTables, folder: Path) -> None:
    """A header and a table for each label and relationship, and ``import.sh`` that takes them.

    The node `KgGraph` marks the database as ours, as `kg.stores.neo4j_load` does.
    """
    for label, table in tables.nodes.items():
        properties = schema.LABEL[label].properties
        header = [f"id:ID({label})", *(f"{p.name}:{_TYPES[p.type]}" for p in properties[1:])]
        _write(folder / f"{label}.csv", header, table)
    for name, table in tables.edges.items():
        for source, target in schema.RELATIONSHIP[name].ends:
            rows = table.filter(
                pc.and_(
                    pc.equal(table["source_label"], source), pc.equal(table["target_label"], target)
                )
            ).drop_columns(["source_label", "target_label"])
            own = [f"{p.name}:{_TYPES[p.type]}" for p in schema.RELATIONSHIP[name].properties]
            header = [f":START_ID({source})", f":END_ID({target})", *own]
            _write(folder / f"{name}-{source}-{target}.csv", header, rows)
    counts = tables.counts()
    nodes = sum(counts[x] for x in schema.LABEL)
    mark = pa.table(
        {
            "id": ["kg"],
            "schema": [schema.VERSION],
            "complete": [True],
            "nodes": [nodes],
            "edges": [sum(counts.values()) - nodes],
        }
    )
    header = [f"id:ID({_MARK})", "schema:long", "complete:boolean", "nodes:long", "edges:long"]
    _write(folder / f"{_MARK}.csv", header, mark)
    script = folder / SCRIPT
    line = " \\\n  ".join(["neo4j-admin", *arguments(Path(), quoted=True)])
    script.write_text(
        "#!/bin/sh\n# Fills the database neo4j, which must be stopped and empty.\n"
        f'cd "$(dirname "$0")" || exit 1\n{line}\n'
    )
    script.chmod(0o755)


def arguments(folder: Path, *, quoted: bool = False) -> list[str]:
    """The words after ``neo4j-admin`` that import the files of a folder.

    Args:
        folder: Where they are.
        quoted: Quote each for a shell.
    """
    words = ["database", "import", "full", "neo4j", "--overwrite-destination", "--id-type=string"]
    words += ["--array-delimiter=U+001F", "--multiline-fields=true", "--trim-strings=false"]
    words += ["--ignore-empty-strings=false", "--bad-tolerance=0"]
    for label in (*schema.LABEL, _MARK):
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
