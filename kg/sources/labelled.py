"""Pasted papers whose parts are named: ``Title:`` and ``Abstract:``, arXiv's pages and mails,
what Google Scholar finds.

A paper begins where its title is named, at arXiv's line with the identifier, or at the line
above Scholar's one of authors, venue and year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, takewhile
from pathlib import Path

from kg import ids
from kg.paper import Author, Paper
from kg.sources import addresses, csv_columns, values, wrapped
from kg.sources.report import Report

_NAMES = {
    "title": "title", "paper title": "title", "paper": "title", "author": "authors",
    "authors": "authors", "author(s)": "authors", "abstract": "abstract", "summary": "abstract",
    "year": "year", "date": "year", "published": "year", "submitted": "year",
    "publication date": "year", "venue": "venue", "journal": "venue", "conference": "venue",
    "published in": "venue", "journal-ref": "venue", "journal ref": "venue",
    "journal reference": "venue", "doi": "doi", "related doi": "doi", "url": "url",
    "link": "url", "links": "url", "pdf": "url", "arxiv": "url", "code": "url", "github": "url",
    "repository": "url", "project": "url", "keywords": "keywords", "key words": "keywords",
    "index terms": "keywords", "comments": "comments", "comment": "comments", "notes": "",
    "subjects": "", "categories": "", "report-no": "", "msc-class": "", "msc classes": "",
    "acm-class": "", "acm classes": "", "license": "", "primary": "", "cite as": "url",
}  # fmt: skip
_AROUND = r"[\s>#*_•‣▪-]*(?:\[?\d{1,4}[.)\]]\s+)?[*_]*"
_LABEL = re.compile(
    rf"{_AROUND}({'|'.join(sorted(map(re.escape, _NAMES), key=len, reverse=True))})"
    r"(?:[*_]*\s*[:：][*_]*\s*|\s?[—–]\s?(?=[A-Z]))(.*)$",
    re.IGNORECASE,
)
_HEADING = re.compile(rf"{_AROUND}(abstract)[*_:.]*\s*$", re.IGNORECASE)
_ARXIV_LINE = re.compile(
    r"\s*(?:\[?\d{1,4}[.\])]\s*)?arXiv:(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?"
    r"(?:\s+(?:\[|\().*)?\s*$"
)
_SCHOLAR = re.compile(
    r"(?P<authors>[^\d]{3,200}?)\s[-–—]\s(?:(?P<venue>[^\d\s].{0,150}?)[,\s]\s?)?"
    r"(?P<year>(?:19|20)\d\d)(?:\s[-–—]\s(?P<site>[\w.\- ]{2,60}))?$"
)
_SCHOLAR_ABOVE = re.compile(r"^(?:\[[A-Z]{1,8}\]\s*)+")
_FURNITURE = re.compile(
    r"(?:[△▽] (?:Less|More)|\[?\d{1,4}[.\])]?|\\\\.*|[-=*_%]{3,}|replaced with revised version .*"
    r"|Showing \d.*|(?:☆ ?)?Save (?:\d+ )?Cite.*|Related searches|Cited by \d+.*"
    r"|Related articles.*|All \d+ versions.*|View as HTML"
    r"|\[(?:PDF|HTML|DOC)\].{0,60}|Submitted (?:on )?\d.*)$",
    re.IGNORECASE,
)
_SHARPS = re.compile(r"(#{1,6})\s+\S")
_BULLET = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s+")
_LINK = re.compile(r"\[([^\[\]]*)\]\((\S+?)\)")
_PAPER = re.compile(r"\W*(?:paper|pdf|arxiv|doi|preprint|openreview)\W*", re.IGNORECASE)
_LESS = re.compile(r"\s*[△▽]\s*(?:Less|More)\s*$")
_FIRST_DATE = re.compile(r"originally announced \w+ (\d{4})|v1 submitted \d+ \w+,? (\d{4})")


@dataclass
class _Record:
    """A paper's named parts, each with its lines; blank ones part paragraphs."""

    line: int
    parts: dict[str, list[str]] = field(default_factory=dict)
    last: str = ""
    dates: str = ""

    def put(self, name: str, text: str) -> None:
        self.parts.setdefault(name, []).append(text)
        self.last = name

    def text(self, name: str) -> str:
        return values.line(wrapped.joined(self.parts.get(name, [])))


def papers(lines: Sequence[tuple[int, str]], path: Path, report: Report) -> Iterator[Paper]:
    """The papers of a file's lines; none where no part of any is named."""
    found = [r for r in _records(lines) if r.text("title")]
    if not found:
        return
    width = max(2, len(str(len(found))))
    for number, record in enumerate(found, 1):
        paper = _paper(record, f"s{number:0{width}d}", f"{path}:{record.line}")
        if not paper.abstract:
            reason = f"a title without an abstract: {paper.title[:60]!r}"
            report.warn(path, record.line, reason)
        yield paper


def label(text: str) -> tuple[str, str] | None:
    """The part that a line names, and what it says of it.

    >>> label("**Authors:** A. Lee"), label("Abstract—We see"), label("### Abstract")
    (('authors', 'A. Lee'), ('abstract', 'We see'), ('abstract', ''))
    >>> label("Subject: to change") is None
    True
    """
    if found := _LABEL.match(text):
        return _NAMES[found[1].lower()], found[2].strip()
    return ("abstract", "") if _HEADING.match(text) else None


def _records(lines: Sequence[tuple[int, str]]) -> list[_Record]:
    texts = [" ".join(raw.replace("\u00a0", " ").split()) for _, raw in lines]
    marks = _marks(texts)
    records: list[_Record] = []
    for i, ((number, raw), text) in enumerate(zip(lines, texts, strict=True)):
        record = records[-1] if records else None
        for name, said in marks.get(i, ()):
            begins = record is None or "title" in record.parts
            if begins and name in ("title", "arxiv"):
                records.append(record := _Record(number))
            if record:
                record.put(name, said)
                record.last = "title" if name == "arxiv" else name
        if record and i not in marks:
            _go_on(record, text, indented=raw[:1].isspace())
    return records


def _marks(texts: Sequence[str]) -> dict[int, list[tuple[str, str]]]:
    """The lines that name parts of a paper, or are known for one by what stands around them."""
    marks: dict[int, list[tuple[str, str]]] = {}
    for i, text in enumerate(texts):
        if found := _ARXIV_LINE.match(text):
            marks[i] = [("arxiv", found[1])]
        elif said := label(text):
            marks[i] = [said]
        elif i and (match := _of_scholar(texts[i - 1], text)):
            marks[i - 1] = [("title", _SCHOLAR_ABOVE.sub("", texts[i - 1]))]
            venue = (match["venue"] or "").strip("… ")
            said_below = {"authors": match["authors"].rstrip("… "), "venue": venue}
            marks[i] = [*said_below.items(), ("year", match["year"]), ("abstract", "")]
    named = {name for said in marks.values() for name, _ in said}
    if not named:
        bullets = {i: text for i, text in enumerate(texts) if _BULLET.match(text)}
        listed = {i: parts for i, text in bullets.items() if (parts := _of_bullet(text))}
        if len(listed) < 2 or len(listed) * 2 < len(bullets):
            return {}
        below = {i: [("heading", t)] for i, t in enumerate(texts) if _SHARPS.match(t)}
        return below | listed
    if not {"title", "arxiv"} & named:
        if "abstract" in named:
            _mark_titles(texts, marks)
        else:
            _mark_headings(texts, marks)
    return marks


def _mark_headings(texts: Sequence[str], marks: dict[int, list[tuple[str, str]]]) -> None:
    """Mark Markdown's headings as titles where most of a level have named parts below them.

    Headings of other levels are marked too: no part goes on over them.
    """
    levels: dict[str, list[int]] = {}
    for i, text in enumerate(texts):
        if found := _SHARPS.match(text):
            levels.setdefault(found[1], []).append(i)
    for at in levels.values():
        named = [i for i in at if _below(texts, i) in marks]
        if len(named) > 1 and len(named) * 2 > len(at):
            for i in chain.from_iterable(levels.values()):
                titled = i in at and _is_title(unmarked(texts[i]))
                marks[i] = [("title" if titled else "heading", texts[i])]
            return


def _below(texts: Sequence[str], i: int) -> int | None:
    return next((k for k in range(i + 1, len(texts)) if texts[k]), None)


def _mark_titles(texts: Sequence[str], marks: dict[int, list[tuple[str, str]]]) -> None:
    """Mark titles, and authors, above what is named; and what has no named part between it."""
    for i, said in sorted(marks.items()):
        at = _above(texts, i)
        if said[0][0] not in ("authors", "abstract") or at is None or at in marks:
            continue
        if at and names(texts[at]) and _is_title(texts[at - 1]) and at - 1 not in marks:
            marks[at] = [("authors", texts[at])]
            at -= 1
        if _is_title(texts[at]):
            marks[at] = [("title", unmarked(texts[at]))]
    for i, text in enumerate(texts):
        alone = (not i or not texts[i - 1]) and _is_title(text) and i not in marks
        below = list(takewhile(bool, texts[i + 2 :])) if alone else []
        bare = not any(k in marks for k in range(i, i + 2 + len(below)))
        if bare and not "".join(texts[i + 1 : i + 2]) and sum(map(len, below)) >= 150:
            marks[i] = [("title", unmarked(text))]
            marks[i + 2] = [("abstract", below[0])]


def _of_bullet(text: str) -> list[tuple[str, str]]:
    """A paper of a reading list, where a bullet links one: its title, addresses, year."""
    links = _LINK.findall(text)
    if not any(_PAPER.fullmatch(t.strip()) or addresses.identifiers(u) for t, u in links):
        return []
    told = (t for t, _ in links if len(t.split()) > 1)
    bold = re.search(r"\*\*([^*\[\]]+ [^*\[\]]+)\*\*", text)
    before = re.split(r"\[+|\(|\s[-–—]\s", _BULLET.sub("", text))[0]
    title = bold[1] if bold else next(told, before)
    outside = _LINK.sub("", text)
    if not _is_title(title := unmarked(title.strip(' .,:;"“”'))):
        return []
    urls = " ".join(u for _, u in links)
    return [("title", title), ("url", urls), ("year", outside.replace(title, "")), ("", "")]


def _above(texts: Sequence[str], i: int) -> int | None:
    return next((k for k in range(i - 1, -1, -1) if texts[k]), None)


def _is_title(text: str) -> bool:
    return 3 < len(text) <= 300 and not re.search(r"[.!;:,…][\"'”’)\]]*$", text)


def _of_scholar(title: str, below: str) -> re.Match[str] | None:
    """Scholar's line of authors, venue and year below a title."""
    match = _SCHOLAR.fullmatch(below)
    if not match or not (match["site"] or match["venue"]) or not 10 <= len(title) <= 300:
        return None
    authors = match["authors"].rstrip("… ").split(",")
    return match if all(map(_is_short_name, authors)) else None


def _is_short_name(name: str) -> bool:
    """``Å Lindqvist``, ``P van der Meer``: initials, then a surname."""
    words = name.split()
    return 2 <= len(words) <= 6 and words[0].isupper() and len(words[0]) <= 4


def _go_on(record: _Record, text: str, *, indented: bool) -> None:
    """Take in a line that names no part itself."""
    if not text:
        record.parts.get(record.last, []).append("")
    elif text == "\\\\" and record.text("title"):  # arXiv's mails: around the abstract
        record.last = "abstract"
        record.parts.setdefault("abstract", [])
    elif text.startswith("Submitted "):
        record.dates = text
    elif _FURNITURE.fullmatch(text) or record.last == "heading":
        return
    elif record.last == "title" and not indented and any(record.parts.get("title", ())):
        if names(text) and ("arxiv" in record.parts or "," in text or " and " in text):
            record.put("authors", text)
        elif len(text) >= 80 and "abstract" not in record.parts:
            record.put("abstract", text)
        else:
            record.put("title", text)
    elif record.last not in ("abstract", "title", "authors", "keywords"):
        if len(text) >= 80 or not record.last:
            record.put("abstract", text)
    else:
        record.put(record.last, text)


def names(text: str) -> bool:
    """Whether a line is nothing but the names of two or more people, or of one.

    >>> names("Åsa Lindqvist, J. van der Meer and Bo Ray"), names("Wells and Pumps: A Review")
    (True, False)
    >>> names("Retrieval and Ranking for All")
    False
    """
    parts = re.split(r",\s*(?:and\s+|&\s*)?|;\s*|\s+and\s+|\s+&\s+", text.strip().rstrip(","))
    return all(map(_is_name, parts)) and (len(parts) > 1 or len(text.split()) in (2, 3))


def _is_name(text: str) -> bool:
    words = [w for w in text.split() if w not in ids.PARTICLES]
    return 2 <= len(words) <= 4 and all(_WORD.fullmatch(w) for w in words)


_WORD = re.compile(r"[^\W\d_a-z][^\W\d_]*(?:['’.-][^\W\d_]*)*[\d*†‡§,]*")


def _paper(record: _Record, name: str, origin: str) -> Paper:
    stated = " ".join((record.text("url"), record.text("comments")))
    urls = re.findall(r"https?://[^\s<>\"()\[\]]+", record.text("url"))
    venue = record.text("venue")
    found = values.identifiers(doi=record.text("doi"), urls=urls, venue=venue)
    written = record.text("arxiv") or next(iter(re.findall(r"arXiv:\S+", stated)), "")
    if arxiv := ids.arxiv(written):
        found["arxiv_id"] = arxiv
    body = "\n".join(record.parts.get("abstract", ()))
    paragraphs = (wrapped.joined(p.split("\n")) for p in re.split(r"\n\s*\n", body))
    authors = csv_columns.authors(values.unaffiliated(record.text("authors")), "authors", "")
    return Paper(
        id=name,
        title=unmarked(record.text("title")).strip('“”"'),
        abstract="\n".join(_LESS.sub("", values.line(p)) for p in paragraphs if p.strip()),
        year=_year(record, found.get("arxiv_id", "")),
        venue=values.venue(venue),
        url=next((u for u in urls if not ids.repository(u)), None),
        authors=tuple(Author(a) for a in authors),
        keywords=tuple(values.phrases(record.text("keywords"))),
        links=tuple((r, True) for r in addresses.repositories(stated)),
        origin=origin,
        **found,
    )


def _year(record: _Record, arxiv: str) -> int | None:
    first = _FIRST_DATE.search(record.dates)
    said = (first[1] or first[2]) if first else record.text("year") or record.dates
    return values.year(said) or (2000 + int(arxiv[:2]) if arxiv[:4].isdigit() else None)


def unmarked(title: str) -> str:
    """A title without its number and the marks of Markdown around it.

    >>> unmarked("### 2. **Wells and Pumps**"), unmarked("3D Vision"), unmarked("C* Algebras")
    ('Wells and Pumps', '3D Vision', 'C* Algebras')
    """
    title = re.sub(r"^(?:#{1,6}|[*•‣▪-])\s+", "", title.strip())
    title = re.sub(r"^\[?\d{1,4}[.)\]]\s+", "", title)
    return re.sub(r"^([*_]{1,3})(\S.*\S)\1$", r"\2", title).strip()
