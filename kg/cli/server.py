"""``kg neo4j``: a local server."""

from __future__ import annotations

import click


@click.group()
def neo4j() -> None:
    """Run a local Neo4j server from Maven Central's jars (needs Java 17 and Maven, no Docker).

    \b
    Examples:
      export NEO4J_PASSWORD=at-least-8-letters
      kg neo4j start
      kg load seed.kg bolt://127.0.0.1:7687
      kg neo4j stop
    """


@neo4j.command()
@click.option("--home", default=".neo4j", show_default=True, help="Folder of the server's data.")
@click.option("--port", type=int, default=7687, show_default=True, help="Bolt port.")
def start(home: str, port: int) -> int:
    """Start the server; its password is NEO4J_PASSWORD's value at the first start.

    It listens on 127.0.0.1 only. The first start fetches its jars (123 MB) into $KG_CACHE.
    What you change in HOME/conf/neo4j.conf stays; only the addresses of Bolt are --port's.

    \b
    Examples:
      kg neo4j start
      kg neo4j start --home /srv/neo4j --port 7688
    """
    from kg.commands import server

    return server.start(home, port)


@neo4j.command()
@click.option("--home", default=".neo4j", show_default=True, help="Folder of the server's data.")
def stop(home: str) -> int:
    """Stop the server that kg started.

    \b
    Example:
      kg neo4j stop --home /srv/neo4j
    """
    from kg.commands import server

    return server.stop(home)


@neo4j.command()
@click.option("--home", default=".neo4j", show_default=True, help="Folder of the server's data.")
def status(home: str) -> int:
    """Say whether the server runs, and where; the exit code is 1 when it doesn't.

    \b
    Example:
      kg neo4j status || kg neo4j start
    """
    from kg.commands import server

    return server.status(home)
