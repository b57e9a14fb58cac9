"""From files to a graph on disk: read, extract, resolve, relate, store."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg import folder, ids, schema
from kg.errors import InputError
from kg.folder import GraphFolder
from kg.paper import Extraction, Paper
from kg.progress import QUIET, Progress
from kg.sources import Report


@dataclass(frozen=True)
class BuildSummary:
    """What a build made.

    Attributes:
        path: The graph folder.
        counts: Rows by label and relationship type.
        seconds: Wall time by stage.
        report: What was left out, and why.
        unchanged: True when nothing had to be done.
    """

    path: Path
    counts: dict[str, int]
    seconds: dict[str, float]
    report: Report
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
    force: bool = False,
    jobs: int | None = None,
    progress: Progress = QUIET,
) -> BuildSummary:
    """Make a graph of the papers in some files.

    Args:
        inputs: Files; each one's format is told by its content.
        output: The graph folder to make, or to make anew.
        source: Format of all inputs, instead of telling it by content.
        columns: What the columns of a table hold, see `kg.sources.read`.
        keywords: How concepts are ranked, one of `kg.extract.KEYWORDS`.
        force: Build although nothing has changed.
        jobs: Processes for extraction; by default one a core.
        progress: Told of each stage.

    Raises:
        InputError: A file can't be opened, or holds no paper.
        GraphError: The output folder is not ours, in use, or can't be written.
    """
    paths = [Path(p) for p in inputs]
    output = Path(output)
    entries = [_input(p) for p in paths]
    settings = {
        "source": source,
        "columns": dict(columns) if columns else None,
        "keywords": keywords,
        "code": _code_version(),
    }
    known = folder.read_manifest(output)
    if not force and known and _same(known, entries, settings) and _whole(output):
        return BuildSummary(output, known["counts"], {}, Report(), unchanged=True)
    report = Report()
    clock = _Clock()
    with folder.locked(output):
        clock.stage("read")
        papers = _read(paths, source, columns, report, progress)
        clock.stage("extract")
        extractions = _extract(papers, keywords, jobs, progress, report)
        written = folder.write_generation(
            output,
            lambda generation: {
                "inputs": [str(p) for p in paths],
                "files": entries,
                "settings": settings,
                "counts": _fill(generation, papers, extractions, report, clock, progress),
                "seconds": clock.seconds,
            },
        )
    return BuildSummary(output, written.manifest["counts"], clock.seconds, report)


def _fill(
    generation: Path,
    papers: list[Paper],
    extractions: list[Extraction],
    report: Report,
    clock: _Clock,
    progress: Progress,
) -> dict[str, int]:
    from kg import relations
    from kg.resolve import resolve
    from kg.stores import ladybug

    clock.stage("resolve")
    progress.stage("resolve")
    resolved = resolve(papers, extractions)
    clock.stage("relate")
    progress.stage("relate")
    tables = relations.derive(resolved.tables, references=resolved.references, texts=resolved.texts)
    clock.stage("store")
    progress.stage("store")
    folder.write_tables(tables, generation)
    _write_json(generation / "papers.parquet", papers, [ids.paper_key(p) for p in papers])
    _write_json(generation / "mentions.parquet", extractions, [ids.paper_key(p) for p in papers])
    with open(generation / "report.jsonl", "w", encoding="utf-8") as file:
        for remark in report.remarks:
            file.write(json.dumps(asdict(remark), ensure_ascii=False) + "\n")
    ladybug.write(tables, generation / "graph.lbug")
    clock.stage("")
    return tables.counts()


def _read(
    paths: list[Path],
    source: str | None,
    columns: Mapping[str, str] | None,
    report: Report,
    progress: Progress,
) -> list[Paper]:
    from kg import sources

    stage = progress.stage("read")
    papers = []
    for paper in sources.read(paths, source=source, columns=columns, report=report):
        papers.append(paper)
        stage.advance()
    if not papers:
        raise InputError("no paper in the input", path=paths[0] if paths else None)
    return papers


def _extract(
    papers: list[Paper], keywords: str, jobs: int | None, progress: Progress, report: Report
) -> list[Extraction]:
    from kg.extract import extract

    stage = progress.stage("extract", len(papers))
    found = []
    for paper, extraction in zip(
        papers, extract(papers, keywords=keywords, jobs=jobs), strict=True
    ):
        found.append(extraction)
        path, _, line = paper.origin.rpartition(":")
        for note in extraction.notes:
            report.note(path, int(line) if line.isdigit() else 0, note)
        stage.advance()
    return found


def _input(path: Path) -> dict[str, Any]:
    """Path, size and hash of a file.

    Raises:
        InputError: It isn't there, or is a folder.
    """
    try:
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return {"path": str(path.resolve()), "bytes": path.stat().st_size, "sha256": digest}
    except FileNotFoundError as error:
        raise InputError("no such file", path=path, remedy="check the path") from error
    except IsADirectoryError as error:
        raise InputError(
            "this is a folder", path=path, remedy=f"name the files in it: {path}/*"
        ) from error
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror}", path=path) from error


def _code_version() -> str:
    """A hash of the extraction's code and data, so that a new version builds anew."""
    digest = hashlib.sha256(str(schema.VERSION).encode())
    for file in _code_files(Path(__file__).parent):
        digest.update(str(file.stat().st_size).encode())
        digest.update(file.name.encode())
        if file.suffix != ".npz":
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _code_files(package: Path) -> Iterator[Path]:
    for pattern in ("extract/**/*", "relations/*", "sources/*.py", "*.py"):
        yield from sorted(
            p for p in package.glob(pattern) if p.is_file() and "__pycache__" not in p.parts
        )


def _same(known: dict[str, Any], entries: list[Any], settings: dict[str, Any]) -> bool:
    return (
        known.get("schema") == schema.VERSION
        and known.get("files") == entries
        and known.get("settings") == settings
    )


def _whole(output: Path) -> bool:
    try:
        GraphFolder.open(output)
    except Exception:
        return False
    return True


def _write_json(path: Path, values: Sequence[Any], keys: list[str]) -> None:
    rows = [json.dumps(asdict(v), ensure_ascii=False) for v in values]
    table = pa.table({"paper": pa.array(keys, pa.string()), "json": pa.array(rows, pa.string())})
    pq.write_table(table, path, compression="zstd")
