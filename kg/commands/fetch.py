"""``kg fetch``: records of a scholarly service into a file."""

from __future__ import annotations

from typing import Any

import click

from kg.commands import show


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
    pages = "page" if found.remembered == 1 else "pages"
    remembered = f", {found.remembered:,} {pages} from before" if found.remembered else ""
    requests = "request" if found.requests == 1 else "requests"
    click.echo(
        f"{found.path}: {found.records:,}{of} records ({found.requests:,} {requests}{remembered})\n"
        f"  kg build {found.path}"
    )
    return 0
