"""Node tables from what was resolved: papers, named things, people, venues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from kg import ids
from kg.resolve import people
from kg.resolve.papers import MergedPaper
from kg.tables import edge_schema, node_schema


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
    keys = people.keys((a for authors in written_by for a in authors), written_by)
    names: dict[str, str] = {}
    orcids: dict[str, str] = {}
    sources, targets, positions = [], [], []
    for m in merged:
        places: dict[str, int] = {}
        for position, author in enumerate(m.paper.authors, 1):
            person = keys[author]
            known = names.get(person)
            if known is None:
                names[person] = author.name
            elif known != author.name:
                names[person] = min(known, author.name, key=lambda n: (-len(n), n))
            if author.orcid:
                orcids.setdefault(person, author.orcid)
            places.setdefault(person, position)
        for person in sorted(places):
            sources.append(m.key)
            targets.append(person)
            positions.append(places[person])
    people_ids = sorted(names)
    size = len(sources)
    return (
        as_table(
            [people_ids, [names[p] for p in people_ids], [orcids.get(p) for p in people_ids]],
            node_schema("Author"),
        ),
        as_table(
            [["Paper"] * size, sources, ["Author"] * size, targets, positions],
            edge_schema("WRITTEN_BY"),
        ),
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
