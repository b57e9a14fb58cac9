"""Commands that take a graph elsewhere: a server, a file, a page."""

from __future__ import annotations

from typing import Any

import click

from kg.cli.options import GRAPH, parameter_option, user_option


@click.command()
@click.argument("graph")
@click.argument("uri")
@user_option
@click.option("--database", help="Database; default: the server's.")
def load(graph: str, uri: str, **options: Any) -> int:
    """Put a graph into a running Neo4j 5 server; doing it again changes nothing.

    The password is read from NEO4J_PASSWORD, or asked for.

    \b
    Example:
      kg load seed.kg bolt://localhost:7687
    """
    from kg.commands import graph as commands

    return commands.load(graph, uri, **options)


@click.command()
@click.argument("graph")
@click.argument("target", metavar="FILE|FOLDER")
@click.option(
    "--form",
    type=click.Choice(["csv", "parquet", "vosviewer", "neo4j-admin"]),
    help="Write a folder of files in this form.",
)
@click.option("--neo4j-admin", "form", flag_value="neo4j-admin", help="Short for that form.")
@click.option(
    "--base", default="urn:kg:", show_default=True, help="What the IRIs of RDF begin with."
)
@click.option("--force", is_flag=True, help="Replace what is there.")
def export(graph: str, target: str, **options: Any) -> int:
    """Write a graph as one file, or as a folder of files.

    One file, by its ending: RDF (.nt, .ttl, .trig, .jsonld, also with .gz), .graphml, .gexf, .json
    (networkx node-link), .bib and .ris (the papers). Folders, by --form: a table for each label
    and relationship type as CSV or Parquet, maps and networks for VOSviewer, files for
    neo4j-admin's import with the command that takes them.

    \b
    Examples:
      kg export seed.kg graph.ttl
      kg export seed.kg graph.nt.gz --base https://example.org/kg/
      kg export seed.kg maps --form vosviewer
      kg export seed.kg --neo4j-admin import
    """
    from kg.commands import graph as commands

    return commands.export(graph, target, **options)


@click.command(name="map", epilog=GRAPH)
@click.argument("graph")
@click.argument("question", required=False, metavar="[CYPHER|RECIPE]")
@parameter_option
@click.option("-o", "--output", default="map.html", show_default=True, help="The page to write.")
@click.option("--title", help="Heading of the page.")
@click.option("--most", type=click.IntRange(10), default=200, show_default=True, help="Nodes.")
@click.option("--force", is_flag=True, help="Replace the file.")
@user_option
def map_command(
    graph: str, question: str | None, parameters: tuple[str, ...], **options: Any
) -> int:
    """Write one page that shows the graph, or the nodes and links of an answer.

    The page is a single file and needs no network.

    \b
    Examples:
      kg map seed.kg -o map.html
      kg map seed.kg "MATCH (p:Paper)-[r:EVALUATES_ON]->(d:Dataset) RETURN p, r, d" -o use.html
    """
    from kg.commands import graph as commands

    return commands.map_page(graph, question, parameters, **options)
