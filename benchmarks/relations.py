"""How fast relationships are derived, on made input.

    python benchmarks/relations.py                   # 100,000 papers
    python benchmarks/relations.py --papers 20000

Each paper has some 10 of as many concepts, and some 30 references, half of them to papers of the
corpus, half to five times as many works outside. How often a thing is drawn follows a lognormal
law with variance 1.3, as citations do (Radicchi, Fortunato & Castellano, PNAS 2008). Prints rows
and seconds for each statement, and peak memory.
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np
import pyarrow as pa

from kg import relations
from kg.sql import DuckDB
from kg.tables import GraphTables, edge_schema, node_schema

CONCEPTS, REFERENCES = 10, 30
VARIANCE = 1.3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=100_000)
    args = parser.parse_args()
    tables, references = made(args.papers)
    print(
        f"{args.papers:,} papers, {tables.edges['HAS_CONCEPT'].num_rows:,} HAS_CONCEPT, "
        f"{references.num_rows:,} references, {tables.edges['CITES'].num_rows:,} CITES",
        flush=True,
    )
    began = time.perf_counter()
    related = relations.derive(tables, references=references, sql_engine=Timed)
    took = time.perf_counter() - began
    for name in relations.ORDER:
        print(f"  {name}: {related.edges[name].num_rows:,} rows")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"all together {took:.1f} s; peak {memory:,.0f} MB")


class Timed(DuckDB):
    """Tells the time of each statement."""

    def table(self, statement: str) -> pa.Table:
        began = time.perf_counter()
        made = super().table(statement)
        print(f"  {made.num_rows:>9,} rows in {time.perf_counter() - began:5.2f} s", flush=True)
        return made

    def pairs(self, name: str, items: str, least: float) -> None:
        """Tells the pairs and their time, that of their items included."""
        began = time.perf_counter()
        super().pairs(name, items, least)
        print(f"  {name} in {time.perf_counter() - began:5.2f} s", flush=True)


def made(papers: int) -> tuple[GraphTables, pa.Table]:
    """A graph with papers, concepts and citations; and all references."""
    random = np.random.default_rng(7)
    keys = np.array([f"p{i:07d}" for i in range(papers)])
    names = np.array([f"concept {i:06d}" for i in range(papers)])
    outside = np.array([f"w{i:07d}" for i in range(5 * papers)])
    concepts = pairs(random, papers, CONCEPTS, papers)
    within = pairs(random, papers, REFERENCES // 2, papers)
    without = pairs(random, papers, REFERENCES // 2, len(outside))
    empty = GraphTables.empty()
    nodes = dict(empty.nodes)
    edges = dict(empty.edges)
    nodes["Paper"] = filled(node_schema("Paper"), {"id": keys, "title": keys})
    nodes["Concept"] = filled(node_schema("Concept"), {"id": names, "name": names})
    edges["HAS_CONCEPT"] = linked("HAS_CONCEPT", "Concept", keys[concepts[0]], names[concepts[1]])
    own = within[0] == within[1]
    citing, cited = keys[within[0][~own]], keys[within[1][~own]]
    edges["CITES"] = linked("CITES", "Paper", citing, cited)
    references = pa.table(
        {
            "paper": np.concatenate([citing, keys[without[0]]]).astype(object),
            "work": np.concatenate([cited, outside[without[1]]]).astype(object),
        }
    )
    return GraphTables(nodes, edges), references


def pairs(
    random: np.random.Generator, rows: int, each: int, things: int
) -> tuple[np.ndarray, np.ndarray]:
    """Row and thing, some `each` a row, each pair once."""
    row = np.repeat(np.arange(rows), each)
    often = random.lognormal(0.0, np.sqrt(VARIANCE), things)
    thing = random.choice(things, len(row), p=often / often.sum())
    unique = np.unique(row * things + thing)
    return unique // things, unique % things


def filled(form: pa.Schema, columns: dict[str, np.ndarray]) -> pa.Table:
    size = len(next(iter(columns.values())))
    arrays = [
        pa.array(columns[f.name].astype(object), f.type) if f.name in columns
        else pa.nulls(size, f.type)
        for f in form
    ]  # fmt: skip
    return pa.table(arrays, schema=form)


def linked(name: str, target: str, sources: np.ndarray, targets: np.ndarray) -> pa.Table:
    size = len(sources)
    ends = {
        "source_label": np.full(size, "Paper"),
        "source": sources,
        "target_label": np.full(size, target),
        "target": targets,
    }
    return filled(edge_schema(name), ends)


if __name__ == "__main__":
    main()
