"""From files to a graph on disk: read, extract, resolve, relate, store; whole or in addition.

A build keeps what the sources said and what was found in each text. The next one on the same
graph reads the files again, but extracts only texts that it has not seen; `add`, `remove` and
`update` start from what is kept. Whatever the way, the same papers give the same graph.
"""

from __future__ import annotations

import contextlib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg import folder, schema, settings, sources
from kg.archive import Archive
from kg.engine import Engine, Local
from kg.errors import GraphError, InputError
from kg.folder import GraphFolder
from kg.paper import Paper
from kg.progress import QUIET, Progress
from kg.resolve.thesaurus import FILE, Thesaurus
from kg.run import BuildSummary, Run, locked
from kg.settings import Settings
from kg.sources import Report

MANY = 5_000
"""A graph of so many papers or more is still being read while new ones are extracted; the
records of a smaller one are read first."""


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
        InputError: A file can't be opened, or holds no paper; the thesaurus is none.
        GraphError: The output folder is not ours, in use, or can't be written.
    """
    output = Path(output)
    paths = sources.walk([Path(p) for p in inputs])
    entries = [settings.entry(p) for p in paths]
    given = Path(thesaurus) if thesaurus else None
    rules = _rules(given) if given else None
    chosen = settings.current(output, source, columns or {}, keywords, rules)
    known = folder.read_manifest(output)
    if not force and known and _same(known, entries, chosen) and _whole(output):
        return BuildSummary(output, known["counts"], {}, Report(), unchanged=True)
    with locked(output):
        run = Run(output, chosen, progress, engine or Local(jobs), given=given)
        # the records are let go while the graph is made: no name of ours holds them
        return run.finish(
            run.read(paths, source, kept=False),
            entries,
            folders=_folders(inputs),
            removed=(),
            reuse=not force,
        )


def _folders(inputs: Sequence[Path | str]) -> set[str]:
    """The absolute paths of those inputs that are folders."""
    return {str(path.resolve()) for path in map(Path, inputs) if path.is_dir()}


def _rules(thesaurus: Path) -> Thesaurus:
    """A thesaurus that the user named: it has to be there."""
    if not thesaurus.exists():
        raise InputError("no such file", path=thesaurus, remedy="check the path of the thesaurus")
    return Thesaurus.read(thesaurus)


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
    _with_records(graph)
    paths = sources.walk([Path(p) for p in inputs])
    fresh = {e["path"]: e for e in map(settings.entry, paths)}
    with locked(graph):
        manifest = _with_records(graph)  # of the graph that the one before us may have made
        many = manifest["counts"]["Paper"] >= MANY
        run = Run(graph, settings.kept(graph, manifest), progress, Local(jobs, beside=many))
        named = {str(p.resolve()): p for p in paths}
        whole = [p for path, p in named.items() if not fresh[path].get("completes")]
        new = run.read(whole, source) if whole else []
        if many:
            run.begin(new)
        before = Archive.read(GraphFolder.open(graph).generation)
        files = {e["path"]: e for e in manifest["files"]} | fresh
        papers = [*_whole_records(before, files, named), *new]
        completed = _completed(run, papers, before, files, named)
        keys = before.names_of(new)
        removed = [key for key in manifest.get("removed", ()) if key not in keys]
        return run.finish(
            papers + completed,
            [*files.values()],
            folders=_folders(inputs).union(manifest.get("folders", ())),
            removed=removed,
            reuse=True,
            archive=before,
        )


def remove(graph: Path | str, papers: Sequence[str], *, progress: Progress = QUIET) -> BuildSummary:
    """Take papers out of a graph, and all that only they supported.

    Args:
        graph: The graph folder.
        papers: Keys, identifiers or titles.

    Raises:
        GraphError: There is no such graph or paper, several are called so, or no paper would be
            left.
    """
    graph = Path(graph)
    _with_records(graph)
    with locked(graph):
        manifest = _with_records(graph)
        run = Run(graph, settings.kept(graph, manifest), progress, Local())
        before = Archive.read(GraphFolder.open(graph).generation)
        going = before.find(papers, Thesaurus.read(graph / FILE)["paper"], graph)
        removed = sorted({*manifest.get("removed", ()), *going})
        return run.finish(
            before.papers,
            manifest["files"],
            folders=manifest.get("folders", ()),
            removed=removed,
            reuse=True,
            archive=before,
        )


def update(graph: Path | str, *, progress: Progress = QUIET) -> BuildSummary:
    """Read the files of a graph that changed since, and those that are new in its folders; the
    papers of files that are gone go.

    Raises:
        InputError: No file is left.
        GraphError: There is no such graph, it is in use, or can't be written.
    """
    graph = Path(graph)
    manifest = _with_records(graph)
    report = Report()
    now = _files_now(graph, manifest, report)
    same_settings = manifest["settings"] == asdict(settings.kept(graph, manifest))
    if now == manifest["files"] and same_settings and _whole(graph):
        return BuildSummary(graph, manifest["counts"], {}, report, unchanged=True)
    with locked(graph):
        if (latest := _with_records(graph)) != manifest:
            manifest, report = latest, Report()
            now = _files_now(graph, manifest, report)
        chosen = settings.kept(graph, manifest)
        changed = {e["path"] for e in now if e not in manifest["files"]}
        run = Run(graph, chosen, progress, Local(), report)
        named = {path: Path(path) for path in sorted(changed)}
        files = {e["path"]: e for e in now}
        whole = [p for path, p in named.items() if not files[path].get("completes")]
        new = run.read(whole, chosen.source, among=True) if whole else []
        before = Archive.read(GraphFolder.open(graph).generation)
        papers = [*_whole_records(before, files, named), *new]
        completed = _completed(run, papers, before, files, named)
        return run.finish(
            papers + completed,
            [*files.values()],
            folders=manifest.get("folders", ()),
            removed=manifest.get("removed", ()),
            reuse=True,
            archive=before,
        )


def _files_now(graph: Path, manifest: Mapping[str, Any], report: Report) -> list[dict[str, Any]]:
    """What is known now of a graph's files and of those in its folders, by path.

    Those that are gone are told of and left out.

    Raises:
        InputError: None is left, or one can't be read.
    """
    paths = set()
    for entry in manifest["files"]:
        if Path(entry["path"]).exists():
            paths.add(entry["path"])
        else:
            report.warn(entry["path"], 0, "the file is gone; its papers were taken out")
    for below in map(Path, manifest.get("folders", ())):
        with contextlib.suppress(InputError):  # nothing is left in it
            paths.update(str(p.resolve()) for p in sources.walk([below]))
    if not paths:
        raise InputError(
            "no file of the graph is left", path=graph, remedy="kg build makes it anew"
        )
    return [settings.entry(Path(path)) for path in sorted(paths)]


def _whole_records(
    before: Archive, files: Mapping[str, Any], fresh: Container[str]
) -> Iterator[Paper]:
    """The records of a graph that stay, but for those that only complete others.

    Args:
        before: The graph's records.
        files: What is known of the files that the graph is to be made of, by path.
        fresh: Paths of files that are read anew.
    """
    for paper, path in before.records():
        if path in files and path not in fresh and not files[path].get("completes"):
            yield paper


def _completed(
    run: Run,
    papers: Sequence[Paper],
    before: Archive,
    files: dict[str, dict[str, Any]],
    fresh: Mapping[str, Path],
) -> list[Paper]:
    """The records that only complete others, of all files that have such.

    Where other papers than before may be completed, a file of the graph is read again: what it
    says of papers that were not in the graph was not kept.

    Args:
        run: What reads.
        papers: All other records.
        before: The graph's records.
        files: What is known of the files that the graph is to be made of, by path; brought up to
            date for those that are read again.
        fresh: Path to the place of each file that is read anew in any case.
    """
    completing = [path for path, e in files.items() if e.get("completes")]
    if not completing:
        return []
    known = sources.titles(papers)
    again = {path: fresh[path] for path in completing if path in fresh}
    if known != sources.titles(before.papers):
        for path in completing:
            if path not in again and Path(path).exists():
                again[path] = Path(path)
                files[path] = settings.entry(Path(path))
            elif path not in again:
                run.warn(path, "the file is gone: what it says of new papers is not known")
    staying = set(completing).difference(again)
    kept = [p for p, path in before.records() if path in staying and p.corpus_id in known]
    return kept + run.complete(papers, again.values()) if again else kept


def resolve_again(graph: Path | str, *, progress: Progress = QUIET) -> BuildSummary:
    """Make a graph anew of the records and mentions kept in it, by its thesaurus as it is now."""
    return remove(graph, (), progress=progress)


def _with_records(graph: Path) -> dict[str, Any]:
    """The manifest of a graph that was built here, and so can grow.

    Raises:
        GraphError: There is no such graph, it was made without the papers' records, or its manifest
            is broken.
    """
    manifest = GraphFolder.open(graph).manifest
    if "settings" not in manifest:
        raise GraphError(
            f"{graph} was made from {manifest.get('restored_from', 'elsewhere')}, without the "
            "records of its papers: it can be asked, not changed",
            remedy="change the graph that it came from, or kg build a new one",
        )
    settings.check(graph, manifest)
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
