"""References in the text to other papers: "Lake and Baroni, 2018", "chen2022active"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.text import Text

_NAME = r"[A-Z][\w'\u2019-]*[a-z\u00df-\u00ff][\w'\u2019-]*"
_SURNAME = rf"(?:(?:van|von|de|der|den|del|della|di|da|la|le|ten|ter|dos) )*{_NAME}"
_AUTHORS = rf"{_SURNAME}(?:(?:, {_SURNAME})*,? (?:and|&) {_SURNAME}| et al\.?,?)?"
_YEAR = r"(?:1[89]|20)\d\d[a-z]?"
_IN_BRACKETS = re.compile(
    rf"[(\[]((?:[^()\[\]]{{0,40}}?\b)?{_AUTHORS},? {_YEAR}(?:[;,][^()\[\]]{{0,120}})?)[)\]]"
)
_ONE = re.compile(rf"({_AUTHORS}),? ({_YEAR})")
_NARRATIVE = re.compile(rf"({_AUTHORS}) [(\[]({_YEAR})[)\]]")
_KEY = re.compile(
    r"(?<![\w/.@-])([a-z]{2,}(?:[-_:][a-z]+)*[-_:]?(?:19|20)\d\d[-_:]?[a-z]{2,}\w*)(?![\w/])"
)
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
    for bracket in _IN_BRACKETS.finditer(clean):
        for one in _ONE.finditer(clean, bracket.start(), bracket.end()):
            if not _NOT_AUTHORS.search(one.group(1)):
                add(_written(one.group(1), one.group(2)), one.start(), one.end())
    for one in _NARRATIVE.finditer(clean):
        authors = one.group(1)
        several = " et al" in authors or " and " in authors or "&" in authors
        if not _NOT_AUTHORS.search(authors) and (several or _is_surname(clean, one.start())):
            add(_written(authors, one.group(2)), one.start(), one.end())
    for one in _KEY.finditer(clean):
        add(one.group(1), one.start(1), one.end(1))
    for one in _CITE.finditer(text.raw):
        for key in one.group(1).split(","):
            if key.strip():
                add(key.strip(), one.start(1), one.end(1))
    return sorted(found.values(), key=lambda c: c.start)


def _written(authors: str, year: str) -> str:
    return f"{authors.rstrip(',.')}, {year}".replace("et al,", "et al.,")


def _is_surname(clean: str, at: int) -> bool:
    before = clean[max(0, at - 12) : at].rstrip().lower()
    return bool(
        re.search(r"(?:\b(?:by|of|in|from|following|see|to|with|and|on)|^|[.;,(])$", before)
    )
