"""Derived relationships: one ``.sql`` file each, run on DuckDB or Spark.

The files are written in the part of SQL that DuckDB and Spark both speak. They read the tables
of the graph by their names in small letters, with numbers for keys (`kg.relations.numbers`), pairs
of what has items in common (`PAIRS`), and besides: ``refs`` (paper, work), ``endings`` (concept,
ending, words), ``alike`` (source, target, similarity) and ``settings`` (one row).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from kg import schema
from kg.relations import similarity
from kg.relations.numbers import Numbers
from kg.sql import DuckDB, Sql
from kg.tables import GraphTables

ORDER = (
    "BROADER",
    "CO_OCCURS_WITH",
    "SHARES_BENCHMARK",
    "CO_EVALUATED_WITH",
    "COUPLED_WITH",
    "CO_CITED_WITH",
    "RELATED_TO",
)
"""RELATED_TO reads others, so it comes last."""

PAIRS = {
    "CO_OCCURS_WITH": (("concepts_together", "least_papers"),),
    "COUPLED_WITH": (("references_in_common", "least_shared"),),
    "CO_CITED_WITH": (("cited_together", "least_shared"),),
    "RELATED_TO": (("concepts_in_common", "least_cosine"), ("methods_in_common", "least_cosine")),
}
"""What a statement reads of pairs: the statement of their items, and what a pair must reach."""

SMALL = 1_000
"""Up to so many papers a pair counts that occurs once; above, from two on."""
NEAREST = 5
"""Related papers that each paper names at most."""
LEAST_COSINE = 0.1
"""Cosine from which on concepts or methods in common relate two papers of more than `SMALL`."""


def sql(name: str) -> str:
    """The statement that derives a relationship type, or that lists the items of pairs."""
    return Path(__file__).with_name(f"{name.lower()}.sql").read_text(encoding="utf-8")


def needed(tables: GraphTables) -> GraphTables:
    """What derivation reads of a graph: names of nodes and ends of relationships."""
    nodes = {
        n: t.select([c for c in ("id", "name") if c in t.column_names])
        for n, t in tables.nodes.items()
    }
    return GraphTables(nodes, {n: t.select(schema.END_COLUMNS) for n, t in tables.edges.items()})


def derive(
    tables: GraphTables,
    *,
    references: pa.Table | None = None,
    alike: pa.Table | None = None,
    sql_engine: Callable[[], Sql] = DuckDB,
) -> GraphTables:
    """The graph with its derived relationships, made anew; see `derived`."""
    made = derived(needed(tables), references=references, alike=alike, sql_engine=sql_engine)
    return GraphTables(tables.nodes, {**tables.edges, **dict(made)})


def derived(
    tables: GraphTables,
    *,
    references: pa.Table | None = None,
    alike: pa.Table | None = None,
    sql_engine: Callable[[], Sql] = DuckDB,
) -> Iterator[tuple[str, pa.Table]]:
    """Each derived relationship type with its table as soon as that is made.

    Args:
        tables: What is `needed` of the graph.
        references: Columns paper, work: all references; by default those of ``CITES``.
        alike: `similarity.alike` of the papers' texts in the order of their keys; by default
            none is like another.
        sql_engine: What runs the statements.

    Raises:
        EngineError: The engine runs out of memory or disk.
    """
    if references is None:
        cites = tables.edges["CITES"]
        references = pa.table({"paper": cites["source"], "work": cites["target"]})
    numbers = Numbers(tables.nodes)
    with sql_engine() as engine:
        for name, table in numbers.tables(tables).items():
            engine.register(name, table)
        engine.register("refs", _references(numbers, references))
        engine.register("endings", _endings(numbers, tables.nodes["Concept"]))
        engine.register("alike", similarity.NONE if alike is None else alike)
        settings = _settings(tables.nodes["Paper"].num_rows)
        engine.register("settings", settings)
        for name in ORDER:
            for pairs, least in PAIRS.get(name, ()):
                engine.pairs(pairs, sql(pairs), settings[least][0].as_py())
            columns = ", ".join(f'"{c}"' for c in schema.RELATIONSHIP[name].columns)
            rows = engine.table(f"SELECT {columns} FROM ({sql(name)}) ORDER BY source, target")
            yield name, numbers.keyed(name, rows)
            engine.register(name.lower(), rows.drop_columns(_lists(rows)))


def _lists(rows: pa.Table) -> list[str]:
    """Columns of lists, which no statement reads of another's relationships."""
    return [column.name for column in rows.schema if pa.types.is_list(column.type)]


def _references(numbers: Numbers, references: pa.Table) -> pa.Table:
    """Columns paper and work, both numbers; a work's number is good in this table only."""
    works = references["work"].combine_chunks().dictionary_encode().indices
    return pa.table({"paper": numbers.of("Paper", references["paper"]), "work": works})


def _settings(papers: int) -> pa.Table:
    return pa.table(
        {
            "papers": [papers],
            "least_papers": [1 if papers <= SMALL else 2],
            "least_shared": [1 if papers <= SMALL else 2],
            "most_papers": [1_000],
            "common_papers": [max(25, min(papers // 10, 400))],
            "nearest": [NEAREST],
            "least_cosine": [0.0 if papers <= SMALL else LEAST_COSINE],
            "least_score": [0.05],
        }
    )


def _endings(numbers: Numbers, concepts: pa.Table) -> pa.Table:
    """Every proper ending of every concept's name, in whole words."""
    places = numbers.of("Concept", concepts["id"]).combine_chunks()
    names = pc.utf8_trim_whitespace(pc.utf8_lower(concepts["name"].combine_chunks()))
    words = pc.utf8_split_whitespace(names)
    form = pa.schema([("concept", pa.int32()), ("ending", pa.string()), ("words", pa.int64())])
    found = [form.empty_table()]
    for first in range(1, pc.max(pc.list_value_length(words)).as_py() or 0):
        longer = pc.greater(pc.list_value_length(words), first)
        places, words = places.filter(longer), words.filter(longer)
        rest = pc.list_slice(words, first)
        columns = [places, pc.binary_join(rest, " "), pc.list_value_length(rest)]
        found.append(pa.table(columns, form.names).cast(form))
    return pa.concat_tables(found)
