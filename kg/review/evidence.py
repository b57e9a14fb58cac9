"""A graph's nodes, their papers and the sentences that they stand in, for those who ask."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kg.extract.columns import DIMENSIONS, Extracted, text_name
from kg.paper import Paper
from kg.resolve.keys import NAMED
from kg.tables import GraphTables

PLACES = 2
"""Places shown of each name."""


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence that a name stands in, and its paper (key, title, year)."""

    paper: str
    title: str
    year: int | None
    sentence: str


Evidence = tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A proposal without its evidence; see `kg.review.Proposal`.

    Attributes:
        nodes: The keys of the nodes; the same twice for a split.
    """

    question: Literal["merge", "split"]
    label: str
    names: tuple[str, str]
    papers: tuple[int, int]
    doubt: float
    reasons: tuple[str, ...]
    nodes: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Node:
    """A named node and the papers that it stands in."""

    label: str
    id: str
    name: str
    aliases: tuple[str, ...]
    papers: tuple[str, ...]


class Material:
    """What a graph knows of its names.

    Args:
        tables: The graph.
        extracted: What was found in its texts.
    """

    def __init__(self, tables: GraphTables, extracted: Extracted) -> None:
        self.tables = tables
        self.extracted = extracted

    @cached_property
    def papers(self) -> dict[str, dict[str, Any]]:
        """Paper nodes by key."""
        return {row["id"]: row for row in self.tables.nodes["Paper"].to_pylist()}

    def nodes(self, label: str) -> list[Node]:
        """The nodes of a label that a paper stands behind."""
        standing = self._standing[label]
        table = self.tables.nodes[label].select(["id", "name", "aliases"])
        return [
            Node(label, row["id"], row["name"], tuple(row["aliases"] or ()), standing[row["id"]])
            for row in table.to_pylist()
            if row["id"] in standing
        ]

    @cached_property
    def _standing(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Label to node to the papers that it stands in, in order."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for table in self._edges():
            for label, node, paper in zip(
                table["target_label"].to_pylist(),
                table["target"].to_pylist(),
                table["source"].to_pylist(),
                strict=True,
            ):
                found[label][node].add(paper)
        return defaultdict(
            dict,
            {
                label: {node: tuple(sorted(papers)) for node, papers in of.items()}
                for label, of in found.items()
            },
        )

    def _edges(self) -> list[pa.Table]:
        return [
            table
            for name, table in self.tables.edges.items()
            if name == "HAS_CONCEPT" or ("rule" in table.column_names and name not in _OTHER)
        ]

    @cached_property
    def _vectors(self) -> dict[str, npt.NDArray[np.float32]]:
        """Paper to the vector of its text."""
        texts = self.extracted.texts
        stored = texts["vector"].combine_chunks().flatten().to_numpy(zero_copy_only=False)
        rows = stored.reshape(-1, DIMENSIONS)
        places = {name: i for i, name in enumerate(texts["text"].to_pylist())}
        return {key: rows[places[text]] for key, text in self.texts.items() if text in places}

    @cached_property
    def texts(self) -> dict[str, str]:
        """Paper to the name of its text."""
        return {
            key: text_name(Paper("", row["title"], row["abstract"] or ""))
            for key, row in self.papers.items()
        }

    @cached_property
    def spellings(self) -> dict[str, list[tuple[str, str]]]:
        """Datasets' and methods' names as written, to the texts and sentences they stand in."""
        mentions = self.extracted.mentions
        mentions = mentions.filter(pc.is_in(mentions["kind"], value_set=pa.array(NAMED)))
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name, text, sentence in zip(
            mentions["name"].to_pylist(),
            mentions["text"].to_pylist(),
            mentions["sentence"].to_pylist(),
            strict=True,
        ):
            found[name].append((text, sentence))
        return found

    @cached_property
    def paper_of_text(self) -> dict[str, str]:
        return {text: key for key, text in self.texts.items()}

    def likeness(self, papers: tuple[str, ...], others: tuple[str, ...]) -> float:
        """How alike two sets of papers are: the cosine of their texts' mean vectors."""
        a, b = self._mean(papers), self._mean(others)
        size = float(np.linalg.norm(a) * np.linalg.norm(b))
        return float(a @ b) / size if size else 0.0

    def _mean(self, papers: tuple[str, ...]) -> npt.NDArray[np.float32]:
        vectors = [self._vectors[p] for p in papers[:200] if p in self._vectors]
        if not vectors:
            return np.zeros(DIMENSIONS, np.float32)
        mean: npt.NDArray[np.float32] = np.mean(vectors, axis=0)
        return mean

    def evidence(self, doubt: Doubt, side: int) -> Evidence:
        """Where a name of a doubt stands."""
        name, node = doubt.names[side], doubt.nodes[side]
        if doubt.label == "Paper":
            row = self.papers[name]
            return (Place(name, row["title"], row["year"], _beginning(row["abstract"])),)
        places = []
        if doubt.question == "split" or name in self.spellings:
            for text, sentence in self.spellings.get(name, ()):
                paper = self.paper_of_text.get(text)
                if paper in self._standing[doubt.label].get(node, ()):
                    places.append((paper, sentence))
        if not places:
            places = self._sentences(node)
        best: dict[str, str] = {}
        for paper, sentence in sorted(places, key=lambda p: (not p[1], p[0])):
            best.setdefault(paper, sentence)
        return tuple(
            Place(paper, self.papers[paper]["title"], self.papers[paper]["year"], sentence)
            for paper, sentence in list(best.items())[:PLACES]
        )

    def _sentences(self, node: str) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for table in self._edges():
            rows = table.filter(pc.equal(table["target"], node)).slice(0, 20)
            found += zip(rows["source"].to_pylist(), rows["evidence"].to_pylist(), strict=True)
        return found


_OTHER = ("CITES", "HAS_CODE")


def _beginning(abstract: str | None) -> str:
    text = abstract or ""
    return text if len(text) <= 160 else text[:157].rsplit(" ", 1)[0] + " …"
