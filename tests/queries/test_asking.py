"""One statement, asked as people write it: semicolons, words of SQL, names that are out of reach."""

from __future__ import annotations

import pytest

from kg.errors import QueryError
from kg.stores.base import Store
from queries import asking, guard

pytestmark = pytest.mark.neo4j


@pytest.mark.parametrize(
    "statement",
    ["RETURN 1 AS x;;", ";;RETURN 1 AS x", "RETURN 1 AS x ; // done;\n;", "RETURN 1 AS x"],
)
def test_any_number_of_semicolons_may_end_a_statement(
    both: tuple[Store, Store], statement: str
) -> None:
    for store in both:
        assert asking.ask(store, statement, {}).rows == [(1,)]


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("MATCH (p:Paper) WITH p AS q RETURN p", "p"),
        ("MATCH (p:Paper) WITH p.title AS t WITH t, p.year AS y RETURN y", "p.year AS y RETURN y"),
        (
            "MATCH (p:Paper) WHERE p.title STARTS WITH 'a' WITH *, 1 AS x WITH x RETURN p.title",
            "p.title",
        ),
        ("MATCH (p:Paper) WITH p.id AS a MATCH (p:Paper) RETURN p, q.id", "q.id"),
        ("WITH p AS q RETURN p", "p AS q RETURN p"),
        (";MATCH (p:Paper) WITH p AS q RETURN p;;", "p;;"),
    ],
)
def test_the_caret_stands_where_a_variable_is_out_of_reach(
    both: tuple[Store, Store], statement: str, wrong: str
) -> None:
    for store in both:
        with pytest.raises(QueryError, match=f"nothing is called {wrong[0]} here") as raised:
            asking.ask(store, statement, {})
        assert raised.value.position == len(statement) - len(wrong)


@pytest.mark.parametrize(
    ("statement", "word", "remedy"),
    [
        ("MATCH (p:Paper) WHERE p.title LIKE '%a%' RETURN p", "LIKE", "CONTAINS"),
        (
            "MATCH (p:Paper) RETURN p.year, count(*) HAVING p.year > 2",
            "HAVING",
            "WITH … AS x WHERE",
        ),
        ("select p.title FROM p", "select", "MATCH … RETURN"),
        ("MATCH (p:Paper) WHERE p.year BETWEEN 1 AND 2 RETURN p", "BETWEEN", "AND … <="),
    ],
)
def test_words_of_sql_are_told_how_cypher_says_them(statement: str, word: str, remedy: str) -> None:
    for engine in ("ladybug", "neo4j"):
        with pytest.raises(QueryError, match=f"Cypher has no {word}") as raised:
            guard.check(statement, engine)
        assert raised.value.position == statement.index(word)
        assert remedy in str(raised.value.remedy)
    guard.check("MATCH (p:Paper) WITH p.year AS `group`, p AS having RETURN having.year", "neo4j")


def test_an_empty_list_as_a_parameter_is_told_or_taken(both: tuple[Store, Store]) -> None:
    embedded, server = both
    for store in both:
        asked = "MATCH (p:Paper) WHERE p.id IN $ids RETURN count(p) AS n"
        assert asking.ask(store, asked, {"ids": []}).rows == [(0,)]
    assert asking.ask(server, "RETURN $x AS x", {"x": []}).rows == [([],)]
    for statement in ("RETURN $x AS x", "RETURN $x = [] AS x", "WITH $x AS x RETURN size(x) AS n"):
        with pytest.raises(QueryError, match="the type of a parameter that is a list") as raised:
            asking.ask(embedded, statement, {"x": []})
        assert "write []" in str(raised.value.remedy)
