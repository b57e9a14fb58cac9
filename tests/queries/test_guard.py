"""Reading only means reading only: hostile statements are refused, harmless ones pass and run."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from kg import schema, stores
from kg.commands.ask import ask
from kg.errors import QueryError
from kg.folder import GraphFolder
from kg.stores.neo4j import Neo4jStore
from queries import guard, recipes
from queries.console_session import Session
from tests.conftest import PASSWORD, neo4j_store

BOTH = [
    "CREATE (n:Paper {id: 'x'})", "create (n:Paper)", "MERGE (n:Paper {id: 'x'})",
    "MATCH (n) SET n.title = 'x'", "MATCH (n) DELETE n", "MATCH (n) DETACH DELETE n",
    "MATCH (n) REMOVE n.title", "MATCH (n) WITH n SET n.x = 1 RETURN n", "MATCH (n) WITH * SET n.x = 1",
    "MATCH (n) /* harmless */ SET /* x */ n.x = 1", "MATCH (n) // RETURN\nDELETE n",
    "MATCH (n) RETURN n; MATCH (m) DELETE m", "RETURN 1; DROP TABLE Paper", ";;CREATE (n)",
    "UNWIND [1] AS x CREATE (n:Paper)", "UNWIND [1] AS create CREATE (n)", "RETURN true CREATE (n)",
    "RETURN null MERGE (n)", "MATCH (n) RETURN n ORDER BY n.id DESC CREATE (m)", "WITH 1 AS x CREATE (n)",
    "WITH 'a' AS x DELETE x", "MATCH (n) WHERE n.x = 1 SET n.y = 2", "MATCH (n) WHERE n.x = $p SET n.y = 2",
    "EXPLAIN CREATE (n)", "PROFILE CREATE (n)", "RETURN 1 AS a UNION CREATE (n) RETURN 1 AS a",
    "CALL { CREATE (n) }", "MATCH (n) CALL { WITH n SET n.x = 1 }", "MATCH (n) RETURN EXISTS { CREATE (m) }",
    "RETURN COUNT { MATCH (n) DELETE n }", "MATCH (n) CALL { MATCH (m) DETACH DELETE m } RETURN n",
    "DROP INDEX x", "ALTER TABLE Paper ADD x INT64", "FOREACH (x IN [1] | CREATE (n))",
    "MATCH (n) FOREACH (x IN [1] | SET n.y = x)", "USE system MATCH (n) RETURN n", "BEGIN TRANSACTION", "COMMIT",
    "ＣＲＥＡＴＥ (n)", "MATCH (n) ＳＥＴ n.x = 1", "MATCH (n)\u200bSET n.x = 1", "MATCH (n) RETURN n \u2028 DELETE n",
    "CALL apoc.export.csv.all('x', {})", "RETURN apoc.load.json('http://x')", "CALL `apoc.cypher.doIt`('x', {})",
    "CALL gds.graph.drop('x')", "CALL dbms.shutdown()", "CALL db.clearQueryCaches()", "CALL", "CALL x",
    "MATCH (a)-[*]-(b) RETURN a", "MATCH (a)-[:CITES*]->(b) RETURN a", "MATCH (a)-[:CITES*1..]->(b) RETURN a",
    "MATCH (a)-[r*..500]-(b) RETURN a", "MATCH (a)-[:CITES*99]->(b) RETURN a", "RETURN " + "1 + " * 60_000 + "1",
    "RETURN 'no end", "MATCH (n) RETURN `no end", "", "   // nothing", "GRANT ROLE x TO y", "SHOW USERS",
    "RETURN range(1, 1000000000)", "WITH 1000000000 AS n RETURN range(1, n)", "RETURN range(1, $n)",
    "MATCH (p:Paper) RETURN size(range(1, 100000 + p.year))", "UNWIND [1000000000] AS n RETURN range(1, n)",
    "WITH 10000 * 10000 AS n RETURN range(1, n)", "RETURN `range`(1, 1000000000)", "RETURN range(1, 99999999999999999999)",
    "WITH range(1, 10000000) AS xs MATCH (p:Paper) RETURN size(range(1, size(xs)))",
    "WITH DELETE n", "MATCH (n) RETURN DELETE n", "MATCH (with) WITH with SET with.x = 1", "WITH set SET set.x = 1 RETURN set",
    "MATCH (in) WITH in SET in.title = 'x' RETURN in", "WITH [1] AS l UNWIND CREATE (n)", "MATCH (n) RETURN n ORDER BY DETACH DELETE n",
    "MATCH (p) /* **/ DELETE p /* */ RETURN p", "RETURN 1 /** **/ CREATE (n)", "RETURN $create CREATE (n)",
    "RETURN " + "+".join(["'x'"] * 300) + " AS x", "MATCH " + ",".join(f"(n{i}:Paper)" for i in range(1000)) + " RETURN 1",
    "WITH range(1, 1000) AS l " + "WITH l + l + l + l + l + l + l + l + l + l AS l " * 6 + "RETURN size(l)",
    "WITH 'x' AS s " + "WITH s + s + s + s AS s " * 20 + "RETURN s", "WITH repeat('a', 9000000) AS a RETURN replace(a, 'a', a)",
    "WITH range(1, 1000) AS l RETURN [x IN l | [y IN l | [z IN l | x + y + z]]] AS m", "RETURN reduce(s = 'x', i IN range(1, 40) | s + s) AS s",
    "WITH range(1, 3000) AS l MATCH (p:Paper) WHERE size([x IN l | [y IN l | [z IN l | x]]]) > 0 RETURN p",
    "WITH range(1, 10000) AS l UNWIND [l + l, l + l] AS l UNWIND [[l, l, l], [l]] AS m RETURN [x IN m | [y IN m | x]]",
    "START DATABASE x", "TERMINATE TRANSACTION 'x'", "MATCH (n) WHERE DELETE n", "INSERT (n:Paper)",
]  # fmt: skip
LADYBUG = [
    "COPY (MATCH (p:Paper) RETURN p.id) TO '{file}'", "copy(MATCH (p:Paper) RETURN p.id) to '{file}'",
    "EXPORT DATABASE '{file}'", "IMPORT DATABASE '{file}'", "LOAD FROM '/etc/passwd' (header=false) RETURN *",
    "MATCH (n:Paper) WITH n LOAD FROM '/etc/passwd' RETURN *", "LOAD WITH HEADERS (a STRING) FROM '/etc/passwd' RETURN a",
    "COPY Paper FROM '/etc/passwd'", "ATTACH '{file}' AS x (dbtype sqlite)", "INSTALL httpfs", "LOAD EXTENSION httpfs",
    "CALL timeout=1", "CALL threads = 1", "CALL spill_to_disk=true", "EXPLAIN COPY (RETURN 1) TO '{file}'",
    "PROFILE COPY (RETURN 1) TO '{file}'", "RETURN 1; COPY (RETURN 1) TO '{file}'", "CHECKPOINT", "COMMENT ON TABLE Paper IS 'x'",
    "RETURN repeat('x', 100000 * 100000)", "RETURN repeat(repeat('abc', 10000), 10000)", "WITH repeat('a', 10000) AS a RETURN repeat(a, 10000)",
    "WITH repeat('a', 100000) AS a RETURN levenshtein(a, reverse(a))", "RETURN lpad('x', 2000000000, 'y')", "CALL read_csv('/etc/passwd') RETURN *", "CREATE MACRO f(x) AS x", "CALL clear_warnings()",
]  # fmt: skip
NEO4J = [
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line", "MATCH (n) LOAD CSV FROM 'x' AS l RETURN l",
    "\\u0043REATE (n)", "RETURN '\\u0027 CREATE (n) //'", "CALL db.index.fulltext.createNodeIndex('x')",
    "CALL dbms.security.createUser('x', 'y')", "CALL { MATCH (n) DELETE n } IN TRANSACTIONS", "CALL dbms.setConfigValue('a', 'b')",
    "CREATE CONSTRAINT x FOR (n:Paper) REQUIRE n.id IS UNIQUE", "DROP CONSTRAINT x", "CREATE DATABASE x", "SHOW TRANSACTIONS",
    "MATCH SHORTEST 1000000 (a)--{1,30}(b) RETURN count(*)", "MATCH p = SHORTEST 101 GROUPS (a)--{1,3}(b) RETURN p", "MATCH (n) SET n:$('Evil')",
]  # fmt: skip


@pytest.mark.parametrize("engine", ["ladybug", "neo4j"])
@pytest.mark.parametrize("statement", BOTH)
def test_refused_on_both(statement: str, engine: str) -> None:
    with pytest.raises(QueryError):
        guard.check(statement, engine)


@pytest.mark.parametrize("statement", LADYBUG)
def test_refused_on_ladybug(statement: str) -> None:
    with pytest.raises(QueryError):
        guard.check(statement, "ladybug")


@pytest.mark.parametrize("statement", NEO4J)
def test_refused_on_neo4j(statement: str) -> None:
    with pytest.raises(QueryError):
        guard.check(statement, "neo4j")


def test_the_engine_itself_would_have_written(example_graph: Path, tmp_path: Path) -> None:
    statement = LADYBUG[0].replace("{file}", str(tmp_path / "out.csv"))
    with pytest.raises(QueryError, match="refused: COPY"):
        ask(str(example_graph), statement, ())
    assert not (tmp_path / "out.csv").exists()
    with stores.connect(example_graph) as store:
        store.query(statement)
    assert (tmp_path / "out.csv").exists()


def test_nothing_hostile_changes_anything(example_graph: Path, tmp_path: Path) -> None:
    folder = GraphFolder.open(example_graph)
    before = {p: p.stat().st_mtime_ns for p in sorted(folder.generation.rglob("*"))}
    for statement in (*BOTH, *LADYBUG):
        if len(statement.split()) < 2:
            continue
        with pytest.raises(QueryError):
            ask(str(example_graph), statement.replace("{file}", str(tmp_path / "x")), ())
    assert {p: p.stat().st_mtime_ns for p in sorted(folder.generation.rglob("*"))} == before
    assert list(tmp_path.iterdir()) == []


def harmless() -> list[str]:
    found = [
        "RETURN 1", "RETURN 1;", "// why\nRETURN 1 AS x", "RETURN 'CREATE (n) DELETE n' AS x", 'RETURN "SET" AS x',
        "MATCH (n:Paper) RETURN n.title AS `create`", "RETURN {delete: 1, set: 2} AS m", "RETURN 1 /* DELETE */ AS x",
        "MATCH (`merge`:Paper) RETURN count(`merge`)", "UNWIND [1, 2] AS x RETURN x * 2 AS y", "RETURN 2 * 3 AS x",
        "MATCH (p:Paper) WITH p ORDER BY p.title LIMIT 3 RETURN p.title", "MATCH (p:Paper) RETURN count(*) AS n",
        "MATCH (p:Paper) WHERE p.year IS NOT NULL AND NOT p.title STARTS WITH 'x' RETURN DISTINCT p.year ORDER BY p.year DESC SKIP 1 LIMIT 2",
        "MATCH (p:Paper) RETURN CASE WHEN p.year > 2020 THEN 'new' ELSE 'old' END AS age LIMIT 1", "EXPLAIN MATCH (p:Paper) RETURN p",
        "MATCH (p:Paper) RETURN COUNT { MATCH (p)-[:HAS_CODE]->(:Repository) } AS n", "RETURN 1 AS a UNION RETURN 2 AS a",
        "MATCH (p:Paper) WHERE EXISTS { MATCH (p)-[:HAS_CODE]->(:Repository) } RETURN count(p)", "RETURN 1 AS a UNION ALL RETURN 2 AS a",
        "MATCH (größe:Paper) RETURN count(größe)", "WITH 1 AS a, 2 AS b RETURN a + b AS c", "OPTIONAL MATCH (n:Paper {id: 'no'}) RETURN n",
        "MATCH (a:Paper)-[*1..2]-(b:Paper) RETURN count(*)", "MATCH (a:Paper)-[:CITES*1..3]->(b:Paper) RETURN count(*)",
        "MATCH (c:Concept) WHERE any(a IN c.aliases WHERE a = 'x') RETURN c.name", "WITH [1, 2] AS xs RETURN xs[1] AS x",
        "UNWIND range(1, 3) AS x RETURN x", "WITH [1, 2, 3] AS xs UNWIND range(0, size(xs) - 1) AS i RETURN i",
        "MATCH (p:Paper) WITH coalesce(min(p.year), 1) AS a, coalesce(max(p.year), 2) AS b UNWIND range(a, b) AS year RETURN year",
        "RETURN 1 /** DELETE **/ AS x", "/****************\n * CREATE (n) **\n ****************/\nRETURN 1 AS x", "/***/RETURN 1 AS x // SET **/",
        "WITH 1 AS set RETURN set AS x", "WITH [1] AS load UNWIND load AS x RETURN x", "WITH range(1, 100) AS l WITH l + l + l AS l RETURN size(l)",
        "MATCH (p:Paper) WITH collect({title: p.title, year: p.year}) AS ps WITH collect({those: ps}) AS x RETURN size(x)",
        "MATCH (p:Paper) RETURN p.title + ' (' + coalesce(p.venue, '') + ', ' + coalesce(p.doi, '') + ')' AS cited LIMIT 3",
        "MATCH (a:Paper), (b:Dataset), (c:Method) WHERE a.title = b.name AND b.name = c.name RETURN count(*)","MATCH (show:Paper) WITH show WHERE show.year > 1 RETURN count(*)",
        "WITH [1] AS load RETURN 1 IN load AS x",
        "MATCH (d:Dataset)<-[:EVALUATES_ON]-(p:Paper) WITH d, count(p) AS n UNWIND range(1, n) AS i RETURN d.name, i LIMIT 20000",
    ]  # fmt: skip
    for label in schema.LABELS:
        found.append(f"MATCH (n:{label.name}) WITH n LIMIT 2 RETURN n")
        for own in label.properties:
            found.append(f"MATCH (n:{label.name}) RETURN n.{own.name} AS {own.name} LIMIT 1")
            found.append(
                f"MATCH (n:{label.name}) WHERE n.`{own.name}` IS NULL RETURN count(*) /* SET */"
            )
            found.append(f"MATCH (`set`:{label.name}) RETURN count(`set`.{own.name}) AS `delete`")
    for kind in schema.RELATIONSHIPS:
        for source, target in kind.ends:
            found.append(f"MATCH (a:{source})-[r:{kind.name}]->(b:{target}) RETURN a, r, b LIMIT 1")
            found.append(
                f"MATCH (a:{source})-[r:{kind.name}]-(b:{target}) WITH a, count(r) AS n RETURN n ORDER BY n DESC LIMIT 1"
            )
            for own in kind.properties:
                found.append(
                    f"MATCH (:{source})-[r:{kind.name}]->(:{target}) RETURN r.`{own.name}` AS x LIMIT 1"
                )
    return found


def test_there_are_sixty_hostile_ones_for_each_engine() -> None:
    assert len({*BOTH, *LADYBUG}) >= 60
    assert len({*BOTH, *NEO4J}) >= 60


@pytest.mark.neo4j
def test_nothing_hostile_changes_a_server(
    example_graph: Path, neo4j_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = GraphFolder.open(example_graph).tables()
    monkeypatch.setenv("NEO4J_PASSWORD", PASSWORD)
    neo4j_store(neo4j_uri, tables).close()
    for statement in (*BOTH, *NEO4J):
        if len(statement.split()) < 2:
            continue
        with pytest.raises(QueryError):
            ask(neo4j_uri, statement, ())
    with Neo4jStore(neo4j_uri, "neo4j", PASSWORD) as store:
        assert store.pull()[0].counts() == tables.counts()
        assert store.load(tables).sent == 0


def test_two_hundred_harmless_ones_pass_and_run(example_graph: Path) -> None:
    statements = harmless()
    assert len(statements) >= 200
    with stores.connect(example_graph) as store:
        for statement in statements:
            guard.check(statement, "ladybug")
            store.query(statement)
    for recipe in recipes.all_recipes().values():
        for engine in ("ladybug", "neo4j"):
            for statement in (recipe.first, recipe.statement(engine), *recipe.otherwise):
                if statement:
                    guard.check(statement, engine)
            guard.check(recipe.alone(engine), engine)


@pytest.mark.neo4j
def test_the_harmless_ones_run_on_a_server(example_graph: Path, neo4j_uri: str) -> None:
    with neo4j_store(neo4j_uri, GraphFolder.open(example_graph).tables()) as store:
        for statement in harmless():
            guard.check(statement, "neo4j")
            store.query(statement)


HARMLESS_ON_LADYBUG = [
    "CALL current_setting('threads') RETURN *", "CALL show_graphs() RETURN name", "CALL show_projected_graphs() RETURN *",
    "CALL show_attached_databases() RETURN *", "RETURN map([1, 2], ['a', 'b']) AS m", "CALL table_info('Paper') RETURN name",
]  # fmt: skip
HARMLESS_ON_NEO4J = [
    "CALL db.schema.visualization()", "MATCH (p:$('Paper')) RETURN count(p)", "MATCH (p:$any(['Paper', 'Method'])) RETURN count(p)",
    "CYPHER 5 runtime=slotted RETURN 1 AS x", "MATCH (p:Paper) CALL (p) { MATCH (p)-[:HAS_CODE]->(r) RETURN count(r) AS n } RETURN sum(n)",
    "MATCH (use:Paper) RETURN use ORDER BY use.id LIMIT 1", "SHOW FULLTEXT INDEXES YIELD name RETURN name",
    "RETURN [x IN range(1, 3) | [y IN range(1, x) WHERE y > 1 | x * y]] AS t",
]  # fmt: skip


@pytest.mark.parametrize("statement", HARMLESS_ON_LADYBUG)
def test_harmless_on_ladybug(statement: str, example_graph: Path) -> None:
    assert ask(str(example_graph), statement, ()).columns


@pytest.mark.neo4j
def test_harmless_on_neo4j(
    example_graph: Path, neo4j_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", PASSWORD)
    neo4j_store(neo4j_uri, GraphFolder.open(example_graph).tables()).close()
    for statement in HARMLESS_ON_NEO4J:
        assert ask(neo4j_uri, statement, ()).columns, statement


def test_a_function_that_there_is_not_is_no_refusal(example_graph: Path) -> None:
    with pytest.raises(
        QueryError, match=r"no function is called toInteger; did you mean to_int64\?"
    ):
        ask(str(example_graph), "RETURN toInteger('1')", ())
    with pytest.raises(QueryError, match="refused: the function nextval"):
        ask(str(example_graph), "RETURN nextval('s')", ())


@pytest.mark.parametrize(
    ("statement", "what"),
    [("RETURN 'x", "string"), ("RETURN `x", "name in backticks"), ("RETURN 1 /* x", "comment")],
)
def test_what_has_no_end_is_named(statement: str, what: str) -> None:
    with pytest.raises(QueryError, match=f"the {what} that begins here has no end"):
        guard.check(statement, "ladybug")


@pytest.mark.neo4j
def test_a_console_on_a_server_tells_how_to_write(neo4j_uri: str) -> None:
    session = Session(neo4j_uri, lambda uri: Neo4jStore(uri, "neo4j", PASSWORD), lambda *_: "")
    with closing(session), pytest.raises(QueryError, match="CREATE") as raised:
        session.statement("CREATE (n)")
    assert "kg console --write" in (raised.value.remedy or "")


def test_a_parameter_is_taken_at_its_value(example_graph: Path) -> None:
    statement = "UNWIND range(1, $n) AS x RETURN count(x) AS n"
    assert ask(str(example_graph), statement, ("n=5",)).rows == [(5,)]
    with pytest.raises(QueryError, match="may be too large"):
        ask(str(example_graph), statement, ("n=1000000000",))


IN_BACKTICKS = [
    ("RETURN $`create` AS x", ("create=5",), 5),
    ("RETURN $`a b` + $`a b` AS x", ("a b=5",), 10),
    ("RETURN $`a``b` + $c AS x", ("a`b=5", "c=1"), 6),
    ("RETURN size(range(1, $`create`)) AS x", ("create=5",), 5),
]


@pytest.mark.parametrize(("statement", "given", "expected"), IN_BACKTICKS)
def test_a_parameter_in_backticks_has_its_value(
    statement: str, given: tuple[str, ...], expected: int, example_graph: Path
) -> None:
    assert ask(str(example_graph), statement, given).rows == [(expected,)]


@pytest.mark.neo4j
def test_a_parameter_in_backticks_has_its_value_on_a_server(
    neo4j_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", PASSWORD)
    for statement, given, expected in IN_BACKTICKS:
        assert ask(neo4j_uri, statement, given).rows == [(expected,)], statement


def test_a_parameter_named_as_a_word_of_the_engine_is_told_how_to_be_written() -> None:
    with pytest.raises(QueryError, match=r"\$create: the name is a word of the engine's own") as e:
        guard.check("RETURN $create AS x", "ladybug")
    assert e.value.remedy == "write $`create`"
    guard.check("RETURN $create AS x", "neo4j")
    for engine in ("ladybug", "neo4j"):
        with pytest.raises(QueryError, match=r"a \$ without a name"):
            guard.check("RETURN $`` AS x", engine)


ENDS_THE_PROCESS = [
    "RETURN id(null)", "RETURN `id`((null))", "RETURN nodes(NuLL)", "WITH null AS x RETURN id(x)", "RETURN id($x)", "RETURN id($m.a)",
    "RETURN 1 IN [id(null)]", "WITH null AS x, 1 AS y WITH x AS w, y RETURN id(w)", "RETURN properties(null, 'id')", "RETURN rels(null)",
    "RETURN id(CASE WHEN true THEN null END)", "RETURN id(CASE WHEN 1 = 2 THEN null ELSE $x END)", "RETURN element_at(null, 1)", "RETURN id(null.a)",
    "RETURN array_cross_product(null, null)", "RETURN map([1, 2], null)", "RETURN list_sum(null)", "RETURN start_node(null)", "RETURN map_keys(null)",
    "MATCH (p:Paper) RETURN equals(p, p)", "MATCH (p:Paper) RETURN less_than(null, p)", "MATCH x = (p:Paper)-[:CITES]->(q) RETURN cost(x)",
    "MATCH (p:Paper) RETURN -1 =~ p.title", "MATCH (p:Paper) RETURN (-1) =~ lower(p.title)", "MATCH (p:Paper) RETURN -$x =~ p.title",
    "MATCH (p:Paper) WHERE date('2024-01-01') =~ p.title RETURN p", "MATCH (p:Paper) RETURN regexp_full_match(-1, p.title)",
    "RETURN to_microseconds(-9223372036854775808)", "RETURN factorial(9223372036854775807)", "CALL show_tables() WHERE id(null) = 1 RETURN *",
]  # fmt: skip


@pytest.mark.parametrize("statement", ENDS_THE_PROCESS)
def test_what_ends_the_process_of_the_embedded_engine_is_refused(statement: str) -> None:
    with pytest.raises(QueryError):
        guard.check(statement, "ladybug", {"x": None, "m": {"a": None}})


def test_what_is_near_to_that_passes(example_graph: Path) -> None:
    for statement in (
        "OPTIONAL MATCH (p:Paper {id: 'no'}) RETURN id(p) AS x",
        "MATCH (p:Paper) WITH CASE WHEN p.year = 1 THEN p ELSE null END AS x RETURN id(x) AS i LIMIT 1",
        "MATCH (p:Paper) WHERE id(p) IS NOT NULL RETURN id(p) AS i, coalesce(null, 1) AS x LIMIT 1",
        "MATCH (p:Paper {doi: null}) RETURN id(p) AS i",
        "WITH [3, 1] AS l, null AS x RETURN list_sort(l) AS l, x",
    ):
        assert ask(str(example_graph), statement, ()).columns


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("MATCH (p:Paper) RETURN labels(p)[0] AS l", "labels.. is one text"),
        ("MATCH (p:Paper:Dataset) RETURN count(*)", "a node has one label"),
        ("MATCH (p:Paper)-[:CITES]->(`q`:`Paper`:Method) RETURN p", "a node has one label"),
        ("MATCH (p:Paper) WHERE p.title =~ '(?=A).*' RETURN p", "do not look around"),
        ("MATCH (p:Paper) WHERE p.title =~ $p RETURN p", "do not look around"),
        ("MATCH (p:Paper) WHERE p.title =~ '(' RETURN p", r"can't read this pattern: missing"),
        (r"RETURN 'aa' =~ '(a)\\1' AS x", "can't read this pattern: invalid escape sequence"),
        ("RETURN regexp_extract(concat('a', 'b'), 'a++') AS x", "bad repetition operator"),
        (r"RETURN 'a\\b' =~ 'a\\\\b' AS x", "takes two backslashes of a pattern for one"),
        ("RETURN 'a' =~ '(?<first>a)' AS x", "a group of a pattern is named otherwise"),
    ],
)
def test_what_the_embedded_engine_would_answer_wrongly_is_refused(
    statement: str, said: str
) -> None:
    with pytest.raises(QueryError, match=said) as raised:
        guard.check(statement, "ladybug", {"p": "(?i)(?!a).*"})
    assert raised.value.position is not None
    assert raised.value.remedy
    guard.check(statement, "neo4j", {"p": "(?i)(?!a).*"})


def test_what_is_near_to_a_wrong_answer_passes(example_graph: Path) -> None:
    for statement in (
        "MATCH (p:Paper|Dataset) RETURN label(p) AS l, [label(p)][1] AS m LIMIT 1",
        "MATCH ()-[r:CITES|:HAS_CODE]->() RETURN count(r) AS n",
        "MATCH (p:Paper) WHERE p.title =~ '(?i)a.*' OR p.title =~ '\\\\(?=a' RETURN count(p) AS n",
        "WITH [1, 2, 3] AS xs RETURN xs[1:2] AS x, {a: 1, b: {c: 2}} AS m",
    ):
        assert ask(str(example_graph), statement, ()).columns
    matched = (
        r"RETURN 'a\\b' =~ 'a\\x5Cb', 'a.b' =~ 'a\\.b', 'aa' =~ '(?P<x>a)\u0061', '(' =~ '\\('"
    )
    assert ask(str(example_graph), matched, ()).rows == [(True,) * 4]


@pytest.mark.parametrize(
    "statement",
    [
        "RETURN repeat('', -1) AS x",
        "RETURN repeat('', $n) AS x",
        "MATCH (p:Paper) RETURN repeat('', p.year - 3000) AS x",
        "WITH 1 - 2 AS n RETURN repeat('', n) AS x",
    ],
)
def test_a_text_is_not_repeated_a_negative_number_of_times(statement: str) -> None:
    """The engine would go on past every deadline."""
    with pytest.raises(QueryError, match="may be below 0") as raised:
        guard.check(statement, "ladybug", {"n": -1})
    assert raised.value.position is not None


def test_a_text_is_repeated_as_often_as_a_list_is_long(example_graph: Path) -> None:
    asked = "WITH [1, 2] AS l RETURN repeat('ab-', size(l) + 1) AS x, repeat('a', 0) AS y"
    assert ask(str(example_graph), asked, ()).rows == [("ab-ab-ab-", "")]
