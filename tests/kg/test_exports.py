"""Files that take a graph elsewhere, read back by those who define them."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest
import rdflib

from kg.relations import derive
from kg.stores import files
from kg.stores.networkx_graph import to_networkx
from kg.tables import GraphTables
from tests.kg.small_graph import small


@pytest.fixture(scope="module")
def tables() -> GraphTables:
    return derive(small())


def test_node_link_json_is_the_graph(tables: GraphTables, tmp_path: Path) -> None:
    files.export(tables, tmp_path / "g.json")
    back = nx.node_link_graph(json.loads((tmp_path / "g.json").read_text()), edges="edges")
    graph = to_networkx(tables)
    assert set(back) == {"/".join(n) for n in graph}
    assert (
        back.number_of_edges()
        == graph.number_of_edges()
        == sum(t.num_rows for t in tables.edges.values())
    )
    assert back.nodes["Dataset/d1"]["aliases"] == ["D-1", "Dee"]
    assert back.edges["Paper/p1", "Dataset/d1", "EVALUATES_ON"]["evidence"] == "It says so."


def test_graphml_is_read_by_networkx(tables: GraphTables, tmp_path: Path) -> None:
    files.export(tables, tmp_path / "g.graphml")
    back = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    assert back.number_of_nodes() == 11
    assert back.number_of_edges() == sum(t.num_rows for t in tables.edges.values())
    assert back.nodes["Paper/p3"]["title"] == 'Gamma\'s "quoted" \\ title'
    assert back.nodes["Dataset/d1"]["aliases"] == "D-1 | Dee"


@pytest.mark.parametrize("ending", [".ttl", ".nt"])
def test_rdf_answers_sparql(tables: GraphTables, tmp_path: Path, ending: str) -> None:
    files.export(tables, tmp_path / f"g{ending}")
    graph = rdflib.Graph().parse(tmp_path / f"g{ending}")
    cites = graph.query(
        "PREFIX cito: <http://purl.org/spar/cito/> PREFIX dct: <http://purl.org/dc/terms/> "
        "SELECT ?a ?b WHERE { ?p cito:cites ?q . ?p dct:title ?a . ?q dct:title ?b } ORDER BY ?a ?b"
    )
    assert [(str(a), str(b)) for a, b in cites] == [
        ("Beta", "Alpha: one"),
        ('Gamma\'s "quoted" \\ title', "Alpha: one"),
        ('Gamma\'s "quoted" \\ title', "Beta"),
    ]
    evidence = graph.query(
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
        "PREFIX kg: <urn:kg:schema:> PREFIX prov: <http://www.w3.org/ns/prov#> "
        "SELECT ?s ?e ?c WHERE { ?x rdf:predicate kg:evaluatesOn ; rdf:subject ?s ; "
        "rdf:object <urn:kg:dataset:d2> ; prov:value ?e ; kg:confidence ?c } ORDER BY ?s"
    )
    assert [(str(s), str(e), float(c)) for s, e, c in evidence] == [
        ("urn:kg:paper:p1", "It says so.", 0.9),
        ("urn:kg:paper:p2", "It says so.", 0.9),
    ]


def test_a_failing_writer_leaves_nothing(tmp_path: Path) -> None:
    def fail(part: Path) -> None:
        part.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(Exception, match="No space left"):
        files.whole(tmp_path / "g.json", fail, force=False)
    assert list(tmp_path.iterdir()) == []
