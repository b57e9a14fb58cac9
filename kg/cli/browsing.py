"""The command that opens the graph browser."""

from __future__ import annotations

from typing import Any

import click

from kg.cli.options import GRAPH, user_option


@click.command(epilog=GRAPH)
@click.argument("graph")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True,
              help="Port to listen on; 0 takes any that is free.")  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True,
              help="Address to listen on; any but this machine's own demands a token.")  # fmt: skip
@click.option("--token", metavar="TEXT", envvar="KG_TOKEN", show_envvar=True,
              help="What a visitor must know; else one is made up for --host.")  # fmt: skip
@click.option("--no-open", is_flag=True, help="Don't open the page.")
@user_option
def browse(graph: str, **options: Any) -> int:
    """Explore a graph in the web browser: search, expand, compare, ask in Cypher.

    The application runs on this machine, asks nobody else anything and only reads. Ctrl-C ends it.

    \b
    Examples:
      kg browse seed.kg
      kg browse seed.kg --port 9000 --no-open
      kg browse bolt://localhost:7687
    """
    from kg.commands import browse as commands

    return commands.browse(graph, **options)
