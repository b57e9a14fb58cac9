"""Which nodes matter: PageRank, degree, and betweenness for those that join parts."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx

PIVOTS = 100
"""Sources that betweenness is estimated from in a network of more than `EXACT` nodes."""
EXACT = 600
SEED = 7


def pagerank(citations: nx.DiGraph, *, damping: float = 0.85) -> dict[str, float]:
    """PageRank of each node (Brin & Page 1998); the values add up to 1.

    A node without outgoing edges hands its rank on to all. An empty network gives {}.

    Args:
        citations: From the one that cites to the one that is cited.
        damping: How likely a reader goes on from a paper to one that it cites.

    Raises:
        networkx.PowerIterationFailedConvergence: Not within 500 steps.
    """
    if not citations:
        return {}
    return dict(nx.pagerank(citations, alpha=damping, tol=1e-10, max_iter=500))


@dataclass(frozen=True)
class Degree:
    """Edges of a node in a directed network."""

    cited: int
    citing: int


def degree(citations: nx.DiGraph) -> dict[str, Degree]:
    """How often each paper is cited, and how many it cites, within the network."""
    return {n: Degree(int(citations.in_degree(n)), int(citations.out_degree(n))) for n in citations}


def betweenness(network: nx.Graph) -> dict[str, float]:
    """The share of shortest paths that lead over each node (Freeman 1977), 0 to 1.

    Weights are not read. Above `EXACT` nodes it is estimated from the paths of `PIVOTS` sources
    (Brandes & Pich 2007), the same each time.

    Args:
        network: Directed or not.
    """
    pivots = PIVOTS if len(network) > EXACT else None
    return dict(nx.betweenness_centrality(network, k=pivots, normalized=True, seed=SEED))
