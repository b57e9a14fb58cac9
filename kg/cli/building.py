"""Commands that make and change a graph."""

from __future__ import annotations

from typing import Any

import click

from kg.cli.options import columns_option, keywords_option, source_option, strict_option


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("-o", "--output", help="Graph folder to make; default: the first file's name + .kg")
@source_option
@columns_option
@keywords_option
@click.option(
    "--force", is_flag=True, help="Build although nothing has changed, and read every text anew."
)
@strict_option
@click.option("--jobs", type=click.IntRange(1), help="Processes; default: one a core.")
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    help="What does the work: this machine's processes, or Spark (needs pyspark and a JDK 17).",
)
@click.option("--master", metavar="URL", help="The Spark cluster; default: this machine.")
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
      kg build s2-release/papers/ s2-release/abstracts/ s2-release/citations/ -o release.kg
      kg build mine.csv --columns title=Headline,abstract=Summary
      kg build a.jsonl.gz b.txt -o both.kg
      kg build openalex/ -o big.kg --engine spark --master spark://head:7077

    A thesaurus has a section [dataset], [method], [concept] or [paper] with any of these; two names
    of one node are "same", and so is what is renamed to the name of another node:

    \b
      [method]
      same = [["BERT", "BERT-base"], ["GPT-4", "GPT4", "gpt 4"]]  # called by the first
      different = [["ARC", "Arc"]]                                # spelled exactly so
      rename = { "wikitext" = "WikiText" }                        # not in [paper]
      drop = ["Reddit"]
    """
    from kg.commands import build as commands

    return commands.build(files, output, **options)


@click.command()
@click.argument("graph")
@click.argument("files", nargs=-1, required=True)
@source_option
@strict_option
def add(graph: str, files: tuple[str, ...], **options: Any) -> int:
    """Add the papers of files to a graph; only new texts are read.

    Abstracts and citations of a Semantic Scholar release complete papers that are in the graph
    or come later; for the latter their files are read again, so keep them where they are.

    \b
    Examples:
      kg add seed.kg new-papers.bib
    """
    from kg.commands import build as commands

    return commands.add(graph, files, **options)


@click.command()
@click.argument("graph")
@click.argument("papers", nargs=-1, required=True)
def remove(graph: str, papers: tuple[str, ...]) -> int:
    """Take papers out of a graph, and all that only they supported.

    PAPERS are keys, whole titles, or DOIs, arXiv's and the ACL Anthology's ids in any form. They
    stay out when kg update reads their files; kg add and kg build of these bring them back.

    \b
    Examples:
      kg remove seed.kg doi:10.1000/182 "A Survey on Mixture of Experts"
    """
    from kg.commands import build as commands

    return commands.remove(graph, papers)


@click.command()
@click.argument("graph")
@strict_option
def update(graph: str, **options: Any) -> int:
    """Read the files that a graph was made of again, where they changed.

    Files that are new in a folder given to kg build or kg add are read too. The papers of files
    that are gone are taken out, and the graph's thesaurus.toml is followed as it is now.

    \b
    Examples:
      kg update seed.kg
    """
    from kg.commands import build as commands

    return commands.update(graph, **options)


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(["jsonl", "json"]), default="jsonl", show_default=True
)
@source_option
@columns_option
@keywords_option
@click.option("--explain", is_flag=True, help="Show each text with its mentions marked.")
def extract(files: tuple[str, ...], **options: Any) -> int:
    """Print what is found in each paper, with its evidence.

    \b
    Examples:
      kg extract papers-listing.txt --format jsonl > records.jsonl
      kg extract papers-listing.txt --explain | less -R
    """
    from kg.commands import build as commands

    return commands.extract(files, **options)


@click.command()
@click.argument("graph")
@click.argument("node")
def explain(graph: str, node: str) -> int:
    """Show why a node is what it is: its records, its spellings and where they stand.

    NODE is a key, a name, an alias or a title; a paper's DOI, arXiv or ACL identifier, too.

    \b
    Examples:
      kg explain seed.kg "MS MARCO"
      kg explain seed.kg 10.18653/v1/p18-1001
    """
    from kg.commands import explain_node

    click.echo(explain_node.explain(graph, node))
    return 0


@click.command()
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
