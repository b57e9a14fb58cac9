"""Which texts are near each other, without comparing every pair.

Texts are put into cells around some of them (an inverted file, Jégou, Douze & Schmid 2011): about
the square root of their number, each text in the nearest three. Only texts of one cell are
compared, so that the work grows with n^1.5. Up to `EXACT` texts there is one cell: every pair.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Vectors = npt.NDArray[np.float32]

NEAREST = 10
"""Neighbours that each text names."""
LEAST = 0.3
"""Cosine from which on two texts count as near."""
EXACT = 1_500
CELLS_PER_TEXT = 3
_BLOCK = 1_024


def alike(papers: Sequence[str], vectors: Vectors | None) -> pa.Table:
    """Each paper's nearest by the cosine of centred vectors.

    Args:
        papers: Keys, ascending.
        vectors: Shape (papers, dimensions).

    Returns:
        Columns source, target, similarity; source before target, each pair once.
    """
    best: dict[tuple[int, int], float] = {}
    if vectors is not None and len(papers) > 1:
        centred = vectors - vectors.mean(axis=0)
        centred /= np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
        for near in _near(np.ascontiguousarray(centred)):
            best |= near
    pairs = sorted(best)
    return pa.table(
        {
            "source": pa.array([papers[i] for i, _ in pairs], pa.string()),
            "target": pa.array([papers[j] for _, j in pairs], pa.string()),
            "similarity": pa.array([best[p] for p in pairs], pa.float64()),
        }
    )


def _near(vectors: Vectors) -> list[dict[tuple[int, int], float]]:
    everyone = np.arange(len(vectors))
    if len(vectors) <= EXACT:
        return [_pairs(vectors, everyone, everyone)]
    count = int(np.sqrt(len(vectors)))
    centres = vectors[:: len(vectors) // count][:count]
    cells = np.empty((len(vectors), CELLS_PER_TEXT), dtype=np.int64)
    for at in range(0, len(vectors), _BLOCK):
        close = vectors[at : at + _BLOCK] @ centres.T
        cells[at : at + _BLOCK] = np.argsort(-close, axis=1, kind="stable")[:, :CELLS_PER_TEXT]
    found = []
    order = np.argsort(cells.ravel(), kind="stable")
    members = order // CELLS_PER_TEXT
    bounds = np.searchsorted(cells.ravel()[order], np.arange(count + 1))
    for cell in range(count):
        inside = members[bounds[cell] : bounds[cell + 1]]
        home = inside[cells[inside, 0] == cell]
        if len(inside) > 1 and len(home):
            found.append(_pairs(vectors, home, inside))
    return found


def _pairs(
    vectors: Vectors,
    rows: npt.NDArray[np.int64],
    columns: npt.NDArray[np.int64],
) -> dict[tuple[int, int], float]:
    """The nearest of `columns` to each of `rows`, from `LEAST` on."""
    best: dict[tuple[int, int], float] = {}
    others = vectors[columns]
    count = min(NEAREST, len(columns) - 1)
    for at in range(0, len(rows), _BLOCK):
        block = rows[at : at + _BLOCK]
        near = vectors[block] @ others.T
        near[block[:, None] == columns[None, :]] = -1
        top = np.argpartition(-near, count - 1, axis=1)[:, :count]
        values = np.take_along_axis(near, top, axis=1)
        for row, column in zip(*np.nonzero(values >= LEAST), strict=True):
            a, b = int(block[row]), int(columns[top[row, column]])
            best[min(a, b), max(a, b)] = round(float(values[row, column]), 5)
    return best
