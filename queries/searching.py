"""Search by words and by meaning on both engines: the folder's own index, the server's indexes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from kg import schema, stores
from kg.errors import QueryError, UsageError
from kg.folder import GraphFolder
from kg.search import Hit, Index, label_of
from kg.stores.base import Store


class Searcher(Protocol):
    """What searches a graph."""

    def search(
        self,
        text: str,
        *,
        kind: str | None = None,
        limit: int = 20,
        by_meaning: bool = False,
        unfinished: bool = False,
    ) -> list[Hit]:
        """See `kg.search.Index.search`."""
        ...


def searcher(target: str | Path, store: Store) -> Searcher:
    """What searches an open graph."""
    if stores.is_server(target):
        return ServerSearch(store)
    return Index(GraphFolder.open(Path(target)).generation)


class ServerSearch:
    """A Neo4j server's own full-text and vector indexes, made by ``kg load``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def search(
        self,
        text: str,
        *,
        kind: str | None = None,
        limit: int = 20,
        by_meaning: bool = False,
        unfinished: bool = False,
    ) -> list[Hit]:
        """See `kg.search.Index.search`; scores are Lucene's."""
        from kg.search import words

        labels = [label_of(kind)] if kind else list(schema.LABEL)
        asked = words.of(text)
        if not asked:
            return []
        if by_meaning:
            return self._by_meaning(text, labels, limit)
        query = " ".join(asked)
        if unfinished and not text[-1:].isspace():
            query = " ".join([*asked[:-1], f"({asked[-1]} OR {asked[-1]}*)"])
        hits: list[Hit] = []
        for label in labels:
            hits += self._ask(
                f"CALL db.index.fulltext.queryNodes('kg_{label.lower()}_text', $text, "
                "{limit: $limit}) YIELD node, score RETURN node, score",
                {"text": query, "limit": limit},
            )
        return _sorted(hits, limit)

    def _by_meaning(self, text: str, labels: Sequence[str], limit: int) -> list[Hit]:
        from kg.extract.embedding import static_embedder
        from kg.stores.neo4j_schema import EMBEDDED

        labels = [label for label in labels if label in EMBEDDED]
        if not labels:
            raise UsageError(
                "a server keeps no meaning of nodes of this kind",
                remedy=f"one of {', '.join(EMBEDDED)}",
            )
        vector = static_embedder().embed([text])[0].tolist()
        if not any(vector):
            return []
        hits: list[Hit] = []
        for label in labels:
            hits += self._ask(
                f"CALL db.index.vector.queryNodes('kg_{label.lower()}_embedding', $limit, $vector) "
                "YIELD node, score RETURN node, score",
                {"vector": vector, "limit": limit},
            )
        return _sorted(hits, limit)

    def _ask(self, cypher: str, given: dict[str, object]) -> list[Hit]:
        try:
            rows = self._store.query(cypher, given).rows
        except QueryError as error:
            if "index" not in error.message.lower():
                raise
            raise QueryError(
                "the server has no index to search", remedy="kg load makes them"
            ) from error
        return [Hit(n.label, n.id, n.title, n.get("year"), round(s, 4), "") for n, s in rows]


def _sorted(hits: list[Hit], limit: int) -> list[Hit]:
    return sorted(hits, key=lambda h: (-h.score, h.label, h.id))[:limit]
