"""Commands for those who work with RDF."""

from __future__ import annotations

from typing import Any

import click

from kg.cli.options import format_option_with, rows_option, timeout_option


@click.command(name="import")
@click.argument("file")
@click.option("-o", "--output", help="Graph folder to make; default: the file's name + .kg")
@click.option("--force", is_flag=True, help="Replace a graph that is there.")
def import_command(file: str, output: str | None, force: bool) -> int:
    """Make a graph folder of RDF that kg export wrote.

    The form is told by the ending: .nt, .nq, .ttl, .trig, .jsonld, .rdf, with .gz or .bz2 behind.

    \b
    Example:
      kg import graph.ttl -o again.kg
    """
    from kg.commands import rdf as commands

    return commands.import_(file, output, force=force)


@click.command()
@click.argument("graph")
@click.argument("question", required=False, metavar="[SPARQL]")
@click.option("-f", "--file", help="File with the question; - is standard input.")
@format_option_with("turtle", said="; turtle: the triples of CONSTRUCT and DESCRIBE")
@timeout_option
@rows_option
def sparql(graph: str, question: str | None, **options: Any) -> int:
    """Ask a graph in SPARQL 1.1: SELECT, ASK, CONSTRUCT, DESCRIBE; no update, no SERVICE.

    The prefixes of kg ontology are known. The first question makes a database of the triples,
    kept in the graph's folder until the graph changes.

    \b
    Examples:
      kg sparql seed.kg 'SELECT ?title WHERE { ?p kg:evaluatesOn/dcterms:title "BEIR" ;
        dcterms:title ?title }'
      kg sparql seed.kg -f question.rq --format csv
      kg sparql seed.kg 'CONSTRUCT WHERE { ?p kg:introduces ?x }' --format turtle > new.ttl
    """
    from kg.commands import rdf as commands

    return commands.sparql(graph, question, **options)


@click.command()
@click.option("--shapes", is_flag=True, help="The SHACL shapes that the RDF of a graph has.")
def ontology(shapes: bool) -> int:
    """Print the ontology of kg's own RDF terms, in Turtle.

    \b
    Examples:
      kg ontology > kg.ttl
      kg ontology --shapes > shapes.ttl
    """
    from kg.commands import rdf as commands

    return commands.ontology(shapes=shapes)
