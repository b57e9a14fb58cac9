"""What a source says of a paper, and what was found in its text.

Values only: no reading, no writing. ``sources/`` makes `Paper`, ``extract/`` makes
`Extraction`, ``resolve`` turns the mentions of all papers into the graph's nodes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

MentionKind = Literal[
    "contribution",
    "link",
    "introduces",
    "dataset",
    "method",
    "task",
    "concept",
    "abbreviation",
    "citation",
]

CONTRIBUTIONS = ("method", "dataset", "software", "survey", "analysis", "thesis")
INTRODUCED_KINDS = ("method", "model", "dataset", "benchmark", "software")
DATASET_ROLES = ("introduces", "evaluates_on", "trains_on", "mentions")
METHOD_ROLES = ("compares_with", "builds_on", "mentions")
LINK_KINDS = ("repository", "project_page")


@dataclass(frozen=True, slots=True)
class Author:
    """A name as the source writes it, and the ORCID where it gives one."""

    name: str
    orcid: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a mention stands and why it was taken.

    Attributes:
        sentence: The sentence that the mention stands in.
        start: Offset of the mention's first character in `Paper.text`.
        end: Offset after its last character.
        rule: Name of the rule or model that found it; ``source`` when the source
            itself states it (then ``start`` and ``end`` are -1).
        confidence: From 0 to 1.
    """

    sentence: str
    start: int
    end: int
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing found in a paper.

    Attributes:
        kind: What sort of mention.
        name: The name as written; for a link its canonical address, for an
            abbreviation the short form, for a contribution its value.
        evidence: Where and why.
        role: Dataset: one of `DATASET_ROLES`; method: one of `METHOD_ROLES`;
            link: one of `LINK_KINDS`; else empty.
        sort: What the named thing is: one of `INTRODUCED_KINDS`, or ``simulator``
            or ``leaderboard``; empty when unknown.
        long_form: The words that the name stands for, where the text gives them.
        variants: Other spellings of the same thing in the same text.
    """

    kind: MentionKind
    name: str
    evidence: Evidence
    role: str = ""
    sort: str = ""
    long_form: str | None = None
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """What a source says of one paper.

    Attributes:
        id: The identifier that the source gives, or one made by its reader
            (``s01``, ``s02`` … in order of appearance). Unique within a file only;
            the node's key is made by `kg.resolve.papers`.
        title: The title, in one line.
        abstract: The abstract, or an empty string.
        references: The works that it cites, in canonical form (``doi:…``, ``arxiv:…``,
            ``acl:…``, ``openalex:…``, ``s2:…``, ``corpusid:…``; `kg.ids.title_key` for a
            work known by its title only) or as ``id`` of another record of the same source.
        cited_by: The works that the source says cite it, likewise.
        keywords: The authors' keywords.
        links: Addresses that the source itself states, as ``(url, official)``.
        stated: Mentions that the source itself states (rule ``source``).
        origin: ``FILE:LINE`` that the record was read from.
    """

    id: str
    title: str
    abstract: str = ""
    year: int | None = None
    venue: str | None = None
    doi: str | None = None
    arxiv_id: str | None = None
    acl_id: str | None = None
    openalex_id: str | None = None
    s2_id: str | None = None
    corpus_id: str | None = None
    url: str | None = None
    authors: tuple[Author, ...] = ()
    keywords: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    cited_by: tuple[str, ...] = ()
    links: tuple[tuple[str, bool], ...] = ()
    stated: tuple[Mention, ...] = ()
    origin: str = ""

    @property
    def location(self) -> tuple[str, int]:
        """File and line of `origin`; line 0 where it names none.

        >>> Paper("s01", "A Title", origin="notes:old.txt:12").location
        ('notes:old.txt', 12)
        >>> Paper("s01", "A Title", origin="notes.txt").location
        ('notes.txt', 0)
        """
        file, _, line = self.origin.rpartition(":")
        return (file, int(line)) if line.isdecimal() else (self.origin, 0)

    @property
    def text(self) -> str:
        """Title, a line end, abstract: what every offset of an `Evidence` counts in."""
        return f"{self.title}\n{self.abstract}"


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one paper.

    Attributes:
        paper_id: `Paper.id`.
        mentions: In the order of their kinds, then of appearance or weight.
        notes: What was left out and why, a sentence each ("not in English: …").
    """

    paper_id: str
    mentions: tuple[Mention, ...]
    notes: tuple[str, ...] = field(default=())

    def of(self, kind: MentionKind) -> list[Mention]:
        """The mentions of one kind, in order."""
        return [m for m in self.mentions if m.kind == kind]
