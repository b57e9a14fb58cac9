"""OpenAlex, Semantic Scholar, Crossref, arXiv: recorded answers against counts made another way."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.paper import Author, Paper
from kg.pipeline import build
from kg.sources import Report, detect, read


def papers(path: Path) -> tuple[list[Paper], Report]:
    report = Report()
    return list(read([path], report=report)), report


def test_openalex_work(shared: Path) -> None:
    path = shared / "formats" / "openalex" / "W2741809807.json"
    record = json.loads(path.read_text())
    (paper,), _ = papers(path)
    assert (paper.id, paper.doi, paper.year, paper.venue) == (
        "W2741809807",
        "10.7717/peerj.4375",
        2018,
        "PeerJ",
    )
    words = sorted(
        (at, w) for w, places in record["abstract_inverted_index"].items() for at in places
    )
    assert paper.abstract.split() == [w for _, w in words]
    assert len(paper.references) == len(record["referenced_works"])
    assert set(paper.references) == {
        "openalex:" + r.rsplit("/")[-1] for r in record["referenced_works"]
    }
    assert paper.authors[0] == Author("Heather Piwowar", "0000-0003-1613-5981")
    stated = {m.name for m in paper.stated}
    assert {t["display_name"] for t in record["topics"] if t["score"] >= 0.3} <= stated


def test_openalex_snapshot(shared: Path, tmp_path: Path) -> None:
    folder = shared / "formats" / "openalex" / "snapshot"
    part = folder / "works" / "updated_date=2023-05-16" / "part_000.gz"
    records = [json.loads(line) for line in gzip.decompress(part.read_bytes()).splitlines()]
    found, report = papers(part)
    assert len(found) == sum(bool(r.get("title") or r.get("display_name")) for r in records)
    assert (
        report.skipped[0].reason == f"a work without a title ({len(records) - len(found)} records)"
    )
    # the whole folder: authors, sources and concepts are told and passed over
    summary = build([folder], tmp_path / "s.kg", jobs=1)
    assert summary.counts["Paper"] == len(found)
    notes = [r.reason for r in summary.report.remarks if r.level == "note"]
    assert sorted(re.findall(r"not papers: (\d+)", " ".join(notes)), key=int) == ["1", "15", "249"]


def test_semantic_scholar(shared: Path, tmp_path: Path) -> None:
    folder = shared / "formats" / "semanticscholar"
    whole = folder / "Paper-with-citations-references.json.gz"
    record = json.loads(gzip.decompress(whole.read_bytes()))
    (paper,), _ = papers(folder / "Paper-with-citations-references.json.gz")
    assert (paper.title, paper.year) == ("Computing Machinery and Intelligence", 1950)
    assert paper.s2_id == record["paperId"]
    assert len(paper.references) == len(record["references"])
    assert len(set(paper.cited_by)) == len(
        {c["paperId"] or c["title"] for c in record["citations"]}
    )
    for name, key in (
        ("search_paper-0", "data"),
        ("get_paper_citations-0", "data"),
        ("get_recommended_papers-0", "recommendedPapers"),
    ):
        rows = json.loads((folder / f"{name}.json").read_text())[key]
        assert detect(folder / f"{name}.json") == "semanticscholar"
        assert len(papers(folder / f"{name}.json")[0]) == len(rows)
    with pytest.raises(InputError, match="without a title"):
        papers(folder / "get_papers-0.json")
    # who cites whom, both ways
    (tmp_path / "a.jsonl").write_text(
        json.dumps(
            {"paperId": "p1", "title": "The first one of two", "references": [{"paperId": "p2"}]}
        )
        + "\n"
        + json.dumps(
            {"paperId": "p2", "title": "The second one of two", "citations": [{"paperId": "p3"}]}
        )
        + "\n"
        + json.dumps({"paperId": "p3", "title": "The third one of two"})
        + "\n"
    )
    assert build([tmp_path / "a.jsonl"], tmp_path / "a.kg", jobs=1).counts["CITES"] == 2


def test_crossref(shared: Path) -> None:
    folder = shared / "formats" / "crossref"
    for name in ("field_queries-0", "no_id_withlimit-0", "query-0"):
        path = folder / f"habanero-works_{name}.json"
        items = json.loads(path.read_text())["message"]["items"]
        assert detect(path) == "crossref"
        found, _ = papers(path)
        assert [p.doi for p in found] == [i["DOI"].lower() for i in items if i.get("title")]
    path = folder / "habanero-works_with_many_ids-1.json"
    (paper,), _ = papers(path)
    message = json.loads(path.read_text())["message"]
    assert (paper.year, paper.venue) == (1997, "Journal of Orthopaedic Research")
    assert paper.authors[0].name == "Richard L. Lieber"
    assert "jats:" not in paper.abstract
    assert not paper.abstract.startswith("Abstract")
    assert {r for r in paper.references if r.startswith("doi:")} == {
        "doi:" + r["DOI"].lower() for r in message["reference"] if "DOI" in r
    }


def test_arxiv(shared: Path, tmp_path: Path) -> None:
    folder = shared / "formats" / "arxiv-atom"
    path = folder / "q_testing_s0_m100_cfe7536492ca.xml"
    found, report = papers(path)
    assert detect(path) == "arxiv"
    assert len(found) == len(re.findall(r"<entry>", path.read_text())) == 100
    assert not report.skipped
    (paper,), _ = papers(folder / "id_1605.08386_s0_m100_199195aa31ad.xml")
    assert (paper.arxiv_id, paper.year) == ("1605.08386", 2016)
    assert paper.title == "Heat-bath random walks with Markov bases"
    with pytest.raises(InputError, match="incorrect id format for abc"):
        papers(folder / "id_abc_s0_m100_b79c8dcf6bc3.http400.txt")
    (tmp_path / "m.jsonl").write_text(
        json.dumps(
            {"id": "0704.0001", "title": "Of\n  things", "abstract": "  Words. ", "comments": "code: https://github.com/a/b",
             "authors_parsed": [["Doe", "Jane", ""]], "versions": [{"created": "Mon, 2 Apr 2007 19:18:42 GMT"}],
             "update_date": "2009-01-01"}
        )
        + "\n{half\n"
    )  # fmt: skip
    (paper,), report = papers(tmp_path / "m.jsonl")
    assert (paper.title, paper.year, paper.authors) == ("Of things", 2007, (Author("Jane Doe"),))
    assert paper.links == (("https://github.com/a/b", True),)
    assert len(report.skipped) == 1
    (tmp_path / "oai.xml").write_text(
        '<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record>'
        "<header><identifier>oai:arXiv.org:0704.0001</identifier></header><metadata>"
        '<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>0704.0001</id><created>2007-04-02</created><authors><author>'
        "<keyname>Doe</keyname><forenames>Jane</forenames></author></authors><title>Of things</title>"
        "<abstract>Words.</abstract></arXiv></metadata></record></ListRecords></OAI-PMH>"
    )
    (paper,), _ = papers(tmp_path / "oai.xml")
    assert (paper.arxiv_id, paper.title, paper.year) == ("0704.0001", "Of things", 2007)
    assert paper.authors == (Author("Jane Doe"),)


def test_one_paper_from_three_sources_is_one_node(shared: Path, tmp_path: Path) -> None:
    work = json.loads((shared / "formats" / "openalex" / "W2741809807.json").read_text())
    (tmp_path / "a.bib").write_text(
        f"@article{{x,\n title = {{{work['title']}}},\n doi = {{{work['doi']}}}\n}}\n"
    )
    (tmp_path / "b.ris").write_text(
        f"TY  - JOUR\nTI  - {work['title']}\nPY  - 2018\nAU  - Piwowar, H.\nER  - \n"
    )
    files = [
        shared / "formats" / "openalex" / "W2741809807.json",
        tmp_path / "a.bib",
        tmp_path / "b.ris",
    ]
    counts = build(files, tmp_path / "g.kg", jobs=1).counts
    assert counts["Paper"] == 1
    assert counts["Author"] == len(work["authorships"])
