"""The papers that an answer is about, with their authors: what BibTeX and RIS want to know."""

from __future__ import annotations

from pathlib import Path

from kg.exports import files
from kg.result import Node, Result
from kg.stores.base import EVERYTHING, Store

_PAPERS = (
    "MATCH (p:Paper) WHERE p.id IN $values OR p.title IN $values RETURN DISTINCT p ORDER BY p.id"
)
_AUTHORS = (
    "MATCH (p:Paper)-[w:WRITTEN_BY]->(a:Author) WHERE p.id IN $ids "
    "RETURN p.id AS paper, a.name AS name ORDER BY paper, w.position, name"
)


def write_result(store: Store, result: Result, path: Path, *, force: bool = False) -> None:
    """Write an answer as a file; for BibTeX and RIS the papers named in it are looked up.

    Raises:
        UsageError, GraphError: See `kg.exports.files.write_result`.
        QueryError, EngineError: See `Store.query`.
    """
    authors = None
    if path.suffix.lower() in (".bib", ".ris"):
        result = papers_of(store, result)
        authors = authors_of(store, [n.id for n in result.nodes if n.label == "Paper"])
    files.write_result(result, path, authors=authors, force=force)


def papers_of(store: Store, result: Result) -> Result:
    """The Paper nodes of an answer, or else those whose title or id stands in it, in its order."""
    nodes = [n for n in result.nodes if n.label == "Paper"]
    if not nodes:
        values = list(dict.fromkeys(v for row in result.rows for v in row if isinstance(v, str)))
        found = store.query(_PAPERS, {"values": values}, limits=EVERYTHING)
        place = {value: at for at, value in enumerate(values)}
        nodes = sorted((n for (n,) in found.rows), key=lambda n: _place(n, place))
    return Result(("p",), [(n,) for n in nodes], truncated=result.truncated, why=result.why)


def _place(paper: Node, place: dict[str, int]) -> int:
    return min(place.get(paper.id, len(place)), place.get(paper.title, len(place)))


def authors_of(store: Store, papers: list[str]) -> dict[str, list[str]]:
    """Key of a paper to its authors' names, in order."""
    found: dict[str, list[str]] = {}
    for paper, name in store.query(_AUTHORS, {"ids": papers}, limits=EVERYTHING).rows:
        found.setdefault(paper, []).append(name)
    return found
