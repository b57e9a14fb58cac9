"""How quickly a graph gets into a Neo4j server: over Bolt, again, and by neo4j-admin's import.

    python benchmarks/load.py [GRAPH.kg]

Without a graph, a made one of 50,000 nodes and 200,000 relationships over Bolt, and one of
100,000 nodes and 1,000,000 relationships by import. Starts a server of its own (Java, Maven).
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.exports import made
from kg import schema
from kg.exports import neo4j_admin
from kg.folder import GraphFolder
from kg.stores import neo4j_load
from kg.stores.neo4j import Neo4jStore
from kg.stores.neo4j_server import Neo4jServer
from kg.tables import GraphTables

PASSWORD = "only-for-benchmarks"


def over_bolt(tables: GraphTables, server: Neo4jServer) -> None:
    counts = tables.counts()
    nodes = sum(counts[x] for x in schema.LABEL)
    edges = sum(counts[x] for x in schema.RELATIONSHIP)
    spent = {"nodes": 0.0, "relationships": 0.0}
    send = neo4j_load._send

    def timed(session, part, *rest, **options):  # type: ignore[no-untyped-def]
        began = time.perf_counter()
        send(session, part, *rest, **options)
        spent["relationships" if part.ends else "nodes"] += time.perf_counter() - began

    neo4j_load._send = timed
    with Neo4jStore(server.uri, "neo4j", PASSWORD) as store:
        for turn in ("first load", "again, unchanged", "again, everything"):
            spent.update(nodes=0.0, relationships=0.0)
            summary = store.load(tables, everything=turn.endswith("everything"))
            print(f"bolt, {turn}: {summary.seconds:.1f} s, {summary.sent:,} of "
                  f"{nodes + edges:,} rows sent")  # fmt: skip
            if summary.sent:
                print(f"  nodes {nodes / spent['nodes']:,.0f}/s, relationships "
                      f"{edges / spent['relationships']:,.0f}/s")  # fmt: skip
    neo4j_load._send = send


def by_import(tables: GraphTables, server: Neo4jServer, folder: Path) -> None:
    rows = sum(tables.counts().values())
    began = time.perf_counter()
    words = neo4j_admin.write(tables, folder)
    written = time.perf_counter()
    server.admin(*words, folder=folder)
    done = time.perf_counter()
    print(f"import: {rows:,} rows written in {written - began:.1f} s, imported in "
          f"{done - written:.1f} s, {rows / (done - written):,.0f} rows/s")  # fmt: skip


def main() -> None:
    given = GraphFolder.open(Path(sys.argv[1])).tables() if sys.argv[1:] else None
    with tempfile.TemporaryDirectory() as folder:
        server = Neo4jServer(Path(folder, "home"), password=PASSWORD, heap="1g")
        server.start()
        try:
            over_bolt(given or made(), server)
        finally:
            server.stop()
        files = Path(folder, "files")
        files.mkdir()
        by_import(given or made(80_000, 20_000, 1_000_000), server, files)


if __name__ == "__main__":
    main()
