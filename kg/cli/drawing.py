"""The command that draws: a page of a graph or of an answer."""

from __future__ import annotations

from typing import Any

import click

from kg.cli.options import GRAPH, parameter_option, user_option

VIEWS = ("overview", "neighbourhood", "concepts", "benchmarks", "timeline", "path")


@click.command(name="map", epilog=GRAPH)
@click.argument("graph")
@click.argument("question", required=False, metavar="[CYPHER|RECIPE]")
@parameter_option
@click.option("-o", "--output", default="map.html", show_default=True, help="The page to write.")
@click.option(
    "--view",
    type=click.Choice(VIEWS),
    help="What to show; overview, or what the other options ask for.",
)
@click.option("--of", metavar="NAME", help="Middle of a neighbourhood: a title, name or key.")
@click.option("--hops", type=click.IntRange(1, 3), show_default="1", help="Steps around it.")
@click.option("--from", "start", metavar="NAME", help="Where a path begins.")
@click.option("--to", "end", metavar="NAME", help="Where it ends.")
@click.option(
    "--most", type=click.IntRange(10, 2_000), default=200, show_default=True, help="Nodes."
)
@click.option("--title", help="Heading of the page.")
@click.option(
    "--like", metavar="PAGE", help="Keep the places of a page written before; default: of -o."
)
@click.option("--force", is_flag=True, help="Replace the file; its nodes keep their places.")
@user_option
def map_command(
    graph: str, question: str | None, parameters: tuple[str, ...], **options: Any
) -> int:
    """Write one page that shows the graph, a view of it, or the nodes and links of an answer.

    The page is a single file and needs no network. On it: legend, filters, search, what is
    known of each node with its evidence, the same as tables.

    \b
    Examples:
      kg map seed.kg -o map.html
      kg map seed.kg --of MUVERA --hops 2 -o muvera.html
      kg map seed.kg --view concepts --most 300 -o concepts.html
      kg map seed.kg --view benchmarks -o benchmarks.html
      kg map library.kg --view timeline -o timeline.html
      kg map seed.kg --from MUVERA --to "O1 Embedder" -o path.html
      kg map seed.kg "MATCH (p:Paper)-[r:EVALUATES_ON]->(d:Dataset) RETURN p, r, d" -o use.html
    """
    from kg.commands import draw

    return draw.map_page(graph, question, parameters, **options)
