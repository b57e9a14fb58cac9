"""Which texts are near each other, without comparing every pair.

Texts are put into cells around some of them (an inverted file, Jégou, Douze & Schmid 2011): about
the square root of their number, each text in the nearest three. Only texts of one cell are
compared, so that the work grows with n^1.5. Up to `EXACT` texts there is one cell: every pair.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kg.blas import one_thread

Vectors = npt.NDArray[np.float32]

NEAREST = 10
"""Neighbours that each text names."""
LEAST = 0.3
"""The least cosine of two texts that count as near."""
EXACT = 1_500
CELLS_PER_TEXT = 3
_BLOCK = 1_024

NONE = pa.schema(
    [("source", pa.int32()), ("target", pa.int32()), ("similarity", pa.float64())]
).empty_table()
"""Texts of which none is near another."""

Near = tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]


def alike(vectors: Vectors) -> pa.Table:
    """Each text's nearest by the cosine of centred vectors.

    Args:
        vectors: Shape (texts, dimensions).

    Returns:
        Columns source, target (rows of `vectors`), similarity; source before target, each pair
        once.
    """
    found: list[Near] = []
    if len(vectors) > 1:
        centred = vectors - vectors.mean(axis=0)
        centred /= np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
        with one_thread():
            found = _near(np.ascontiguousarray(centred))
    pairs = np.concatenate([p for p, _ in found] or [np.empty(0, np.int64)])
    values = np.concatenate([v for _, v in found] or [np.empty(0, np.float32)])
    unique, first = np.unique(pairs, return_index=True)
    return pa.table(
        {
            "source": (unique // max(len(vectors), 1)).astype(np.int32),
            "target": (unique % max(len(vectors), 1)).astype(np.int32),
            "similarity": np.round(values[first].astype(np.float64), 5),
        }
    )


def _near(vectors: Vectors) -> list[Near]:
    """Pairs as ``smaller row * texts + larger row``, and their cosines."""
    everyone = np.arange(len(vectors))
    if len(vectors) <= EXACT:
        return [_pairs(vectors, everyone, everyone)]
    count = int(np.sqrt(len(vectors)))
    centres = vectors[:: len(vectors) // count][:count]
    cells = np.empty((len(vectors), CELLS_PER_TEXT), dtype=np.int64)
    for at in range(0, len(vectors), _BLOCK):
        close = vectors[at : at + _BLOCK] @ centres.T
        nearest = np.argpartition(-close, CELLS_PER_TEXT, axis=1)[:, :CELLS_PER_TEXT]
        order = np.argsort(-np.take_along_axis(close, nearest, axis=1), axis=1, kind="stable")
        cells[at : at + _BLOCK] = np.take_along_axis(nearest, order, axis=1)
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
) -> Near:
    """The nearest of `columns` to each of `rows`, from `LEAST` on."""
    pairs, cosines = [], []
    others = vectors[columns]
    count = min(NEAREST, len(columns) - 1)
    for at in range(0, len(rows), _BLOCK):
        block = rows[at : at + _BLOCK]
        near = vectors[block] @ others.T
        near[block[:, None] == columns[None, :]] = -1
        top = np.argpartition(-near, count - 1, axis=1)[:, :count]
        values = np.take_along_axis(near, top, axis=1)
        row, place = np.nonzero(values >= LEAST)
        a, b = block[row], columns[top[row, place]]
        pairs.append(np.minimum(a, b) * len(vectors) + np.maximum(a, b))
        cosines.append(values[row, place])
    return np.concatenate(pairs), np.concatenate(cosines)
