"""From files to a graph on disk: read, extract, resolve, relate, store; whole or in addition.

A build keeps what the sources said and what was found in each text. The next one on the same
graph reads the files again, but extracts only texts that it has not seen; `add`, `remove` and
`update` start from what is kept. Whatever the way, the same papers give the same graph.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kg import folder, schema, settings, sources
from kg.archive import Archive
from kg.engine import Engine, Local
from kg.errors import GraphError, InputError
from kg.extract.columns import Extracted, text_name
from kg.folder import GraphFolder
from kg.paper import Paper
from kg.progress import QUIET, Progress
from kg.resolve.thesaurus import FILE as THESAURUS
from kg.resolve.thesaurus import Thesaurus
from kg.settings import Settings
from kg.sources import Report


@dataclass(frozen=True)
class BuildSummary:
    """What a build made.

    Attributes:
        path: The graph folder.
        counts: Rows by label and relationship type.
        seconds: Wall time by stage.
        report: What was left out, and why.
        extracted: Number of texts that were read anew.
        unchanged: True when nothing had to be done.
    """

    path: Path
    counts: dict[str, int]
    seconds: dict[str, float]
    report: Report
    extracted: int = 0
    unchanged: bool = False


@dataclass
class _Clock:
    seconds: dict[str, float] = field(default_factory=dict)
    _stage: str = ""
    _began: float = 0.0

    def stage(self, name: str) -> None:
        now = time.perf_counter()
        if self._stage:
            self.seconds[self._stage] = round(now - self._began, 3)
        self._stage, self._began = name, now


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
    with folder.locked(output):
        run = _Run(output, chosen, progress, engine or Local(jobs))
        if rules is not None:
            rules.write(output / THESAURUS)
        papers = run.read(paths, source, kept=False)
        return run.finish(papers, entries, removed=(), reuse=not force)


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
    with folder.locked(graph):
        run = _Run(graph, settings.kept(graph, manifest), progress, Local(jobs))
        new = run.read(paths, source)
        before = Archive.read(GraphFolder.open(graph).generation)
        kept = [p for p, path in before.records() if path not in fresh]
        entries = [e for e in manifest["files"] if e["path"] not in fresh] + list(fresh.values())
        keys = before.names_of(new)
        removed = [key for key in manifest.get("removed", ()) if key not in keys]
        return run.finish(kept + new, entries, removed=removed, reuse=True)


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
    with folder.locked(graph):
        run = _Run(graph, settings.kept(graph, manifest), progress, Local())
        before = Archive.read(GraphFolder.open(graph).generation)
        going = before.find(papers, graph)
        removed = sorted({*manifest.get("removed", ()), *going})
        records = [p for p, _ in before.records()]
        return run.finish(records, manifest["files"], removed=removed, reuse=True)


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
    with folder.locked(graph):
        run = _Run(graph, chosen, progress, Local(), report)
        new = run.read([Path(p) for p in sorted(changed)], chosen.source) if changed else []
        before = Archive.read(GraphFolder.open(graph).generation)
        paths = {e["path"] for e in now} - changed
        kept = [p for p, path in before.records() if path in paths]
        return run.finish(kept + new, now, removed=manifest.get("removed", ()), reuse=True)


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


class _Run:
    """One build under the graph's lock."""

    def __init__(
        self,
        output: Path,
        settings: Settings,
        progress: Progress,
        engine: Engine,
        report: Report | None = None,
    ) -> None:
        self._output = output
        self._settings = settings
        self._progress = progress
        self._engine = engine
        self._report = report or Report()
        self._clock = _Clock()
        self._extracted = 0

    def read(self, paths: Sequence[Path], source: str | None, *, kept: bool = True) -> list[Paper]:
        """The records of some files; columns that are kept from a build need not be in them."""
        self._clock.stage("read")
        stage = self._progress.stage("read")
        papers = []
        for paper in sources.read(
            paths,
            source=source,
            columns=self._settings.columns,
            kept=kept,
            report=self._report,
        ):
            papers.append(paper)
            stage.advance()
        if not papers:
            skipped = self._report.skipped
            raise InputError(
                "no paper in the input",
                path=paths[0] if len(paths) == 1 else None,
                remedy=str(skipped[0]) if skipped else "give files with papers in them",
            )
        return papers

    def finish(
        self,
        papers: Sequence[Paper],
        entries: Sequence[Mapping[str, Any]],
        *,
        removed: Iterable[str],
        reuse: bool,
    ) -> BuildSummary:
        """Extract what is new, and put the graph of all records in force."""
        papers = sorted(papers, key=_place)
        removed = sorted(set(removed))
        extracted = self._extract(papers, reuse)

        def fill(generation: Path) -> dict[str, Any]:
            counts = self._fill(generation, papers, extracted, removed)
            return {
                "inputs": [e["path"] for e in entries],
                "files": sorted(entries, key=lambda e: e["path"]),
                "removed": removed,
                "settings": asdict(self._settings),
                "counts": counts,
                "seconds": self._clock.seconds,
            }

        written = folder.write_generation(self._output, fill)
        return BuildSummary(
            self._output,
            written.manifest["counts"],
            self._clock.seconds,
            self._report,
            self._extracted,
        )

    def _extract(self, papers: Sequence[Paper], reuse: bool) -> Extracted:
        self._clock.stage("extract")
        names = [text_name(p) for p in papers]
        known = self._known(names) if reuse else Extracted.empty()
        have = set(known.texts["text"].to_pylist())
        new = {n: p for n, p in zip(names, papers, strict=True) if n not in have}
        self._extracted = len(new)
        stage = self._progress.stage("extract", len(new))
        parts = [known]
        for part in self._engine.extract(new.values(), self._settings.keywords):
            parts.append(part)
            stage.advance(part.texts.num_rows)
        extracted = Extracted.union(parts)
        self._note(papers, names, extracted)
        return extracted

    def _known(self, names: Sequence[str]) -> Extracted:
        """What the generation in force has found in these texts, by the same rules."""
        manifest = folder.read_manifest(self._output)
        if manifest is None or not self._settings.extracts_like(manifest):
            return Extracted.empty()
        try:
            return Archive.extracted(GraphFolder.open(self._output).generation).only(names)
        except (GraphError, OSError):
            return Extracted.empty()

    def _note(self, papers: Sequence[Paper], names: Sequence[str], extracted: Extracted) -> None:
        noted = {
            text: notes
            for text, notes in zip(
                extracted.texts["text"].to_pylist(),
                extracted.texts["notes"].to_pylist(),
                strict=True,
            )
            if notes
        }
        for paper, name in zip(papers, names, strict=True):
            path, _, line = paper.origin.rpartition(":")
            for note in noted.get(name, ()):
                self._report.note(path, int(line) if line.isdigit() else 0, note)

    def _fill(
        self,
        generation: Path,
        papers: Sequence[Paper],
        extracted: Extracted,
        removed: Sequence[str],
    ) -> dict[str, int]:
        from kg import relations
        from kg.resolve import resolve
        from kg.search import index
        from kg.stores import ladybug

        self._clock.stage("resolve")
        self._progress.stage("resolve")
        thesaurus = Thesaurus.read(self._output / THESAURUS)
        resolved = resolve(
            papers, extracted, thesaurus, removed=removed, sql_engine=self._engine.sql
        )
        self._clock.stage("relate")
        self._progress.stage("relate")
        tables = relations.derive(
            resolved.tables,
            references=resolved.references,
            papers=resolved.papers,
            vectors=resolved.vectors,
            sql_engine=self._engine.sql,
        )
        self._clock.stage("store")
        self._progress.stage("store")
        with ThreadPoolExecutor(max_workers=1) as beside:
            database = beside.submit(ladybug.write, tables, generation / "graph.lbug")
            folder.write_tables(tables, generation)
            Archive.write(generation, papers, extracted)
            with open(generation / "report.jsonl", "w", encoding="utf-8") as file:
                for remark in self._report.remarks:
                    file.write(json.dumps(asdict(remark), ensure_ascii=False) + "\n")
            index.write(generation, index.build(tables))
            database.result()
        self._clock.stage("")
        return tables.counts()


def _place(paper: Paper) -> tuple[str, int, str]:
    """Records in the order of their files and lines, however they came together."""
    path, _, line = paper.origin.rpartition(":")
    return (path, int(line), paper.id) if line.isdigit() else (paper.origin, 0, paper.id)


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
