"""``kg neo4j``: a local server."""

from __future__ import annotations

import click


@click.group()
def neo4j() -> None:
    """Run a local Neo4j server from Maven Central's jars (needs Java 17 and Maven, no Docker)."""


@neo4j.command()
@click.option("--home", default=".neo4j", show_default=True, help="Folder of the server's data.")
@click.option("--port", type=int, default=7687, show_default=True, help="Bolt port.")
def start(home: str, port: int) -> int:
    """Start the server; its password is NEO4J_PASSWORD's value at the first start."""
    from kg.commands import server

    return server.start(home, port)


@neo4j.command()
@click.option("--home", default=".neo4j", show_default=True, help="Folder of the server's data.")
def stop(home: str) -> int:
    """Stop the server that kg started."""
    from kg.commands import server

    return server.stop(home)


@neo4j.command()
@click.option("--home", default=".neo4j", show_default=True, help="Folder of the server's data.")
def status(home: str) -> int:
    """Say whether the server runs, and where."""
    from kg.commands import server

    return server.status(home)
