"""Recipe files: what a good header says, and what a broken one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError, ParameterError, UsageError
from kg.stores import connect
from queries import recipes
from scripts import describe_recipes

GOOD = """// title: A title
// group: find
// question: A question?
// param words: string = "x" -- some words
// param limit: int
// columns: a, b
// order: a desc
MATCH (n) WHERE n.name = $words RETURN 1 AS a, 2 AS b LIMIT $limit
"""


def test_there_are_at_least_forty_and_each_is_whole() -> None:
    found = recipes.all_recipes()
    assert len(found) >= 40
    for recipe in found.values():
        assert recipe.question.endswith("?"), recipe.name
        assert recipe.example, recipe.name
        assert all(p.doc for p in recipe.parameters), recipe.name
        assert {"", "ladybug"} & set(recipe.cypher), recipe.name


def test_a_header_is_read(tmp_path: Path) -> None:
    (tmp_path / "good.cypher").write_text(GOOD)
    recipe = recipes.parse(tmp_path / "good.cypher")
    assert recipe.columns == ("a", "b")
    assert recipe.order == (("a", True),)
    assert [(p.name, p.type, p.default, p.required) for p in recipe.parameters] == [
        ("words", "string", "x", False),
        ("limit", "int", None, True),
    ]
    assert recipe.statement("neo4j") == recipe.statement("ladybug")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("// title: A title\n", "", "no 'title'"),
        ("group: find", "group: finding", "no group"),
        ("limit: int", "limit: integer", ":5: .*parameter"),
        ('= "x"', "= x", ":4: .*not JSON"),
        ("order: a desc", "order: c", "not a column"),
        (
            "MATCH (n) WHERE n.name = $words RETURN 1 AS a, 2 AS b LIMIT $limit\n",
            "",
            "no statement",
        ),
        ("// question", "// title", "given twice"),
        ("// columns", "// colums: a\n// columns", "no such header field"),
    ],
)
def test_a_broken_header_names_file_and_line(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    assert old in GOOD
    (tmp_path / "bad.cypher").write_text(GOOD.replace(old, new))
    with pytest.raises(InputError, match=rf"bad\.cypher:\d+.*{reason}|bad\.cypher{reason}"):
        recipes.parse(tmp_path / "bad.cypher")


def test_what_is_asked_first_is_handed_on(tmp_path: Path, example_graph: Path) -> None:
    text = GOOD.replace("// param limit: int\n", "").replace(
        "MATCH (n) WHERE n.name = $words RETURN 1 AS a, 2 AS b LIMIT $limit\n",
        "// first: ids\nMATCH (d:Dataset) WHERE d.name = $words\nRETURN collect(d.id) AS ids\n"
        "// then:\nMATCH (d:Dataset)\nWHERE d.id IN $ids\nRETURN d.name AS a, d.kind AS b\n",
    )
    (tmp_path / "good.cypher").write_text(text)
    recipe = recipes.parse(tmp_path / "good.cypher")
    assert (recipe.found, recipe.first.splitlines()[-1]) == (
        ("ids",),
        "RETURN collect(d.id) AS ids",
    )
    assert "WITH collect(d.id) AS ids\nMATCH (d:Dataset)\nWHERE d.id IN ids" in recipe.alone(
        "neo4j"
    )
    with connect(example_graph) as store:
        assert recipes.run(store, recipe, {"words": "BEIR"}).rows == [("BEIR", "benchmark")]
        assert recipes.run(store, recipe, {"words": "nothing"}).rows == []
    for old, new, reason in (
        ("// then:\n", "", "no 'then'"),
        ("// first: ids", "// first:", "names the columns"),
        ("$ids", "$keys", "does not declare"),
    ):
        (tmp_path / "bad.cypher").write_text(text.replace(old, new))
        with pytest.raises(InputError, match=rf"bad\.cypher:\d+: a broken recipe: .*{reason}"):
            recipes.parse(tmp_path / "bad.cypher")


def test_parameters_are_checked() -> None:
    recipe = recipes.find("concept-neighbours")
    assert recipes.bind(recipe, {"papers": "3"})["papers"] == 3
    with pytest.raises(ParameterError, match="of type int"):
        recipes.bind(recipe, {"papers": "three"})
    for value in (float("inf"), float("nan")):
        with pytest.raises(ParameterError, match="of type int"):
            recipes.bind(recipe, {"papers": value})
    with pytest.raises(ParameterError, match="of type float"):
        recipes.bind(recipes.find("low-confidence"), {"below": "nan"})
    with pytest.raises(ParameterError, match="'limit' is a number of rows, not -1"):
        recipes.bind(recipe, {"limit": "-1"})
    with pytest.raises(ParameterError) as caught:
        recipes.bind(recipe, {"concpt": "x"})
    assert "concept" in (caught.value.remedy or "")


def test_a_misspelt_name_gets_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        recipes.find("share-benchmark")
    assert "shares-benchmarks" in (caught.value.remedy or "")


def test_the_headers_tell_what_the_example_answers(example_graph: Path) -> None:
    with connect(example_graph) as store:
        for recipe in recipes.all_recipes().values():
            answer = recipes.run(store, recipe)
            assert recipe.example == describe_recipes.described(recipe, answer), recipe.name
