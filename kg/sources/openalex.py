"""OpenAlex works: one work, an API answer, JSON Lines, or parts of the snapshot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg import ids
from kg.paper import Author, Evidence, Mention, Paper
from kg.sources import json_answers, paratext, retractions, values
from kg.sources.json_answers import dicts, text, year
from kg.sources.report import Report

LEAST_SCORE = 0.3
"""Topics and concepts that OpenAlex is less sure of are left out."""


_OTHERS = "authors, sources, institutions, topics, concepts or front matter of OpenAlex"


def recognises(head: str) -> bool:
    """Whether a file's head is JSON with OpenAlex's identifiers."""
    return head.lstrip()[:1] in ("{", "[") and bool(
        re.search(
            r'"id"\s*:\s*"https?://openalex\.org/[A-Z]\d|"\w+_api_url"\s*:\s*"https?://api\.openalex\.',
            head,
        )
    )


def read(path: Path, report: Report) -> Iterator[Paper]:
    """The works of a file; authors, sources and concepts are passed over and counted.

    Raises:
        InputError: There is no work in it.
    """

    def paper_of(record: dict[str, Any], origin: str) -> Paper | str | None:
        made = _paper(record, origin)
        if isinstance(made, Paper) and record.get("is_retracted"):
            retractions.warn(made, report, "retracted")
        return made

    yield from json_answers.read(path, report, paper_of, others=_OTHERS)


def _paper(record: dict[str, Any], origin: str) -> Paper | str | None:
    key = ids.openalex(str(record.get("id") or "").rpartition("/")[2])
    if key is None:
        return None if _is_other(record) else "neither a work nor anything else of OpenAlex"
    if record.get("is_paratext") is True or paratext.is_kind(text(record.get("type"))):
        return None
    title = text(record.get("title") or record.get("display_name"))
    if not title:
        return "a work without a title"
    locations = [
        *dicts([record.get("primary_location"), record.get("best_oa_location")]),
        *dicts(record.get("locations")),
    ]
    addresses = [str(x[k]) for x in locations for k in ("landing_page_url", "pdf_url") if x.get(k)]
    arxiv = next((a for a in addresses if "arxiv.org" in a), "")
    known = record["ids"] if isinstance(record.get("ids"), dict) else {}
    return Paper(
        id=key,
        title=text(values.unmarked(title)),
        abstract=_abstract(record.get("abstract_inverted_index")),
        year=year(record.get("publication_year")) or year(record.get("publication_date")),
        venue=_venue(locations, record),
        doi=ids.doi(str(record.get("doi") or known.get("doi") or "")),
        arxiv_id=ids.arxiv(arxiv),
        openalex_id=key,
        url=addresses[0] if addresses else f"https://openalex.org/{key}",
        authors=tuple(_authors(record)),
        keywords=tuple(dict.fromkeys(_keywords(record))),
        references=tuple(f"openalex:{w}" for w in _works(record.get("referenced_works"))),
        links=tuple((a, False) for a in dict.fromkeys(addresses) if ids.repository(a)),
        stated=tuple(_topics(record)),
        origin=origin,
    )


def _is_other(record: dict[str, Any]) -> bool:
    return bool(re.search(r"openalex\.org/(?:\w+/)?[A-Z]?\d", str(record.get("id") or "")))


def _abstract(index: Any) -> str:
    """The text of an inverted index: word to places."""
    if not isinstance(index, dict):
        return ""
    if isinstance(index.get("InvertedIndex"), dict):  # of the Microsoft Academic Graph
        index = index["InvertedIndex"]
    places = [
        (at, word)
        for word, positions in index.items()
        if isinstance(positions, list)
        for at in positions
        if isinstance(at, int)
    ]
    return " ".join(word for _, word in sorted(places))


def _venue(locations: list[dict[str, Any]], record: dict[str, Any]) -> str | None:
    sources = dicts([*(x.get("source") for x in locations), record.get("host_venue")])
    return next(
        (values.venue(text(s["display_name"])) for s in sources if s.get("display_name")), None
    )


def _authors(record: dict[str, Any]) -> Iterator[Author]:
    for authorship in dicts(record.get("authorships")):
        author = next(dicts([authorship.get("author")]), {})
        name = text(author.get("display_name") or authorship.get("raw_author_name"))
        if name:
            yield Author(values.person(name), ids.orcid(text(author.get("orcid"))))


def _works(related: Any) -> Iterator[str]:
    for address in related if isinstance(related, list) else ():
        if key := ids.openalex(str(address)):
            yield key


def _keywords(record: dict[str, Any]) -> Iterator[str]:
    for keyword in record.get("keywords") or ():
        said = keyword if isinstance(keyword, dict) else {"keyword": keyword}
        if name := text(said.get("display_name") or said.get("keyword")):
            yield name


def _topics(record: dict[str, Any]) -> Iterator[Mention]:
    legacy = (c for c in dicts(record.get("concepts")) if c.get("level") != 0)
    for topic in (*dicts(record.get("topics")), *legacy):
        said = topic.get("score")
        score = float(said) if isinstance(said, int | float) else 0.0
        if score >= LEAST_SCORE and text(topic.get("display_name")):
            evidence = Evidence("", -1, -1, "source", round(min(score, 1.0), 3))
            yield Mention("concept", text(topic["display_name"]), evidence)
