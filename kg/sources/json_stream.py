"""JSON too large to hold: the elements of an array one by one, each with its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.sources import files
from kg.sources.report import Report

_TOKEN = re.compile(r'"(?:\\.|[^"\\])*(?:"|\\?$)|[{}\[\]]')
_BRACKET = re.compile(r"[{}\[\]]")
_STRING_OR_COMMA = re.compile(r'"(?:\\.|[^"\\])*"|,(?=\s*[}\]])')


def values(path: Path, report: Report) -> Iterator[tuple[int, Any]]:
    """The objects and lists in a JSON array, or those that stand one after another.

    One that is broken is reported and the next is read; commas too many are forgiven.

    Raises:
        InputError: The file can't be opened.
    """
    outer = files.head(path).lstrip()[:1] == "["
    for line, text in _elements(path, 1 if outer else 0, report):
        try:
            yield line, json.loads(text)
        except RecursionError:
            report.skip(path, line, "nested too deeply")
        except ValueError as error:
            try:
                value = json.loads(_STRING_OR_COMMA.sub(_without_comma, text))
            except (ValueError, RecursionError):
                position = getattr(error, "lineno", 1)
                reason = getattr(error, "msg", str(error))
                report.skip(path, line + position - 1, f"not JSON: {reason}")
                continue
            report.warn(path, line, "not strict JSON: a comma before a closing bracket")
            yield line, value


def _elements(path: Path, outside: int, report: Report) -> Iterator[tuple[int, str]]:
    """The text of each element and the line that it begins at; `outside` is the depth around."""
    depth = 0
    began = 0
    parts: list[str] = []
    for number, line in files.lines(path, report):
        if depth > outside and not _BRACKET.search(line):
            parts.append(line)
            continue
        start = 0
        for token in _TOKEN.finditer(line):
            mark = token.group()
            if mark in ("{", "["):
                if depth == outside:
                    _stray(line[start : token.start()], path, number, report)
                    start, began = token.start(), number
                elif depth < outside:
                    start = token.end()
                depth += 1
            elif mark in ("}", "]") and depth > 0:
                depth -= 1
                if depth == outside:
                    parts.append(line[start : token.end()])
                    yield began, "\n".join(parts)
                    parts.clear()
                    start = token.end()
        if depth > outside:
            parts.append(line[start:])
        else:
            _stray(line[start:], path, number, report)
    if depth > outside:
        report.skip(path, began, "the record that begins here has no end")


def _stray(text: str, path: Path, line: int, report: Report) -> None:
    rest = text.strip(" \t\r\n,[]\ufeff")
    if rest:
        report.skip(path, line, f"not an object: {rest[:60]}")


def _without_comma(found: re.Match[str]) -> str:
    return "" if found.group() == "," else found.group()
