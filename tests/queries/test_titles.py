"""A whole title means its paper; a beginning that several papers have is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.relations import derive
from kg.stores.base import Store
from queries import recipes
from tests.conftest import ladybug_store
from tests.kg.small_graph import tables


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    titles = {"p1": "Split", "p2": "Split and rephrase", "p3": "Split again", "p4": "Other"}
    nodes = [{"id": k, "title": t, "project_pages": []} for k, t in titles.items()]
    cites = [("p1", "p4"), ("p2", "p1"), ("p2", "p3"), ("p3", "p2")]
    with ladybug_store(
        tmp_path_factory.mktemp("titles"), derive(tables({"Paper": nodes}, {"CITES": cites}))
    ) as opened:
        yield opened


def test_a_whole_title_is_not_the_beginning_of_others(store: Store) -> None:
    found = recipes.run(store, recipes.find("references"), {"paper": "split"})
    assert [row[0] for row in found.rows] == ["Other"]
    assert found.notes == ()
    steps = recipes.run(store, recipes.find("citation-path"), {"from": "Split and", "to": "Split"})
    assert [row[1:4:2] for row in steps.rows] == [("Split and rephrase", "Split")]
    near = recipes.run(store, recipes.find("read-next"), {"papers": ["Split", "Other"]})
    assert "Split and rephrase" in [row[0] for row in near.rows]


def test_a_beginning_that_several_have_is_told(store: Store) -> None:
    found = recipes.run(store, recipes.find("references"), {"paper": "Split "})
    assert [row[0] for row in found.rows] == ["Split", "Split again", "Split and rephrase"]
    assert found.notes == (
        "2 papers are meant by 'Split ': Split again (p3); Split and rephrase (p2)",
    )


def test_the_main_path_does_not_turn_in_a_circle(store: Store) -> None:
    steps = recipes.run(store, recipes.find("main-path"), {"paper": "Split again"})
    assert [row[1] for row in steps.rows] == ["Split again", "Split and rephrase", "Split", "Other"]
