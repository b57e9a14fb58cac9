"""A graph on disk: ``NAME.kg/``, a folder with whole generations and a manifest.

::

    NAME.kg/
      manifest.json        names the generation in force; replaced by one rename
      lock                 held while a build writes
      thesaurus.toml       the user's word on names, where there is one
      g000001/
        papers.parquet     what the sources said (one row a paper, JSON)
        mentions.parquet   what was found in their texts (kg/archive.py)
        resolved/          what resolution made of each group of names (kg/resolve/memo.py)
        nodes/LABEL.parquet, edges/TYPE.parquet
        graph.lbug         the Ladybug database made from them
        report.jsonl       records that were left out, and why

A reader sees the generation that the manifest names, so a build that is killed at any moment
leaves the graph that was there.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg import schema
from kg.errors import GraphError
from kg.tables import GraphTables, edge_schema, node_schema

MANIFEST = "manifest.json"
DATABASE = "graph.lbug"
THESAURUS = "thesaurus.toml"
"""The user's word on names, see `kg.resolve.thesaurus`."""
FORMAT = "kg-graph"
_GENERATION = re.compile(r"g[0-9]+")
OWN_ENTRIES = frozenset(["format", "schema", "generation"])
"""What `write_generation` puts into the manifest."""


@dataclass(frozen=True)
class GraphFolder:
    """The generation in force of a graph folder."""

    path: Path
    manifest: dict[str, Any]

    @classmethod
    def open(cls, path: Path) -> GraphFolder:
        """Open for reading.

        Raises:
            GraphError: Nothing there, not a graph of ours, or of another version.
        """
        if not _there(path):
            if address := re.fullmatch(r"[a-z]+:/+([^:/]*).*", str(path)):
                raise GraphError(
                    f"{path}: no address of a Neo4j server that kg speaks with".replace(
                        ":/", "://"
                    ),
                    remedy=f"give that of Bolt: bolt://{address[1]}:7687",
                )
            raise GraphError(
                f"{path}: no such graph", remedy=f"make one: kg build PAPERS -o {path}"
            )
        manifest = read_manifest(path)
        if manifest is None:
            raise GraphError(
                f"{path} is not a graph made by kg (no {MANIFEST} in it)",
                remedy="give the folder that kg build wrote",
            )
        if manifest.get("schema") != schema.VERSION:
            raise GraphError(
                f"{path} was made with schema {manifest.get('schema')}, this kg has "
                f"{schema.VERSION}",
                remedy=f"make it again: {_command(manifest, path)}",
            )
        folder = cls(path, manifest)
        if not folder.database.exists():
            raise GraphError(
                f"{path}: the generation {manifest['generation']} is gone",
                remedy="build it again with kg build --force",
            )
        return folder

    @property
    def generation(self) -> Path:
        return self.path / str(self.manifest["generation"])

    @property
    def database(self) -> Path:
        """The Ladybug database file."""
        return self.generation / DATABASE

    def tables(self) -> GraphTables:
        """The whole graph, from Parquet."""
        at = self.generation
        return GraphTables(
            {
                label: pq.read_table(table_file(at, label), schema=node_schema(label))
                for label in schema.LABEL
            },
            {
                name: pq.read_table(table_file(at, name), schema=edge_schema(name))
                for name in schema.RELATIONSHIP
            },
        )


def _there(path: Path) -> bool:
    """Whether there is something at `path` that may be looked into.

    Raises:
        GraphError: It may not be.
    """
    try:
        (path / MANIFEST).exists()  # asks for the right to look into the folder, too
        return path.exists()
    except PermissionError as error:
        raise GraphError(
            f"{path} can't be read: {error.strerror}", remedy="ask its owner for the right to"
        ) from error


def read_manifest(path: Path) -> dict[str, Any] | None:
    """The manifest of a graph folder; None when `path` is no graph folder."""
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        return None
    named = manifest.get("generation")
    if not isinstance(named, str) or not _GENERATION.fullmatch(named):  # perhaps another folder
        return None
    return manifest


def table_file(generation: Path, name: str) -> Path:
    """Where a generation keeps the table of a label or relationship type."""
    return generation / ("nodes" if name in schema.LABEL else "edges") / f"{name}.parquet"


def write_tables(tables: GraphTables, generation: Path) -> None:
    """Every table of the graph as Parquet below `generation`."""
    for name, table in {**tables.nodes, **tables.edges}.items():
        write_table(name, table, generation)


def write_table(name: str, table: pa.Table, generation: Path) -> Path:
    """The table of a label or relationship type as Parquet below `generation`; gives its file."""
    file = table_file(generation, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, file, compression="zstd")
    return file


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a graph folder for writing; make it when it isn't there.

    Raises:
        GraphError: `path` is a file, a folder with other things in it, or in use.
    """
    made = not path.exists()
    if not made:
        if not path.is_dir():
            raise GraphError(
                f"{path} is a file, not a graph folder", remedy="choose another name with -o"
            )
        if read_manifest(path) is None and not _only_ours(path):
            raise GraphError(
                f"{path} is a folder with other things in it, and was left as it is",
                remedy="choose another name with -o, for instance -o graph.kg",
            )
    try:
        path.mkdir(parents=True, exist_ok=True)
        # a link in a graph from elsewhere must not lead to a file of ours, which would be emptied
        lock: IO[str] = os.fdopen(
            os.open(path / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666),
            "r+",
            encoding="utf-8",
        )
    except OSError as error:
        raise GraphError(
            f"{path} can't be written: {error.strerror}",
            remedy="choose another place with -o" if made else "change a copy of it: cp -r",
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise GraphError(
                f"{path} is in use by another kg build (process {holder})",
                remedy="wait for it to end, or build into another folder",
            ) from None
        lock.seek(0)
        lock.truncate()
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        try:
            yield
        except BaseException:
            if made and read_manifest(path) is None:
                shutil.rmtree(path, ignore_errors=True)
            raise
        finally:
            lock.seek(0)
            lock.truncate()


def _only_ours(path: Path) -> bool:
    """True for an empty folder, or one that a first build was killed in."""
    ours = {"lock", f".{MANIFEST}.part", THESAURUS, f".{THESAURUS}.part"}
    return all(
        p.name in ours or (p.name[:1] == "g" and p.name[1:].isdigit()) for p in path.iterdir()
    )


def write_generation(path: Path, fill: Callable[[Path], dict[str, Any]]) -> GraphFolder:
    """Write a new generation and put it in force by one rename.

    Args:
        path: The graph folder, `locked` by the caller.
        fill: Writes everything into the folder it is given; gives the manifest's entries.

    Raises:
        GraphError: The disk is full or can't be written; what was there stays in force.
    """
    before = read_manifest(path)
    _remove_others(path, before)
    number = 1 + max((int(p.name[1:]) for p in path.glob("g[0-9]*")), default=0)
    generation = path / f"g{number:06d}"
    try:
        generation.mkdir()
        entries = fill(generation)
        manifest = {
            "format": FORMAT,
            "schema": schema.VERSION,
            "generation": generation.name,
            **entries,
        }
        part = path / f".{MANIFEST}.part"
        part.unlink(missing_ok=True)  # of a build that was killed; or a link, see `locked`
        with open(part, "x", encoding="utf-8") as file:
            json.dump(manifest, file, indent=1, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path / MANIFEST)
    except OSError as error:
        shutil.rmtree(generation, ignore_errors=True)
        raise GraphError(
            f"{path} can't be written: {error.strerror or error}",
            remedy="make room or choose another place with -o; what was there is untouched",
        ) from error
    except BaseException:
        shutil.rmtree(generation, ignore_errors=True)
        raise
    _remove_others(path, manifest)
    return GraphFolder(path, manifest)


def _command(manifest: dict[str, Any], path: Path) -> str:
    """What makes a graph again of what it was made of, as one types it."""
    inputs = [str(name) for name in manifest.get("inputs", [])]
    verb = ["build"]
    if "restored_from" in manifest:
        verb = ["pull" if "://" in inputs[0] else "import"]
    settings = manifest.get("settings", {})
    options = []
    if settings.get("source"):
        options += ["--source", settings["source"]]
    if settings.get("columns"):
        options += ["--columns", ",".join(f"{k}={v}" for k, v in settings["columns"].items())]
    if settings.get("keywords", "static") != "static":
        options += ["--keywords", settings["keywords"]]
    return shlex.join(["kg", *verb, *inputs, "-o", str(path), *options, "--force"])


def _remove_others(path: Path, manifest: dict[str, Any] | None) -> None:
    kept = manifest["generation"] if manifest else None
    for old in path.glob("g[0-9]*"):
        if old.name != kept:
            shutil.rmtree(old, ignore_errors=True)
