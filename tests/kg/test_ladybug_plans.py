"""What the embedded engine keeps of statements that were asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.relations import derive
from kg.stores import Store, ladybug
from tests.conftest import ladybug_store
from tests.kg.small_graph import small

JOINED = """
MATCH (p:Paper)-[:EVALUATES_ON]->(d:Dataset)<-[:EVALUATES_ON]-(q:Paper)
WHERE p.year >= $year
WITH d, count(DISTINCT q) AS papers
RETURN d.name, papers ORDER BY papers DESC, d.name"""


def _taken(store: Store) -> int:
    used: int = store.query("CALL bm_info() RETURN mem_usage").rows[0][0]
    return used


def test_plans_of_past_statements_take_nothing_of_the_buffer_pool(tmp_path: Path) -> None:
    with ladybug_store(tmp_path, derive(small())) as store:
        answers = [store.query(JOINED, {"year": 2020}).rows]
        taken = _taken(store)
        answers += [store.query(JOINED + " " * n, {"year": 2020}).rows for n in range(1, 60)]
        # a hash table takes 4 MB, sixty of them 240; a second thread may have made one of its own
        assert _taken(store) <= taken + 16 * 2**20
    assert answers == answers[:1] * 60


def test_plans_are_let_go_of_when_there_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    connection = ladybug.ladybug.Connection

    def watched(*args: object, **options: object) -> object:
        made.append(args)
        return connection(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(ladybug.ladybug, "Connection", watched)
    monkeypatch.setattr(ladybug, "PLANS", 10 * len(JOINED))
    with ladybug_store(tmp_path, derive(small())) as store:
        made.clear()
        answers = [store.query(JOINED, {"year": 2020 + n % 2}).rows for n in range(30)]
        assert not made, "one statement has one plan"
        answers += [store.query(JOINED + " " * n, {"year": 2020 + n % 2}).rows for n in range(30)]
    assert 1 <= len(made) <= 4
    assert answers == answers[:2] * 30
