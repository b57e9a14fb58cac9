"""JSON Lines: what a record may say, and what happens to broken ones."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.paper import Author
from kg.sources import Report, read


def write(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in records))
    return path


def test_a_full_record(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl",
        {
            "id": "x1", "title": " A  title ", "abstract": "One.\nTwo.", "year": "2021",
            "venue": "ACL", "doi": "https://doi.org/10.1234/AB", "authors": ["Ann Lee",
            {"name": "Bo Ray", "orcid": "0000-0001-2345-678X"}], "keywords": ["k"], "references": ["x2"],
            "links": ["https://github.com/a/b"], "arxiv_id": "2101.00001v3",
            "datasets": [{"name": "D", "role": "evaluates_on"}],
            "introduces": [{"name": "M", "kind": "model", "long_form": None}],
        },
    )  # fmt: skip
    (paper,) = read([path], report=Report())
    assert (paper.id, paper.title, paper.abstract) == ("x1", "A title", "One.\nTwo.")
    assert (paper.year, paper.doi, paper.arxiv_id) == (2021, "10.1234/ab", "2101.00001")
    assert paper.authors == (Author("Ann Lee"), Author("Bo Ray", "0000-0001-2345-678X"))
    assert paper.links == (("https://github.com/a/b", True),)
    assert [(m.kind, m.name, m.role, m.sort) for m in paper.stated] == [
        ("introduces", "M", "", "model"),
        ("dataset", "D", "evaluates_on", ""),
    ]


def test_people_are_named_as_in_other_sources(tmp_path: Path) -> None:
    """Surname first, and an ORCID as address: one person, whichever file says so."""
    orcid = "https://orcid.org/0000-0001-2345-678x"
    names = ["van der Berg, Anna", {"name": "Ray, Jr., Bo", "orcid": orcid}, "Google, Inc."]
    (paper,) = read(
        [write(tmp_path / "a.jsonl", {"title": "T", "authors": names})], report=Report()
    )
    assert paper.authors == (
        Author("Anna van der Berg"),
        Author("Bo Ray Jr.", "0000-0001-2345-678X"),
        Author("Google, Inc."),
    )


def test_broken_records_are_counted_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [
        '{"title": "One"}',
        '{"title": ',
        "[1]",
        '{"abstract": "x"}',
    ]
    path.write_text("\n".join([*lines, '{"title": "Two"}']))
    report = Report()
    assert [p.title for p in read([path], report=report)] == ["One", "Two"]
    assert [r.line for r in report.skipped] == [2, 3, 4]
    assert all(str(path) in str(r) for r in report.skipped)


def test_a_field_of_a_wrong_type_is_left_out_and_the_rest_of_the_record_kept(
    tmp_path: Path,
) -> None:
    path = write(
        tmp_path / "a.jsonl",
        {"title": "Forthcoming", "year": "forthcoming", "abstract": "Kept.", "tasks": "a; b"},
        {"title": "In press", "year": "in press", "keywords": 7, "doi": "10.1000/x"},
        {"title": "Soon", "year": "forthcoming", "authors": ["Ann Lee", {"orcid": None}, ["x"]]},
        {"title": "Odd", "venue": {"a": 1}, "datasets": [{"name": "BEIR", "role": "eats"}, 5]},
        {"title": "True", "year": True, "contribution": "song", "links": [{"url": ["x"]}]},
        {"title": "Far", "year": 1e300, "id": float("nan"), "references": ["x2", None]},
    )
    report = Report()
    forthcoming, press, soon, odd, true, far = read([path], report=report)
    assert {p.year for p in (forthcoming, press, soon, true, far)} == {None}
    assert (forthcoming.abstract, press.doi) == ("Kept.", "10.1000/x")
    assert [m.name for m in forthcoming.stated] == ["a", "b"]
    assert (press.keywords, soon.authors, odd.venue) == ((), (Author("Ann Lee"),), None)
    assert [(m.name, m.role) for m in odd.stated] == [("BEIR", "mentions"), ("5", "mentions")]
    assert (true.stated, true.links, far.id, far.references) == ((), (), "r0006", ("x2",))
    assert not report.skipped
    assert [(r.line, r.reason.removesuffix(": left out")) for r in report.warnings] == [
        (1, "year is no year, but 'forthcoming': left out (2 times)"),
        (2, "year is no year, but 'in press'"),
        (2, "keywords is a number, not a list"),
        (3, "authors holds an object without name"),
        (3, "authors.name is a list, not a text"),
        (4, "venue is an object, not a text"),
        (4, "datasets.role is none of introduces, evaluates_on, trains_on, mentions, but 'eats'"),
        (5, "year is a truth value, not a text"),
        (5, "links.url is a list, not a text"),
        (5, "contribution is none of method, dataset, software, survey, analysis, thesis, but 'song'"),
        (6, "year is no year, but '1e+300'"),
    ]  # fmt: skip


def test_gzip_is_read_through_and_a_truncated_one_gives_what_it_has(tmp_path: Path) -> None:
    whole = gzip.compress("".join(f'{{"title": "Title {i}"}}\n' for i in range(5000)).encode())
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(whole)
    assert len(list(read([path], report=Report()))) == 5000
    path.write_bytes(whole[: len(whole) // 2])
    report = Report()
    found = list(read([path], report=report))
    assert 100 < len(found) < 5000
    assert any("breaks off" in r.reason for r in report.skipped)


def test_a_file_without_any_good_record_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no record"):
        list(read([write(tmp_path / "a.jsonl", {"name": "x"})], report=Report()))


def test_real_acl_records(shared: Path) -> None:
    report = Report()
    found = list(read([shared / "corpora" / "acl-datasets-dev.jsonl"], report=report))
    assert len(found) == 1000
    assert not report.skipped
    assert sum(bool(p.acl_id) for p in found) > 990
    assert any(m.kind == "dataset" for p in found for m in p.stated)
