"""References in the text to other papers: "Lake and Baroni, 2018", "chen2022active"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.text import Text

_SURNAME = r"(?:(?:van|von|de|der|den|del|della|di|da|la|le|ten|ter|dos) ){0,3}[A-Z][\w'-]{1,30}"
_AUTHORS = rf"{_SURNAME}(?:(?:, {_SURNAME}){{0,6}},? (?:and|&) {_SURNAME}| et al\.?,?)?"
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d[a-z]?\b")
_BEFORE_YEAR = re.compile(rf"(?:^|(?<=[\s(\[;]))({_AUTHORS}),? ?([(\[]?)$")
_WINDOW = 110
"""Characters before a year that may hold its authors."""
_KEY = re.compile(
    r"(?<![\w/.@-])([a-z]{2,}(?:[-_:][a-z]+)*[-_:]?(?:19|20)\d\d[-_:]?[a-z]{2,}\w*)(?![\w/])"
)
_IN_KEY = re.compile(r"(?:19|20)\d\d[-_:]?[a-z]{2}")
_CITE = re.compile(r"\\?\bcite[a-z]*\*?\{([^}]{1,200})\}")
_NOT_AUTHORS = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"In|Since|From|Until|By|After|Before|During|SemEval|WMT|CoNLL|TREC|CLEF|IWSLT|Task|Track|"
    r"Challenge|Workshop|Conference|ICML|ACL|CVPR|Spring|Summer|Autumn|Winter|Fall|Version)\b"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference as "Authors, year" or as a key, and where it stands."""

    name: str
    start: int
    end: int


def find(text: Text) -> list[Citation]:
    """The citations of a text, each once, in order."""
    found: dict[str, Citation] = {}

    def add(name: str, start: int, end: int) -> None:
        found.setdefault(name, Citation(name, start, end))

    clean = text.clean
    for year in _YEAR.finditer(clean):
        begin = max(0, year.start() - _WINDOW)
        authors = _BEFORE_YEAR.search(clean, begin, year.start())
        if not authors or _NOT_AUTHORS.search(authors[1]):
            continue
        if authors[2]:
            several = " et al" in authors[1] or " and " in authors[1] or "&" in authors[1]
            closed = clean[year.end() : year.end() + 1] in (")", "]", ";", ",")
            if not closed or not (several or _is_surname(clean, authors.start(1))):
                continue
        elif not _in_brackets(clean, authors.start(1), year.end()):
            continue
        add(_written(authors[1], year.group()), authors.start(1), year.end())
    if _IN_KEY.search(clean):
        for one in _KEY.finditer(clean):
            add(one.group(1), one.start(1), one.end(1))
    if "cite" in text.raw:
        for one in _CITE.finditer(text.raw):
            for key in one.group(1).split(","):
                if key.strip():
                    add(key.strip(), one.start(1), one.end(1))
    return sorted(found.values(), key=lambda c: c.start)


def _in_brackets(clean: str, start: int, end: int) -> bool:
    """Whether a bracket opens shortly before `start` and closes after `end`, none between."""
    before, after = clean[max(0, start - 160) : start], clean[end : end + 160]
    opened = max(before.rfind("("), before.rfind("["))
    closed = max(before.rfind(")"), before.rfind("]"))
    return opened > closed and re.match(r"[^()\[\]]*[)\]]", after) is not None


def _written(authors: str, year: str) -> str:
    return f"{authors.rstrip(',.')}, {year}".replace("et al,", "et al.,")


def _is_surname(clean: str, at: int) -> bool:
    before = clean[max(0, at - 12) : at].rstrip().lower()
    return bool(
        re.search(r"(?:\b(?:by|of|in|from|following|see|to|with|and|on)|^|[.;,(])$", before)
    )
