"""One build under its graph's lock: extract what is new, resolve, relate, store.

What is ready is written while the rest is made: records and mentions beside resolution, the search
index and the database's nodes beside derivation.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kg import folder, sources
from kg.archive import Archive
from kg.engine import Engine
from kg.errors import GraphError, InputError
from kg.extract.columns import Extracted, text_name
from kg.folder import GraphFolder
from kg.memory import give_back
from kg.paper import Paper
from kg.progress import Progress, Stage
from kg.resolve.thesaurus import FILE, Thesaurus, keep
from kg.settings import Settings
from kg.sources import Report
from kg.tables import GraphTables

if TYPE_CHECKING:
    from kg.resolve import Resolved
    from kg.resolve.memo import Memo


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


@contextmanager
def locked(graph: Path) -> Iterator[None]:
    """Hold a graph for writing; Python's collector of cycles, of which a build makes hardly any,
    runs seldom meanwhile.

    Raises:
        GraphError: See `kg.folder.locked`.
    """
    before = gc.get_threshold()
    with folder.locked(graph):
        gc.set_threshold(200_000, 50, 100)
        try:
            yield
        finally:
            gc.set_threshold(*before)


class Run:
    """One build under the graph's lock."""

    def __init__(
        self,
        output: Path,
        settings: Settings,
        progress: Progress,
        engine: Engine,
        report: Report | None = None,
        given: Path | None = None,
    ) -> None:
        """Args:
        output: The graph folder.
        settings: What decides what the graph is.
        progress: Told of each stage.
        engine: What extracts and joins.
        report: Takes what is left out.
        given: A thesaurus that takes the place of the graph's own when the graph is made.
        """
        self._output = output
        self._settings = settings
        self._progress = progress
        self._engine = engine
        self._report = report or Report()
        self._given = given
        self._clock = _Clock()
        self._extracted = 0
        self._papers: list[Paper] = []
        self._names: list[str] = []
        self._begun: dict[str, Paper] = {}
        self._coming: Future[list[Extracted]] | None = None
        self._kept: Future[Extracted] | None = None
        self._before: GraphFolder | None = None
        self._archive = Archive()

    def read(
        self,
        paths: Sequence[Path],
        source: str | None,
        *,
        kept: bool = True,
        among: bool = False,
    ) -> list[Paper]:
        """The records of some files.

        Args:
            paths: The files.
            source: Their format; None tells it by content.
            kept: The graph's columns were chosen for other files; these need not have them.
            among: The graph has other files too, so that these may hold no paper.

        Raises:
            InputError: There is none, and the files do not stand among others.
        """
        stage = self._stage("read")
        papers = []
        for paper in sources.read(
            paths,
            source=source,
            columns=self._settings.columns,
            kept=kept,
            among=among,
            report=self._report,
        ):
            papers.append(paper)
            stage.advance()
        if not papers and not among:
            told = self._report.skipped or self._report.warnings
            raise InputError(
                "no paper in the input",
                path=paths[0] if len(paths) == 1 else None,
                remedy=str(told[0]) if told else "give files with papers in them",
            )
        return papers

    def complete(self, papers: Sequence[Paper], paths: Iterable[Path]) -> list[Paper]:
        """What files without papers of their own (abstracts, citations) say of these papers."""
        stage = self._stage("complete")
        found = []
        for record in sources.complete(papers, paths, self._report):
            found.append(record)
            stage.advance()
        return found

    def warn(self, path: str, reason: str) -> None:
        """Tell the user of something doubtful about a file."""
        self._report.warn(path, 0, reason)

    def begin(self, papers: Sequence[Paper]) -> None:
        """Begin to extract from some records, and to read what was found in others, while these
        are fetched and resolved."""
        manifest = folder.read_manifest(self._output)
        if manifest is None or not self._settings.extracts_like(manifest):
            return
        generation = GraphFolder.open(self._output).generation
        known = Archive.text_names(generation)
        new = {name: p for p in papers if (name := text_name(p)) not in known}
        pool = ThreadPoolExecutor(2, "kg-extract")
        self._coming = pool.submit(self._read_texts, new.values())
        self._kept = pool.submit(Archive.extracted, generation)
        pool.shutdown(wait=False)
        self._begun = new

    def finish(
        self,
        papers: Sequence[Paper],
        entries: Sequence[Mapping[str, Any]],
        *,
        folders: Iterable[str],
        removed: Iterable[str],
        reuse: bool,
        archive: Archive = Archive(),  # noqa: B008 - frozen
    ) -> BuildSummary:
        """Extract what is new, make the graph of all records, and put it in force.

        Args:
            papers: The records.
            entries: What is known of their files.
            folders: Those that files were found in, where `update` looks for more.
            removed: Keys of papers that were taken out.
            reuse: Whether what was found in texts before holds.
            archive: The records before; those that are among `papers` are not written out again.
        """
        self._archive = archive
        removed = sorted(set(removed))
        # in the order of their files and lines, however they came together
        self._papers = sorted(papers, key=lambda p: (*p.location, p.id))
        del papers
        known = self._extract(self._papers, reuse)
        text = self._given.read_text(encoding="utf-8") if self._given else None

        def fill(generation: Path) -> dict[str, Any]:
            counts = self._fill(generation, removed, known)
            if text is not None:
                keep(text, self._output)
            return {
                "inputs": [e["path"] for e in entries],
                "files": sorted(entries, key=lambda e: e["path"]),
                "folders": sorted(folders),
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

    def _extract(self, papers: Sequence[Paper], reuse: bool) -> list[Extracted]:
        """What was found in these texts: first what is kept from before, then what is found now.

        Texts that `begin` extracts are in neither.
        """
        self._clock.stage("extract")
        self._names = [text_name(p) for p in papers]
        known = self._known(self._names) if reuse else Extracted.empty()
        have = {*known.texts["text"].to_pylist(), *self._begun}
        new = {n: p for n, p in zip(self._names, papers, strict=True) if n not in have}
        self._extracted = len(new) + len(self._begun)
        return [known, *self._read_texts(new.values())]

    def _read_texts(self, papers: Collection[Paper]) -> list[Extracted]:
        stage = self._progress.stage("extract", len(papers))
        parts = []
        for part in self._engine.extract(papers, self._settings.keywords):
            parts.append(part)
            stage.advance(part.texts.num_rows)
        return parts

    def _known(self, names: Sequence[str]) -> Extracted:
        """What the generation in force has found in these texts, by the same rules."""
        manifest = folder.read_manifest(self._output)
        if manifest is None or not self._settings.extracts_like(manifest):
            return Extracted.empty()
        try:
            before = GraphFolder.open(self._output)
            coming, self._kept = self._kept, None
            found = coming.result() if coming else Archive.extracted(before.generation)
            known = found.only(names)
        except (GraphError, OSError):
            return Extracted.empty()
        self._before = before
        return known

    def _note(self, papers: Sequence[Paper], extracted: Extracted) -> None:
        texts, notes = (extracted.texts[column].to_pylist() for column in ("text", "notes"))
        noted = {text: said for text, said in zip(texts, notes, strict=True) if said}
        for paper, name in zip(papers, self._names, strict=True):
            for note in noted.get(name, ()):
                self._report.note(*paper.location, note)

    def _fill(
        self, generation: Path, removed: Sequence[str], found: list[Extracted]
    ) -> dict[str, int]:
        """Make the graph and write it, what is ready beside what is being made."""
        from kg import relations
        from kg.relations import similarity
        from kg.resolve.memo import Memo
        from kg.writing import LARGE, Writing, differences, tables_of, telling, write_derived

        before = self._before
        holds = before is not None and self._settings.resolves_like(before.manifest)
        memo = Memo(before.generation if before and holds else None)

        self._stage("resolve")
        with ThreadPoolExecutor(4, "kg-beside") as beside:
            alike: list[Future[pa.Table]] = []
            before_tables = beside.submit(tables_of, before)
            resolved = self._resolve(
                generation,
                removed,
                found,
                memo,
                beside,
                lambda vectors: alike.append(beside.submit(similarity.alike, vectors)),
            )
            counts = resolved.tables.counts()
            large = counts["Paper"] >= LARGE
            if large:
                give_back()
            self._stage("relate")
            related: dict[str, Future[Path]] = {name: Future() for name in relations.ORDER}
            read = resolved.tables.without(related)
            changed = beside.submit(differences, read, before_tables)
            tables = beside.submit(folder.write_tables, read, generation)
            writing = Writing(generation, before, tables, related)
            index = beside.submit(writing.index, changed)
            written: list[Future[None]] = [
                tables,
                beside.submit(writing.database, changed, index),
                beside.submit(memo.write, generation),
                index,
            ]
            with telling(related):
                if large:
                    wait([changed])  # which lets go of the tables that it compares
                made = self._derived(relations.needed(read), resolved.references, alike.pop())
                del before_tables, read, resolved  # what follows is made of the files
                counts |= write_derived(generation, made, related, beside)
            if large:
                give_back()
            self._stage("store")
            self._report.write(generation / "report.jsonl")
            for one in written:
                one.result()
        self._clock.stage("")
        return counts

    def _derived(
        self, tables: GraphTables, references: pa.Table, alike: Future[pa.Table]
    ) -> Iterator[tuple[str, pa.Table]]:
        from kg import relations

        yield from relations.derived(
            tables, references=references, alike=alike.result(), sql_engine=self._engine.sql
        )

    def _resolve(
        self,
        generation: Path,
        removed: Sequence[str],
        parts: list[Extracted],
        memo: Memo,
        beside: ThreadPoolExecutor,
        chosen: Callable[[npt.NDArray[np.float32]], None],
    ) -> Resolved:
        """The graph's nodes; records and mentions are kept in its folder and let go."""
        from kg.resolve import resolve

        papers, self._papers = self._papers, []
        kept: list[Future[None]] = []

        def found() -> Extracted:
            """What is known and new, which is kept while the graph is made of it."""
            known, *read = parts
            begun = self._coming.result() if self._coming else ()
            new = Extracted.union([Extracted.empty(), *read, *begun])
            extracted = Extracted.union([known, new]) if known.texts.num_rows else new
            parts.clear()
            self._note(papers, extracted)
            kept.append(beside.submit(self._archive.write, generation, papers, known, new))
            return extracted

        thesaurus = Thesaurus.read(self._given or self._output / FILE)
        try:
            return resolve(
                papers,
                found,
                thesaurus,
                texts=self._names,
                removed=removed,
                memo=memo,
                chosen=chosen,
                sql_engine=self._engine.sql,
            )
        finally:
            for one in kept:
                one.result()

    def _stage(self, name: str) -> Stage:
        self._clock.stage(name)
        return self._progress.stage(name)
