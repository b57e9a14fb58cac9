"""Commands that take a graph elsewhere: a server, a file."""

from __future__ import annotations

from typing import Any

import click

from kg.cli.options import user_option


@click.command()
@click.argument("graph")
@click.argument("uri", required=False)
@user_option
@click.option("--database", help="Database; default $NEO4J_DATABASE or the server's own.")
@click.option("--everything", is_flag=True, help="Send all rows, not only those that changed.")
@click.option("--replace", is_flag=True, help="Also where another graph is: it goes.")
@click.option(
    "--via-import", is_flag=True, help="By neo4j-admin's import, into the server that kg runs."
)
@click.option("--home", default=".neo4j", show_default=True, help="Folder of that server's data.")
def load(graph: str, uri: str | None, **options: Any) -> int:
    """Put a graph into a Neo4j 5 server: what is new or has changed, nothing twice.

    What is gone from the graph goes from the server; what was cut off goes on. A database holds
    one graph; nodes, labels and properties of your own beside it stay, and relationships of your
    own to nodes that stay. The password is read from NEO4J_PASSWORD, or asked for.

    --via-import replaces the whole database neo4j of the server that kg neo4j start runs, with
    all that is in it; the server stops for the time.

    \b
    Examples:
      kg load seed.kg bolt://localhost:7687
      kg load big.kg --via-import
    """
    from kg.commands import transfer as commands

    return commands.load(graph, uri, **options)


@click.command()
@click.argument("uri")
@click.option("-o", "--output", help="Graph folder to make; default: pulled.kg")
@user_option
@click.option("--database", help="Database; default $NEO4J_DATABASE or the server's own.")
@click.option("--force", is_flag=True, help="Replace a graph that is there.")
def pull(uri: str, output: str | None, **options: Any) -> int:
    """Make a graph folder of the graph that a Neo4j server holds.

    \b
    Example:
      kg pull bolt://localhost:7687 -o seed.kg
    """
    from kg.commands import transfer as commands

    return commands.pull(uri, output, **options)


@click.command()
@click.argument("graph")
@click.argument("target", metavar="FILE|FOLDER")
@click.option(
    "--form",
    type=click.Choice(["csv", "parquet", "vosviewer", "neo4j-admin"]),
    help="Write a folder of files in this form.",
)
@click.option("--neo4j-admin", "form", flag_value="neo4j-admin", help="Short for that form.")
@click.option("--base", show_default="urn:kg:", help="What the IRIs of RDF begin with.")
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
    from kg.commands import transfer as commands

    return commands.export(graph, target, **options)
