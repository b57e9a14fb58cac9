"""JSON Lines (or a JSON array) of kg's own records.

A record needs a ``title``; it may have ``id, abstract (or note), year, venue, doi, arxiv_id,
acl_id, url, authors, keywords, references, links`` and what it states of the paper:
``introduces, datasets, methods, tasks, concepts`` as in ``kg extract --format jsonl``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg import ids
from kg.errors import InputError
from kg.paper import (
    CONTRIBUTIONS,
    DATASET_ROLES,
    INTRODUCED_KINDS,
    METHOD_ROLES,
    Author,
    Evidence,
    Mention,
    MentionKind,
    Paper,
)
from kg.sources import csv_columns, json_stream, values
from kg.sources.report import Report

_JSON = re.compile(r"\s*(?:\{|\[\s*(?:[{\[\"\],]|null\b|true\b|false\b|-?\d[\d.]*\s*,|$))")
_STATED = Evidence(sentence="", start=-1, end=-1, rule="source", confidence=1.0)


def recognises(head: str) -> bool:
    """Whether a file's head is JSON: ``[PDF]`` or ``[1]`` before a title is not."""
    return _JSON.match(head) is not None


def read(path: Path, report: Report) -> Iterator[Paper]:
    """The papers of a file of records; a record that can't be read is skipped and reported.

    Raises:
        InputError: The file holds no record at all.
    """
    good = 0
    number = 0
    for number, record in json_stream.values(path, report):
        if not isinstance(record, dict):
            report.skip(path, number, f"a record is an object, this is a {_kind(record)}")
            continue
        title = _text(record.get("title"))
        if not title:
            report.skip(path, number, "a record without a title")
            continue
        good += 1
        try:
            yield _paper(record, title, f"{path}:{number}", good)
        except (TypeError, ValueError, AttributeError, KeyError) as error:
            good -= 1
            report.skip(path, number, f"a field is of the wrong form: {error}")
    if not good:
        raise InputError(
            "no record could be read" if number else "no record in the file",
            path=path,
            remedy='each line is an object with at least a "title"',
        )


def _paper(record: dict[str, Any], title: str, origin: str, number: int) -> Paper:
    url = _text(record.get("url")) or None
    arxiv = _text(record.get("arxiv_id") or record.get("arxiv"))
    if not arxiv and url and "arxiv.org" in url:
        arxiv = url
    return Paper(
        id=_text(record.get("id")) or f"r{number:04d}",
        title=title,
        abstract=_paragraphs(record.get("abstract") or record.get("note")),
        year=_year(record.get("year")),
        venue=values.venue(_text(record.get("venue") or record.get("booktitle"))),
        doi=ids.doi(str(record.get("doi") or "")),
        arxiv_id=ids.arxiv(arxiv),
        acl_id=ids.acl(str(record.get("acl_id") or (url if url and "aclanthology" in url else ""))),
        openalex_id=ids.openalex(str(record.get("openalex_id") or "")),
        s2_id=_text(record.get("s2_id")) or None,
        corpus_id=ids.corpus(_text(record.get("corpus_id"))),
        url=url,
        authors=tuple(_author(a) for a in _authors(record.get("authors"))),
        keywords=tuple(_text(k) for k in _listed(record.get("keywords")) if _text(k)),
        references=tuple(_text(r) for r in _listed(record.get("references")) if _text(r)),
        links=tuple(_links(record)),
        stated=tuple(_stated(record)),
        origin=origin,
    )


def _year(value: Any) -> int | None:
    """A year, also of a date; ValueError where there is none in it."""
    if value in (None, ""):
        return None
    return values.year(value) or int(value) if isinstance(value, str) else int(value)


def _authors(value: Any) -> Any:
    """A list of authors, or the names in one text."""
    return csv_columns.authors(value, "authors", "") if isinstance(value, str) else value or ()


def _listed(value: Any) -> Any:
    """A list, or the parts of one text between semicolons."""
    return value.split(";") if isinstance(value, str) else value or ()


def _author(value: Any) -> Author:
    if isinstance(value, dict):
        return Author(values.person(_text(value["name"])), ids.orcid(_text(value.get("orcid"))))
    return Author(values.person(_text(value)))


def _links(record: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    for link in _listed(record.get("links")):
        if isinstance(link, dict):
            yield _text(link["url"]), bool(link.get("official", True))
        else:
            yield _text(link), True
    for address in record.get("pwc_code") or ():
        yield _text(address), False


def _stated(record: dict[str, Any]) -> Iterator[Mention]:
    if record.get("contribution") in CONTRIBUTIONS:
        yield Mention("contribution", record["contribution"], _STATED)
    for item in record.get("introduces") or ():
        sort = _one_of(item.get("kind", "method"), INTRODUCED_KINDS)
        long_form = _text(item.get("long_form")) or None
        yield Mention("introduces", _text(item["name"]), _STATED, sort=sort, long_form=long_form)
    yield from _named(record, "datasets", "dataset", DATASET_ROLES)
    yield from _named(record, "methods", "method", METHOD_ROLES)
    for field, kind in _PHRASES:
        for phrase in record.get(field) or ():
            yield Mention(kind, _text(phrase), _STATED)
    for dataset in record.get("pwc_datasets") or ():
        yield Mention("dataset", _text(dataset["name"]), _STATED, role="mentions")


_PHRASES: tuple[tuple[str, MentionKind], ...] = (("tasks", "task"), ("concepts", "concept"))


def _named(
    record: dict[str, Any], field: str, kind: MentionKind, roles: tuple[str, ...]
) -> Iterator[Mention]:
    for item in record.get(field) or ():
        if isinstance(item, dict):
            role = _one_of(item.get("role", "mentions"), roles)
            yield Mention(
                kind, _text(item["name"]), _STATED, role=role, sort=_text(item.get("kind"))
            )
        else:
            yield Mention(kind, _text(item), _STATED, role="mentions")


def _one_of(value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"{value!r} is not one of {', '.join(allowed)}")
    return str(value)


def _text(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


def _paragraphs(value: Any) -> str:
    lines = (_text(line) for line in str(value or "").splitlines())
    return "\n".join(line for line in lines if line)


def _kind(value: Any) -> str:
    names = {list: "list", str: "text", int: "number", float: "number", bool: "truth value"}
    return names.get(type(value), "null")
