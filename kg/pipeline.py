"""From files to a graph on disk: read, extract, resolve, relate, store; whole or in addition.

A build keeps what the sources said and what was found in each text. The next one on the same
graph reads the files again, but extracts only texts that it has not seen; `add`, `remove` and
`update` start from what is kept. Whatever the way, the same papers give the same graph.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg import folder, schema, settings, sources
from kg.archive import Archive
from kg.engine import Engine, Local
from kg.errors import GraphError, InputError
from kg.folder import GraphFolder
from kg.progress import QUIET, Progress
from kg.resolve.thesaurus import FILE as THESAURUS
from kg.resolve.thesaurus import Thesaurus
from kg.run import BuildSummary, Run, locked
from kg.settings import Settings
from kg.sources import Report

MANY = 5_000
"""Papers of a graph from which on those that are added are extracted while it is read."""


def build(
    inputs: Sequence[Path | str],
    output: Path | str,
    *,
    source: str | None = None,
    columns: Mapping[str, str] | None = None,
    keywords: str = "static",
    thesaurus: Path | str | None = None,
    force: bool = False,
    jobs: int | None = None,
    engine: Engine | None = None,
    progress: Progress = QUIET,
) -> BuildSummary:
    """Make a graph of the papers in some files.

    Args:
        inputs: Files and folders; each file's format is told by its content.
        output: The graph folder to make, or to make anew.
        source: Format of all inputs, instead of telling it by content.
        columns: Of CSV tables: field to heading, see `kg.sources.csv_columns`.
        keywords: How concepts are ranked, one of `kg.extract.KEYWORDS`.
        thesaurus: A file of `kg.resolve.thesaurus` to keep beside the graph from now on.
        force: Build although nothing has changed, and read every text anew.
        jobs: Processes for extraction; by default one a core.
        engine: Spark, instead of this machine's processes.
        progress: Told of each stage.

    Raises:
        InputError: A file can't be opened, or holds no paper.
        GraphError: The output folder is not ours, in use, or can't be written.
    """
    output = Path(output)
    paths = sources.walk([Path(p) for p in inputs])
    entries = [settings.entry(p) for p in paths]
    rules = Thesaurus.read(Path(thesaurus)) if thesaurus else None
    chosen = settings.current(output, source, columns or {}, keywords, rules)
    known = folder.read_manifest(output)
    if not force and known and _same(known, entries, chosen) and _whole(output):
        return BuildSummary(output, known["counts"], {}, Report(), unchanged=True)
    with locked(output):
        run = Run(output, chosen, progress, engine or Local(jobs))
        if rules is not None:
            rules.write(output / THESAURUS)
        return run.finish(run.read(paths, source, kept=False), entries, removed=(), reuse=not force)


def add(
    graph: Path | str,
    inputs: Sequence[Path | str],
    *,
    source: str | None = None,
    jobs: int | None = None,
    progress: Progress = QUIET,
) -> BuildSummary:
    """Add the papers of some files to a graph; a file that is in it already is read anew.

    Raises:
        InputError: A file can't be opened, or holds no paper.
        GraphError: There is no such graph, it is in use, or can't be written.
    """
    graph = Path(graph)
    manifest = _with_records(graph)
    paths = sources.walk([Path(p) for p in inputs])
    fresh = {e["path"]: e for e in map(settings.entry, paths)}
    with locked(graph):
        many = manifest["counts"]["Paper"] >= MANY
        run = Run(graph, settings.kept(graph, manifest), progress, Local(jobs, beside=many))
        new = run.read(paths, source)
        if many:
            run.begin(new)
        before = Archive.read(GraphFolder.open(graph).generation)
        kept = [p for p, path in before.records() if path not in fresh]
        entries = [e for e in manifest["files"] if e["path"] not in fresh] + list(fresh.values())
        keys = before.names_of(new)
        removed = [key for key in manifest.get("removed", ()) if key not in keys]
        return run.finish(kept + new, entries, removed=removed, reuse=True, archive=before)


def remove(graph: Path | str, papers: Sequence[str], *, progress: Progress = QUIET) -> BuildSummary:
    """Take papers out of a graph, and all that only they supported.

    Args:
        graph: The graph folder.
        papers: Keys, identifiers or titles.

    Raises:
        GraphError: There is no such graph or paper, or no paper would be left.
    """
    graph = Path(graph)
    manifest = _with_records(graph)
    with locked(graph):
        run = Run(graph, settings.kept(graph, manifest), progress, Local())
        before = Archive.read(GraphFolder.open(graph).generation)
        going = before.find(papers, graph)
        removed = sorted({*manifest.get("removed", ()), *going})
        records = [p for p, _ in before.records()]
        return run.finish(records, manifest["files"], removed=removed, reuse=True, archive=before)


def update(graph: Path | str, *, progress: Progress = QUIET) -> BuildSummary:
    """Read the files of a graph that changed since; the papers of those that are gone go.

    Raises:
        InputError: No file is left.
        GraphError: There is no such graph, it is in use, or can't be written.
    """
    graph = Path(graph)
    manifest = _with_records(graph)
    chosen = settings.kept(graph, manifest)
    report = Report()
    there = []
    for entry in manifest["files"]:
        if Path(entry["path"]).exists():
            there.append(entry)
        else:
            report.warn(entry["path"], 0, "the file is gone; its papers were taken out")
    if not there:
        raise InputError(
            "no file of the graph is left", path=graph, remedy="kg build makes it anew"
        )
    now = [settings.entry(Path(e["path"])) for e in there]
    changed = {e["path"] for e in now if e not in manifest["files"]}
    same_settings = manifest["settings"] == asdict(chosen)
    if not changed and len(now) == len(manifest["files"]) and same_settings and _whole(graph):
        return BuildSummary(graph, manifest["counts"], {}, report, unchanged=True)
    with locked(graph):
        run = Run(graph, chosen, progress, Local(), report)
        new = run.read([Path(p) for p in sorted(changed)], chosen.source) if changed else []
        before = Archive.read(GraphFolder.open(graph).generation)
        paths = {e["path"] for e in now} - changed
        kept = [p for p, path in before.records() if path in paths]
        gone = manifest.get("removed", ())
        return run.finish(kept + new, now, removed=gone, reuse=True, archive=before)


def resolve_again(graph: Path | str, *, progress: Progress = QUIET) -> BuildSummary:
    """Make a graph anew of the records and mentions kept in it, by its thesaurus as it is now."""
    return remove(graph, (), progress=progress)


def _with_records(graph: Path) -> dict[str, Any]:
    """The manifest of a graph that was built here, and so can grow.

    Raises:
        GraphError: There is no such graph, or it was made without the papers' records.
    """
    manifest = GraphFolder.open(graph).manifest
    if "settings" not in manifest:
        raise GraphError(
            f"{graph} was made from {manifest.get('restored_from', 'elsewhere')}, without the "
            "records of its papers: it can be asked, not changed",
            remedy="change the graph that it came from, or kg build a new one",
        )
    return manifest


def _same(known: Mapping[str, Any], entries: list[Any], settings: Settings) -> bool:
    return (
        known.get("schema") == schema.VERSION
        and known.get("files") == sorted(entries, key=lambda e: e["path"])
        and known.get("settings") == asdict(settings)
        and not known.get("removed")
    )


def _whole(output: Path) -> bool:
    try:
        GraphFolder.open(output)
    except GraphError:
        return False
    return True
