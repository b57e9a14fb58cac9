"""Vectors of the words of many texts, each looked up once; phrases and texts are their sums."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np

from kg.extract.embedding import DIMENSIONS, Vectors, static_embedder, unit
from kg.extract.text import Text

MOST = 60_000
"""Words that are kept at a time: some 30 MB."""


class WordVectors(dict[str, int]):
    """Word to its row in a table that grows as texts are read: sums of pieces, not scaled."""

    def __init__(self) -> None:
        super().__init__()
        self.table: Vectors = np.zeros((4096, DIMENSIONS), dtype=np.float32)

    def __missing__(self, word: str) -> int:
        row = len(self)
        if row == len(self.table):
            self.table = np.concatenate([self.table, np.zeros_like(self.table)])
        self.table[row] = static_embedder().word_sum(word)
        self[word] = row
        return row

    def rows(self, words: Iterable[str]) -> list[int]:
        """The number of each word's row."""
        if len(self) > MOST:
            self.clear()
        return [*map(self.__getitem__, words)]


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
    known = word_vectors()
    rows = known.rows([*words, *itertools.chain.from_iterable(parts)])
    table = known.table
    size = len(words)
    text.vector = unit(table[rows[:size]].sum(axis=0, keepdims=True))[0]
    if not parts:
        return text.vector, np.zeros((0, DIMENSIONS), dtype=np.float32)
    lengths = np.fromiter(map(len, parts), dtype=np.intp, count=len(parts))
    sums = np.add.reduceat(table[rows[size:]], np.cumsum(lengths) - lengths, axis=0)
    return text.vector, unit(sums)
