"""Recipes on the bundled example and on the IEEE VIS citations: the same rows on both engines.

Rows of the example were worked out by hand, from the records and texts in examples/papers.jsonl.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.folder import GraphFolder
from kg.pipeline import build
from kg.stores import Store, connect
from queries import popular, recipes
from queries.recipe_files import parameter_names
from tests.conftest import neo4j_store
from tests.queries import citation_network

BREWING = "Resources for Brewing BEIR: Reproducible Reference Models and an Official Leaderboard"
MUVERA = "MUVERA: Multi-Vector Retrieval via Fixed Dimensional Encodings"
CONTRIEVER = "Unsupervised Dense Information Retrieval with Contrastive Learning"
CUBERT = "Learning and Evaluating Contextual Embedding of Source Code"
LAMA = "Low Rank Factorization for Compact Multi-Head Self-Attention"
DSE = "Scalable Attentive Sentence-Pair Modeling via Distilled Sentence Embedding"
MULTIHOP = "MultiHop-RAG: Benchmarking Retrieval-Augmented Generation for Multi-Hop Queries"
CATNET = (
    "Learning to Aggregate Multi-Scale Context for Instance Segmentation in Remote Sensing Images"
)
BY_HAND: list[tuple[str, dict[str, Any], tuple[str, ...], list[tuple[Any, ...]]]] = [
    ("papers-on-dataset", {"dataset": "beir"}, ("paper", "role"),
     [(MUVERA, "evaluates on"), (BREWING, "evaluates on"), (CONTRIEVER, "evaluates on")]),
    ("shares-benchmarks", {}, ("paper", "datasets"), [(BREWING, ["BEIR"]), (CONTRIEVER, ["BEIR"])]),
    ("comparable-papers", {}, ("paper", "in_common"), [(BREWING, 1), (CONTRIEVER, 1)]),
    ("evaluated-together", {"dataset": "iSAID"}, ("dataset", "other", "papers"),
     [("DIOR", "iSAID", 1), ("HRSID", "iSAID", 1), ("iSAID", "NWPU VHR-10", 1)]),
    ("datasets", {"limit": 1}, ("dataset", "kind", "papers"), [("BEIR", "benchmark", 3)]),
    ("builds-on", {}, ("paper",), [(CUBERT,), (LAMA,), (DSE,)]),
    ("descendants", {}, ("generation", "paper", "introduces"),
     [(1, CUBERT, "CuBERT"), (1, LAMA, None), (1, DSE, "DSE")]),
    ("ancestry", {}, ("generation", "builds_on"), [(1, "ColBERT")]),
    ("code-for-concept", {}, ("repository", "paper"),
     [("https://github.com/yixuantt/MultiHop-RAG", MULTIHOP)]),
    ("code", {"limit": 1}, ("repository",), [("https://github.com/DIG-Beihang/AMI",)]),
    ("find-code", {"words": "catnet"}, ("repository", "paper"),
     [("https://github.com/yeliudev/CATNet", CATNET)]),
    ("find-dataset", {"words": "bench"}, ("dataset", "aliases"),
     [("MMEB", ["Massive Multimodal Embedding Benchmark"]),
      ("MMTEB", ["Massive Multilingual Text Embedding Benchmark"])]),
    ("who-introduces", {"name": "multihop"}, ("name", "paper"), [("MultiHop-RAG", MULTIHOP)]),
    ("path", {}, ("step", "from", "relationship", "to", "why"),
     [(1, MUVERA, "SHARES_BENCHMARK", BREWING, "both evaluate on BEIR")]),
    ("main-path", {}, ("step", "paper"), [(1, MUVERA)]),
    ("most-cited", {}, ("paper",), []),
    ("author-papers", {}, ("paper",), []),
    ("venues", {}, ("venue",), []),
    ("references", {}, ("paper",), []),
    ("same-titles", {}, ("title",), []),
    ("overview", {}, ("kind", "nodes"), [("Paper", 80), ("Repository", 20)]),
]  # fmt: skip


@pytest.fixture(scope="module")
def example_stores(example_graph: Path, neo4j_uri: str) -> Iterator[tuple[Store, Store]]:
    tables = GraphFolder.open(example_graph).tables()
    with connect(example_graph) as one, neo4j_store(neo4j_uri, tables) as two:
        yield one, two


@pytest.mark.neo4j
@pytest.mark.parametrize(
    ("name", "given", "columns", "expected"), BY_HAND, ids=[name for name, *_ in BY_HAND]
)
def test_rows_of_the_example_by_hand(
    example_stores: tuple[Store, Store],
    name: str,
    given: dict[str, Any],
    columns: tuple[str, ...],
    expected: list[tuple[Any, ...]],
) -> None:
    for store in example_stores:
        answer = recipes.run(store, recipes.find(name), given)
        places = [answer.columns.index(column) for column in columns if column in answer.columns]
        rows = [tuple(row[at] for at in places) for row in answer.rows]
        if name == "overview":
            rows = [row for row in rows if row[0] in ("Paper", "Repository")]
        assert rows == expected, store.engine


def equal(one: Store, two: Store) -> int:
    """Run every recipe on both, with defaults and with the graph's own names; how many answer."""
    chosen = [popular.popular(one, rank) for rank in range(2)]
    answered = 0
    for recipe in recipes.all_recipes().values():
        some = False
        for given in ({}, *(popular.parameters(recipe, names) for names in chosen)):
            left, right = recipes.run(one, recipe, given), recipes.run(two, recipe, given)
            assert left.columns == right.columns == recipe.columns, recipe.name
            assert left.rows == right.rows, (recipe.name, given)
            some = some or bool(left.rows)
        answered += some
    return answered


@pytest.mark.neo4j
def test_every_recipe_gives_equal_rows_on_the_example(
    example_stores: tuple[Store, Store],
) -> None:
    assert equal(*example_stores) >= 40


@pytest.mark.neo4j
def test_every_recipe_gives_equal_rows_on_the_vis_citations(
    shared: Path, neo4j_uri: str, tmp_path: Path
) -> None:
    citation_network.write(shared, tmp_path / "vis.jsonl")
    build([tmp_path / "vis.jsonl"], tmp_path / "vis.kg")
    tables = GraphFolder.open(tmp_path / "vis.kg").tables()
    with connect(tmp_path / "vis.kg") as one, neo4j_store(neo4j_uri, tables) as two:
        assert equal(one, two) >= 40
        cited = recipes.run(one, recipes.find("most-cited"), {"limit": 1000})
    counted: dict[str, int] = {}
    for _, target in citation_network.citations(shared):
        counted[target] = counted.get(target, 0) + 1
    most = sorted(counted.values(), reverse=True)[:20]
    assert [row[2] for row in cited.rows[:20]] == most


def test_a_recipe_in_one_statement_gives_the_same_rows(example_graph: Path) -> None:
    with connect(example_graph) as store:
        for recipe in recipes.all_recipes().values():
            if not recipe.first or recipe.otherwise:
                continue
            bound = recipes.bind(recipe, {})
            whole = recipe.alone(store.engine)
            named = parameter_names(whole)
            rows = store.query(whole, {k: v for k, v in bound.items() if k in named}).rows
            assert sorted(map(repr, rows)) == sorted(map(repr, recipes.run(store, recipe).rows)), (
                recipe.name
            )
