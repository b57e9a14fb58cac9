"""The graph as RDF: Turtle and N-Triples by rdflib.

Papers are FaBiO research papers with Dublin Core titles, citations CiTO's, concepts SKOS's,
datasets DCAT's, repositories schema.org's source code. What has no common term has one of ours,
below ``urn:kg:schema:``. A relationship found in text carries its evidence as a reified statement.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from rdflib import DCTERMS, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, FOAF

from kg import schema
from kg.tables import GraphTables

KG = Namespace("urn:kg:schema:")
FABIO = Namespace("http://purl.org/spar/fabio/")
CITO = Namespace("http://purl.org/spar/cito/")
SDO = Namespace("https://schema.org/")
PROV = Namespace("http://www.w3.org/ns/prov#")

CLASSES = {
    "Paper": FABIO.ResearchPaper,
    "Concept": SKOS.Concept,
    "Dataset": DCAT.Dataset,
    "Method": KG.Method,
    "Repository": SDO.SoftwareSourceCode,
    "Author": FOAF.Person,
    "Venue": KG.Venue,
}
PREDICATES = {
    "CITES": CITO.cites,
    "HAS_CONCEPT": DCTERMS.subject,
    "WRITTEN_BY": DCTERMS.creator,
    "PUBLISHED_IN": DCTERMS.isPartOf,
    "BROADER": SKOS.broader,
    "CO_OCCURS_WITH": SKOS.related,
}
PROPERTIES = {
    ("Paper", "title"): DCTERMS.title,
    ("Paper", "abstract"): DCTERMS.abstract,
    ("Paper", "year"): FABIO.hasPublicationYear,
    ("Paper", "doi"): DCTERMS.identifier,
    ("Paper", "url"): SDO.url,
    ("Concept", "name"): SKOS.prefLabel,
    ("Concept", "aliases"): SKOS.altLabel,
    ("Dataset", "name"): DCTERMS.title,
    ("Dataset", "aliases"): DCTERMS.alternative,
    ("Method", "name"): RDFS.label,
    ("Method", "aliases"): SKOS.altLabel,
    ("Repository", "url"): SDO.codeRepository,
    ("Repository", "name"): SDO.name,
    ("Author", "name"): FOAF.name,
    ("Venue", "name"): DCTERMS.title,
}
_TYPES = {"int": XSD.integer, "float": XSD.double, "bool": XSD.boolean}


def iri(label: str, key: str) -> URIRef:
    """The IRI of a node: ``urn:kg:LABEL:KEY``, the key percent-encoded."""
    return URIRef(f"urn:kg:{label.lower()}:{quote(key, safe=':.-_')}")


def to_rdf(tables: GraphTables) -> Graph:
    """The whole graph as triples."""
    graph = Graph()
    for prefix, namespace in (
        ("kg", KG), ("fabio", FABIO), ("cito", CITO), ("sdo", SDO), ("prov", PROV),
    ):  # fmt: skip
        graph.bind(prefix, namespace)
    for label, table in tables.nodes.items():
        types = {p.name: p.type for p in schema.LABEL[label].properties}
        for row in table.to_pylist():
            subject = iri(label, row.pop("id"))
            graph.add((subject, RDF.type, CLASSES[label]))
            for name, value in row.items():
                predicate = PROPERTIES.get((label, name), KG[_camel(name)])
                for item in value if isinstance(value, list) else [value]:
                    if item is not None and item != "":
                        graph.add((subject, predicate, _literal(item, types[name])))
    for name, table in tables.edges.items():
        _add_edges(graph, name, table.to_pylist())
    return graph


def _add_edges(graph: Graph, name: str, rows: list[dict[str, Any]]) -> None:
    kind = schema.RELATIONSHIP[name]
    predicate = PREDICATES.get(name, KG[_camel(name.lower())])
    types = {p.name: p.type for p in kind.properties}
    for row in rows:
        source = iri(row["source_label"], row["source"])
        target = iri(row["target_label"], row["target"])
        graph.add((source, predicate, target))
        said = {p: row[p] for p in types if row[p] is not None and row[p] != ""}
        if not said:
            continue
        ends = f"{row['source_label']}/{row['source']}/{row['target_label']}/{row['target']}"
        statement = iri("statement", f"{name}/{ends}")
        graph.add((statement, RDF.type, RDF.Statement))
        graph.add((statement, RDF.subject, source))
        graph.add((statement, RDF.predicate, predicate))
        graph.add((statement, RDF.object, target))
        for key, value in said.items():
            predicate_of = PROV.value if key == "evidence" else KG[_camel(key)]
            for item in value if isinstance(value, list) else [value]:
                graph.add((statement, predicate_of, _literal(item, types[key])))


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)


def _literal(value: Any, type_: str) -> Literal:
    return Literal(value, datatype=_TYPES.get(type_))


def write(tables: GraphTables, path: Path) -> None:
    """Write Turtle (``.ttl``) or N-Triples (``.nt``), by the ending."""
    form = "turtle" if path.suffix == ".ttl" else "nt"
    to_rdf(tables).serialize(destination=str(path), format=form, encoding="utf-8")
