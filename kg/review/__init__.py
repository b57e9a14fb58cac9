"""Which nodes may be one, and which may be two: what a person should look at, with its evidence.

A proposal is a pair of names and the question whether they mean the same thing. The answer goes
into the graph's thesaurus, from which the next build takes it; what stands there is not asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kg import ids
from kg.archive import Archive
from kg.errors import GraphError
from kg.folder import GraphFolder
from kg.resolve.thesaurus import FILE, Thesaurus, decide, withdraw
from kg.review import near_names, near_titles, odd_spellings
from kg.review.evidence import Evidence, Material, Place

__all__ = ["Evidence", "Place", "Proposal", "answer", "propose"]

LABELS = ("Paper", "Dataset", "Method", "Concept")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two names, and whether the graph should change.

    Attributes:
        question: ``merge``: two nodes that may be one thing; ``split``: one node that may be two.
        label: The nodes' label.
        names: The two names; for a split, the node's and one of its spellings. Papers are named
            by their keys.
        papers: How many papers stand behind each.
        doubt: How likely the graph is wrong here, from 0 to 1: a rough guess.
        reasons: Why it is asked, a few words each.
        evidence: Where each name stands.
    """

    question: Literal["merge", "split"]
    label: str
    names: tuple[str, str]
    papers: tuple[int, int]
    doubt: float
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, Evidence]

    @property
    def weight(self) -> float:
        """What it matters: the papers that would move, times the doubt."""
        return min(self.papers) * self.doubt


def propose(
    graph: Path | str,
    *,
    labels: Sequence[str] = LABELS,
    question: str | None = None,
    limit: int | None = None,
) -> list[Proposal]:
    """What to ask about a graph, the most important first.

    Args:
        graph: The graph folder.
        labels: Of which nodes.
        question: ``merge`` or ``split`` only.
        limit: At most so many.

    Raises:
        GraphError: There is no such graph, or it was made without the papers' records.
    """
    folder = GraphFolder.open(Path(graph))
    if "settings" not in folder.manifest:
        raise GraphError(
            f"{graph} was made without the records of its papers",
            remedy="review the graph that it came from",
        )
    said = Thesaurus.read(folder.path / FILE)
    material = Material(folder.tables(), Archive.extracted(folder.generation))
    found = []
    for label in labels:
        if label == "Paper":
            found += near_titles.merges(material)
        else:
            found += near_names.merges(material, label)
            found += odd_spellings.splits(material, label)
    decided = _decided(said)
    open_questions = [
        doubt
        for doubt in found
        if question in (None, doubt.question)
        and (doubt.label.lower(), frozenset(map(ids.fold, doubt.names))) not in decided
        and (doubt.label.lower(), frozenset(doubt.names)) not in decided
    ]
    open_questions.sort(key=lambda d: (-round(min(d.papers) * d.doubt, 6), d.label, d.names))
    return [
        Proposal(
            d.question, d.label, d.names, d.papers, round(d.doubt, 3), d.reasons,
            (material.evidence(d, 0), material.evidence(d, 1)),
        )
        for d in open_questions[:limit]
    ]  # fmt: skip


def answer(graph: Path | str, proposal: Proposal, *, same: bool) -> None:
    """Keep in the graph's thesaurus whether a proposal's names mean the same.

    Raises:
        InputError: The thesaurus there is none.
    """
    decide(Path(graph) / FILE, proposal.label.lower(), proposal.names, same=same)


def undo(graph: Path | str, proposal: Proposal, *, same: bool) -> None:
    """Take an answer back out of the graph's thesaurus."""
    withdraw(Path(graph) / FILE, proposal.label.lower(), proposal.names, same=same)


def _decided(said: Thesaurus) -> set[tuple[str, frozenset[str]]]:
    """Every pair of names that the thesaurus speaks of, as spelled and folded."""
    pairs = set()
    for section, rules in said.sections.items():
        for group in (*rules.same, *rules.different):
            for a, b in _pairs(group):
                pairs |= {(section, frozenset((a, b)))}
                if ids.fold(a) != ids.fold(b):
                    pairs |= {(section, frozenset((ids.fold(a), ids.fold(b))))}
    return pairs


def _pairs(group: Sequence[str]) -> Iterable[tuple[str, str]]:
    return ((a, b) for i, a in enumerate(group) for b in group[i + 1 :])
