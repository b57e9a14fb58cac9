"""Finding nodes by words."""

from __future__ import annotations

from kg import schema
from kg.errors import UsageError
from viz.browser import wire
from viz.browser.answers import Hit, SearchAnswer
from viz.browser.jobs import Job

CANDIDATES = 200
"""Nodes of a label that are looked at for one search."""


def search(job: Job, words: str, kind: str, limit: int, meaning: bool) -> SearchAnswer:
    """Nodes whose name, alias or title has every one of some words; the last may be unfinished.

    Raises:
        UsageError: There is no such kind.
    """
    if kind and kind not in schema.LABEL:
        raise UsageError(f"no label is called {kind!r}", remedy=", ".join(schema.LABEL))
    wanted = [w for w in words.lower().split() if w.isprintable()][:10]
    if not wanted:
        return {"hits": [], "total": 0}
    hits: list[Hit] = []
    for label in [kind] if kind else schema.LABEL:
        hits += _of_label(job, label, wanted)
    hits.sort(key=lambda h: (-h["score"], len(h["node"]["title"]), h["node"]["key"]))
    return {"hits": hits[:limit], "total": len(hits)}


def _of_label(job: Job, label: str, wanted: list[str]) -> list[Hit]:
    known = schema.LABEL[label]
    given = {f"w{i}": word for i, word in enumerate(wanted)}
    columns = [f"n.`{known.title}`"]
    if "aliases" in known.columns:
        columns.append("list_to_string(' / ', n.aliases)" if job.engine == "ladybug" else
                       "reduce(s = '', a IN coalesce(n.aliases, []) | s + ' / ' + a)")  # fmt: skip
    text = " + ' / ' + ".join(f"coalesce({c}, '')" for c in columns)
    conditions = " AND ".join(f"text CONTAINS ${name}" for name in given)
    rows = job.query(
        f"MATCH (n:{label}) WITH n, toLower({text}) AS text WHERE {conditions} "
        f"RETURN n, text ORDER BY size(text) LIMIT {CANDIDATES}",
        given,
    ).rows
    return [{"node": wire.node(node), "score": _score(text, wanted)} for node, text in rows]


def _score(text: str, wanted: list[str]) -> float:
    """1 for the whole name, less for its beginning, for words in it, for parts of words."""
    sought = " ".join(wanted)
    names = text.split(" / ")
    if sought in names:
        return 1.0
    if any(name.startswith(sought) for name in names):
        return 0.8
    padded = f" {text}"
    inside = sum(f" {word}" in padded for word in wanted) / len(wanted)
    return round(0.3 + 0.4 * inside, 3)
