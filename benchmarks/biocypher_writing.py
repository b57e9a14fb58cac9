"""BioCypher's time for writing a graph, told to `exports.py`, which starts this.

    PYTHON benchmarks/biocypher_writing.py FOLDER neo4j|rdf

PYTHON is one that has biocypher and pyarrow, not kg's own. FOLDER holds ``nodes.parquet`` and
``edges.parquet``. Printed in the end: seconds for writing nodes and relationships; what BioCypher
does before (its ontology) isn't counted.
"""

from __future__ import annotations

import os
import sys
import time

CLASSES = ("paper", "dataset", "association")
ONTOLOGY = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <urn:kg:> .
:entity a owl:Class ; rdfs:label "entity" .
:evaluates a owl:Class ; rdfs:label "evaluates on" ; rdfs:subClassOf :association .
""" + "".join(
    f':{name} a owl:Class ; rdfs:label "{name}" ; rdfs:subClassOf :entity .\n' for name in CLASSES
)
SCHEMA = """paper: {represented_as: node, input_label: paper}
dataset: {represented_as: node, input_label: dataset}
evaluates on: {represented_as: edge, source: paper, target: dataset, input_label: evaluates_on}
"""
SETTINGS = """biocypher: {strict_mode: false}
rdf: {rdf_format: turtle, node_labels_order: Leaves}
"""


def main() -> None:
    import pyarrow.parquet as pq
    from biocypher import BioCypher  # type: ignore[import-not-found]

    os.chdir(sys.argv[1])
    for name, text in (("o.ttl", ONTOLOGY), ("s.yaml", SCHEMA), ("c.yaml", SETTINGS)):
        with open(name, "w", encoding="utf-8") as file:
            file.write(text)
    nodes = [
        (r.pop("id"), r.pop("label"), {k: v for k, v in r.items() if v is not None})
        for r in pq.read_table("nodes.parquet").to_pylist()
    ]
    edges = [
        (None, r.pop("source"), r.pop("target"), "evaluates_on", r)
        for r in pq.read_table("edges.parquet").to_pylist()
    ]
    writer = BioCypher(
        dbms=sys.argv[2], offline=True, schema_config_path="s.yaml",
        biocypher_config_path="c.yaml", output_directory=f"out-{sys.argv[2]}",
        head_ontology={"url": "o.ttl", "root_node": "entity"},
    )  # fmt: skip
    began = time.perf_counter()
    writer.write_nodes(iter(nodes))
    writer.write_edges(iter(edges))
    print(time.perf_counter() - began)


if __name__ == "__main__":
    main()
