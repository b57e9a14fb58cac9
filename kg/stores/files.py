"""Taking a graph elsewhere: one file, its form told by its ending. Files appear whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from kg.errors import GraphError, UsageError
from kg.tables import GraphTables

ENDINGS = (".ttl", ".nt", ".graphml", ".json")
"""What `export` writes: RDF as Turtle and N-Triples, GraphML, networkx node-link JSON."""


def export(tables: GraphTables, path: Path, *, force: bool = False) -> None:
    """Write the whole graph as one file.

    Args:
        tables: The graph.
        path: The file to make; its ending, one of `ENDINGS`, tells the form.
        force: Replace a file that is there.

    Raises:
        UsageError: No such ending.
        GraphError: The file is there already, or can't be written.
    """
    writer = _writer(path.suffix.lower())
    whole(path, lambda part: writer(tables, part), force=force)


def whole(path: Path, write: Callable[[Path], None], *, force: bool) -> None:
    """Let `write` make a temporary file and put it in place by one rename.

    Raises:
        GraphError: The file is there already and `force` is false, or can't be written.
    """
    if path.is_dir():
        raise GraphError(f"{path} is a folder", remedy="give the name of a file")
    if path.exists() and not force:
        raise GraphError(f"{path} is there already", remedy="replace it with --force")
    try:
        with tempfile.TemporaryDirectory(dir=path.parent or Path("."), prefix=".kg-") as folder:
            part = Path(folder) / path.name
            write(part)
            os.chmod(part, 0o644)
            part.replace(path)
    except OSError as error:
        raise GraphError(
            f"{path} can't be written: {error.strerror or error}", remedy="choose another place"
        ) from error


def _writer(ending: str) -> Callable[[GraphTables, Path], None]:
    if ending in (".ttl", ".nt"):
        from kg.stores import rdf

        return rdf.write
    if ending == ".graphml":
        from kg.stores.networkx_graph import write_graphml

        return write_graphml
    if ending == ".json":
        from kg.stores.networkx_graph import write_node_link

        return write_node_link
    raise UsageError(
        f"no form of file ends in {ending or 'nothing'!r}", remedy=f"one of {', '.join(ENDINGS)}"
    )
