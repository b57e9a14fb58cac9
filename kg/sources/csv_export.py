"""Tables of papers, a row each: exports of Scopus, IEEE Xplore, SpringerLink and Web of Science,
and any other CSV or TSV file with a column of titles."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator, Mapping
from itertools import groupby, islice
from pathlib import Path

from kg import ids
from kg.errors import InputError, UsageError
from kg.paper import Author, Paper
from kg.sources import addresses, csv_columns, files, labelled, paratext, retractions, values
from kg.sources.csv_columns import FIELDS, Columns
from kg.sources.report import Report
from kg.wording import counted

_DELIMITERS = (",", "\t", ";", "|")
_SEP = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_ABOVE = 10
"""Lines in which a header is looked for: some exports begin with a line of their own."""
_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?)?\s*")
"""Markdown's line below a table's header."""
_LINKED = re.compile(r"\[([^\[\]]+)\]\((\w+://[^\s()]+)\)")
_MOST_LINES = 1_000
"""Lines that a row may have: a quotation mark that stays open ends there."""
_MOST_CHARACTERS = 16_000_000


def recognises(head: str) -> bool:
    """Whether one of a file's first lines is a header with a column of titles.

    A header that names nothing else counts if the line below has as many cells.
    """
    lines = [line for line in head.splitlines() if line.strip()]
    for i, line in enumerate(lines[:_ABOVE]):
        for delimiter in _DELIMITERS:
            cells = _cells(line, delimiter)
            if len(cells) < 2 or max(map(len, cells)) > 60:
                continue
            known = csv_columns.columns(cells).at
            if known["title"] and sum(map(bool, known.values())) > 1:
                return True
            below = _cells(lines[i + 1], delimiter) if i + 1 < len(lines) else []
            if known["title"] and len(below) == len(cells):
                return True
    return False


def has(path: Path, columns: Mapping[str, str]) -> bool:
    """Whether one of a file's first lines names one of the chosen columns.

    Raises:
        InputError: The file can't be opened.
    """
    wanted = {csv_columns.norm(column) for column in columns.values()}
    lines = files.head(path).splitlines()[:_ABOVE]
    cells = (cell for line in lines for sign in _DELIMITERS for cell in _cells(line, sign))
    return any(csv_columns.norm(cell) in wanted for cell in cells)


def read(
    path: Path, report: Report, *, columns: Mapping[str, str] | None = None
) -> Iterator[Paper]:
    """The papers of a table; a row that doesn't fit its header is skipped and reported.

    Args:
        path: The file.
        report: Collects what was left out.
        columns: Field (one of `csv_columns.FIELDS`) to the name of the column that holds it,
            for what the column's name doesn't tell.

    Raises:
        InputError: There is no column of titles, or no row with a title.
        UsageError: `columns` names a field that kg doesn't know.
    """
    if unknown := sorted(set(columns or ()) - set(FIELDS)):
        raise UsageError(
            f"a column can't hold {unknown[0]!r}", remedy=f"it holds one of {', '.join(FIELDS)}"
        )
    lines = deque[tuple[int, str]]()
    source = files.lines(path, report)
    lines.extend(islice(source, _ABOVE))
    delimiter, above, known = _header(list(lines), columns or {}, path)
    good = 0
    if delimiter == "|" and any(_RULE.fullmatch(line) for _, line in lines):
        beside, tables = _apart([*lines, *source])
        for paper in labelled.papers(beside, path, report):
            good += 1
            yield paper
        rows = _of_tables(tables, columns or {}, path, report)
    else:
        for _ in range(above + 1):
            lines.popleft()
        below = _rows(lines, source, delimiter, known, path, report)
        rows = ((number, row, known) for number, row in below)
    seen: set[str] = set()
    for number, row, known in rows:
        title, address = _unlinked(values.line(known.value(row, "title")[0]))
        if not title:
            report.skip(path, number, "a row without a title")
            continue
        kind = known.kind(row)
        if paratext.is_kind(kind):
            report.note(path, number, f"front matter, not a paper: {title[:60]!r}")
            continue
        good += 1
        name = values.line(known.value(row, "id")[0])
        name = name if name and name not in seen else f"r{good:04d}"
        seen.add(name)
        paper = _paper(row, known, title, address, name, f"{path}:{number}")
        if "retracted" in kind.lower():
            retractions.warn(paper, report, "retracted")
        yield paper
    if not good:
        raise InputError(
            "no row could be read as a paper", path=path, remedy="each row is a paper with a title"
        )


def _apart(
    lines: list[tuple[int, str]],
) -> tuple[list[tuple[int, str]], list[list[tuple[int, str]]]]:
    """The lines of a page in Markdown outside its tables, and each table's own."""
    beside: list[tuple[int, str]] = []
    tables: list[list[tuple[int, str]]] = []
    for inside, block in groupby(lines, lambda line: "|" in line[1]):
        table = list(block)
        if inside and len(table) > 1 and _RULE.fullmatch(table[1][1]):
            tables.append(table)
        else:
            beside += table
    return beside, tables


def _of_tables(
    tables: list[list[tuple[int, str]]], chosen: Mapping[str, str], path: Path, report: Report
) -> Iterator[tuple[int, list[str], Columns]]:
    """The rows of a page's tables; one without titles is noted."""
    for table in tables:
        try:
            _, _, known = _header(table[:1], chosen, path)
        except InputError:
            report.note(path, table[0][0], "a table without a column of titles: not read")
            continue
        for number, row in _rows(deque(table[1:]), iter(()), "|", known, path, report):
            yield number, row, known


def _unlinked(title: str) -> tuple[str, str]:
    """A title without Markdown's marks, and the address that it is linked with.

    >>> _unlinked("**[On Larvae](https://example.org/a)**"), _unlinked("[Sic] in Titles")
    (('On Larvae', 'https://example.org/a'), ('[Sic] in Titles', ''))
    """
    found = _LINKED.search(title)
    bare = _LINKED.sub(r"\1", title) if found else title
    bare = re.sub(r"^(\*{1,3}|_{1,3})(\S.*\S)\1$", r"\2", bare)
    return bare, found[2] if found else ""


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line.lstrip("\ufeff")], delimiter=delimiter), [])
    except csv.Error:
        return []


def _header(
    lines: list[tuple[int, str]], chosen: Mapping[str, str], path: Path
) -> tuple[str, int, Columns]:
    """Delimiter, lines above the header, and what its columns hold."""
    found: list[tuple[int, int, str, Columns]] = []
    for above, (_, line) in enumerate(lines):
        for delimiter in _DELIMITERS:
            try:
                known = csv_columns.columns(_cells(line, delimiter), chosen)
            except KeyError:
                continue
            if known.at["title"]:
                named = sum(map(bool, known.at.values()))
                found.append((named, -above, delimiter, known))
    if found:
        _, above, delimiter, known = max(found, key=lambda f: f[:2])
        return delimiter, -above, known
    line = next((t for _, t in lines if t.strip() and not _SEP.fullmatch(t)), "")
    cells = max((_cells(line, d) for d in _DELIMITERS), key=len)
    names = [c.strip() for c in cells if c.strip()]
    shown = ", ".join(n[:60] for n in names[:60])
    known_names = {csv_columns.norm(n) for n in names}
    missing = [c for c in chosen.values() if csv_columns.norm(c) not in known_names]
    remedy = f"its columns: {shown}"
    if missing:
        raise InputError(f"no column is called {missing[0]!r}", path=path, remedy=remedy)
    remedy += "; --columns title=NAME says which one"
    raise InputError("no column of titles", path=path, remedy=remedy)


def _rows(
    waiting: deque[tuple[int, str]],
    source: Iterator[tuple[int, str]],
    delimiter: str,
    known: Columns,
    path: Path,
    report: Report,
) -> Iterator[tuple[int, list[str]]]:
    """The rows that fit the header, with the lines that they start on.

    Quotation marks that are not closed, or not doubled inside, spoil a row: it is taken from
    its first line alone, or left out, and reading goes on at the next line that is a row.
    """
    csv.field_size_limit(_MOST_CHARACTERS)
    width = len(known.header)
    moved = False
    while True:
        taken: list[tuple[int, str]] = []
        row = _strict(_feed(waiting, source, taken), delimiter)
        if not taken:
            return
        number = taken[0][0]
        if row is not None and not any(cell.strip(" :-") for cell in row):
            continue  # an empty row, or Markdown's line below the header
        fitted = _fitted(row, known) if row is not None else None
        if fitted is None and (alone := _fitted(_cells(taken[0][1], delimiter), known)):
            fitted = alone
            waiting.extendleft(reversed(taken[1:]))
            report.warn(path, number, "quotation marks that are not doubled; read as they stand")
        elif fitted is None:
            reason = "a quotation mark that is not closed, or not doubled"
            if row is not None:
                reason = f"{counted(len(row), 'cell')} where the header has {width}"
            report.skip(path, number, reason)
            again = _first_row(taken, delimiter, known)
            waiting.extendleft(reversed(taken[again:]))
            continue
        elif not moved and row is not None and any(cell.strip() for cell in row[width:]):
            moved = True
            reason = "rows with more funding texts than the header names; read past them"
            report.note(path, number, reason)
        yield number, fitted


def _feed(
    waiting: deque[tuple[int, str]],
    rest: Iterator[tuple[int, str]],
    taken: list[tuple[int, str]],
) -> Iterator[str]:
    """Lines for the CSV reader, each kept in `taken`, until a row has become too long."""
    size = 0
    while len(taken) < _MOST_LINES and size < _MOST_CHARACTERS:
        line = waiting.popleft() if waiting else next(rest, None)
        if line is None:
            return
        taken.append(line)
        size += len(line[1])
        yield line[1] + "\n"


def _strict(lines: Iterator[str], delimiter: str) -> list[str] | None:
    """A row whose quotation marks are right, or None."""
    try:
        return next(csv.reader(lines, delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _first_row(taken: list[tuple[int, str]], delimiter: str, known: Columns) -> int:
    """The first line after a broken row's own that could be a row; their number when none."""
    for i, (_, line) in enumerate(taken[1:], 1):
        if _fitted(_cells(line, delimiter), known):
            return i
    return len(taken) if len(taken) < _MOST_LINES else 1


def _fitted(row: list[str], known: Columns) -> list[str] | None:
    """A row as wide as the header, or None.

    Cells too many that are empty go. Scopus gives some papers several funding texts under one
    name in the header: what stands after the first is moved over the others.
    """
    width = len(known.header)
    surplus = len(row) - width
    if surplus <= 0:
        return row if surplus == 0 else None
    if not any(cell.strip() for cell in row[width:]):
        return row[:width]
    names = [csv_columns.norm(h) for h in known.header]
    if known.vendor == "scopus" and "funding text 1" in names:
        after = names.index("funding text 1") + 1
        moved = row[:after] + row[after + surplus :]
        eid = moved[names.index("eid")] if "eid" in names else ""
        return moved if eid.startswith("2-s2.0-") else None
    return None


def _paper(
    row: list[str], known: Columns, title: str, address: str, name: str, origin: str
) -> Paper:
    def text(field: str) -> str:
        return known.value(row, field)[0]

    urls = [u for u in (text("url"), address) if "://" in u]
    found = values.identifiers(doi=text("doi"), urls=urls, venue=text("venue"))
    if arxiv := ids.arxiv(text("arxiv_id")):
        found["arxiv_id"] = arxiv
    repositories = addresses.repositories(f"{text('code')} {text('url')}")
    key = ids.openalex(name) if "openalex.org/" in name else None
    return Paper(
        id=name,
        openalex_id=key,
        title=title,
        abstract=values.paragraphs(text("abstract")),
        year=values.year(text("year")),
        venue=values.venue(text("venue")),
        url=urls[0] if urls else None,
        authors=tuple(
            Author(n) for n in csv_columns.authors(*known.value(row, "authors"), known.vendor)
        ),
        keywords=tuple(values.phrases(text("keywords"))),
        references=tuple(dict.fromkeys(csv_columns.references(text("references"), known.vendor))),
        links=tuple((r, True) for r in repositories),
        origin=origin,
        **found,
    )
