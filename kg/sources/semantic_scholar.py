"""Semantic Scholar: a paper, a search, a batch, citations and references, JSON Lines, releases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg import ids
from kg.errors import NotPapersError
from kg.paper import Author, Paper
from kg.sources import files, json_answers, semantic_scholar_release, values
from kg.sources.json_answers import dicts, text, year
from kg.sources.report import Report

_DATES = ("year", "publicationDate", "publicationdate")
_WRAPPED = ("citingPaper", "citedPaper")


def recognises(head: str) -> bool:
    """Whether a file's head is JSON with Semantic Scholar's identifiers."""
    return head.lstrip()[:1] in ("{", "[") and bool(
        re.search(r'"paperId"\s*:|"(?:citingPaper|citedPaper)"\s*:|"corpusid"\s*:', head)
        or semantic_scholar_release.kind(head)
    )


def read(path: Path, report: Report) -> Iterator[Paper]:
    """The papers of a file.

    Raises:
        InputError: There is no paper in it.
        NotPapersError: It is another kind of a release's files.
    """
    if kind := semantic_scholar_release.kind(files.head(path)):
        raise NotPapersError(
            f"not papers: {kind} of a Semantic Scholar release, which kg does not use",
            path=path,
            remedy="kg reads its papers, and abstracts and citations beside them",
        )
    yield from json_answers.read(path, report, _paper)


def _paper(record: dict[str, Any], origin: str) -> Paper | str:
    record = next((record[k] for k in _WRAPPED if isinstance(record.get(k), dict)), record)
    title = text(record.get("title"))
    if not title:
        return "a paper without a title (ask the service for the field title)"
    found = _identifiers(record)
    return Paper(
        id=found.get("s2_id") or _corpus_name(found) or ids.title_key(title),
        title=title,
        abstract=text(record.get("abstract")),
        year=next((y for k in _DATES if (y := year(record.get(k)))), None),
        venue=values.venue(text(record.get("venue") or _journal(record))),
        url=text(record.get("url")) or None,
        authors=tuple(
            Author(text(a["name"])) for a in dicts(record.get("authors")) if text(a.get("name"))
        ),
        references=tuple(_works(record.get("references"))),
        cited_by=tuple(_works(record.get("citations"))),
        origin=origin,
        **found,
    )


def _corpus_name(found: dict[str, Any]) -> str:
    return f"CorpusId:{found['corpus_id']}" if "corpus_id" in found else ""


def _journal(record: dict[str, Any]) -> Any:
    named = dicts([record.get("journal"), record.get("publicationVenue")])
    return next((place["name"] for place in named if place.get("name")), None)


def _identifiers(record: dict[str, Any]) -> dict[str, Any]:
    said = next(dicts([record.get("externalIds"), record.get("externalids")]), {})
    known = {k.lower(): v for k, v in said.items() if v}
    number = record.get("corpusId") or record.get("corpusid") or known.get("corpusid")
    found = {
        "doi": ids.doi(str(known.get("doi", ""))),
        "arxiv_id": ids.arxiv(str(known.get("arxiv", ""))),
        "acl_id": ids.acl(str(known.get("acl", ""))),
        "s2_id": text(record.get("paperId")) or _of_address(text(record.get("url"))),
        "corpus_id": ids.corpus(text(number)),
    }
    return {k: v for k, v in found.items() if v}


def _of_address(url: str) -> str:
    """The identifier in a paper's address: the data sets' records have no other."""
    found = re.search(r"semanticscholar\.org/paper/(?:[^/]+/)?([0-9a-f]{40})\b", url)
    return found.group(1) if found else ""


def _works(related: Any) -> Iterator[str]:
    """The papers that a record cites, or that cite it, in canonical form."""
    for item in dicts(related):
        work = next((item[k] for k in _WRAPPED if isinstance(item.get(k), dict)), item)
        found = _identifiers(work)
        if "s2_id" in found:
            yield f"s2:{found['s2_id']}"
        elif "doi" in found:
            yield f"doi:{found['doi']}"
        elif "arxiv_id" in found:
            yield f"arxiv:{found['arxiv_id']}"
        elif "acl_id" in found:
            yield f"acl:{found['acl_id']}"
        elif "corpus_id" in found:
            yield f"corpusid:{found['corpus_id']}"
        elif text(work.get("title")):
            yield ids.title_key(text(work["title"]))
