"""One paper in several formats is one paper: identifiers are the same however they are written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.paper import Author
from kg.resolve import papers as resolved
from kg.resolve import people
from kg.resolve.references import relate_references
from kg.sources import Report, read


def jsonl(tmp_path: Path, *records: dict[str, Any]) -> list[Any]:
    path = tmp_path / "records.jsonl"
    path.write_text("\n".join(json.dumps(r) for r in records))
    return list(read([path], report=Report()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"arxiv_id": "math.GT/0309136v1"}, {"arxiv_id": "math/0309136"}),
        ({"doi": "10.48550/arXiv.math.GT/0309136"}, {"arxiv_id": "math/0309136"}),
        ({"arxiv_id": "cond-mat.str-el/0101001"}, {"arxiv_id": "cond-mat/0101001"}),
        ({"doi": "10.18653/V1/P18-1001"}, {"acl_id": "P18-1001"}),
        ({"doi": "10.3115/v1/p04-1001"}, {"acl_id": "P04-1001"}),
        ({"doi": "10.48550/arXiv.2106.04711"}, {"arxiv_id": "2106.04711v3"}),
    ],
)
def test_the_same_identifier_in_two_spellings_is_one_paper(
    tmp_path: Path, one: dict[str, str], other: dict[str, str]
) -> None:
    records = jsonl(tmp_path, {"title": "Of knots", **one}, {"title": "Knots, on", **other})
    (merged,) = resolved.merge(records)
    assert merged.records in ((0, 1), (1, 0))


def test_a_doi_of_arxiv_or_the_acl_gives_their_identifier_too(tmp_path: Path) -> None:
    first, second = jsonl(
        tmp_path,
        {"title": "A", "doi": "10.48550/arXiv.2106.04711"},
        {"title": "B", "doi": "10.18653/v1/P18-1001"},
    )
    assert (first.doi, first.arxiv_id) == ("10.48550/arxiv.2106.04711", "2106.04711")
    assert (second.doi, second.acl_id) == ("10.18653/v1/p18-1001", "P18-1001")


@pytest.mark.parametrize(
    ("reference", "cited"),
    [
        ("doi:10.48550/arxiv.2106.04711", {"arxiv_id": "2106.04711"}),
        ("doi:10.48550/arxiv.math.gt/0309136", {"arxiv_id": "math/0309136"}),
        ("doi:10.3115/v1/p04-1001", {"acl_id": "P04-1001"}),
    ],
)
def test_a_reference_by_doi_finds_the_paper_that_has_only_the_identifier(
    tmp_path: Path, reference: str, cited: dict[str, str]
) -> None:
    records = jsonl(
        tmp_path, {"title": "It cites", "references": [reference]}, {"title": "Cited", **cited}
    )
    cites, _ = relate_references(resolved.merge(records), records, [])
    assert cites.num_rows == 1


def test_where_a_paper_was_published_stands_before_the_archive(tmp_path: Path) -> None:
    for archive in ("arXiv", "CoRR", "arXiv.org", "arXiv (Cornell University)"):
        records = jsonl(
            tmp_path,
            {"title": "A", "arxiv_id": "2106.04711", "venue": archive, "abstract": "It is long."},
            {"title": "A", "arxiv_id": "2106.04711", "venue": "Journal of A"},
        )
        (merged,) = resolved.merge(records)
        assert merged.paper.venue == "Journal of A"


@pytest.mark.parametrize(
    "content",
    [
        '{"id": "https://openalex.org/W1", "title": "A", "primary_location": '
        '{"source": {"display_name": "arXiv (Cornell University)"}}}',
        '{"paperId": "5af2", "title": "A", "venue": "arXiv.org", "externalIds": {}}',
        '{"title": "A", "venue": "CoRR"}',
        "@article{a, title = {A}, journal = {CoRR}, volume = {abs/2106.04711}}",
        "TY  - JOUR\nTI  - A\nJO  - arXiv preprint arXiv:2106.04711\nER  -\n",
    ],
    ids=["openalex", "semanticscholar", "jsonl", "bibtex", "ris"],
)
def test_the_archive_is_one_venue_whatever_it_is_called(tmp_path: Path, content: str) -> None:
    (tmp_path / "one").write_text(content)
    (paper,) = read([tmp_path / "one"], report=Report())
    assert paper.venue == "arXiv"


@pytest.mark.parametrize("short", ["JM Smith", "Smith, JM", "J. M. Smith"])
def test_initials_run_together_stand_for_the_name_that_has_them(short: str) -> None:
    keys = people.keys([Author(short), Author("John Michael Smith")])
    assert len(set(keys.values())) == 1


def test_initials_run_together_are_never_another_name() -> None:
    keys = people.keys(
        [Author("JM Smith"), Author("Jane Smith"), Author("LI WEI"), Author("L I Wei")]
    )
    assert len(set(keys.values())) == 4
