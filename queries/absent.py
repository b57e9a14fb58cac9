"""Why a recipe found nothing: it was asked about a name that the graph does not have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.errors import NodeNameError
from kg.result import Result
from kg.stores.base import Store
from queries import finding, recipes
from queries.recipe_files import Recipe

_LABELS = {
    "author": "Author",
    "concept": "Concept",
    "dataset": "Dataset",
    "method": "Method",
    "paper": "Paper",
}


def names(
    store: Store, recipe: Recipe, given: Mapping[str, Any], answer: Result, *, give: str
) -> list[str]:
    """A sentence for each name asked about that no node has, with the nearest that one has.

    Args:
        store: The graph that was asked.
        recipe: What was asked.
        given: Parameters as they were given; the defaults of others are looked at too.
        answer: What came of it; nothing is said of one that has rows.
        give: How a parameter is given, with ``{}`` for its name.
    """
    if answer.rows:
        return []
    said = []
    for parameter, value in recipes.bind(recipe, given).items():
        label = _label(recipe, parameter)
        if not label or not isinstance(value, str) or not value.strip():
            continue
        error = _missing(store, label, value)
        if error is None:
            continue
        more = f"; {error.remedy}" if error.remedy else ""
        if parameter not in given:
            more = f", which {parameter} is by default: {give.format(parameter)}"
        said.append(error.message + more)
    return said


def _missing(store: Store, label: str, name: str) -> NodeNameError | None:
    """That no node is called so: a paper as its title begins, others by their whole name."""
    low = name.strip().lower()
    try:
        found = finding.find(store, label, name)
        titles = [found.title]
        called: tuple[str, ...] = (found.id, found.title, *found.get("aliases", ()))
    except NodeNameError as error:
        if error.missing:
            return error
        titles = [title.rpartition(" (")[0] for title in error.candidates]
        called = tuple(titles)
    if label == "Paper" or low in map(str.lower, called):
        return None
    return finding.missing(name, label, titles[:3])


def _label(recipe: Recipe, parameter: str) -> str | None:
    """The kind of node that a parameter names; ends of a path are papers, or concepts."""
    if parameter in ("from", "to"):
        return "Concept" if recipe.group == "concepts" else "Paper"
    return _LABELS.get(parameter)
