"""How quickly a graph is written, beside rdflib's own serialisers on the same triples.

    python benchmarks/exports.py [GRAPH.kg] [--biocypher PYTHON]

Without a graph, a made one of 50,000 nodes and 200,000 relationships with evidence; that one is
also written by BioCypher, when there is a PYTHON that has it (and pyarrow).
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import rdflib

from kg.exports import files
from kg.folder import GraphFolder
from kg.tables import GraphTables, edge_schema, node_schema

RDFLIB_MOST = 400_000
"""rdflib gets a part of the triples that is no larger, and is measured by triples a second."""


def made(papers: int = 40_000, datasets: int = 10_000, links: int = 200_000) -> GraphTables:
    """A graph of that many nodes and relationships, the same at each run."""
    rng = np.random.default_rng(7)
    empty = GraphTables.empty()
    nodes, edges = dict(empty.nodes), dict(empty.edges)
    nodes["Paper"] = pa.Table.from_pylist(
        [{"id": f"p{i:06d}", "title": f'Title {i} with "quotes"', "abstract": "An abstract. " * 20,
          "year": 1990 + i % 35, "project_pages": []} for i in range(papers)],
        schema=node_schema("Paper"),
    )  # fmt: skip
    nodes["Dataset"] = pa.Table.from_pylist(
        [{"id": f"d{i:06d}", "name": f"Set {i}", "kind": "dataset", "aliases": [f"S-{i}"]}
         for i in range(datasets)],
        schema=node_schema("Dataset"),
    )  # fmt: skip
    pairs = {
        (int(a), int(b))
        for a, b in zip(rng.integers(0, papers, links * 2), rng.integers(0, datasets, links * 2),
                        strict=True)
    }  # fmt: skip
    edges["EVALUATES_ON"] = pa.Table.from_pylist(
        [{"source_label": "Paper", "source": f"p{a:06d}", "target_label": "Dataset",
          "target": f"d{b:06d}", "evidence": f"We evaluate on Set {b}.", "start": 10, "end": 20,
          "rule": "evaluate on", "confidence": 0.875} for a, b in sorted(pairs)[:links]],
        schema=edge_schema("EVALUATES_ON"),
    )  # fmt: skip
    return GraphTables(nodes, edges)


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def biocypher(tables: GraphTables, folder: Path, python: str, form: str) -> float:
    """Seconds that BioCypher takes for the made graph in one of its forms."""
    labelled = []
    for label in ("Paper", "Dataset"):
        rows = tables.nodes[label]
        labelled.append(rows.append_column("label", pa.array([label.lower()] * len(rows))))
    nodes = pa.concat_tables(labelled, promote_options="default")
    texts = ("id", "label", "title", "abstract", "year", "name", "kind")
    pq.write_table(nodes.select(texts), folder / "nodes.parquet")
    pq.write_table(
        tables.edges["EVALUATES_ON"].drop(["source_label", "target_label"]),
        folder / "edges.parquet",
    )
    script = Path(__file__).with_name("biocypher_writing.py")
    done = subprocess.run(
        [python, str(script), str(folder), form], capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("graph", nargs="?")
    options.add_argument("--biocypher", metavar="PYTHON")
    given = options.parse_args()
    tables = GraphFolder.open(Path(given.graph)).tables() if given.graph else made()
    rows = sum(tables.counts().values())
    print(f"{rows:,} nodes and relationships")
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        took = {}
        for ending in (".nt", ".nt.gz", ".ttl", ".trig", ".jsonld"):
            took[ending] = seconds(lambda e=ending: files.export(tables, here / f"g{e}"))
        with open(here / "g.nt", encoding="utf-8") as file:
            lines = file.readlines()
        for ending, t in took.items():
            size = (here / f"g{ending}").stat().st_size / 1e6
            print(f"kg {ending[1:]:7} {len(lines):>10,} triples {t:6.1f} s "
                  f"{len(lines) / t:>10,.0f} triples/s {size:7.1f} MB")  # fmt: skip
        part = lines[:RDFLIB_MOST]
        graph = rdflib.Graph().parse(data="".join(part), format="nt")
        for form, ending in (("nt", ".nt"), ("turtle", ".ttl")):
            t = seconds(lambda f=form: graph.serialize(str(here / "theirs"), f, encoding="utf-8"))
            theirs, ours = len(graph) / t, len(lines) / took[ending]
            print(f"rdflib {form:6} {len(graph):>8,} triples {t:6.1f} s {theirs:>10,.0f} triples/s;"
                  f" kg {ours / theirs:.1f} times as fast")  # fmt: skip
        for form in files.FOLDERS:
            took[form] = t = seconds(lambda f=form: files.export_folder(tables, here / f, f))
            print(f"kg {form:12} {rows:>10,} rows {t:6.1f} s {rows / t:>10,.0f} rows/s")
        if given.biocypher and not given.graph:
            for form, ours in (("neo4j", "neo4j-admin"), ("rdf", ".ttl")):
                t = biocypher(tables, here, given.biocypher, form)
                times = t / took[ours]
                print(f"BioCypher {form} {rows:,} rows {t:.1f} s; kg {times:.0f} times as fast")


if __name__ == "__main__":
    main()
