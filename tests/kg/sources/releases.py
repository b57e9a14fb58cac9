"""Records like those of Semantic Scholar's releases, in our own words."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any


def sha(number: int) -> str:
    return hashlib.sha1(str(number).encode()).hexdigest()


def paper(number: int, title: str, **changes: Any) -> dict[str, Any]:
    ids = dict.fromkeys(("ACL", "DBLP", "ArXiv", "MAG", "PubMed", "DOI", "PubMedCentral"))
    return {
        "corpusid": number,
        "externalids": ids | {"CorpusId": str(number)},
        "url": f"https://www.semanticscholar.org/paper/{sha(number)}",
        "title": title,
        "authors": [{"authorId": str(number), "name": f"Ada Nr{'abcdefghij'[number % 10]}son"}],
        "venue": "Meeting of Pebbles",
        "publicationvenueid": None,
        "year": 2020,
        "referencecount": 3,
        "citationcount": 5,
        "influentialcitationcount": 0,
        "isopenaccess": False,
        "s2fieldsofstudy": [{"category": "Computer Science", "source": "external"}],
        "publicationtypes": None,
        "publicationdate": "2020-01-01",
        "journal": {"name": "J", "pages": "1-2", "volume": "3"},
    } | changes


def abstract(number: int | None, words: Any) -> dict[str, Any]:
    access = {"externalids": {"MAG": None}, "license": None, "url": None, "status": None}
    updated = "2022-01-01T00:00:00.000Z"
    return {"corpusid": number, "openaccessinfo": access, "abstract": words, "updated": updated}


def citation(citing: int | None, cited: int | None) -> dict[str, Any]:
    return {
        "citationid": 7,
        "citingcorpusid": citing,
        "citedcorpusid": cited,
        "isinfluential": False,
        "contexts": ["as others have counted"],
        "intents": [["background"]],
    }


OTHERS: dict[str, dict[str, Any]] = {
    "paper-ids": {"sha": sha(1), "corpusid": 1, "primary": True},
    "authors": {
        "authorid": "1", "externalids": None, "url": "https://www.semanticscholar.org/author/1",
        "name": "Ada", "aliases": None, "affiliations": None, "homepage": None,
        "papercount": 1, "citationcount": 2, "hindex": 1,
    },
    "tldrs": {"corpusid": 1, "model": "tldr@v2.0.0", "text": "Stones are counted."},
    "embeddings": {"corpusid": 1, "model": "specter_v2", "vector": "[0.25, 0.5]"},
    "s2orc": {
        "corpusid": 1, "externalids": {"arxiv": None}, "updated": "x",
        "content": {"source": {}, "text": 'Long \\"text\\" ' * 9_000, "annotations": {"title": "[]"}},
    },
    "s2orc_v2": {
        "corpusid": 1, "externalids": {}, "title": "Whole text", "authors": [],
        "body": {"text": "Long text " * 9_000, "annotations": {}}, "bibliography": {},
    },
    "publication-venues": {
        "id": "a", "name": "Meeting of Pebbles", "alternate_names": ["MoP"], "alternate_issns": [],
        "issn": None, "type": "conference", "url": None, "alternate_urls": None,
    },
}  # fmt: skip
"""A record of each kind that kg does not use."""


def write(path: Path, *records: dict[str, Any] | str) -> Path:
    """A part, gzipped; what is text stands in it as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = (r if isinstance(r, str) else json.dumps(r) for r in records)
    path.write_bytes(gzip.compress("".join(f"{row}\n" for row in rows).encode()))
    return path
