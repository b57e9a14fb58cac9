"""From records and mentions to the graph's nodes and the relationships read or found.

Names are resolved once for each way of spelling them (`kg.resolve.names`), records once for each
paper (`kg.resolve.papers`); the mentions themselves, many times as many, are joined by SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kg import ids, schema
from kg.errors import GraphError
from kg.extract.columns import DIMENSIONS, MENTIONS, Extracted, as_rows, text_name
from kg.paper import Evidence, Mention, Paper
from kg.resolve import links, people
from kg.resolve.names import CONCEPTS, NAMED, Entities, Spelling
from kg.resolve.papers import MergedPaper, merge
from kg.resolve.references import relate_references
from kg.resolve.thesaurus import Thesaurus
from kg.sql import DuckDB, Sql
from kg.tables import GraphTables, edge_schema, node_schema

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
        entities = Entities(_spellings(engine), thesaurus)
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
        "Paper": _paper_nodes(merged, contributions, pages),
        "Repository": repositories,
        "Author": authors,
        "Venue": venues,
    } | {label: _entity_nodes(entities, label) for label in ("Dataset", "Method", "Concept")}
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
        SELECT m.text AS paper, m.seq - 1000000 AS seq, {columns} FROM stated m
        UNION ALL
        SELECT p.paper, m.seq, {columns} FROM mentions m JOIN papers p ON p.text = m.text
        """,
    )
    return {
        kind: engine.table(
            f"SELECT * FROM found WHERE kind = '{kind}' ORDER BY paper, seq"
        ).to_pylist()
        for kind in ("link", "citation")
    }


def _stated(paper: Paper) -> list[Mention]:
    stated = list(paper.stated)
    stated += [Mention("concept", keyword, _STATED) for keyword in paper.keywords]
    for address, official in paper.links:
        kind = "repository" if ids.repository(address) else "project_page"
        stated.append(
            Mention("link", address, _STATED, role=kind, sort="" if official else "unofficial")
        )
    return stated


def _spellings(engine: Sql) -> list[Spelling]:
    wanted = ", ".join(f"'{k}'" for k in (*NAMED, *CONCEPTS, "abbreviation"))
    rows = engine.table(
        f"""
        SELECT kind, name, role, sort, long_form, variants, COUNT(*) AS papers,
            CAST(SUM(CASE WHEN rule = 'source' THEN 1 ELSE 0 END) AS BIGINT) AS stated
        FROM found WHERE kind IN ({wanted}) AND name <> ''
        GROUP BY kind, name, role, sort, long_form, variants
        ORDER BY kind, name, role, sort, long_form, variants
        """
    )
    columns = [rows[name].to_pylist() for name in rows.column_names]
    return [
        Spelling(kind, name, role, sort, long_form, tuple(variants or ()), count, stated)
        for kind, name, role, sort, long_form, variants, count, stated in zip(*columns, strict=True)
    ]


def _entity_table(engine: Sql, entities: Entities) -> pa.Table:
    """Columns kind, name, label, id: where each mention ends."""
    wanted = ", ".join(f"'{k}'" for k in (*NAMED, *CONCEPTS))
    rows = engine.table(f"SELECT DISTINCT kind, name FROM found WHERE kind IN ({wanted})")
    kept = []
    for kind, name in zip(rows["kind"].to_pylist(), rows["name"].to_pylist(), strict=True):
        entity = entities.of(kind, name)
        if entity is not None:
            kept.append((kind, name, entity.label, entity.id))
    names = ("kind", "name", "label", "id")
    columns = list(zip(*kept, strict=True)) or [()] * 4
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
    JOIN entities e ON e.kind = f.kind AND e.name = f.name
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
            JOIN entities e ON e.kind = f.kind AND e.name = f.name
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


def _entity_nodes(entities: Entities, label: str) -> pa.Table:
    default = {"Dataset": "dataset", "Method": "method", "Concept": "other"}[label]
    found = entities.all(label)
    kinds = [
        min(e.sorts, key=lambda s, e=e: (-e.sorts[s], s), default=default)  # type: ignore[misc]
        for e in found
    ]
    columns: list[list[Any]] = [
        [e.id for e in found],
        [e.name for e in found],
        kinds,
        [e.aliases for e in found],
    ]
    return as_table(columns, node_schema(label))


def as_table(columns: Sequence[Sequence[Any]], form: pa.Schema) -> pa.Table:
    """A table of a schema from its columns' values."""
    arrays = [pa.array(c, f.type) for c, f in zip(columns, form, strict=True)]
    return pa.table(arrays, schema=form)


def _paper_nodes(
    merged: Sequence[MergedPaper], contributions: Mapping[str, str], pages: Mapping[str, list[str]]
) -> pa.Table:
    columns: list[list[Any]] = [[] for _ in node_schema("Paper")]
    for m in merged:
        p = m.paper
        row = (
            m.key, p.title, p.abstract, p.year, p.venue, p.doi, p.arxiv_id, p.url,
            contributions.get(m.key), pages.get(m.key, []),
        )  # fmt: skip
        for column, value in zip(columns, row, strict=True):
            column.append(value)
    return as_table(columns, node_schema("Paper"))


def people_tables(merged: Sequence[MergedPaper]) -> tuple[pa.Table, pa.Table]:
    """The ``Author`` nodes and the ``WRITTEN_BY`` relationships."""
    keys = people.keys(a for m in merged for a in m.paper.authors)
    names: dict[str, str] = {}
    orcids: dict[str, str | None] = {}
    positions: dict[tuple[str, str], int] = {}
    for m in merged:
        for position, author in enumerate(m.paper.authors, 1):
            person = keys[author]
            known = names.get(person, author.name)
            names[person] = min(known, author.name, key=lambda n: (-len(n), n))
            orcids[person] = orcids.get(person) or author.orcid
            positions.setdefault((m.key, person), position)
    people_ids = sorted(names)
    written = sorted(positions)
    return (
        as_table(
            [people_ids, [names[p] for p in people_ids], [orcids[p] for p in people_ids]],
            node_schema("Author"),
        ),
        as_table(
            [
                ["Paper"] * len(written), [w[0] for w in written],
                ["Author"] * len(written), [w[1] for w in written],
                [positions[w] for w in written],
            ],
            edge_schema("WRITTEN_BY"),
        ),
    )  # fmt: skip


def venue_tables(merged: Sequence[MergedPaper]) -> tuple[pa.Table, pa.Table]:
    """The ``Venue`` nodes and the ``PUBLISHED_IN`` relationships."""
    names: dict[str, str] = {}
    published: list[tuple[str, str]] = []
    for m in merged:
        venue = m.paper.venue
        if venue:
            key = f"venue:{ids.slug(venue)}"
            names[key] = min(names.get(key, venue), venue)
            published.append((m.key, key))
    venue_ids = sorted(names)
    size = len(published)
    return (
        as_table([venue_ids, [names[v] for v in venue_ids]], node_schema("Venue")),
        as_table(
            [["Paper"] * size, [p for p, _ in published], ["Venue"] * size,
             [v for _, v in published]],
            edge_schema("PUBLISHED_IN"),
        ),
    )  # fmt: skip


def _vectors(texts: Sequence[str], extracted: Extracted) -> npt.NDArray[np.float32]:
    column = extracted.texts["vector"].combine_chunks()
    stored = column.flatten().to_numpy(zero_copy_only=False).reshape(-1, DIMENSIONS)
    place = {t: i for i, t in enumerate(extracted.texts["text"].to_pylist())}
    vectors: npt.NDArray[np.float32] = stored[[place[t] for t in texts]]
    return vectors
