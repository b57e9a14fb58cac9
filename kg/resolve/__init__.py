"""From records and mentions to the graph's nodes and the relationships read or found.

Names are resolved once for each way of spelling them (`kg.resolve.names`), records once for each
paper (`kg.resolve.papers`); the mentions themselves, many times as many, are joined by SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kg import ids, schema
from kg.errors import GraphError
from kg.extract.columns import DIMENSIONS, MENTIONS, Extracted, as_rows, text_name
from kg.paper import Evidence, Mention, Paper
from kg.resolve import links
from kg.resolve.keys import CONCEPTS, NAMED, Keys, Spelling
from kg.resolve.names import Entities
from kg.resolve.nodes import entity_nodes, paper_nodes, people_tables, venue_tables
from kg.resolve.papers import MergedPaper, merge
from kg.resolve.references import relate_references
from kg.resolve.senses import senses, uses_of
from kg.resolve.thesaurus import Thesaurus
from kg.sql import DuckDB, Sql
from kg.tables import GraphTables, edge_schema

__all__ = ["Entities", "Resolved", "Thesaurus", "resolve"]

_STATED = Evidence("", -1, -1, "source", 1.0)


@dataclass(frozen=True, slots=True)
class Resolved:
    """The graph without derived relationships, and what derivation needs beside it.

    Attributes:
        tables: Nodes, and the relationships that were read or found.
        references: Columns ``paper``, ``work``: every reference of every paper, also to works
            outside the corpus.
        papers: The paper nodes' keys, in order.
        vectors: One row a paper: its text's vector of length 1.
    """

    tables: GraphTables
    references: pa.Table
    papers: list[str]
    vectors: npt.NDArray[np.float32]


def resolve(
    papers: Sequence[Paper],
    extracted: Extracted,
    thesaurus: Thesaurus | None = None,
    *,
    removed: Sequence[str] = (),
    sql_engine: Callable[[], Sql] = DuckDB,
) -> Resolved:
    """Make the graph's nodes and non-derived relationships.

    Args:
        papers: What the sources say; the records of one paper become one node.
        extracted: What was found in their texts.
        thesaurus: The user's word on which names mean the same.
        removed: Keys of papers that were taken out.
        sql_engine: What joins the mentions.

    Raises:
        GraphError: No paper is left.
        EngineError: The engine runs out of memory or disk.
    """
    thesaurus = thesaurus or Thesaurus()
    rules = thesaurus["paper"]
    merged = merge(papers, same=rules.same, different=rules.different)
    dropped = {ids.fold(name) for name in rules.drop}
    if dropped or removed:
        gone = set(removed)
        merged = [
            m
            for m in merged
            if m.key not in gone and not dropped & {ids.fold(m.key), ids.fold(m.paper.title)}
        ]
    if not merged:
        raise GraphError("no paper would be left", remedy="delete the folder instead")
    texts = [text_name(papers[m.records[0]]) for m in merged]
    with sql_engine() as engine:
        found = _found(engine, merged, texts, extracted)
        spellings = _spellings(engine, (*NAMED, *CONCEPTS, "abbreviation"))
        keys = Keys(spellings, thesaurus)
        if _part_senses(engine, merged, keys, thesaurus):
            spellings = [s for s in spellings if s.kind not in NAMED] + _spellings(engine, NAMED)
        entities = Entities(spellings, keys=keys)
        engine.register("entities", _entity_table(engine, entities))
        edges = {name: _named_edges(engine, name) for name in _NAMED_TYPES}
        edges["HAS_CONCEPT"] = _concept_edges(engine)
        contributions = _contributions(engine)
    repositories, code, pages = links.relate(found["link"])
    authors, written_by = people_tables(merged)
    venues, published_in = venue_tables(merged)
    cites, references = relate_references(merged, papers, found["citation"])
    edges |= {
        "HAS_CODE": code,
        "WRITTEN_BY": written_by,
        "PUBLISHED_IN": published_in,
        "CITES": cites,
    }
    nodes = {
        "Paper": paper_nodes(merged, contributions, pages),
        "Repository": repositories,
        "Author": authors,
        "Venue": venues,
    } | {label: entity_nodes(entities, label) for label in ("Dataset", "Method", "Concept")}
    tables = GraphTables(
        {label: nodes[label] for label in schema.LABEL},
        {
            name: edges[name] if name in edges else edge_schema(name).empty_table()
            for name in schema.RELATIONSHIP
        },
    )
    return Resolved(tables, references, [m.key for m in merged], _vectors(texts, extracted))


def _found(
    engine: Sql, merged: Sequence[MergedPaper], texts: list[str], extracted: Extracted
) -> dict[str, list[dict[str, Any]]]:
    """Registers ``found``: every mention of every paper, what sources state before what was
    found; gives the few kinds that are resolved row by row.
    """
    keys = [m.key for m in merged]
    engine.register("papers", pa.table({"paper": pa.array(keys, pa.string()), "text": texts}))
    engine.register("mentions", extracted.mentions)
    engine.register("stated", as_rows((m.key, _stated(m.paper)) for m in merged))
    columns = ", ".join(f'm."{f.name}"' for f in MENTIONS if f.name not in ("text", "seq"))
    engine.keep(
        "found",
        f"""
        SELECT m.text AS paper, m.seq - 1000000 AS seq, '' AS sense, {columns} FROM stated m
        UNION ALL
        SELECT p.paper, m.seq, '' AS sense, {columns}
        FROM mentions m JOIN papers p ON p.text = m.text
        """,
    )
    return {
        kind: engine.table(
            f"SELECT * FROM found WHERE kind = '{kind}' ORDER BY paper, seq"
        ).to_pylist()
        for kind in ("link", "citation")
    }


def _part_senses(
    engine: Sql, merged: Sequence[MergedPaper], keys: Keys, thesaurus: Thesaurus
) -> bool:
    """Marks in ``found`` the mentions whose paper means something else by the name than most.

    Whether there are any.
    """
    wanted = ", ".join(f"'{k}'" for k in (*NAMED, "abbreviation"))
    rows = engine.table(
        f"""
        SELECT paper, kind, name, long_form, sort, MAX(confidence) AS confidence,
            CASE WHEN kind = 'introduces' THEN rule ELSE '' END AS rule,
            CASE WHEN kind = 'introduces' THEN sentence ELSE '' END AS sentence
        FROM found WHERE kind IN ({wanted}) AND name <> ''
        GROUP BY paper, kind, name, long_form, sort,
            CASE WHEN kind = 'introduces' THEN rule ELSE '' END,
            CASE WHEN kind = 'introduces' THEN sentence ELSE '' END
        ORDER BY paper, kind, name, long_form, sort, rule, sentence
        """
    )
    facts = {
        m.key: (m.paper.year, frozenset(ids.fold(a.name) for a in m.paper.authors)) for m in merged
    }
    columns = [rows[name].to_pylist() for name in rows.column_names]
    uses = uses_of(zip(*columns, strict=True), keys.name, facts)
    meant = senses(uses, (thesaurus["dataset"], thesaurus["method"]), keys.name)
    if not meant:
        return False
    marked = sorted(
        {
            (paper, name, meant[paper, key])
            for paper, name in zip(columns[0], columns[2], strict=True)
            if (paper, key := keys.name(name)) in meant
        }
    )
    names = ("paper", "name", "sense")
    engine.register(
        "senses",
        pa.table(
            {
                n: pa.array(c, pa.string())
                for n, c in zip(names, zip(*marked, strict=True), strict=True)
            }
        ),
    )
    kinds = ", ".join(f"'{k}'" for k in NAMED)
    kept = ", ".join(f'f."{f.name}"' for f in MENTIONS if f.name not in ("text", "seq"))
    engine.keep(
        "parted",
        f"""
        SELECT f.paper, f.seq, COALESCE(s.sense, '') AS sense, {kept}
        FROM found f LEFT JOIN senses s
        ON s.paper = f.paper AND s.name = f.name AND f.kind IN ({kinds})
        """,
    )
    engine.register("found", engine.table("SELECT * FROM parted"))
    return True


def _stated(paper: Paper) -> list[Mention]:
    stated = list(paper.stated)
    stated += [Mention("concept", keyword, _STATED) for keyword in paper.keywords]
    for address, official in paper.links:
        kind = "repository" if ids.repository(address) else "project_page"
        stated.append(
            Mention("link", address, _STATED, role=kind, sort="" if official else "unofficial")
        )
    return stated


def _spellings(engine: Sql, kinds: Sequence[str]) -> list[Spelling]:
    wanted = ", ".join(f"'{k}'" for k in kinds)
    rows = engine.table(
        f"""
        SELECT kind, name, role, sort, long_form, variants, COUNT(*) AS papers,
            CAST(SUM(CASE WHEN rule = 'source' THEN 1 ELSE 0 END) AS BIGINT) AS stated, sense
        FROM found WHERE kind IN ({wanted}) AND name <> ''
        GROUP BY kind, name, role, sort, long_form, variants, sense
        ORDER BY kind, name, role, sort, long_form, variants, sense
        """
    )
    columns = [rows[name].to_pylist() for name in rows.column_names]
    return [
        Spelling(kind, name, role, sort, long_form, tuple(variants or ()), count, stated, sense)
        for kind, name, role, sort, long_form, variants, count, stated, sense in zip(
            *columns, strict=True
        )
    ]


def _entity_table(engine: Sql, entities: Entities) -> pa.Table:
    """Columns kind, name, sense, label, id: where each mention ends."""
    wanted = ", ".join(f"'{k}'" for k in (*NAMED, *CONCEPTS))
    rows = engine.table(f"SELECT DISTINCT kind, name, sense FROM found WHERE kind IN ({wanted})")
    kept = []
    for kind, name, sense in zip(*(rows[c].to_pylist() for c in rows.column_names), strict=True):
        entity = entities.of(kind, name, sense)
        if entity is not None:
            kept.append((kind, name, sense, entity.label, entity.id))
    names = ("kind", "name", "sense", "label", "id")
    columns = list(zip(*kept, strict=True)) or [()] * 5
    return pa.table({n: pa.array(c, pa.string()) for n, c in zip(names, columns, strict=True)})


_NAMED_TYPES = (
    "INTRODUCES",
    "EVALUATES_ON",
    "TRAINS_ON",
    "COMPARES_WITH",
    "BUILDS_ON",
    "MENTIONS",
)

_TYPED = """
WITH typed AS (
    SELECT f.paper, e.label, e.id, f.seq, f.sentence, f.start, f."end", f.rule, f.confidence,
        CASE
            WHEN f.kind = 'introduces' OR f.role = 'introduces' THEN 'INTRODUCES'
            WHEN e.label = 'Dataset' AND f.role = 'evaluates_on' THEN 'EVALUATES_ON'
            WHEN e.label = 'Dataset' AND f.role = 'trains_on' THEN 'TRAINS_ON'
            WHEN e.label = 'Method' AND f.role = 'compares_with' THEN 'COMPARES_WITH'
            WHEN e.label = 'Method' AND f.role = 'builds_on' THEN 'BUILDS_ON'
            ELSE 'MENTIONS'
        END AS type
    FROM found f
    JOIN entities e ON e.kind = f.kind AND e.name = f.name AND e.sense = f.sense
    WHERE f.kind IN ('introduces', 'dataset', 'method')
),
ranked AS (
    SELECT *, ROW_NUMBER() OVER (
        PARTITION BY paper, id
        ORDER BY
            CASE WHEN rule = 'source' AND type <> 'MENTIONS' THEN 0 ELSE 1 END,
            CASE type
                WHEN 'INTRODUCES' THEN 0
                WHEN 'EVALUATES_ON' THEN 1 WHEN 'COMPARES_WITH' THEN 1
                WHEN 'TRAINS_ON' THEN 2 WHEN 'BUILDS_ON' THEN 2
                ELSE 3
            END,
            CASE WHEN rule = 'source' THEN 1 ELSE 0 END,
            confidence DESC, seq
    ) AS place
    FROM typed
)
SELECT * FROM ranked WHERE place = 1
"""
"""One relationship between a paper and a thing: what its source states, else the sharpest."""


def _named_edges(engine: Sql, name: str) -> pa.Table:
    if name == _NAMED_TYPES[0]:
        engine.keep("named", _TYPED)
    return engine.table(
        f"""
        SELECT 'Paper' AS source_label, paper AS source, label AS target_label, id AS target,
            sentence AS evidence, start, "end", rule, confidence
        FROM named WHERE type = '{name}' ORDER BY source, target
        """
    ).cast(edge_schema(name))


def _concept_edges(engine: Sql) -> pa.Table:
    return engine.table(
        """
        WITH ranked AS (
            SELECT f.paper, e.id, f.sentence, f.start, f."end", f.rule, f.confidence,
                MAX(f.confidence) OVER (PARTITION BY f.paper, e.id) AS score,
                ROW_NUMBER() OVER (PARTITION BY f.paper, e.id ORDER BY f.seq) AS place
            FROM found f
            JOIN entities e ON e.kind = f.kind AND e.name = f.name AND e.sense = f.sense
            WHERE e.label = 'Concept'
        )
        SELECT 'Paper' AS source_label, paper AS source, 'Concept' AS target_label, id AS target,
            score, sentence AS evidence, start, "end", rule, confidence
        FROM ranked WHERE place = 1 ORDER BY source, target
        """
    ).cast(edge_schema("HAS_CONCEPT"))


def _contributions(engine: Sql) -> dict[str, str]:
    rows = engine.table(
        """
        WITH ranked AS (
            SELECT paper, name, ROW_NUMBER() OVER (PARTITION BY paper ORDER BY seq) AS place
            FROM found WHERE kind = 'contribution'
        )
        SELECT paper, name FROM ranked WHERE place = 1
        """
    )
    return dict(zip(rows["paper"].to_pylist(), rows["name"].to_pylist(), strict=True))


def _vectors(texts: Sequence[str], extracted: Extracted) -> npt.NDArray[np.float32]:
    column = extracted.texts["vector"].combine_chunks()
    stored = column.flatten().to_numpy(zero_copy_only=False).reshape(-1, DIMENSIONS)
    place = {t: i for i, t in enumerate(extracted.texts["text"].to_pylist())}
    vectors: npt.NDArray[np.float32] = stored[[place[t] for t in texts]]
    return vectors
