"""Commands for those who work with RDF: import, sparql, ontology."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

import click

from kg.commands import show
from kg.errors import GraphError, QueryError, UsageError
from kg.folder import GraphFolder
from kg.stores.base import Limits
from kg.wording import counted


def import_(file: str, output: str | None, *, force: bool) -> int:
    """Make a graph folder of RDF."""
    from kg.rdf import read
    from kg.restore import restore

    path = Path(file)
    target = Path(output) if output else Path(path.name.split(".")[0] + ".kg")
    began = time.perf_counter()
    with show.progress() as progress:
        progress.stage("read")
        tables, left_out = read.read(path)
        restore(
            tables,
            target,
            origin=str(path),
            force=force,
            left_out=dict(left_out),
            progress=progress,
        )
    click.echo(show.made(tables.counts(), time.perf_counter() - began, target))
    if left_out:
        triples = counted(left_out.total(), "triple")
        most = ", ".join(f"{p} ({n:,})" for p, n in left_out.most_common(5))
        click.echo(f"left out {triples} that a graph has no place for: {most}")
    return 0


def sparql(
    graph: str, question: str | None, file: str | None, *, form: str, timeout: float, rows: int
) -> int:
    """Answer a question in SPARQL."""
    from kg.rdf import oxigraph, terms

    if (question is None) == (file is None):
        raise UsageError("give one question, or a file of one by -f", remedy="kg sparql --help")
    if file is not None:
        try:
            question = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{file} can't be read: {error}") from error
    asked = question or ""
    limits = Limits(seconds=timeout, rows=rows)
    prefixes = {p: iri for p, iri in terms.PREFIXES.items() if p != "sh"}
    database = _database(GraphFolder.open(Path(graph)))
    try:
        if form == "turtle":
            triples, cut = oxigraph.turtle(database, asked, prefixes, limits)
            show.printed(triples.rstrip("\n"))
        else:
            answer = oxigraph.ask(database, asked, prefixes, limits)
            show.answer(answer, form)
            cut = answer.why if form != "table" else ""
    except QueryError as error:
        raise error.pointed(asked) from error
    if cut:
        click.echo(f"the answer was cut: {cut}; --rows raises the limit", err=True)
    return 0


def _database(folder: GraphFolder) -> Path:
    """The graph's triples as Oxigraph holds them; made at the first question, kept beside it."""
    from kg.rdf import oxigraph, write

    kept = folder.generation / "rdf.oxigraph"
    if kept.is_dir():
        return kept
    with show.progress() as progress:
        progress.stage("rdf")
        try:
            with tempfile.TemporaryDirectory(dir=folder.generation, prefix=".rdf-") as part:
                triples = Path(part) / "graph.nt"
                write.write(folder.tables(), triples)
                oxigraph.fill(Path(part) / "store", triples)
                if not kept.is_dir():
                    shutil.move(Path(part) / "store", kept)
        except OSError as error:
            raise GraphError(
                f"{folder.generation} can't be written: {error.strerror or error}",
                remedy="SPARQL needs room beside the graph, once",
            ) from error
    return kept


def ontology(*, shapes: bool) -> int:
    """Print our terms, or the shapes of a graph."""
    from kg.rdf import ontology as published

    click.echo(published.shapes() if shapes else published.ontology(), nl=False)
    return 0
