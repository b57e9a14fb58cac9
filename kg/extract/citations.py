"""References in the text to other papers: "Lake and Baroni, 2018", "chen2022active"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.text import Text

_CAPITAL = r"[A-Z\u00c0-\u00de\u0100-\u017f]"
_SURNAME = (
    r"(?:(?:[Vv]an|[Vv]on|[Dd]e|der|den|[Dd]el|della|[Dd]i|da|[Ll]a|[Ll]e|ten|ter|dos) ){0,3}"
    rf"{_CAPITAL}[\w'-]{{1,30}}"
)
_ET_AL = r",? et\.?,? ?al\.?,?"
_AUTHORS = rf"{_SURNAME}(?:(?:, {_SURNAME}){{0,6}},? (?:and|&) {_SURNAME}|{_ET_AL})?"
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d[a-z]?\b")
_BEFORE_YEAR = re.compile(rf"(?:^|(?<=[\s(\[;]))({_AUTHORS})(?:'s)?,? ?([(\[]?)$")
_ACRONYM = re.compile(rf"(?!Mc|Mac|De|Di|La|Le|Van|O'){_CAPITAL}[^\W_]*[A-Z\d][^\W_]*$")
"""One word that is a campaign's rather than an author's: "ArgMining", "WAT", "OSACT5"."""
_ACRONYM_FIRST = re.compile(r"^[A-Z][A-Z\d-]{2,}, ")
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
        names = _ACRONYM_FIRST.sub("", authors[1])
        if _ACRONYM.match(names):
            continue
        at = authors.end(1) - len(names)
        with_others = re.search(rf"{_ET_AL}$", names) is not None
        if authors[2]:
            owned = clean[authors.end(1) : authors.end(1) + 2] == "'s"
            several = with_others or owned or " and " in names or "&" in names
            closed = clean[year.end() : year.end() + 1] in (")", "]", ";", ",")
            if not closed or not (several or _is_surname(clean, at)):
                continue
        elif not with_others and not _in_brackets(clean, at, year.end()):
            continue
        add(_written(names, year.group()), at, year.end())
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
    names = re.sub(rf"{_ET_AL}$", " et al.", authors).rstrip(",")
    return f"{names}, {year}"


def _is_surname(clean: str, at: int) -> bool:
    before = clean[max(0, at - 12) : at].rstrip().lower()
    return bool(
        re.search(r"(?:\b(?:by|of|in|from|following|see|since|to|with|and|on)|^|[.;,(])$", before)
    )
