"""How a result shows itself: as text at the prompt, as a table in a notebook, as a file, a page."""

from __future__ import annotations

import shutil
from html import escape
from pathlib import Path
from typing import Any

from kg import render
from kg.exports import files
from kg.result import Edge, Node, Result
from queries.screen import Screen
from viz import page

MOST_SHOWN = 50
"""Rows that are shown at the prompt and in a notebook."""


class Presentation:
    """See `kg.result.Presentation`."""

    def text(self, result: Result) -> str:
        """A table, as wide as the terminal."""
        width = shutil.get_terminal_size((100, 24)).columns
        shown = Screen(width=width, rows=MOST_SHOWN, console=False).show(result)
        return "\n".join([shown, *result.notes])

    def html(self, result: Result) -> str:
        """A table of a notebook; all text escaped."""
        head = "".join(f"<th>{escape(c)}</th>" for c in result.columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(_cell(v))}</td>" for v in row) + "</tr>"
            for row in result.rows[:MOST_SHOWN]
        )
        more = len(result.rows) - MOST_SHOWN
        note = render.counted_rows(result) + (f", {more:,} not shown" if more > 0 else "")
        notes = "".join(f"<p>{escape(note)}</p>" for note in result.notes)
        return (
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
            f"<p>{escape(note + (', cut: ' + result.why if result.truncated else ''))}</p>{notes}"
        )

    def csv(self, result: Result, path: str | Path | None, force: bool) -> str | None:
        """CSV as text, or written to a file."""
        if path is None:
            return render.result(result, "csv") + "\n"
        text = (render.result(result, "csv") + "\n").encode("utf-8", "replace")

        def write(part: Path) -> None:
            part.write_bytes(text)

        files.whole(Path(path), write, force=force)
        return None

    def page(self, result: Result, **options: Any) -> Any:
        """See `viz.page.show`."""
        return page.show(result, **options)


def _cell(value: Any) -> str:
    """A value in a notebook: a node by its name, a relationship by its type, lists of them too."""
    if isinstance(value, Node | Edge):
        return str(value)
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    return render.cell(value)
