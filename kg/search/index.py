"""The words of every node of a graph, made with it and kept in its folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from kg import schema
from kg.errors import UsageError
from kg.search import indexing, meaning, words
from kg.search.bm25 import Floats, Postings
from kg.search.indexing import FIELDS

WHOLE_NAME = 2.0
"""A node whose name is just what was asked counts so many times."""
LONGEST_GUESSES = 30
"""Words that an unfinished word may be completed to; the commonest are taken."""
SNIPPET = 160
"""Characters of a snippet."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A node that was found.

    Attributes:
        score: Comparable within one search only.
        title: What a person calls it.
        snippet: Of a paper, the place of the abstract where the words stand.
    """

    label: str
    id: str
    title: str
    year: int | None
    score: float
    snippet: str


class Index:
    """The search index of one generation of a graph.

    Args:
        generation: Folder with the tables (`kg.folder.GraphFolder.generation`).
    """

    def __init__(self, generation: Path) -> None:
        self._generation = generation
        self._vectors: dict[str, Any] = {}
        try:
            stored = indexing.load(generation)
        except (OSError, ValueError, KeyError):
            stored = indexing.build(indexing.read_tables(generation))
            indexing.write(generation, stored)
        self._vocabulary = bytes(stored["vocabulary"]).decode("utf-8").split("\n")
        self._postings = {
            label: Postings(*(stored[f"{label}-{part}"] for part in indexing.PARTS))
            for label in FIELDS
        }
        self._popularity: dict[str, Floats] = {x: stored[f"{x}-popularity"] for x in FIELDS}

    @cached_property
    def _term(self) -> dict[str, int]:
        return {word: i for i, word in enumerate(self._vocabulary)}

    @cached_property
    def _tables(self) -> dict[str, pa.Table]:
        return {label: self._read(label) for label in FIELDS}

    def _read(self, label: str) -> pa.Table:
        columns = list(dict.fromkeys(["id", *(c for c, _ in FIELDS[label])]))
        columns += ["year"] if label == "Paper" else []
        return pq.read_table(self._generation / "nodes" / f"{label}.parquet", columns=columns)

    def search(
        self,
        text: str,
        *,
        kind: str | None = None,
        limit: int = 20,
        by_meaning: bool = False,
        unfinished: bool = False,
    ) -> list[Hit]:
        """Nodes by falling score; ties by label and key.

        Args:
            text: Words. Those that stand nowhere are taken for the nearest that do.
            kind: A label, in any case; None searches all.
            limit: Hits at most.
            by_meaning: By cosine of embeddings instead of words.
            unfinished: The last word may be the beginning of one.

        Raises:
            UsageError: There is no such label, or it has no embedding.
        """
        labels = [label_of(kind)] if kind else list(FIELDS)
        if by_meaning:
            return self._by_meaning(text, [x for x in labels if x in meaning.LABELS], limit)
        asked = words.of(text)
        if not asked:
            return []
        queries = [self._terms(word) for word in asked]
        if unfinished and not text[-1:].isspace():
            queries[-1] = list(dict.fromkeys([*queries[-1], *self._completed(asked[-1])]))
        found: list[tuple[float, str, int]] = []
        whole = _stems(asked)
        for label in labels:
            scores, matched = self._postings[label].scores(queries)
            scores *= (matched / len(asked)) ** 2  # all of the words before many of one
            scores *= self._popularity[label]
            at = _best(scores, max(4 * limit, 50))
            for i, names in zip(at, self._names(label, at), strict=True):
                score = float(scores[i])
                if any(_stems(words.of(name)) == whole for name in names):
                    score *= WHOLE_NAME
                found.append((score, label, int(i)))
        found.sort(key=lambda f: (-f[0], _ORDER[f[1]], f[2]))
        return [self._hit(label, i, score, asked) for score, label, i in found[:limit]]

    def _terms(self, word: str) -> list[int]:
        """The terms that a word stands for: itself, or the nearest spellings."""
        stem = words.stem(word)
        if stem in self._term:
            return [self._term[stem]]
        if len(stem) < 4:
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        most = 1 if len(stem) < 8 else 2
        near = process.extract(
            stem, self._vocabulary, scorer=OSA.distance, score_cutoff=most, limit=5
        )
        least = min((distance for _, distance, _ in near), default=0)
        return [i for _, distance, i in near if distance == least]

    def _completed(self, beginning: str) -> list[int]:
        vocabulary = self._vocabulary
        low = int(np.searchsorted(self._sorted, beginning))
        found = []
        for i in range(low, len(vocabulary)):
            if not vocabulary[i].startswith(beginning):
                break
            found.append(i)
        if len(found) > LONGEST_GUESSES:
            common = {
                i: sum(int(np.diff(p.starts[i : i + 2])[0]) for p in self._postings.values())
                for i in found[:5_000]
            }
            found = sorted(common, key=lambda i: (-common[i], i))[:LONGEST_GUESSES]
        return found

    @cached_property
    def _sorted(self) -> npt.NDArray[np.str_]:
        return np.array(self._vocabulary)

    def _by_meaning(self, text: str, labels: Sequence[str], limit: int) -> list[Hit]:
        if not labels:
            raise UsageError(
                "nodes of this kind have no meaning to compare",
                remedy=f"one of {', '.join(meaning.LABELS)}",
            )
        found: list[tuple[float, str, int]] = []
        for label in labels:
            if label not in self._vectors:
                table = self._tables[label]
                self._vectors[label] = meaning.kept(self._generation, label, table)
            near = meaning.nearest(self._vectors[label], text, limit)
            found += [(score, label, i) for i, score in near]
        found.sort(key=lambda f: (-f[0], _ORDER[f[1]], f[2]))
        asked = words.of(text)
        return [self._hit(label, i, score, asked) for score, label, i in found[:limit]]

    def _names(self, label: str, at: npt.NDArray[np.intp]) -> list[list[str]]:
        """Title and aliases of the nodes at these places."""
        rows = self._tables[label].take(pa.array(at)).to_pylist()
        title = schema.LABEL[label].title
        return [[row[title] or "", *(row.get("aliases") or ())] for row in rows]

    def _hit(self, label: str, at: int, score: float, asked: Sequence[str]) -> Hit:
        row = {c: v[0] for c, v in self._tables[label].slice(at, 1).to_pydict().items()}
        title = str(row.get("title") or row.get("name") or row["id"])
        snippet = _snippet(row.get("abstract") or "", asked) if label == "Paper" else ""
        return Hit(label, row["id"], title, row.get("year"), round(score, 4), snippet)


def _stems(asked: Sequence[str]) -> list[str]:
    return [words.stem(word) for word in asked]


def label_of(kind: str) -> str:
    """The label that a person names, in any case, alone or in the plural.

    Raises:
        UsageError: There is none; names them all.
    """
    wanted = kind.lower().rstrip("s") if isinstance(kind, str) else None
    found = next((x for x in FIELDS if x.lower() == wanted), None)
    if found is None:
        raise UsageError(f"no label is called {kind!r}", remedy=f"one of {', '.join(FIELDS)}")
    return found


_ORDER = {label: i for i, label in enumerate(FIELDS)}


def _best(scores: Floats, number: int) -> npt.NDArray[np.intp]:
    """Places of the highest scores above zero, the highest first, ties by place."""
    at = np.flatnonzero(scores)
    if len(at) > number:
        least = np.partition(scores[at], -number)[-number]
        at = at[scores[at] >= least]
    return at[np.argsort(-scores[at], kind="stable")][: 2 * number]


def _snippet(text: str, asked: Sequence[str]) -> str:
    """The piece of a text with the first of the words that stands in it."""
    places = [m.start() for w in asked if (m := re.search(rf"(?i)\b{re.escape(w)}", text))]
    begin = max(0, min(places, default=0) - SNIPPET // 3)
    if begin:
        begin = text.find(" ", begin) + 1
    piece = text[begin : begin + SNIPPET]
    if begin + SNIPPET < len(text):
        piece = piece.rpartition(" ")[0] + " …"
    return ("… " if begin else "") + piece
