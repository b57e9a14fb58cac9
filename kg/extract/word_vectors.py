"""Vectors of the words of many texts, each looked up once; phrases and texts are their sums."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cache

import numpy as np

from kg.extract.embedding import DIMENSIONS, Vectors, static_embedder, unit
from kg.extract.text import Text

MOST = 60_000
"""Words that are kept at a time: some 30 MB."""


class WordVectors:
    """A table of words that grows as texts are read."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._table: Vectors = np.zeros((4096, DIMENSIONS), dtype=np.float32)

    def rows(self, words: Sequence[str]) -> tuple[list[int], Vectors]:
        """The number of each word's row, and the table: sums of pieces, not scaled."""
        known = self._rows
        if len(known) > MOST:
            known.clear()
        if new := list(set(words).difference(known)):
            begin, end = len(known), len(known) + len(new)
            while end > len(self._table):
                self._table = np.concatenate([self._table, np.zeros_like(self._table)])
            self._table[begin:end] = static_embedder().word_sums(new)
            known.update(zip(new, range(begin, end), strict=True))
        return [*map(known.__getitem__, words)], self._table


@cache
def word_vectors() -> WordVectors:
    """The one table of this process."""
    return WordVectors()


def document(text: Text) -> Vectors:
    """The unit vector of a text, shape (128,); zeros when it has no words."""
    if text.vector is None:
        document_and_phrases(text, ())
    assert text.vector is not None
    return text.vector


def document_and_phrases(text: Text, phrases: Sequence[str]) -> tuple[Vectors, Vectors]:
    """Unit vectors of a text, shape (128,), and of phrases, shape (len(phrases), 128)."""
    words = [w for w in text.low if w[0].isalnum()]
    parts = [p.lower().split() for p in phrases]
    rows, table = word_vectors().rows([*words, *itertools.chain.from_iterable(parts)])
    size = len(words)
    text.vector = unit(table[rows[:size]].sum(axis=0, keepdims=True))[0]
    if not parts:
        return text.vector, np.zeros((0, DIMENSIONS), dtype=np.float32)
    lengths = np.fromiter(map(len, parts), dtype=np.intp, count=len(parts))
    sums = np.add.reduceat(table[rows[size:]], np.cumsum(lengths) - lengths, axis=0)
    return text.vector, unit(sums)
