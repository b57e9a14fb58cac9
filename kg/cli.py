"""``kg``: the command line. Each command's work is in `kg.commands`, loaded when it is called."""

from __future__ import annotations

import sys
from typing import Any

import click

from kg.errors import KgError

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
GRAPH = "GRAPH is a folder made by kg build, or bolt://HOST:7687 with NEO4J_PASSWORD set."

parameter_option = click.option(
    "-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter."
)
user_option = click.option("--user", help="Neo4j user; default $NEO4J_USER or neo4j.")
source_option = click.option("--source", help="Format of the files, instead of telling it.")
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


@click.group(context_settings=HELP)
@click.version_option(package_name="kg-papers", prog_name="kg")
def cli() -> None:
    """Research papers in, a citation and concept knowledge graph out.

    \b
    Examples:
      kg build papers.txt -o papers.kg
      kg query papers.kg datasets
      kg query papers.kg papers-on-dataset -p dataset="MS MARCO"
      kg query papers.kg "MATCH (p:Paper) RETURN p.title LIMIT 5" --format csv
      kg map papers.kg -o map.html
      kg load papers.kg bolt://localhost:7687
    """


@cli.command()
@click.argument("files", nargs=-1, required=True)
@click.option("-o", "--output", help="Graph folder to make; default: the first file's name + .kg")
@source_option
@keywords_option
@click.option("--force", is_flag=True, help="Build although nothing has changed.")
@strict_option
@click.option("--jobs", type=click.IntRange(1), help="Processes; default: one a core.")
@click.option(
    "--columns", multiple=True, metavar="FIELD=HEADING", help="Of a CSV table; may be repeated."
)
@click.option(
    "--thesaurus", type=click.Path(), help="TOML file: which names are the same; kept in the graph."
)
def build(files: tuple[str, ...], output: str | None, **options: Any) -> int:
    """Build a graph from files of papers.

    FILES are files or folders, plain or compressed; each one's format is told by its content.
    A second build reads only texts that it has not seen.

    \b
    Examples:
      kg build papers-listing.txt -o seed.kg
      kg build library.bib scopus.csv openalex-snapshot/ -o library.kg
      kg build table.csv --columns title=Headline --columns abstract=Summary -o table.kg
      kg build a.jsonl.gz b.txt -o both.kg
    """
    from kg.commands import graph

    return graph.build(files, output, **options)


@cli.command()
@click.argument("service", type=click.Choice(["openalex", "semanticscholar", "crossref", "arxiv"]))
@click.argument("query")
@click.option("-o", "--output", required=True, help="File to make: .jsonl or .jsonl.gz.")
@click.option(
    "--limit", type=click.IntRange(1), default=1_000, show_default=True, help="Records at most."
)
@click.option("--email", help="Told to services that ask for one; default $KG_EMAIL.")
@click.option(
    "--pause", type=click.FloatRange(0), help="Seconds between requests; default: the service's."
)
@click.option("--fresh", is_flag=True, help="Ask again for pages that are kept from before.")
@click.option("--force", is_flag=True, help="Replace the file.")
def fetch(service: str, query: str, output: str, **options: Any) -> int:
    """Fetch what a scholarly service finds, as a file for kg build.

    Pages are kept in $KG_CACHE (default ~/.cache/kg/fetch) for a week: what was interrupted goes
    on, and the same fetch asks for nothing. Keys are read from KG_OPENALEX_KEY,
    KG_SEMANTICSCHOLAR_KEY and KG_CROSSREF_KEY.

    \b
    Examples:
      kg fetch openalex "dense retrieval" -o dense.jsonl.gz --limit 500 --email me@example.org
      kg fetch openalex filter:cites:W2741809807 -o citing.jsonl
      kg fetch semanticscholar "late interaction" -o late.jsonl
      kg fetch crossref "filter:issn:2167-8359,has-abstract:1" -o peerj.jsonl
      kg fetch arxiv "cat:cs.IR AND abs:reranking" -o reranking.jsonl && kg build reranking.jsonl
    """
    from kg.commands import fetch as commands

    return commands.fetch(service, query, output, **options)


@cli.command()
@click.argument("graph")
@click.argument("files", nargs=-1, required=True)
@source_option
@strict_option
def add(graph: str, files: tuple[str, ...], **options: Any) -> int:
    """Add the papers of files to a graph; only new texts are read.

    \b
    Examples:
      kg add seed.kg new-papers.bib
    """
    from kg.commands import graph as commands

    return commands.add(graph, files, **options)


@cli.command()
@click.argument("graph")
@click.argument("papers", nargs=-1, required=True)
def remove(graph: str, papers: tuple[str, ...]) -> int:
    """Take papers out of a graph, and all that only they supported.

    PAPERS are keys, DOIs, arXiv ids or whole titles.

    \b
    Examples:
      kg remove seed.kg doi:10.1000/182 "CarDreamer: Open-Source Learning Platform"
    """
    from kg.commands import graph as commands

    return commands.remove(graph, papers)


@cli.command()
@click.argument("graph")
@strict_option
def update(graph: str, **options: Any) -> int:
    """Read the files that a graph was made of again, where they changed.

    \b
    Examples:
      kg update seed.kg
    """
    from kg.commands import graph as commands

    return commands.update(graph, **options)


@cli.command()
@click.argument("graph")
@click.argument("node")
def explain(graph: str, node: str) -> int:
    """Show why a node is what it is: its records, its spellings and where they stand.

    NODE is a key, a name, an alias or a title.

    \b
    Examples:
      kg explain seed.kg "MS MARCO"
      kg explain seed.kg doi:10.18653/v1/p18-1001
    """
    from kg.commands import why

    click.echo(why.explain(graph, node))
    return 0


@cli.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["jsonl", "json"]), default="jsonl")
@source_option
@keywords_option
@click.option("--explain", is_flag=True, help="Show each text with its mentions marked.")
def extract(files: tuple[str, ...], **options: Any) -> int:
    """Print what is found in each paper, with its evidence.

    \b
    Examples:
      kg extract papers-listing.txt --format jsonl > records.jsonl
      kg extract papers-listing.txt --explain | less -R
    """
    from kg.commands import graph

    return graph.extract(files, **options)


@cli.command(epilog=GRAPH)
@click.argument("graph")
@click.argument("question", metavar="CYPHER|RECIPE")
@parameter_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "jsonl", "csv", "markdown"]),
    default="table",
    show_default=True,
)
@click.option("--timeout", type=float, default=30.0, show_default=True, help="Seconds.")
@click.option("--rows", type=click.IntRange(1), default=10_000, show_default=True, help="Limit.")
@user_option
def query(graph: str, question: str, parameters: tuple[str, ...], **options: Any) -> int:
    """Ask a graph: a Cypher statement, or the name of a recipe.

    \b
    Examples:
      kg query seed.kg code
      kg query seed.kg path -p from=MUVERA -p to="Resources for Brewing BEIR"
      kg query seed.kg "MATCH (p:Paper) WHERE p.year >= \\$y RETURN p.title" -p y=2020
    """
    from kg.commands import ask

    return ask.query(graph, question, parameters, **options)


@cli.command()
@click.argument("name", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "jsonl", "csv", "markdown"]),
    default="table",
)
def recipes(name: str | None, form: str) -> int:
    """List the recipes, or show one with its parameters and its Cypher.

    \b
    Examples:
      kg recipes
      kg recipes shares-benchmarks
    """
    from kg.commands import ask

    return ask.list_recipes(name, form=form)


@cli.command()
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


@cli.command()
@click.argument("graph")
@click.argument("file")
@click.option("--force", is_flag=True, help="Replace the file.")
def export(graph: str, file: str, force: bool) -> int:
    """Write a graph as one file: .ttl, .nt (RDF), .graphml, .json (networkx node-link).

    \b
    Example:
      kg export seed.kg graph.ttl
    """
    from kg.commands import graph as commands

    return commands.export(graph, file, force=force)


@cli.command(name="map", epilog=GRAPH)
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


@cli.group()
def neo4j() -> None:
    """Run a local Neo4j server from Maven Central's jars (needs Java 17 and Maven, no Docker)."""


@neo4j.command()
@click.option("--home", default=".neo4j", show_default=True, help="Folder of the server's data.")
@click.option("--port", type=int, default=7687, show_default=True, help="Bolt port.")
def start(home: str, port: int) -> int:
    """Start the server; its password is NEO4J_PASSWORD's value at the first start."""
    from kg.commands import server

    return server.start(home, port)


@neo4j.command()
@click.option("--home", default=".neo4j", show_default=True, help="Folder of the server's data.")
def stop(home: str) -> int:
    """Stop the server that kg started."""
    from kg.commands import server

    return server.stop(home)


@neo4j.command()
@click.option("--home", default=".neo4j", show_default=True, help="Folder of the server's data.")
def status(home: str) -> int:
    """Say whether the server runs, and where."""
    from kg.commands import server

    return server.status(home)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 failed, 2 wrong usage, 130 interrupted."""
    try:
        code = cli.main(arguments, prog_name="kg", standalone_mode=False)
    except KgError as error:
        click.echo(f"kg: {error.message}", err=True)
        if error.remedy:
            click.echo(f"  {error.remedy}", err=True)
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        code = 130
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
