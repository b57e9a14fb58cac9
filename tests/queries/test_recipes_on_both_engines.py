"""Every recipe gives the same rows in the same order on both engines; some rows by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.folder import GraphFolder
from kg.relations import derive
from kg.stores import Store, connect
from queries import recipes
from tests.conftest import ladybug_store, neo4j_store
from tests.kg.small_graph import small

TWO = tuple[Store, Store]


@pytest.fixture(scope="module")
def small_stores(neo4j_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TWO]:
    tables = derive(small())
    with (
        ladybug_store(tmp_path_factory.mktemp("lbug"), tables) as one,
        neo4j_store(neo4j_uri, tables) as two,
    ):
        yield one, two


EXPECTED = {
    ("papers-on-dataset", "dataset", "dee"): [
        ("Alpha: one", "evaluates on", 2020, "It says so."),
        ("Beta", "evaluates on", 2021, "It says so."),
        ('Gamma\'s "quoted" \\ title', "evaluates on", 2022, "It says so."),
    ],
    ("code-for-concept", "concept", "RETRIEVAL"): [
        ("https://github.com/A/b", "Alpha: one", "retrieval")
    ],
    ("compares-with", "method", "m1"): [("Beta", None, "It says so.")],
    ("builds-on", "method", "m1"): [],
    ("who-introduces", "name", ""): [
        ("D2", "benchmark", "Delta", "It says so."),
        ("M1", "model", "Alpha: one", "It says so."),
    ],
    ("datasets", "limit", 5): [("D1", "dataset", 3), ("D2", "benchmark", 2)],
    ("most-cited", "limit", 5): [("Alpha: one", 2020, 2), ("Beta", 2021, 1)],
    ("evaluated-together", "dataset", "d2"): [("D1", "D2", 2)],
    ("papers-on-concept", "concept", "retrieval"): [
        ("Alpha: one", 0.9, 2020, "It says so."),
        ("Beta", 0.8, 2021, "It says so."),
    ],
    ("top-concepts", "kind", "task"): [("retrieval", "task", 2), ("dense retrieval", "task", 1)],
    ("find-paper", "words", "gamma"): [('Gamma\'s "quoted" \\ title', 2022, None, "p3")],
    ("find-paper", "words", "\\"): [('Gamma\'s "quoted" \\ title', 2022, None, "p3")],
    ("find-paper", "words", "\\ TITLE"): [('Gamma\'s "quoted" \\ title', 2022, None, "p3")],
    ("find-paper", "words", "\\Eta"): [],
    ("path", "to", "Delta"): [],
}


@pytest.mark.neo4j
@pytest.mark.parametrize(("name", "parameter", "value"), EXPECTED)
def test_rows_worked_out_by_hand(
    small_stores: TWO, name: str, parameter: str, value: object
) -> None:
    for store in small_stores:
        given = {parameter: value} | ({"from": "nobody"} if name == "path" else {})
        assert (
            recipes.run(store, recipes.find(name), given).rows == EXPECTED[name, parameter, value]
        )


@pytest.mark.neo4j
def test_a_path_tells_its_reasons(small_stores: TWO) -> None:
    for store in small_stores:
        rows = recipes.run(store, recipes.find("path"), {"from": "delta", "to": "gamma"}).rows
        assert [row[:4] for row in rows] == [
            (1, "Delta", "INTRODUCES", "D2"),
            (2, "D2", "EVALUATES_ON", "Alpha: one"),
            (3, "Alpha: one", "CITES", 'Gamma\'s "quoted" \\ title'),
        ]
        assert rows[0][4] == "It says so."


@pytest.mark.neo4j
def test_every_recipe_gives_equal_rows_on_the_listing(seed_graph: Path, neo4j_uri: str) -> None:
    tables = GraphFolder.open(seed_graph).tables()
    answered = 0
    with connect(seed_graph) as one, neo4j_store(neo4j_uri, tables) as two:
        for recipe in recipes.all_recipes().values():
            left, right = recipes.run(one, recipe), recipes.run(two, recipe)
            assert left.columns == right.columns == recipe.columns, recipe.name
            assert left.rows == right.rows, recipe.name
            answered += bool(left.rows)
    assert answered >= 40  # a listing has no citations, authors, years and venues
