"""How fast a graph is built, and how cost grows with the papers.

    python benchmarks/build.py                      # 1,250, 5,000 and 20,000 papers
    python benchmarks/build.py --papers 1250 --keybert 20

Prints papers a second, the share of each stage and peak memory (this process and its children),
then the time that adding 100 papers to the largest graph takes. With ``--keybert N``, stock
KeyBERT's papers a second on N of the same papers, measured in the same run.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import resource
import tempfile
import time
from pathlib import Path

from kg import pipeline

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "acl-20k.jsonl.gz"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, nargs="+", default=[1_250, 5_000, 20_000])
    parser.add_argument("--keybert", type=int, default=0, metavar="N")
    args = parser.parse_args()
    rate = 0.0
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder)
        for papers in args.papers:
            graph = Path(folder, f"{papers}.kg")
            rate = _build(Path(folder, f"{papers}.jsonl.gz"), graph, papers)
        _add(Path(folder, "more.jsonl.gz"), graph)
    if args.keybert:
        theirs = _keybert(args.keybert)
        print(f"stock KeyBERT: {theirs:.2f} papers/s; kg's whole build: {rate / theirs:.0f} times")


def _build(source: Path, graph: Path, papers: int) -> float:
    _write(source, itertools.islice(_lines(), 100, 100 + papers))
    began = time.perf_counter()
    summary = pipeline.build([source], graph)
    took = time.perf_counter() - began
    shares = ", ".join(f"{k} {v / took:.0%}" for k, v in summary.seconds.items())
    memory = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(
        f"{summary.counts['Paper']:,} papers: {took:.1f} s, {papers / took:.0f} papers/s; "
        f"{shares}; peak {memory / 1024:.0f} MB",
        flush=True,
    )
    return papers / took


def _add(source: Path, graph: Path) -> None:
    _write(source, itertools.islice(_lines(), 100))
    began = time.perf_counter()
    summary = pipeline.add(graph, [source])
    print(f"adding {summary.extracted} papers: {time.perf_counter() - began:.1f} s", flush=True)


def _lines() -> itertools.chain[str]:
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        return itertools.chain(list(lines))


def _write(path: Path, lines: itertools.islice[str]) -> None:
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        file.writelines(lines)


def _keybert(papers: int) -> float:
    import json

    from keybert import KeyBERT
    from keywords import MiniLM

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
