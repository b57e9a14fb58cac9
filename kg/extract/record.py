"""An extraction as a record in the form of the annotation guidelines, with evidence."""

from __future__ import annotations

from typing import Any

from kg.paper import Extraction, Mention, Paper


def record(paper: Paper, extraction: Extraction) -> dict[str, Any]:
    """The record of one paper, ready for JSON.

    Links, introduced things, datasets and methods carry ``evidence`` themselves; for what is
    plain text in the guidelines' form (contribution, tasks, concepts, abbreviations, citations)
    it stands under ``evidence``, by field and text.
    """

    def named(kind: Any, *fields: str) -> list[dict[str, Any]]:
        return [
            {"name": m.name}
            | {"kind": m.sort for f in fields if f == "kind"}
            | {"role": m.role for f in fields if f == "role"}
            | {"long_form": m.long_form for f in fields if f == "long_form"}
            | {"evidence": evidence(m)}
            for m in extraction.of(kind)
        ]

    contribution = extraction.of("contribution")
    plain: dict[str, dict[str, Any]] = {
        "contribution": {m.name: evidence(m) for m in contribution},
        "tasks": {m.name: evidence(m) for m in extraction.of("task")},
        "concepts": {m.name: evidence(m) for m in extraction.of("concept")},
        "abbreviations": {m.name: evidence(m) for m in extraction.of("abbreviation")},
        "citations": {m.name: evidence(m) for m in extraction.of("citation")},
    }
    return {
        "id": paper.id,
        "title": paper.title,
        "contribution": contribution[0].name if contribution else None,
        "links": [
            {"url": m.name, "kind": m.role, "evidence": evidence(m)} for m in extraction.of("link")
        ],
        "introduces": named("introduces", "kind", "long_form"),
        "datasets": named("dataset", "role"),
        "methods": named("method", "role"),
        "tasks": list(plain["tasks"]),
        "concepts": list(plain["concepts"]),
        "abbreviations": {m.name: m.long_form for m in extraction.of("abbreviation")},
        "citations": list(plain["citations"]),
        "evidence": plain,
    } | ({"notes": list(extraction.notes)} if extraction.notes else {})


def evidence(mention: Mention) -> dict[str, Any]:
    """Sentence, offsets in title + line end + abstract, rule and confidence."""
    e = mention.evidence
    return {
        "sentence": e.sentence,
        "start": e.start,
        "end": e.end,
        "rule": e.rule,
        "confidence": e.confidence,
    }
