"""What a title means to a recipe: a whole one its paper, a beginning all that begin so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kg.stores.base import EVERYTHING, Store
from queries.recipe_files import Recipe

NAMED = 3
"""Papers that a note names."""

_KEY = re.compile(r"\w+:\S+$")


def meant(
    store: Store, recipe: Recipe, bound: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Parameters with the keys of papers for whole titles, and a note for each shared beginning.

    Args:
        store: The graph that is asked.
        recipe: What is asked.
        bound: Its parameters.
    """
    known: dict[str, Any] = dict(bound)
    notes: list[str] = []
    for parameter in recipe.parameters:
        value = bound[parameter.name]
        if not parameter.of_papers:
            continue
        if isinstance(value, list):
            told = [_meant(store, text) for text in value]
            known[parameter.name] = [key for key, _ in told]
            notes += [note for _, note in told if note]
        else:
            known[parameter.name], note = _meant(store, value)
            notes += [note] if note else []
    return known, tuple(notes)


def _meant(store: Store, text: str) -> tuple[str, str]:
    """The key of the one paper of that title, else the text as it is; and what to note."""
    if not text or _KEY.match(text):
        return text, ""
    papers = store.query(
        "MATCH (p:Paper) WHERE toLower(p.title) STARTS WITH toLower($title) "
        "RETURN p.id, p.title ORDER BY p.title, p.id",
        {"title": text},
        limits=EVERYTHING,
    ).rows
    if len(papers) < 2:
        return text, ""
    whole = [key for key, title in papers if len(title) == len(text)]
    if len(whole) == 1:
        return whole[0], ""
    titles = "; ".join(f"{title} ({key})" for key, title in papers[:NAMED])
    more = " …" if len(papers) > NAMED else ""
    return text, f"{len(papers):,} papers are meant by {text!r}: {titles}{more}"
