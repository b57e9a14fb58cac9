"""Leaderboards in Markdown, as NLP-progress keeps them: a page a task, a table a dataset.

A row gives a paper; the headings above its table tell the task and the dataset. A reading list
has such tables too, without scores: there headings tell nothing, and bullets are papers too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kg import ids
from kg.errors import InputError
from kg.paper import Mention, Paper
from kg.sources import files, headings, labelled
from kg.sources.leaderboard import STATED, Leaderboard, Row, is_title
from kg.sources.report import Report

if TYPE_CHECKING:
    from markdown_it.token import Token

_PAPER = re.compile(r"\b(?:paper|source)\b", re.IGNORECASE)
_CODE = re.compile(r"\b(?:code|implementations?)\b", re.IGNORECASE)
_RULE = re.compile(r"[\s|:-]*-[\s|:-]*")
_CITED = re.compile(r"\b((?:19|20)\d\d)[a-z]?\)")
_SCORE = re.compile(r"\W*\d+(?:[.,]\d+)*\W*(?:[±(/]\W*\d.*)?")
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_NO_SCORE = re.compile(
    r"\b(?:year|date|paper|source|code|implementations?|stars?|cit(?:ed|ations?)|#|no|number|id"
    r"|rank|pages?)\b|^\W*$",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(r"(?<!un)(?<!non)(?<!non[- ])off?ici?al|\bauthors?\b", re.IGNORECASE)
_WEB = re.compile(r"https?://[^/\s]+/[^\s<>|\"')\]]+")
_QUOTED = re.compile(r"[\"“]([^\"”]{12,}?)[.,]?[\"”]")


def recognises(head: str) -> bool:
    """Whether a file's head is Markdown with a table that has a column for papers."""
    above = ""
    for line in head.splitlines():
        if "|" in above and "|" in line and _RULE.fullmatch(line) and _PAPER.search(above):
            return True
        above = line
    return False


@dataclass(slots=True)
class _Cell:
    """A table's cell: its text, the part outside links, its links as text and address."""

    text: str = ""
    outside: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    """A table, and the headings that it stands under, by level."""

    line: int
    headings: tuple[tuple[int, str], ...]
    rows: list[tuple[int, list[_Cell]]] = field(default_factory=list)


def read(path: Path, report: Report) -> Iterator[Paper]:
    """The papers of a page, each once, with all datasets that it has a row for.

    Raises:
        InputError: No row of a table on the page names a paper.
    """
    from markdown_it import MarkdownIt

    lines = list(files.lines(path, report))
    text = "\n".join(line for _, line in lines)
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    for token in tokens:
        if token.type == "html_block" and "<table" in token.content.lower():
            line = token.map[0] + 1 if token.map else 0
            report.note(path, line, "a table written in HTML: not read")
    titles = _titles(tokens)
    board = Leaderboard()
    tables = [*_tables(tokens)]
    for table in tables:
        for row in _rows(table, titles):
            board.add(row)
    good = False
    if not any(map(_has_scores, tables)):
        for paper in labelled.papers([line for line in lines if "|" not in line[1]], path, report):
            good = True
            yield paper
    for paper in board.papers(path, report):
        good = True
        yield paper
    if not good:
        raise InputError(
            "no row of a table names a paper",
            path=path,
            remedy='a leaderboard has a column "Paper" or "Source" with titles and links',
        )


def _tables(tokens: Sequence[Token]) -> Iterator[_Table]:
    above: dict[int, str] = {}
    table: _Table | None = None
    line = 0
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            level = int(token.tag[1])
            above = {k: v for k, v in above.items() if k < level}
            above[level] = _cell(tokens[position + 1]).text
        elif token.type == "table_open":
            table = _Table(token.map[0] + 1 if token.map else 0, tuple(above.items()))
        elif token.type == "tr_open" and table:
            line = token.map[0] + 1 if token.map else table.line
            table.rows.append((line, []))
        elif token.type in ("th_open", "td_open") and table:
            table.rows[-1][1].append(_cell(tokens[position + 1]))
        elif token.type == "table_close" and table:
            yield table
            table = None


def _cell(inline: Token) -> _Cell:
    cell = _Cell()
    address = None
    inside: list[str] = []
    for token in inline.children or ():
        if token.type == "link_open":
            address, inside = str(token.attrGet("href") or ""), []
        elif token.type == "link_close":
            cell.links.append((" ".join("".join(inside).split()), address or ""))
            address = None
        elif token.type in ("text", "code_inline", "softbreak", "hardbreak"):
            written = token.content or " "
            cell.text += written
            if address is not None:
                inside.append(written)
            else:
                cell.outside += written
    cell.text = " ".join(cell.text.split())
    cell.outside = " ".join(cell.outside.split())
    return cell


def _titles(tokens: Sequence[Token]) -> dict[str, str]:
    """Address to title, where the page's text outside its tables gives one (numbered lists)."""
    found: dict[str, str] = {}
    for position, token in enumerate(tokens):
        if token.type == "inline" and tokens[position - 1].type not in ("td_open", "th_open"):
            for text, address in _cell(token).links:
                if len(text.split()) >= 3:
                    found.setdefault(address, text)
    return found


def _has_scores(table: _Table) -> bool:
    """Whether a table compares: some column, of those that may, has numbers other than years."""
    names = [cell.text for cell in table.rows[0][1]] if table.rows else []
    may = [i for i, name in enumerate(names) if not _NO_SCORE.search(name)]
    cells = [row[i].text for _, row in table.rows[1:] for i in may if i < len(row)]
    return any(_SCORE.fullmatch(c) and not _A_YEAR.fullmatch(c) for c in cells)


def _rows(table: _Table, titles: dict[str, str]) -> Iterator[Row]:
    if not table.rows:
        return
    names = [cell.text for cell in table.rows[0][1]]
    papers = [i for i, name in enumerate(names) if _PAPER.search(name)]
    codes = [i for i, name in enumerate(names) if _CODE.search(name) and i not in papers]
    if not papers:
        return
    stated = tuple(_stated(table.headings)) if _has_scores(table) else ()
    dated = [i for i, name in enumerate(names) if name.strip().lower() == "year"]
    for line, cells in table.rows[1:]:
        if sum(bool(c.text) for c in cells) < 2:
            continue  # a heading inside the table
        title, address = _paper(cells, papers, titles)
        cited = {y for c in (cells[0], *(cells[i] for i in papers)) for y in _CITED.findall(c.text)}
        cited |= {y for i in dated if i < len(cells) for y in _A_YEAR.findall(cells[i].text)}
        yield Row(
            title=title,
            address=address,
            line=line,
            year=int(cited.pop()) if len(cited) == 1 else None,
            stated=stated,
            links=tuple(_links(cells, papers, codes, address)),
        )


def _stated(above: Sequence[tuple[int, str]]) -> Iterator[Mention]:
    if dataset := headings.dataset(above):
        name, long_form = dataset
        yield Mention(
            "dataset", name, STATED, role="evaluates_on", sort="dataset", long_form=long_form
        )
    for task in headings.tasks(above):
        yield Mention("task", task, STATED)


def _paper(
    cells: Sequence[_Cell], papers: Sequence[int], titles: dict[str, str]
) -> tuple[str, str]:
    """The title and address of a row's paper; empty where it names none."""
    links = [link for i in papers for link in cells[i].links if not ids.repository(link[1])]
    for text, address in links:
        if is_title(text):
            return text, address
    for _, address in links:
        if address in titles:
            return titles[address], address
    written = next((cells[i].outside for i in reversed(papers) if cells[i].outside), "")
    if quoted := _QUOTED.search(written):
        return quoted.group(1), links[0][1] if links else ""
    if links:
        return "", links[0][1]
    if written:
        return (written.strip("[]") if len(written.split()) >= 3 else ""), ""
    for cell in cells[1:]:  # a cell too few or too many has moved the paper
        for text, address in cell.links:
            if len(text.split()) >= 3 and not ids.repository(address):
                return text, address
    return "", ""


def _links(
    cells: Sequence[_Cell], papers: Sequence[int], codes: Sequence[int], paper: str
) -> Iterator[tuple[str, bool]]:
    for i in (*papers, *codes):
        for text, address in cells[i].links:
            wanted = i in codes or ids.repository(address) is not None
            if wanted and address != paper and _WEB.fullmatch(address):
                yield address, _OFFICIAL.search(text) is not None
        if i in codes and not cells[i].links:
            for address in _WEB.findall(cells[i].text):
                yield address, False
