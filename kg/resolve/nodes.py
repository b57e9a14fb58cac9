"""Node tables from what was resolved: papers, named things, people, venues."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kg import ids
from kg.resolve import people
from kg.resolve.papers import MergedPaper
from kg.tables import edge_schema, node_schema

_SAID = pa.schema([("name", pa.string()), ("orcid", pa.string())])


def as_table(columns: Sequence[Sequence[Any]], form: pa.Schema) -> pa.Table:
    """A table of a schema from its columns' values."""
    arrays = [pa.array(c, f.type) for c, f in zip(columns, form, strict=True)]
    return pa.table(arrays, schema=form)


def paper_nodes(
    merged: Sequence[MergedPaper], contributions: Mapping[str, str], pages: Mapping[str, list[str]]
) -> pa.Table:
    """The ``Paper`` nodes."""
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
    written_by = [m.paper.authors for m in merged]
    every = list(itertools.chain.from_iterable(written_by))
    said = pa.table([[a.name for a in every], [a.orcid or None for a in every]], _SAID)
    both = pc.binary_join_element_wise(said["name"], pc.fill_null(said["orcid"], ""), "\n")
    spelled = both.combine_chunks().dictionary_encode().indices.to_numpy()
    different = said.take(np.unique(spelled, return_index=True)[1]).combine_chunks()
    names = different["name"].combine_chunks()
    keys = people.keys_of(names, different["orcid"].combine_chunks(), written_by)
    persons = pa.table({"key": keys, "name": names, "letters": pc.utf8_length(names)})
    persons = persons.sort_by([("letters", "descending"), ("name", "ascending")])
    persons = persons.group_by("key", use_threads=False).aggregate([("name", "first")])
    persons = persons.sort_by("key")
    people_ids = persons["key"].combine_chunks()
    of_spelled = pc.index_in(keys, value_set=people_ids).to_numpy()
    sizes = np.array([len(a) for a in written_by], dtype=np.int64)
    rows = pa.table(
        {
            "paper": np.repeat(np.arange(len(merged)), sizes),
            "person": of_spelled[spelled],
            "position": np.arange(len(every)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + 1,
        }
    )
    rows = rows.group_by(["paper", "person"]).aggregate([("position", "min")])
    rows = rows.sort_by([("paper", "ascending"), ("person", "ascending")])
    sources = pa.array([m.key for m in merged], pa.string()).take(rows["paper"])
    targets = people_ids.take(rows["person"])
    columns_of_edges = (pa.repeat("Paper", len(rows)), sources,
                        pa.repeat("Author", len(rows)), targets, rows["position_min"])  # fmt: skip
    of_orcid = pc.starts_with(people_ids, people.ORCID)
    orcids = pc.if_else(of_orcid, pc.utf8_slice_codeunits(people_ids, len(people.ORCID)), None)
    return (
        pa.table([people_ids, persons["name_first"], orcids], schema=node_schema("Author")),
        pa.table(columns_of_edges, schema=edge_schema("WRITTEN_BY")),
    )


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
