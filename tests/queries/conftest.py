"""What tests of asking share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.relations import derive
from kg.stores.base import Store
from tests.conftest import ladybug_store, neo4j_store
from tests.kg.small_graph import small


@pytest.fixture(scope="module")
def both(neo4j_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """The small graph on the embedded engine and on Neo4j."""
    tables = derive(small())
    with (
        ladybug_store(tmp_path_factory.mktemp("both"), tables) as one,
        neo4j_store(neo4j_uri, tables) as two,
    ):
        yield one, two
