"""Semantic Scholar's releases: its data sets in bulk, JSON Lines, each file of one kind.

Their papers are read like the service's answers (`kg.sources.semantic_scholar`). Abstracts and
citations name papers by CorpusId alone and complete what other files say: each becomes a record
of its paper, with the title that the paper has there, and resolution joins them as it does all
records with an identifier in common. The other kinds say nothing that kg uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from kg import ids
from kg.errors import InputError
from kg.paper import Paper
from kg.sources import files, json_answers, json_stream
from kg.sources.json_answers import text
from kg.sources.report import Report, Tally

COMPLETING = ("abstracts", "citations")
"""The kinds that say something of papers which stand in other files."""
_KINDS = {
    "citations": {"citingcorpusid", "citedcorpusid"},
    "abstracts": {"corpusid", "abstract"},
    "paper-ids": {"corpusid", "sha"},
    "tldrs": {"corpusid", "model", "text"},
    "embeddings": {"corpusid", "model", "vector"},
    "s2orc": {"corpusid", "content"},
    "s2orc_v2": {"corpusid", "body"},
    "authors": {"authorid", "hindex"},
    "publication-venues": {"alternate_names", "alternate_issns"},
}
"""Kinds, but for papers, and fields that together tell each."""
_SIGN = re.compile(r'"(?:(?:citing)?corpusid|authorid|alternate_issns)"')
_RECORD = re.compile(r"^[ \t,\[\ufeff]*(?=\{)", re.MULTILINE)
_LOOKED_AT = 20
"""Records of a head that may be broken before one tells the kind."""


def kind(head: str) -> str | None:
    """The kind of a release's file by its head; None for papers, and for what is no release's."""
    if not _SIGN.search(head):
        return None
    for record in islice(_RECORD.finditer(head), _LOOKED_AT):
        keys = set(json_stream.keys(head, record.end()))
        found = next((name for name, telling in _KINDS.items() if telling <= keys), None)
        if "title" in keys and found != "s2orc_v2":
            return None
        if found:
            return found
    return None


def completes(path: Path) -> bool:
    """Whether a file says something of papers that stand in other files."""
    try:
        return kind(files.head(path)) in COMPLETING
    except InputError:
        return False


def titles(papers: Iterable[Paper]) -> dict[str, str]:
    """What may be completed: CorpusId to title, the same in whatever order the papers come."""
    found: dict[str, str] = {}
    for paper in papers:
        if paper.corpus_id:
            known = found.setdefault(paper.corpus_id, paper.title)
            found[paper.corpus_id] = min(known, paper.title)
    return found


def complete(path: Path, known: Mapping[str, str], report: Report) -> Iterator[Paper]:
    """What a file says of some papers, as records of them; only what it says of these is held.

    Args:
        path: A file that `completes`.
        known: The papers' `titles`.
        report: Collects what was left out.

    Raises:
        InputError: The file can't be opened.
    """
    told = Tally()
    records = json_answers.records(path, report)
    if kind(files.head(path)) == "abstracts":
        yield from _abstracts(path, records, known, told)
    else:
        yield from _citations(path, records, known, told)
    told.tell(path, report)


def _abstracts(
    path: Path,
    records: Iterable[tuple[int, dict[str, Any]]],
    known: Mapping[str, str],
    told: Tally,
) -> Iterator[Paper]:
    for line, record in records:
        corpus_id = ids.corpus(text(record.get("corpusid")))
        abstract = record.get("abstract")
        if corpus_id is None:
            told.skip(line, "an abstract without a CorpusId")
        elif corpus_id not in known:
            told.note(line, "left out: abstracts of papers that are not in the input")
        elif abstract is None or abstract == "":
            told.note(line, "left out: papers without an abstract")
        elif not isinstance(abstract, str):
            told.skip(line, f"an abstract is a text, this is {str(abstract)[:40]!r}")
        else:
            yield _record(path, line, corpus_id, known, abstract=text(abstract))


def _citations(
    path: Path,
    records: Iterable[tuple[int, dict[str, Any]]],
    known: Mapping[str, str],
    told: Tally,
) -> Iterator[Paper]:
    """A record for each citing paper, with all that the file says it cites."""
    began: dict[str, int] = {}
    cited: dict[str, dict[str, None]] = {}
    for line, record in records:
        citing = ids.corpus(text(record.get("citingcorpusid")))
        work = ids.corpus(text(record.get("citedcorpusid")))
        if citing is None or (work is None and record.get("citedcorpusid", "") is not None):
            told.skip(line, "a citation without CorpusIds")
        elif citing not in known:
            told.note(line, "left out: citations by papers that are not in the input")
        elif work is None:
            told.note(line, "left out: citations of works that the service does not know")
        else:
            began.setdefault(citing, line)
            cited.setdefault(citing, {})[f"corpusid:{work}"] = None
    for citing, works in cited.items():
        yield _record(path, began[citing], citing, known, references=tuple(works))


def _record(path: Path, line: int, corpus_id: str, known: Mapping[str, str], **said: Any) -> Paper:
    """What a file says of a known paper, as a record of its own."""
    return Paper(
        id=f"CorpusId:{corpus_id}",
        title=known[corpus_id],
        corpus_id=corpus_id,
        origin=f"{path}:{line}",
        **said,
    )
