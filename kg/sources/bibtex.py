"""BibTeX, with abstracts and keywords.

Our own reader, because the kept ones stop at the first broken entry: here an entry that can't
be read is reported, and the next one is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kg import ids
from kg.errors import InputError
from kg.paper import Author, Paper
from kg.sources import addresses, files
from kg.sources.latex import plain
from kg.sources.report import Report

_BEGINS = re.compile(r"^\s*@\s*(\w+)\s*[{(]")
_NAME = re.compile(r"\s*([^\s=,{}\"#]+)\s*=\s*")
_BARE = re.compile(r"[^\s,#{}\"]+")
_MONTHS = {m[:3].lower(): m for m in
    "January February March April May June July August September October November December".split()
}  # fmt: skip
_NO_PAPERS = frozenset({"comment", "preamble", "string", "proceedings"})
_OF_VOLUMES = frozenset({"title", "abstract", "doi", "url", "author", "keywords", "note"})
LONGEST = 2_000
"""Lines of an entry after which it is taken to have no end."""


def recognises(head: str) -> bool:
    """Whether an entry begins a line of a file's head."""
    return (
        re.search(r"^\s*@\s*[A-Za-z]+\s*[{(]\s*[^\s,{}()=]*\s*,\s*$", head, re.M) is not None
        or re.match(
            r"\s*@\s*(?:string|preamble|comment|article|in\w+|misc|book)\s*[{(]", head, re.I
        )
        is not None
    )


def read(path: Path, report: Report) -> Iterator[Paper]:
    """The papers of a file, in order.

    Raises:
        InputError: No entry could be read.
    """
    macros = dict(_MONTHS)
    parents: dict[str, dict[str, str]] = {}
    waiting: list[tuple[int, str, dict[str, str]]] = []
    volume: str | None = None  # the one volume that all of a file's papers are in
    good = 0
    for line, kind, body in _entries(path, report):
        try:
            if kind in ("comment", "preamble"):
                continue
            if kind == "string":
                macros |= {k: plain(v) for k, v in _fields(body, macros).items()}
                continue
            key, _, rest = body.partition(",")
            fields = _fields(rest, macros)
        except ValueError as error:
            report.skip(path, line, f"a broken entry: {error}")
            continue
        parents[key.strip().lower()] = fields
        if kind in _NO_PAPERS:
            volume = key.strip().lower() if volume is None else ""
            continue
        if volume and kind == "inproceedings" and not fields.keys() & {"booktitle", "crossref"}:
            fields["crossref"] = volume
        if "crossref" in fields and fields["crossref"].strip().lower() not in parents:
            waiting.append((line, key.strip(), fields))
        elif (paper := _paper(path, line, key.strip(), fields, parents, report)) is not None:
            good += 1
            yield paper
    for line, key, fields in waiting:
        if (paper := _paper(path, line, key, fields, parents, report)) is not None:
            good += 1
            yield paper
    if not good:
        raise InputError(
            "no entry with a title could be read",
            path=path,
            remedy="an entry is @article{key, title = {…}, …}",
        )


def _entries(path: Path, report: Report) -> Iterator[tuple[int, str, str]]:
    """Line, kind and body of each entry; one whose brackets don't close ends at the next."""
    began, kind, depth = 0, "", 0
    parts: list[str] = []
    for number, line in files.lines(path, report):
        begins = _BEGINS.match(line)
        if depth > 0 and (
            (begins and re.match(r"^@\w+\s*[{(]\s*[^\s,=]*,\s*$", line.rstrip()))
            or len(parts) > LONGEST
        ):
            report.skip(path, began, "a broken entry: its brackets don't close")
            depth, parts = 0, []
        if depth == 0:
            if not begins:
                continue
            began, kind, parts = number, begins[1].lower(), []
            line, depth = line[begins.end() :], 1
        depth, end = _close(line, depth)
        if depth == 0:
            parts.append(line[:end])
            yield began, kind, "\n".join(parts)
            parts = []
        else:
            parts.append(line)
    if depth > 0:
        report.skip(path, began, "a broken entry: its brackets don't close")


def _close(line: str, depth: int) -> tuple[int, int]:
    """The depth of brackets after a line, and where the entry ends in it."""
    escaped = False
    for at, char in enumerate(line):
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == "{":
            depth += 1
        elif char == "}" or (char == ")" and depth == 1 and not line[at + 1 :].strip()):
            depth -= 1
            if depth == 0:
                return 0, at
    return depth, len(line)


def _fields(body: str, macros: dict[str, str]) -> dict[str, str]:
    """Names in small letters to values, as written.

    Raises:
        ValueError: A field has no name or value.
    """
    fields: dict[str, str] = {}
    at = 0
    while True:
        while at < len(body) and body[at] in " \t\r\n,":
            at += 1
        if at >= len(body):
            return fields
        name = _NAME.match(body, at)
        if not name:
            raise ValueError(f"no field begins at {body[at : at + 30].strip()!r}")
        value, at = _value(body, name.end(), macros)
        fields.setdefault(name[1].lower(), value)


def _value(body: str, at: int, macros: dict[str, str]) -> tuple[str, int]:
    parts = []
    while True:
        if at < len(body) and body[at] in '{"':
            end = _value_end(body, at)
            parts.append(body[at + 1 : end])
            at = end + 1
        elif bare := _BARE.match(body, at):
            parts.append(macros.get(bare[0].lower(), bare[0]))
            at = bare.end()
        else:
            raise ValueError(f"no value at {body[at : at + 30].strip()!r}")
        more = re.compile(r"\s*#\s*").match(body, at)
        if not more:
            return "".join(parts), at
        at = more.end()


def _value_end(body: str, at: int) -> int:
    quoted, depth = body[at] == '"', 0
    escaped = False
    for i in range(at, len(body)):
        char = body[i]
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == "{":
            depth += 1
        elif char == "}":
            depth -= 1
            if depth == 0 and not quoted:
                return i
        elif char == '"' and quoted and depth == 0 and i > at:
            return i
    raise ValueError(f"a value without end: {body[at : at + 30].strip()!r}")


def _paper(
    path: Path,
    line: int,
    key: str,
    fields: dict[str, str],
    parents: dict[str, dict[str, str]],
    report: Report,
) -> Paper | None:
    parent = parents.get(fields.get("crossref", "").strip().lower(), {})
    inherited = {k: v for k, v in parent.items() if k not in _OF_VOLUMES}
    if "title" in parent and "booktitle" not in inherited and "booktitle" not in fields:
        inherited["booktitle"] = parent["title"]
    own = {k: plain(v) for k, v in (inherited | fields).items()}
    title = own.get("title", "")
    if not title:
        report.skip(path, line, f"the entry {key!r} has no title")
        return None
    url = own.get("url") or own.get("pdf") or None
    known = addresses.identifiers(url or "")
    eprint = own.get("eprint", "")
    journal = own.get("journal", "")
    is_arxiv = "arxiv" in (own.get("archiveprefix", "") + own.get("eprinttype", "")).lower()
    text = " ".join(own.get(k, "") for k in ("code", "software", "github", "note"))
    year = re.search(r"\b(?:1[5-9]|20)\d\d\b", own.get("year", "") or own.get("date", ""))
    return Paper(
        id=key or f"entry{line}",
        title=title.rstrip("."),
        abstract=own.get("abstract", ""),
        year=int(year.group()) if year else None,
        venue=next(
            (own[k] for k in ("booktitle", "journal", "journaltitle", "series") if own.get(k)), None
        ),
        doi=ids.doi(own.get("doi", "")) or known.get("doi"),
        arxiv_id=known.get("arxiv_id")
        or (ids.arxiv(eprint) if is_arxiv else None)
        or (ids.arxiv(journal) if "arxiv" in journal.lower() else None),
        acl_id=known.get("acl_id"),
        url=url,
        authors=tuple(_authors(fields.get("author") or parent.get("author") or "")),
        keywords=tuple(
            k for k in re.split(r"\s*[;,]\s*", own.get("keywords") or own.get("keyword") or "") if k
        ),
        links=tuple((a, True) for a in addresses.repositories(f"{text} {url or ''}")),
        origin=f"{path}:{line}",
    )


def _authors(field: str) -> Iterator[Author]:
    depth = 0
    names: list[list[str]] = []
    part: list[str] = []
    for word in field.split():
        if word.lower() == "and" and depth == 0:
            names.append(part)
            part = []
        else:
            depth += word.count("{") - word.count("}")
            part.append(word)
    for words in (*names, part):
        name = plain(" ".join(words))
        if name and name.lower() != "others":
            pieces = [p.strip() for p in name.split(",")]
            if len(pieces) == 3:  # Last, Jr, First
                pieces = [f"{pieces[0]} {pieces[1]}", pieces[2]]
            family, *given = pieces
            yield Author(" ".join((*given, family)))
