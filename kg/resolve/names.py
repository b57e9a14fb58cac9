"""Which names mean the same thing: datasets, methods and concepts across papers.

A name's key is its vocabulary entry's, else its squashed spelling; a short form that the corpus
defines stands with its long form (`kg.resolve.keys`). A name that papers give several meanings is
several things (`kg.resolve.senses`). What is a dataset in one paper and a method in another is one
node, of the kind that speaks loudest: the vocabulary, the paper that introduces it, the majority.
A user's thesaurus has the last word.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg import ids
from kg.extract.vocabulary import known_names, squash, word_set
from kg.resolve.keys import CONCEPTS, NAMED, Keys, Spelling, most
from kg.resolve.own_keys import phrase
from kg.resolve.thesaurus import Thesaurus

_FIELD_HEADS = frozenset(
    "processing vision robotics linguistics biology physics chemistry mining science computing "
    "engineering medicine healthcare education bioinformatics genomics astronomy".split()
)
_DEFAULTS = {"Dataset": "dataset", "Method": "method", "Concept": "other"}
_DATA = ("dataset", "benchmark", "simulator", "leaderboard")


@dataclass(slots=True)
class Entity:
    """One node that mentions end at.

    Attributes:
        label: ``Dataset``, ``Method`` or ``Concept``.
        id: The node's key.
        spellings: Every spelling found and how often.
        sorts: What it is said to be (``benchmark``, ``model`` …) and how often.
        long_forms: Long forms found.
        called: The name that the user gave it; empty when none.
        shorts: Short forms of a concept, and how often they stand alone.
    """

    label: str
    id: str
    spellings: dict[str, int] = field(default_factory=dict)
    sorts: dict[str, int] = field(default_factory=dict)
    long_forms: set[str] = field(default_factory=set)
    called: str = ""
    shorts: dict[str, int] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What it is said to be most often."""
        default = _DEFAULTS[self.label]
        return min(self.sorts, key=lambda s: (-self.sorts[s], s), default=default)

    @property
    def name(self) -> str:
        if self.called:
            return self.called
        best = most(self.spellings) if len(self.spellings) > 1 else next(iter(self.spellings))
        if self.shorts:
            short = min(self.shorts, key=lambda s: (-self.shorts[s], s))
            if self.shorts[short] > _SHORTER * (self.spellings[best] - sum(self.shorts.values())):
                return short
        return best

    @property
    def aliases(self) -> list[str]:
        every = {*self.spellings, *self.long_forms, *self.shorts}
        return sorted(every - {self.name}) if len(every) > 1 or self.called else []


_SHORTER = 5
"""How many times as often as the long form a short form stands, to be the concept's name."""


class Entities:
    """The datasets, methods and concepts of a corpus.

    Args:
        spellings: What is found and stated in all papers, each way of saying it once.
        thesaurus: The user's word.
        keys: The names' keys, where they are known already.
    """

    def __init__(
        self,
        spellings: Sequence[Spelling],
        thesaurus: Thesaurus | None = None,
        keys: Keys | None = None,
    ) -> None:
        self._keys = keys or Keys(spellings, thesaurus or Thesaurus())
        self._labels = self._named_labels([s for s in spellings if s.kind in NAMED])
        self._by_key: dict[tuple[str, str], Entity] = {}
        self._tasks: set[str] = set()
        for spelling in spellings:
            if spelling.kind in CONCEPTS:
                self._add_concept(spelling)
            elif spelling.kind in NAMED:
                self._add_named(spelling)
        for (label, key), entity in self._by_key.items():
            if label == "Concept":
                entity.sorts[_concept_kind(entity.name, key in self._tasks)] = 1

    def __iter__(self) -> Iterator[tuple[str, Entity]]:
        """Each entity with its key."""
        return ((key, entity) for (_, key), entity in self._by_key.items())

    def all(self, label: str) -> list[Entity]:
        """The entities of one label, by id."""
        return sorted((e for (at, _), e in self._by_key.items() if at == label), key=lambda e: e.id)

    def of(self, kind: str, name: str, sense: str = "") -> Entity | None:
        """The entity that a mention ends at; None when the user drops it."""
        if kind in CONCEPTS:
            key = self._keys.concept(name)
            return self._by_key.get(("Concept", key)) if key else None
        key = sense or self._keys.name(name)
        return self._by_key.get((self._labels.get(key, "Method"), key)) if key else None

    def _add_concept(self, spelling: Spelling) -> None:
        key = self._keys.concept(spelling.name)
        if not key:
            return
        name = self._keys.long_form(spelling.name) or spelling.name
        entity = self._entity("Concept", key)
        _count(entity.spellings, phrase(name), spelling.papers)
        if name != spelling.name:
            _count(entity.shorts, spelling.name, spelling.papers)
        if spelling.kind == "task":
            self._tasks.add(key)

    def _add_named(self, spelling: Spelling) -> None:
        key = spelling.sense or self._keys.name(spelling.name)
        if not key:
            return
        label = self._labels[key]
        known = known_names().get(squash(spelling.name))
        entity = self._entity(label, key)
        _count(entity.spellings, spelling.name, 2 * spelling.papers)
        for variant in spelling.variants:
            _count(entity.spellings, variant, spelling.papers)
        if known and not entity.called and key == squash(known.name):
            _count(entity.spellings, known.name, 0)
        if spelling.long_form:
            entity.long_forms.add(spelling.long_form)
        if spelling.sort and (spelling.sort in _DATA) == (label == "Dataset"):
            votes = 3 if spelling.kind == "introduces" else 1
            _count(entity.sorts, spelling.sort, votes * spelling.papers)

    def _entity(self, label: str, key: str) -> Entity:
        entity = self._by_key.get((label, key))
        if entity is None:
            slug = ids.slug(key) if label == "Concept" else key
            called = self._keys.called(label, key)
            entity = Entity(label, f"{label.lower()}:{slug}", called=called)
            self._by_key[label, key] = entity
        return entity

    def _named_labels(self, spellings: Iterable[Spelling]) -> dict[str, str]:
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for s in spellings:
            vote = votes[s.sense or self._keys.name(s.name)]
            if s.kind == "introduces":
                data = s.sort in ("dataset", "benchmark")
                vote["Dataset" if data else "Method"] += (100 if data else 99) * s.papers
            elif s.kind == "dataset":
                vote["Dataset"] += (100 if s.role == "introduces" else 1) * s.papers
            else:
                vote["Method"] += s.papers
            if s.stated and s.kind != "introduces":
                vote["Dataset" if s.kind == "dataset" else "Method"] += 200 * s.stated
            known = known_names().get(squash(s.name))
            if known and not s.sense:
                vote["Dataset" if known.kind == "dataset" else "Method"] += 2 * s.papers
        return {key: min(v, key=lambda label: (-v[label], label)) for key, v in votes.items()}


def _count(counted: dict[str, int], name: str, number: int) -> None:
    """As a `Counter` counts, which takes several times as long to make."""
    counted[name] = counted.get(name, 0) + number


def _concept_kind(name: str, is_task: bool) -> str:
    last = name.split()[-1].lower() if name.split() else ""
    if is_task:
        return "task"
    if last in _FIELD_HEADS:
        return "field"
    if last in word_set("head-model") or last in ("learning", "training", "tuning", "prompting"):
        return "method"
    return "other"
