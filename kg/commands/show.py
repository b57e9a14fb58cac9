"""Showing results and progress at the terminal."""

from __future__ import annotations

import csv
import io
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kg.progress import Progress, Stage
from kg.result import Result, plain

FORMATS = ("table", "json", "jsonl", "csv", "markdown")


def result(value: Result, form: str) -> str:
    """A result as text in one of `FORMATS`, without a final line end."""
    if form == "json":
        return json.dumps(value.records(), ensure_ascii=False, indent=1)
    if form == "jsonl":
        return "\n".join(json.dumps(r, ensure_ascii=False) for r in value.records())
    if form == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(value.columns)
        writer.writerows([_cell(v) for v in row] for row in value.rows)
        return out.getvalue().rstrip("\n")
    if form == "markdown":
        lines = ["| " + " | ".join(value.columns) + " |", "|" + " --- |" * len(value.columns)]
        for row in value.rows:
            cells = (_cell(v).replace("|", "\\|").replace("\n", " ") for v in row)
            lines.append("| " + " | ".join(cells) + " |")
        return "\n".join(lines)
    return table(value)


def table(value: Result) -> str:
    """A fitted table for people; on a terminal as wide as it, in a pipe as wide as needed."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, name in enumerate(value.columns):
        numbers = all(isinstance(r[number], int | float | None) for r in value.rows)
        numeric = bool(value.rows) and numbers
        grid.add_column(Text(name), justify="right" if numeric else "left", overflow="fold")
    for row in value.rows:
        grid.add_row(*(Text(_cell(v, short=True)) for v in row))
    out = io.StringIO()
    width = None if sys.stdout.isatty() else 10_000
    console = Console(file=out, width=width, no_color=True, highlight=False)
    if width:
        from rich.measure import Measurement

        console.width = min(width, Measurement.get(console, console.options, grid).maximum)
    console.print(grid)
    count = f"{len(value):,} row{'s' if len(value) != 1 else ''}"
    more = f", cut at {value.why}" if value.truncated else ""
    text = "\n".join(line.rstrip() for line in out.getvalue().splitlines()).strip("\n")
    return f"{text}\n{count}{more} in {value.seconds * 1000:.0f} ms"


def _cell(value: Any, *, short: bool = False) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.4g}" if short else repr(value)
    if isinstance(value, list):
        return ", ".join(_cell(v, short=short) for v in value)
    if isinstance(value, str | int):
        return str(value)
    if short and hasattr(value, "title"):
        return str(value)
    return json.dumps(plain(value), ensure_ascii=False)


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
