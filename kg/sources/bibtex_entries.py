"""BibTeX's grammar, read as a stream: a broken entry is reported, the next one is read.

Own code: bibtexparser 2.1 reads no stream, leaves ``#`` undone, and takes two fields without
a comma between them for one value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from kg.sources.report import Report

_TYPES = (
    "article|artwork|audio|book|bookinbook|booklet|collection|comment|commentary|conference"
    "|dataset|electronic|image|inbook|incollection|inproceedings|inreference|jurisdiction|legal"
    "|legislation|letter|manual|mastersthesis|misc|movie|music|mvbook|mvcollection|mvproceedings"
    "|mvreference|online|patent|performance|periodical|phdthesis|preamble|preprint|proceedings"
    "|reference|report|review|set|software|standard|string|suppbook|suppcollection|suppperiodical"
    "|techreport|thesis|unpublished|video|webpage|www|xdata"
)
_AT_LINE_START = re.compile(
    rf"\s*@\s*(?:(?:{_TYPES})\s*(?:[{{(]|$)|\w+\s*[{{(]\s*[^\s{{}}(),=\"']+\s*,)", re.IGNORECASE
)
_WITHIN_LINE = re.compile(
    rf"(?<![\w.])@(?:(?:{_TYPES})\s*[{{(]\s*[^\s{{}}(),=\"']+\s*,|string\s*[{{(]\s*\w+\s*=)",
    re.IGNORECASE,
)
_HEAD = re.compile(r"\s*@\s*(\w+)\s*([{(])")
_KEY = re.compile(r"\s*([^,{}=\"#]*)")
_BLANK = re.compile(r"(?:\s|%[^\n]*)*")
_BETWEEN = re.compile(r"(?:[\s,]|%[^\n]*)*")
_MORE = re.compile(r"[\s,]*[A-Za-z][\w-]*\s*=\s*[{\"]")
_SWALLOWED = re.compile(r",\s*[A-Za-z][\w-]*\s*=\s*[{\"\d]")
_NAME = re.compile(r"([^\s=,{}\"#%()]+)\s*=\s*")
_WORD = re.compile(r"[^\s{}()\"#%=,]+")
_HASH = re.compile(r"\s*#\s*")
_BRACES = {True: re.compile(r"\\.|[{}]", re.DOTALL), False: re.compile(r"[{}]")}
_QUOTES = {True: re.compile(r'\\.|[{}"]', re.DOTALL), False: re.compile(r'[{}"]')}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


class EntryError(Exception):
    """An entry that can't be read, and why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, its fields' values without delimiters, strings put in and joined.

    Attributes:
        line: 1-based line that it starts on.
        kind: Its type in lower case, without ``@``.
        key: Its key as written; empty when it has none.
        fields: Name in lower case to value, in order.
        doubts: What looks wrong but could be read.
    """

    line: int
    kind: str
    key: str
    fields: dict[str, str]
    doubts: tuple[str, ...]


def starts(line: str) -> bool:
    """Whether an entry starts on a line."""
    return bool(_AT_LINE_START.match(line))


def entries(numbered: Iterable[tuple[int, str]], path: Path, report: Report) -> Iterator[Entry]:
    """The entries of a file's numbered lines, but for strings, preambles and comments."""
    strings = {month: month for month in _MONTHS}
    open_comment = 0
    for line, text in _pieces(numbered):
        head = _HEAD.match(text)
        kind = head[1].lower() if head else ""
        closes, open_comment = open_comment and -open_comment == _balance(text), 0
        if closes:
            report.note(path, line, "an entry inside @comment")
        elif kind == "comment":
            open_comment = max(0, _balance(text))
        elif kind != "preamble":
            try:
                entry = _entry(text, line, strings)
            except EntryError as error:
                report.skip(path, line, f"@{kind}: {error}" if kind else str(error))
                continue
            for doubt in entry.doubts:
                report.warn(path, line, f"@{kind}: {doubt}")
            if kind == "string":
                strings.update(entry.fields)
            else:
                yield entry


def _pieces(numbered: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Each entry's text up to the next one, with the line that it starts on.

    Where an entry starts is told by the line alone, so that one that never closes ends there.
    """
    begun = 0
    piece: list[str] = []
    for number, line in numbered:
        cuts = []
        if "@" in line and not line.lstrip().startswith("%"):
            cuts = [m.start() for m in _WITHIN_LINE.finditer(line)]
            if starts(line) and not (cuts and not line[: cuts[0]].strip()):
                cuts.insert(0, 0)
        bounds = [*cuts, len(line)]
        if begun and (bounds[0] > 0 or not cuts):
            piece.append(line[: bounds[0]])
        for start, end in pairwise(bounds):
            if begun:
                yield begun, "\n".join(piece)
            begun, piece = number, [line[start:end]]
    if begun:
        yield begun, "\n".join(piece)


def _balance(text: str) -> int:
    return text.count("{") - text.count("}")


def _entry(text: str, line: int, strings: dict[str, str]) -> Entry:
    """The entry that a text starts with.

    A brace after a backslash is none, as biber reads it; where that fails it is one, as BibTeX
    reads it.
    """
    try:
        return _Reader(text, strings, escapes=True).entry(line)
    except EntryError:
        if "\\{" in text or "\\}" in text:
            return _Reader(text, strings, escapes=False).entry(line)
        raise


class _Reader:
    """Reads one entry's text from left to right."""

    def __init__(self, text: str, strings: dict[str, str], *, escapes: bool) -> None:
        self.text, self.strings = text, strings
        self.braces, self.quotes = _BRACES[escapes], _QUOTES[escapes]
        self.at = 0
        self.doubts: list[str] = []

    def entry(self, line: int) -> Entry:
        head = _HEAD.match(self.text)
        if head is None:
            raise EntryError("no brace after the entry's type")
        self.at = head.end()
        closer = "}" if head[2] == "{" else ")"
        kind = head[1].lower()
        key = "" if kind == "string" else self.key(closer)
        fields = dict(self.fields(closer))
        if _MORE.match(self.text, self.at + 1):
            self.doubts.append("fields after its closing brace are not read")
        return Entry(line, kind, key, fields, tuple(self.doubts))

    def key(self, closer: str) -> str:
        found = _KEY.match(self.text, self.at)
        assert found is not None
        written = found[1]
        if closer == ")" and ")" in written:
            written = written[: written.index(")")]
        end = found.start(1) + len(written)
        after = self.text[end : end + 1]
        if after in (",", closer):
            self.at = end
            if not written.strip():
                self.doubts.append("it has no key")
            return " ".join(written.split())
        words = written.split()
        if after != "=" or not words:
            raise EntryError("no comma after its key" if words else "it has neither key nor fields")
        self.at = found.start(1) + written.rindex(words[-1])
        self.doubts.append("a comma is missing after its key" if words[1:] else "it has no key")
        return " ".join(words[:-1])

    def fields(self, closer: str) -> Iterator[tuple[str, str]]:
        seen: dict[str, str] = {}
        while True:
            self.at = self.skipped(_BETWEEN)
            if self.at >= len(self.text):
                unclosed = f"it is never closed by {closer!r}"
                if any(map(_SWALLOWED.search, seen.values())):
                    raise EntryError(unclosed)  # the brace that closes it belongs to a field
                self.doubts.append(unclosed)
                return
            if self.text[self.at] == closer:
                return
            found = _NAME.match(self.text, self.at)
            if found is None:
                there = self.text[self.at : self.at + 24].split("\n")[0]
                raise EntryError(f"neither a field nor its end: {there!r}")
            self.at = found.end()
            name, value = found[1].lower(), self.value(found[1])
            if name not in seen:
                seen[name] = value
                yield name, value
            elif value != seen[name]:
                self.doubts.append(f"{name!r} is given twice, the first is taken")
            self.at = self.skipped(_BLANK)
            if _NAME.match(self.text, self.at):
                self.doubts.append(f"a comma is missing after {name!r}")

    def skipped(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self.text, self.at)
        assert found is not None
        return found.end()

    def value(self, name: str) -> str:
        parts = []
        while True:
            sign = self.text[self.at : self.at + 1]
            if sign == "{":
                parts.append(self.closed(self.braces, "}", name))
            elif sign == '"':
                parts.append(self.closed(self.quotes, '"', name))
            elif found := _WORD.match(self.text, self.at):
                self.at = found.end()
                parts.append(self.string(found.group(), name))
            else:
                raise EntryError(f"{name!r} has no value")
            joined = _HASH.match(self.text, self.at)
            if joined is None:
                return "".join(parts)
            self.at = joined.end()

    def closed(self, pattern: re.Pattern[str], closer: str, name: str) -> str:
        """The text up to the sign that closes what opens here."""
        start = self.at + 1
        depth = 0
        for found in pattern.finditer(self.text, start):
            sign = found.group()
            if sign == closer and depth == 0:
                self.at = found.end()
                return self.text[start : found.start()]
            if sign in "{}":
                depth = max(0, depth + (1 if sign == "{" else -1))
        what = "brace" if closer == "}" else "quotation mark"
        raise EntryError(f"the {what} that opens {name!r} is never closed")

    def string(self, word: str, name: str) -> str:
        """A number, or what a name was declared to stand for."""
        if word[0].isdigit() or word.lower() in self.strings or name.lower() == "month":
            return self.strings.get(word.lower(), word)
        self.doubts.append(f"no @string is called {word!r}; taken as text")
        return word
