"""How quickly a graph is searched by words and by meaning: ``g.search`` as Python calls it.

    python -m benchmarks.searching GRAPH.kg

Milliseconds over twelve questions, each asked five times after one that is not counted.
"""

from __future__ import annotations

import statistics
import sys
import time

import kg

QUESTIONS = (
    "dense retrieval", "machine translation", "question answering over knowledge graphs", "BERT",
    "sentiment analysis of tweets", "graph neural networks", "low resource languages", "Gurevych",
    "coreference resolution", "summarization evaluation", "the",
    "neural machine translation with attention",
)  # fmt: skip


def main() -> None:
    with kg.open(sys.argv[1]) as g:
        for meaning in (False, True):
            for kind in (None, "paper"):
                times = []
                for question in QUESTIONS:
                    g.search(question, kind, meaning=meaning)
                    for _ in range(5):
                        began = time.perf_counter()
                        g.search(question, kind, meaning=meaning)
                        times.append(1000 * (time.perf_counter() - began))
                by, what = "meaning" if meaning else "words", kind or "all"
                most = sorted(times)[int(0.95 * len(times))]
                print(f"{by}, {what}: median {statistics.median(times):.1f} ms, 95 % {most:.1f} ms")


if __name__ == "__main__":
    main()
