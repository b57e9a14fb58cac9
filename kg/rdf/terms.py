"""Which class and property of the common vocabularies each part of the schema is.

Papers are FaBiO's research papers with Dublin Core titles, citations CiTO's, concepts SKOS's,
datasets DCAT's, methods ML-Schema's algorithms, models and software, repositories schema.org's
source code, authors FOAF's. What has no common term has one of ours, in the namespace ``kg``.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from kg import schema

PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
    "fabio": "http://purl.org/spar/fabio/",
    "cito": "http://purl.org/spar/cito/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "mls": "http://www.w3.org/ns/mls#",
    "schema": "https://schema.org/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "sh": "http://www.w3.org/ns/shacl#",
    "kg": "urn:kg:schema:",
}

CLASSES = {
    "Paper": "fabio:ResearchPaper",
    "Concept": "skos:Concept",
    "Dataset": "dcat:Dataset",
    "Method": "kg:Method",
    "Repository": "schema:SoftwareSourceCode",
    "Author": "foaf:Person",
    "Venue": "kg:Venue",
}
"""The class by which a node's label is known."""

KINDS = {
    ("Dataset", "dataset"): "mls:Dataset",
    ("Method", "method"): "mls:Algorithm",
    ("Method", "model"): "mls:Model",
    ("Method", "software"): "mls:Software",
}
"""A second class, by label and the property ``kind``."""

RELATIONS = {
    "CITES": "cito:cites",
    "HAS_CONCEPT": "dcterms:subject",
    "WRITTEN_BY": "dcterms:creator",
    "PUBLISHED_IN": "dcterms:isPartOf",
    "BROADER": "skos:broader",
}

BROADER_TERMS = {
    "EVALUATES_ON": "cito:usesDataFrom",
    "TRAINS_ON": "cito:usesDataFrom",
    "COMPARES_WITH": "cito:discusses",
    "BUILDS_ON": "cito:usesMethodIn",
    "MENTIONS": "dcterms:references",
    "CO_OCCURS_WITH": "skos:semanticRelation",  # skos:related is of no concept and one above it
}
"""Of our own relations: the common one below which the ontology puts it."""

PROPERTIES = {
    ("Paper", "title"): "dcterms:title",
    ("Paper", "abstract"): "dcterms:abstract",
    ("Paper", "year"): "fabio:hasPublicationYear",
    ("Paper", "doi"): "prism:doi",
    ("Paper", "arxiv_id"): "fabio:hasArXivId",
    ("Paper", "url"): "schema:url",
    ("Concept", "name"): "skos:prefLabel",
    ("Concept", "aliases"): "skos:altLabel",
    ("Dataset", "name"): "dcterms:title",
    ("Dataset", "aliases"): "dcterms:alternative",
    ("Method", "name"): "rdfs:label",
    ("Method", "aliases"): "skos:altLabel",
    ("Repository", "url"): "schema:codeRepository",
    ("Repository", "name"): "schema:name",
    ("Author", "name"): "foaf:name",
    ("Venue", "name"): "dcterms:title",
}
FORMER_RELATIONS = {"skos:related": "CO_OCCURS_WITH"}
"""What files of an older kg have."""

STATED = {"evidence": "prov:value"}
"""Properties of relationships that have a common term."""

DATATYPES = {"string": "", "strings": "", "int": "integer", "float": "double", "bool": "boolean"}
_DATATYPE_OF = {("Paper", "year"): "gYear"}

PART_GRAPHS = ("records", "found", "derived")
"""Named graphs of TriG: what sources say, what was found in texts, what follows from both."""


@dataclass(frozen=True, slots=True)
class Term:
    """A property: its prefixed name, the datatype of its values (of XSD; "" for text)."""

    name: str
    datatype: str
    type: schema.PropertyType


def full(name: str) -> str:
    """The IRI of a prefixed name."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def node_terms(label: str) -> dict[str, Term]:
    """Property to term, of a label; the key is Dublin Core's identifier."""
    terms = {}
    for p in schema.LABEL[label].properties:
        name = "dcterms:identifier" if p.name == "id" else PROPERTIES.get((label, p.name))
        datatype = _DATATYPE_OF.get((label, p.name), DATATYPES[p.type])
        terms[p.name] = Term(name or f"kg:{camel(p.name)}", datatype, p.type)
    return terms


def edge_terms(relationship: str) -> dict[str, Term]:
    """Property to term, of a relationship type's statements."""
    return {
        p.name: Term(STATED.get(p.name, f"kg:{camel(p.name)}"), DATATYPES[p.type], p.type)
        for p in schema.RELATIONSHIP[relationship].properties
    }


def relation(relationship: str) -> str:
    """The prefixed name of a relationship type's property."""
    return RELATIONS.get(relationship, f"kg:{camel(relationship.lower())}")


def node_iri(base: str, label: str, key: str) -> str:
    """The IRI of a node: base, label and the key percent-encoded.

    >>> node_iri("urn:kg:", "Paper", "doi:10.1/x y")
    'urn:kg:paper:doi:10.1%2Fx%20y'
    >>> node_iri("https://example.org/kg/", "Paper", "p1")
    'https://example.org/kg/paper/p1'
    """
    return f"{base}{label.lower()}{separator(base)}{quote(key, safe=':.-_')}"


def separator(base: str) -> str:
    return ":" if base.endswith(":") else "/"


def camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)
