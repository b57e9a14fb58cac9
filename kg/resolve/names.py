"""Which names mean the same thing: datasets, methods and concepts across papers.

A name's key is its vocabulary entry's, else its squashed spelling; a short form that the corpus
defines stands with its long form. What is a dataset in one paper and a method in another is one
node, of the kind that speaks loudest: the vocabulary, the paper that introduces it, the majority.
A user's thesaurus has the last word.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from kg import ids
from kg.extract import phrases
from kg.extract.vocabulary import known_names, squash, word_set
from kg.resolve.thesaurus import Rules, Thesaurus

_FIELD_HEADS = frozenset(
    "processing vision robotics linguistics biology physics chemistry mining science computing "
    "engineering medicine healthcare education bioinformatics genomics astronomy".split()
)
_DATA = ("dataset", "benchmark", "simulator", "leaderboard")
NAMED = ("introduces", "dataset", "method")
CONCEPTS = ("task", "concept")


@dataclass(frozen=True, slots=True)
class Spelling:
    """What mentions say alike, and how many say it.

    Attributes:
        kind: `kg.paper.MentionKind`: one of `NAMED`, `CONCEPTS`, or ``abbreviation``.
        count: Number of papers that say so.
        stated: How many of them because their source does.
    """

    kind: str
    name: str
    role: str = ""
    sort: str = ""
    long_form: str | None = None
    variants: tuple[str, ...] = ()
    count: int = 1
    stated: int = 0


@dataclass(slots=True)
class Entity:
    """One node that mentions end at.

    Attributes:
        label: ``Dataset``, ``Method`` or ``Concept``.
        id: The node's key.
        spellings: Every spelling found and how often.
        sorts: What it is said to be (``benchmark``, ``model`` …) and how often.
        long_forms: Long forms found and how often.
        called: The name that the user gave it; empty when none.
    """

    label: str
    id: str
    spellings: Counter[str] = field(default_factory=Counter)
    sorts: Counter[str] = field(default_factory=Counter)
    long_forms: Counter[str] = field(default_factory=Counter)
    called: str = ""

    @property
    def name(self) -> str:
        return self.called or _most(self.spellings)

    @property
    def aliases(self) -> list[str]:
        return sorted({*self.spellings, *self.long_forms} - {self.name})


def _most(counter: Counter[str]) -> str:
    return min(counter, key=lambda s: (-counter[s], s.islower(), len(s), s))


class Entities:
    """The datasets, methods and concepts of a corpus.

    Args:
        spellings: What is found and stated in all papers, each way of saying it once.
        thesaurus: The user's word.
    """

    def __init__(self, spellings: Sequence[Spelling], thesaurus: Thesaurus | None = None) -> None:
        thesaurus = thesaurus or Thesaurus()
        self._long, self._names_of_long = _agreed_long_forms(spellings)
        self._rules = {
            "Dataset": _Applied(thesaurus["dataset"], name_key),
            "Method": _Applied(thesaurus["method"], name_key),
            "Concept": _Applied(thesaurus["concept"], concept_key),
        }
        self._keys: dict[str, str] = {}
        self._concept_keys: dict[str, str] = {}
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
                entity.sorts[_concept_kind(entity.name, key in self._tasks)] += 1

    def all(self, label: str) -> list[Entity]:
        """The entities of one label, by id."""
        return sorted((e for (at, _), e in self._by_key.items() if at == label), key=lambda e: e.id)

    def of(self, kind: str, name: str) -> Entity | None:
        """The entity that a mention ends at; None when the user drops it."""
        if kind in CONCEPTS:
            key = self._concept_key(name)
            return self._by_key.get(("Concept", key)) if key else None
        key = self._name_key(name)
        return self._by_key.get((self._labels.get(key, "Method"), key)) if key else None

    def _add_concept(self, spelling: Spelling) -> None:
        key = self._concept_key(spelling.name)
        if not key:
            return
        name = self._long.get(spelling.name, spelling.name)
        entity = self._entity("Concept", key)
        entity.spellings[_phrase(name)] += spelling.count
        if name != spelling.name:
            entity.long_forms[spelling.name] += spelling.count
        if spelling.kind == "task":
            self._tasks.add(key)

    def _add_named(self, spelling: Spelling) -> None:
        key = self._name_key(spelling.name)
        if not key:
            return
        label = self._labels[key]
        known = known_names().get(squash(spelling.name))
        entity = self._entity(label, key)
        entity.spellings[spelling.name] += 2 * spelling.count
        for variant in spelling.variants:
            entity.spellings[variant] += spelling.count
        if known and not entity.called:
            entity.spellings[known.name] += 0
        if spelling.long_form:
            entity.long_forms[spelling.long_form] += spelling.count
        if spelling.sort and (spelling.sort in _DATA) == (label == "Dataset"):
            entity.sorts[spelling.sort] += spelling.count * (
                3 if spelling.kind == "introduces" else 1
            )

    def _entity(self, label: str, key: str) -> Entity:
        entity = self._by_key.get((label, key))
        if entity is None:
            slug = ids.slug(key) if label == "Concept" else key
            called = self._rules[label].called.get(key, "")
            entity = Entity(label, f"{label.lower()}:{slug}", called=called)
            self._by_key[label, key] = entity
        return entity

    def _concept_key(self, name: str) -> str:
        """The key of a concept's name; empty when the user drops it."""
        known = self._concept_keys.get(name)
        if known is None:
            known = self._rules["Concept"].key(self._long.get(name, name))
            self._concept_keys[name] = known
        return known

    def _name_key(self, name: str) -> str:
        """The key of a dataset's or method's name; empty when the user drops it."""
        known = self._keys.get(name)
        if known is None:
            key = name_key(name)
            key = self._names_of_long.get(key, key)
            for label in ("Dataset", "Method"):
                key = self._rules[label].key(name, key) if key else key
            known = self._keys[name] = key
        return known

    def _named_labels(self, spellings: Iterable[Spelling]) -> dict[str, str]:
        votes: dict[str, Counter[str]] = defaultdict(Counter)
        for s in spellings:
            vote = votes[self._name_key(s.name)]
            if s.kind == "introduces":
                data = s.sort in ("dataset", "benchmark")
                vote["Dataset" if data else "Method"] += (100 if data else 99) * s.count
            elif s.kind == "dataset":
                vote["Dataset"] += (100 if s.role == "introduces" else 1) * s.count
            else:
                vote["Method"] += s.count
            if s.stated and s.kind != "introduces":
                vote["Dataset" if s.kind == "dataset" else "Method"] += 200 * s.stated
            known = known_names().get(squash(s.name))
            if known:
                vote["Dataset" if known.kind == "dataset" else "Method"] += 2 * s.count
        return {key: min(v, key=lambda label: (-v[label], label)) for key, v in votes.items()}


class _Applied:
    """The thesaurus' rules for one label, by key."""

    def __init__(self, rules: Rules, key_of: Callable[[str], str]) -> None:
        self._key_of = key_of
        self._exact: dict[str, str] = {}
        self._same: dict[str, str] = {}
        self.called: dict[str, str] = {}
        for group in rules.different:
            for name in group:
                digest = hashlib.sha256(name.encode()).hexdigest()[:6]
                self._exact[name] = f"{squash(name) or 'name'}-{digest}"
        for first, *others in rules.same:
            key = self._exact.get(first) or key_of(first)
            self.called[key] = first
            for name in others:
                self._same[self._exact.get(name) or key_of(name)] = key
        for name, new in rules.rename.items():
            key = self._exact.get(name) or key_of(name)
            self.called[self._same.get(key, key)] = new
        self._drop = {self._exact.get(n) or key_of(n) for n in rules.drop}

    def key(self, name: str, key: str | None = None) -> str:
        """A name's key after the rules; empty when it is dropped."""
        key = self._exact.get(name) or key or self._key_of(name)
        if key in self._drop:
            return ""
        return self._same.get(key, key)


def name_key(name: str) -> str:
    """What two spellings of a dataset's or method's name have in common.

    >>> name_key("MS-COCO") == name_key("COCO"), name_key("SQuAD") == name_key("SQuAD 2.0")
    (True, False)
    >>> name_key("FooBar dataset") == name_key("FooBar"), name_key("FooBars")
    (True, 'foobar')
    """
    known = known_names().get(squash(name))
    if known and not (known.ordinary and name.islower()):
        return squash(known.name)
    words = name.split()
    while len(words) > 1 and words[-1].lower() in _TRAILING:
        words.pop()
    known = known_names().get(squash(" ".join(words)))
    if known and len(words) < len(name.split()):
        return squash(known.name)
    key = squash(ids.fold(" ".join(words))) or ids.slug(name)
    return key[:-1] if len(key) > 4 and key.endswith("s") and not key.endswith("ss") else key


_TRAILING = frozenset(
    "dataset datasets corpus corpora benchmark benchmarks treebank leaderboard simulator "
    "environment model models algorithm library toolkit".split()
)


def concept_key(name: str) -> str:
    """What two spellings of a concept have in common.

    >>> concept_key("pre-trained language models") == concept_key("Pretrained language model")
    True
    """
    return squash(ids.fold(_phrase(name))) or ids.slug(name)


def _phrase(name: str) -> str:
    words = name.split()
    if words and (words[-1].islower() or words[-1].istitle()):
        last = words[-1]
        words[-1] = phrases.singular(last.lower())
        if last.istitle():
            words[-1] = words[-1].capitalize()
    return " ".join(words)


def _agreed_long_forms(
    spellings: Iterable[Spelling],
) -> tuple[dict[str, str], dict[str, str]]:
    """Short forms that the corpus defines in one way: to their long forms as concepts, and the
    keys of long forms that are names themselves to the keys of their short forms.
    """
    found: dict[str, Counter[str]] = defaultdict(Counter)
    as_names: dict[str, Counter[str]] = defaultdict(Counter)
    named: set[str] = set()
    for s in spellings:
        if s.kind in NAMED:
            named.add(name_key(s.name))
        if s.long_form and s.kind in (*NAMED, "abbreviation"):
            as_names[name_key(s.name)][name_key(s.long_form)] += s.count
        if s.kind == "abbreviation" and s.long_form and s.name.isupper():
            words = [phrases.normal(w) for w in s.long_form.split()]
            found[s.name][_phrase(" ".join(words))] += s.count
    agreed = {}
    for short, longs in found.items():
        best = _most(longs)
        if longs[best] >= 2 and longs[best] >= 0.8 * sum(longs.values()):
            agreed[short] = best
    names_of_long: dict[str, str] = {}
    for short, longs in sorted(as_names.items()):
        best = _most(longs)
        if short in named and best in named and longs[best] >= 0.8 * sum(longs.values()):
            names_of_long.setdefault(best, short)
    return agreed, {k: v for k, v in names_of_long.items() if v not in names_of_long}


def _concept_kind(name: str, is_task: bool) -> str:
    last = name.split()[-1].lower() if name.split() else ""
    if is_task:
        return "task"
    if last in _FIELD_HEADS:
        return "field"
    if last in word_set("head-model") or last in ("learning", "training", "tuning", "prompting"):
        return "method"
    return "other"
