"""The main path of a citation network: how its ideas came down (Hummon & Doreian 1989).

Each citation is weighed by its search path count (SPC): the paths from any paper that cites
nothing to any that is not cited that lead over it (Batagelj 2003). Counts are exact integers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

KINDS = ("global", "local", "key-route")

Link = tuple[str, str]
"""From the cited paper to the one that cites it: the way that knowledge takes."""


@dataclass(frozen=True)
class MainPath:
    """A path through a citation network, or several that join.

    Attributes:
        papers: Keys, the earlier before the later.
        counts: The search path count of each link, cited paper first.
        left_out: Citations that were left out because they close a cycle.
    """

    papers: tuple[str, ...]
    counts: dict[Link, int]
    left_out: tuple[Link, ...]


def main_path(citations: nx.DiGraph, *, kind: str = "global", routes: int = 10) -> MainPath:
    """The main path.

    Args:
        citations: From the one that cites to the one that is cited; ``year`` of nodes, where
            known, tells which citation of a cycle is left out.
        kind: ``global``: the path with the largest sum of counts. ``local``: from the sources
            on, the link with the largest count each time (all of them, if they are equal).
            ``key-route``: from the `routes` links with the largest counts, local both ways
            (Liu & Lu 2012).
        routes: See above.

    Raises:
        ValueError: Another kind.
    """
    if kind not in KINDS:
        raise ValueError(f"no main path is called {kind!r}: {', '.join(KINDS)}")
    flow, left_out = without_cycles(citations)
    counts = search_path_counts(flow)
    order = list(nx.lexicographical_topological_sort(flow))
    if not counts:
        return MainPath((), {}, left_out)
    if kind == "global":
        links = _heaviest(flow, order, counts)
    elif kind == "local":
        starts = [n for n in order if not flow.in_degree(n)]
        first = max((counts[n, m] for n in starts for m in flow.successors(n)), default=0)
        chosen = [(n, m) for n in starts for m in flow.successors(n) if counts[n, m] == first]
        links = _onward(flow, counts, chosen, forward=True)
    else:
        best = sorted(counts, key=lambda link: (-counts[link], link))[:routes]
        links = _onward(flow, counts, best, forward=True)
        links |= _onward(flow, counts, best, forward=False)
    on_path = {end for link in links for end in link}
    return MainPath(
        tuple(n for n in order if n in on_path),
        {link: counts[link] for link in sorted(links)},
        left_out,
    )


def without_cycles(citations: nx.DiGraph) -> tuple[nx.DiGraph, tuple[Link, ...]]:
    """The network with links reversed (cited to citing), without those that close a cycle.

    In each cycle the citation of the latest paper by the earliest goes (by year, then key);
    so long as there is one.
    """
    flow = nx.DiGraph()
    flow.add_nodes_from(citations)
    flow.add_edges_from((b, a) for a, b in citations.edges)
    left_out: list[Link] = []
    waiting = [c for c in nx.strongly_connected_components(flow) if len(c) > 1]
    while waiting:
        part = flow.subgraph(waiting.pop())
        when = {n: (citations.nodes[n].get("year") or 0, n) for n in part}
        back = max(part.edges, key=lambda e: (when[e[0]], _reversed(when[e[1]]), e))
        flow.remove_edge(*back)
        left_out.append(back)
        rest = flow.subgraph(part.nodes)
        waiting += [c for c in nx.strongly_connected_components(rest) if len(c) > 1]
    return flow, tuple(sorted(left_out))


def _reversed(when: tuple[int, str]) -> tuple[int, tuple[int, ...]]:
    return -when[0], tuple(-ord(c) for c in when[1])


def search_path_counts(flow: nx.DiGraph) -> dict[Link, int]:
    """How many paths from a source to a sink lead over each link of an acyclic network."""
    order = list(nx.topological_sort(flow))
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    for node in order:
        before[node] = sum(before[p] for p in flow.predecessors(node)) or 1
    for node in reversed(order):
        after[node] = sum(after[s] for s in flow.successors(node)) or 1
    return {(a, b): before[a] * after[b] for a, b in flow.edges}


def _heaviest(flow: nx.DiGraph, order: list[str], counts: dict[Link, int]) -> set[Link]:
    """The links of the path with the largest sum; of equal ones, the first by key."""
    total: dict[str, int] = {}
    step: dict[str, str] = {}
    for node in order:
        ways = [(total[p] + counts[p, node], p) for p in sorted(flow.predecessors(node))]
        if ways:
            best = max(value for value, _ in ways)
            total[node], step[node] = best, next(p for value, p in ways if value == best)
        else:
            total[node] = 0
    at = max(order, key=lambda n: total[n])
    links = set()
    while at in step:
        links.add((step[at], at))
        at = step[at]
    return links


def _onward(
    flow: nx.DiGraph, counts: dict[Link, int], links: Iterable[Link], *, forward: bool
) -> set[Link]:
    """Some links, and the links of largest count that lead on from them, up to a sink.

    Backwards (not `forward`), those that lead up to them, from a source.
    """
    found = set(links)
    waiting = [link[1] if forward else link[0] for link in found]
    seen = set(waiting)
    while waiting:
        node = waiting.pop()
        if forward:
            ways = [(node, m) for m in flow.successors(node)]
        else:
            ways = [(m, node) for m in flow.predecessors(node)]
        if not ways:
            continue
        most = max(counts[w] for w in ways)
        for way in ways:
            if counts[way] == most:
                found.add(way)
                end = way[1] if forward else way[0]
                if end not in seen:
                    seen.add(end)
                    waiting.append(end)
    return found
