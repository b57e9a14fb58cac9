"""What we publish about our RDF: an ontology of our own terms, and SHACL shapes of a graph.

Both are made from `kg.schema`; ``kg ontology`` prints them.
"""

from __future__ import annotations

import json

from kg import schema
from kg.rdf import terms


def ontology() -> str:
    """The ontology of the terms in the namespace ``kg``, in Turtle."""
    parts = [_prefixes(), _about()]
    for label in schema.LABELS:
        if terms.CLASSES[label.name].startswith("kg:"):
            parts.append(_term(terms.CLASSES[label.name], "owl:Class", label.name, label.doc))
    for relationship in schema.RELATIONSHIPS:
        if relationship.name in terms.RELATIONS:
            continue
        extra = []
        sources = {terms.CLASSES[a] for a, _ in relationship.ends}
        targets = {terms.CLASSES[b] for _, b in relationship.ends}
        if len(sources) == 1:
            extra.append(f"rdfs:domain {min(sources)}")
        if len(targets) == 1:
            extra.append(f"rdfs:range {min(targets)}")
        if relationship.name in terms.BROADER_TERMS:
            extra.append(f"rdfs:subPropertyOf {terms.BROADER_TERMS[relationship.name]}")
        kind = "owl:ObjectProperty"
        if relationship.symmetric:
            kind += ", owl:SymmetricProperty"
        name = terms.relation(relationship.name)
        parts.append(_term(name, kind, _words(name), relationship.doc, extra))
    parts.extend(
        _term(name, "owl:DatatypeProperty", _words(name), "; ".join(sorted(docs)),
              [f"rdfs:range {datatype}"])
        for name, (docs, datatype) in sorted(_data_properties().items())
    )  # fmt: skip
    return "\n".join(parts)


def shapes() -> str:
    """SHACL shapes that the RDF of every graph conforms to, in Turtle."""
    parts = [_prefixes()]
    for label in schema.LABELS:
        said = terms.node_terms(label.name)
        properties = []
        for p in label.properties:
            least = 1 if p.name in ("id", label.title) else 0
            properties.append(_shape(said[p.name], least))
        for r in schema.RELATIONSHIPS:
            targets = [terms.CLASSES[b] for a, b in r.ends if a == label.name]
            if targets:
                classes = " ".join(f"[ sh:class {t} ]" for t in dict.fromkeys(targets))
                allowed = f"sh:or ( {classes} )" if len(targets) > 1 else f"sh:class {targets[0]}"
                properties.append(f"[ sh:path {terms.relation(r.name)} ; {allowed} ]")
        lines = [
            f"kg:{label.name}Shape a sh:NodeShape",
            f"sh:targetClass {terms.CLASSES[label.name]}",
            *(f"sh:property {p}" for p in properties),
        ]
        parts.append(" ;\n    ".join(lines) + " .\n")
    parts.append(_statement_shape())
    return "\n".join(parts)


def _shape(term: terms.Term, least: int) -> str:
    datatype = f"xsd:{term.datatype}" if term.datatype else "xsd:string"
    counts = f" ; sh:minCount {least}" if least else ""
    counts += "" if term.type == "strings" else " ; sh:maxCount 1"
    return f"[ sh:path {term.name} ; sh:datatype {datatype}{counts} ]"


def _statement_shape() -> str:
    """Of every statement about a relationship; what it may carry, each at most once."""
    said: dict[str, terms.Term] = {}
    for r in schema.RELATIONSHIPS:
        said |= {t.name: t for t in terms.edge_terms(r.name).values()}
    predicates = " ".join(terms.relation(r.name) for r in schema.RELATIONSHIPS)
    lines = [
        "kg:StatementShape a sh:NodeShape",
        "sh:targetClass rdf:Statement",
        "sh:property [ sh:path rdf:subject ; sh:nodeKind sh:IRI ; sh:minCount 1 ; sh:maxCount 1 ]",
        f"sh:property [ sh:path rdf:predicate ; sh:in ( {predicates} ) ; sh:minCount 1 ; "
        "sh:maxCount 1 ]",
        "sh:property [ sh:path rdf:object ; sh:nodeKind sh:IRI ; sh:minCount 1 ; sh:maxCount 1 ]",
        *(f"sh:property {_shape(t, 0)}" for name, t in said.items() if name != "kg:confidence"),
        "sh:property [ sh:path kg:confidence ; sh:datatype xsd:double ; sh:maxCount 1 ; "
        "sh:minInclusive 0e0 ; sh:maxInclusive 1e0 ]",
    ]
    return " ;\n    ".join(lines) + " .\n"


def _data_properties() -> dict[str, tuple[set[str], str]]:
    """Our own properties of nodes and statements: what they mean, and their datatype."""
    found: dict[str, tuple[set[str], str]] = {}
    everything = [(x.properties, terms.node_terms(x.name)) for x in schema.LABELS]
    everything += [(x.properties, terms.edge_terms(x.name)) for x in schema.RELATIONSHIPS]
    for properties, said in everything:
        for p in properties:
            term = said[p.name]
            if term.name.startswith("kg:"):
                datatype = f"xsd:{term.datatype}" if term.datatype else "xsd:string"
                found.setdefault(term.name, (set(), datatype))[0].add(p.doc)
    return found


def _prefixes() -> str:
    return "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in terms.PREFIXES.items())


def _about() -> str:
    return (
        "<urn:kg:schema:> a owl:Ontology ;\n"
        '    dcterms:title "Citation and concept knowledge graph"@en ;\n'
        f'    owl:versionInfo "{schema.VERSION}" .\n'
    )


def _term(name: str, kind: str, label: str, doc: str, extra: list[str] | None = None) -> str:
    lines = [
        f"{name} a {kind}",
        f"rdfs:label {json.dumps(label)}@en",
        f"rdfs:comment {json.dumps(doc, ensure_ascii=False)}@en",
        "rdfs:isDefinedBy <urn:kg:schema:>",
        *(extra or []),
    ]
    return " ;\n    ".join(lines) + " .\n"


def _words(name: str) -> str:
    local = name.partition(":")[2]
    return "".join(f" {c.lower()}" if c.isupper() else c for c in local)
