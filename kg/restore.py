"""A graph folder made of tables that come from elsewhere: a server, a file of RDF."""

from __future__ import annotations

from pathlib import Path

from kg import folder
from kg.errors import GraphError
from kg.folder import GraphFolder
from kg.progress import QUIET, Progress
from kg.sources.report import Report
from kg.tables import GraphTables
from kg.wording import counted


def restore(
    tables: GraphTables,
    output: Path,
    *,
    origin: str,
    force: bool = False,
    left_out: dict[str, int] | None = None,
    progress: Progress = QUIET,
) -> GraphFolder:
    """Make a graph folder that answers like any other.

    It has no records of the sources, so papers can't be added to it: they are added where they
    came from.

    Args:
        tables: The graph.
        output: The folder to make.
        origin: Where the tables come from, kept in the manifest.
        force: Replace a graph that is there.
        left_out: What there was besides, and how much of it; kept in the report.

    Raises:
        GraphError: The folder is there already, not ours, in use, or can't be written.
    """
    from kg.search import indexing
    from kg.stores import ladybug

    if folder.read_manifest(output) is not None and not force:
        raise GraphError(f"{output} is there already", remedy="replace it with --force")

    def fill(generation: Path) -> dict[str, object]:
        progress.stage("store")
        folder.write_tables(tables, generation)
        report = Report()
        for what, number in (left_out or {}).items():
            report.skip(origin, 0, f"{counted(number, 'time')} {what}: no part of a graph")
        report.write(generation / "report.jsonl")
        ladybug.write(generation, generation / folder.DATABASE)
        indexing.write(generation, indexing.build(tables))
        return {"inputs": [origin], "restored_from": origin, "counts": tables.counts()}

    with folder.locked(output):
        return folder.write_generation(output, fill)
