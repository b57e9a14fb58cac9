"""Records of tagged lines: RIS and its kin, told apart by how they write tags.

PubMed (NBIB), Web of Science's plain text and EndNote's own export have other tags than RIS for
the same things; a record is given under the tags of RIS, whatever its dialect.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from kg import ids
from kg.sources import files, values
from kg.sources.report import Report
from kg.wording import counted

_RIS_TYPE = re.compile(r"^\ufeff?\s{0,3}TY(  ?)-[ \t]*[A-Z]{2,8}\s*$", re.MULTILINE)
_CLOSED = re.compile(r"(?<!\.)\.$")
_TRANSLATED = re.compile(r"\A\[([^\[\]]+)\.?\]\Z", re.DOTALL)
"""PubMed's title of what is not in English."""


@dataclass
class Record:
    """The values of a record by their tags; a value's lines, blank ones too.

    Attributes:
        line: 1-based line that it starts on.
        orcids: A name as the record writes it to its ORCID.
    """

    line: int
    fields: dict[str, list[list[str]]] = field(default_factory=dict)
    orcids: dict[str, str] = field(default_factory=dict)
    last: str = ""

    def put(self, tag: str, text: str) -> None:
        self.fields.setdefault(tag, []).append([text])
        self.last = tag
        if tag == "AUID" and (orcid := ids.orcid(text)):  # PubMed: below the name
            names = self.all("FAU") or self.all("AU")
            self.orcids.update({name: orcid for name in names[-1:]})

    def go_on(self, text: str, listed: Iterable[str]) -> None:
        if self.last in listed:
            self.put(self.last, text)
        elif self.last:
            self.fields[self.last][-1].append(text)

    def all(self, *tags: str) -> list[str]:
        found = ("\n".join(lines).strip() for t in tags for lines in self.fields.get(t, ()))
        return [text for text in found if text]

    def first(self, *tags: str) -> str:
        return next(iter(self.all(*tags)), "")


@dataclass(frozen=True)
class _Dialect:
    """How a program writes records.

    Attributes:
        sign: What the head of such a file holds.
        tagged: A line with a tag and its text.
        begin: The tag that a record begins with.
        end: The tag that ends it; empty where the next record does.
        listed: Tags of which each further line is a value of its own.
        names: RIS's tag to the dialect's for the same, the preferred one first; empty for RIS.
        outside: Lines of the file itself, of no record.
    """

    sign: re.Pattern[str]
    tagged: re.Pattern[str]
    begin: str
    end: str = ""
    listed: frozenset[str] = frozenset()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    outside: frozenset[str] = frozenset()


def _ris(blanks: str) -> _Dialect:
    return _Dialect(
        sign=_RIS_TYPE,
        tagged=re.compile(rf"\s{{0,3}}([A-Z][A-Z0-9]){blanks}-(?:\s(.*)|\s*)$"),
        begin="TY",
        end="ER",
        listed=frozenset({"KW"}),  # EndNote: a keyword a line, the tag on the first alone
    )


_PUBMED = _Dialect(
    sign=re.compile(r"\A\s*PMID ?- ?\d+\s*$", re.MULTILINE),
    tagged=re.compile(r"([A-Z]{2,4}) *- ?(.*)$"),
    begin="PMID",
    names={
        "ID": ("PMID",),
        "TI": ("TI", "CTI", "BTI", "TT"),
        "AU": ("FAU", "AU", "CN"),
        "AB": ("AB",),
        "PY": ("DP", "DEP"),
        "T2": ("JT", "TA", "BTI"),
        "DO": ("LID", "AID"),
        "KW": ("OT", "MH"),
        "DT": ("PT",),
    },
)
_WEB_OF_SCIENCE = _Dialect(
    sign=re.compile(r"\A\s*(?:FN .*\s+VR |PT [A-Z]\s+A[UF] )"),
    tagged=re.compile(r"([A-Z][A-Z0-9])(?: (.*)|\s*)$"),
    begin="PT",
    end="ER",
    listed=frozenset({"AU", "AF", "CA", "CR", "OI"}),
    outside=frozenset({"FN", "VR", "EF"}),
    names={
        "ID": ("UT",),
        "TI": ("TI",),
        "AU": ("AF", "AU", "CA"),
        "AB": ("AB",),
        "PY": ("PY", "EY"),
        "T2": ("SO",),
        "DO": ("DI",),
        "KW": ("DE", "ID"),
        "CR": ("CR",),
        "DT": ("DT",),
        "C7": ("AR",),
    },
)
_ENDNOTE = _Dialect(
    sign=re.compile(r"\A\s*%0 [A-Z]"),
    tagged=re.compile(r"%(\S)(?: (.*)|\s*)$"),
    begin="0",
    listed=frozenset({"K"}),
    names={
        "TI": ("T",),
        "AU": ("A",),
        "AB": ("X",),
        "PY": ("D", "8"),
        "T2": ("J", "B", "S"),
        "DO": ("R",),
        "UR": ("U",),
        "KW": ("K",),
        "N1": ("Z",),
    },
)


def dialect(head: str) -> _Dialect | None:
    """How the records in a file's head are written; None when they are not tagged lines."""
    if found := _RIS_TYPE.search(head):
        return _ris(found[1])
    bare = head.removeprefix("\ufeff")
    return next((d for d in (_PUBMED, _WEB_OF_SCIENCE, _ENDNOTE) if d.sign.search(bare)), None)


def records(path: Path, report: Report) -> Iterator[Record]:
    """The records of a file under RIS's tags; what stands outside them is noted."""
    used = dialect(files.head(path)) or _ris("  ")
    for record in _split(path, used, report):
        yield _translated(record, used) if used.names else record


def _split(path: Path, used: _Dialect, report: Report) -> Iterator[Record]:
    record: Record | None = None
    outside: list[int] = []
    for number, text in files.lines(path, report):
        match = used.tagged.match(text.removeprefix("\ufeff"))
        tag = match[1] if match else ""
        if tag in used.outside and not record:
            continue
        if record and tag and tag in (used.begin, used.end):
            if used.end and tag == used.begin:
                report.warn(path, record.line, f"no ER ends this record before line {number}")
            yield record
            record = None
        if tag and tag == used.end:
            continue
        if match:
            if record is None:
                record = Record(number)
                if tag != used.begin:
                    report.warn(path, number, f"no {used.begin} begins this record")
            record.put(tag, (match[2] or "").strip())
        elif record:
            record.go_on(text.strip(), used.listed)
        elif text.strip():
            outside.append(number)
    if outside:
        report.note(
            path, outside[0], f"{counted(len(outside), 'line')} outside records, the first here"
        )
    if record:
        if used.end:
            report.warn(path, record.line, "no ER ends this record before the end of the file")
        yield record


def _translated(record: Record, used: _Dialect) -> Record:
    """A record under RIS's tags: of several that mean the same, the first that has a value."""
    out = Record(record.line, orcids=record.orcids | _orcids(record.all("OI")))
    for name, tags in used.names.items():
        by_tag = [record.all(tag) for tag in tags]
        found = [*chain(*by_tag)] if name == "DO" else next(filter(None, by_tag), [])
        out.fields[name] = [text.split("\n") for text in found]
    if used is _PUBMED:
        out.fields["TI"] = [[_TRANSLATED.sub(r"\1", _CLOSED.sub("", t))] for t in out.all("TI")]
        out.fields["AU"] = [[values.indexed(name)] for name in out.all("AU")]
        out.fields["KW"] = [[word.lstrip("*")] for word in out.all("KW")]
    return out


def _orcids(written: Iterable[str]) -> dict[str, str]:
    """Name to ORCID as Web of Science writes them: ``Novak, Petra/0000-0001-…``."""
    pairs = (one.rpartition("/") for text in written for one in text.split(";"))
    return {name.strip(): found for name, _, orcid in pairs if (found := ids.orcid(orcid))}
