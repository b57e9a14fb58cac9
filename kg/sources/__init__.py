"""Readers of what users have: one module a format, told by content, read as a stream.

A format's module has two functions: ``recognises(head)`` says whether the first 64 KiB of a
file (as text, uncompressed) look like it, ``read(path, report)`` gives its papers one by one and
tells the report what it left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from kg.errors import InputError, UsageError
from kg.paper import Paper
from kg.sources import (
    acl,
    bibtex,
    csv_export,
    files,
    grobid,
    jsonl,
    listing,
    nlp_progress,
    paperswithcode,
    ris,
)
from kg.sources.report import Remark, Report

__all__ = ["SOURCES", "Remark", "Report", "Source", "detect", "read"]


@dataclass(frozen=True, slots=True)
class Source:
    """A format that kg reads.

    Attributes:
        recognises: Whether a file's head is of this format.
        read: The papers of a file; what is left out goes to the report.
    """

    recognises: Callable[[str], bool]
    read: Callable[[Path, Report], Iterator[Paper]]


def _source(module: ModuleType) -> Source:
    return Source(module.recognises, module.read)


SOURCES: dict[str, Source] = {
    "acl": _source(acl),
    "paperswithcode": _source(paperswithcode),
    "nlp-progress": _source(nlp_progress),
    "grobid": _source(grobid),
    "jsonl": _source(jsonl),
    "bibtex": _source(bibtex),
    "ris": _source(ris),
    "csv": _source(csv_export),
    "listing": _source(listing),
}
"""Format name to reader, in the order in which they are tried on a file's head."""

_KNOWN_UNREAD = ((re.compile(r"\s*<\?xml|\s*<[!\w]+"), "XML or HTML"),)


def detect(path: Path) -> str:
    """The format of a file, by its content.

    What is called .csv or .tsv and is of no other format is a table, whatever its columns.

    Raises:
        InputError: It can't be opened, or is of no format that kg reads.
    """
    text = files.head(path)
    found = next(name for name, source in SOURCES.items() if source.recognises(text))
    if found == "listing" and {".csv", ".tsv"} & {s.lower() for s in path.suffixes}:
        return "csv"
    for pattern, name in _KNOWN_UNREAD:
        if found == "listing" and pattern.match(text):
            raise InputError(
                f"this looks like {name}, which kg does not read yet",
                path=path,
                remedy=f"kg reads {', '.join(SOURCES)}; --source {next(iter(SOURCES))} forces one",
            )
    return found


def read(
    paths: Sequence[Path],
    *,
    source: str | None = None,
    columns: Mapping[str, str] | None = None,
    report: Report,
) -> Iterator[Paper]:
    """The papers of all files, in order.

    Args:
        paths: Files.
        source: A key of `SOURCES`; by default each file's format is told by its content.
        columns: For tables (``csv``): field to the name of the column that holds it. A file
            that is of no other format is then read as a table.
        report: Collects what was left out.

    Raises:
        InputError: A file can't be opened, or holds no paper.
        UsageError: No such source, or columns are named and no file is a table.
    """
    if source is not None and source not in SOURCES:
        raise UsageError(f"no source is called {source!r}", remedy=f"one of {', '.join(SOURCES)}")
    tables = 0
    for path in paths:
        files.head(path)
        name = source or detect(path)
        if columns and (name == "csv" or (name == "listing" and source is None)):
            tables += 1
            yield from csv_export.read(path, report, columns=columns)
        else:
            yield from SOURCES[name].read(path, report)
    if columns and not tables:
        raise UsageError(
            "columns are named, but no file is a table",
            remedy="give a CSV or TSV file, or leave the columns out",
        )
