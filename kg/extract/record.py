"""An extraction as a record in the form of the annotation guidelines, with evidence."""

from __future__ import annotations

from typing import Any

from kg.paper import Extraction, Mention, MentionKind, Paper

_PLAIN: tuple[tuple[str, MentionKind], ...] = (
    ("contribution", "contribution"),
    ("tasks", "task"),
    ("concepts", "concept"),
    ("abbreviations", "abbreviation"),
    ("citations", "citation"),
)


def record(paper: Paper, extraction: Extraction) -> dict[str, Any]:
    """The record of one paper, ready for JSON.

    Links, introduced things, datasets and methods carry ``evidence`` themselves; for what is
    plain text in the guidelines' form (contribution, tasks, concepts, abbreviations, citations)
    it stands under ``evidence``, by field and text.
    """
    contribution = extraction.of("contribution")
    made: dict[str, Any] = {
        "id": paper.id,
        "title": paper.title,
        "contribution": contribution[0].name if contribution else None,
        "links": [
            {"url": m.name, "kind": m.role, "evidence": evidence(m)} for m in extraction.of("link")
        ],
        "introduces": [
            {"name": m.name, "kind": m.sort, "long_form": m.long_form, "evidence": evidence(m)}
            for m in extraction.of("introduces")
        ],
        "datasets": _with_role(extraction.of("dataset")),
        "methods": _with_role(extraction.of("method")),
        "tasks": [m.name for m in extraction.of("task")],
        "concepts": [m.name for m in extraction.of("concept")],
        "abbreviations": {m.name: m.long_form for m in extraction.of("abbreviation")},
        "citations": [m.name for m in extraction.of("citation")],
        "evidence": {
            name: {m.name: evidence(m) for m in extraction.of(kind)} for name, kind in _PLAIN
        },
    }
    if extraction.notes:
        made["notes"] = list(extraction.notes)
    return made


def _with_role(mentions: list[Mention]) -> list[dict[str, Any]]:
    return [{"name": m.name, "role": m.role, "evidence": evidence(m)} for m in mentions]


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
