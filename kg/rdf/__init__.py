"""The graph as RDF: written as a stream, read back, asked in SPARQL.

`kg.rdf.terms` says which class and property each part of `kg.schema` becomes, `kg.rdf.triples`
turns the tables into them, `kg.rdf.write` writes N-Triples, Turtle, TriG and JSON-LD,
`kg.rdf.read` makes tables of such files again, `kg.rdf.ontology` describes our own terms and the
shapes that a graph has.
"""
