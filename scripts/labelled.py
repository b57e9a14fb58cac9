"""What is to be learned from an annotated record: its candidates with their classes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from kg.extract import abbreviations, contribution, names, roles
from kg.extract.candidates import Candidate
from kg.extract.contribution import Cues
from kg.extract.features import Surroundings
from kg.extract.text import Text
from kg.extract.vocabulary import KnownName

Example = tuple[list[str], str, float]
"""Features, class and weight."""
CLASSIFIERS = ("type", "own", "dataset", "method", "contribution")
AS_IF = {"own": 0.1, "dataset": 0.1}
"""Weight of an example as it would be were the vocabulary another, by class: a paper's own name
known to it (as famous ones are, which the annotated papers are mostly not), another's name new."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A record's text as it is read, with what the annotators say of it.

    Attributes:
        text: Title and abstract.
        cues: What tells the kind of paper.
        contribution: The kind of paper.
        candidates: The names.
        classes: Type and, within it, kind or role of each; None where either would be right.
        around: The names' surroundings.
    """

    text: Text
    cues: Cues
    contribution: str
    candidates: list[Candidate]
    classes: list[tuple[str, str] | None]
    around: Surroundings


def labelled(record: dict[str, Any], key: Callable[[str], str]) -> Labelled:
    """A record with its candidates; `key` folds names as score.py does."""
    text = Text(record["title"], record["abstract"])
    cues = contribution.read(text)
    definitions = abbreviations.find(text)
    found = names.candidates_of(text, definitions)
    around = Surroundings(text, found, {d.short: d.long for d in definitions}, cues.telling)
    class_of = _classes(record, key)
    classes = [class_of([*c.names, *c.variants]) for c in found]
    return Labelled(text, cues, record["contribution"], found, classes, around)


def _classes(
    record: dict[str, Any], key: Callable[[str], str]
) -> Callable[[list[str]], tuple[str, str] | None]:
    """What a record says of a name's spellings."""
    own = {key(x["name"]): x["kind"] for x in record["introduces"]}
    own |= {
        key(x["long_form"]): x["kind"] for x in record["introduces"] if x.get("long_form")
    } | own
    data = {key(_bare_task(x["name"])): x["role"] for x in record["datasets"]}
    data |= {key(x["name"]): x["role"] for x in record["datasets"]}
    methods = {key(x["name"]): x["role"] for x in record["methods"]}
    also = {
        key(n)
        for field in ("introduces_also", "datasets_also", "methods_also")
        for n in record.get(field) or ()
    }

    def class_of(spellings: list[str]) -> tuple[str, str] | None:
        keys = dict.fromkeys([*map(key, spellings), *(key(_bare_task(n)) for n in spellings)])
        if k := next((k for k in keys if k in own), None):
            return "own", "environment" if own[k] == "software" and k in data else own[k]
        if (k := next((k for k in keys if k in data), None)) and data[k] != "introduces":
            return "dataset", data[k]
        if k := next((k for k in keys if k in methods), None):
            return "method", methods[k]
        return None if keys.keys() & also else ("none", "none")

    return class_of


def examples(record: Labelled) -> dict[str, list[Example]]:
    """Features and gold class of each candidate of one record, by classifier."""
    out: dict[str, list[Example]] = {k: [] for k in CLASSIFIERS}
    out["contribution"].append((record.cues.features, record.contribution, 1.0))
    for candidate, classes in zip(record.candidates, record.classes, strict=True):
        if classes is None:
            continue
        kind, part = classes
        features = record.around.features(candidate)
        beside = roles.beside(candidate, record.around)
        out["type"].append((features + beside, kind, 1.0))
        if kind != "none":
            more = roles.features(candidate, kind, record.around)
            out[kind].append((features + more, part, 1.0))
        if kind in AS_IF and (turned := _turned(candidate, part, kind == "own", record.around)):
            out["type"].append((turned + beside, kind, AS_IF[kind]))
    return out


def _turned(candidate: Candidate, part: str, own: bool, around: Surroundings) -> list[str] | None:
    """The features of a name were it new to the vocabulary; of a paper's own, were it known."""
    was = candidate.known
    if was is None and not own:
        return None
    try:
        candidate.known = None
        if was is None:
            kind: Literal["dataset", "method"] = (
                "dataset" if part in ("dataset", "benchmark", "environment") else "method"
            )
            sort = "benchmark" if kind == "dataset" else "model"
            candidate.known = KnownName(candidate.name, kind, sort, False, candidate.name)
        return around.features(candidate)
    finally:
        candidate.known = was


def _bare_task(name: str) -> str:
    """ "BEA 2019 Shared Task" without its last words, which annotators write or leave out."""
    return re.sub(r" (?:[A-Z][\w-]+ )*[Ss]hared [Tt]ask$", "", name)
