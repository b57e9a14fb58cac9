"""Options that several commands share."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import click

from kg import render

GRAPH = (
    "GRAPH is a folder made by kg build, or bolt://HOST:7687 with NEO4J_PASSWORD set, and "
    "NEO4J_DATABASE where it is not the server's own database."
)

parameter_option = click.option(
    "-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter."
)


def format_option_with(*more: str, said: str = "") -> Callable[[Any], Any]:
    """The option of how an answer is printed, with forms that only one command has."""
    return click.option(
        "--format",
        "form",
        type=click.Choice((*render.FORMATS, *more)),
        default="table",
        show_default=True,
        help=f"How the answer is printed{said}.",
    )


format_option = format_option_with()
timeout_option = click.option(
    "--timeout",
    type=click.FloatRange(0.01, 1_000_000),
    callback=lambda _, option, value: _number(option, value),
    default=30.0,
    show_default=True,
    help="Seconds.",
)
rows_option = click.option(
    "--rows", type=click.IntRange(1), default=10_000, show_default=True, help="Limit."
)
user_option = click.option("--user", help="Neo4j user; default $NEO4J_USER or neo4j.")
source_option = click.option("--source", help="Format of the files, instead of telling it.")
columns_option = click.option(
    "--columns",
    metavar="FIELD=COLUMN,…",
    help="What the columns of a CSV file hold, where their names don't tell.",
)
strict_option = click.option(
    "--strict", is_flag=True, help="Exit code 1 when any record was left out or doubtful."
)
keywords_option = click.option(
    "--keywords",
    type=click.Choice(["static", "keybert"]),
    default="static",
    show_default=True,
    help="Concepts ranked on a static embedding, or by KeyBERT with MiniLM (slow).",
)


def _number(option: click.Parameter, value: float) -> float:
    if math.isnan(value):
        raise click.BadParameter("this is not a number of seconds", param=option)
    return value
