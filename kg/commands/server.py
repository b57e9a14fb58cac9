"""``kg neo4j``: a local Neo4j server."""

from __future__ import annotations

import os
from pathlib import Path

import click

from kg.errors import EngineError
from kg.stores import neo4j_server


def start(home: str, port: int) -> int:
    """Start a server in `home` and say where it answers."""
    password = os.environ.get("NEO4J_PASSWORD")
    if not password or len(password) < 8:
        raise EngineError(
            "the server needs a password of 8 letters or more",
            remedy="export NEO4J_PASSWORD=… and start again",
        )
    click.echo(
        "starting Neo4j; the first time its jars (123 MB) are fetched and its classes archived",
        err=True,
    )
    neo4j_server.quicken()
    folder = Path(home).resolve()
    server = neo4j_server.Neo4jServer(folder, password=password, bolt_port=port)
    server.start()
    click.echo(f"Neo4j {neo4j_server.version()} answers at {server.uri}, user neo4j")
    if not server.takes_password():
        click.echo(
            f"its password is not NEO4J_PASSWORD's value, but the one of the first start in {home}",
            err=True,
        )
    return 0


def stop(home: str) -> int:
    """Stop the server of `home`."""
    stopped = neo4j_server.stop_server(Path(home).resolve())
    click.echo("stopped" if stopped else f"no server of ours runs in {home}")
    return 0


def status(home: str) -> int:
    """Say whether a server runs in `home`; 1 when none does."""
    uri = neo4j_server.server_uri(Path(home).resolve())
    click.echo(f"running at {uri}" if uri else f"no server of ours runs in {home}")
    return 0 if uri else 1
