"""Commands that make and change graphs, and show what is found in papers."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.commands import show
from kg.errors import UsageError
from kg.wording import counted

if TYPE_CHECKING:
    from kg.engine import Engine
    from kg.progress import Progress
    from kg.run import BuildSummary

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
        click.echo(show.made(summary.counts, sum(summary.seconds.values()), target))
        click.echo(f"  texts read: {summary.extracted:,}")
    remarks = [r for r in summary.report.remarks if r.level != "note"]
    for remark in remarks[:10]:
        click.echo(f"{remark.level}: {remark}", err=True)
    if remarks:
        left_out = len(summary.report.skipped)
        click.echo(
            f"{counted(left_out, 'record')} left out, "
            f"{counted(len(remarks) - left_out, 'warning')}; "
            f"all in {GraphFolder.open(target).generation / 'report.jsonl'}",
            err=True,
        )
    return 1 if strict and remarks else 0


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
    from kg.commands import marked_text
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
            click.echo(marked_text.marked(paper, extracted, color=sys.stdout.isatty()))
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
