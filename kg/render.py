"""Results as text: a table for people, JSON, CSV and Markdown for what comes next."""

from __future__ import annotations

import csv
import io
import json
import math
import sys
import textwrap
from collections.abc import Sequence
from typing import Any

from kg.result import Edge, Node, Result, plain
from kg.wording import counted

_CONTROLS = dict.fromkeys([*range(10), *range(11, 32), *range(127, 160)], " ") | dict.fromkeys(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
"""What a terminal would obey instead of showing it; marks that turn what follows around go."""

NARROWEST = 8
"""Columns of a terminal below which a column of a table can't be read."""

FORMATS = ("table", "json", "jsonl", "csv", "markdown")


def printable(text: str) -> str:
    """Text, of several lines, that a terminal shows and does not obey: others' words may be in it.

    >>> printable("A title\\x1b[2J\\n\\tin \\x9b31mred")
    'A title [2J\\n in  31mred'
    """
    return text.translate(_CONTROLS)


def result(value: Result, form: str) -> str:
    """A result as text in one of `FORMATS`, without a final line end."""
    if value.plan:
        return value.plan
    if form == "json":
        return _json(value.records(), indent=1)
    if form == "jsonl":
        return "\n".join(map(_json, value.records()))
    if form == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(value.columns)
        writer.writerows([cell(v) for v in row] for row in value.rows)
        return out.getvalue().rstrip("\n")
    if form == "markdown":
        lines = ["| " + " | ".join(value.columns) + " |", "|" + " --- |" * len(value.columns)]
        for row in value.rows:
            cells = (cell(v).replace("|", "\\|").replace("\n", " ") for v in row)
            lines.append("| " + " | ".join(cells) + " |")
        return "\n".join(lines)
    return table(value)


def table(value: Result) -> str:
    """A fitted table for people; on a terminal as wide as it, in a pipe as wide as needed.

    On a terminal too narrow for its columns each row stands below the one before, a line a value.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    cells = [[cell(v, short=True) for v in row] for row in value.rows]
    least = _least_widths(value.columns, cells, Console().width)
    room = Console().width - (NARROWEST + 3) * len(value.columns)
    if sys.stdout.isatty() and None in least and room < 0 and cells:
        return f"{_below(value.columns, cells, Console().width)}\n{_footer(value)}"
    for number, name in enumerate(value.columns):
        numbers = all(isinstance(r[number], int | float | None) for r in value.rows)
        numeric = bool(value.rows) and numbers
        grid.add_column(
            Text(name),
            justify="right" if numeric else "left",
            overflow="fold",
            min_width=least[number],
        )
    for row in cells:
        grid.add_row(*map(Text, row))
    out = io.StringIO()
    width = None if sys.stdout.isatty() else 10_000
    console = Console(file=out, width=width, no_color=True, highlight=False)
    if width:
        from rich.measure import Measurement

        console.width = min(width, Measurement.get(console, console.options, grid).maximum)
    console.print(grid)
    text = "\n".join(line.rstrip() for line in out.getvalue().splitlines()).strip("\n")
    return f"{text}\n{_footer(value)}"


def _footer(value: Result) -> str:
    more = f", cut at {value.why}" if value.truncated else ""
    took = f" in {value.seconds * 1000:.0f} ms" if value.seconds else ""
    return f"{counted_rows(value)}{more}{took}{changed(value)}"


def _below(columns: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> str:
    """Rows as lines ``column: value``, empty values left out, a blank line between two rows."""
    rows = []
    for row in cells:
        named = (f"{name}: {text}" for name, text in zip(columns, row, strict=True) if text)
        lines = (textwrap.fill(line, max(width, 20), subsequent_indent="  ") for line in named)
        rows.append("\n".join(lines))
    return "\n\n".join(rows)


def _least_widths(
    columns: Sequence[str], cells: Sequence[Sequence[str]], width: int
) -> list[int | None]:
    """Widths at which no word of a column is broken, where all of them fit beside each other."""
    least = [
        max((len(word) for text in (name, *(row[i] for row in cells)) for word in text.split()),
            default=1)
        for i, name in enumerate(columns)
    ]  # fmt: skip
    fits = sum(least) + 3 * len(least) <= width
    return list(least) if fits else [None] * len(least)


def counted_rows(value: Result) -> str:
    """How many rows an answer has: ``1 row``, ``2 rows``."""
    return counted(len(value), "row")


def changed(value: Result) -> str:
    """What a statement changed, to stand behind its number of rows; mostly nothing."""
    return "".join(f", {_number(n, kind)}" for kind, n in value.changes.items())


def _number(number: int, kind: str) -> str:
    many, _, done = kind.partition(" ")
    one = {"properties": "property", "indexes": "index"}.get(many, many.removesuffix("s"))
    return f"{number:,} {one if number == 1 else many} {done}"


def cell(value: Any, *, short: bool = False) -> str:
    """A value as text.

    Args:
        value: Any value of a row.
        short: For people: numbers are rounded, nodes named, relationships told by their type
            first, paths as one walks them; else nothing is left out.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.4g}" if short else repr(value)
    if isinstance(value, list):
        return ", ".join(cell(v, short=short) for v in value)
    if isinstance(value, str):
        return printable(value) if short else value
    if short and isinstance(value, Node):
        return printable(str(value))
    if short and isinstance(value, Edge):
        return _relationship(value)
    if short and isinstance(value, dict) and value.keys() == {"nodes", "edges"}:
        return printable(_path(value["nodes"], value["edges"]))
    if isinstance(value, dict | tuple | Node | Edge):
        return _json(plain(value))
    return str(value)


def _json(value: Any, indent: int | None = None) -> str:
    """JSON, which has no infinite numbers and none that are not numbers: these are null."""
    try:
        return json.dumps(value, ensure_ascii=False, indent=indent, default=str, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=False, indent=indent, default=str)


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list):
        return [_finite(v) for v in value]
    if isinstance(value, dict):
        return {k: _finite(v) for k, v in value.items()}
    return value


def _relationship(edge: Edge) -> str:
    """Offsets into a text that is not shown tell a person nothing."""
    own = [
        f"{name}: {cell(value, short=True)}"
        for name, value in edge.properties.items()
        if value is not None and value != "" and name not in ("start", "end")
    ]
    return f"[{' '.join([edge.type, ', '.join(own)]).strip()}]"


def _path(nodes: Sequence[Node], edges: Sequence[Edge]) -> str:
    steps = [str(nodes[0])] if nodes else []
    for before, edge, after in zip(nodes, edges, nodes[1:], strict=False):
        forth = (edge.source_label, edge.source) == (before.label, before.id)
        steps.append(f"-[{edge.type}]->" if forth else f"<-[{edge.type}]-")
        steps.append(str(after))
    return "".join(steps)
