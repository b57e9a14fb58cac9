"""What a graph was made of, kept beside it: the sources' records and what was found in texts.

``papers.parquet`` has one row a record (JSON, the path of its file), ``mentions.parquet`` and
``texts.parquet`` the tables of `kg.extract.columns`. What is added stands in parts beside them
(``papers.1.parquet`` …), so that nothing is written twice.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg import ids
from kg.errors import GraphError
from kg.extract.columns import MENTIONS, TEXTS, Extracted
from kg.nearest import did_you_mean, nearest
from kg.paper import Author, Evidence, Mention, Paper

if TYPE_CHECKING:
    from kg.resolve.thesaurus import Rules

KINDS = ("papers", "mentions", "texts")
PARTS = 8
"""The most parts that there are of each kind; then they become one again."""


@dataclass(frozen=True)
class Archive:
    """The records of a generation: of each part, in the order of their files and lines.

    Attributes:
        papers: The records.
        rows: Each as it is kept, JSON.
        paths: The absolute path of each one's file; `Paper.origin` has it as it was typed.
        generation: The folder that they are kept in; None when nothing is kept.
    """

    papers: Sequence[Paper] = ()
    rows: Sequence[str] = ()
    paths: Sequence[str] = ()
    generation: Path | None = None

    @classmethod
    def read(cls, generation: Path) -> Archive:
        """The records of a generation.

        Raises:
            GraphError: The file is missing or broken.
        """
        try:
            table = _read(generation, "papers", _RECORDS)
        except (OSError, pa.ArrowInvalid) as error:
            raise GraphError(
                f"{generation}: the records are gone or broken", remedy="build the graph again"
            ) from error
        rows = table["json"].to_pylist()
        papers = [_paper(json.loads(row)) for row in rows]
        paths = table["path"].to_pylist()
        if None in paths:  # of a graph from before paths were kept
            paths = [kept or path for kept, path in zip(paths, _paths(papers), strict=True)]
        return cls(papers, rows, paths, generation)

    def write(
        self, generation: Path, papers: Sequence[Paper], known: Extracted, new: Extracted
    ) -> None:
        """Keep records and what was found in their texts.

        Where all that this archive has stays, its files are taken over, and what is new is one
        part more.

        Args:
            generation: The folder to write into.
            papers: The records, of which this archive may hold some.
            known: What was found in texts before.
            new: What was found in others now.
        """
        kept = {
            id(p): (row, path)
            for p, row, path in zip(self.papers, self.rows, self.paths, strict=True)
        }
        part = self._part(papers, known)
        if part and self.generation is not None:
            papers = [p for p in papers if id(p) not in kept]
            for kind in KINDS:
                for file in _files(self.generation, kind):
                    _take_over(file, generation / file.name)
        elif known.texts.num_rows:
            new = Extracted.union([known, new])
        fresh = [p for p in papers if id(p) not in kept]
        kept |= {
            id(p): (json.dumps(_stored(p), ensure_ascii=False), path)
            for p, path in zip(fresh, _paths(fresh), strict=True)
        }
        stored = [kept[id(p)] for p in papers]
        columns = [[row for row, _ in stored], [path for _, path in stored]]
        tables = (pa.table(columns, schema=_RECORDS), new.mentions, new.texts)
        for kind, table in zip(KINDS, tables, strict=True):
            pq.write_table(table, _file(generation, kind, part), compression="zstd")

    def _part(self, papers: Sequence[Paper], known: Extracted) -> int:
        """The number of the part that what is new becomes; 0 when all is to be written."""
        if self.generation is None or {id(p) for p in self.papers} - {id(p) for p in papers}:
            return 0
        files = _files(self.generation, "texts")
        texts = sum(pq.read_metadata(file).num_rows for file in files)
        return len(files) if texts == known.texts.num_rows and len(files) < PARTS else 0

    @staticmethod
    def extracted(generation: Path) -> Extracted:
        """What was found in the texts of a generation, in order of text and mention."""
        mentions, texts = _read(generation, "mentions", MENTIONS), _read(generation, "texts", TEXTS)
        found = Extracted(mentions, texts)
        return Extracted.union([found]) if len(_files(generation, "texts")) > 1 else found

    @staticmethod
    def text_names(generation: Path) -> set[str]:
        """The names of the texts of a generation."""
        return set(_read(generation, "texts", TEXTS, columns=["text"])["text"].to_pylist())

    def records(self) -> Iterable[tuple[Paper, str]]:
        """Each record with the absolute path of its file."""
        return zip(self.papers, self.paths, strict=True)

    def names_of(self, papers: Iterable[Paper]) -> set[str]:
        """The keys that some records may have as nodes."""
        from kg.resolve.papers import identifiers

        return {
            name
            for p in papers
            for name in (*identifiers(p), ids.title_key(p.title, p.year), ids.title_key(p.title))
        }

    def find(self, wanted: Sequence[str], rules: Rules, graph: Path) -> list[str]:
        """The keys of papers named by key, identifier in any of its forms, or title.

        Args:
            wanted: The names.
            rules: What the user says of papers.
            graph: The graph's folder, for errors.

        Raises:
            GraphError: One is not in the graph, names the nearest titles; or several are called so.
        """
        found: list[str] = []
        for name, keys in zip(wanted, self.keys_of(wanted, rules), strict=True):
            if not keys:
                raise GraphError(
                    f"{graph} has no paper {name!r}",
                    remedy=did_you_mean(nearest(name, (p.title for p in self.papers)))
                    or "name it by its key, DOI, arXiv id or title",
                )
            if len(keys) > 1:
                raise GraphError(
                    f"{graph} has {len(keys)} papers {name!r}",
                    remedy=f"name one by its key: {', '.join(keys[:5])}",
                )
            found += keys
        return found

    def keys_of(self, wanted: Sequence[str], rules: Rules) -> list[list[str]]:
        """The keys of the papers that each name means: none, one, or all that are called so.

        Args:
            wanted: Keys, identifiers in any of their forms, titles, or records' own names.
            rules: What the user says of papers.
        """
        from kg.resolve.papers import identifiers, merge

        if not wanted:
            return []
        named: dict[str, set[str]] = defaultdict(set)
        merged = merge(self.papers, same=rules.same, different=rules.different)
        for one in merged:
            for record in (self.papers[number] for number in one.records):
                for name in (record.id, ids.fold(record.title), *identifiers(record)):
                    named[name].add(one.key)
        named |= {one.key: {one.key} for one in merged}
        return [
            sorted(next((named[form] for form in _forms(name) if form in named), ()))
            for name in wanted
        ]


def _forms(name: str) -> Iterator[str]:
    """A paper's name as it may stand for the paper: itself, a title, the identifier that it is."""
    yield name
    yield ids.fold(name)
    if len(name.split()) < 3:  # "arXiv: 1706.03762"
        kinds = {"doi": ids.doi, "arxiv": ids.arxiv, "acl": ids.acl}
        yield from (f"{kind}:{x}" for kind, read in kinds.items() if (x := read(name)))


_RECORDS = pa.schema([("json", pa.string()), ("path", pa.string())])


def _paths(papers: Iterable[Paper]) -> list[str]:
    """The absolute paths of records' files, as seen from the folder that we are in."""
    resolved: dict[str, str] = {}
    paths = []
    for paper in papers:
        path, _ = paper.location
        if path not in resolved:
            resolved[path] = str(Path(path).resolve())
        paths.append(resolved[path])
    return paths


def _file(generation: Path, kind: str, part: int) -> Path:
    return generation / (f"{kind}.{part}.parquet" if part else f"{kind}.parquet")


def _files(generation: Path, kind: str) -> list[Path]:
    """The parts of a kind; the first is named although it may be gone."""
    others = (_file(generation, kind, part) for part in range(1, PARTS))
    return [_file(generation, kind, 0), *(file for file in others if file.exists())]


def _read(
    generation: Path, kind: str, form: pa.Schema, columns: list[str] | None = None
) -> pa.Table:
    files = _files(generation, kind)
    return pa.concat_tables([pq.read_table(f, schema=form, columns=columns) for f in files])


def _take_over(file: Path, target: Path) -> None:
    """One file under two names, of which either may go; a copy where there are no such."""
    try:
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)


def _stored(paper: Paper) -> dict[str, Any]:
    """A record's fields; `dataclasses.asdict`, which copies deeply, takes ten times as long."""
    values = _values(paper, _PAPER)
    if paper.authors:
        values["authors"] = [{"name": a.name, "orcid": a.orcid} for a in paper.authors]
    if paper.stated:
        values["stated"] = [
            _values(m, _MENTION) | {"evidence": _values(m.evidence, _EVIDENCE)}
            for m in paper.stated
        ]
    return values


def _values(of: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(of, name) for name in names}


_PAPER = tuple(f.name for f in fields(Paper))
_MENTION = tuple(f.name for f in fields(Mention))
_EVIDENCE = tuple(f.name for f in fields(Evidence))


def _paper(stored: dict[str, Any]) -> Paper:
    return Paper(
        **stored
        | {
            "authors": tuple([Author(a["name"], a["orcid"]) for a in stored["authors"]]),
            "keywords": tuple(stored["keywords"]),
            "references": tuple(stored["references"]),
            "cited_by": tuple(stored["cited_by"]),
            "links": tuple((url, official) for url, official in stored["links"]),
            "stated": tuple(
                Mention(
                    **m | {"evidence": Evidence(**m["evidence"]), "variants": tuple(m["variants"])}
                )
                for m in stored["stated"]
            ),
        }
    )
