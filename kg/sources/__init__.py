"""Readers of what users have: one module a format, told by content, read as a stream."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kg.errors import InputError, UsageError
from kg.paper import Paper
from kg.sources import files, jsonl, listing
from kg.sources.report import Report

__all__ = ["SOURCES", "Report", "detect", "read"]

SOURCES: dict[str, Callable[[Path, Report], Iterator[Paper]]] = {
    "listing": listing.read,
    "jsonl": jsonl.read,
}
"""Format name to reader."""

_KNOWN_UNREAD = (
    (re.compile(r"\s*@\w+\s*[{(]"), "BibTeX"),
    (re.compile(r"\s*<\?xml|\s*<\w+"), "XML or HTML"),
    (re.compile(r"\s*TY  - "), "RIS"),
)


def detect(path: Path) -> str:
    """The format of a file, by its content.

    Raises:
        InputError: It can't be opened, or is of no format that kg reads.
    """
    text = files.head(path)
    if text.lstrip()[:1] in ("{", "["):
        return "jsonl"
    for pattern, name in _KNOWN_UNREAD:
        if pattern.match(text):
            raise InputError(
                f"this looks like {name}, which kg does not read yet",
                path=path,
                remedy=f"kg reads {', '.join(SOURCES)}; --source {next(iter(SOURCES))} forces one",
            )
    return "listing"


def read(paths: Sequence[Path], *, source: str | None = None, report: Report) -> Iterator[Paper]:
    """The papers of all files, in order.

    Args:
        paths: Files.
        source: A key of `SOURCES`; by default each file's format is told by its content.
        report: Collects what was left out.

    Raises:
        InputError: A file can't be opened, or holds no paper.
        UsageError: No such source.
    """
    if source is not None and source not in SOURCES:
        raise UsageError(f"no source is called {source!r}", remedy=f"one of {', '.join(SOURCES)}")
    for path in paths:
        files.head(path)
        yield from SOURCES[source or detect(path)](path, report)
