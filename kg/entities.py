"""Which names mean the same thing: datasets, methods and concepts across papers.

A name's key is its vocabulary entry's, else its squashed spelling; a short form that the corpus
defines stands with its long form. What is a dataset in one paper and a method in another is one
node, of the kind that speaks loudest: the vocabulary, the paper that introduces it, the majority.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg import ids
from kg.extract import phrases
from kg.extract.vocabulary import known_names, squash, word_set
from kg.paper import Extraction, Mention

_FIELD_HEADS = frozenset(
    "processing vision robotics linguistics biology physics chemistry mining science computing "
    "engineering medicine healthcare education bioinformatics genomics astronomy".split()
)


@dataclass(slots=True)
class Entity:
    """One node that mentions end at.

    Attributes:
        label: ``Dataset``, ``Method`` or ``Concept``.
        id: The node's key.
        spellings: Every spelling found and how often.
        sorts: What it is said to be (``benchmark``, ``model`` …) and how often.
        long_forms: Long forms found and how often.
    """

    label: str
    id: str
    spellings: Counter[str] = field(default_factory=Counter)
    sorts: Counter[str] = field(default_factory=Counter)
    long_forms: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        return _most(self.spellings)

    @property
    def aliases(self) -> list[str]:
        others = {*self.spellings, *self.long_forms} - {self.name}
        return sorted(others, key=lambda s: (s.casefold(), s))


def _most(counter: Counter[str]) -> str:
    return min(counter, key=lambda s: (-counter[s], s.islower(), s))


class Entities:
    """The datasets, methods and concepts of a corpus.

    Args:
        extractions: What was found and stated in every paper.
    """

    def __init__(self, extractions: Sequence[Extraction]) -> None:
        self._long = _agreed_long_forms(extractions)
        self._labels = self._named_labels(extractions)
        self._by_key: dict[tuple[str, str], Entity] = {}
        self._tasks: set[str] = set()
        for extraction in extractions:
            for mention in extraction.mentions:
                self._add(mention)
        for (label, key), entity in self._by_key.items():
            if label == "Concept":
                entity.sorts[_concept_kind(entity.name, key in self._tasks)] += 1

    def all(self, label: str) -> list[Entity]:
        """The entities of one label, by id."""
        return sorted((e for (at, _), e in self._by_key.items() if at == label), key=lambda e: e.id)

    def of(self, mention: Mention) -> Entity | None:
        """The entity that a mention ends at; None for links, citations and the like."""
        if mention.kind in ("task", "concept"):
            return self._by_key.get(("Concept", self._concept_key(mention.name)))
        if mention.kind in ("introduces", "dataset", "method"):
            key = name_key(mention.name)
            return self._by_key.get((self._labels[key], key))
        return None

    def _add(self, mention: Mention) -> None:
        if mention.kind in ("task", "concept"):
            key = self._concept_key(mention.name)
            if not key:
                return
            name = self._long.get(mention.name, mention.name)
            entity = self._entity("Concept", key, _phrase(name))
            entity.spellings[_phrase(name)] += 1
            if name != mention.name:
                entity.long_forms[mention.name] += 1
            if mention.kind == "task":
                self._tasks.add(key)
        elif mention.kind in ("introduces", "dataset", "method"):
            key = name_key(mention.name)
            label = self._labels[key]
            known = known_names().get(squash(mention.name))
            entity = self._entity(label, key, known.name if known else mention.name)
            entity.spellings[mention.name] += 2
            entity.spellings.update(mention.variants)
            if known:
                entity.spellings[known.name] += 0
            if mention.long_form:
                entity.long_forms[mention.long_form] += 1
            if mention.sort and _sort_fits(label, mention.sort):
                entity.sorts[mention.sort] += 3 if mention.kind == "introduces" else 1

    def _entity(self, label: str, key: str, name: str) -> Entity:
        entity = self._by_key.get((label, key))
        if entity is None:
            slug = ids.slug(key) if label == "Concept" else key
            entity = self._by_key[label, key] = Entity(label, f"{label.lower()}:{slug}")
        return entity

    def _concept_key(self, name: str) -> str:
        return squash(_phrase(self._long.get(name, name)))

    @staticmethod
    def _named_labels(extractions: Iterable[Extraction]) -> dict[str, str]:
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for extraction in extractions:
            environments = {
                name_key(m.name)
                for m in extraction.mentions
                if m.kind == "dataset" and m.role == "introduces"
            }
            for mention in extraction.mentions:
                if mention.kind not in ("introduces", "dataset", "method"):
                    continue
                key = name_key(mention.name)
                if mention.kind == "introduces":
                    data = mention.sort in ("dataset", "benchmark") or key in environments
                    votes[key]["Dataset" if data else "Method"] += 100
                else:
                    votes[key]["Dataset" if mention.kind == "dataset" else "Method"] += 1
                known = known_names().get(squash(mention.name))
                if known:
                    votes[key]["Dataset" if known.kind == "dataset" else "Method"] += 2
        return {key: min(v, key=lambda label: (-v[label], label)) for key, v in votes.items()}


def name_key(name: str) -> str:
    """What two spellings of a dataset's or method's name have in common.

    >>> name_key("MS-COCO") == name_key("COCO"), name_key("SQuAD") == name_key("SQuAD 2.0")
    (True, False)
    """
    known = known_names().get(squash(name))
    if known and not (known.ordinary and name.islower()):
        return squash(known.name)
    key = squash(ids.fold(name)) or ids.slug(name)
    return key[:-1] if len(key) > 4 and key.endswith("s") and not key.endswith("ss") else key


def _phrase(name: str) -> str:
    words = name.split()
    if words and words[-1].islower():
        words[-1] = phrases.singular(words[-1])
    return " ".join(words)


def _agreed_long_forms(extractions: Iterable[Extraction]) -> dict[str, str]:
    """Short forms that the corpus defines in one way, to their long forms as concepts."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for extraction in extractions:
        for mention in extraction.of("abbreviation"):
            if mention.long_form and mention.name.isupper():
                words = [phrases.normal(w) for w in mention.long_form.split()]
                found[mention.name][_phrase(" ".join(words))] += 1
    agreed = {}
    for short, longs in found.items():
        best = _most(longs)
        if longs[best] >= 2 and longs[best] >= 0.8 * sum(longs.values()):
            agreed[short] = best
    return agreed


def _sort_fits(label: str, sort: str) -> bool:
    data = ("dataset", "benchmark", "simulator", "leaderboard")
    return (sort in data) == (label == "Dataset")


def _concept_kind(name: str, is_task: bool) -> str:
    last = name.split()[-1].lower() if name.split() else ""
    if is_task:
        return "task"
    if last in _FIELD_HEADS:
        return "field"
    if last in word_set("head-model") or last in ("learning", "training", "tuning", "prompting"):
        return "method"
    return "other"
