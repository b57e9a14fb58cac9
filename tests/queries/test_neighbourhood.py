"""What is around a node: in which order it is told, and what stays when there is room for few."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.result import Node
from kg.stores.base import Store
from queries.neighbourhood import around, neighbours
from tests.conftest import ladybug_store
from tests.kg.small_graph import tables

ONE = ("Paper", "p1")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A paper of three authors, the keys of which sort otherwise, with three papers beside it."""
    nodes = {
        "Paper": [{"id": f"p{i}", "title": f"Paper {i}", "project_pages": []} for i in range(1, 5)],
        "Author": [{"id": x, "name": x.upper()} for x in "zba"],
        "Dataset": [{"id": "d", "name": "D", "aliases": []}],
        "Concept": [{"id": "c", "name": "c", "aliases": []}],
    }
    edges = {
        "WRITTEN_BY": [("p1", x, {"position": n}) for n, x in enumerate("zba", 1)],
        "RELATED_TO": [("p1", "p2", {"score": 0.2}), ("p1", "p3", {"score": 0.6})],
        "CITES": [("p1", "p2", {"confidence": 0.9})],
        "EVALUATES_ON": [("p1", "d", {"confidence": 0.3})],
        "HAS_CONCEPT": [("p1", "c", {"score": 0.1}), ("p4", "c", {"score": 0.1})],
    }
    with ladybug_store(tmp_path_factory.mktemp("around"), tables(nodes, edges)) as one:
        yield one


def paper(store: Store) -> Node:
    (found,) = store.query("MATCH (p:Paper {id: 'p1'}) RETURN p").rows[0]
    assert isinstance(found, Node)
    return found


def test_authors_are_told_in_their_order(store: Store) -> None:
    found = neighbours(store, paper(store), "Author", 10)
    assert [(row[3], row[4]) for row in found] == [("Z", 1.0), ("B", 1.0), ("A", 1.0)]


def test_of_several_links_the_strongest_says_what_stays(store: Store) -> None:
    for most, last in enumerate((("Author", "z"), ("Paper", "p2"), ("Paper", "p3")), 2):
        known, reached = around(store, [paper(store)], 1, most)
        assert next(iter(known)) == ONE
        assert list(known)[-1] == last
        assert reached == 8


def test_some_links_are_followed_at_the_first_step_only(store: Store) -> None:
    assert ("Paper", "p4") in around(store, [paper(store)], 2, 20)[0]
    known, _ = around(store, [paper(store)], 2, 20, first_step_only={"HAS_CONCEPT"})
    assert ("Concept", "c") in known
    assert ("Paper", "p4") not in known
