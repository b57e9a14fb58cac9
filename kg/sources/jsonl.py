"""JSON Lines (or a JSON array) of kg's own records.

A record needs a ``title``; it may have ``id, abstract (or note), year, venue, doi, arxiv_id,
acl_id, url, authors, keywords, references, links`` and what it states of the paper:
``introduces, datasets, methods, tasks, concepts`` as in ``kg extract --format jsonl``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

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
from kg.sources import csv_columns, fields, json_stream, values
from kg.sources.fields import Fields
from kg.sources.report import Report, Tally

_JSON = re.compile(r"\s*(?:\{|\[\s*(?:[{\[\"\],]|null\b|true\b|false\b|-?\d[\d.]*\s*,|$))")
_STATED = Evidence(sentence="", start=-1, end=-1, rule="source", confidence=1.0)


def recognises(head: str) -> bool:
    """Whether a file's head is JSON: ``[PDF]`` or ``[1]`` before a title is not."""
    return _JSON.match(head) is not None


def read(path: Path, report: Report) -> Iterator[Paper]:
    """The papers of a file of records; one that can't be read is skipped, a field of a wrong type
    left out, and both are reported.

    Raises:
        InputError: The file holds no record at all.
    """
    good = 0
    number = 0
    told = Tally()
    for number, record in json_stream.values(path, report):
        if not isinstance(record, dict):
            report.skip(path, number, f"a record is an object, this is {fields.kind(record)}")
            continue
        said = Fields(record, partial(told.warn, number))
        if not said.text("title"):
            report.skip(path, number, "a record without a title")
            continue
        good += 1
        yield _paper(said, f"{path}:{number}", good)
    told.tell(path, report)
    if not good:
        raise InputError(
            "no record could be read" if number else "no record in the file",
            path=path,
            remedy='each line is an object with at least a "title"',
        )


def _paper(record: Fields, origin: str, number: int) -> Paper:
    url = record.text("url")
    arxiv = record.text("arxiv_id") or record.text("arxiv")
    return Paper(
        id=record.text("id") or f"r{number:04d}",
        title=record.text("title"),
        abstract=_paragraphs(record.lines("abstract") or record.lines("note")),
        year=record.year("year"),
        venue=values.venue(record.text("venue") or record.text("booktitle")),
        doi=ids.doi(record.text("doi")),
        arxiv_id=ids.arxiv(arxiv or (url if "arxiv.org" in url else "")),
        acl_id=ids.acl(record.text("acl_id") or (url if "aclanthology" in url else "")),
        openalex_id=ids.openalex(record.text("openalex_id")),
        s2_id=record.text("s2_id") or None,
        corpus_id=ids.corpus(record.text("corpus_id")),
        url=url or None,
        authors=tuple(_authors(record)),
        keywords=tuple(record.texts("keywords", parts=True)),
        references=tuple(record.texts("references", parts=True)),
        links=tuple(_links(record)),
        stated=tuple(_stated(record)),
        origin=origin,
    )


def _authors(record: Fields) -> Iterator[Author]:
    if names := record.only_text("authors"):
        yield from map(Author, csv_columns.authors(names, "authors", ""))
        return
    for name, author in record.called("authors"):
        yield Author(values.person(name), ids.orcid(author.text("orcid")))


def _links(record: Fields) -> Iterator[tuple[str, bool]]:
    for address, link in record.called("links", "url"):
        yield address, link.flag("official", default=True)
    for address in record.texts("pwc_code", parts=True):
        yield address, False


def _stated(record: Fields) -> Iterator[Mention]:
    if contribution := record.one_of("contribution", CONTRIBUTIONS):
        yield Mention("contribution", contribution, _STATED)
    for name, item in record.called("introduces"):
        sort = item.one_of("kind", INTRODUCED_KINDS, "method")
        long_form = item.text("long_form") or None
        yield Mention("introduces", name, _STATED, sort=sort, long_form=long_form)
    yield from _named(record, "datasets", "dataset", DATASET_ROLES)
    yield from _named(record, "methods", "method", METHOD_ROLES)
    for field, kind in _PHRASES:
        for phrase in record.texts(field, parts=True):
            yield Mention(kind, phrase, _STATED)
    for name, _ in record.called("pwc_datasets"):
        yield Mention("dataset", name, _STATED, role="mentions")


_PHRASES: tuple[tuple[str, MentionKind], ...] = (("tasks", "task"), ("concepts", "concept"))


def _named(
    record: Fields, field: str, kind: MentionKind, roles: tuple[str, ...]
) -> Iterator[Mention]:
    for name, item in record.called(field):
        role = item.one_of("role", roles, "mentions")
        yield Mention(kind, name, _STATED, role=role, sort=item.text("kind"))


def _paragraphs(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
