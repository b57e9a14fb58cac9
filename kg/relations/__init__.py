"""Derived relationships: one ``.sql`` file each, run on DuckDB.

The files are written in the part of SQL that DuckDB and Spark both speak. They read the tables
of the graph by their names in small letters, and besides: ``refs`` (paper, work), ``endings``
(concept, ending, words), ``alike`` (source, target, similarity) and ``settings`` (one row).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from kg import schema
from kg.errors import EngineError
from kg.tables import GraphTables, edge_schema

ORDER = (
    "BROADER",
    "CO_OCCURS_WITH",
    "SHARES_BENCHMARK",
    "CO_EVALUATED_WITH",
    "COUPLED_WITH",
    "CO_CITED_WITH",
    "RELATED_TO",
)
"""RELATED_TO reads others, so it comes last."""

SMALL = 1_000
"""Up to so many papers a pair counts that occurs once; above, from two on."""
NEAREST = 5
TEXT_LIMIT = 25_000
"""Above so many papers texts are not compared pairwise (memory and time grow as the square)."""


def sql(relationship: str) -> str:
    """The statement that derives a relationship type."""
    return Path(__file__).with_name(f"{relationship.lower()}.sql").read_text(encoding="utf-8")


def derive(
    tables: GraphTables,
    *,
    references: pa.Table | None = None,
    texts: Mapping[str, str] | None = None,
) -> GraphTables:
    """The graph with its derived relationships, made anew.

    Args:
        tables: Nodes, and the relationships that were read or found.
        references: Columns paper, work: all references; by default those of ``CITES``.
        texts: Paper key to text, for the similarity of texts; by default none is used.

    Raises:
        EngineError: DuckDB runs out of memory or disk.
    """
    if references is None:
        cites = tables.edges["CITES"]
        references = pa.table({"paper": cites["source"], "work": cites["target"]})
    edges = dict(tables.edges)
    try:
        with duckdb.connect() as connection:
            connection.execute("SET enable_progress_bar = false")
            for name, table in {**tables.nodes, **tables.edges}.items():
                if name not in ORDER:
                    connection.register(name.lower(), table)
            connection.register("refs", references)
            connection.register("endings", _endings(tables.nodes["Concept"]))
            connection.register("alike", _alike(texts or {}))
            connection.register("settings", _settings(tables.nodes["Paper"].num_rows))
            for name in ORDER:
                columns = ", ".join(f'"{c}"' for c in schema.RELATIONSHIP[name].columns)
                made: pa.Table = connection.sql(
                    f"SELECT {columns} FROM ({sql(name)}) ORDER BY source, target"
                ).to_arrow_table()
                edges[name] = made.cast(edge_schema(name))
                connection.register(name.lower(), edges[name])
    except duckdb.Error as error:
        raise EngineError(f"DuckDB can't derive the relationships: {error}") from error
    return GraphTables(tables.nodes, edges)


def _settings(papers: int) -> pa.Table:
    return pa.table(
        {
            "papers": [papers],
            "least_papers": [1 if papers <= SMALL else 2],
            "least_shared": [1 if papers <= SMALL else 2],
            "most_papers": [1_000],
            "common_papers": [max(25, min(papers // 10, 400))],
            "nearest": [NEAREST],
            "least_score": [0.05],
        }
    )


def _endings(concepts: pa.Table) -> pa.Table:
    """Every proper ending of every concept's name, in whole words."""
    rows: list[tuple[str, str, int]] = []
    for key, name in zip(concepts["id"].to_pylist(), concepts["name"].to_pylist(), strict=True):
        words = name.lower().split()
        rows += [(key, " ".join(words[i:]), len(words) - i) for i in range(1, len(words))]
    return pa.table(
        {
            "concept": pa.array([r[0] for r in rows], pa.string()),
            "ending": pa.array([r[1] for r in rows], pa.string()),
            "words": pa.array([r[2] for r in rows], pa.int64()),
        }
    )


def _alike(texts: Mapping[str, str]) -> pa.Table:
    """The nearest texts of each paper by cosine of static embeddings, from 0.5 on."""
    source: list[str] = []
    target: list[str] = []
    similarity: list[float] = []
    keys = sorted(texts)
    if 1 < len(keys) <= TEXT_LIMIT:
        from kg.extract.embedding import static_embedder

        vectors = static_embedder().embed([texts[k] for k in keys])
        vectors = vectors - vectors.mean(axis=0)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        best: dict[tuple[int, int], float] = {}
        for at in range(0, len(keys), 1024):
            near = vectors[at : at + 1024] @ vectors.T
            near[np.arange(len(near)), np.arange(at, at + len(near))] = -1
            count = min(2 * NEAREST, len(keys) - 1)
            top = np.argpartition(-near, count - 1, axis=1)[:, :count]
            for row in range(len(near)):
                for column in top[row]:
                    value = round(float(near[row, column]), 5)
                    if value >= 0.3:
                        i, j = sorted((at + row, int(column)))
                        best[i, j] = value
        for (i, j), value in sorted(best.items()):
            source.append(keys[i])
            target.append(keys[j])
            similarity.append(value)
    return pa.table(
        {
            "source": pa.array(source, pa.string()),
            "target": pa.array(target, pa.string()),
            "similarity": pa.array(similarity, pa.float64()),
        }
    )
