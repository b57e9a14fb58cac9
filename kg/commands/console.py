"""The command console: at a terminal a conversation, else statements from a file or a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from kg import stores
from kg.errors import InputError, UsageError
from kg.result import Result
from kg.stores.base import Limits, Store


def console(
    graph: str,
    *,
    file: str | None,
    form: str,
    fail_fast: bool,
    write: bool,
    user: str | None,
    timeout: float,
    rows: int,
) -> int:
    """Open the console; the exit code."""
    from queries.console_session import Session

    def connect(target: str) -> Store:
        if not stores.is_server(target):
            return stores.connect(target, write=write)
        from kg.commands.graph import login

        name, password = login(target, user)
        return stores.connect(target, user=name, password=password, write=write)

    lines = _lines(file) if file not in (None, "-") else None
    session = Session(graph, connect, _map, write, Limits(seconds=timeout, rows=rows))
    with closing(session):
        if file is None and sys.stdin.isatty() and sys.stdout.isatty():
            from queries.console import interact

            return interact(session)
        from queries import console_batch

        return console_batch.run(
            session,
            lines if lines is not None else sys.stdin,
            name=file if lines is not None and file else "stdin",
            form=form,  # type: ignore[arg-type]
            fail_fast=fail_fast,
            out=click.echo,
            say=lambda text: click.echo(text, err=True),
        )


def _lines(file: str) -> Iterator[str]:
    """The lines of a file, opened at once so that a missing one is told first."""
    path = Path(file)
    if not path.is_file():
        raise InputError("no such file", path=path, remedy="give a file of Cypher statements")

    def read() -> Iterator[str]:
        number = 0
        try:
            with path.open(encoding="utf-8-sig") as text:
                for number, line in enumerate(text, 1):  # noqa: B007
                    yield line
        except UnicodeDecodeError:
            raise InputError(
                "this is not UTF-8 text", path=path, line=number + 1, remedy="save it as UTF-8"
            ) from None

    return read()


def _map(result: Result, path: Path, title: str, force: bool) -> str:
    from viz import page, scene

    shown: Any = scene.from_result(result)
    if not shown.nodes:
        raise UsageError(
            "the last answer has no nodes to show",
            remedy="return nodes and relationships: MATCH (p)-[r:EVALUATES_ON]->(d) RETURN p, r, d",
        )
    page.write(shown, path, title=title, force=force)
    return f"{path}: {len(shown.nodes)} nodes, {len(shown.edges)} links"
