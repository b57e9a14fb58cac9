"""``kg``: the command line. Each command's work is in `kg.commands`, loaded when it is called."""

from __future__ import annotations

import sys

import click

from kg.cli import (
    analysing,
    asking,
    browsing,
    building,
    drawing,
    rdf,
    reviewing,
    server,
    taking,
)
from kg.errors import KgError

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


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
      kg console papers.kg
      kg browse papers.kg
      kg map papers.kg -o map.html
      kg load papers.kg bolt://localhost:7687
    """


for command in (
    building.build,
    building.add,
    building.remove,
    building.update,
    building.extract,
    building.fetch,
    building.explain,
    reviewing.review,
    asking.query,
    asking.search,
    asking.console,
    asking.recipes,
    analysing.analyse,
    browsing.browse,
    taking.load,
    taking.pull,
    taking.export,
    drawing.map_command,
    rdf.import_command,
    rdf.sparql,
    rdf.ontology,
    server.neo4j,
):
    cli.add_command(command)


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
