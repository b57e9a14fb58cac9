"""Concepts beside those of peers, on the same papers in the same run.

    python benchmarks/keywords.py [--records test] [--papers 27]

Peers: KeyBERT as it comes (1-3-grams, English stop words, MiniLM), KeyBERT with MMR (diversity
0.7), YAKE (n = 3). Each gives ten phrases a paper; F1 is score.py's on ``concepts``.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))

from annotated import records, score_module
from keybert import KeyBERT
from keybert.backend import BaseEmbedder

from kg.extract import extract_one
from kg.extract.embedding import MiniLMEmbedder
from kg.paper import Paper

Ranker = Callable[[str, str], list[str]]


class MiniLM(BaseEmbedder):
    def __init__(self) -> None:
        super().__init__()
        self.model = MiniLMEmbedder()

    def embed(self, documents: Any, verbose: bool = False) -> Any:
        return self.model.embed([str(d) for d in documents])


def rankers() -> dict[str, Ranker]:
    keybert = KeyBERT(model=MiniLM())
    settings: dict[str, Any] = {
        "keyphrase_ngram_range": (1, 3),
        "stop_words": "english",
        "top_n": 10,
    }
    found: dict[str, Ranker] = {
        "kg (default)": lambda t, a: _ours(t, a, "static"),
        "kg --keywords keybert": lambda t, a: _ours(t, a, "keybert"),
        "KeyBERT": lambda t, a: [w for w, _ in keybert.extract_keywords(f"{t}. {a}", **settings)],
        "KeyBERT + MMR": lambda t, a: [
            w
            for w, _ in keybert.extract_keywords(
                f"{t}. {a}", use_mmr=True, diversity=0.7, **settings
            )
        ],
    }
    try:
        import yake
    except ImportError:
        print("YAKE is not installed (pip install yake): left out", file=sys.stderr)
    else:
        extractor = yake.KeywordExtractor(n=3, top=10)
        found["YAKE"] = lambda t, a: [w for w, _ in extractor.extract_keywords(f"{t}. {a}")]
    return found


def _ours(title: str, abstract: str, keywords: str) -> list[str]:
    extraction = extract_one(Paper("x", title, abstract), keywords=keywords)
    return [m.name for m in extraction.of("concept")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", nargs="+", default=["test"])
    parser.add_argument("--papers", type=int, default=1000)
    args = parser.parse_args()
    score = score_module()
    gold = records(*args.records)[: args.papers]
    rates = {}
    print("| concepts by | precision | recall | F1 | papers/s (one process) |")
    print("| --- | --- | --- | --- | --- |")
    for name, rank in rankers().items():
        rank(gold[0]["title"], gold[0]["abstract"])
        began = time.perf_counter()
        predicted = {r["id"]: {"concepts": rank(r["title"], r["abstract"])} for r in gold}
        rates[name] = len(gold) / (time.perf_counter() - began)
        row = score.score({r["id"]: r for r in gold}, predicted)["concepts"]
        p, r, f1 = row["precision"], row["recall"], row["f1"]
        print(f"| {name} | {p:.2f} | {r:.2f} | {f1:.2f} | {rates[name]:.1f} |", flush=True)
    ratio = rates["kg (default)"] / rates["KeyBERT"]
    print(f"\nkg's whole extraction runs at {ratio:.0f} times KeyBERT's rate")


if __name__ == "__main__":
    main()
