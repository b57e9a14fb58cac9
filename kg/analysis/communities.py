"""Communities, and what each is called."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import graspologic_native
import networkx as nx

SEED = 7
ITERATIONS = 10
"""Runs of the method, each from the parts of the last: one run stops a good way below the best."""


@dataclass(frozen=True)
class Community:
    """Nodes that are linked with each other more than with others.

    Attributes:
        members: Keys, in ascending order.
        label: What it is about.
        telling: Concepts that set it apart, the most telling first.
    """

    members: tuple[str, ...]
    label: str
    telling: tuple[str, ...]


def leiden(network: nx.Graph, *, resolution: float = 1.0) -> list[tuple[str, ...]]:
    """The parts of a network of greatest modularity that Traag et al.'s method (2019) finds.

    Seeded, and links are given in the order of their ends: the same network gives the same parts,
    whatever the order in which it was made.

    Args:
        network: Undirected, with ``weight`` above 0, 1 where there is none; no node is linked
            with itself.
        resolution: Above 1 there are more and smaller parts.

    Returns:
        Members in ascending order, the largest community first.
    """
    keys = sorted(network)
    number = {key: at for at, key in enumerate(keys)}
    ends = (
        (*sorted((number[a], number[b])), w)
        for a, b, w in network.edges(data="weight", default=1.0)
    )
    links = [(str(a), str(b), float(weight)) for a, b, weight in sorted(ends)]
    member: dict[str, int] = {}
    if links:
        _, member = graspologic_native.leiden(
            links, resolution=resolution, seed=SEED, iterations=ITERATIONS
        )
    parts: dict[int | str, list[str]] = {}
    for at, key in enumerate(keys):
        parts.setdefault(member.get(str(at), key), []).append(key)
    return sorted((tuple(p) for p in parts.values()), key=lambda p: (-len(p), p[0]))


def modularity(network: nx.Graph, parts: Iterable[Iterable[str]]) -> float:
    """Newman & Girvan's modularity (2004) of a partition; 0 of a network without links."""
    if not network.number_of_edges():
        return 0.0
    return float(nx.community.modularity(network, [set(p) for p in parts], weight="weight"))


def by_concepts(
    parts: Sequence[Sequence[str]], concepts: Mapping[str, Sequence[str]], *, most: int = 8
) -> list[Community]:
    """Communities of papers, called by the concepts that they have and others don't.

    A concept tells by its papers in the community, times the logarithm of how much more often it
    is there than in all: its part in the Kullback–Leibler divergence of the two.

    Args:
        parts: Paper keys of each community.
        concepts: Names of each paper's concepts.
        most: Telling concepts that are named.
    """
    everyone = [key for part in parts for key in part]
    overall = Counter(c for key in everyone for c in concepts.get(key, ()))
    made = []
    for part in parts:
        inside = Counter(c for key in part for c in concepts.get(key, ()))
        share = len(part) / len(everyone)
        tells = {c: n * math.log(n / (overall[c] * share)) for c, n in inside.items()}
        telling = sorted(inside, key=lambda c: (-tells[c], -inside[c], c))[:most]
        made.append(Community(tuple(part), ", ".join(telling[:2]), tuple(telling)))
    return made


def by_members(
    parts: Sequence[Sequence[str]], network: nx.Graph, *, most: int = 8
) -> list[Community]:
    """Communities of concepts, called by the members that are linked most within.

    Args:
        parts: Concept keys of each community.
        network: Its nodes have ``title``; links count by ``papers``.
        most: Members that are named.
    """
    made = []
    for part in parts:
        inside = network.subgraph(part)
        weight = {k: inside.degree(k, weight="papers") for k in part}
        telling = [
            str(network.nodes[k].get("title", k))
            for k in sorted(part, key=lambda k: (-weight[k], k))[:most]
        ]
        made.append(Community(tuple(part), ", ".join(telling[:2]), tuple(telling)))
    return made
