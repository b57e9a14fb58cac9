"""Papers as BibTeX and RIS, as reference managers read them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any
from unicodedata import normalize

from kg import ids
from kg.tables import GraphTables

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_UNPAIRED = _SPECIAL | {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
"""BibTeX pairs braces that have a backslash, too: one alone would end the field, or not end it."""
_LIGATURE = re.compile(r"-(?=-)|`(?=`)|'(?=')")
_SUFFIX = re.compile(r"(?:jr|sr)\.?|ii|iii|iv", re.IGNORECASE)
_CAPITAL = re.compile(r"[A-Z]")
_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", "\n": "", "\r": ""})

Row = Mapping[str, Any]
"""The properties of a paper."""


def write(tables: GraphTables, path: Path) -> None:
    """All papers of a graph as ``.bib`` or ``.ris``."""
    papers = tables.nodes["Paper"].to_pylist()
    written = bibtex if path.suffix.lower() == ".bib" else ris
    path.write_text(written(papers, authors(tables)), encoding="utf-8", errors="replace")


def authors(tables: GraphTables) -> dict[str, list[str]]:
    """Key of a paper to its authors' names, in order."""
    people = tables.nodes["Author"]
    names = dict(zip(people["id"].to_pylist(), people["name"].to_pylist(), strict=True))
    wrote = tables.edges["WRITTEN_BY"]
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for paper, author, position in zip(
        *(wrote[c].to_pylist() for c in ("source", "target", "position")), strict=True
    ):
        found[paper].append((position or 0, names[author]))
    return {paper: [name for _, name in sorted(of)] for paper, of in found.items()}


def bibtex(papers: Iterable[Row], authors: Mapping[str, Sequence[str]]) -> str:
    """Papers as BibTeX entries, in UTF-8, special characters escaped, capitals kept by braces.

    Args:
        papers: Properties of papers.
        authors: Key of a paper to names.
    """
    written: list[str] = []
    used: set[str] = set()
    for paper in papers:
        people = list(authors.get(paper["id"], ()))
        fields = {
            "author": " and ".join(map(_person, people)),
            "title": _title(paper["title"] or ""),
            "year": str(paper["year"]) if paper.get("year") else "",
            ("booktitle" if _is_proceedings(paper) else "journal"): _escaped(paper.get("venue")),
            "doi": (paper.get("doi") or "").translate(_ADDRESS),
            "eprint": paper.get("arxiv_id") or "",
            "archiveprefix": "arXiv" if paper.get("arxiv_id") else "",
            "url": (paper.get("url") or "").translate(_ADDRESS),
            "abstract": "\n\n".join(map(_escaped, (paper.get("abstract") or "").splitlines())),
        }
        kind = "misc" if not paper.get("venue") else "article"
        if kind == "article" and _is_proceedings(paper):
            kind = "inproceedings"
        key = _cite_key(paper, people, used)
        lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
        written.append(f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n")
    return "\n".join(written)


def _is_proceedings(paper: Row) -> bool:
    venue = (paper.get("venue") or "").lower()
    return any(x in venue for x in ("proceedings", "conference", "workshop", "symposium"))


def _cite_key(paper: Row, people: Sequence[str], used: set[str]) -> str:
    """First author's surname, year and first long word of the title; a letter when taken."""
    surname = _unsuffixed(people[0])[0].split()[-1] if people else "anon"
    words = re.findall(r"\w{4,}", paper["title"] or "") or ["paper"]
    parts = (surname, str(paper.get("year") or ""), words[0])
    plain = "".join(parts).lower()
    key = re.sub(r"[^a-z0-9]", "", normalize("NFKD", plain).encode("ascii", "ignore").decode())
    key = key or "paper"
    made, number = key, 1
    while made in used:
        number += 1
        made = f"{key}-{number}"
    used.add(made)
    return made


def _person(name: str) -> str:
    """A name as it is, but for a suffix; with a comma or "and" in it held together by braces."""
    if "," in name or re.search(r"(?i)\band\b", name):
        return f"{{{_escaped(name)}}}"
    rest, suffix = _unsuffixed(name)
    return _escaped(_inverted(rest, suffix) if suffix else name)


def _unsuffixed(name: str) -> tuple[str, str]:
    """A name and its suffix, if it has one, which reference managers take for the surname.

    >>> _unsuffixed("Martin Luther King Jr."), _unsuffixed("Ada Lovelace")
    (('Martin Luther King', 'Jr.'), ('Ada Lovelace', ''))
    """
    *words, last = name.split() or [""]
    if len(words) > 1 and _SUFFIX.fullmatch(last):
        return " ".join(words).rstrip(","), last
    return name, ""


def _inverted(name: str, *suffix: str) -> str:
    """Surname with its particles, suffix, given names, between commas.

    >>> _inverted("Oscar de la Hoya", "Jr.")
    'de la Hoya, Jr., Oscar'
    """
    words = name.split()
    particle = (at for at, word in enumerate(words) if at and word in ids.PARTICLES)
    at = next(particle, len(words) - 1)
    return ", ".join([" ".join(words[at:]), *suffix, " ".join(words[:at])])


def _title(text: str) -> str:
    """A title whose words with capitals are kept as they are by braces."""
    signs = _signs(text)
    written = ((word, _set(word, signs)) for word in text.split())
    return " ".join(f"{{{tex}}}" if _CAPITAL.search(word) else tex for word, tex in written)


def _escaped(text: str | None) -> str:
    """Text that LaTeX sets as it is: ``--`` is two hyphens, not a dash."""
    return _set(" ".join((text or "").split()), _signs(text or ""))


def _signs(text: str) -> Mapping[str, str]:
    """How the special characters of a text are written."""
    depths = list(accumulate((c == "{") - (c == "}") for c in text))
    return _SPECIAL if not depths or (min(depths) >= 0 and depths[-1] == 0) else _UNPAIRED


def _set(text: str, signs: Mapping[str, str]) -> str:
    return _LIGATURE.sub(r"\g<0>{}", "".join(signs.get(c, c) for c in text))


def ris(papers: Iterable[Row], authors: Mapping[str, Sequence[str]]) -> str:
    """Papers as RIS records (tags of the RIS format, 2011).

    Args:
        papers: Properties of papers.
        authors: Key of a paper to names.
    """
    written = []
    for paper in papers:
        proceedings = _is_proceedings(paper)
        kind = "CPAPER" if proceedings else "JOUR" if paper.get("venue") else "GEN"
        fields = [
            ("TY", kind),
            ("TI", paper["title"]),
            *(("AU", _listed(name)) for name in authors.get(paper["id"], ())),
            ("PY", paper.get("year")),
            ("T2", paper.get("venue")),
            ("DO", paper.get("doi")),
            ("UR", paper.get("url")),
            ("L2", f"https://arxiv.org/abs/{paper['arxiv_id']}" if paper.get("arxiv_id") else None),
            ("AB", paper.get("abstract")),
        ]
        lines = [f"{tag}  - {' '.join(str(v).split())}" for tag, v in fields if v]
        written.append("\r\n".join([*lines, "ER  - ", ""]))
    return "\r\n".join(written)


def _listed(name: str) -> str:
    """A name as it is, one with a suffix as RIS has it: surname, given names, suffix."""
    rest, suffix = _unsuffixed(name)
    return f"{_inverted(rest)}, {suffix}" if suffix and "," not in rest else name
