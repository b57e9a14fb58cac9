"""The command that measures a graph as a network."""

from __future__ import annotations

from typing import Any

import click

from kg.cli.options import GRAPH, format_option, user_option

MEASURES = (
    "pagerank", "degree", "communities", "bridges", "main-path", "bursts", "likely-links"
)  # fmt: skip


@click.command(epilog=GRAPH)
@click.argument("graph")
@click.argument("measure", type=click.Choice(MEASURES))
@click.option("--top", type=click.IntRange(1), default=20, show_default=True, help="Rows.")
@click.option(
    "--of",
    type=click.Choice(["papers", "concepts"]),
    help="Which network, for communities, bridges and likely-links.",
)
@click.option(
    "--kind",
    type=click.Choice(["global", "local", "key-route"]),
    default="global",
    show_default=True,
    help="Of main path.",
)
@click.option(
    "--resolution",
    type=click.FloatRange(min=0, min_open=True),
    default=1.0,
    show_default=True,
    help="Above 1: more and smaller communities.",
)
@click.option("--write", is_flag=True, help="Keep the values as properties of the nodes.")
@format_option
@click.option("-o", "--output", help="File to write: .csv, .json, .jsonl, .md, .parquet, .bib, …")
@click.option("--force", is_flag=True, help="Replace the file.")
@user_option
def analyse(graph: str, measure: str, **options: Any) -> int:
    """Measure a graph as a network.

    \b
    pagerank      papers by PageRank on the citations among them
    degree        papers by how often the others cite them
    communities   groups of papers (--of concepts: of concepts), and what each is about
    bridges       papers (--of concepts) that join the groups: betweenness
    main-path     how the ideas came down: the main path of the citations
    bursts        concepts that were suddenly in use, and when
    likely-links  concepts (--of papers) that are not linked and are likely to be

    With --write each value becomes a property that Cypher reads, until the graph is next built:
    pagerank, cited; cited, citing; community, community_label; betweenness; main_path;
    burst_from, burst_to, burst_weight.

    \b
    Examples:
      kg analyse library.kg pagerank
      kg analyse library.kg communities --of concepts --top 50 -o communities.csv
      kg analyse library.kg main-path --kind key-route
      kg analyse library.kg pagerank --write
      kg query library.kg "MATCH (p:Paper) RETURN p.title ORDER BY p.pagerank DESC LIMIT 9"
    """
    from kg.commands import analyse as commands

    return commands.analyse(graph, measure, **options)
