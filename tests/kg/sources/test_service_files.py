"""Files of OpenAlex, Semantic Scholar, Crossref and arXiv that are broken, odd, or told apart."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import ids
from kg.errors import InputError, KgError, NotPapersError
from kg.paper import Paper
from kg.pipeline import build
from kg.sources import SOURCES, Report, detect, read, walk

OPENALEX = {"id": "https://openalex.org/W1", "title": "A work of many parts"}
S2 = {"paperId": "p1", "title": "A paper of many parts"}
CROSSREF = {"DOI": "10.1234/x", "title": ["A thing of many parts"], "is-referenced-by-count": 0}
ARXIV = {"id": "0704.0001", "title": "Of many parts", "authors_parsed": [["Doe", "Jane", ""]]}
SERVICES = {"openalex": OPENALEX, "semanticscholar": S2, "crossref": CROSSREF, "arxiv": ARXIV}


def papers(path: Path) -> tuple[list[Paper], Report]:
    report = Report()
    return list(read([path], report=report)), report


def lines(path: Path, *records: object) -> Path:
    texts = (r if isinstance(r, str) else json.dumps(r) for r in records)
    path.write_text("\n".join(texts) + "\n")
    return path


def test_each_real_file_is_told_from_the_others(shared: Path) -> None:
    expected = {
        "openalex": "openalex",
        "semanticscholar": "semanticscholar",
        "crossref": "crossref",
        "arxiv-atom": "arxiv",
    }
    seen = 0
    for folder, name in expected.items():
        for path in (shared / "formats" / folder).rglob("*"):
            if path.suffix in (".json", ".gz", ".xml", ".txt"):
                assert detect(path) == name, path
                seen += 1
    assert seen == 30


def test_records_of_kg_that_speak_of_services_stay_records_of_kg(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "a.jsonl",
        {"title": "Mine", "url": "https://openalex.org/W123", "openalex_id": "W123"},
        {"title": "Mine too", "url": "https://arxiv.org/abs/2101.00001", "s2_id": "p1"},
    )
    assert detect(path) == "jsonl"
    assert [p.title for p in papers(path)[0]] == ["Mine", "Mine too"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_half_line_costs_one_record(name: str, tmp_path: Path) -> None:
    base = SERVICES[name]
    whole = [json.dumps(base | {"n": i}) for i in range(10)]
    for broken in (0, 4, 9):
        texts = [t[: len(t) // 2] if i == broken else t for i, t in enumerate(whole)]
        path = lines(tmp_path / "a.jsonl", *texts)
        found, report = papers(path)
        assert detect(path) == name
        assert len(found) == 9
        assert [(r.line, "not JSON" in r.reason) for r in report.skipped] == [(broken + 1, True)]
    indented = tmp_path / "b.json"
    indented.write_text(json.dumps([base | {"n": i} for i in range(10)], indent=0))
    assert len(papers(indented)[0]) == 10
    one = tmp_path / "c.json"
    one.write_text(json.dumps(base, indent=2))
    assert len(papers(one)[0]) == 1


@pytest.mark.parametrize("name", SERVICES)
def test_a_truncated_gzip_gives_what_it_has(name: str, tmp_path: Path) -> None:
    noise = "".join(chr(97 + (i * i * 7919) % 26) for i in range(400))
    rows = [SERVICES[name] | {"n": i, "pad": noise[i % 50 :]} for i in range(3000)]
    packed = gzip.compress("\n".join(map(json.dumps, rows)).encode(), 1)
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(packed[: len(packed) // 2])
    found, report = papers(path)
    assert 100 < len(found) < 3000
    assert any("breaks off" in r.reason for r in report.skipped)


def test_deep_nesting_and_halves_of_characters(tmp_path: Path) -> None:
    deep = '{"id": "https://openalex.org/W3", "title": ' + "[" * 100_000
    odd = json.dumps({"id": "https://openalex.org/W2", "title": "Half \ud800 and whole \U0001f600"})
    path = lines(tmp_path / "a.jsonl", OPENALEX, deep, deep + "]" * 100_000 + "}", odd)
    found, report = papers(path)
    assert [p.title for p in found] == [OPENALEX["title"], "Half \ufffd and whole \U0001f600"]
    assert [r.line for r in report.skipped] == [2, 3]
    assert build([path], tmp_path / "g.kg", jobs=1).counts["Paper"] == 2


def test_openalex_is_read_with_care(tmp_path: Path) -> None:
    work: dict[str, Any] = {
        "id": "https://openalex.org/W7",
        "title": "Of <i>many</i> things",
        "publication_year": "MMXX",
        "is_retracted": True,
        "abstract_inverted_index": {"holes": [4], "has": [1], "It": [0], "odd": ["x"], "no": None},
        "authorships": [None, {"author": None}, {"author": {"display_name": "Ann", "orcid": None}}],
        "keywords": ["plain", {"display_name": "named"}, {"keyword": "old"}, None],
        "concepts": [
            {"display_name": "Field", "level": 0, "score": 0.9},
            {"display_name": "Sure", "level": 2, "score": 0.31},
            {"display_name": "Unsure", "level": 2, "score": 0.29},
        ],
        "topics": [{"display_name": "Topic", "score": 0.9998}],
        "referenced_works": ["https://openalex.org/W9", None],
        "primary_location": {"source": None, "landing_page_url": "https://doi.org/10.1234/a"},
        "locations": [
            {"landing_page_url": "https://arxiv.org/abs/2101.00001v2", "source": None},
            {"landing_page_url": "https://github.com/a/b", "source": {"display_name": "Hub"}},
        ],
        "host_venue": {"display_name": "Old Venue"},
    }
    (paper,), report = papers(lines(tmp_path / "a.jsonl", work))
    assert (paper.title, paper.abstract, paper.year) == ("Of many things", "It has holes", None)
    assert [a.name for a in paper.authors] == ["Ann"]
    assert paper.keywords == ("plain", "named", "old")
    assert [(m.name, m.evidence.confidence) for m in paper.stated] == [
        ("Topic", 1.0),
        ("Sure", 0.31),
    ]
    assert (paper.arxiv_id, paper.venue) == ("2101.00001", "Hub")
    assert paper.references == ("openalex:W9",)
    assert paper.links == (("https://github.com/a/b", False),)
    assert [r.reason for r in report.warnings] == ["retracted: Of many things"]


def test_openalex_of_other_things(shared: Path, tmp_path: Path) -> None:
    folder = shared / "formats" / "openalex"
    for name in ("C71924100", "T11636", "pyopenalex-author", "pyopenalex-source"):
        with pytest.raises(NotPapersError, match="1 authors, sources"):
            papers(folder / f"{name}.json")
    author = json.loads((folder / "pyopenalex-author.json").read_text())
    _, report = papers(lines(tmp_path / "a.jsonl", author, OPENALEX, author))
    assert [(r.level, r.line) for r in report.remarks] == [("note", 1)]


def test_semantic_scholar_of_the_dataset_and_its_references(shared: Path, tmp_path: Path) -> None:
    record = {
        "corpusid": 5,
        "externalids": {"ArXiv": "2101.00001", "DOI": "10.18653/v1/P18-1001", "ACL": "P18-1001"},
        "title": "Of the dataset",
        "journal": {"name": "J"},
        "references": [
            {"paperId": "p9", "externalIds": {"DOI": "10.1/x"}, "title": "T"},
            {"paperId": None, "externalIds": {"DOI": "10.1234/X"}},
            {"citedPaper": {"paperId": None, "externalIds": {"ArXiv": "1706.03762"}}},
            {"paperId": None, "externalIds": {"ACL": "P18-1002"}},
            {"paperId": None, "title": "Only a title"},
            None,
        ],
    }
    (paper,), _ = papers(lines(tmp_path / "a.jsonl", record))
    assert (paper.arxiv_id, paper.acl_id, paper.venue) == ("2101.00001", "P18-1001", "J")
    assert paper.references == (
        "s2:p9", "doi:10.1234/x", "arxiv:1706.03762", "acl:P18-1002", ids.title_key("Only a title"),
    )  # fmt: skip
    folder = shared / "formats" / "semanticscholar"
    rows = json.loads((folder / "get_paper_references-1.json").read_text())["data"]
    found, _ = papers(folder / "get_paper_references-1.json")
    titles = [r["citedPaper"]["title"].replace("\u2010", "-") for r in rows]
    # what stands at 0x80 to 0x9F is Windows' signs, misread
    signs = {n: bytes([n]).decode("cp1252", "replace") for n in range(0x80, 0xA0)}
    assert [p.title for p in found] == [" ".join(t.split()).translate(signs) for t in titles]
    assert [p.s2_id for p in found] == [r["citedPaper"]["paperId"] for r in rows]


def test_crossref_references_and_marks(shared: Path) -> None:
    path = shared / "formats" / "crossref" / "habanero-works_field_queries-0.json"
    items = json.loads(path.read_text())["message"]["items"]
    for paper, item in zip(papers(path)[0], items, strict=True):
        named = [
            r for r in item.get("reference", ()) if "article-title" in r or "volume-title" in r
        ]
        dois = {r["DOI"].lower() for r in item.get("reference", ()) if "DOI" in r}
        printed = " ".join(r.get("unstructured", "") for r in item.get("reference", ())).lower()
        found = {r[4:] for r in paper.references if r.startswith("doi:")}
        titles = {r for r in paper.references if r.startswith("title:")}
        assert dois <= found
        assert all(doi in printed for doi in found - dois)
        assert len(titles) <= sum("DOI" not in r for r in named)
        assert not re.search(r"</?\w+[:>]", paper.title + paper.abstract)
        assert len(paper.authors) == len(item["author"])
    whole = [p for p in papers(path)[0] if p.doi == "10.1111/ele.14024"]
    assert (whole[0].title, whole[0].year, whole[0].venue) == (
        "The forecast trap",
        2022,
        "Ecology Letters",
    )
    assert whole[0].authors[0].orcid == "0000-0002-1642-628X"


def test_hostile_xml_is_refused_or_read_as_far_as_it_goes(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY l0 "ha">{laughs}]><feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/x</id><entry><title>&l9;</title></entry></feed>'
    path.write_text(bomb)
    with pytest.raises(InputError, match="refused"):
        papers(path)
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    path.write_text(
        f'<!DOCTYPE feed [<!ENTITY x SYSTEM "{secret.as_uri()}">]><feed><id>arxiv.org</id>&x;</feed>'
    )
    with pytest.raises(InputError, match="refused"):
        list(SOURCES["arxiv"].read(path, Report()))
    real = (shared / "formats" / "arxiv-atom" / "q_testing_s0_m100_cfe7536492ca.xml").read_text()
    half = real[: len(real) // 2]
    path.write_text(half)
    found, report = papers(path)
    assert len(found) == half.count("</entry>") > 10
    assert ["breaks off" in r.reason for r in report.skipped] == [True]
    path.write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>arxiv.org</id>' + "<a>" * 200_000
    )
    with pytest.raises(InputError):
        papers(path)


def test_a_real_file_of_each_builds(shared: Path, tmp_path: Path) -> None:
    formats = shared / "formats"
    crossref = formats / "crossref" / "habanero-works_field_queries-0.json"
    items = json.loads(crossref.read_text())["message"]["items"]
    own = {i["DOI"].lower() for i in items}
    cited = {
        (i["DOI"].lower(), r["DOI"].lower())
        for i in items
        for r in i.get("reference", ())
        if "DOI" in r and r["DOI"].lower() in own - {i["DOI"].lower()}
    }
    search = formats / "semanticscholar" / "search_paper-0.json"
    titles = {" ".join(r["title"].lower().split()) for r in json.loads(search.read_text())["data"]}
    feed = formats / "arxiv-atom" / "q_testing_s0_m100_cfe7536492ca.xml"
    keys = set(re.findall(r"<id>http://arxiv.org/abs/([^v<]+)v", feed.read_text()))
    assert (len(own), len(cited), len(titles), len(keys)) == (20, 5, 99, 100)
    for path, count, cites in (
        (formats / "openalex" / "W2741809807.json", 1, 0),
        (search, len(titles), 0),  # two records of one book
        (crossref, len(own) - 1, len(cited)),  # one on bioRxiv and in print
        (feed, len(keys), 0),
    ):
        counts = build([path], tmp_path / f"{path.stem}.kg", jobs=1).counts
        assert (counts["Paper"], counts["CITES"]) == (count, cites), path


SCALAR = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
JSON = st.recursive(
    SCALAR,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)
FIELDS = {
    "openalex": (
        "id", "doi", "title", "display_name", "ids", "publication_year", "authorships", "locations",
        "primary_location", "host_venue", "keywords", "topics", "concepts", "referenced_works",
        "abstract_inverted_index", "is_retracted",
    ),
    "semanticscholar": (
        "paperId", "externalIds", "url", "title", "abstract", "venue", "year", "authors", "journal",
        "references", "citations", "citingPaper", "corpusId",
    ),
    "crossref": (
        "DOI", "title", "abstract", "issued", "created", "container-title", "URL", "author",
        "reference", "message", "items",
    ),
    "arxiv": (
        "id", "title", "abstract", "authors", "authors_parsed", "versions", "update_date", "doi",
        "comments", "journal-ref",
    ),
}  # fmt: skip
TEXTS = (
    "id", "title", "abstract", "venue", "doi", "arxiv_id", "acl_id", "openalex_id", "s2_id", "url",
)  # fmt: skip


def check(paper: Paper) -> None:
    """A paper is made of what it says it is made of, and can be written."""
    assert paper.id
    assert paper.title
    for name in TEXTS:
        value = getattr(paper, name)
        assert isinstance(value, str) or (value is None and name not in ("id", "title", "abstract"))
        (value or "").encode()
    assert paper.year is None or type(paper.year) is int
    assert all(isinstance(a.name, str) and a.name for a in paper.authors)
    assert all(isinstance(a.orcid, str | None) for a in paper.authors)
    assert all(isinstance(r, str) for r in (*paper.references, *paper.cited_by, *paper.keywords))
    assert all(0 <= m.evidence.confidence <= 1 and m.name for m in paper.stated)


@pytest.mark.parametrize("name", SERVICES)
def test_whatever_stands_in_a_field_only_our_errors_are_raised(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    field = st.sampled_from(FIELDS[name])
    wrapped = JSON | st.lists(st.dictionaries(st.text(max_size=8), JSON, max_size=2), max_size=3)

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(field, wrapped, min_size=1, max_size=4))
    def run(changes: dict[str, Any]) -> None:
        path.write_text(json.dumps(SERVICES[name] | changes) + "\n" + json.dumps(SERVICES[name]))
        try:
            for paper in SOURCES[name].read(path, Report()):
                check(paper)
        except KgError:
            pass

    run()


def test_whatever_a_file_holds_only_our_errors_are_raised(tmp_path: Path) -> None:
    path = tmp_path / "a"
    pieces = st.sampled_from(
        [
            '{"paperId": "x", "title": "T"', '{"id":"https://openalex.org/W1"', '"message-type":',
            '{"message": {"items": [', '"authors_parsed"', "<feed>", "arxiv.org", "<OAI-PMH>", "[",
            "]", "{", "}", '"', ",", "\n", "</feed>", "<entry>", "\\ud800", "\x00", "\ufeff", "1e999",
        ]
    )  # fmt: skip
    content = st.lists(pieces | st.text(max_size=5), max_size=12).map("".join)

    @settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(content)
    def run(text: str) -> None:
        path.write_text(text, encoding="utf-8", errors="replace")
        for name in SERVICES:
            assert SOURCES[name].recognises(text) in (True, False)
            try:
                for paper in SOURCES[name].read(path, Report()):
                    check(paper)
            except KgError:
                pass

    run()


def test_the_manifest_of_a_snapshot_is_passed_over(tmp_path: Path) -> None:
    works = tmp_path / "works"
    for number, day in enumerate(("2024-01-01", "2024-02-01")):
        folder = works / f"updated_date={day}"
        folder.mkdir(parents=True)
        work = {"id": f"https://openalex.org/W{number + 1}", "title": f"Work {number}"}
        (folder / "part_000.gz").write_bytes(gzip.compress(json.dumps(work).encode() + b"\n"))
    (works / "manifest").write_text('{"entries": [{"url": "s3://openalex/data/works/x.gz"}]}')
    (tmp_path / "manifest").write_text("{}")
    found = [str(p.relative_to(tmp_path)) for p in walk([tmp_path])]
    parts = [f"works/updated_date={day}/part_000.gz" for day in ("2024-01-01", "2024-02-01")]
    assert found == ["manifest", *parts]
    report = Report()
    titles = [p.title for p in read([tmp_path / part for part in parts], report=report)]
    assert titles == ["Work 0", "Work 1"]
    assert report.remarks == []
