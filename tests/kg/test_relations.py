"""Derived relationships against values worked out by hand and second implementations."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from concurrent.futures import Future
from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
import pyarrow as pa
import pytest

from kg import relations
from kg.paper import Author, Paper
from kg.relations import derive
from kg.resolve.papers import merge
from kg.resolve.references import relate_references
from kg.tables import GraphTables
from kg.writing import telling
from tests.kg.small_graph import small, tables

Pairs = dict[tuple[str, str], dict[str, object]]


def pairs(graph: GraphTables, name: str) -> Pairs:
    rows = graph.edges[name].to_pylist()
    return {(r["source"], r["target"]): r for r in rows}


@pytest.fixture(scope="module")
def derived() -> GraphTables:
    return derive(small())


def test_shares_benchmark_by_hand(derived: GraphTables) -> None:
    found = pairs(derived, "SHARES_BENCHMARK")
    assert set(found) == {("p1", "p2"), ("p1", "p3"), ("p2", "p3")}
    assert found["p1", "p2"]["datasets"] == ["D1", "D2"]
    assert found["p1", "p2"]["weight"] == pytest.approx(1 / math.log(4) + 1 / math.log(3))
    assert found["p2", "p3"]["weight"] == pytest.approx(1 / math.log(4))


def test_co_evaluated_and_co_cited_by_hand(derived: GraphTables) -> None:
    assert {k: v["papers"] for k, v in pairs(derived, "CO_EVALUATED_WITH").items()} == {
        ("d1", "d2"): 2
    }
    cited = pairs(derived, "CO_CITED_WITH")
    assert set(cited) == {("p1", "p2")}
    assert cited["p1", "p2"]["papers"] == 1
    assert cited["p1", "p2"]["weight"] == pytest.approx(1 / math.sqrt(2 * 1))


def test_coupling_by_hand(derived: GraphTables) -> None:
    coupled = pairs(derived, "COUPLED_WITH")
    assert set(coupled) == {("p2", "p3")}
    assert coupled["p2", "p3"]["references"] == 1
    assert coupled["p2", "p3"]["weight"] == pytest.approx(1 / math.sqrt(1 * 2))


def test_coupling_counts_works_outside_the_corpus() -> None:
    references = pa.table({"paper": ["p1", "p2", "p2"], "work": ["doi:x", "doi:x", "doi:y"]})
    coupled = pairs(derive(small(), references=references), "COUPLED_WITH")
    assert coupled["p1", "p2"]["weight"] == pytest.approx(1 / math.sqrt(2))


def test_co_occurrence_by_hand(derived: GraphTables) -> None:
    found = pairs(derived, "CO_OCCURS_WITH")
    assert set(found) == {("c1", "c3"), ("c2", "c3")}
    one = found["c1", "c3"]
    assert one["papers"] == 2
    assert one["association_strength"] == pytest.approx(2 / (2 * 3))
    assert one["npmi"] == pytest.approx(math.log((2 / 4) / ((2 / 4) * (3 / 4))) / -math.log(2 / 4))


def test_npmi_is_one_where_every_paper_has_both() -> None:
    graph = tables(
        {"Paper": [{"id": "p1"}, {"id": "p2"}],
         "Concept": [{"id": "a", "name": "a"}, {"id": "b", "name": "b"}]},
        {"HAS_CONCEPT": [("p1", "a"), ("p1", "b"), ("p2", "a"), ("p2", "b")]},
    )  # fmt: skip
    assert pairs(derive(graph), "CO_OCCURS_WITH")["a", "b"]["npmi"] == 1.0


def test_the_longest_ending_is_the_broader_concept() -> None:
    names = ["few-shot dense retrieval", "dense retrieval", "retrieval", "medieval trade", "trade"]
    graph = tables({"Concept": [{"id": n.replace(" ", "-"), "name": n} for n in names]}, {})
    assert set(pairs(derive(graph), "BROADER")) == {
        ("few-shot-dense-retrieval", "dense-retrieval"),
        ("dense-retrieval", "retrieval"),
        ("medieval-trade", "trade"),
    }


def test_related_keeps_the_nearest_of_every_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relations, "NEAREST", 2)
    rng = random.Random(5)
    papers = [f"p{i:02d}" for i in range(30)]
    graph = tables(
        {"Paper": [{"id": p} for p in papers],
         "Concept": [{"id": f"c{i}", "name": f"c{i}"} for i in range(12)]},
        {"HAS_CONCEPT": [(p, f"c{i}") for p in papers for i in rng.sample(range(12), 4)]},
    )  # fmt: skip
    found = pairs(derive(graph), "RELATED_TO")
    kept = Counter(end for pair in found for end in pair)
    assert all(kept[p] >= 2 for p in papers)
    assert len(found) <= 2 * len(papers)
    concepts = _by_source(graph, "HAS_CONCEPT")
    count = Counter(c for cs in concepts.values() for c in cs)
    idf = {c: math.log(1 + 30 / n) for c, n in count.items()}

    def score(a: str, b: str) -> float:
        length = [math.sqrt(sum(idf[c] ** 2 for c in concepts[p])) for p in (a, b)]
        return 0.8 * sum(idf[c] ** 2 for c in concepts[a] & concepts[b]) / math.prod(length)

    for (a, b), row in found.items():
        assert row["score"] == pytest.approx(score(a, b), abs=1e-5)
        better = [[score(p, o) for o in papers if o != p] for p in (a, b)]
        assert any(sum(s > row["score"] + 1e-5 for s in scores) < 2 for scores in better)


def _by_source(graph: GraphTables, name: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in graph.edges[name].to_pylist():
        found[row["source"]].add(row["target"])
    return found


@pytest.mark.parametrize("seed", range(4))
def test_random_graphs_against_networkx_and_numpy(seed: int) -> None:
    rng = random.Random(seed)
    papers = [f"p{i:02d}" for i in range(40)]
    data = [f"d{i}" for i in range(9)]
    concepts = [f"c{i}" for i in range(11)]
    cites = sorted({(a, b) for a in papers for b in rng.sample(papers, 4) if a > b})
    uses = sorted({(p, d) for p in papers for d in rng.sample(data, rng.randint(0, 3))})
    about = sorted({(p, c) for p in papers for c in rng.sample(concepts, rng.randint(0, 4))})
    graph = derive(
        tables(
            {"Paper": [{"id": p} for p in papers],
             "Dataset": [{"id": d, "name": d.upper()} for d in data],
             "Concept": [{"id": c, "name": c} for c in concepts]},
            {"CITES": cites, "EVALUATES_ON": uses, "HAS_CONCEPT": about},
        )
    )  # fmt: skip

    # coupling and co-citation: the incidence matrix times itself
    matrix = nx.to_numpy_array(nx.DiGraph([*cites]), nodelist=sorted({x for c in cites for x in c}))
    order = sorted({x for c in cites for x in c})
    for name, product, key in (
        ("COUPLED_WITH", matrix @ matrix.T, "references"),
        ("CO_CITED_WITH", matrix.T @ matrix, "papers"),
    ):
        expected = {
            (order[i], order[j]): (
                product[i, j],
                product[i, j] / np.sqrt(product[i, i] * product[j, j]),
            )
            for i, j in combinations(range(len(order)), 2)
            if product[i, j]
        }
        found = {k: (v[key], v["weight"]) for k, v in pairs(graph, name).items()}
        assert found.keys() == expected.keys()
        for k, (count, weight) in expected.items():
            assert found[k] == (count, pytest.approx(weight))

    # shared benchmarks: Adamic-Adar of the bipartite graph, with 1 + degree
    used = _by_source(graph, "EVALUATES_ON")
    degree = Counter(d for ds in used.values() for d in ds)
    shares = pairs(graph, "SHARES_BENCHMARK")
    for a, b in combinations(sorted(used), 2):
        common = used[a] & used[b]
        assert ((a, b) in shares) == bool(common)
        if common:
            assert shares[a, b]["datasets"] == sorted(d.upper() for d in common)
            expected_weight = sum(1 / math.log(1 + degree[d]) for d in common)
            assert shares[a, b]["weight"] == pytest.approx(expected_weight)

    # co-occurrence: counted one by one
    counted = Counter(
        pair
        for cs in _by_source(graph, "HAS_CONCEPT").values()
        for pair in combinations(sorted(cs), 2)
    )
    assert {k: v["papers"] for k, v in pairs(graph, "CO_OCCURS_WITH").items()} == counted


def test_a_paper_that_cites_itself_or_its_own_preprint_couples_with_nobody() -> None:
    by = (Author("Ada Bee"),)
    records = [
        Paper("x1", "Alpha retrieval", year=2001, authors=by, references=("x2", "title:other")),
        Paper("x2", "Alpha retrieval", year=2001, authors=by, cited_by=("x1",)),
        Paper("x3", "Gamma ranking", year=2003, references=("x1", "x2")),
    ]
    merged = merge(records)
    alpha, gamma = (m.key for m in merged)
    cites, references = relate_references(merged, records, [])
    assert [(r["source"], r["target"]) for r in cites.to_pylist()] == [(gamma, alpha)]
    assert references.to_pylist() == [
        {"paper": alpha, "work": "title:other"},
        {"paper": gamma, "work": alpha},
    ]


def test_who_waits_for_relationships_is_told_what_interrupts() -> None:
    made: Future[Path] = Future()
    made.set_result(Path("BROADER.parquet"))
    later: dict[str, Future[Path]] = {"BROADER": made, "RELATED_TO": Future()}
    with pytest.raises(KeyboardInterrupt), telling(later):
        raise KeyboardInterrupt
    assert made.result() == Path("BROADER.parquet")
    with pytest.raises(KeyboardInterrupt):
        later["RELATED_TO"].result(timeout=0)
