"""How fast a graph is built, and how cost grows with the papers.

    python -m benchmarks.build                      # 1,250, 5,000 and 20,000 papers
    python -m benchmarks.build --papers 1250 --keybert 20
    python -m benchmarks.build --papers 100000

Prints papers a second, the share of each stage, processor time and peak memory of all processes
together, then the time that adding 100 papers to the last graph takes. On a machine that others
use too, compare processor seconds. Beyond the corpus' 20,000, papers are made of its titles and
sentences. With ``--keybert N``, stock KeyBERT's papers a second on N of the same papers, measured
in the same run.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.watch import Watch
from kg import pipeline

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "acl-20k.jsonl.gz"
APART = 100
"""Papers at the corpus' beginning that are added in the end."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, nargs="+", default=[1_250, 5_000, 20_000])
    parser.add_argument("--keybert", type=int, default=0, metavar="N")
    args = parser.parse_args()
    rate = took = 0.0
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder)
        for papers in args.papers:
            graph = Path(folder, f"{papers}.kg")
            took = _build(Path(folder, f"{papers}.jsonl.gz"), graph, papers)
            rate = papers / took
        _add(Path(folder, "more.jsonl.gz"), graph, took)
    if args.keybert:
        theirs = _keybert(args.keybert)
        print(f"stock KeyBERT: {theirs:.2f} papers/s; kg's whole build: {rate / theirs:.0f} times")


def _build(source: Path, graph: Path, papers: int) -> float:
    _write(source, itertools.islice(_lines(), APART, APART + papers))
    began = time.perf_counter()
    with Watch() as watch:
        summary = pipeline.build([source], graph)
    took = time.perf_counter() - began
    shares = ", ".join(f"{k} {v / took:.0%}" for k, v in summary.seconds.items())
    print(
        f"{summary.counts['Paper']:,} papers: {took:.1f} s, {papers / took:.0f} papers/s; "
        f"{shares}; {watch.processor_seconds:.1f} processor seconds; "
        f"peak {watch.bytes / 1e6:,.0f} MB",
        flush=True,
    )
    return took


def _add(source: Path, graph: Path, built: float) -> None:
    _write(source, itertools.islice(_lines(), APART))
    began = time.perf_counter()
    with Watch() as watch:
        summary = pipeline.add(graph, [source])
    took = time.perf_counter() - began
    print(
        f"adding {summary.extracted} papers: {took:.1f} s, {took / built:.0%} of the build; "
        f"{watch.processor_seconds:.1f} processor seconds",
        flush=True,
    )


def _lines() -> Iterator[str]:
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        corpus = list(lines)
    yield from corpus
    yield from _made([json.loads(line) for line in corpus])


def _made(corpus: list[dict[str, Any]]) -> Iterator[str]:
    """Endless papers of two halves of titles, every other sentence, and half of the authors."""
    for turn in itertools.count(1):
        for number, one in enumerate(corpus):
            other = corpus[(number + 7919 * turn) % len(corpus)]
            first, second = one["title"].split(), other["title"].split()
            sentences = [re.split(r"(?<=\.) ", p["abstract"]) for p in (one, other)]
            record = {
                "id": f"made-{turn}-{number}",
                "title": " ".join(first[: len(first) // 2] + second[len(second) // 2 :]),
                "abstract": " ".join(sentences[0][::2] + sentences[1][1::2]),
                "authors": one["authors"][::2] + other["authors"][1::2],
                "year": one["year"],
                "venue": one["venue"],
            }
            yield json.dumps(record) + "\n"


def _write(path: Path, lines: Iterator[str]) -> None:
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        file.writelines(lines)


def _keybert(papers: int) -> float:
    from keybert import KeyBERT

    from benchmarks.keywords import MiniLM

    model = KeyBERT(model=MiniLM())
    chosen = [json.loads(line) for line in itertools.islice(_lines(), papers)]
    began = time.perf_counter()
    for record in chosen:
        model.extract_keywords(
            f"{record['title']}. {record['abstract']}", keyphrase_ngram_range=(1, 3), top_n=10
        )
    return papers / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
