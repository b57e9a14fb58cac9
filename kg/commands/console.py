"""The command console: at a terminal a conversation, else statements from a file or a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

import click

from kg import render
from kg.commands import show
from kg.commands.login import connect
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

    def opened(target: str) -> Store:
        try:
            return connect(target, user, write=write)
        except click.Abort:  # Ctrl-C at the password: the console goes on
            raise KeyboardInterrupt from None

    interactive = file is None and sys.stdin.isatty() and sys.stdout.isatty()
    source = None if interactive else _open(file)
    session = Session(graph, opened, _map, write, Limits(seconds=timeout, rows=rows))
    with closing(session):
        if source is None:
            from queries.console import interact

            return interact(session)
        from queries import console_batch

        name = "stdin" if file in (None, "-") else str(file)
        return console_batch.run(
            session,
            _lines(source, name),
            name=name,
            form=form,
            fail_fast=fail_fast,
            out=show.printed,
            say=lambda text: click.echo(render.printable(text), err=True),
        )


def _open(file: str | None) -> IO[bytes]:
    if file is None or file == "-":
        return sys.stdin.buffer
    try:
        return open(file, "rb")
    except FileNotFoundError:
        raise InputError(
            "no such file", path=file, remedy="give a file of Cypher statements"
        ) from None
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror}", path=file) from error


def _lines(file: IO[bytes], name: str) -> Iterator[str]:
    """The lines of a file as they come, so that a pipe is answered at once.

    Byte order marks go, also within: files that begin with one may have been joined.
    """
    for number, line in enumerate(file, 1):
        try:
            yield line.decode().lstrip("\ufeff").replace("\r\n", "\n")
        except UnicodeDecodeError:
            raise InputError(
                "this is not UTF-8 text", path=name, line=number, remedy="save it as UTF-8"
            ) from None


def _map(result: Result, path: Path, title: str, force: bool) -> str:
    from viz import page, scene

    shown: Any = scene.from_result(result)
    if not shown.nodes:
        raise UsageError(
            "the last answer has no nodes to show",
            remedy="return nodes and relationships: MATCH (p)-[r:EVALUATES_ON]->(d) RETURN p, r, d",
        )
    page.write(shown, path, title=title, force=force)
    return f"{path}: {shown.summary}"
