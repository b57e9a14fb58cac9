"""What each endpoint gives; the OpenAPI description and the checks of types are made from it.

Offsets in texts count UTF-16 units, as JavaScript does.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from annotated_types import Ge, Le, Len
from typing_extensions import TypedDict

Direction = Literal["out", "in", "both"]
Share = Annotated[float, Ge(0), Le(1)]


class NodeAnswer(TypedDict):
    key: str
    label: str
    id: str
    title: str
    year: NotRequired[int]
    degree: NotRequired[int]
    community: NotRequired[int]
    properties: NotRequired[dict[str, Any]]


class LinkAnswer(TypedDict):
    key: str
    type: str
    source: str
    target: str
    symmetric: bool
    weight: Share
    confidence: NotRequired[Share]
    properties: NotRequired[dict[str, Any]]


class AboutAnswer(TypedDict):
    name: str
    engine: Literal["ladybug", "neo4j"]
    version: str
    counts: dict[str, int]
    links: dict[str, int]
    years: Annotated[list[int], Len(2, 2)] | None
    limits: dict[str, int]


class PropertyAnswer(TypedDict):
    name: str
    type: str
    doc: str


class LabelAnswer(TypedDict):
    name: str
    doc: str
    properties: list[PropertyAnswer]


class RelationshipAnswer(TypedDict):
    name: str
    doc: str
    ends: list[Annotated[list[str], Len(2, 2)]]
    symmetric: bool
    derived: bool
    properties: list[PropertyAnswer]


class SchemaAnswer(TypedDict):
    labels: list[LabelAnswer]
    relationships: list[RelationshipAnswer]
    functions: list[str]


class Hit(TypedDict):
    node: NodeAnswer
    score: float
    snippet: NotRequired[str]


class SearchAnswer(TypedDict):
    hits: list[Hit]
    total: NotRequired[int]


class Community(TypedDict):
    id: int
    name: str
    size: int
    x: float
    y: float
    concepts: list[str]


class NodeColumns(TypedDict):
    key: list[str]
    title: list[str]
    label: list[str]
    x: list[float]
    y: list[float]
    community: list[int]  # an id; -1: in none
    size: list[float]
    year: list[int | None]


class LinkColumns(TypedDict):
    source: list[int]
    target: list[int]
    weight: list[float]


class OverviewAnswer(TypedDict):
    communities: list[Community]
    nodes: NodeColumns
    links: LinkColumns
    left_out: int


class Mark(TypedDict):
    start: int
    end: int
    kind: str
    name: str
    type: str
    rule: str
    confidence: float
    key: str


class MarkedText(TypedDict):
    text: str
    marks: list[Mark]


class Outward(TypedDict):
    text: str
    href: str


class Kind(TypedDict):
    type: str
    direction: Direction
    label: str
    count: int


class NodePage(TypedDict):
    node: NodeAnswer
    title: NotRequired[MarkedText]
    abstract: NotRequired[MarkedText]
    outward: list[Outward]
    kinds: list[Kind]


class ExpandAnswer(TypedDict):
    nodes: list[NodeAnswer]
    links: list[LinkAnswer]
    total: int
    skip: int


class LinksAnswer(TypedDict):
    links: list[LinkAnswer]
    truncated: bool


class EvidenceAnswer(TypedDict):
    text: str
    start: NotRequired[int]
    end: NotRequired[int]
    rule: str
    confidence: float
    paper: NotRequired[NodeAnswer]


class LinkPage(TypedDict):
    link: LinkAnswer
    nodes: list[NodeAnswer]
    evidence: list[EvidenceAnswer]


class Path(TypedDict):
    nodes: list[NodeAnswer]
    links: list[LinkAnswer]


class Reason(TypedDict):
    text: str
    kind: str
    nodes: list[NodeAnswer]
    evidence: NotRequired[list[EvidenceAnswer]]


class WhyAnswer(TypedDict):
    reasons: list[Reason]
    path: NotRequired[Path]


class PathsAnswer(TypedDict):
    paths: list[Path]


class ParameterOfRecipe(TypedDict):
    name: str
    type: str
    default: NotRequired[Any]
    required: bool
    doc: str


class RecipeAnswer(TypedDict):
    name: str
    title: str
    question: str
    parameters: list[ParameterOfRecipe]
    columns: list[str]
    statement: str


class RecipeGroup(TypedDict):
    name: str
    recipes: list[RecipeAnswer]


class RecipesAnswer(TypedDict):
    groups: list[RecipeGroup]


class QueryAnswer(TypedDict):
    columns: list[str]
    rows: list[list[Any]]
    truncated: bool
    why: str
    notes: list[str]
    seconds: float
    nodes: list[NodeAnswer]
    links: list[LinkAnswer]
    plan: NotRequired[str]


class Option(TypedDict):
    label: str
    kind: str
    detail: NotRequired[str]


class CompleteAnswer(TypedDict):
    start: int
    options: list[Option]


class Problem(TypedDict):
    message: str
    remedy: NotRequired[str]
    position: NotRequired[int]


class CheckAnswer(TypedDict):
    parameters: list[str]
    error: NotRequired[Problem]


class PositionsAnswer(TypedDict):
    x: list[float]
    y: list[float]


class ErrorAnswer(TypedDict):
    error: Problem
