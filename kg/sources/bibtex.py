"""BibTeX and BibLaTeX: entries to papers, with crossref and LaTeX resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from kg import ids
from kg.errors import InputError
from kg.paper import Author, Paper
from kg.sources import addresses, bibtex_entries, files, journals, latex, paratext, values
from kg.sources.bibtex_entries import Entry
from kg.sources.report import Report

_VOLUMES = frozenset(
    "proceedings mvproceedings collection mvcollection periodical set xdata".split()
)
_OF_A_VOLUME = ("booktitle", "title", "journal", "journaltitle", "year", "date")
_JOURNALS = frozenset({"journal", "journaltitle", "booktitle"})
_ADDRESSES = ("url", "howpublished", "note", "annote", "code", "software", "github", "repository")
_ABOVE = 20
"""Lines in which the first entry starts."""
_AND_OR_BRACE = re.compile(r"[{}]|(?<!\S)and(?!\S)", re.IGNORECASE)
_OTHER_SIGN = re.compile(r"[{};]|(?<!\S)&(?!\S)")
_EXTENDED = re.compile(r"\b(family|given|prefix|suffix)=\"?([^,\"]+)")
_ARXIV_NUMBER = re.compile(r"(?:arxiv:)?\d{4}\.\d{4,5}(?:v\d+)?", re.IGNORECASE)
_ET_AL = re.compile(r"(?:\s+and)?[\s,]+\{?et\.? al\b\.?\}?\.?$", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.[\s-]?)+")
_WEB = re.compile(r"(?:https?|ftp)://[^\s<>\"]+", re.IGNORECASE)


def recognises(head: str) -> bool:
    """Whether an entry starts within the first lines of a file's head that are no comments.

    Some programs begin with a few lines on themselves; a page that cites itself in BibTeX at
    its end is no bibliography.
    """
    lines = (line.strip() for line in head.splitlines())
    first = islice((line for line in lines if line and line[0] != "%"), _ABOVE)
    return any(bibtex_entries.starts(line) for line in first)


def read(path: Path, report: Report) -> Iterator[Paper]:
    """The papers of a bibliography; an entry that can't be read is skipped and reported.

    An entry whose crossref or xdata stands further down comes after all others.

    Raises:
        InputError: No entry is a paper that can be read.
    """
    shelf = _Shelf(path, report)
    waiting = []
    for entry in bibtex_entries.entries(files.lines(path, report), path, report):
        shelf.put(entry)
        if entry.kind in _VOLUMES:
            report.note(path, entry.line, f"@{entry.kind} is a volume, not a paper")
        elif shelf.lacks(entry):
            waiting.append(entry)
        else:
            yield from shelf.papers(entry)
    for entry in waiting:
        for lacking in shelf.lacks(entry):
            report.warn(path, entry.line, f"@{entry.kind}: its {lacking} is not in the file")
        yield from shelf.papers(entry)
    if not shelf.good:
        raise InputError(
            "no entry could be read as a paper",
            path=path,
            remedy="each paper is an entry with a title: @article{key, title = {…}, …}",
        )


class _Shelf:
    """What the entries read so far give to those that refer to them."""

    def __init__(self, path: Path, report: Report) -> None:
        self.path, self.report = path, report
        self.good = 0
        self._volumes: dict[str, dict[str, str]] = {}
        self._shared: dict[str, dict[str, str]] = {}
        self._above: dict[str, str] = {}
        self._ids: set[str] = set()

    def put(self, entry: Entry) -> None:
        for name in _JOURNALS & set(entry.fields):
            entry.fields[name] = journals.written_out(entry.fields[name])
        kept = {k: v for k, v in self._whole(entry).items() if k in _OF_A_VOLUME}
        if entry.kind == "xdata":
            self._shared.setdefault(entry.key.lower(), entry.fields)
        elif entry.key:
            self._volumes.setdefault(entry.key.lower(), kept)
        if entry.kind == "proceedings":
            self._above = kept

    def lacks(self, entry: Entry) -> list[str]:
        """What an entry refers to that has not been read: ``crossref 'key'``."""
        parent = entry.fields.get("crossref", "").strip()
        found = [f"crossref {parent!r}"] if parent and parent.lower() not in self._volumes else []
        return found + [f"xdata {n!r}" for n in _xdata(entry.fields) if n not in self._shared]

    def _whole(self, entry: Entry) -> dict[str, str]:
        """An entry's fields, with those that it takes from xdata, itself or through another."""
        fields = dict(entry.fields)
        names = [*_xdata(fields)]
        for name in names:
            shared = self._shared.get(name, {})
            fields = shared | fields
            names += [n for n in _xdata(shared) if n not in names]
        return fields

    def papers(self, entry: Entry) -> Iterator[Paper]:
        """The entry's paper; none when it has no title."""
        fields = self._whole(entry)
        parent = self._volumes.get(fields.get("crossref", "").strip().lower(), {})
        if not parent and entry.kind == "inproceedings" and not {"booktitle", "year"} & set(fields):
            parent = self._above  # PMLR's files: the volume first, without crossref
        for name, value in parent.items():
            if name != "title":
                fields.setdefault(name, value)
        if "title" in parent and not {"booktitle", "journal", "journaltitle"} & set(fields):
            fields["booktitle"] = parent["title"]
        title = _title(fields)
        if not title:
            self.report.skip(self.path, entry.line, f"@{entry.kind}: it has no title")
            return
        if any(paratext.is_kind(fields.get(name, "")) for name in ("type", "document_type")):
            self.report.note(self.path, entry.line, f"front matter, not a paper: {title[:60]!r}")
            return
        self.good += 1
        yield _paper(fields, title, self._id(entry), f"{self.path}:{entry.line}")

    def _id(self, entry: Entry) -> str:
        name = entry.key or f"r{self.good:04d}"
        if name in self._ids:
            reason = f"@{entry.kind}: a second entry has the key {name!r}; both are read"
            self.report.warn(self.path, entry.line, reason)
            name = f"{name}:{entry.line}"
        self._ids.add(name)
        return name


def _paper(fields: Mapping[str, str], title: str, identifier: str, origin: str) -> Paper:
    places = {n: latex.address(fields[n]) for n in _ADDRESSES if fields.get(n)}
    urls = [u for n in ("url", "howpublished") for u in _WEB.findall(places.get(n, ""))]
    venue = _text(fields, "booktitle", "journal", "journaltitle")
    found = values.identifiers(doi=latex.address(fields.get("doi", "")), urls=urls, venue=venue)
    if arxiv := _arxiv(fields):
        found["arxiv_id"] = arxiv
    repositories = (r for place in places.values() for r in addresses.repositories(place))
    return Paper(
        id=identifier,
        title=title,
        abstract=_abstract(fields.get("abstract", "")),
        year=values.year(_text(fields, "year")) or values.year(_text(fields, "date")),
        venue=values.venue(venue),
        url=urls[0] if urls else None,
        authors=tuple(Author(name) for name in _names(fields.get("author", ""))),
        keywords=tuple(values.phrases(_text(fields, "keywords", "keyword"))),
        links=tuple((address, True) for address in dict.fromkeys(repositories)),
        origin=origin,
        **found,
    )


def _xdata(fields: Mapping[str, str]) -> list[str]:
    return [n for key in fields.get("xdata", "").split(",") if (n := key.strip().lower())]


def _text(fields: Mapping[str, str], *names: str) -> str:
    texts = (latex.plain(fields[name]) for name in names if fields.get(name))
    return next((text for text in texts if text), "")


def _title(fields: Mapping[str, str]) -> str:
    title, subtitle = _text(fields, "title"), _text(fields, "subtitle")
    return values.line(f"{title}: {subtitle}" if title and subtitle else title)


def _abstract(text: str) -> str:
    parts = (latex.plain(part) for part in re.split(r"\n\s*\n", text))
    return "\n".join(values.line(part) for part in parts if part)


def _arxiv(fields: Mapping[str, str]) -> str | None:
    eprint = fields.get("eprint", "") or fields.get("arxivid", "")
    kind = fields.get("archiveprefix", "") or fields.get("eprinttype", "")
    if "arxiv" in kind.lower() or _ARXIV_NUMBER.fullmatch(eprint.strip()) or "arxivid" in fields:
        return ids.arxiv(eprint)
    venue = _text(fields, "journal", "journaltitle", "booktitle").lower()
    volume = fields.get("volume", "") if "corr" in venue.split() or "arxiv" in venue else ""
    if arxiv := ids.arxiv(volume):  # DBLP: abs/1706.03762
        return arxiv
    said = (latex.address(fields.get(name, "")) for name in ("number", "howpublished", "note"))
    return next((ids.arxiv(text) for text in said if values.is_arxiv(text)), None)


def _names(text: str) -> Iterator[str]:
    """The names of a list of authors, in the order in which they are spoken.

    >>> list(_names(r"{Google, Inc.} and M{\\"u}ller, J{\\"o}rg and others"))
    ['Google, Inc.', 'Jörg Müller']
    """
    text = _ET_AL.sub("", values.line(text))
    sign = _AND_OR_BRACE
    if not any(found[0].lower() == "and" for found in sign.finditer(text)):
        sign = _OTHER_SIGN  # of other programs
    for written in _between(text, sign):
        if extended := dict(_EXTENDED.findall(written)):
            order = ("given", "prefix", "family", "suffix")
            yield " ".join(latex.plain(extended[k]) for k in order if k in extended)
            continue
        parts = [latex.plain(p) for p in _between(written, re.compile(r"[{},]"))]
        parts = [values.line(p) for p in parts if p]
        if written.startswith("{") and len(parts) == 1:
            yield values.line(parts[0])
        elif len(parts) > 3 and len(parts) % 2 == 0 and all(map(_INITIALS.fullmatch, parts[1::2])):
            yield from map(values.spoken, zip(parts[::2], parts[1::2], strict=True))
        elif len(parts) > 3 or (len(parts) > 1 and all(" " in p for p in parts)):
            yield from parts  # a list with commas where "and" belongs
        elif parts and parts != ["others"]:
            yield values.spoken(parts)


def _between(text: str, sign: re.Pattern[str]) -> Iterator[str]:
    """The pieces of a text between the signs that stand outside braces."""
    depth = start = 0
    for found in sign.finditer(text):
        if found.group() in "{}":
            depth = max(0, depth + (1 if found.group() == "{" else -1))
        elif depth == 0:
            yield text[start : found.start()].strip()
            start = found.end()
    yield text[start:].strip()
