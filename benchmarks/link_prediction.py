"""How well held-out links are predicted, on the IEEE VIS citations.

    python benchmarks/link_prediction.py

One link in ten is taken away (seeded), the rest is the network. For each held-out link and each of
its ends, the other end is ranked among all that the end is not linked with; equal scores share the
mean of their ranks. Hits@10 is the share of ranks up to 10, MRR the mean of 1 / rank. Beside the
measures of `kg.analysis.prediction`: the cosine of title embeddings (the abstracts of this corpus
are not public), and degree (preferential attachment), the baseline to beat.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from pathlib import Path

import networkx as nx
import numpy as np
import numpy.typing as npt

from kg.analysis import prediction
from kg.extract import embedding

HELD_OUT = 0.1
SEED = 11


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    folder = parser.parse_args().shared / "corpora" / "vis-citations"
    lines = (folder / "citations.tsv").read_text(encoding="utf-8").splitlines()
    links = sorted({tuple(sorted(line.split("\t"))) for line in lines})
    links = [(a, b) for a, b in links if a != b]
    held_out = random.Random(SEED).sample(links, round(HELD_OUT * len(links)))
    network = nx.Graph(links)
    network.remove_edges_from(held_out)
    nodes = sorted(network)
    print(f"{len(nodes):,} papers, {len(links):,} links, {len(held_out):,} held out")
    for name, scored in (
        *((m, lambda m=m: prediction.scores(network, nodes, m)) for m in prediction.MEASURES),
        ("title embedding", lambda: cosines(folder, nodes)),
        ("degree", lambda: np.tile([float(network.degree(n)) for n in nodes], (len(nodes), 1))),
    ):
        began = time.perf_counter()
        matrix = scored()
        ranks = ranked(network, nodes, held_out, matrix)
        seconds = time.perf_counter() - began
        hits, mrr = float(np.mean(ranks <= 10)), float(np.mean(1 / ranks))
        print(f"  {name:20} Hits@10 {hits:.3f}  MRR {mrr:.3f}  in {seconds:.1f} s", flush=True)


def cosines(folder: Path, nodes: list[str]) -> npt.NDArray[np.float32]:
    with gzip.open(folder / "papers.jsonl.gz", "rt", encoding="utf-8") as lines:
        titles = {p["doi"]: p["title"] for p in map(json.loads, lines)}
    vectors = embedding.static_embedder().embed([titles.get(n, "") for n in nodes])
    product: npt.NDArray[np.float32] = vectors @ vectors.T
    return product


def ranked(
    network: nx.Graph, nodes: list[str], held_out: list[tuple[str, str]], matrix: object
) -> npt.NDArray[np.float64]:
    """The rank of each held-out link's other end, from both ends."""
    place = {n: i for i, n in enumerate(nodes)}
    ranks = []
    for a, b in held_out:
        for one, other in ((a, b), (b, a)):
            row = matrix[place[one]]  # type: ignore[index]
            scores = row.toarray().ravel() if hasattr(row, "toarray") else np.asarray(row)
            rivals = np.ones(len(nodes), dtype=bool)
            rivals[[place[one], *(place[n] for n in network[one])]] = False
            own = scores[place[other]]
            among = scores[rivals]
            above, equal = int(np.sum(among > own)), int(np.sum(among == own))
            ranks.append(above + (equal + 1) / 2)
    return np.array(ranks)


if __name__ == "__main__":
    main()
