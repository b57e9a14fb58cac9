"""``kg fetch``: records of a scholarly service into a file."""

from __future__ import annotations

from typing import Any

import click

from kg.commands import show
from kg.wording import counted


def fetch(service: str, query: str, output: str, **options: Any) -> int:
    """Fetch, and say what came and what to do with it."""
    from kg import fetch as fetching

    with show.progress() as progress:
        found = fetching.fetch(
            service,
            query,
            output,
            progress=progress,
            tell=lambda line: click.echo(line, err=True),
            **options,
        )
    of = f" of {found.total:,}" if found.total is not None else ""
    pages = counted(found.remembered, "page")
    remembered = f", {pages} from before" if found.remembered else ""
    records = "record" if (found.total or found.records) == 1 else "records"
    requests = counted(found.requests, "request")
    click.echo(
        f"{found.path}: {found.records:,}{of} {records} ({requests}{remembered})\n"
        f"  kg build {found.path}"
    )
    return 0
