"""How fast the recipes answer: every one, on the embedded engine and on Neo4j, side by side.

    python benchmarks/queries.py                       # a graph of 20,000 ACL papers, built first
    python benchmarks/queries.py --papers 5000 --runs 3
    python benchmarks/queries.py --graph acl.kg        # one that is there

Parameters are the graph's most used names: `--names` of them, one after the other. A recipe's
median and worst are over names and runs, in milliseconds, rows read; one run on each engine
before is not counted. "Processor" is the median of the embedded engine's processor time, of all its
threads: what a recipe costs however busy the machine is. With ``--neo4j FOLDER`` the server's data
stay there for the next time.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
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


@dataclass
class Measured:
    """Milliseconds of one recipe's runs."""

    embedded: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)


def _measure(one: Store, two: Store, only: list[str], runs: int, names: int) -> dict[str, Measured]:
    chosen = [popular.popular(one, rank) for rank in range(names)]
    measured: dict[str, Measured] = {}
    for name, recipe in recipes.all_recipes().items():
        if only and name not in only:
            continue
        taken = measured[name] = Measured()
        seen: list[dict[str, Any]] = []
        for names_ in chosen:
            given = popular.parameters(recipe, names_)
            if given in seen:
                continue
            seen.append(given)
            for store, times in ((one, taken.embedded), (two, taken.server)):
                recipes.run(store, recipe, given)
                for _ in range(runs):
                    began, spent = time.perf_counter(), time.process_time()
                    recipes.run(store, recipe, given)
                    times.append(1000 * (time.perf_counter() - began))
                    if store is one:
                        taken.processor.append(1000 * (time.process_time() - spent))
        print(f"{name}: {median(taken.embedded):.0f} ms", file=sys.stderr, flush=True)
    return measured


def _report(measured: dict[str, Measured]) -> None:
    print("| recipe | embedded, median | worst | processor | Neo4j, median | worst |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, m in measured.items():
        print(
            f"| {name} | {median(m.embedded):.1f} | {max(m.embedded):.1f} "
            f"| {median(m.processor):.1f} | {median(m.server):.1f} | {max(m.server):.1f} |"
        )
    medians = [(median(m.embedded), median(m.server)) for m in measured.values()]
    print(
        f"\n{len(measured)} recipes; embedded: {sum(a < 50 for a, _ in medians)} with a median "
        f"under 50 ms ({sum(median(m.processor) < 50 for m in measured.values())} by processor "
        f"time), the slowest median {max(a for a, _ in medians):.0f} ms, the slowest run "
        f"{max(max(m.embedded) for m in measured.values()):.0f} ms; no slower than Neo4j: "
        f"{sum(a <= b for a, b in medians)}"
    )


if __name__ == "__main__":
    main()
