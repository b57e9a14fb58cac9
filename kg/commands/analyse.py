"""The command analyse: measures of a graph as a network, shown, written, kept."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from kg import folder, render, stores
from kg.commands import ask, show
from kg.commands.login import login
from kg.errors import UsageError
from kg.folder import GraphFolder
from kg.result import Result
from kg.stores.base import NodeProperty
from kg.tables import GraphTables


def analyse(
    graph: str,
    measure: str,
    *,
    write: bool,
    form: str,
    output: str | None,
    force: bool,
    user: str | None,
    **options: Any,
) -> int:
    """Measure a graph and print what was found, or write it to a file."""
    from kg.analysis import measures

    given = {name: value for name, value in options.items() if value is not None}
    with show.progress() as progress:
        progress.stage("read")
        tables = _tables(graph, user)
        progress.stage(measure)
        found = measures.analyse(tables, measure, **given)
        if write:
            if not found.properties:
                raise UsageError(f"{measure} finds no values of nodes", remedy="leave --write away")
            progress.stage("keep")
            _keep(graph, user, found.properties)
    if output is None:
        show.answer(found.result, form)
    else:
        _written(graph, user, found.result, Path(output), force)
    for note in found.notes:
        click.echo(note, err=True)
    if write:
        kept = ", ".join(f"{p.label}.{p.name}" for p in found.properties)
        click.echo(f"{graph}: kept {kept}", err=True)
    return 0


def _tables(graph: str, user: str | None) -> GraphTables:
    if not stores.is_server(graph):
        return GraphFolder.open(Path(graph)).tables()
    from kg.stores.neo4j import Neo4jStore

    with Neo4jStore(graph, *login(graph, user)) as store:
        tables, _ = store.pull()
    return tables


def _keep(graph: str, user: str | None, properties: Sequence[NodeProperty]) -> None:
    """Values on a server's nodes; in a folder, a generation that has them."""
    if stores.is_server(graph):
        from kg.stores.neo4j import Neo4jStore

        with Neo4jStore(graph, *login(graph, user)) as store:
            store.keep(properties)
        return
    from kg.stores import ladybug

    path = Path(graph)
    with folder.locked(path):
        opened = GraphFolder.open(path)

        def fill(generation: Path) -> dict[str, Any]:
            shutil.copytree(opened.generation, generation, dirs_exist_ok=True)
            ladybug.keep(properties, generation / opened.database.name)
            return {k: v for k, v in opened.manifest.items() if k not in folder.OWN_ENTRIES}

        folder.write_generation(path, fill)


def _written(graph: str, user: str | None, result: Result, path: Path, force: bool) -> None:
    from queries import bibliography

    with ask.opened(graph, user) as store:
        bibliography.write_result(store, result, path, force=force)
    click.echo(f"{path}: {render.counted_rows(result)}")
