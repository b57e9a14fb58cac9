"""Commands that make graphs and take them elsewhere: build, extract, load, export."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.commands import show
from kg.errors import EngineError, UsageError

if TYPE_CHECKING:
    from kg.engine import Engine
    from kg.progress import Progress
    from kg.run import BuildSummary
    from kg.tables import GraphTables

LAID_OUT = range(1_000, 100_000)
"""Papers of a graph whose overview is laid out when it is built."""


def build(
    inputs: tuple[str, ...],
    output: str | None,
    *,
    strict: bool,
    columns: str | None,
    engine: str,
    master: str | None,
    **options: Any,
) -> int:
    """Build a graph and say what it holds; the exit code."""
    from kg import pipeline

    target = Path(output) if output else Path(Path(inputs[0]).name.split(".")[0] + ".kg")
    with show.progress() as progress:
        summary = pipeline.build(
            [Path(p) for p in inputs],
            target,
            columns=_columns(columns),
            engine=_engine(engine, master),
            progress=progress,
            **options,
        )
        _lay_out(summary, progress)
    return _said(summary, strict=strict, again="--force builds anew")


def _lay_out(summary: BuildSummary, progress: Progress) -> None:
    """Find the places of a large graph's overview now, so that it opens at once.

    Those of a small one are found when it is first browsed, which takes a moment; those of a
    huge one too, for its papers need not fit into this machine's memory. One that papers were
    added to is brought up to date when it is browsed next.
    """
    if not summary.unchanged and summary.counts["Paper"] in LAID_OUT:
        from viz.browser import overview

        overview.prepare(summary.path, progress)


def _engine(name: str, master: str | None) -> Engine | None:
    if name == "spark":
        from kg.spark import Spark

        return Spark(master or "local[*]")
    if master:
        raise UsageError("--master is for Spark", remedy="add --engine spark")
    return None


def _columns(text: str | None) -> dict[str, str] | None:
    """``FIELD=COLUMN,FIELD=COLUMN``; a column's name may have commas in it."""
    if text is None:
        return None
    chosen = {}
    for part in re.split(r",(?=\s*\w+\s*=)", text):
        name, sign, column = part.partition("=")
        if not (name.strip() and sign and column.strip()):
            raise UsageError(
                f"--columns {part!r} names no column",
                remedy="write it like --columns title=Headline,abstract=Summary",
            )
        chosen[name.strip()] = column.strip()
    return chosen


def add(graph: str, inputs: tuple[str, ...], *, strict: bool, **options: Any) -> int:
    """Add files' papers to a graph."""
    from kg import pipeline

    with show.progress() as progress:
        summary = pipeline.add(graph, [Path(p) for p in inputs], progress=progress, **options)
    return _said(summary, strict=strict)


def remove(graph: str, papers: tuple[str, ...]) -> int:
    """Take papers out of a graph."""
    from kg import pipeline

    with show.progress() as progress:
        summary = pipeline.remove(graph, papers, progress=progress)
    return _said(summary)


def update(graph: str, *, strict: bool) -> int:
    """Read a graph's changed files again."""
    from kg import pipeline

    with show.progress() as progress:
        summary = pipeline.update(graph, progress=progress)
    return _said(summary, strict=strict, again="kg build --force builds anew")


def _said(summary: BuildSummary, *, strict: bool = False, again: str = "") -> int:
    """Print what a build did; the exit code."""
    from kg.folder import GraphFolder

    target = summary.path
    if summary.unchanged:
        click.echo(f"{target}: nothing has changed since the last build ({again})")
    else:
        click.echo(made(summary.counts, sum(summary.seconds.values()), target))
        click.echo(f"  texts read: {summary.extracted:,}")
    remarks = [r for r in summary.report.remarks if r.level != "note"]
    for remark in remarks[:10]:
        click.echo(f"{remark.level}: {remark}", err=True)
    if remarks:
        left_out = len(summary.report.skipped)
        click.echo(
            f"{_number(left_out, 'record')} left out, "
            f"{_number(len(remarks) - left_out, 'warning')}; "
            f"all in {GraphFolder.open(target).generation / 'report.jsonl'}",
            err=True,
        )
    return 1 if strict and remarks else 0


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"


def made(counts: dict[str, int], seconds: float, target: Path) -> str:
    """What a build made, in three lines."""
    from kg import schema

    nodes = [f"{counts[n]:,} {n}" for n in schema.LABEL if counts[n]]
    edges = [f"{counts[n]:,} {n}" for n in schema.RELATIONSHIP if counts[n]]
    return (
        f"{target} built in {seconds:.1f} s\n"
        f"  nodes: {', '.join(nodes)}\n"
        f"  relationships: {', '.join(edges)}"
    )


def extract(
    inputs: tuple[str, ...],
    *,
    form: str,
    source: str | None,
    columns: str | None,
    keywords: str,
    explain: bool,
) -> int:
    """Print what is found in each paper."""
    from kg import sources
    from kg.commands import explain as explaining
    from kg.extract.columns import extract as find_mentions
    from kg.extract.record import record

    report = sources.Report()
    paths = sources.walk([Path(p) for p in inputs])
    chosen = _columns(columns)
    papers = list(sources.read(paths, source=source, columns=chosen, joined=True, report=report))
    found = find_mentions(papers, keywords=keywords)
    if form == "json":
        click.echo("[")
    for number, (paper, extracted) in enumerate(zip(papers, found, strict=True)):
        if explain:
            click.echo(explaining.marked(paper, extracted, color=sys.stdout.isatty()))
            continue
        line = json.dumps(record(paper, extracted), ensure_ascii=False)
        if form == "json":
            line = (" " if number == 0 else ",") + line
        click.echo(line)
    if form == "json":
        click.echo("]")
    for remark in report.remarks:
        if remark.level != "note":
            click.echo(f"{remark.level}: {remark}", err=True)
    return 0


def load(
    graph: str,
    uri: str | None,
    *,
    user: str | None,
    database: str | None,
    everything: bool,
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
    with Neo4jStore(uri, name, password, database) as store, show.progress() as progress:
        stage = progress.stage("load", sum(tables.counts().values()))
        summary = store.load(tables, everything=everything, advance=stage.advance)
    click.echo(
        f"{uri} holds {graph}: {summary.nodes:,} nodes, {summary.relationships:,} relationships"
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
    click.echo(f"imported {rows:,} rows in {seconds:.1f} s ({rows / seconds:,.0f} rows/s)")
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
    with Neo4jStore(uri, name, password, database) as store, show.progress() as progress:
        stage = progress.stage("pull")
        tables, left_out = store.pull(advance=stage.advance)
        restore(tables, target, origin=uri, force=force, left_out=left_out, progress=progress)
    click.echo(made(tables.counts(), time.perf_counter() - began, target))
    for what, number in left_out.items():
        click.echo(f"left out {number:,} times {what}", err=True)
    return 0


def login(uri: str, user: str | None) -> tuple[str, str]:
    """User and password of a server: from the environment, else asked at the terminal."""
    import os

    name = user or os.environ.get("NEO4J_USER") or "neo4j"
    password = os.environ.get("NEO4J_PASSWORD")
    if password is None:
        if not sys.stdin.isatty():
            raise EngineError(
                f"{uri} needs a password", remedy="set the environment variable NEO4J_PASSWORD"
            )
        password = click.prompt(f"password of {name} at {uri}", hide_input=True, err=True)
    return name, str(password)


def export(graph: str, target: str, *, form: str | None, base: str, force: bool) -> int:
    """Write a graph as one file, or as a folder of files."""
    from kg.exports import files
    from kg.folder import GraphFolder

    path = Path(target)
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
        click.echo(f"{path}: {len(written)} files")
        return 0
    with show.progress() as progress:
        progress.stage("write")
        files.export(tables, path, force=force, base=base)
    click.echo(f"{path}: {path.stat().st_size:,} bytes")
    return 0
