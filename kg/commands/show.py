"""What commands show at the terminal: how far they are, and what they made."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from kg import render, schema
from kg.progress import Progress, Stage
from kg.result import Result


class PlainProgress:
    """A line a stage, and one every two seconds within it, for pipes and logs."""

    def __init__(self) -> None:
        self._name = ""
        self._done = 0
        self._total: int | None = None
        self._began = self._told = time.monotonic()

    def stage(self, name: str, total: int | None = None) -> Stage:
        self.close()
        self._name, self._done, self._total = name, 0, total
        self._began = self._told = time.monotonic()
        return self

    def advance(self, n: int = 1) -> None:
        self._done += n
        now = time.monotonic()
        if now - self._told >= 2:
            self._told = now
            total = f" of {self._total:,}" if self._total else ""
            self._say(f"{self._name}: {self._done:,}{total}")

    def close(self) -> None:
        """Tell how long the last stage took."""
        if self._name:
            seconds = time.monotonic() - self._began
            count = f" {self._done:,}" if self._done else ""
            self._say(f"{self._name}{count}: {seconds:.1f} s")
            self._name = ""

    @staticmethod
    def _say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)


class _BarProgress:
    def __init__(self, bars: Any) -> None:
        self._bars = bars
        self._task: Any = None

    def stage(self, name: str, total: int | None = None) -> Stage:
        self.close()
        self._task = self._bars.add_task(name, total=total)
        return self

    def advance(self, n: int = 1) -> None:
        self._bars.advance(self._task, n)

    def close(self) -> None:
        if self._task is not None:
            done = self._bars.tasks[self._task].completed
            self._bars.update(self._task, total=max(1, done), completed=max(1, done))


@contextmanager
def progress() -> Iterator[Progress]:
    """Progress on standard error: bars on a terminal, plain lines in a pipe."""
    if not sys.stderr.isatty():
        told = PlainProgress()
        yield told
        told.close()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description:8}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        shown = _BarProgress(bars)
        yield shown
        shown.close()


def answer(result: Result, form: str) -> None:
    """Print an answer in one of `kg.render.FORMATS`."""
    printed(render.result(result, form))


def printed(text: str) -> None:
    """Print what others' words may be in; a terminal shows it and does not obey it."""
    click.echo(render.printable(text) if sys.stdout.isatty() else text)


def made(counts: dict[str, int], seconds: float, target: Path) -> str:
    """What a build made, in three lines."""
    nodes = [f"{counts[n]:,} {n}" for n in schema.LABEL if counts[n]]
    edges = [f"{counts[n]:,} {n}" for n in schema.RELATIONSHIP if counts[n]]
    return (
        f"{target} built in {seconds:.1f} s\n"
        f"  nodes: {', '.join(nodes)}\n"
        f"  relationships: {', '.join(edges)}"
    )
