"""Papers and what was found in them as the graph's nodes and non-derived relationships."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from kg import ids, schema
from kg.entities import Entities
from kg.paper import Author, Evidence, Extraction, Mention, Paper
from kg.tables import GraphTables, edge_schema, node_schema

_STATED = Evidence("", -1, -1, "source", 1.0)
_DATASET_TYPES = {
    "introduces": "INTRODUCES",
    "evaluates_on": "EVALUATES_ON",
    "trains_on": "TRAINS_ON",
    "mentions": "MENTIONS",
}
_METHOD_TYPES = {
    "compares_with": "COMPARES_WITH",
    "builds_on": "BUILDS_ON",
    "mentions": "MENTIONS",
}
_RANK = {"INTRODUCES": 0, "EVALUATES_ON": 1, "TRAINS_ON": 2, "COMPARES_WITH": 1, "BUILDS_ON": 2}


@dataclass(frozen=True, slots=True)
class Resolved:
    """The graph without derived relationships, and what derivation needs beside it.

    Attributes:
        tables: Nodes, and the relationships that were read or found.
        references: Columns ``paper``, ``work``: every reference of every paper, also to works
            outside the corpus.
        texts: Paper key to title and abstract.
    """

    tables: GraphTables
    references: pa.Table
    texts: dict[str, str]


def resolve(papers: Sequence[Paper], extractions: Sequence[Extraction]) -> Resolved:
    """Make the graph's nodes and non-derived relationships.

    Args:
        papers: What the sources say; records with the same key become one paper.
        extractions: What was found in each, in the same order.
    """
    merged, found = _merge(papers, extractions)
    entities = Entities([found[k] for k in sorted(found)])
    rows: dict[str, dict[tuple[str, str], dict[str, Any]]] = {r: {} for r in schema.RELATIONSHIP}
    repositories: dict[str, dict[str, Any]] = {}
    pages: dict[str, list[str]] = {}
    for key in sorted(merged):
        extraction = found[key]
        _relate_names(rows, key, extraction, entities)
        pages[key] = _relate_links(rows, key, extraction, repositories)
    people = _relate_people(rows, merged)
    venues = _relate_venues(rows, merged)
    references = _relate_references(rows, merged, found, papers)
    nodes: dict[str, list[dict[str, Any]]] = {
        "Paper": [_paper_row(merged[k], k, found[k], pages[k]) for k in sorted(merged)],
        "Repository": [repositories[k] for k in sorted(repositories)],
        "Author": people,
        "Venue": venues,
    }
    for label, default in (("Dataset", "dataset"), ("Method", "method"), ("Concept", "other")):
        nodes[label] = [
            {
                "id": e.id,
                "name": e.name,
                "kind": max(sorted(e.sorts), key=lambda s, e=e: e.sorts[s], default=default),  # type: ignore[misc]
                "aliases": e.aliases,
            }
            for e in entities.all(label)
        ]
    tables = GraphTables(
        {label: pa.Table.from_pylist(nodes[label], node_schema(label)) for label in schema.LABEL},
        {
            name: pa.Table.from_pylist(
                [rows[name][k] for k in sorted(rows[name])], edge_schema(name)
            )
            for name in schema.RELATIONSHIP
        },
    )
    texts = {k: f"{p.title}. {p.abstract}" for k, p in merged.items()}
    return Resolved(tables, references, texts)


def _merge(
    papers: Sequence[Paper], extractions: Sequence[Extraction]
) -> tuple[dict[str, Paper], dict[str, Extraction]]:
    """One paper and one extraction a key, whatever the order of the records."""
    groups: dict[str, list[tuple[Paper, Extraction]]] = defaultdict(list)
    for paper, extraction in zip(papers, extractions, strict=True):
        groups[ids.paper_key(paper)].append((paper, extraction))
    merged, found = {}, {}
    for key, group in groups.items():
        group.sort(key=lambda pair: (-len(pair[0].abstract), repr(pair[0])))
        paper = group[0][0]
        for other, _ in group[1:]:
            paper = _union(paper, other)
        merged[key] = paper
        stated = tuple(dict.fromkeys(_stated(paper)))
        found[key] = _with_stated(group[0][1], stated)
    return merged, found


def _union(paper: Paper, other: Paper) -> Paper:
    changes: dict[str, Any] = {}
    for name in ("year", "venue", "doi", "arxiv_id", "acl_id", "openalex_id", "s2_id", "url"):
        if getattr(paper, name) is None:
            changes[name] = getattr(other, name)
    for name in ("authors", "keywords"):
        if not getattr(paper, name):
            changes[name] = getattr(other, name)
    for name in ("references", "links", "stated"):
        changes[name] = tuple(dict.fromkeys((*getattr(paper, name), *getattr(other, name))))
    return replace(paper, **changes)


def _stated(paper: Paper) -> Iterable[Mention]:
    yield from paper.stated
    for keyword in paper.keywords:
        yield Mention("concept", keyword, _STATED)
    for address, official in paper.links:
        kind = "repository" if ids.repository(address) else "project_page"
        yield Mention("link", address, _STATED, role=kind, sort="" if official else "unofficial")


def _with_stated(extraction: Extraction, stated: tuple[Mention, ...]) -> Extraction:
    """What the source states comes first; it decides over what was found."""
    if not stated:
        return extraction
    kinds = {m.kind for m in stated if m.kind == "contribution"}
    kept = tuple(m for m in extraction.mentions if m.kind not in kinds)
    return Extraction(extraction.paper_id, stated + kept, extraction.notes)


def _relate_names(
    rows: Mapping[str, dict[tuple[str, str], dict[str, Any]]],
    paper: str,
    extraction: Extraction,
    entities: Entities,
) -> None:
    chosen: dict[str, tuple[tuple[int, int, float], str, Mention]] = {}
    for mention in extraction.mentions:
        entity = entities.of(mention)
        if entity is None:
            continue
        if entity.label == "Concept":
            row = _edge("Paper", paper, "Concept", entity.id, mention.evidence)
            old = rows["HAS_CONCEPT"].get((paper, entity.id))
            score = max(mention.evidence.confidence, old["score"] if old else 0.0)
            rows["HAS_CONCEPT"][paper, entity.id] = (old or row) | {"score": score}
            continue
        type_ = _type(mention, entity.label)
        rank = (
            0 if mention.evidence.rule == "source" else 1,
            _RANK.get(type_, 3),
            -mention.evidence.confidence,
        )
        if entity.id not in chosen or rank < chosen[entity.id][0]:
            chosen[entity.id] = (rank, type_, mention)
    for entity_id, (_, type_, mention) in chosen.items():
        entity = entities.of(mention)
        assert entity is not None
        rows[type_][paper, entity_id] = _edge(
            "Paper", paper, entity.label, entity_id, mention.evidence
        )


def _type(mention: Mention, label: str) -> str:
    if mention.kind == "introduces":
        return "INTRODUCES"
    if label == "Dataset":
        return _DATASET_TYPES.get(mention.role, "MENTIONS")
    if mention.role == "introduces":
        return "INTRODUCES"
    return _METHOD_TYPES.get(mention.role, "MENTIONS")


def _edge(
    source_label: str, source: str, target_label: str, target: str, evidence: Evidence
) -> dict[str, Any]:
    return {
        "source_label": source_label,
        "source": source,
        "target_label": target_label,
        "target": target,
        "evidence": evidence.sentence,
        "start": evidence.start,
        "end": evidence.end,
        "rule": evidence.rule,
        "confidence": evidence.confidence,
    }


def _relate_links(
    rows: Mapping[str, dict[tuple[str, str], dict[str, Any]]],
    paper: str,
    extraction: Extraction,
    repositories: dict[str, dict[str, Any]],
) -> list[str]:
    pages: list[str] = []
    for mention in extraction.of("link"):
        address = ids.repository(mention.name)
        if address is None:
            page = ids.page(mention.name)
            if page not in pages:
                pages.append(page)
            continue
        known = repositories.setdefault(
            address.key,
            {
                "id": address.key,
                "url": address.url,
                "host": address.host,
                "owner": address.owner,
                "name": address.name,
            },
        )
        if address.url < known["url"]:
            known.update(url=address.url, owner=address.owner, name=address.name)
        row = _edge("Paper", paper, "Repository", address.key, mention.evidence)
        old = rows["HAS_CODE"].get((paper, address.key))
        official = mention.sort != "unofficial" or bool(old and old["official"])
        rows["HAS_CODE"][paper, address.key] = (old or row) | {"official": official}
    return pages


def _relate_people(
    rows: Mapping[str, dict[tuple[str, str], dict[str, Any]]], merged: Mapping[str, Paper]
) -> list[dict[str, Any]]:
    people: dict[str, dict[str, Any]] = {}
    for key in sorted(merged):
        for position, author in enumerate(merged[key].authors, 1):
            person = _person_key(author)
            row = people.setdefault(
                person, {"id": person, "name": author.name, "orcid": author.orcid}
            )
            if (-len(author.name), author.name) < (-len(row["name"]), row["name"]):
                row["name"] = author.name
            rows["WRITTEN_BY"].setdefault(
                (key, person),
                {
                    "source_label": "Paper",
                    "source": key,
                    "target_label": "Author",
                    "target": person,
                    "position": position,
                },
            )
    return [people[k] for k in sorted(people)]


def _person_key(author: Author) -> str:
    return f"orcid:{author.orcid}" if author.orcid else f"author:{ids.slug(author.name)}"


def _relate_venues(
    rows: Mapping[str, dict[tuple[str, str], dict[str, Any]]], merged: Mapping[str, Paper]
) -> list[dict[str, Any]]:
    venues: dict[str, str] = {}
    for key in sorted(merged):
        venue = merged[key].venue
        if venue:
            venue_id = f"venue:{ids.slug(venue)}"
            venues[venue_id] = min(venues.get(venue_id, venue), venue)
            rows["PUBLISHED_IN"][key, venue_id] = {
                "source_label": "Paper",
                "source": key,
                "target_label": "Venue",
                "target": venue_id,
            }
    return [{"id": k, "name": venues[k]} for k in sorted(venues)]


def _relate_references(
    rows: Mapping[str, dict[tuple[str, str], dict[str, Any]]],
    merged: Mapping[str, Paper],
    found: Mapping[str, Extraction],
    papers: Sequence[Paper],
) -> pa.Table:
    known = {p.id: ids.paper_key(p) for p in papers}
    for key, paper in merged.items():
        known[key] = key
        for prefix, value in (
            ("doi", paper.doi),
            ("arxiv", paper.arxiv_id),
            ("acl", paper.acl_id),
            ("openalex", paper.openalex_id),
            ("s2", paper.s2_id),
        ):
            if value:
                known[f"{prefix}:{value}"] = key
    for title, keys in _by_title(merged).items():
        if len(keys) == 1:
            known.setdefault(title, keys[0])
    works: list[tuple[str, str]] = []
    for key in sorted(merged):
        for reference in merged[key].references:
            work = known.get(reference) or _canonical(reference)
            works.append((key, known.get(work, work)))
            cited = known.get(work)
            if cited is not None and cited in merged and cited != key:
                rows["CITES"][key, cited] = _edge("Paper", key, "Paper", cited, _STATED)
    by_author = _by_author(merged)
    for key in sorted(merged):
        for mention in found[key].of("citation"):
            cited_key = by_author.get(_author_year(mention.name) or ("", "", 0))
            if cited_key and cited_key != key:
                row = _edge("Paper", key, "Paper", cited_key, mention.evidence)
                rows["CITES"].setdefault((key, cited_key), row)
                works.append((key, cited_key))
    unique = sorted(set(works))
    return pa.table(
        {
            "paper": pa.array([w[0] for w in unique], pa.string()),
            "work": pa.array([w[1] for w in unique], pa.string()),
        }
    )


def _by_title(merged: Mapping[str, Paper]) -> dict[str, list[str]]:
    """Title, with and without year, to the papers that have it."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, paper in merged.items():
        for title in {ids.title_key(paper.title), ids.title_key(paper.title, paper.year)}:
            found[title].append(key)
    return found


def _canonical(reference: str) -> str:
    if value := ids.doi(reference):
        return f"doi:{value}"
    return reference


def _by_author(merged: Mapping[str, Paper]) -> dict[tuple[str, str, int], str]:
    """First author's surname, second author's (or ``et al``), year to paper, where unique."""
    seen: dict[tuple[str, str, int], set[str]] = defaultdict(set)
    for key, paper in merged.items():
        if not paper.authors or paper.year is None:
            continue
        names = [_surname(a.name) for a in paper.authors]
        second = "" if len(names) == 1 else names[1] if len(names) == 2 else "et al"
        seen[names[0], second, paper.year].add(key)
    return {k: next(iter(v)) for k, v in seen.items() if len(v) == 1}


def _surname(name: str) -> str:
    last = name.split(",")[0] if "," in name else name.split()[-1] if name.split() else ""
    return ids.fold(last)


def _author_year(citation: str) -> tuple[str, str, int] | None:
    match = re.match(r"(.+?)(?: (?:and|&) (.+?)| (et al)\.?)?,? (\d{4})[a-z]?$", citation)
    if not match:
        return None
    second = ids.fold(match[2]) if match[2] else "et al" if match[3] else ""
    return _surname(match[1]), second, int(match[4])


def _paper_row(paper: Paper, key: str, extraction: Extraction, pages: list[str]) -> dict[str, Any]:
    contribution = extraction.of("contribution")
    return {
        "id": key,
        "title": paper.title,
        "abstract": paper.abstract,
        "year": paper.year,
        "venue": paper.venue,
        "doi": paper.doi,
        "arxiv_id": paper.arxiv_id,
        "url": paper.url,
        "contribution": contribution[0].name if contribution else None,
        "project_pages": pages,
    }
