"""Commands that ask a graph."""

from __future__ import annotations

from typing import Any

import click

from kg import render
from kg.cli.options import (
    GRAPH,
    format_option,
    parameter_option,
    rows_option,
    timeout_option,
    user_option,
)


@click.command(epilog=GRAPH)
@click.argument("graph")
@click.argument("question", metavar="CYPHER|RECIPE")
@click.argument("more", nargs=-1, metavar="")
@parameter_option
@format_option
@timeout_option
@rows_option
@click.option("-o", "--output", help="File to write; its ending tells the form, see below.")
@click.option("--force", is_flag=True, help="Replace the file.")
@user_option
def query(
    graph: str, question: str, more: tuple[str, ...], parameters: tuple[str, ...], **options: Any
) -> int:
    """Ask a graph: a Cypher statement, or the name of a recipe.

    -o writes .csv, .json, .jsonl, .md, .parquet; the papers named in the answer as .bib or .ris;
    its nodes and links as .gexf or .graphml.

    \b
    Examples:
      kg query seed.kg papers-on-dataset -p dataset=BEIR -o beir.bib
      kg query seed.kg code
      kg query seed.kg path -p from=MUVERA -p to="Resources for Brewing BEIR"
      kg query seed.kg "MATCH (p:Paper) WHERE p.year >= \\$y RETURN p.title" -p y=2020
    """
    from kg.commands import ask

    ask.one_question(question, more)
    return ask.query(graph, question, parameters, **options)


@click.command(epilog=GRAPH)
@click.argument("graph")
@click.option("-f", "--file", help="Run the statements and commands in a file; - is a pipe.")
@click.option(
    "--format",
    "form",
    type=click.Choice(render.FORMATS),
    default="table",
    show_default=True,
    help="Of answers that go to a file or a pipe.",
)
@click.option("--fail-fast", is_flag=True, help="Stop at the first statement that fails.")
@click.option("--write", is_flag=True, help="Let statements write; Neo4j servers only.")
@timeout_option
@rows_option
@user_option
def console(graph: str, **options: Any) -> int:
    """Ask a graph in Cypher, one statement after the other; :help tells what there is.

    With -f FILE, or when the statements come through a pipe, they are run one by one; each ends
    with a semicolon. The exit code is 1 when one of them failed.

    \b
    Examples:
      kg console seed.kg
      kg console bolt://localhost:7687
      kg console seed.kg -f questions.cypher --format csv > answers.csv
      echo ":run datasets" | kg console seed.kg
    """
    from kg.commands import console as commands

    return commands.console(graph, **options)


@click.command()
@click.argument("name", required=False)
@format_option
def recipes(name: str | None, form: str) -> int:
    """List the recipes, or show one with its parameters and its Cypher.

    \b
    Examples:
      kg recipes
      kg recipes shares-benchmarks
    """
    from kg.commands import ask

    return ask.list_recipes(name, form=form)


@click.command(epilog=GRAPH)
@click.argument("graph")
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", help="Paper, Concept, Dataset, Method, Repository, Author or Venue.")
@click.option("--meaning", is_flag=True, help="By meaning instead of words.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Rows.")
@format_option
@user_option
def search(graph: str, words: tuple[str, ...], **options: Any) -> int:
    """Find papers, concepts, datasets, methods, code and people by words or by meaning.

    \b
    Examples:
      kg search seed.kg dense retrieval
      kg search seed.kg beir --kind dataset
      kg search seed.kg "how do robots learn to grasp" --meaning --kind paper
    """
    from kg.commands import ask

    return ask.search(graph, " ".join(words), **options)
