"""Nodes that may be two things: spellings that do not look alike, a word and a name."""

from __future__ import annotations

from kg import ids
from kg.extract.vocabulary import known_names, squash
from kg.resolve.own_keys import name_key
from kg.review.evidence import Doubt, Material, Node

_LEAST = 0.1
_LONG = 8
"""Letters of a name, with more of which another thing is hardly called the same."""


def splits(material: Material, label: str) -> list[Doubt]:
    """Nodes and spellings of theirs that may mean another thing."""
    if label == "Concept":
        return []
    doubts = []
    for node in material.nodes(label):
        for spelling in node.aliases:
            chance, reason = _odd(node, spelling)
            if not chance or spelling not in material.spellings:
                continue
            papers = _papers(material, node, spelling)
            others = _others(material, node, spelling)
            if not papers or not others:
                continue
            alike = material.likeness(papers, others)
            doubt = chance * min(1.0, max(0.1, 2.1 - 2 * alike))
            if doubt >= _LEAST:
                doubts.append(
                    Doubt(
                        "split", label, (node.name, spelling), (len(others), len(papers)), doubt,
                        (reason, f"texts alike {alike:.2f}"), (node.id, node.id),
                    )
                )  # fmt: skip
    return doubts


def _odd(node: Node, spelling: str) -> tuple[float, str]:
    """How likely a spelling is of another thing than the node's name, and why."""
    known = known_names().get(squash(spelling))
    if squash(ids.fold(spelling)) == squash(ids.fold(node.name)):
        if not spelling.isalpha() or len(spelling) > _LONG:
            return 0.0, ""  # "Back-Translation", "Elasticsearch": nothing else is called so
        if (known and known.ordinary) and spelling.islower() != node.name.islower():
            return 0.6, "a word and a name"
        plain = spelling.islower() or spelling.istitle()
        if plain != (node.name.islower() or node.name.istitle()) and " " not in spelling:
            return 0.3, "a word and a name, perhaps"
        if not plain and _capitals(spelling) != _capitals(node.name):
            return 0.25, "other letters are capitals"
        return 0.0, ""
    if known and squash(known.name) == squash(node.name):
        return 0.0, ""
    if name_key(spelling) == name_key(node.name):
        return 0.0, ""
    short, long = sorted((squash(spelling), squash(node.name)), key=len)
    if _letters_of(short, long):
        return 0.12, "short and long form, perhaps"
    return 0.5, "does not look like the name"


def _letters_of(short: str, long: str) -> bool:
    """Whether a name's letters stand in another in their order, from the first on."""
    rest = iter(long)
    return short[:1] == long[:1] and all(letter in rest for letter in short)


def _capitals(name: str) -> str:
    return "".join(c for c in name if c.isupper())


def _papers(material: Material, node: Node, spelling: str) -> tuple[str, ...]:
    inside = set(node.papers)
    found = {material.paper_of_text.get(text, "") for text, _ in material.spellings[spelling]}
    return tuple(sorted(found & inside))


def _others(material: Material, node: Node, spelling: str) -> tuple[str, ...]:
    """The node's papers that spell it otherwise."""
    return tuple(sorted(set(node.papers) - set(_papers(material, node, spelling))))
