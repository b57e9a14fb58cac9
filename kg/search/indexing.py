"""Making a search index: the words of every node of a graph, and how much links weigh."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kg import schema
from kg.difference import Difference
from kg.search import words
from kg.search.bm25 import Floats, Postings
from kg.tables import GraphTables

FILE = "search/words.npz"
FIELDS: dict[str, tuple[tuple[str, float], ...]] = {
    "Paper": (("title", 3.0), ("abstract", 1.0)),
    "Concept": (("name", 3.0), ("aliases", 2.0)),
    "Dataset": (("name", 3.0), ("aliases", 2.0)),
    "Method": (("name", 3.0), ("aliases", 2.0)),
    "Repository": (("name", 3.0), ("owner", 1.0)),
    "Author": (("name", 3.0),),
    "Venue": (("name", 3.0),),
}
"""What is searched of each label, and how much a word there weighs."""
POPULARITY = 0.15
"""A node's score grows by so much with the logarithm of 1 + the number of links to it."""
AT_ONCE = 10_000
"""Texts whose words are taken apart at a time: some 90 MB for abstracts."""
PARTS = ("starts", "documents", "frequencies", "lengths")
"""Arrays of a label's `Postings`."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of some documents of one label.

    Attributes:
        stems: Of each different word its stem.
        words: Number of each word in `stems`, document by document.
        documents: Number of the document that it stands in.
        weights: How much it weighs there.
    """

    stems: list[str]
    words: npt.NDArray[np.int32]
    documents: npt.NDArray[np.int32]
    weights: Floats

    @classmethod
    def of(cls, texts: pa.ChunkedArray, weight: float, places: npt.NDArray[np.int64]) -> _Words:
        """The words of one field of the documents at some places."""
        lists = words.split(texts)
        encoded = lists.flatten().dictionary_encode()
        found = encoded.indices.to_numpy(zero_copy_only=False)
        return cls(
            [words.stem(w) for w in encoded.dictionary.to_pylist()],
            found,
            np.repeat(places.astype(np.int32), pc.list_value_length(lists)),
            np.broadcast_to(np.float32(weight), len(found)),
        )

    @classmethod
    def kept(
        cls, stored: Mapping[str, Any], label: str, stems: list[str], places: npt.NDArray[np.int64]
    ) -> _Words:
        """What an earlier index holds of the documents that have a place now; others have -1."""
        terms = np.repeat(np.arange(len(stems)), np.diff(stored[f"{label}-starts"]))
        documents = places[stored[f"{label}-documents"]]
        stay = documents >= 0
        return cls(
            stems,
            terms[stay].astype(np.int32),
            documents[stay].astype(np.int32),
            stored[f"{label}-frequencies"][stay],
        )


def build(tables: GraphTables) -> dict[str, Any]:
    """The arrays of an index; some 20,000 abstracts a second."""
    pieces: dict[str, Sequence[_Words]] = {}
    for label in FIELDS:
        pieces[label] = _texts(tables.nodes[label], label, np.arange(tables.nodes[label].num_rows))
    return _index(tables, pieces)


def change(
    generation: Path, tables: GraphTables, differences: Mapping[str, Difference]
) -> dict[str, Any]:
    """As `build`, made of the index of an earlier graph and of what has changed since.

    Args:
        generation: Folder of the earlier graph.
        tables: The graph now.
        differences: Of every label.
    """
    try:
        stored = load(generation)
    except (OSError, ValueError, KeyError):
        return build(tables)
    stems = bytes(stored["vocabulary"]).decode("utf-8").split("\n")
    pieces: dict[str, Sequence[_Words]] = {}
    for label in FIELDS:
        difference = differences[label]
        others = difference.others
        kept = _Words.kept(stored, label, stems, difference.place)
        pieces[label] = [kept, *_texts(tables.nodes[label].take(others), label, others)]
    return _index(tables, pieces)


def _texts(nodes: pa.Table, label: str, places: npt.NDArray[np.int64]) -> list[_Words]:
    """The words of every field of some nodes, which stand at some places."""
    found = []
    for column, weight in FIELDS[label]:
        values = nodes[column]
        if pa.types.is_list(values.type):
            values = pc.binary_join(values, " ")
        for at in range(0, max(len(values), 1), AT_ONCE):
            some = slice(at, at + AT_ONCE)
            found.append(_Words.of(values[some], weight, places[some]))
    return found


def _index(tables: GraphTables, pieces: dict[str, Sequence[_Words]]) -> dict[str, Any]:
    """The arrays of an index; `pieces` are let go one by one."""
    used: dict[int, tuple[list[str], npt.NDArray[np.bool_]]] = {}
    # of a piece's stems, which are used; what is kept of all labels has the same ones
    for piece in (p for of in pieces.values() for p in of):
        mark = used.setdefault(id(piece.stems), (piece.stems, np.zeros(len(piece.stems), bool)))[1]
        mark[piece.words] = True
    vocabulary = sorted(
        {s for stems, mark in used.values() for s, of in zip(stems, mark, strict=True) if of} - {""}
    )
    number = {s: i for i, s in enumerate(vocabulary)}
    terms_of = {
        name: np.array([number.get(s, -1) for s in stems] or [-1], dtype=np.int32)
        for name, (stems, _) in used.items()
    }
    stored: dict[str, Any] = {
        "vocabulary": np.frombuffer("\n".join(vocabulary).encode("utf-8"), dtype=np.uint8)
    }
    for label in FIELDS:
        terms, documents, weights = _entries(pieces.pop(label), terms_of)
        postings = Postings.of(
            terms, documents, weights, len(vocabulary), tables.nodes[label].num_rows
        )
        for part in PARTS:
            stored[f"{label}-{part}"] = getattr(postings, part)
        links = _links_to(label, tables)
        stored[f"{label}-popularity"] = (1 + POPULARITY * np.log1p(links)).astype(np.float32)
    return stored


def _entries(
    pieces: Sequence[_Words], terms_of: Mapping[int, npt.NDArray[np.int32]]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], Floats]:
    """Of each word its term, its document and its weight; words without a stem are left out."""
    terms = [terms_of[id(p.stems)][p.words] for p in pieces]
    real = [t >= 0 for t in terms]
    return (
        np.concatenate([t[r] for t, r in zip(terms, real, strict=True)]),
        np.concatenate([p.documents[r] for p, r in zip(pieces, real, strict=True)]),
        np.concatenate([p.weights[r] for p, r in zip(pieces, real, strict=True)]),
    )


def _links_to(label: str, tables: GraphTables) -> npt.NDArray[np.int64]:
    """How many relationships that are not derived lead to each node of a label."""
    keys = tables.nodes[label]["id"]
    counted = np.zeros(len(keys), dtype=np.int64)
    for kind in schema.RELATIONSHIPS:
        if kind.derived or all(target != label for _, target in kind.ends):
            continue
        table = tables.edges[kind.name]
        targets = table["target"].filter(pc.equal(table["target_label"], label))
        at = pc.index_in(targets, keys.combine_chunks()).drop_null()
        counted += np.bincount(at.to_numpy(), minlength=len(keys))
    return counted


def read_tables(generation: Path) -> GraphTables:
    """What an index is made of, from a generation's folder: columns, no derived relationships."""
    nodes = {
        label: pq.read_table(generation / "nodes" / f"{label}.parquet", columns=["id", *fields])
        for label, fields in ((x, [c for c, _ in FIELDS[x]]) for x in FIELDS)
    }
    edges = {
        kind.name: pq.read_table(
            generation / "edges" / f"{kind.name}.parquet", columns=["target_label", "target"]
        )
        for kind in schema.RELATIONSHIPS
        if not kind.derived
    }
    return GraphTables(nodes, edges)


def write(generation: Path, stored: Mapping[str, Any]) -> None:
    """Keep an index in a generation's folder; where that can't be written it is made each time."""
    file = generation / FILE
    try:
        file.parent.mkdir(exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}.part.npz")
        np.savez(part, **stored)
        part.replace(file)
    except OSError:
        return


def load(generation: Path) -> dict[str, Any]:
    """The arrays of the index in a generation's folder.

    Raises:
        OSError, ValueError, KeyError: There is none, or it is broken.
    """
    with np.load(generation / FILE) as stored:
        return {name: stored[name] for name in stored.files}
