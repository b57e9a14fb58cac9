"""What things have in common, two by two: the product of a sparse matrix and its transpose."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

if TYPE_CHECKING:
    from scipy import sparse


BLOCK = 2_000_000
"""Products that are held at a time: some 24 MB."""

PAIRS = pa.schema([("source", pa.int32()), ("target", pa.int32()), ("share", pa.float64())])


def in_common(items: pa.Table, least: float) -> pa.Table:
    """Every two things that have items in common.

    Args:
        items: Columns thing, item (numbers from 0), share; each thing and item once.
        least: What a pair's share must reach.

    Returns:
        Columns source, target (things, the smaller first), share: the sum, over the items of
        both, of the product of their shares. In no order.
    """
    from scipy import sparse

    if not items.num_rows:
        return PAIRS.empty_table()
    thing, item = items["thing"].to_numpy(), items["item"].to_numpy()
    matrix = sparse.csr_matrix((items["share"].to_numpy().astype(np.float64), (thing, item)))
    across = matrix.T.tocsr()
    bounds = _blocks(matrix, np.diff(across.indptr))
    sources, targets, shares = [], [], []
    for first, last in pairwise(bounds):
        block = (matrix[first:last] @ across[:, first:]).tocoo()
        keep = (block.data >= least) & (block.col > block.row)
        sources.append(block.row[keep] + first)
        targets.append(block.col[keep] + first)
        shares.append(block.data[keep])
    columns = [np.concatenate(x) for x in (sources, targets, shares)]
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, PAIRS, strict=True)], PAIRS)


def _blocks(matrix: sparse.csr_matrix, often: npt.NDArray[np.int64]) -> list[int]:
    """Rows at which blocks of some `BLOCK` products begin, and the end."""
    products = np.concatenate([[0], np.cumsum(often[matrix.indices])])[matrix.indptr]
    marks = np.arange(BLOCK, products[-1], BLOCK)
    inner = np.searchsorted(products, marks)
    return sorted({0, *inner.tolist(), matrix.shape[0]})
