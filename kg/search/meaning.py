"""Nodes by meaning: the static embedding of a paper's text, or of a name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from kg.extract.embedding import Vectors, static_embedder

LABELS = ("Paper", "Concept", "Dataset", "Method")


def embedded(label: str, table: pa.Table) -> Vectors:
    """The embedding of each node of a table, shape (rows, 128): of title and abstract, or name."""
    if label != "Paper":
        return static_embedder().embed([name or "" for name in table["name"].to_pylist()])
    columns = (table["title"].to_pylist(), table["abstract"].to_pylist())
    texts = [f"{title or ''}\n{abstract or ''}" for title, abstract in zip(*columns, strict=True)]
    return static_embedder().embed(texts)


def kept(generation: Path, label: str, table: pa.Table) -> Vectors:
    """As `embedded`, made at the first question and kept in the graph's folder where possible."""
    file = generation / "search" / f"{label}.npy"
    try:
        vectors: Vectors = np.load(file)
        if len(vectors) == table.num_rows:
            return vectors
    except (OSError, ValueError):
        pass
    vectors = embedded(label, table)
    try:
        file.parent.mkdir(exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}.part.npy")
        np.save(part, vectors)
        part.replace(file)
    except OSError:
        pass
    return vectors


def nearest(vectors: Vectors, text: str, limit: int) -> list[tuple[int, float]]:
    """Rows by falling cosine with a text; none for a text without a known word."""
    asked: Any = static_embedder().embed([text])[0]
    if not asked.any():
        return []
    cosines = vectors @ asked
    at = np.arange(len(cosines))
    if len(at) > limit:  # all that are no worse than the last one wanted: ties go by place
        at = np.flatnonzero(cosines >= np.partition(cosines, -limit)[-limit])
    order = at[np.argsort(-cosines[at], kind="stable")][:limit]
    return [(int(i), float(cosines[i])) for i in order if cosines[i] > 0]
