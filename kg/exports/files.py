"""Taking a graph or an answer elsewhere; a file's ending tells the form. Files appear whole."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kg import render
from kg.errors import GraphError, UsageError
from kg.result import Result
from kg.tables import GraphTables

_RDF = (".nt", ".ttl", ".trig", ".jsonld")
ENDINGS = (*_RDF, ".graphml", ".gexf", ".json", ".bib", ".ris")
"""What `export` writes as one file: RDF, GraphML, GEXF, networkx node-link JSON, BibTeX, RIS."""
FOLDERS = ("csv", "parquet", "vosviewer", "neo4j-admin")
"""What `export_folder` writes: a file for each label and type, or for each map."""
RESULT_FORMS = ("csv", "json", "jsonl", "md", "parquet", "bib", "ris", "gexf", "graphml")

Authors = Mapping[str, Sequence[str]]
"""Key of a paper to its authors' names, in order."""


def export(tables: GraphTables, path: Path, *, force: bool = False, base: str = "urn:kg:") -> None:
    """Write the whole graph as one file.

    Args:
        tables: The graph.
        path: The file to make; its ending, one of `ENDINGS` (RDF also with ``.gz``), tells the
            form.
        force: Replace a file that is there.
        base: What the IRIs of RDF begin with.

    Raises:
        UsageError: No such ending.
        GraphError: The file is there already, or can't be written.
    """
    writer = _writer(path, base)
    whole(path, lambda part: writer(tables, part), force=force)


def export_folder(tables: GraphTables, path: Path, form: str, *, force: bool = False) -> list[str]:
    """Write the whole graph as a folder of files; gives their names.

    Args:
        tables: The graph.
        path: The folder to make.
        form: One of `FOLDERS`.
        force: Replace a folder that is there.

    Raises:
        UsageError: No such form.
        GraphError: The folder is there already, or can't be written.
    """
    from kg.exports import neo4j_admin, table_folders, vosviewer

    writers: dict[str, Callable[[GraphTables, Path], object]] = {
        "csv": table_folders.write_csv,
        "parquet": table_folders.write_parquet,
        "vosviewer": vosviewer.write,
        "neo4j-admin": neo4j_admin.write,
    }
    if form not in writers:
        raise UsageError(f"no form is called {form!r}", remedy=f"one of {', '.join(FOLDERS)}")
    if path.exists() and not force and not (path.is_dir() and not any(path.iterdir())):
        raise GraphError(f"{path} is there already", remedy="replace it with --force")
    if path.exists() and not path.is_dir():
        raise GraphError(f"{path} is a file", remedy="give the name of a folder")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".kg-") as folder:
            part = Path(folder) / path.name
            part.mkdir()
            writers[form](tables, part)
            if path.exists():
                os.replace(path, Path(folder) / "before")
            os.replace(part, path)
    except OSError as error:
        raise _unwritable(path, error) from error
    return sorted(p.name for p in path.iterdir())


def write_result(
    result: Result, path: Path, *, authors: Authors | None = None, force: bool = False
) -> None:
    """Write an answer as a file whose ending, one of `RESULT_FORMS`, tells the form.

    Raises:
        UsageError: No such form, or nothing in the answer for it (no papers for BibTeX, no nodes
            for GEXF).
        GraphError: It is a folder, is there already, or can't be written.
    """
    _refuse_folder(path)
    if not path.suffix:
        raise UsageError(
            f"{path} has no ending that tells a form", remedy=f"one of .{', .'.join(RESULT_FORMS)}"
        )
    content = result_content(result, path.suffix[1:].lower(), authors=authors)
    whole(path, lambda part: _put(part, content), force=force)


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def result_content(result: Result, form: str, *, authors: Authors | None = None) -> bytes:
    """An answer in one of `RESULT_FORMS`.

    Args:
        result: The answer.
        form: CSV, JSON, JSON Lines, Markdown and Parquet hold its rows; BibTeX and RIS its papers;
            GEXF and GraphML its nodes and relationships.
        authors: Of papers, for BibTeX and RIS.

    Raises:
        UsageError: No such form, or nothing in the answer for it.
    """
    if form in ("csv", "json", "jsonl", "md"):
        text = render.result(result, "markdown" if form == "md" else form)
        return (text + "\n").encode("utf-8", "replace")
    if form == "parquet":
        import pyarrow.parquet as pq

        buffer = io.BytesIO()
        pq.write_table(result.to_arrow(), buffer)
        return buffer.getvalue()
    if form in ("bib", "ris"):
        from kg.exports import bibliography

        papers = [n.properties for n in result.nodes if n.label == "Paper"]
        if not papers:
            raise UsageError(
                "there is no paper in the answer", remedy="return the node itself: RETURN p"
            )
        write = bibliography.bibtex if form == "bib" else bibliography.ris
        return write(papers, authors or {}).encode("utf-8", "replace")
    if form in ("gexf", "graphml"):
        from kg.exports import networkx_graph

        graph = result.to_networkx()
        if not len(graph):
            raise UsageError(
                "there is no node in the answer", remedy="return nodes: RETURN p, r, d"
            )
        buffer = io.BytesIO()
        writer = networkx_graph.gexf if form == "gexf" else networkx_graph.graphml
        writer(graph, buffer)
        return buffer.getvalue()
    raise UsageError(
        f"no form of answer is called {form!r}",
        remedy=f"one of {', '.join(RESULT_FORMS)}",
    )


def whole(path: Path, write: Callable[[Path], None], *, force: bool) -> None:
    """Let `write` make a temporary file and put it in place by one rename.

    Raises:
        GraphError: The file is there already and `force` is false, or can't be written.
    """
    _refuse_folder(path)
    if path.exists() and not force:
        raise GraphError(
            f"{path} is there already", remedy="replace it with --force (from Python: force=True)"
        )
    try:
        with tempfile.TemporaryDirectory(dir=path.parent or Path("."), prefix=".kg-") as folder:
            part = Path(folder) / path.name
            write(part)
            part.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise GraphError(f"{path} is a folder", remedy="give the name of a file")


def _unwritable(path: Path, error: OSError) -> GraphError:
    free = ""
    if error.errno == 28:  # no space left
        free = f" ({shutil.disk_usage(path.parent or '.').free:,} bytes are free)"
    return GraphError(
        f"{path} can't be written: {error.strerror or error}{free}", remedy="choose another place"
    )


def _writer(path: Path, base: str) -> Callable[[GraphTables, Path], None]:
    ending = path.suffix.lower()
    packed = ending == ".gz"
    if packed:
        ending = path.with_suffix("").suffix.lower()
    if ending in _RDF:
        from kg.rdf import write

        return lambda tables, part: write.write(tables, part, base=base)
    if not packed and ending in (".graphml", ".gexf", ".json"):
        from kg.exports import networkx_graph

        return {
            ".graphml": networkx_graph.write_graphml,
            ".gexf": networkx_graph.write_gexf,
            ".json": networkx_graph.write_node_link,
        }[ending]
    if not packed and ending in (".bib", ".ris"):
        from kg.exports import bibliography

        return bibliography.write
    raise UsageError(
        f"no form of file ends in {''.join(path.suffixes[-2:]) or 'nothing'!r}",
        remedy=f"one of {', '.join(ENDINGS)}; folders: --form {'|'.join(FOLDERS)}",
    )
