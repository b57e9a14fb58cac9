"""The command that asks a person about doubtful nodes."""

from __future__ import annotations

from typing import Any

import click


@click.command()
@click.argument("graph")
@click.option("--list", "listed", is_flag=True, help="Print what would be asked, and ask nothing.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option(
    "--label",
    "labels",
    type=click.Choice(["Paper", "Dataset", "Method", "Concept"]),
    multiple=True,
    help="Of these nodes only; may be given again.",
)
@click.option(
    "--question", type=click.Choice(["merge", "split"]), help="Only merges, or only splits."
)
@click.option(
    "--limit", type=click.IntRange(1), default=100, show_default=True, help="Questions at most."
)
@click.option(
    "--apply/--no-apply",
    "applied",
    default=None,
    help="Make the graph anew with the answers at the end, or leave it to the next kg update.",
)
def review(graph: str, **options: Any) -> int:
    """Ask which nodes are one thing and which are two, and remember the answers.

    Near names, and spellings that do not look alike, are shown with the sentences they stand in,
    those first that matter most (papers touched, times the doubt). The answers go into
    GRAPH/thesaurus.toml; every build and update from then on follows them, and what has been
    answered is not asked again.

    \b
    Examples:
      kg review library.kg
      kg review library.kg --label Dataset --question split
      kg review library.kg --list --format json > questions.json
    """
    from kg.commands import review as commands

    return commands.review(graph, **options)
