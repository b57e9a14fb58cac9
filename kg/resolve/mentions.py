"""The mentions of all papers, joined by SQL, and the relationships that they make.

SQL sees what it compares: papers as their numbers in order of their keys, mentions by their rows
(``nth``). Sentences, most of the bytes, are taken by row in the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kg.extract.columns import MENTIONS, Extracted
from kg.resolve.keys import CONCEPTS, NAMED
from kg.sql import Sql
from kg.tables import edge_schema

EVIDENCE = ("sentence", "start", "end", "rule", "confidence")
_SOUGHT = [
    f.name for f in MENTIONS if f.name not in ("text", "seq", "sentence", "start", "end")
]  # fmt: skip
_KINDS = {name: ", ".join(f"'{k}'" for k in kinds) for name, kinds in (
    ("concepts", CONCEPTS), ("named", NAMED), ("meant", (*NAMED, "abbreviation")),
)}  # fmt: skip

NAMED_TYPES = (
    "INTRODUCES",
    "EVALUATES_ON",
    "TRAINS_ON",
    "COMPARES_WITH",
    "BUILDS_ON",
    "MENTIONS",
)

_TYPED = """
WITH typed AS (
    SELECT f.paper, e.label, e.id, f.seq, f.nth, f.rule, f.confidence,
        CASE
            WHEN f.kind = 'introduces' OR f.role = 'introduces' THEN 'INTRODUCES'
            WHEN e.label = 'Dataset' AND f.role = 'evaluates_on' THEN 'EVALUATES_ON'
            WHEN e.label = 'Dataset' AND f.role = 'trains_on' THEN 'TRAINS_ON'
            WHEN e.label = 'Method' AND f.role = 'compares_with' THEN 'COMPARES_WITH'
            WHEN e.label = 'Method' AND f.role = 'builds_on' THEN 'BUILDS_ON'
            ELSE 'MENTIONS'
        END AS type
    FROM {named} f
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
SELECT paper, label, id, nth, type FROM ranked WHERE place = 1
"""
"""One relationship between a paper and a thing: what its source states, else the sharpest."""


class Mentions:
    """Every mention of every paper, what sources state before what was found.

    Args:
        engine: What joins them.
        keys: The papers' keys, ascending.
        texts: The name of each paper's text.
        extracted: What was found in texts.
        stated: What sources state, as a table of `MENTIONS` with the paper's key for the text.
    """

    def __init__(
        self,
        engine: Sql,
        keys: Sequence[str],
        texts: Sequence[str],
        extracted: Extracted,
        stated: pa.Table,
    ) -> None:
        self._engine = engine
        self._keys = pa.array(keys, pa.string())
        parts = [extracted.mentions, stated]
        columns = pa.concat_tables([p.select(EVIDENCE) for p in parts])
        self._evidence = columns.unify_dictionaries().combine_chunks()
        self._named = "named"
        numbers = pa.array(range(len(keys)), pa.int32())
        engine.register("papers", pa.table({"paper": numbers, "key": self._keys, "text": texts}))
        engine.register("mentions", _sought(parts[0], 0))
        engine.register("stated", _sought(parts[1], parts[0].num_rows))
        columns = ", ".join(f'm."{name}"' for name in _SOUGHT)
        for name, wanted in (("named", "NOT IN"), ("phrased", "IN")):
            engine.keep(
                name,
                f"""
                SELECT p.paper, m.seq - 1000000 AS seq, m.nth, '' AS sense, {columns}
                FROM stated m JOIN papers p ON p.key = m.text
                WHERE m.kind {wanted} ({_KINDS["concepts"]})
                UNION ALL
                SELECT p.paper, m.seq, m.nth, '' AS sense, {columns}
                FROM mentions m JOIN papers p ON p.text = m.text
                WHERE m.kind {wanted} ({_KINDS["concepts"]})
                """,
            )

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        """The mentions of one of the few kinds that are resolved row by row, by paper and place."""
        rows = self._engine.table(
            f"SELECT paper, name, sort, nth FROM named WHERE kind = '{kind}' ORDER BY paper, seq"
        )
        return self._with_evidence(rows).to_pylist()

    def spellings(self, kinds: Sequence[str]) -> pa.Table:
        """What the mentions of some kinds say alike: the columns of `kg.resolve.keys.Spelling`."""
        wanted = ", ".join(f"'{k}'" for k in kinds)
        tables = [self._named] if not set(kinds) & set(CONCEPTS) else [self._named, "phrased"]
        return self._engine.table(
            " UNION ALL ".join(
                f"""
                SELECT kind, name, role, sort, long_form, variants, COUNT(*) AS papers,
                    CAST(SUM(CASE WHEN rule = 'source' THEN 1 ELSE 0 END) AS BIGINT) AS stated,
                    sense
                FROM {table} WHERE kind IN ({wanted}) AND name <> ''
                GROUP BY kind, name, role, sort, long_form, variants, sense
                """
                for table in tables
            )
            + " ORDER BY kind, name, role, sort, long_form, variants, sense"
        )

    def part(self, senses: pa.Table) -> None:
        """Mark the mentions whose paper means something else by the name than most.

        Args:
            senses: Columns paper, name, sense.
        """
        papers = pc.index_in(senses["paper"], value_set=self._keys)
        self._engine.register("senses", senses.set_column(0, "paper", papers))
        kept = ", ".join(f'f."{name}"' for name in _SOUGHT)
        self._engine.keep(
            "parted",
            f"""
            SELECT f.paper, f.seq, f.nth, COALESCE(s.sense, '') AS sense, {kept}
            FROM named f LEFT JOIN senses s
            ON s.paper = f.paper AND s.name = f.name AND f.kind IN ({_KINDS["named"]})
            """,
        )
        self._named = "parted"

    def meant(self) -> pa.Table:
        """How each paper uses each name: the columns of `kg.resolve.uses.uses_of`."""
        told = self._engine.table("SELECT nth FROM named WHERE kind = 'introduces'")["nth"]
        sentences = self._evidence["sentence"].take(told).cast(pa.string())
        self._engine.register("told", pa.table({"nth": told, "sentence": sentences}))
        rows = self._engine.table(
            f"""
            SELECT paper, kind, name, long_form, sort, MAX(confidence) AS confidence,
                rule, sentence
            FROM (
                SELECT f.paper, f.kind, f.name, f.long_form, f.sort, f.confidence,
                    CASE WHEN f.kind = 'introduces' THEN f.rule ELSE '' END AS rule,
                    COALESCE(t.sentence, '') AS sentence
                FROM named f LEFT JOIN told t ON t.nth = f.nth
                WHERE f.kind IN ({_KINDS["meant"]}) AND f.name <> ''
            )
            GROUP BY paper, kind, name, long_form, sort, rule, sentence
            ORDER BY paper, kind, name, long_form, sort, rule, sentence
            """
        )
        return rows.set_column(0, "paper", self._keys.take(rows["paper"]))

    def end_at(self, ends: pa.Table) -> None:
        """Let mentions end at what their names mean: `kg.resolve.entities.EntityTables.ends`."""
        self._engine.register("entities", ends)
        self._engine.keep("ended", _TYPED.format(named=self._named))

    def named_edges(self, name: str) -> pa.Table:
        """The relationships of one of `NAMED_TYPES`."""
        rows = self._engine.table(
            f"""
            SELECT paper, 'Paper' AS source_label, label AS target_label, id AS target, nth
            FROM ended WHERE type = '{name}' ORDER BY paper, target
            """
        )
        return self._edges(name, rows)

    def concept_edges(self) -> pa.Table:
        """The relationships from papers to concepts."""
        rows = self._engine.table(
            """
            WITH ranked AS (
                SELECT f.paper, e.id, f.nth,
                    MAX(f.confidence) OVER (PARTITION BY f.paper, e.id) AS score,
                    ROW_NUMBER() OVER (PARTITION BY f.paper, e.id ORDER BY f.seq) AS place
                FROM phrased f
                JOIN entities e ON e.kind = f.kind AND e.name = f.name
                WHERE e.label = 'Concept'
            )
            SELECT paper, 'Paper' AS source_label, 'Concept' AS target_label, id AS target,
                score, nth
            FROM ranked WHERE place = 1 ORDER BY paper, target
            """
        )
        return self._edges("HAS_CONCEPT", rows)

    def contributions(self) -> dict[str, str]:
        """Paper to what it gives."""
        rows = self._engine.table(
            """
            WITH ranked AS (
                SELECT paper, name, ROW_NUMBER() OVER (PARTITION BY paper ORDER BY seq) AS place
                FROM named WHERE kind = 'contribution'
            )
            SELECT paper, name FROM ranked WHERE place = 1
            """
        )
        papers = self._keys.take(rows["paper"]).to_pylist()
        return dict(zip(papers, rows["name"].to_pylist(), strict=True))

    def _with_evidence(self, rows: pa.Table) -> pa.Table:
        """Rows with the papers' keys and the mentions' evidence."""
        evidence = self._evidence.take(rows["nth"])
        rows = rows.set_column(0, "paper", self._keys.take(rows["paper"]))
        for name in EVIDENCE:
            column = evidence[name]
            if pa.types.is_dictionary(column.type):
                column = column.cast(pa.string())
            rows = rows.append_column(name, column)
        return rows

    def _edges(self, name: str, rows: pa.Table) -> pa.Table:
        rows = self._with_evidence(rows).rename_columns({"paper": "source", "sentence": "evidence"})
        form = edge_schema(name)
        return rows.select(form.names).cast(form)


def _sought(mentions: pa.Table, first: int) -> pa.Table:
    """What SQL sees of mentions; ``nth`` counts from `first` on."""
    at = np.arange(first, first + mentions.num_rows, dtype=np.int64)
    return mentions.select(["text", "seq", *_SOUGHT]).append_column("nth", pa.array(at))
