"""A pasted listing: page furniture on top, then title and abstract in turn.

What is a title and what an abstract is told by shape alone: titles are short and have no
closing stop, abstracts are long. Blank lines may be missing or doubled, abstracts may run
over several paragraphs. What fits nowhere is reported by its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError, NotPapersError
from kg.paper import Author, Paper
from kg.sources import csv_columns, files, labelled, prose, wrapped
from kg.sources.report import Report

LONG = 250
"""Characters from which a line is an abstract's, whatever it ends with."""
SHORT = 150
"""Characters that the first paper's abstract has at least, where any has as many: the sentences of
page furniture have fewer."""
TITLE = 300
"""Characters that a title has at most."""

_STOP = re.compile(r"[.!;:,…][\"'”’)\]]*$")
_AFFILIATION = re.compile(
    r"\b(?:Universit|Institut|Departe?ment|Laborator|School|College|Academy|Research|Inc\b)|@"
)
_HEADING = re.compile(r"(#{1,6})\s")
_NO_PROSE = re.compile(r"[-*+|>] |```|\$ |>>> ")
_FURNITURE = re.compile(
    r"^(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}(?:, \d{4})?"
    r"|\d{1,2} \w+ \d{4}|new|subscribe|upvote|\d[\d.,]*k?|by ?\S.{0,40}|submitted by .*|share"
    r"|load more|show more|trending|page \d+.*|\d+ (?:comments?|authors?|likes?).*)$",
    re.IGNORECASE,
)


_TIME = r"\d{1,2}(?:[:.h]\d{2}\s?(?:[ap]\.?m\.?)?|\s?[ap]\.?m\.?)(?:\s(?-i:\(?[A-Z]{2,4}\)?))?"
_PROGRAMME = re.compile(
    rf"^(?:{_TIME}(?:\s*(?:[-–—]|to|until)\s*{_TIME})?[\s:–—-]*(?P<what>.*)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:,?\s(?:\w+\s)?\d.{0,24})?"
    r"|day \d+(?:\s?[:,–—-]\s.{0,40})?)$",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"^(?:(?:(?:coffee|tea|lunch|morning|afternoon|dinner|short)(?: and \w+)? )?break"
    r"|lunch|dinner|breakfast|banquet|registration|(?:welcome )?reception"
    r"|(?:opening|closing|welcome|award)(?: and \w+)?(?: (?:remarks|session|ceremony|address))?"
    r"|(?:(?:poster|oral|plenary|parallel|demo|spotlight|technical) )?"
    r"sessions? \d{1,2}[a-z]?(?:[\s:.–—-].*)?"
    r"|(?:poster|oral|plenary|parallel|demo|spotlight) sessions?(?::.*)?"
    r"|(?:session )?chairs?: .{3,80}|q ?& ?a)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Unit:
    """A line, or a paragraph of hard-wrapped lines."""

    line: int
    text: str
    names: bool = False

    @property
    def is_title(self) -> bool:
        text = self.text
        return len(text) <= TITLE and not _STOP.search(text) and "://" not in text

    @property
    def level(self) -> int:
        """Of a heading in Markdown, from 1; else 0."""
        found = _HEADING.match(self.text)
        return len(found[1]) if found else 0

    @property
    def parts(self) -> bool:
        """Whether no text goes on over it: a heading in Markdown, a programme's time or day."""
        found = _PROGRAMME.match(self.text)
        return bool(self.level or (found and not found["what"]))

    @property
    def is_furniture(self) -> bool:
        if found := _PROGRAMME.match(self.text):
            return not found["what"] or bool(_EVENT.match(found["what"]))
        return bool(_FURNITURE.match(self.text) or _EVENT.match(self.text))

    @property
    def is_long(self) -> bool:
        return len(self.text) >= LONG and self.is_abstract

    @property
    def is_abstract(self) -> bool:
        if _NO_PROSE.match(self.text):
            return False
        return len(self.text) >= LONG or (len(self.text) >= 80 and bool(_STOP.search(self.text)))


def recognises(head: str) -> bool:
    """Any text may be a listing; tried last."""
    return bool(head.strip())


def refuse_document(path: Path) -> None:
    """Refuse a text whose beginning is a document's, a README's or an essay's, see `prose`.

    Raises:
        NotPapersError: It is.
    """
    lines = list(enumerate(files.head(path).split("\n"), 1))
    aside = Report()
    units = _units(lines)
    start = _first_paper(units)
    if start is None or next(labelled.papers(lines, path, aside), None):
        return
    found = [(title.text, body) for title, body, _ in _pair(units[start:], path, aside)]
    if signs := prose.signs_of_a_document([text for _, text in lines], found):
        raise NotPapersError(
            f"a document rather than a listing of papers: it has {', '.join(signs)}",
            path=path,
            line=units[start].line,
            remedy="a listing has titles and abstracts in turn, a blank line between them; "
            "--source listing reads this as one",
        )


def read(path: Path, report: Report) -> Iterator[Paper]:
    """The papers of a pasted listing, with ids ``s01``, ``s02`` … in order of appearance.

    Raises:
        InputError: No title with an abstract below it is in the file.
    """
    lines = list(files.lines(path, report))
    named = False
    for paper in labelled.papers(lines, path, report):
        named = True
        yield paper
    if named:
        return
    units = _units(lines)
    start = _first_paper(units)
    if start is None:
        raise InputError(
            "no papers found: no short title line with a longer abstract below it",
            path=path,
            line=units[0].line if units else None,
            remedy="give titles and abstracts in turn, a blank line between them",
        )
    if start:
        report.note(
            path,
            units[0].line,
            f"{start} lines before the first title (line {units[start].line}) are not papers",
        )
    found = list(_pair(units[start:], path, report))
    width = max(2, len(str(len(found))))
    marked = sum(labelled.unmarked(t.text) != t.text for t, *_ in found) * 2 > len(found)
    for number, (title, abstract, authors) in enumerate(found, 1):
        yield Paper(
            id=f"s{number:0{width}d}",
            title=labelled.unmarked(title.text) if marked else title.text,
            abstract=abstract,
            authors=tuple(map(Author, csv_columns.authors(authors, "authors", ""))),
            origin=f"{path}:{title.line}",
        )


def _units(numbered: Iterable[tuple[int, str]]) -> list[_Unit]:
    units: list[_Unit] = []
    block: list[_Unit] = []
    for number, raw in numbered:
        unit = _Unit(number, " ".join(raw.replace("\u00a0", " ").split()))
        if block and (not unit.text or unit.parts or block[-1].parts):
            units += _whole(block)
            block = []
        if unit.text:
            block.append(unit)
    units += _whole(block)
    _mark_names(units)
    return units


def _mark_names(units: list[_Unit]) -> None:
    """Mark what stands between a title and its abstract: the authors, and where they work."""
    for above, unit, below in zip(units, units[1:], units[2:], strict=False):
        if above.names:
            unit.names = bool(_AFFILIATION.search(unit.text)) and not unit.is_abstract
        elif above.is_title and (below.is_abstract or _AFFILIATION.search(below.text)):
            several = "," in unit.text or " and " in unit.text or below.line == unit.line + 1
            unit.names = several and labelled.names(unit.text)


def _whole(block: list[_Unit]) -> list[_Unit]:
    """A block of lines as units: hard-wrapped lines are put together again."""
    if _is_wrapped_title(block):
        return [_Unit(block[0].line, " ".join(u.text for u in block))]
    may_be_wrapped = len(block) > 2 and all(len(u.text) < LONG for u in block)
    if not may_be_wrapped or not _is_paragraph(block):
        return block
    width = max(len(u.text) for u in block)
    body = block
    first: list[_Unit] = []
    if block[0].is_title and labelled.names(block[1].text):
        first, body = block[:2], block[2:]
    elif block[0].is_title and (
        len(block[0].text) < 0.75 * width or (len(block) > 2 and block[1].text[:1].isupper())
    ):
        first, body = block[:1], block[1:]
    return [*first, _Unit(body[0].line, wrapped.joined([u.text for u in body]))]


def _is_paragraph(block: list[_Unit]) -> bool:
    """Whether lines are long together, or the last alone ends with a stop and all are as wide."""
    size = sum(len(u.text) for u in block)
    if size >= LONG:
        return True
    body = block[1:-1]
    even = all(len(u.text) >= 15 and not u.is_furniture for u in body)
    stopped = bool(_STOP.search(block[-1].text)) and not block[-1].text.endswith(":")
    return size >= 100 and even and stopped and block[-1].text[:1].islower()


def _is_wrapped_title(block: list[_Unit]) -> bool:
    """A title over two lines: a full first line, no stop at either's end."""
    return (
        len(block) == 2
        and all(u.is_title and not u.is_furniture for u in block)
        and len(block[0].text) >= 60
        and len(block[0].text) + len(block[1].text) < LONG
    )


def _first_paper(units: list[_Unit]) -> int | None:
    titles = [i for i, u in enumerate(units[:-1]) if u.is_title and not u.is_furniture]
    below = {i: next((u for u in units[i + 1 :] if not u.names), units[i + 1]) for i in titles}
    long = next((i for i in titles if below[i].is_abstract and len(below[i].text) >= SHORT), None)
    return next((i for i in titles if below[i].is_abstract), None) if long is None else long


def _pair(units: list[_Unit], path: Path, report: Report) -> Iterator[tuple[_Unit, str, str]]:
    title = units[0]
    authors = ""
    body: list[str] = []
    for i, unit in enumerate(units[1:], 1):
        below = units[i + 1] if i + 1 < len(units) else None
        if unit.names and not body:
            authors = authors or unit.text
            continue
        if not unit.is_title or (unit.is_abstract and not (below and below.is_abstract)):
            body.append(unit.text)
            continue
        if len(unit.text) >= LONG and not body:
            body.append(unit.text)  # a long abstract that lost its closing stop
            continue
        if unit.is_furniture:
            report.note(path, unit.line, f"not a paper: {unit.text[:60]!r}")
            continue
        if not body and 0 < title.level < unit.level:
            report.note(path, title.line, f"a section, not a paper: {title.text[:60]!r}")
        else:
            yield _paper(title, body, authors, path, report)
        title, body, authors = unit, [], ""
    yield _paper(title, body, authors, path, report)


def _paper(
    title: _Unit, body: list[str], authors: str, path: Path, report: Report
) -> tuple[_Unit, str, str]:
    if not body:
        report.warn(path, title.line, f"a title without an abstract: {title.text[:60]!r}")
    return title, "\n".join(body), authors
