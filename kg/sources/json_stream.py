"""JSON too large to hold: the elements of an array or of JSON Lines, each with its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from kg.sources import files
from kg.sources.report import Report

_TOKEN = re.compile(r'"(?:\\.|[^"\\])*(?:"|\\?$)|[{}\[\]]')
LISTS = ("results", "data", "items", "recommendedPapers", "papers")
"""The fields of a page of results that hold its records."""
_PAGE = re.compile(rf'"(?:{"|".join(LISTS)})"\s*:\s*\[')
"""Where the records of a page of results begin: what a page that breaks off still holds."""
_BRACKET = re.compile(r"[{}\[\]]")
_HALVES = re.compile(r"\\u[dD][89a-fA-F]")
_STRING_OR_COMMA = re.compile(r'"(?:\\.|[^"\\])*"|,(?=\s*[}\]])')
UNKNOWN = "null: the service knows no such paper"
"""What stands for a record in the answer to a batch."""


def values(path: Path, report: Report) -> Iterator[tuple[int, Any]]:
    """The objects and lists in a JSON array, or those that stand one after another.

    One that is broken is reported and the next is read; commas too many are forgiven.

    Raises:
        InputError: The file can't be opened.
    """
    numbered = ((n, line) for n, line in files.lines(path, report) if line.strip(" \t\ufeff"))
    first = list(islice(numbered, 3))
    if _is_json_lines([line for _, line in first]):
        texts = _records(chain(first, numbered), path, report)
    else:
        outer = first[0][1].lstrip(" \t\ufeff")[:1] == "[" if first else False
        texts = _elements(chain(first, numbered), path, 1 if outer else 0, report)
    for line, text in texts:
        try:
            yield line, _loaded(text)
        except RecursionError:
            report.skip(path, line, "nested too deeply")
        except ValueError as error:
            try:
                value = _loaded(_STRING_OR_COMMA.sub(_without_comma, text))
            except (ValueError, RecursionError):
                position = getattr(error, "lineno", 1)
                reason = getattr(error, "msg", str(error)).removesuffix(" starting at")
                report.skip(path, line + position - 1, f"not JSON: {reason}")
                continue
            report.warn(path, line, "not strict JSON: a comma before a closing bracket")
            yield line, value


def keys(text: str, start: int = 0) -> Iterator[str]:
    """The keys of the object that begins at a place in a text, which may be cut inside it."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        mark = token.group()
        if mark in ("{", "["):
            depth += 1
        elif mark in ("}", "]"):
            depth -= 1
            if depth == 0:
                return
        elif depth == 1 and text[token.end() : token.end() + 8].lstrip()[:1] == ":":
            yield mark.strip('"')


def _is_json_lines(first: list[str]) -> bool:
    """Whether each line is a record: one of the first is, so that a broken one ends at its end."""
    opens = bool(first) and first[0].rstrip()[-1:] in ("{", "[")  # an object over several lines
    return not opens and any(line[:1] == "{" and _is_object(line) for line in first)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _records(
    numbered: Iterable[tuple[int, str]], path: Path, report: Report
) -> Iterator[tuple[int, str]]:
    for number, line in numbered:
        text = line.strip(" \t\ufeff").rstrip(",")
        if text[:1] in ("{", "["):
            yield number, text
        else:
            _stray(text, path, number, report)


def _elements(
    numbered: Iterable[tuple[int, str]], path: Path, outside: int, report: Report
) -> Iterator[tuple[int, str]]:
    """The text of each element and the line that it begins at; `outside` is the depth around."""
    depth = 0
    began = 0
    parts: list[str] = []
    for number, line in numbered:
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
        text = "\n".join(parts)
        page = _PAGE.search(text)
        if page is None:
            report.skip(path, began, "the record that begins here has no end")
            return
        first = began + text.count("\n", 0, page.end())
        rest = enumerate(text[page.end() :].split("\n"), first)
        yield from _elements(rest, path, 0, report)


def _stray(text: str, path: Path, line: int, report: Report) -> None:
    rest = text.strip(" \t\r\n,[]\ufeff")
    if rest and not rest.replace(",", " ").replace("null", "").strip():
        report.note(path, line, UNKNOWN)
    elif rest:
        report.skip(path, line, f"not an object: {rest[:60]}")


def _loaded(text: str) -> Any:
    value = json.loads(text)
    return _mended(value) if _HALVES.search(text) else value


def _mended(value: Any) -> Any:
    """A value whose halves of characters, which no text can hold, are marked as unknown."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_mended(k): _mended(v) for k, v in value.items()}
    return [_mended(v) for v in value] if isinstance(value, list) else value


def _without_comma(found: re.Match[str]) -> str:
    return "" if found.group() == "," else found.group()
