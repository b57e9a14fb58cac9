"""Opening graphs for commands: a server's user and password come from the environment, or are
asked for at the terminal."""

from __future__ import annotations

import os
import sys

import click

from kg import stores
from kg.errors import EngineError
from kg.stores.base import Store
from kg.stores.neo4j_address import check_address


def login(uri: str, user: str | None) -> tuple[str, str]:
    """User and password of a server.

    Raises:
        UsageError: The address has a login or a path in it.
        EngineError: The environment has no password, and there is no terminal to ask at.
    """
    check_address(uri)
    name = user or os.environ.get("NEO4J_USER") or "neo4j"
    password = os.environ.get("NEO4J_PASSWORD")
    if password is None:
        if not sys.stdin.isatty():
            raise EngineError(
                f"{uri} needs a password", remedy="set the environment variable NEO4J_PASSWORD"
            )
        password = click.prompt(f"password of {name} at {uri}", hide_input=True, err=True)
    return name, str(password)


def database_named(given: str | None) -> str | None:
    """The database of a server: what was given, else what the environment says, else its own."""
    return given or os.environ.get("NEO4J_DATABASE")


def connect(graph: str, user: str | None, *, write: bool = False) -> Store:
    """Open a graph folder or, logged in, a server; raises as `login` and `kg.stores.connect`."""
    if not stores.is_server(graph):
        return stores.connect(graph, write=write)
    name, password = login(graph, user)
    return stores.connect(graph, user=name, password=password, write=write)
