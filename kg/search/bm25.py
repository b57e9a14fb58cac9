"""BM25 over fields (Robertson & Zaragoza, The probabilistic relevance framework, 2009).

The score of a document is the sum over the query's terms of

    idf(t) · f (k1 + 1) / (f + k1 (1 - b + b · length / mean length))

with ``idf(t) = ln(1 + (N - n + 0.5) / (n + 0.5))`` and f the term's frequency, summed over fields
with the fields' weights (BM25F, section 3.6, one b for all fields).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

K1 = 1.2
"""How soon more of the same word stops counting (Robertson & Zaragoza: 1.2 to 2)."""
B = 0.5
"""How much longer texts are held back (0.5 to 0.8)."""

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Postings:
    """Which term stands in which document, by term.

    Attributes:
        starts: Shape (terms + 1,); where each term's documents begin in `documents`.
        documents: Numbers of documents, ascending within a term.
        frequencies: Weighted frequency of the term in each of them.
        lengths: Shape (documents,); weighted number of words.
    """

    starts: Ints
    documents: npt.NDArray[np.int32]
    frequencies: Floats
    lengths: Floats

    @classmethod
    def of(
        cls, terms: Numbers, documents: Numbers, weights: Floats, n_terms: int, n_documents: int
    ) -> Postings:
        """From one entry a word: its term, its document, the weight of its field."""
        shape = (n_terms, n_documents)
        entries = sparse.coo_matrix((weights, (terms, documents)), shape, dtype=np.float32)
        rows = entries.tocsr()  # entries of one term and document are summed, documents ascend
        numbers = rows.indices.astype(np.int32, copy=False)
        lengths = np.bincount(numbers, rows.data, n_documents).astype(np.float32)
        return cls(rows.indptr.astype(np.int64), numbers, rows.data, lengths)

    def scores(
        self, queries: Sequence[Sequence[int]], *, k1: float = K1, b: float = B
    ) -> tuple[Floats, npt.NDArray[np.int16]]:
        """Score of each document, and how many of the query's words it has.

        Args:
            queries: For each word of the query the terms that it may be; a document counts the
                best of them.
            k1, b: See above.
        """
        total = np.zeros(len(self.lengths), dtype=np.float32)
        matched = np.zeros(len(self.lengths), dtype=np.int16)
        number = len(self.lengths)
        mean = float(self.lengths.mean()) if number else 1.0
        norm = k1 * (1 - b + b * self.lengths / (mean or 1.0))
        for terms in queries:
            best = np.zeros(number, dtype=np.float32)
            for term in terms:
                begin, end = self.starts[term], self.starts[term + 1]
                where = self.documents[begin:end]
                f = self.frequencies[begin:end]
                found = len(where)
                idf = np.log(1 + (number - found + 0.5) / (found + 0.5))
                best[where] = np.maximum(best[where], idf * f * (k1 + 1) / (f + norm[where]))
            total += best
            matched += best > 0
        return total, matched
