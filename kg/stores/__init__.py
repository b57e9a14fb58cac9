"""Engines that hold a graph and answer Cypher; files that carry it elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import EngineError, KgError, UsageError
from kg.stores.base import Limits, Store
from kg.stores.neo4j_address import check_address

__all__ = ["Limits", "Store", "connect", "is_server"]

SERVER_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")


def is_server(target: str | Path) -> bool:
    """True for ``bolt://…`` and ``neo4j://…`` addresses, False for anything else."""
    return urlsplit(str(target)).scheme in SERVER_SCHEMES and "://" in str(target)


def connect(
    target: str | Path,
    *,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
    write: bool = False,
    together: int = 0,
) -> Store:
    """Open a graph folder or a Neo4j server.

    Args:
        target: A folder made by ``kg build``, or the address of a Neo4j server.
        user: Neo4j user; default ``$NEO4J_USER`` or ``neo4j``.
        password: Neo4j password; default ``$NEO4J_PASSWORD``.
        database: Neo4j database; default ``$NEO4J_DATABASE`` or the server's default.
        write: Let statements write; servers only.
        together: How many threads will ask at once, each through `Store.another`.

    Raises:
        UsageError: A graph folder for writing, or an address with a login or a path in it.
        GraphError: The folder is missing or not a graph, or a graph is of another schema.
        EngineError: The server doesn't answer or refuses the login.
    """
    if is_server(target):
        from kg.stores.neo4j import Neo4jStore

        check_address(str(target))
        if password is None:
            password = os.environ.get("NEO4J_PASSWORD")
        if password is None:
            raise EngineError(
                f"{target} needs a password", remedy="set the environment variable NEO4J_PASSWORD"
            )
        store = Neo4jStore(
            str(target),
            user or os.environ.get("NEO4J_USER") or "neo4j",
            password,
            database or os.environ.get("NEO4J_DATABASE"),
            write=write,
        )
        try:
            store.check_readable()
        except KgError:
            store.close()
            raise
        return store
    if write:
        raise UsageError(
            f"{target} is read only: a graph folder is made by kg build and kg add",
            remedy="leave out --write, or load the graph into a Neo4j server and write there",
        )
    from kg.folder import GraphFolder
    from kg.stores.ladybug import LadybugStore

    return LadybugStore(GraphFolder.open(Path(target)).database, together=together)
