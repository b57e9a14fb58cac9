"""Rows of leaderboards as papers: the rows of one paper become one record."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg import ids
from kg.paper import Evidence, Mention, Paper
from kg.sources import addresses
from kg.sources.addresses import Identifiers
from kg.sources.report import Report

STATED = Evidence(sentence="", start=-1, end=-1, rule="source", confidence=1.0)

_ADDRESS = re.compile(r"\W*(?:https?:|www\.)", re.IGNORECASE)
_NO_TITLES = frozenset(
    "blog code github here implementation link official paper pdf preprint source website".split()
)
_OWN = re.compile(r"[A-Z][\w.-]*(?: [A-Z][\w.-]*){0,2}")
_COMMON = frozenset(
    "attention bilstm blstm cnn crf dbn deep dnn gan gru hmm ir lm lstm mlp nmt pbmt rnn smt svm "
    "tuned vae".split()
)
_VARIANTS = frozenset(
    "base baseline baselines combination ensemble final human large model models results single "
    "small system".split()
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a leaderboard.

    Attributes:
        title: The paper's title, or what stands in its place.
        address: The paper's address, or an empty string.
        line: The row's line in the file, or that of the table.
        year: The year that the row gives.
        stated: What the row says of the paper: its dataset, its tasks.
        links: Addresses of code, as ``(url, official)``.
        model: The name of the model whose result it is.
    """

    title: str
    address: str
    line: int
    year: int | None = None
    stated: tuple[Mention, ...] = ()
    links: tuple[tuple[str, bool], ...] = ()
    model: str = ""


@dataclass(slots=True)
class _Entry:
    line: int
    title: str = ""
    url: str | None = None
    ids: Identifiers = field(default_factory=Identifiers)
    years: set[int] = field(default_factory=set)
    stated: dict[Mention, None] = field(default_factory=dict)
    links: dict[str, bool] = field(default_factory=dict)
    models: dict[str, None] = field(default_factory=dict)


class Leaderboard:
    """The rows of one file, gathered by paper.

    Rows are of one paper when they give the same identifier, or the same title and no
    identifiers that differ. A row that names its paper by an address with an identifier only
    is kept under that identifier; one that names no paper at all is counted.
    """

    def __init__(self) -> None:
        self._entries: list[_Entry] = []
        self._by_id: dict[tuple[str, str], _Entry] = {}
        self._by_title: dict[str, _Entry] = {}
        self._nameless: list[int] = []

    def add(self, row: Row) -> None:
        """Take a row in."""
        title = row.title if is_title(row.title) else ""
        found = addresses.identifiers(row.address)
        if not title and not found:
            self._nameless.append(row.line)
            return
        entry = self._entry(title, found, row.line)
        entry.title = entry.title or title
        entry.url = entry.url or row.address or None
        entry.ids = {**found, **entry.ids}
        if row.year:
            entry.years.add(row.year)
        entry.stated.update(dict.fromkeys(row.stated))
        for address, official in row.links:
            entry.links[address] = entry.links.get(address, False) or official
        if row.model:
            entry.models[row.model] = None
        for item in _pairs(entry.ids):
            self._by_id.setdefault(item, entry)
        if title:
            self._by_title.setdefault(ids.fold(title), entry)

    def _entry(self, title: str, found: Identifiers, line: int) -> _Entry:
        for item in _pairs(found):
            if item in self._by_id:
                return self._by_id[item]
        same = self._by_title.get(ids.fold(title)) if title else None
        if same and all(same.ids.get(name, value) == value for name, value in _pairs(found)):
            return same
        entry = _Entry(line)
        self._entries.append(entry)
        return entry

    def papers(self, path: Path, report: Report) -> Iterator[Paper]:
        """The papers in order of appearance; what is doubtful goes to the report, in one remark."""
        untitled = [e for e in self._entries if not e.title]
        if untitled:
            report.warn(
                path,
                untitled[0].line,
                f"papers named by their address only: {len(untitled)}, the first here; "
                "the identifier in it stands as the title",
            )
        if self._nameless:
            report.skip(
                path,
                self._nameless[0],
                f"rows that name no paper: {len(self._nameless)}, the first here",
            )
        reported: dict[str, int] = defaultdict(int)
        for entry in self._entries:
            for model in entry.models:
                reported[model.casefold()] += 1
        for number, entry in enumerate(self._entries, 1):
            own = (m for m in entry.models if _introduced(m, entry.title, reported[m.casefold()]))
            models = (Mention("introduces", m, STATED, sort="model") for m in own)
            yield Paper(
                id=f"r{number:04d}",
                title=entry.title or _title_of(entry.ids),
                year=_year(entry),
                url=entry.url,
                links=tuple(entry.links.items()),
                stated=(*entry.stated, *models),
                origin=f"{path}:{entry.line}",
                **entry.ids,
            )


def is_title(text: str) -> bool:
    """Whether a text can be a paper's title: not an address, a number or a word like "link".

    >>> is_title("Deep Speech"), is_title("[12]"), is_title("https://a.b/c"), is_title("[3] [code]")
    (True, False, False, False)
    """
    words = [w for w in ids.fold(text).split() if w not in _NO_TITLES]
    return sum(c.isalpha() for w in words for c in w) >= 3 and not _ADDRESS.match(text)


def _pairs(found: Identifiers) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in found.items()]


def _title_of(found: Identifiers) -> str:
    if "arxiv_id" in found:
        return f"arXiv:{found['arxiv_id']}"
    return found.get("acl_id") or found["doi"]


def _year(entry: _Entry) -> int | None:
    """The year that an ACL identifier holds, else the one that all rows give.

    A row's year may be that of the model's own paper: one before the arXiv identifier is not
    the paper's.
    """
    if acl := entry.ids.get("acl_id"):
        if acl[0].isdigit():
            return int(acl[:4])
        return int(acl[1:3]) + (1900 if int(acl[1:3]) >= 60 else 2000)
    if len(entry.years) != 1:
        return None
    year = next(iter(entry.years))
    arxiv = entry.ids.get("arxiv_id", "")
    if arxiv[:4].isdigit() and year < 2000 + int(arxiv[:2]):
        return None
    return year


def _introduced(model: str, title: str, papers: int) -> bool:
    """Whether the paper that reports a model may be said to introduce it.

    A description, a variant or a combination is no name of one's own; a name that several
    papers report, or that everyone knows, belongs to the paper whose title begins with it.
    """
    words = set(ids.fold(model).split())
    if not _OWN.fullmatch(model) or _VARIANTS & words or words <= _COMMON:
        return False
    if title.startswith(f"{model}:"):
        return True
    if papers > 1 or _is_known(model):
        return False
    if re.search(rf"(?<!\w){re.escape(model)}(?!\w)", title) or _are_initials(model, title):
        return True
    return any(re.search(r"[A-Z].*[A-Z]", w) and re.search(r"[a-z]", w) for w in model.split())


def _are_initials(name: str, title: str) -> bool:
    """Whether a name is made of the initials of words that follow each other in a title."""
    initials = "".join(word[0] for word in ids.fold(title).split())
    return len(name) > 2 and name.isupper() and name.lower() in initials


def _is_known(name: str) -> bool:
    from kg.extract.vocabulary import known_names, squash

    return squash(name) in known_names()
