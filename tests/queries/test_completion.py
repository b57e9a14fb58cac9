"""What completion offers at a cursor, what a statement is read to name, when Enter runs."""

from __future__ import annotations

import pytest

from kg import schema
from queries import hints, names
from queries.catalog import Catalog, Entry
from queries.completion import Known, complete
from queries.console import finished
from queries.console_commands import COMMANDS, SETTINGS
from queries.highlighting import spans
from queries.screen import Screen, fitted

CATALOG = Catalog(
    {x.name: Entry(x.name, x.doc, {p.name: p.type for p in x.properties}) for x in schema.LABELS}
    | {"Odd Label": Entry("Odd Label", "", {"odd name": "string"})},
    {
        x.name: Entry(x.name, x.doc, {p.name: p.type for p in x.properties}, x.ends, x.symmetric)
        for x in schema.RELATIONSHIPS
    },
)
KNOWN = Known(
    CATALOG,
    ("count", "contains_all", "size"),
    {"who": "MUVERA", "year": 2020},
    {name: (c.kind, c.about) for name, c in COMMANDS.items()},
    SETTINGS,
)
PAPER = list(schema.LABEL["Paper"].columns)
DATASET = list(schema.LABEL["Dataset"].columns)


def offered(marked: str) -> list[str]:
    """Texts offered at the ``^`` of a text."""
    at = marked.index("^")
    return [c.text for c in complete(marked.replace("^", "", 1), at, KNOWN)]


@pytest.mark.parametrize(
    ("at", "texts"),
    [
        ("MATCH (p:Pap^", ["Paper"]),
        ("MATCH (p:pap^", ["Paper"]),
        ("MATCH (:Pap^", ["Paper"]),
        ("MATCH (p:Paper|Data^", ["Dataset"]),
        ("MATCH (p:Paper:Data^", ["Dataset"]),
        ("MATCH (p:Odd^", ["`Odd Label`"]),
        ("MATCH (p) WHERE p:Ven^", ["Venue"]),
        ("MATCH (p)-[:HAS^", ["HAS_CONCEPT", "HAS_CODE"]),
        ("MATCH (p)-[r:CITES|TRAI^", ["TRAINS_ON"]),
        ("MATCH (p)<-[r :TRAI^", ["TRAINS_ON"]),
        ("MATCH (p:Paper) RETURN p.^", PAPER),
        ("MATCH (p:Paper) RETURN p.ti^", ["title"]),
        ("MATCH (p:Paper) RETURN p.ti^, p.year", ["title"]),
        ("RETURN p.na^ // and below\nMATCH (p:Dataset)", ["name"]),
        ("MATCH ()-[r:HAS_CODE]->() RETURN r.off^", ["official"]),
        ("MATCH (d:Dataset {^", DATASET),
        ("MATCH (d:Dataset {name: 'x', k^", ["kind"]),
        ("MATCH (d:Dataset {name: ^", None),
        ("MATCH (x:`Odd Label`) RETURN x.^", ["`odd name`"]),
        ("MATCH (a:Paper) RETURN 1; MATCH (a:Dataset) RETURN a.al^", ["aliases"]),
        ("RETURN $w^", ["$who"]),
        ("RETURN $^", ["$who", "$year"]),
        ("RETURN 'p:Pap^", []),
        ("RETURN 1 // MATCH (p:Pap^", []),
        ("RETURN `Pap^", []),
        ("RETURN 12^", []),
        ("^", list(hints.BEGINNINGS)),
        ("RETURN 1; ^", list(hints.BEGINNINGS)),
        ("MAT^", ["MATCH"]),
        ("mat^", ["match"]),
        ("opt^", ["optional match"]),
        ("MATCH (paper:Paper) RETURN pa^", ["paper"]),
        ("RETURN siz^", ["size("]),
        (":ru^", [":run"]),
        (":schema Da^", ["Dataset"]),
        (":schema HAS_^", ["HAS_CONCEPT", "HAS_CODE"]),
        (":run papers-on-d^", ["papers-on-dataset"]),
        (":run path ^", ["from=", "to="]),
        (":run path from=x t^", ["to="]),
        (":run path from=x to=^", []),
        (":set lay^", ["layout"]),
        (":set layout v^", ["vertical"]),
        (":param y^", ["year="]),
        (":help exp^", ["explain", "export"]),
        (":explain MATCH (p:Pap^", ["Paper"]),
        ("  :exi^", [":exit"]),
    ],
)
def test_what_is_offered(at: str, texts: list[str] | None) -> None:
    if texts is None:
        assert "Paper" not in offered(at)
        assert "kind" not in offered(at)
    else:
        assert offered(at) == texts


def test_what_the_pattern_leads_to_comes_first() -> None:
    assert offered("MATCH (p:Paper)-[:EVALUATES_ON]->(d:^")[0] == "Dataset"
    assert set(offered("MATCH (c:Concept)-[:^")[:3]) == {"HAS_CONCEPT", "BROADER", "CO_OCCURS_WITH"}
    assert len(offered("MATCH (c:Concept)-[:^")) == len(schema.RELATIONSHIPS)


def test_a_candidate_stands_where_the_word_began() -> None:
    (paper,) = complete("RETURN 1; MATCH (p:Pap", 22, KNOWN)
    assert (paper.text, paper.start) == ("Paper", 19)
    (explained,) = complete(":explain MATCH (p:Pap", 21, KNOWN)
    assert explained.start == 18


@pytest.mark.parametrize(
    ("statement", "unknown"),
    [
        ("MATCH (p:Paper {title: 'x'})-[r:CITES*1..3]->(q:Paper) RETURN p.year, r, q.title", []),
        ("MATCH (p:Papr)-[:CITS]->(q) RETURN p.x", ["Papr", "CITS"]),
        ("MATCH (p:Paper {titel: 'x', year: 2}) RETURN p", ["titel"]),
        ("MATCH (p:Paper) WITH p AS q RETURN q.anything", []),
        ("MATCH (p:Paper) RETURN {titel: p.title, Papr: 1} AS m", []),
        ("MATCH (p:Paper) WHERE p.title = '(x:Papr)' RETURN p /* :Papr */", []),
        ("MATCH (p:`Odd Label`) RETURN p.`odd name`, p.`even name`", ["even name"]),
        ("MATCH (p:Paper|Dataset) RETURN p.aliases, p.orcid", ["orcid"]),
        ("MATCH (p) WHERE p:Papr OR p:Paper RETURN p", ["Papr"]),
        ("RETURN [x IN [1, 2] WHERE x > 1 | x] AS l, 1.5 AS f, $p.y AS y", []),
        ("MATCH (p:Paper) RETURN size([(p)-[:CITES]->(q:Papr) | q.name])", ["Papr"]),
        ("RETURN CASE WHEN true THEN 1 ELSE 2 END", []),
        (
            "MATCH (p)-[r]->(q) RETURN p.titel, q.title, r.evidense, r.evidence",
            ["titel", "evidense"],
        ),
        ("MATCH (p:Paper) WITH {a: p.titel} AS p RETURN p.a", ["titel"]),
        ("MATCH (p) WHERE NOT p:Paper RETURN p.name", []),
        ("MATCH (p:!Paper) RETURN p.name", []),
    ],
)
def test_names_that_the_graph_does_not_have(statement: str, unknown: list[str]) -> None:
    found = hints.unknown_names(statement, CATALOG)
    assert [u.name for u in found] == unknown
    for u in found:
        assert statement[u.start :].lstrip("`").startswith(u.name)


def test_all_names_of_the_recipes_are_known() -> None:
    from queries.recipes import all_recipes

    read = 0
    for recipe in all_recipes().values():
        for statement in recipe.cypher.values():
            assert hints.unknown_names(statement, CATALOG) == [], recipe.name
            read += len(names.read(statement).named)
    assert read > 100


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", True),
        ("MATCH (p:Paper)", False),
        ("MATCH (p:Paper);", True),
        ("MATCH (p:Paper) RETURN p", True),
        ("MATCH (p:Paper) RETURN", False),
        ("MATCH (p:Paper) RETURN count(p", False),
        ("MATCH (p:Paper)\nRETURN p", False),
        ("MATCH (p:Paper)\nRETURN p\n", True),
        ("MATCH (p:Paper)\nRETURN p; // all", True),
        ("RETURN 'a;", False),
        ("RETURN 'RETURN 1", False),
        ("/* RETURN 1;", False),
        (":help", True),
        ("exit", True),
        ("MATCH (p)\n:export x.csv", True),
        ("MATCH (p\n:Paper", False),
        ("MATCH (p:Paper RETURN p;", True),
    ],
)
def test_when_enter_runs(text: str, runs: bool) -> None:
    assert finished(text) is runs


def test_colours_cover_what_they_name() -> None:
    text = "MATCH (p:Paper {id: $x})-[:CITES]->() // ;\nRETURN count(p.title) + 1.5, 'a'"
    found = {text[a:b]: kind for a, b, kind in spans(text)}
    assert found == {
        "MATCH": "keyword", "Paper": "label", "id": "property", "$x": "parameter", "CITES": "type",
        "// ;": "comment", "RETURN": "keyword", "count": "function", "title": "property",
        "1.5": "number", "'a'": "string",
    }  # fmt: skip
    assert spans(":explain RETURN 1")[:2] == [(0, 8, "command"), (9, 15, "keyword")]


def test_widths_of_columns() -> None:
    assert fitted([5, 10], 80) == [5, 10]
    assert fitted([5, 100, 100], 79) == [5, 35, 35]
    assert fitted([100] * 8, 80) is None
    assert fitted([4] * 13, 80) == [4] * 13
    assert fitted([4] * 14, 80) is None


def test_no_line_of_an_answer_is_wider_than_the_terminal() -> None:
    from rich.cells import cell_len

    from kg.result import Edge, Node, Result

    node = Node("Paper", {"id": "p", "title": "漢字" * 60, "year": None})
    edge = Edge(
        "CITES", "Paper", "p", "Paper", "q", {"evidence": "so\nit \x1b[31msays", "start": 1}
    )
    path = {"nodes": [node, node], "edges": [edge]}
    rows = [(node, edge, path, "x" * 300, 1.23456789, None, [1, 2], {"a": 1})] * 3
    columns = tuple("abcdefgh")
    for width in (20, 60, 80, 140):
        for layout in ("auto", "table", "vertical"):
            shown = Screen(width, rows=50, layout=layout).show(Result(columns, rows, seconds=0.002))  # type: ignore[arg-type]
            assert max(map(cell_len, shown.splitlines())) <= max(width, 24), (width, layout)
            assert "\x1b" not in shown
            assert "3 rows in 2 ms" in shown
