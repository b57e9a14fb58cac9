"""``kg extract --explain``: a paper's text with its mentions marked, and the rule of each."""

from __future__ import annotations

import textwrap

from kg.paper import Extraction, Mention, Paper
from kg.render import printable

_COLORS = {
    "introduces": "35",
    "dataset": "32",
    "method": "34",
    "link": "36",
    "abbreviation": "33",
    "citation": "31",
}
WIDTH = 100


def marked(paper: Paper, extraction: Extraction, *, color: bool) -> str:
    """The text with every named thing in brackets (or in colour), then a line a mention."""
    spans = sorted(
        {(m.evidence.start, m.evidence.end, m.kind) for m in extraction.mentions
         if m.kind in _COLORS and m.evidence.start >= 0},
        key=lambda s: (s[0], -s[1]),
    )  # fmt: skip
    pieces = []
    at = 0
    for start, end, kind in spans:
        if start < at:
            continue
        pieces.append(printable(paper.text[at:start]))
        word = printable(paper.text[start:end])
        pieces.append(f"\x1b[1;{_COLORS[kind]}m{word}\x1b[0m" if color else f"[{word}]")
        at = end
    pieces.append(printable(paper.text[at:]))
    text = "".join(pieces)
    lines = [f"{printable(paper.id)}  {text.splitlines()[0]}", ""]
    for paragraph in text.splitlines()[1:]:
        lines += textwrap.wrap(paragraph, WIDTH) or [""]
    lines.append("")
    lines += [_line(m) for m in extraction.mentions]
    lines += [f"  note: {note}" for note in extraction.notes]
    return "\n".join(lines) + "\n"


def _line(mention: Mention) -> str:
    what = mention.role or mention.sort
    name = mention.name + (f" = {mention.long_form}" if mention.long_form else "")
    rule = f"{mention.evidence.rule} ({mention.evidence.confidence:.2f})"
    return printable(f"  {mention.kind:12} {what:14} {name:44} {rule}")
