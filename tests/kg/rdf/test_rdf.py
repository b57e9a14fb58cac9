"""RDF: what is written is what rdflib and Oxigraph read, and what comes back is the same graph."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow as pa
import pyoxigraph
import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SDO, SKOS

from kg import schema
from kg.errors import InputError, QueryError
from kg.folder import GraphFolder
from kg.rdf import ontology, oxigraph, read, terms, write
from kg.rdf.rdflib_graph import to_rdflib
from kg.relations import derive
from kg.stores.base import Limits
from kg.tables import GraphTables
from tests.command import fails, kg
from tests.kg.small_graph import small

ENDINGS = (".nt", ".ttl", ".trig", ".jsonld", ".nt.gz", ".ttl.gz")
NASTY = 'a "quote" \\ back\nline\r\ttab \x00\x07 é 漢字 \u2028 <b> \U0001f600 end\\'


@pytest.fixture(scope="module")
def tables() -> GraphTables:
    """The small graph, with a title that is hard to write and fields that are empty or missing."""
    tables = derive(small())
    papers = tables.nodes["Paper"].to_pylist()
    papers[0] |= {"title": NASTY, "abstract": "", "doi": "10.1000/a(b)<c>", "venue": None}
    papers[1] |= {"project_pages": ["https://a.example", "https://b.example/ö"]}
    nodes = dict(tables.nodes)
    nodes["Paper"] = pa.Table.from_pylist(papers, schema=tables.nodes["Paper"].schema)
    return GraphTables(nodes, tables.edges)


@pytest.fixture(scope="module")
def example(example_graph: Path) -> GraphTables:
    return GraphFolder.open(example_graph).tables()


def assert_same(back: GraphTables, tables: GraphTables) -> None:
    for name, table in {**tables.nodes, **tables.edges}.items():
        assert {**back.nodes, **back.edges}[name].to_pylist() == table.to_pylist(), name


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_read_back_is_the_graph_row_for_row(
    tables: GraphTables, example: GraphTables, tmp_path: Path, ending: str
) -> None:
    for number, graph in enumerate((tables, example)):
        path = tmp_path / f"{number}{ending}"
        write.write(graph, path)
        back, left_out = read.read(path)
        assert_same(back, graph)
        assert not left_out


def test_rdflib_reads_the_same_triples_in_every_form(tables: GraphTables, tmp_path: Path) -> None:
    found = []
    for ending, form in ((".nt", "nt"), (".ttl", "turtle"), (".jsonld", "json-ld")):
        write.write(tables, tmp_path / f"g{ending}")
        found.append(set(rdflib.Graph().parse(tmp_path / f"g{ending}", format=form)))
    write.write(tables, tmp_path / "g.trig")
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(tmp_path / "g.trig", format="trig")
    found.append(set(dataset.triples((None, None, None))))
    assert {str(g.identifier).rpartition(":")[2] for g in dataset.graphs() if len(g)} >= {
        "records", "found", "derived",
    }  # fmt: skip
    assert found[0] == found[1] == found[2] == found[3] == set(to_rdflib(tables))
    titles = {str(o) for s, p, o in found[0] if p == DCTERMS.title}
    assert NASTY in titles


def test_every_form_has_the_very_same_terms(tables: GraphTables, tmp_path: Path) -> None:
    """A store that holds one form of a graph takes nothing more from another."""
    found = []
    for ending, form in (
        ("nt", pyoxigraph.RdfFormat.N_TRIPLES),
        ("ttl", pyoxigraph.RdfFormat.TURTLE),
        ("trig", pyoxigraph.RdfFormat.TRIG),
        ("jsonld", pyoxigraph.RdfFormat.JSON_LD),
    ):
        write.write(tables, tmp_path / f"g.{ending}")
        quads = pyoxigraph.parse(path=str(tmp_path / f"g.{ending}"), format=form)
        found.append({str(q.triple) for q in quads})
    assert found[0] == found[1] == found[2] == found[3]
    assert any("double" in triple for triple in found[0])


def test_concepts_are_related_as_skos_allows(example: GraphTables, tmp_path: Path) -> None:
    """SKOS S27: what is above a concept is not related to it; terms of one paper may be both."""
    graph = to_rdflib(example)
    related = set(graph.subject_objects(SKOS.related))
    for concept in set(graph.subjects(SKOS.broader)):
        above = set(graph.transitive_objects(concept, SKOS.broader)) - {concept}
        assert not any((concept, a) in related or (a, concept) in related for a in above)
    beside = list(graph.subject_objects(rdflib.URIRef(terms.full("kg:coOccursWith"))))
    assert len(beside) == example.edges["CO_OCCURS_WITH"].num_rows > 0
    path = tmp_path / "old.nt"
    write.write(example, path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("urn:kg:schema:coOccursWith", str(SKOS.related)), encoding="utf-8")
    assert read.read(path)[0].edges["CO_OCCURS_WITH"] == example.edges["CO_OCCURS_WITH"]


def test_triples_of_a_citation_are_as_written_by_hand(tables: GraphTables, tmp_path: Path) -> None:
    write.write(tables, tmp_path / "g.nt", base="https://example.org/kg/")
    lines = (tmp_path / "g.nt").read_text(encoding="utf-8").split("\n")[:-1]
    paper = "<https://example.org/kg/paper/{}>".format
    assert f"{paper('p2')} <http://purl.org/spar/cito/cites> {paper('p1')} ." in lines
    year = "<http://purl.org/spar/fabio/hasPublicationYear>"
    years = [line for line in lines if line.startswith(f"{paper('p1')} {year}")]
    row = tables.nodes["Paper"].to_pylist()[0]
    assert years == [
        f'{paper("p1")} {year} "{row["year"]}"^^<http://www.w3.org/2001/XMLSchema#gYear> .'
    ]
    assert len(lines) == len(set(lines)) == len(to_rdflib(tables))


def test_every_term_is_in_its_vocabulary() -> None:
    """rdflib knows the terms of most; those of FaBiO, CiTO, PRISM and ML-Schema are listed here."""
    known = {
        "rdf": RDF, "rdfs": RDFS, "owl": OWL, "dcterms": DCTERMS, "skos": SKOS, "dcat": DCAT,
        "schema": SDO, "foaf": FOAF, "prov": PROV,
    }  # fmt: skip
    listed = {
        "fabio": {"ResearchPaper", "hasPublicationYear", "hasArXivId"},
        "cito": {"cites", "usesDataFrom", "usesMethodIn", "discusses"},
        "prism": {"doi"},
        "mls": {"Dataset", "Algorithm", "Model", "Software"},
    }
    published = rdflib.Graph().parse(data=ontology.ontology(), format="turtle")
    own = {str(s) for s in published.subjects() if str(s).startswith(terms.PREFIXES["kg"])}
    used = {*terms.CLASSES.values(), *terms.KINDS.values(), *terms.BROADER_TERMS.values()}
    used |= {terms.relation(r) for r in schema.RELATIONSHIP}
    used |= {t.name for x in schema.LABEL for t in terms.node_terms(x).values()}
    used |= {t.name for x in schema.RELATIONSHIP for t in terms.edge_terms(x).values()}
    used |= {"rdf:type", "rdf:Statement", "rdf:subject", "rdf:predicate", "rdf:object"}
    used |= {"schema:sameAs", "prov:wasDerivedFrom", "dcterms:identifier"}
    for name in sorted(used):
        prefix, _, local = name.partition(":")
        if prefix == "kg":
            assert terms.full(name) in own, name
        elif prefix in listed:
            assert local in listed[prefix], name
        else:
            assert rdflib.URIRef(terms.full(name)) in known[prefix], name


def test_shapes_accept_a_graph_and_refuse_a_broken_one(
    example: GraphTables, tables: GraphTables
) -> None:
    from pyshacl import validate

    shapes = rdflib.Graph().parse(data=ontology.shapes(), format="turtle")
    conforms, _, text = validate(to_rdflib(example), shacl_graph=shapes)
    assert conforms, text
    graph = to_rdflib(tables)
    paper = next(graph.subjects(RDF.type, rdflib.URIRef(terms.full("fabio:ResearchPaper"))))
    title = next(graph.objects(paper, DCTERMS.title))
    graph.remove((paper, DCTERMS.title, title))
    statement = next(graph.subjects(RDF.type, RDF.Statement))
    graph.set((statement, rdflib.URIRef(terms.full("kg:confidence")), rdflib.Literal(1.5)))
    conforms, _, text = validate(graph, shacl_graph=shapes)
    assert not conforms
    assert text.count("Constraint Violation") == 2
    assert "MinCountConstraintComponent" in text
    assert "1.5" in text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.ttl", "<a> <b> ; .", "not ttl"),
        ("a.nt", "<urn:a> <urn:b> <urn:c> .\n", "no node of a graph"),
        ("a.nt", "<urn:a> <urn:b>\n", "not nt"),
        ("a.doc", "", "no form of RDF"),
        ("a.jsonld", '{"@context": "https://schema.org/", "name": "x"}', "nothing is fetched"),
    ],
)
def test_rdf_that_is_not_ours_is_told(tmp_path: Path, name: str, content: str, says: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(InputError, match=says):
        read.read(tmp_path / name)


def test_a_broken_archive_and_a_wrong_number_are_told(tables: GraphTables, tmp_path: Path) -> None:
    write.write(tables, tmp_path / "g.nt")
    text = (tmp_path / "g.nt").read_bytes()
    packed = gzip.compress(text)
    (tmp_path / "cut.nt.gz").write_bytes(packed[: len(packed) // 2])
    with pytest.raises(InputError, match="cut"):
        read.read(tmp_path / "cut.nt.gz")
    wrong = text.replace(b'hasPublicationYear> "20', b'hasPublicationYear> "MM', 1)
    (tmp_path / "wrong.nt").write_bytes(wrong)
    with pytest.raises(InputError, match="hasPublicationYear of p1 should be int"):
        read.read(tmp_path / "wrong.nt")


def test_triples_of_others_are_counted(tables: GraphTables, tmp_path: Path) -> None:
    write.write(tables, tmp_path / "g.nt")
    with open(tmp_path / "g.nt", "a", encoding="utf-8") as file:
        file.write(
            "<urn:kg:paper:p1> <urn:x:likes> <urn:kg:paper:p2> .\n<urn:x> <urn:y> <urn:z> .\n"
        )
        file.write("<urn:kg:paper:p1> <http://purl.org/spar/cito/cites> <urn:elsewhere> .\n")
    back, left_out = read.read(tmp_path / "g.nt")
    assert_same(back, tables)
    assert left_out == {"urn:x:likes": 1, "urn:y": 1, "http://purl.org/spar/cito/cites": 1}


def test_a_triple_said_twice_is_one(tables: GraphTables, tmp_path: Path) -> None:
    """Exports put behind each other; a store's dump that has them in several graphs."""
    write.write(tables, tmp_path / "g.nt")
    lines = (tmp_path / "g.nt").read_text(encoding="utf-8").split("\n")[:-1]
    again = [f"{line[:-1]}<urn:x:graph> ." for line in lines]
    (tmp_path / "g.nq").write_text("\n".join([*lines, *again, ""]), encoding="utf-8")
    back, left_out = read.read(tmp_path / "g.nq")
    assert_same(back, tables)
    assert not left_out


def test_two_values_where_one_belongs_are_counted_and_two_nodes_of_a_key_refused(
    tables: GraphTables, tmp_path: Path
) -> None:
    write.write(tables, tmp_path / "g.nt")
    title = f"<urn:kg:paper:p1> <{DCTERMS.title}> "
    with open(tmp_path / "g.nt", "a", encoding="utf-8") as file:
        file.write(f'{title}"Ein Titel"@de .\n')
    back, left_out = read.read(tmp_path / "g.nt")
    assert_same(back, tables)
    assert left_out == {str(DCTERMS.title): 1}
    write.write(tables, tmp_path / "other.nt", base="https://example.org/kg/")
    with open(tmp_path / "g.nt", "ab") as file:
        file.write((tmp_path / "other.nt").read_bytes())
    with pytest.raises(InputError, match=r"urn:kg:paper:p1 and https://example.org/kg/paper/p1"):
        read.read(tmp_path / "g.nt")


@pytest.fixture(scope="module")
def database(tables: GraphTables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sparql")
    write.write(tables, folder / "g.nt")
    oxigraph.fill(folder / "store", folder / "g.nt")
    return folder / "store"


PREFIXES = {p: i for p, i in terms.PREFIXES.items()}


def test_sparql_gives_what_rdflib_gives(database: Path, tables: GraphTables) -> None:
    question = (
        "SELECT ?a ?b ?y WHERE { ?p cito:cites ?q ; dcterms:title ?a ; "
        "fabio:hasPublicationYear ?y . ?q dcterms:title ?b } ORDER BY ?a ?b"
    )
    result = oxigraph.ask(database, question, PREFIXES, Limits())
    theirs = to_rdflib(tables).query(question)
    assert result.columns == ("a", "b", "y")
    assert [tuple(map(str, row)) for row in result] == [tuple(map(str, row)) for row in theirs]
    assert len(result) == 3
    assert isinstance(result.rows[0][2], int)
    assert oxigraph.ask(database, "ASK { ?x a kg:Method }", PREFIXES, Limits()).rows == [(True,)]
    made = "CONSTRUCT { ?q cito:isCitedBy ?p } WHERE { ?p cito:cites ?q }"
    assert len(oxigraph.ask(database, made, PREFIXES, Limits())) == 3
    cut = oxigraph.ask(database, "SELECT * { ?s ?p ?o }", PREFIXES, Limits(rows=5))
    assert (len(cut), cut.truncated) == (5, True)


def test_what_a_question_constructs_is_turtle(database: Path, tables: GraphTables) -> None:
    question = "CONSTRUCT { ?q cito:isCitedBy ?p } WHERE { ?p cito:cites ?q }"
    text, cut = oxigraph.turtle(database, question, PREFIXES, Limits())
    theirs = to_rdflib(tables).query(question).graph
    assert theirs is not None
    assert set(rdflib.Graph().parse(data=text, format="turtle")) == set(theirs)
    assert (text.count("@prefix cito:"), cut) == (1, "")
    text, cut = oxigraph.turtle(database, question, PREFIXES, Limits(rows=2))
    assert len(rdflib.Graph().parse(data=text, format="turtle")) == 2
    assert cut == "the first 2 rows"
    with pytest.raises(QueryError, match="give rows, not triples"):
        oxigraph.turtle(database, "ASK { ?x a kg:Method }", PREFIXES, Limits())


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("SELECT ?x WHERE { ?x", "can't be read here"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "refused: SERVICE"),
        ("SELECT * { service silent <http://127.0.0.1:1/> { ?s ?p ?o } }", "refused: SERVICE"),
        ("SELECT * { # x\r SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "refused: SERVICE"),
        ("SELECT * { ?s ?p kg:x\\#y . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "refused: S"),
        ("SELECT * { ?s ?p <u:\\u0041#> . SERVICE <http://127.0.0.1:1/> {} }", "refused: SERVICE"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "can't be read"),
        ("LOAD <file:///etc/passwd>", "can't be read"),
    ],
)
def test_sparql_that_is_wrong_or_leaves_the_graph_is_refused(
    database: Path, question: str, says: str
) -> None:
    with pytest.raises(QueryError, match=says):
        oxigraph.ask(database, question, PREFIXES, Limits())


def test_service_in_a_text_or_an_address_is_no_service(database: Path) -> None:
    question = "SELECT ?x { ?x rdfs:label 'SERVICE' . ?x <urn:SERVICE> ?SERVICE } # SERVICE"
    assert oxigraph.ask(database, question, PREFIXES, Limits()).rows == []


def test_sparql_has_a_deadline(database: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
    with pytest.raises(QueryError, match="took longer than"):
        oxigraph.ask(database, endless, PREFIXES, Limits(seconds=0.2))


def test_an_imported_graph_answers_and_says_that_it_cannot_grow(
    example_graph: Path, example: GraphTables, tmp_path: Path
) -> None:
    write.write(example, tmp_path / "g.ttl")
    again = tmp_path / "again.kg"
    made = kg("import", tmp_path / "g.ttl", "-o", again)
    assert made.returncode == 0, made.stderr
    asked = ("datasets", "--format", "csv")
    assert kg("query", again, *asked).stdout == kg("query", example_graph, *asked).stdout
    for change in (("add", again, tmp_path / "g.ttl"), ("update", again), ("remove", again, "x")):
        fails(1, *change, says="without the records of its papers")
    fails(1, "import", tmp_path / "g.ttl", "-o", again, says="is there already")
    fails(1, "explain", again, "BEIR", says="records")
