"""Links that are likely and not there: by common neighbours (Liben-Nowell & Kleinberg 2007)."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pyarrow as pa
from scipy import sparse

from kg import pairs

MEASURES = ("common_neighbours", "adamic_adar", "resource_allocation")


def likely(
    network: nx.Graph, *, measure: str = "adamic_adar", most: int = 100
) -> list[tuple[str, str, float]]:
    """Pairs without a link, the likeliest first.

    Args:
        network: Undirected; weights are not read.
        measure: ``common_neighbours``, how many; ``adamic_adar``, each counts 1 / ln(its degree)
            (Adamic & Adar 2003); ``resource_allocation``, each counts 1 / its degree (Zhou, Lü &
            Zhang 2009).
        most: Pairs that are given.

    Returns:
        Both ends in ascending order, and the score.

    Raises:
        ValueError: Another measure.
    """
    nodes = sorted(network)
    place = {n: i for i, n in enumerate(nodes)}
    if not network.number_of_edges():
        return []
    found = pairs.in_common(_neighbours(network, nodes, measure), 0.0)
    source, target = found["source"].to_numpy(), found["target"].to_numpy()
    score = np.round(found["share"].to_numpy(), 12)
    linked = np.array([sorted((place[a], place[b])) for a, b in network.edges])
    known = linked[:, 0].astype(np.int64) * len(nodes) + linked[:, 1]
    pair = source.astype(np.int64) * len(nodes) + target
    new = ~np.isin(pair, known)
    order = np.lexsort((pair[new], -score[new]))[:most]
    return [
        (nodes[a], nodes[b], float(s))
        for a, b, s in zip(source[new][order], target[new][order], score[new][order], strict=True)
    ]


def scores(network: nx.Graph, nodes: list[str], measure: str) -> sparse.csr_matrix:
    """The score of every two nodes that have a neighbour in common, in the order of `nodes`."""
    rows = _neighbours(network, nodes, measure)
    shape = (len(nodes), len(nodes))
    matrix = sparse.csr_matrix(
        (rows["share"].to_numpy(), (rows["thing"].to_numpy(), rows["item"].to_numpy())), shape
    )
    product: sparse.csr_matrix = (matrix @ matrix.T).tocsr()
    product.setdiag(0)
    product.eliminate_zeros()
    return product


def _neighbours(network: nx.Graph, nodes: list[str], measure: str) -> pa.Table:
    """Each node's neighbours, each with a share.

    Two nodes' shares of a common neighbour, multiplied, are what it counts in `measure`.
    """
    if measure not in MEASURES:
        raise ValueError(f"no measure is called {measure!r}: {', '.join(MEASURES)}")
    place = {n: i for i, n in enumerate(nodes)}
    ends = np.array(
        [(place[a], place[b]) for a, b in network.edges if a != b], dtype=np.int32
    ).reshape(-1, 2)
    thing = np.concatenate([ends[:, 0], ends[:, 1]])
    item = np.concatenate([ends[:, 1], ends[:, 0]])
    degree = np.bincount(item, minlength=len(nodes)).astype(float)
    if measure == "adamic_adar":
        # of a neighbour with one link nothing is in common; it never comes into a product
        value = 1 / np.sqrt(np.log(np.maximum(degree, 2)))
    elif measure == "resource_allocation":
        value = 1 / np.sqrt(np.maximum(degree, 1))
    else:
        value = np.ones(len(nodes))
    return pa.table({"thing": thing, "item": item, "share": value[item]})
