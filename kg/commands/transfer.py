"""Commands that take graphs elsewhere and back: load, pull, export."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.commands import show
from kg.commands.login import database_named, login
from kg.errors import EngineError, UsageError
from kg.wording import counted

if TYPE_CHECKING:
    from kg.tables import GraphTables


def load(
    graph: str,
    uri: str | None,
    *,
    user: str | None,
    database: str | None,
    everything: bool,
    replace: bool,
    via_import: bool,
    home: str,
) -> int:
    """Put a graph into a Neo4j server."""
    from kg import stores
    from kg.folder import GraphFolder
    from kg.stores.neo4j import Neo4jStore

    tables = GraphFolder.open(Path(graph)).tables()
    if via_import:
        uri = _imported(tables, uri, Path(home), user)
    if uri is None or not stores.is_server(uri):
        raise UsageError(
            f"{uri} is not the address of a Neo4j server" if uri else "no server is named",
            remedy="give one like bolt://localhost:7687",
        )
    name, password = login(uri, user)
    database = "neo4j" if via_import else database_named(database)
    with Neo4jStore(uri, name, password, database) as store, show.progress() as progress:
        stage = progress.stage("load", sum(tables.counts().values()))
        summary = store.load(tables, everything=everything, replace=replace, advance=stage.advance)
    click.echo(
        f"{uri} holds {graph}: {counted(summary.nodes, 'node')},"
        f" {counted(summary.relationships, 'relationship')}"
        f" ({summary.sent:,} sent, {summary.deleted:,} deleted) in {summary.seconds:.1f} s"
    )
    return 0


def _imported(tables: GraphTables, uri: str | None, home: Path, user: str | None) -> str:
    """Fill the database of the server that kg runs in `home` by neo4j-admin; its address."""
    import tempfile
    import time

    from kg.exports import neo4j_admin
    from kg.stores import neo4j_server

    if uri is not None:
        raise UsageError(
            "--via-import takes no address: it fills the server that kg neo4j start runs here",
            remedy=f"leave out {uri}, or leave out --via-import",
        )
    before = neo4j_server.server_uri(home)
    if before is None:
        raise EngineError(
            f"no server of ours runs in {home}", remedy=f"kg neo4j start --home {home}"
        )
    _, password = login(before, user)
    port = int(before.rpartition(":")[2])
    server = neo4j_server.Neo4jServer(home, password=password, bolt_port=port)
    with show.progress() as progress, tempfile.TemporaryDirectory(dir=home) as folder:
        progress.stage("write")
        words = neo4j_admin.write(tables, Path(folder))
        server.stop()
        try:
            progress.stage("import")
            began = time.perf_counter()
            server.admin(*words, folder=Path(folder))
            seconds = time.perf_counter() - began
        finally:
            progress.stage("start")
            server.start()
    rows = sum(tables.counts().values())
    click.echo(f"imported {counted(rows, 'row')} in {seconds:.1f} s ({rows / seconds:,.0f} rows/s)")
    return server.uri


def pull(
    uri: str, output: str | None, *, user: str | None, database: str | None, force: bool
) -> int:
    """Make a graph folder of a server's graph."""
    import time

    from kg import stores
    from kg.restore import restore
    from kg.stores.neo4j import Neo4jStore

    if not stores.is_server(uri):
        raise UsageError(
            f"{uri} is not the address of a Neo4j server",
            remedy="give one like bolt://localhost:7687",
        )
    target = Path(output or "pulled.kg")
    name, password = login(uri, user)
    began = time.perf_counter()
    with (
        Neo4jStore(uri, name, password, database_named(database)) as store,
        show.progress() as progress,
    ):
        stage = progress.stage("pull")
        tables, left_out = store.pull(advance=stage.advance)
        restore(tables, target, origin=uri, force=force, left_out=left_out, progress=progress)
    click.echo(show.made(tables.counts(), time.perf_counter() - began, target))
    for what, number in left_out.items():
        click.echo(f"left out {counted(number, 'time')} {what}", err=True)
    return 0


def export(graph: str, target: str, *, form: str | None, base: str | None, force: bool) -> int:
    """Write a graph as one file, or as a folder of files."""
    from kg.exports import files
    from kg.folder import GraphFolder

    path = Path(target)
    rdf = path.name.removesuffix(".gz").endswith((".nt", ".ttl", ".trig", ".jsonld"))
    if base is not None and (form is not None or not rdf):
        raise UsageError("--base is for RDF", remedy="name a file in .nt, .ttl, .trig or .jsonld")
    base = "urn:kg:" if base is None else base
    if not base.endswith((":", "/", "#")) or re.search(r'[\s<>"{}|\\^`]', base):
        raise UsageError(f"--base {base!r} is no beginning of an IRI", remedy="end it in / or :")
    if form is None and not path.suffix:
        raise UsageError(
            f"{target} has no ending that tells a form",
            remedy=f"one of {', '.join(files.ENDINGS)}; or a folder by --form",
        )
    tables = GraphFolder.open(Path(graph)).tables()
    if form is not None:
        written = files.export_folder(tables, path, form, force=force)
        click.echo(f"{path}: {counted(len(written), 'file')}")
        return 0
    with show.progress() as progress:
        progress.stage("write")
        files.export(tables, path, force=force, base=base)
    click.echo(f"{path}: {path.stat().st_size:,} bytes")
    return 0
