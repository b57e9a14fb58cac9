"""The graph's schema, declared once.

Ladybug's tables, Neo4j's constraints and indexes, CSV headers, RDF terms, completion in
the console and the documentation page are all made from `LABELS` and `RELATIONSHIPS`.

In Arrow a label is a table with its properties as columns; a relationship type is a table
with ``source_label``, ``source``, ``target_label``, ``target`` and its properties.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

VERSION = 1
"""Raised with every change that makes older graphs unreadable."""

PropertyType = Literal["string", "int", "float", "bool", "strings"]


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a node or relationship: its name, type and meaning."""

    name: str
    type: PropertyType
    doc: str


@dataclass(frozen=True, slots=True)
class Label:
    """A kind of node. ``id`` is the key of every one.

    Attributes:
        title: The property that names a node to a person.
        search: Properties that full-text search reads.
    """

    name: str
    doc: str
    properties: tuple[Property, ...]
    title: str = "name"
    search: tuple[str, ...] = ("name",)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(p.name for p in self.properties)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A kind of relationship.

    Attributes:
        ends: Pairs of labels, source to target.
        symmetric: Stored once, from the smaller id to the larger; matched without arrow.
        derived: Made from other relationships (``relations/NAME.sql``), not read or found.
        found: Found in text: carries the properties of `EVIDENCE`.
    """

    name: str
    doc: str
    ends: tuple[tuple[str, str], ...]
    own: tuple[Property, ...] = ()
    symmetric: bool = False
    derived: bool = False
    found: bool = False

    @property
    def properties(self) -> tuple[Property, ...]:
        return self.own + (EVIDENCE if self.found else ())

    @property
    def columns(self) -> tuple[str, ...]:
        return END_COLUMNS + tuple(p.name for p in self.properties)


END_COLUMNS = ("source_label", "source", "target_label", "target")

ID = Property("id", "string", "the key, unique within the label")
ALIASES = Property("aliases", "strings", "every other spelling found, and the long form")

EVIDENCE = (
    Property("evidence", "string", "the sentence that says so; empty when the source states it"),
    Property("start", "int", "offset of the mention in title + line end + abstract; -1: stated"),
    Property("end", "int", "offset after the mention; -1: stated"),
    Property("rule", "string", "the rule or model that found it; 'source' when stated"),
    Property("confidence", "float", "from 0 to 1"),
)

LABELS: tuple[Label, ...] = (
    Label(
        "Paper",
        "A paper, from one or more sources.",
        (
            ID,
            Property("title", "string", "the title, in one line"),
            Property("abstract", "string", "the abstract"),
            Property("year", "int", "year of publication"),
            Property("venue", "string", "journal, conference or archive"),
            Property("doi", "string", "DOI, lower case, without resolver"),
            Property("arxiv_id", "string", "arXiv identifier, without version"),
            Property("url", "string", "where the paper can be read"),
            Property(
                "contribution",
                "string",
                "what it mainly gives: method, dataset, software, survey, analysis, thesis",
            ),
            Property("project_pages", "strings", "web pages that the abstract names"),
        ),
        title="title",
        search=("title", "abstract"),
    ),
    Label(
        "Concept",
        "A key phrase under which someone would look for a paper.",
        (
            ID,
            Property("name", "string", "lower case but for proper names, singular"),
            Property("kind", "string", "task, method, field or other"),
            ALIASES,
        ),
        search=("name", "aliases"),
    ),
    Label(
        "Dataset",
        "A named dataset, benchmark, simulator or leaderboard.",
        (
            ID,
            Property("name", "string", "the name that its authors use"),
            Property("kind", "string", "dataset, benchmark, simulator or leaderboard"),
            ALIASES,
        ),
        search=("name", "aliases"),
    ),
    Label(
        "Method",
        "A named method, model, system, tool or library.",
        (
            ID,
            Property("name", "string", "the name that its authors use"),
            Property("kind", "string", "method, model or software"),
            ALIASES,
        ),
        search=("name", "aliases"),
    ),
    Label(
        "Repository",
        "A code repository; the key is its canonical address.",
        (
            ID,
            Property("url", "string", "canonical address, as written by the first source"),
            Property("host", "string", "github.com, gitlab.com …"),
            Property("owner", "string", "user or organisation"),
            Property("name", "string", "name of the repository"),
        ),
    ),
    Label(
        "Author",
        "A person who wrote a paper.",
        (
            ID,
            Property("name", "string", "the fullest form found"),
            Property("orcid", "string", "ORCID, where a source gives one"),
        ),
    ),
    Label(
        "Venue", "A journal, conference or archive.", (ID, Property("name", "string", "its name"))
    ),
)

_PAPER_PAPER = (("Paper", "Paper"),)
_PAPER_DATASET = (("Paper", "Dataset"),)
_PAPER_METHOD = (("Paper", "Method"),)
_PAPERS = Property("papers", "int", "number of papers behind it")

RELATIONSHIPS: tuple[Relationship, ...] = (
    Relationship(
        "CITES",
        "A reference that the source lists, or a citation in the text that resolves.",
        _PAPER_PAPER,
        found=True,
    ),
    Relationship(
        "HAS_CONCEPT",
        "The paper is about the concept.",
        (("Paper", "Concept"),),
        (Property("score", "float", "how telling the concept is for the paper, 0 to 1"),),
        found=True,
    ),
    Relationship(
        "INTRODUCES",
        "The paper puts it forward as its own.",
        _PAPER_DATASET + _PAPER_METHOD,
        found=True,
    ),
    Relationship(
        "EVALUATES_ON",
        "Results are reported on it, or it is the test bed.",
        _PAPER_DATASET,
        found=True,
    ),
    Relationship("TRAINS_ON", "Used for training only.", _PAPER_DATASET, found=True),
    Relationship(
        "COMPARES_WITH",
        "A baseline, or what the paper says it beats or matches.",
        _PAPER_METHOD,
        found=True,
    ),
    Relationship("BUILDS_ON", "Used inside the work.", _PAPER_METHOD, found=True),
    Relationship(
        "MENTIONS", "Named, with no sharper role.", _PAPER_DATASET + _PAPER_METHOD, found=True
    ),
    Relationship(
        "HAS_CODE",
        "Code or data of the paper.",
        (("Paper", "Repository"),),
        (Property("official", "bool", "the authors' own"),),
        found=True,
    ),
    Relationship(
        "WRITTEN_BY",
        "Authorship.",
        (("Paper", "Author"),),
        (Property("position", "int", "1 for the first author"),),
    ),
    Relationship("PUBLISHED_IN", "Venue of publication.", (("Paper", "Venue"),)),
    Relationship(
        "BROADER",
        "From the narrower concept to the broader one.",
        (("Concept", "Concept"),),
        derived=True,
    ),
    Relationship(
        "CO_OCCURS_WITH",
        "Two concepts of the same papers.",
        (("Concept", "Concept"),),
        (
            _PAPERS,
            Property("association_strength", "float", "c_ij / (c_i c_j), van Eck & Waltman 2009"),
            Property("npmi", "float", "normalised pointwise mutual information, Bouma 2009"),
        ),
        symmetric=True,
        derived=True,
    ),
    Relationship(
        "SHARES_BENCHMARK",
        "Two papers that evaluate on the same datasets.",
        _PAPER_PAPER,
        (
            Property("datasets", "strings", "names of the shared datasets"),
            Property("weight", "float", "a dataset that everyone uses weighs less"),
        ),
        symmetric=True,
        derived=True,
    ),
    Relationship(
        "CO_EVALUATED_WITH",
        "Two datasets evaluated on in the same papers.",
        (("Dataset", "Dataset"),),
        (_PAPERS,),
        symmetric=True,
        derived=True,
    ),
    Relationship(
        "COUPLED_WITH",
        "Bibliographic coupling: two papers with common references (Kessler 1963).",
        _PAPER_PAPER,
        (
            Property("references", "int", "number of common references"),
            Property("weight", "float", "common references / sqrt(n_i n_j) (Salton's cosine)"),
        ),
        symmetric=True,
        derived=True,
    ),
    Relationship(
        "CO_CITED_WITH",
        "Co-citation: two papers cited together (Small 1973).",
        _PAPER_PAPER,
        (
            Property("papers", "int", "number of papers that cite both"),
            Property("weight", "float", "citing both / sqrt(cited_i cited_j) (Salton's cosine)"),
        ),
        symmetric=True,
        derived=True,
    ),
    Relationship(
        "RELATED_TO",
        "The closest papers by shared concepts, benchmarks, methods, citations and text.",
        _PAPER_PAPER,
        (Property("score", "float", "from 0 to 1"),),
        symmetric=True,
        derived=True,
    ),
)

LABEL = {label.name: label for label in LABELS}
RELATIONSHIP = {r.name: r for r in RELATIONSHIPS}
