"""Graphs that go to a real Neo4j server and back: by difference, by bulk import, by pull."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import neo4j
import numpy as np
import pyarrow as pa
import pytest

from kg.errors import EngineError, GraphError
from kg.exports import files, neo4j_admin
from kg.extract.embedding import static_embedder
from kg.folder import GraphFolder
from kg.relations import derive
from kg.restore import restore
from kg.stores import neo4j_server
from kg.stores.neo4j import Neo4jStore
from kg.tables import GraphTables
from tests.command import fails, kg
from tests.conftest import PASSWORD, cannot, wipe
from tests.kg.small_graph import small

pytestmark = pytest.mark.neo4j
NASTY = 'a "quote", \\ back\nline; \x1f tab\t é 漢字 \U0001f600'


@pytest.fixture(scope="module")
def tables() -> GraphTables:
    """The small graph with values that are hard to carry."""
    return with_hard_values(derive(small()))


def with_hard_values(tables: GraphTables) -> GraphTables:
    papers = tables.nodes["Paper"].to_pylist()
    papers[0] |= {"title": NASTY.replace("\x1f", ""), "venue": None, "doi": ""}
    papers[1] |= {"project_pages": ["https://a.example/;,", 'https://b.example/"ö"']}
    nodes = dict(tables.nodes)
    nodes["Paper"] = pa.Table.from_pylist(papers, schema=tables.nodes["Paper"].schema)
    return GraphTables(nodes, tables.edges)


@pytest.fixture
def store(neo4j_uri: str) -> Iterator[Neo4jStore]:
    wipe(neo4j_uri)
    with Neo4jStore(neo4j_uri, "neo4j", PASSWORD) as store:
        yield store
    wipe(neo4j_uri)


def run(uri: str, cypher: str) -> list[list[object]]:
    with neo4j.GraphDatabase.driver(uri, auth=("neo4j", PASSWORD)) as driver:
        return [r.values() for r in driver.execute_query(cypher).records]


def assert_same(back: GraphTables, tables: GraphTables) -> None:
    for name, table in {**tables.nodes, **tables.edges}.items():
        assert {**back.nodes, **back.edges}[name].to_pylist() == table.to_pylist(), name


def test_what_is_pulled_is_what_was_loaded(store: Neo4jStore, tables: GraphTables) -> None:
    store.load(tables)
    back, left_out = store.pull()
    assert_same(back, tables)
    assert left_out == {}


def test_only_what_changed_is_sent(store: Neo4jStore, neo4j_uri: str, tables: GraphTables) -> None:
    rows = sum(tables.counts().values())
    assert store.load(tables).sent == rows
    assert store.load(tables).sent == 0
    papers = tables.nodes["Paper"].to_pylist()
    papers[2]["year"] = 1999
    changed = GraphTables(
        tables.nodes | {"Paper": pa.Table.from_pylist(papers, tables.nodes["Paper"].schema)},
        tables.edges | {"CITES": tables.edges["CITES"].slice(1)},
    )
    summary = store.load(changed)
    assert (summary.sent, summary.deleted) == (1, 1)
    assert_same(store.pull()[0], changed)
    # what somebody deleted comes back, links too; what somebody added to our nodes is noticed
    run(neo4j_uri, "MATCH (p:Paper {id: 'p1'}) DETACH DELETE p")
    run(neo4j_uri, "MATCH (d:Dataset {id: 'd1'}), (m:Method {id: 'm1'}) CREATE (m)-[:LIKES]->(d)")
    store.load(changed)
    back, left_out = store.pull()
    assert_same(back, changed)
    assert left_out == {"relationship LIKES": 1}
    run(neo4j_uri, "MATCH (d:Dataset {id: 'd1'}) SET d.name = 'by hand'")
    assert store.load(changed).sent == 0
    assert store.load(changed, everything=True).sent == rows - 1
    assert_same(store.pull()[0], changed)


def test_a_load_that_was_cut_off_goes_on(
    store: Neo4jStore, neo4j_uri: str, seed_graph: Path
) -> None:
    """Killed when nodes, a tenth of all rows, are there; run again, it ends as if nothing had been."""
    tables = GraphFolder.open(seed_graph).tables()
    rows = sum(tables.counts().values())
    env = os.environ | {"NEO4J_PASSWORD": PASSWORD}
    process = subprocess.Popen(
        [sys.executable, "-c", _SLOW_LOAD, str(seed_graph), neo4j_uri], env=env
    )
    deadline = time.monotonic() + 60
    while run(neo4j_uri, "MATCH (n) RETURN count(n)")[0][0] < rows / 10:
        assert time.monotonic() < deadline
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert run(neo4j_uri, "MATCH (g:KgGraph) RETURN g.complete") == [[False]]
    summary = store.load(tables)
    assert 0 < summary.sent < rows
    assert_same(store.pull()[0], tables)
    assert run(neo4j_uri, "MATCH (g:KgGraph) RETURN g.complete") == [[True]]


_SLOW_LOAD = """
import os, sys, time
from pathlib import Path
from kg.folder import GraphFolder
from kg.stores import neo4j_load
from kg.stores.neo4j import Neo4jStore
neo4j_load.BATCH = 500  # of nodes with embeddings 50, so that some are sent after the tenth
store = Neo4jStore(sys.argv[2], "neo4j", os.environ["NEO4J_PASSWORD"])
tables = GraphFolder.open(Path(sys.argv[1])).tables()
store.load(tables, advance=lambda rows: time.sleep(0.1))
"""


def test_embeddings_can_be_asked_for_the_nearest(
    store: Neo4jStore, neo4j_uri: str, seed_graph: Path
) -> None:
    tables = GraphFolder.open(seed_graph).tables()
    store.load(tables)
    nearest = run(
        neo4j_uri,
        "MATCH (p:Paper) WHERE p.title STARTS WITH 'MUVERA' "
        "CALL db.index.vector.queryNodes('kg_paper_embedding', 3, p.embedding) "
        "YIELD node, score RETURN node.title, score ORDER BY score DESC",
    )
    assert str(nearest[0][0]).startswith("MUVERA")
    assert nearest[0][1] > nearest[1][1] > nearest[2][1] > 0.5
    papers = tables.nodes["Paper"].to_pylist()
    vectors = static_embedder().embed([f"{p['title']}\n{p['abstract']}" for p in papers])
    titles = [p["title"] for p in papers]
    near = vectors @ vectors[titles.index(nearest[0][0])]
    closest = [titles[i] for i in np.argsort(-near)[:5]]
    assert {title for title, _ in nearest} <= set(closest)
    concept = run(
        neo4j_uri,
        "MATCH (c:Concept {name: 'dense retrieval'}) "
        "CALL db.index.vector.queryNodes('kg_concept_embedding', 5, c.embedding) "
        "YIELD node RETURN node.name",
    )
    assert ["dense retrieval"] in concept


def test_a_server_with_another_graph_or_another_schema_is_refused(
    store: Neo4jStore, neo4j_uri: str, tables: GraphTables
) -> None:
    run(neo4j_uri, "CREATE (:Person {name: 'x'})-[:KNOWS]->(:Person {name: 'y'})")
    with pytest.raises(GraphError, match="no graph of this schema"):
        store.pull()
    wipe(neo4j_uri)
    store.load(tables)
    run(neo4j_uri, "MATCH (p:Paper {id: 'p1'}) SET p.year = 'MMXX'")
    with pytest.raises(GraphError, match="should be int, there is 'MMXX'"):
        store.pull()


def test_the_bulk_import_gives_the_same_graph(seed_graph: Path, tmp_path: Path) -> None:
    """kg neo4j start, kg load --via-import, kg pull: as a user types them."""
    if missing := neo4j_server.missing_tools():
        cannot(f"a Neo4j server needs {' and '.join(missing)}")
    tables = with_hard_values(GraphFolder.open(seed_graph).tables())
    restore(tables, tmp_path / "hard.kg", origin="a test")
    neo4j_server.quicken()
    server = neo4j_server.Neo4jServer(tmp_path / "home", password=PASSWORD, short=True)
    server.start()
    try:
        running = neo4j_server.status(tmp_path / "home")
        assert running is not None
        memory = Path(f"/proc/{running.pid}/maps")
        assert not memory.exists() or "-classes-" in memory.read_text()
        env = {"NEO4J_PASSWORD": PASSWORD}
        done = kg("load", tmp_path / "hard.kg", "--via-import", "--home", tmp_path / "home", **env)
        assert done.returncode == 0, done.stderr
        assert "imported" in done.stdout
        again = sum(tables.nodes[x].num_rows for x in ("Paper", "Concept"))  # for embeddings
        for label in ("Dataset", "Method"):
            again += sum(not x for x in tables.nodes[label]["aliases"].to_pylist())
        assert f"({again:,} sent, 0 deleted)" in done.stdout  # the rest is known by checksums
        for label in ("Dataset", "Method"):
            asked = f"MATCH (n:{label}) WHERE n.aliases IS NULL RETURN count(n)"
            assert run(server.uri, asked) == [[0]]
        pulled = kg("pull", server.uri, "-o", tmp_path / "p.kg", **env)
        assert pulled.returncode == 0, pulled.stderr
        assert_same(GraphFolder.open(tmp_path / "p.kg").tables(), tables)
        assert server.takes_password()
        other = neo4j_server.Neo4jServer(tmp_path / "home", password="not-the-first-one")
        assert not other.takes_password()
        for _ in range(6):
            with suppress(EngineError):
                Neo4jStore(server.uri, "neo4j", "wrong").close()
        with pytest.raises(EngineError, match="refuses every login for some seconds"):
            Neo4jStore(server.uri, "neo4j", PASSWORD)
    finally:
        neo4j_server.stop_server(tmp_path / "home")


def test_a_servers_own_settings_stay_and_one_that_forbids_writing_is_named(
    seed_graph: Path, tmp_path: Path
) -> None:
    if missing := neo4j_server.missing_tools():
        cannot(f"a Neo4j server needs {' and '.join(missing)}")
    home = tmp_path / "home"
    conf = home / "conf" / "neo4j.conf"
    with neo4j_server.Neo4jServer(home, password=PASSWORD, short=True):
        pass  # makes the database, which a server that may not write can't
    changed = {
        "pagecache.size=128m": "pagecache.size=64m",
        "db.tx_log.preallocate": "# db.tx_log.preallocate",
    }
    text = conf.read_text()
    for old, new in changed.items():
        assert old in text
        text = text.replace(old, new)
    conf.write_text(text + "# Größe: mine\nserver.databases.default_to_read_only=true\n")
    with neo4j_server.Neo4jServer(home, password=PASSWORD, short=True) as server:
        lines = conf.read_text().splitlines()
        told = fails(1, "load", seed_graph, server.uri, says="read-only", NEO4J_PASSWORD=PASSWORD)
    assert "its neo4j.conf forbids writing (server.databases.default_to_read_only" in told
    address = server.uri.removeprefix("bolt://")
    bolt = [f"server.bolt.{x}_address={address}" for x in ("listen", "advertised")]
    kept = [line for line in conf.read_text().splitlines() if line not in bolt]
    assert sorted(lines) == sorted([*kept, *bolt])
    assert kept == [
        line
        for line in [*text.splitlines(), "# Größe: mine",
                     "server.databases.default_to_read_only=true"]
        if not line.startswith("server.bolt.")
    ]  # fmt: skip


def test_the_exported_script_imports_as_kg_load_does(tables: GraphTables, tmp_path: Path) -> None:
    """Its words and files are those of ``--via-import``, which is shown to give the same graph."""
    (tmp_path / "own").mkdir()
    words = neo4j_admin.write(tables, tmp_path / "own")
    assert "--multiline-fields=Paper.csv" in words
    files.export_folder(tables, tmp_path / "files", "neo4j-admin")
    for path in (tmp_path / "own").iterdir():
        assert (tmp_path / "files" / path.name).read_bytes() == path.read_bytes()
    script = (tmp_path / "files" / neo4j_admin.SCRIPT).read_text()
    called = shlex.split(script.partition("exec ")[2].replace("\\\n", " "))
    assert called == ["neo4j-admin", *words]


def test_wrong_words_are_told(seed_graph: Path, tmp_path: Path) -> None:
    env = {"NEO4J_PASSWORD": PASSWORD}
    fails(2, "load", seed_graph, says="no server is named", **env)
    fails(2, "load", seed_graph, "bolt://x:1", "--via-import", says="takes no address", **env)
    fails(
        1, "load", seed_graph, "--via-import", "--home", tmp_path, says="no server of ours", **env
    )
    fails(2, "pull", "nothing", says="not the address", **env)
