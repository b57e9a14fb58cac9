"""A recipe that finds nothing says which name the graph does not have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.relations import derive
from kg.stores.base import Store
from queries import absent, recipes
from tests.command import kg
from tests.conftest import ladybug_store
from tests.kg.small_graph import small


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with ladybug_store(tmp_path_factory.mktemp("absent"), derive(small())) as opened:
        yield opened


def said(store: Store, recipe: str, **given: str) -> list[str]:
    found = recipes.find(recipe)
    answer = recipes.run(store, found, given)
    return absent.names(store, found, given, answer, give="-p {}=…")


@pytest.mark.parametrize(
    ("recipe", "given", "wanted"),
    [
        ("papers-on-dataset", {"dataset": "D"}, ["no Dataset is called 'D'; did you mean 'D1' or 'D2'?"]),
        ("papers-on-concept", {"concept": "retreival"},
         ["no Concept is called 'retreival'; did you mean 'retrieval' or 'dense retrieval'?"]),
        ("papers-on-concept", {"concept": "quantum chemistry"},
         ["no Concept is called 'quantum chemistry'"]),
        ("path", {"from": "Beta", "to": "Epsilon"}, ["no Paper is called 'Epsilon'"]),
        ("shares-benchmarks", {},
         ["no Paper is called 'MUVERA', which paper is by default: -p paper=…"]),
        ("papers-on-dataset", {"dataset": "dee"}, []),  # an alias, and it has rows
        ("builds-on", {"method": "m1"}, []),  # there is one, and nothing builds on it
        ("find-paper", {"words": "qqqq"}, []),  # words are no name
    ],
)  # fmt: skip
def test_what_is_said(store: Store, recipe: str, given: dict[str, str], wanted: list[str]) -> None:
    assert said(store, recipe, **given) == wanted


def test_the_command_says_it_beside_the_empty_answer(example_graph: Path) -> None:
    question = (example_graph, "papers-on-dataset", "-p", "dataset=BEI", "--format", "csv")
    done = kg("query", *question)
    assert done.returncode == 0
    assert done.stdout == "paper,role,year,evidence\n"
    assert done.stderr == "no Dataset is called 'BEI'; did you mean 'BEIR'?\n"
