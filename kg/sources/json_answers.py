"""Records in what JSON services answer: one record, a list, JSON Lines, or a page of results."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kg.errors import InputError, NotPapersError
from kg.paper import Paper
from kg.sources import json_stream
from kg.sources.json_stream import LISTS
from kg.sources.report import Report, Tally


def records(path: Path, report: Report) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each record of a file with the line that it, or its page of results, begins at."""
    for line, value in json_stream.values(path, report):
        yield from ((line, r) for r in _unwrapped(value, path, line, report))


def _unwrapped(value: Any, path: Path, line: int, report: Report) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _unwrapped(item, path, line, report)
    elif value is None:
        report.note(path, line, json_stream.UNKNOWN)
    elif not isinstance(value, dict):
        report.skip(path, line, f"a record is an object, this is {str(value)[:40]!r}")
    elif isinstance(value.get("message"), dict):
        yield from _unwrapped(value["message"], path, line, report)
    elif found := next((value[k] for k in LISTS if isinstance(value.get(k), list)), None):
        yield from _unwrapped(found, path, line, report)
    elif not any(isinstance(value.get(k), list) for k in LISTS):
        yield value


def read(
    path: Path,
    report: Report,
    paper_of: Callable[[dict[str, Any], str], Paper | str | None],
    *,
    others: str = "",
) -> Iterator[Paper]:
    """The papers of a file; what is none, or can't be read, is reported.

    Args:
        path: The file.
        report: Collects what was left out.
        paper_of: Makes a paper of a record and its ``FILE:LINE``, or says why it is none;
            None for one of `others`.
        others: What else the service has in such files, in the plural; noted, not skipped.

    Raises:
        InputError: No paper could be read.
        NotPapersError: All are `others`.
    """
    good = 0
    why = ""
    told = Tally()
    passed: list[int] = []
    for line, record in records(path, report):
        try:
            made = paper_of(record, f"{path}:{line}")
        except (TypeError, ValueError, AttributeError, KeyError, IndexError) as error:
            made = f"a field is of the wrong form: {error}"
        if isinstance(made, Paper):
            good += 1
            yield made
        elif made is None:
            passed.append(line)
        else:
            why = why or made
            told.skip(line, made)
    if good:
        told.tell(path, report)
    if passed and not good and not why:
        raise NotPapersError(f"not papers: {len(passed):,} {others}", path=path)
    if passed:
        report.note(path, passed[0], f"not papers: {len(passed):,} {others}")
    if not good:
        why = why or "there is no record in it"
        raise InputError(f"no paper could be read: {why}", path=path)


def text(value: Any) -> str:
    """A value as one line of text."""
    return "" if value is None else " ".join(str(value).split())


def year(value: Any) -> int | None:
    """A year of four digits, where the value is one."""
    said = text(value)[:4]
    return int(said) if len(said) == 4 and said.isascii() and said.isdigit() else None


def dicts(value: Any) -> Iterator[dict[str, Any]]:
    """The objects in a list; whatever else there is goes."""
    yield from (item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()
