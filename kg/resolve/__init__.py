"""From records and mentions to the graph's nodes and the relationships read or found.

Names are resolved once for each way of spelling them (`kg.resolve.names`), records once for each
paper (`kg.resolve.papers`); the mentions themselves, many times as many, are joined by SQL.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kg import ids
from kg.errors import GraphError
from kg.extract.columns import DIMENSIONS, Extracted, as_rows, text_name
from kg.paper import Evidence, Mention, Paper
from kg.resolve import links, remembered
from kg.resolve.entities import EntityTables, as_spellings, of_kinds
from kg.resolve.keys import CONCEPTS, NAMED, Keys
from kg.resolve.meanings import other_meanings
from kg.resolve.memo import Memo
from kg.resolve.mentions import NAMED_TYPES, Mentions
from kg.resolve.nodes import paper_nodes, people_tables, venue_tables
from kg.resolve.papers import MergedPaper, merge
from kg.resolve.references import relate_references
from kg.resolve.thesaurus import Rules, Thesaurus
from kg.sql import DuckDB, Sql
from kg.tables import GraphTables

__all__ = ["Resolved", "Thesaurus", "resolve"]

_STATED = Evidence("", -1, -1, "source", 1.0)


@dataclass(frozen=True, slots=True)
class Resolved:
    """The graph without derived relationships, and what derivation needs beside it.

    Attributes:
        tables: Nodes, and the relationships that were read or found.
        references: Columns ``paper``, ``work``: every reference of every paper, also to works
            outside the corpus.
    """

    tables: GraphTables
    references: pa.Table


def resolve(
    papers: Sequence[Paper],
    extracted: Callable[[], Extracted],
    thesaurus: Thesaurus | None = None,
    *,
    texts: Sequence[str] | None = None,
    removed: Sequence[str] = (),
    memo: Memo | None = None,
    chosen: Callable[[npt.NDArray[np.float32]], object] | None = None,
    sql_engine: Callable[[], Sql] = DuckDB,
) -> Resolved:
    """Make the graph's nodes and non-derived relationships.

    Args:
        papers: What the sources say; the records of one paper become one node.
        extracted: Gives what was found in their texts, when records and people are resolved.
        thesaurus: The user's word on which names mean the same.
        texts: The names of the records' texts (`kg.extract.columns.text_name`), where known.
        removed: Keys of papers that were taken out.
        memo: What was made of the graph before, and where what is made is kept.
        chosen: Told of the vectors of the papers' texts, in the order of the papers' keys, as soon
            as it is known which these are.
        sql_engine: What joins the mentions.

    Raises:
        GraphError: No paper is left.
        EngineError: The engine runs out of memory or disk.
    """
    thesaurus = thesaurus or Thesaurus()
    memo = memo or Memo()
    remembered.begin(memo)
    merged = _wanted(papers, thesaurus["paper"], removed)
    first = [m.records[0] for m in merged]
    texts = [texts[n] if texts else text_name(papers[n]) for n in first]
    authors, written_by = people_tables(merged)
    venues, published_in = venue_tables(merged)
    stated = as_rows((m.key, said) for m in merged if (said := _stated(m.paper)))
    found = extracted()
    if chosen:
        chosen(_vectors(texts, found))
    with sql_engine() as engine:
        mentions = Mentions(engine, [m.key for m in merged], texts, found, stated)
        found_links, citations = mentions.of_kind("link"), mentions.of_kind("citation")
        entities = _entities(mentions, merged, thesaurus, memo)
        edges = {name: mentions.named_edges(name) for name in NAMED_TYPES}
        edges["HAS_CONCEPT"] = mentions.concept_edges()
        contributions = mentions.contributions()
    repositories, code, pages = links.relate(found_links)
    cites, references = relate_references(merged, papers, citations)
    remembered.keep(memo)
    nodes = {
        "Paper": paper_nodes(merged, contributions, pages),
        "Repository": repositories,
        "Author": authors,
        "Venue": venues,
    } | {label: entities.nodes(label) for label in ("Dataset", "Method", "Concept")}
    edges |= {
        "HAS_CODE": code,
        "WRITTEN_BY": written_by,
        "PUBLISHED_IN": published_in,
        "CITES": cites,
    }
    nothing = GraphTables.empty()  # in the schema's order, with what is to be derived
    tables = GraphTables({**nothing.nodes, **nodes}, {**nothing.edges, **edges})
    return Resolved(tables, references)


def _wanted(papers: Sequence[Paper], rules: Rules, removed: Sequence[str]) -> list[MergedPaper]:
    """The papers that records stand for, without those that the user took out.

    Raises:
        GraphError: No paper is left.
    """
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
    return merged


def _entities(
    mentions: Mentions, merged: Sequence[MergedPaper], thesaurus: Thesaurus, memo: Memo
) -> EntityTables:
    """The datasets, methods and concepts; afterwards each mention ends at the one that it means."""
    said = mentions.spellings((*NAMED, *CONCEPTS, "abbreviation"))
    concepts, named = of_kinds(said, CONCEPTS), of_kinds(said, (*NAMED, "abbreviation"))
    keys = Keys(as_spellings(named), thesaurus, concepts)
    senses = other_meanings(mentions.meant(), merged, keys, thesaurus, memo)
    if senses.num_rows:
        mentions.part(senses)
        said = pa.concat_tables([concepts, mentions.spellings(NAMED)])
    entities = EntityTables(said, keys, memo)
    mentions.end_at(entities.ends())
    return entities


def _stated(paper: Paper) -> list[Mention]:
    stated = list(paper.stated)
    stated += [Mention("concept", keyword, _STATED) for keyword in paper.keywords]
    for address, official in paper.links:
        kind = "repository" if links.repository(address) else "project_page"
        stated.append(
            Mention("link", address, _STATED, role=kind, sort="" if official else "unofficial")
        )
    return stated


def _vectors(texts: Sequence[str], extracted: Extracted) -> npt.NDArray[np.float32]:
    column = extracted.texts["vector"].combine_chunks()
    stored = column.flatten().to_numpy(zero_copy_only=False).reshape(-1, DIMENSIONS)
    place = {t: i for i, t in enumerate(extracted.texts["text"].to_pylist())}
    vectors: npt.NDArray[np.float32] = stored[[place[t] for t in texts]]
    return vectors
