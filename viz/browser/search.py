"""Finding nodes by words or by meaning."""

from __future__ import annotations

from kg import schema
from kg.errors import UsageError
from kg.folder import GraphFolder
from kg.result import Node
from kg.search import Index
from viz.browser import wire
from viz.browser.answers import Hit, SearchAnswer
from viz.browser.graph import Browsed
from viz.browser.jobs import Job

CANDIDATES = 200
"""Hits that are counted; those of a server, for each label."""


def search(
    graph: Browsed, job: Job, words: str, kind: str, limit: int, meaning: bool
) -> SearchAnswer:
    """Nodes for some words, the best first; the last word may be unfinished.

    A folder has an index: papers are found by their abstracts too, misspelt words by the nearest
    spelling. A server is asked for names, aliases and titles that have every one of the words.

    Raises:
        UsageError: There is no such kind, or a server is asked for meaning.
    """
    if kind and kind not in schema.LABEL:
        raise UsageError(f"no label is called {kind!r}", remedy=", ".join(schema.LABEL))
    if graph.folder is not None:
        return _indexed(graph, words, kind, limit, meaning)
    if meaning:
        raise UsageError(
            "a server's graph can't be searched by meaning", remedy="browse the graph's folder"
        )
    wanted = [w for w in words.lower().split() if w.isprintable()][:10]
    if not wanted:
        return {"hits": [], "total": 0}
    hits: list[Hit] = []
    for label in [kind] if kind else schema.LABEL:
        hits += _of_label(job, label, wanted)
    hits.sort(key=lambda h: (-h["score"], len(h["node"]["title"]), h["node"]["key"]))
    return {"hits": hits[:limit], "total": len(hits)}


def _indexed(graph: Browsed, words: str, kind: str, limit: int, meaning: bool) -> SearchAnswer:
    folder = graph.folder
    assert folder is not None
    index = graph.once("index", lambda: Index(GraphFolder.open(folder).generation))
    most = max(limit, CANDIDATES)
    found = index.search(
        words, kind=kind or None, limit=most, by_meaning=meaning, unfinished=not meaning
    )
    hits: list[Hit] = []
    for hit in found[:limit]:
        title = schema.LABEL[hit.label].title
        properties = {"id": hit.id, title: hit.title, "year": hit.year}
        one: Hit = {"node": wire.node(Node(hit.label, properties)), "score": hit.score}
        if hit.snippet:
            one["snippet"] = hit.snippet
        hits.append(one)
    return {"hits": hits, "total": len(found)}


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
