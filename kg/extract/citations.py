"""References in the text to other papers: "Lake and Baroni, 2018", "chen2022active"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.text import Text

_CAPITAL = r"[A-Z\u00c0-\u00de\u0100-\u017f]"
_PARTICLES = (
    r"(?:(?:[Vv]an|[Vv]on|[Dd]e|der|den|[Dd]el|della|[Dd]i|da|[Ll]a|[Ll]e|ten|ter|dos|Mac) ){0,3}"
)
_SURNAME = rf"(?:{_CAPITAL}\. )?{_PARTICLES}{_CAPITAL}[\w'-]{{0,30}}\w(?<!'s)"
_ET_AL = r"(?:,? et\.?,? ?al\.?|et\.? ?al\.),?"
"""Also glued to the name, as in a text that lost its blanks: "Yangetal.,2019"."""
_OTHERS = re.compile(rf"{_ET_AL}$")
_AUTHORS = rf"{_SURNAME}(?:(?:, {_SURNAME}){{0,6}},? (?:and|&) ?{_SURNAME}|{_ET_AL})?"
_YEAR = re.compile(r"(?:1[89]|20)(?<!\w\d\d)\d\d[a-z]?\b")
_BEFORE_YEAR = re.compile(rf"(?:^|(?<=[\s(\[;.]))({_AUTHORS})(?:'s)?,? ?([(\[]?)$")
_ACRONYM = re.compile(rf"(?!Mc|Mac|De|Di|La|Le|Van|O'){_CAPITAL}[^\W_]*[A-Z\d][^\W_]*$")
"""One word that is a campaign's rather than an author's: "ArgMining", "WAT", "OSACT5"."""
_ACRONYM_FIRST = re.compile(r"^[A-Z][A-Z\d-]{2,}, ")
_WITHOUT_YEAR = re.compile(rf"(?<![\w-])({_SURNAME}) et al\b(?!\.?(?:'s)?,? ?/?[(\[]?\d|\.? \[)")
"""Authors without a year or key: "recent approaches, such as Clark et al., have proposed"."""
_LICENSED = re.compile(r"(?:©|[Cc]opyright)[^.]{0,16}$")
_NEXT_YEAR = re.compile(r", ?(?:and )?")
"""Between two years of the same authors: "Bender et al., 2002, 2010"."""
_WINDOW = 110
"""Characters before a year that may hold its authors."""
_KEY = re.compile(
    r"(?<![\w/.@-])([a-z]{2,}(?:[-_:][a-z]+)*[-_:]?(?:19|20)\d\d[-_:]?[a-z]{2,}\w*)(?![\w/])"
)
_IN_KEY = re.compile(r"(?:19|20)\d\d[-_:]?[a-z]{2}")
_LETTERS_AND_YEAR = r"[A-Z][A-Za-z+]{1,5}\d\d[a-z]?"
_SHORT_KEYS = re.compile(rf"\[({_LETTERS_AND_YEAR}(?:, ?{_LETTERS_AND_YEAR})*)\]")
"""Keys in BibTeX's style alpha: "[CRS15]", "[Can15, BFF+01]"."""
_CITE = re.compile(r"\\?\bcite[a-z]*\*?\{([^}]{1,200})\}")
_CAPITALISED_BEFORE = re.compile(r"\b[A-Z][\w-]+ $")
"""What makes one name the end of another thing's: "the Advisory Committee, 2022"."""
_SURNAME_BEGINS = re.compile(rf"(?:[(\[;]|\be\.g\.,|\bsee) ?((?:{_CAPITAL}[^\W\d_]+ ){{1,2}})$")
"""Of a surname of several words, those before the last: "(Cruz Blandon et al., 2023)"."""
_WORD_BEFORE = re.compile(
    r"(?:\b(?:by|of|in|for|from|following|see|since|to|with|and|on)|^|[.;,(])$"
)
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
    last = ("", 0)
    for year in _YEAR.finditer(clean):
        if last[0] and _NEXT_YEAR.fullmatch(clean, last[1], year.start()):
            add(_written(last[0], year.group()), year.start(), year.end())
            last = (last[0], year.end())
            continue
        begin = max(0, year.start() - _WINDOW)
        authors = _BEFORE_YEAR.search(clean, begin, year.start())
        if not authors or (_NOT_AUTHORS.search(authors[1]) and not _OTHERS.search(authors[1])):
            continue
        names = _ACRONYM_FIRST.sub("", authors[1])
        at = authors.end(1) - len(names)
        begins = _SURNAME_BEGINS.search(clean, begin, at)
        if begins and _are_several(names) and not authors[2]:
            at = begins.start(1)
            names = begins[1] + names
        if not _ACRONYM.match(names) and _is_reference(clean, names, at, authors, year.end()):
            add(_written(names, year.group()), at, year.end())
            last = (names, year.end())
    for authors in _WITHOUT_YEAR.finditer(clean) if " et al" in clean else ():
        name = f"{authors[1]} et al."
        begin = authors.start()
        known = any(c.startswith(name) for c in found)
        if not known and not _LICENSED.search(clean, max(0, begin - 30), begin):
            add(name, begin, authors.end())
    if _IN_KEY.search(clean):
        for one in _KEY.finditer(clean):
            add(one.group(1), one.start(1), one.end(1))
    for several_keys in _SHORT_KEYS.finditer(clean):
        for key in several_keys.group(1).split(","):
            add(key.strip(), several_keys.start(1), several_keys.end(1))
    if "cite" in text.raw:
        for one in _CITE.finditer(text.raw):
            for key in one.group(1).split(","):
                if key.strip():
                    add(key.strip(), one.start(1), one.end(1))
    return sorted(found.values(), key=lambda c: c.start)


def _is_reference(clean: str, names: str, at: int, before: re.Match[str], end: int) -> bool:
    """Whether names and a year refer to a paper.

    Args:
        clean: The text.
        names: The authors, as written.
        at: Where they begin.
        before: What parts them from the year, of which group 2 is a bracket of the year's own.
        end: Where the year ends.
    """
    several = _are_several(names)
    if before[2]:  # the year alone is in brackets: "Lake and Baroni (2018)"
        owned = clean[before.end(1) : before.end(1) + 2] == "'s"
        closed = clean[end : end + 1] in (")", "]", ";", ",")
        return closed and (several or owned or _is_surname(clean, at))
    if _OTHERS.search(names):
        return True
    if not _in_brackets(clean, at, end):
        return False
    return several or not _CAPITALISED_BEFORE.search(clean, max(0, at - 30), at)


def _are_several(names: str) -> bool:
    return _OTHERS.search(names) is not None or " and" in names or "&" in names


def _in_brackets(clean: str, start: int, end: int) -> bool:
    """Whether a bracket opens shortly before `start` and closes after `end`, none between."""
    before, after = clean[max(0, start - 160) : start], clean[end : end + 160]
    opened = max(before.rfind("("), before.rfind("["))
    closed = max(before.rfind(")"), before.rfind("]"))
    return opened > closed and re.match(r"[^()\[\]]*[)\]]", after) is not None


def _written(authors: str, year: str) -> str:
    names = _OTHERS.sub(" et al.", authors).rstrip(",")
    return f"{names}, {year}"


def _is_surname(clean: str, at: int) -> bool:
    return _WORD_BEFORE.search(clean[max(0, at - 12) : at].rstrip().lower()) is not None
