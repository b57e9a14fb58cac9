"""Communities of what is shown: who belongs to which, and the looks of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import networkx as nx

from kg.analysis.communities import leiden
from kg.result import Edge, Node
from viz import scene
from viz.scene import Group, key

LOOKS = (
    ("dot", "#0072B2"),
    ("triangle", "#E69F00"),
    ("square", "#009E73"),
    ("diamond", "#CC79A7"),
    ("hexagon", "#56B4E9"),
    ("triangleDown", "#D55E00"),
    ("star", "#F0E442"),
    ("square", "#0072B2"),
    ("dot", "#E69F00"),
    ("diamond", "#009E73"),
    ("triangle", "#56B4E9"),
    ("hexagon", "#D55E00"),
)
"""Shape and colour of the communities, the largest first."""
REST = Group("rest", "others", 0, "dot", "#999999")
"""What belongs to no community of three."""


def communities(
    nodes: Sequence[Node], edges: Sequence[Edge], sizes: Mapping[str, float], label: str
) -> tuple[dict[str, str], list[Group]]:
    """The community of each node, and the communities (`kg.analysis.communities.leiden`).

    A community is called by its two largest members; those of one or two nodes, and what is
    beyond the number of looks, are one group.
    """
    net = nx.Graph()
    net.add_nodes_from(key(n) for n in nodes)
    for edge in edges:
        source, target = scene.ends(edge)
        if source != target and (weight := scene.measure(edge)) > 0:
            net.add_edge(source, target, weight=weight)
    parts = leiden(net)
    titles = {key(n): n.title for n in nodes}
    members: dict[str, str] = {}
    groups: list[Group] = []
    for part in parts:
        if len(part) < 3 or len(groups) == len(LOOKS):
            continue
        largest = sorted(part, key=lambda k: (-sizes.get(k, 0.0), k))[:2]
        name = ", ".join(titles[k] for k in largest)
        groups.append(Group(f"c{len(groups)}", name, len(part), *LOOKS[len(groups)]))
        members |= dict.fromkeys(part, groups[-1].key)
    rest = [k for k in titles if k not in members]
    if rest:
        name = REST.name if groups else label
        groups.append(Group(REST.key, name, len(rest), REST.shape, REST.color))
        members |= dict.fromkeys(rest, REST.key)
    return members, groups
