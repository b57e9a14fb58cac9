"""Nodes whose names are near: other word order, a letter off, a short form, a word like "model"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import pyarrow.compute as pc

from kg import ids
from kg.extract.plurals import singular
from kg.extract.vocabulary import known_names, squash
from kg.review.evidence import Doubt, Material, Node
from kg.wording import counted

_LEAST = 0.15
"""Pairs of less doubt are not asked."""
_COMMON = 3
"""A word that stands in so many papers' names is no slip of the pen."""
_SMALL = frozenset("a an the of for in on by".split())
_HEADS = frozenset(
    "model method framework approach system task dataset corpus benchmark technique algorithm "
    "network architecture problem".split()
)
_CONCEPT_HEADS = frozenset("task problem technique method approach".split())
_BRITISH = (
    (re.compile(r"is(ation|ed|ing|e|er)$"), r"iz\1"),
    (re.compile(r"(?<=.{3})our"), "or"),
    (re.compile(r"ll(ing|ed|er)$"), r"l\1"),
    (re.compile(r"ys(e|ing|ed)$"), r"yz\1"),
)


def merges(material: Material, label: str) -> list[Doubt]:
    """Pairs of nodes of a label that may be one thing."""
    nodes = material.nodes(label)
    found: dict[tuple[str, str], tuple[float, list[str]]] = {}
    by_id = {n.id: n for n in nodes}
    for a, b, chance, reason in (
        *_same_words(nodes),
        *_one_letter_off(nodes),
        *_with_head(nodes, _CONCEPT_HEADS if label == "Concept" else _HEADS),
        *_defined(nodes, material),
    ):
        if a.name == b.name or _root(a) == _root(b) or _numbers(a.name) != _numbers(b.name):
            continue
        pair = (a.id, b.id) if _first(a, b) else (b.id, a.id)
        known, reasons = found.get(pair, (0.0, []))
        if reason not in reasons:
            found[pair] = (1 - (1 - known) * (1 - chance), [*reasons, reason])
    doubts = []
    for (first, second), (chance, reasons) in found.items():
        a, b = by_id[first], by_id[second]
        if chance < _LEAST:
            continue
        alike = material.likeness(a.papers, b.papers)
        doubt = chance * min(1.0, max(0.1, 0.2 + alike))
        if doubt >= _LEAST:
            reasons = [*reasons, f"texts alike {alike:.2f}"]
            doubts.append(
                Doubt(
                    "merge", label, (a.name, b.name), (len(a.papers), len(b.papers)), doubt,
                    tuple(reasons), (a.id, b.id),
                )
            )  # fmt: skip
    return doubts


def _root(node: Node) -> str:
    """A node's key without the meaning that sets it apart from others of its name."""
    return node.id.partition(".")[0]


def _first(a: Node, b: Node) -> bool:
    """The name of more papers goes first: it stays."""
    return (-len(a.papers), a.id) <= (-len(b.papers), b.id)


Pairs = Iterator[tuple[Node, Node, float, str]]


def _same_words(nodes: Iterable[Node]) -> Pairs:
    groups: dict[tuple[str, ...], list[Node]] = defaultdict(list)
    for node in nodes:
        words = _words(node.name)
        if words:
            groups[tuple(sorted(words))].append(node)
    for group in groups.values():
        for a, b in _each(group):
            if _words(a.name) == _words(b.name):
                chance = 0.15 if _is_word_of(a.name, b.name) else 0.85
                yield a, b, chance, "spelled otherwise"
            else:
                chance = 0.6 if min(len(a.name.split()), len(b.name.split())) > 2 else 0.1
                yield a, b, chance, "the same words in another order"


def _is_word_of(name: str, other: str) -> bool:
    """Whether one is a name in capitals and the other the ordinary word: TALK and talk."""
    return name.isalpha() and other.isalpha() and name.isupper() != other.isupper()


def _one_letter_off(nodes: Sequence[Node]) -> Pairs:
    probes: dict[str, list[Node]] = defaultdict(list)
    used = Counter(w for n in nodes for w in set(_words(n.name)) for _ in n.papers[:_COMMON])
    known = {k.name for k in known_names().values()}
    keyed = [(squash(ids.fold(n.name)), n) for n in nodes]
    keyed = [(key, node) for key, node in keyed if len(key) >= 7]
    for key, node in keyed:
        if len(node.papers) > 1:
            for variant in _shorter(key):
                probes[variant].append(node)
    seen = set()
    for key, node in keyed:
        for variant in _shorter(key):
            for other in probes.get(variant, ()):
                pair = frozenset((node.id, other.id))
                if len(pair) == 2 and pair not in seen:
                    seen.add(pair)
                    start = squash(node.name)[0] != squash(other.name)[0]
                    chance = 0.1 if start else 0.2 if len(key) < 10 else 0.5
                    if node.name in known and other.name in known:
                        chance = 0.1  # WikiHow and WikiHop
                    differ = set(_words(node.name)) ^ set(_words(other.name))
                    if len(differ) > 1 and all(used[w] >= _COMMON for w in differ):
                        chance = 0.1  # content and context: words both, nothing misspelled
                    yield node, other, chance, "a letter off"


def _shorter(key: str) -> set[str]:
    """A name and all that lack one of its letters."""
    return {key} | {key[:i] + key[i + 1 :] for i in range(len(key))}


def _with_head(nodes: Sequence[Node], heads: frozenset[str]) -> Pairs:
    named = {squash(ids.fold(n.name)): n for n in nodes}
    for node in nodes:
        *rest, last = node.name.split() or [""]
        if rest and singular(last.lower()) in heads:
            other = named.get(squash(ids.fold(" ".join(rest))))
            if other is not None and (node.label != "Concept" or len(rest) > 1):
                yield node, other, 0.5, f"the name and “{last}”"


def _defined(nodes: Iterable[Node], material: Material) -> Pairs:
    """Short and long forms that some paper puts together, where both are nodes."""
    called: dict[str, Node] = {}
    for node in nodes:
        for name in (node.name, *node.aliases):
            called.setdefault(squash(ids.fold(name)), node)
    mentions = material.extracted.mentions
    mentions = mentions.filter(pc.equal(mentions["kind"], "abbreviation"))
    times: Counter[tuple[str, str]] = Counter()
    spelled: dict[tuple[str, str], tuple[str, str]] = {}
    for short, long in zip(
        mentions["name"].to_pylist(), mentions["long_form"].to_pylist(), strict=True
    ):
        key = (squash(ids.fold(short)), _singular_key(long or ""))
        times[key] += 1
        spelled.setdefault(key, (short, long))
    total: Counter[str] = Counter()
    for (short, _), count in times.items():
        total[short] += count
    for (short, long), count in times.items():
        a, b = called.get(short), called.get(long)
        if a is not None and b is not None and a.id != b.id:
            chance = 0.9 * count / total[short]
            said = spelled[short, long]
            papers = counted(total[short], "paper")
            yield a, b, chance, f"{said[0]} is {said[1]} in {count} of {papers}"


def _singular_key(phrase: str) -> str:
    words = phrase.split()
    if words:
        words[-1] = singular(words[-1].lower())
    return squash(ids.fold(" ".join(words)))


def _words(name: str) -> list[str]:
    """The words that count; of names like "ON-LSTM" and "CSLS" everything does."""
    small = _SMALL if " " in name and not name.isupper() else frozenset()
    apart = {w for w in name.lower().split() if w in small}  # not that of "in-domain"
    words = [_american(w) if w.lower() in name else w for w in ids.fold(name).split()]
    return [w for w in words if w not in apart]


def _american(word: str) -> str:
    word = singular(word)
    for pattern, to in _BRITISH:
        word = pattern.sub(to, word)
    return word


def _numbers(name: str) -> list[str]:
    return sorted(re.findall(r"\d+", name))


def _each(group: Sequence[Node]) -> Iterator[tuple[Node, Node]]:
    return ((a, b) for i, a in enumerate(group[:20]) for b in group[i + 1 : 20])
