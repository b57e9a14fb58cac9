"""Answers on a terminal: a table that fits its width, or one record below the other."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rich.cells import cell_len, set_cell_size

from kg import render
from kg.result import Edge, Node, Result

Layout = Literal["auto", "table", "vertical"]
NARROWEST = 10
"""Columns of the terminal below which shortening a column says too little."""
_CODES = {"bold": "1", "dim": "2", "red": "31", "yellow": "33", "cyan": "36"}


@dataclass(frozen=True, slots=True)
class Screen:
    """A terminal.

    Attributes:
        width: Its columns.
        color: Whether it shows colours.
        rows: Rows of an answer to show at the most.
        layout: ``auto`` takes ``vertical`` when the columns don't fit.
        console: Whether the console's commands are there, to name them.
    """

    width: int = 80
    color: bool = False
    rows: int = 50
    layout: Layout = "auto"
    console: bool = True

    def styled(self, text: str, style: str) -> str:
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.color and text else text

    def show(self, result: Result) -> str:
        """An answer with its number of rows, its time, and what of it is not shown."""
        if result.plan:
            return f"{result.plan.rstrip()}\n{self.styled(_time(result), 'dim')}"
        if not result.rows:
            text = f"no rows{render.changed(result)} {_time(result)}"
            return self.styled(text.rstrip(), "dim")
        shown = result.rows[: self.rows]
        cells = [[_line(v) for v in row] for row in shown]
        natural = [
            max([cell_len(_line(name)), *(cell_len(row[i]) for row in cells)])
            for i, name in enumerate(result.columns)
        ]
        widths = fitted(natural, self.width)
        if self.layout == "vertical" or (self.layout == "auto" and widths is None):
            return self._vertical(result)
        widths = widths or squeezed(natural, self.width)
        short = [n for n, has, wants in zip(result.columns, widths, natural, strict=True)
                 if has < wants]  # fmt: skip
        lines = [*self._table(result, cells, widths), *self._footer(result, len(shown))]
        if short:
            more = f"shortened: {', '.join(short)}"
            more += " (:set vertical shows all of it)" if self.console else ""
            lines.append(self.styled(textwrap.fill(more, self.width), "dim"))
        return "\n".join(lines)

    def _table(
        self, result: Result, cells: Sequence[Sequence[str]], widths: Sequence[int]
    ) -> list[str]:
        right = [
            all(isinstance(row[i], int | float | None) for row in result.rows)
            for i in range(len(widths))
        ]
        header = _joined(result.columns, widths, right)
        rule = "  ".join("─" * width for width in widths)
        return [
            self.styled(header, "bold"),
            self.styled(rule, "dim"),
            *(_joined(row, widths, right) for row in cells),
        ]

    def _vertical(self, result: Result) -> str:
        many = max(1, self.rows // max(4, len(result.columns)))
        shown = result.rows[:many]
        lines = []
        for number, row in enumerate(shown, 1):
            fields = [
                f for name, v in zip(result.columns, row, strict=True) for f in _fields(name, v)
            ]
            margin = min(max(cell_len(name) for name, _ in fields), self.width // 3)
            head = f"── {number} "
            lines.append(self.styled(head + "─" * max(0, self.width - cell_len(head)), "dim"))
            for name, value in fields:
                label = _cell(name, margin)
                rest = _wrapped(value, self.width - margin - 2)
                lines.append(f"{self.styled(label, 'bold')}  {rest[0]}".rstrip())
                lines += [" " * (margin + 2) + line for line in rest[1:]]
        return "\n".join(lines + self._footer(result, len(shown)))

    def _footer(self, result: Result, shown: int) -> list[str]:
        many = len(result)
        cut = f", cut at {result.why}," if result.truncated else ""
        count = f"{render.counted_rows(result)}{cut}{render.changed(result)}"
        lines = [f"{count} {_time(result)}".rstrip()]
        if many > shown:
            hint = " (:set rows N, or :export FILE for all)" if self.console else ""
            lines.append(f"{shown:,} shown, {many - shown:,} more{hint}")
        return [self.styled(line, "dim") for line in lines]

    def listed(self, pairs: Iterable[tuple[str, str]], *, indent: int = 2) -> str:
        """Names with what they are, in two columns, the second one wrapped."""
        pairs = list(pairs)
        margin = min(max((cell_len(a) for a, _ in pairs), default=0), self.width // 2)
        lines = []
        for name, about in pairs:
            room = max(20, self.width - margin - indent - 2)
            rest = _wrapped(about, room)
            first = " " * indent + set_cell_size(name, max(margin, cell_len(name)))
            lines.append(f"{first}  {rest[0]}".rstrip())
            lines += [" " * (indent + margin + 2) + line for line in rest[1:]]
        return "\n".join(lines)


def fitted(natural: Sequence[int], width: int) -> list[int] | None:
    """Widths of columns that fit beside each other: the widest ones give way, alike.

    Args:
        natural: What each would take.
        width: What there is; two go between columns.

    Returns:
        None when a column would have to be narrower than `NARROWEST`.
    """
    widths = squeezed(natural, width)
    tight = any(has < min(wants, NARROWEST) for has, wants in zip(widths, natural, strict=True))
    return None if tight or sum(widths) + 2 * (len(widths) - 1) > width else widths


def squeezed(natural: Sequence[int], width: int) -> list[int]:
    """Widths of columns that fit, however narrow they become."""
    left, columns = width - 2 * (len(natural) - 1), len(natural)
    widths = list(natural)
    for at in sorted(range(len(natural)), key=lambda i: natural[i]):
        widths[at] = max(1, min(natural[at], left // columns))
        left -= widths[at]
        columns -= 1
    return widths


def _time(result: Result) -> str:
    seconds = result.seconds
    if not seconds:
        return ""
    return f"in {seconds * 1000:.0f} ms" if seconds < 1 else f"in {seconds:.1f} s"


def _line(value: Any) -> str:
    return " ".join(render.cell(value, short=True).split("\n"))


def _joined(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    made = (_cell(c, w, r) for c, w, r in zip(cells, widths, right, strict=True))
    return "  ".join(made).rstrip()


def _cell(text: str, width: int, right: bool = False) -> str:
    size = cell_len(text)
    if size > width:
        return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width)
    return " " * (width - size) + text if right else text + " " * (width - size)


def _fields(name: str, value: Any) -> list[tuple[str, str]]:
    """A value for a record; a node or relationship with all that it has."""
    if not isinstance(value, Node | Edge):
        return [(name, render.cell(value, short=True))]
    if isinstance(value, Node):
        head = f"({value.label})"
    else:
        ends = (f"({value.source_label} {value.source})", f"({value.target_label} {value.target})")
        head = f"{ends[0]}-[{value.type}]-{ends[1]}"
    inner = ((f"{name}.{k}", render.cell(v, short=True)) for k, v in value.properties.items())
    return [(name, render.printable(head)), *((k, text) for k, text in inner if text)]


def _wrapped(text: str, width: int) -> list[str]:
    width = max(10, width)
    if cell_len(text) == len(text):
        lines = [line for part in text.split("\n") for line in textwrap.wrap(part, width)]
        return lines or [""]
    from rich.console import Console
    from rich.text import Text

    return [line.plain.rstrip() for line in Text(text).wrap(Console(width=width), width)]
