"""How fast the recipes answer: every one, on the embedded engine and on Neo4j, side by side.

    python benchmarks/queries.py                       # a graph of 20,000 ACL papers, built first
    python benchmarks/queries.py --papers 5000 --runs 3
    python benchmarks/queries.py --graph acl.kg        # one that is there

Parameters are the graph's most used names: `--names` of them, one after the other. A recipe's
median and worst are over names and runs, in milliseconds, rows read; one run on each engine
before is not counted. With ``--neo4j FOLDER`` the server's data stay there for the next time.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

if not __package__:  # as a file: this folder would hide the package `queries` behind the file
    sys.path.pop(0)

from kg import pipeline, stores
from kg.folder import GraphFolder
from kg.stores import neo4j_server
from kg.stores.base import Store
from kg.stores.neo4j import Neo4jStore
from queries import popular, recipes

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "acl-20k.jsonl.gz"
PASSWORD = "only-for-benchmarks"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=20_000)
    parser.add_argument("--graph", type=Path)
    parser.add_argument("--neo4j", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--names", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=[], metavar="RECIPE")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        graph = args.graph or _build(Path(folder), args.papers)
        home = args.neo4j or Path(folder, "neo4j")
        with stores.connect(graph) as one, _server(home, graph) as two:
            _report(_measure(one, two, args.only, args.runs, args.names))


def _build(folder: Path, papers: int) -> Path:
    source, graph = folder / "papers.jsonl.gz", folder / "papers.kg"
    with (
        gzip.open(CORPUS, "rt", encoding="utf-8") as lines,
        gzip.open(source, "wt", encoding="utf-8", compresslevel=1) as file,
    ):
        file.writelines(itertools.islice(lines, papers))
    pipeline.build([source], graph)
    return graph


@contextmanager
def _server(home: Path, graph: Path) -> Iterator[Store]:
    loaded = home / "loaded-from"
    with (
        neo4j_server.Neo4jServer(home, password=PASSWORD, heap="2g") as server,
        Neo4jStore(server.uri, "neo4j", PASSWORD) as store,
    ):
        if not loaded.exists() or loaded.read_text() != str(graph.resolve()):
            began = time.perf_counter()
            store.load(GraphFolder.open(graph).tables())
            print(f"loaded into Neo4j in {time.perf_counter() - began:.0f} s", file=sys.stderr)
            loaded.write_text(str(graph.resolve()))
        yield store


def _measure(
    one: Store, two: Store, only: list[str], runs: int, names: int
) -> dict[str, tuple[list[float], list[float]]]:
    chosen = [popular.popular(one, rank) for rank in range(names)]
    measured: dict[str, tuple[list[float], list[float]]] = {}
    for name, recipe in recipes.all_recipes().items():
        if only and name not in only:
            continue
        taken: tuple[list[float], list[float]] = ([], [])
        seen: list[dict[str, Any]] = []
        for names_ in chosen:
            given = popular.parameters(recipe, names_)
            if given in seen:
                continue
            seen.append(given)
            for store, times in zip((one, two), taken, strict=True):
                recipes.run(store, recipe, given)
                for _ in range(runs):
                    began = time.perf_counter()
                    recipes.run(store, recipe, given)
                    times.append(1000 * (time.perf_counter() - began))
        measured[name] = taken
        print(f"{name}: {statistics.median(taken[0]):.0f} ms", file=sys.stderr, flush=True)
    return measured


def _report(measured: dict[str, tuple[list[float], list[float]]]) -> None:
    print("| recipe | embedded, median | worst | Neo4j, median | worst |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, (ours, theirs) in measured.items():
        print(
            f"| {name} | {statistics.median(ours):.1f} | {max(ours):.1f} "
            f"| {statistics.median(theirs):.1f} | {max(theirs):.1f} |"
        )
    medians = [(statistics.median(a), statistics.median(b)) for a, b in measured.values()]
    worst = max(max(a) for a, _ in measured.values())
    print(
        f"\n{len(measured)} recipes; embedded: {sum(a < 50 for a, _ in medians)} with a median "
        f"under 50 ms, the slowest median {max(a for a, _ in medians):.0f} ms, the slowest run "
        f"{worst:.0f} ms; no slower than Neo4j: {sum(a <= b for a, b in medians)}"
    )


if __name__ == "__main__":
    main()
