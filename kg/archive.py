"""What a graph was made of, kept beside it: the sources' records and what was found in texts.

``papers.parquet`` has one row a record (the file it came from, JSON), ``mentions.parquet`` and
``texts.parquet`` the tables of `kg.extract.columns`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg import ids
from kg.errors import GraphError
from kg.extract.columns import MENTIONS, TEXTS, Extracted
from kg.nearest import did_you_mean, nearest
from kg.paper import Author, Evidence, Mention, Paper


@dataclass(frozen=True)
class Archive:
    """The records of a generation, in the order of their files and lines.

    Attributes:
        papers: The records.
        rows: Each as it is kept, JSON.
    """

    papers: Sequence[Paper] = ()
    rows: Sequence[str] = ()

    @classmethod
    def read(cls, generation: Path) -> Archive:
        """The records of a generation.

        Raises:
            GraphError: The file is missing or broken.
        """
        try:
            rows = pq.read_table(generation / "papers.parquet")["json"].to_pylist()
        except (OSError, pa.ArrowInvalid) as error:
            raise GraphError(
                f"{generation}: the records are gone or broken", remedy="build the graph again"
            ) from error
        return cls([_paper(json.loads(row)) for row in rows], rows)

    def write(self, generation: Path, papers: Sequence[Paper], extracted: Extracted) -> None:
        """Keep records, of which this archive may hold some, and what was found in their texts."""
        kept = {id(p): row for p, row in zip(self.papers, self.rows, strict=True)}
        rows = [kept.get(id(p)) or json.dumps(_stored(p), ensure_ascii=False) for p in papers]
        table = pa.table({"json": pa.array(rows, pa.string())})
        pq.write_table(table, generation / "papers.parquet", compression="zstd")
        pq.write_table(extracted.mentions, generation / "mentions.parquet", compression="zstd")
        pq.write_table(extracted.texts, generation / "texts.parquet", compression="zstd")

    @staticmethod
    def extracted(generation: Path) -> Extracted:
        """What was found in the texts of a generation."""
        return Extracted(
            pq.read_table(generation / "mentions.parquet", schema=MENTIONS),
            pq.read_table(generation / "texts.parquet", schema=TEXTS),
        )

    @staticmethod
    def text_names(generation: Path) -> set[str]:
        """The names of the texts of a generation."""
        texts = pq.read_table(generation / "texts.parquet", columns=["text"])
        return set(texts["text"].to_pylist())

    def records(self) -> Iterable[tuple[Paper, str]]:
        """Each record with the absolute path of its file."""
        resolved: dict[str, str] = {}
        for paper in self.papers:
            path = paper.origin.rpartition(":")[0]
            if path not in resolved:
                resolved[path] = str(Path(path).resolve())
            yield paper, resolved[path]

    def names_of(self, papers: Iterable[Paper]) -> set[str]:
        """The keys that some records may have as nodes."""
        from kg.resolve.papers import identifiers

        return {
            name
            for p in papers
            for name in (*identifiers(p), ids.title_key(p.title, p.year), ids.title_key(p.title))
        }

    def find(self, wanted: Sequence[str], graph: Path) -> list[str]:
        """The keys of papers named by key, identifier or title.

        Raises:
            GraphError: One is not in the graph; names the nearest titles.
        """
        from kg.resolve.papers import identifiers, merge

        named: dict[str, str] = {}
        titles: list[str] = []
        for merged in merge(self.papers):
            named[merged.key] = merged.key
            for number in merged.records:
                record = self.papers[number]
                titles.append(record.title)
                for name in (record.id, ids.fold(record.title), *identifiers(record)):
                    named.setdefault(name, merged.key)
                for value in (record.doi, record.arxiv_id, record.acl_id):
                    if value:
                        named.setdefault(value, merged.key)
        found = []
        for name in wanted:
            key = named.get(name) or named.get(ids.fold(name))
            if key is None:
                raise GraphError(
                    f"{graph} has no paper {name!r}",
                    remedy=did_you_mean(nearest(name, titles))
                    or "name it by its key, DOI, arXiv id or title",
                )
            found.append(key)
        return found


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
