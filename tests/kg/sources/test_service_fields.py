"""Fields that services write in more than one way."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

from kg.paper import Paper
from kg.sources import Report, read, walk

SHA = "649def34f8be52c8b66281af98ae884c09aef38b"


def found(tmp_path: Path, *lines: Any) -> list[Paper]:
    path = tmp_path / "a.json"
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines))
    report = Report()
    papers = list(read([path], report=report))
    assert not report.remarks
    return papers


def test_a_page_with_a_record_a_line_is_no_json_lines(tmp_path: Path) -> None:
    first = json.dumps({"paperId": "a", "title": "One of two"})
    last = json.dumps({"paperId": "b", "title": "Two of two"})
    page = ('{"total": 2, "token": "x", "data": [', f"{first},", last, "]}")
    assert [p.title for p in found(tmp_path, *page)] == ["One of two", "Two of two"]


def test_semantic_scholars_venue_and_year_where_the_plain_ones_are_empty(tmp_path: Path) -> None:
    record = {
        "paperId": "a", "title": "Of it", "venue": "", "year": None, "journal": None,
        "publicationVenue": {"name": "Meeting of it"}, "publicationDate": "2004-07-01",
    }  # fmt: skip
    (paper,) = found(tmp_path, record)
    assert (paper.venue, paper.year) == ("Meeting of it", 2004)


def test_a_record_of_the_data_sets_has_the_identifier_in_its_address(tmp_path: Path) -> None:
    address = f"https://www.semanticscholar.org/paper/{SHA}"
    (paper,) = found(tmp_path, {"corpusid": 12, "title": "Of it", "url": address})
    assert paper.s2_id == SHA


def test_the_papers_of_an_author(tmp_path: Path) -> None:
    papers = [{"paperId": SHA, "title": "Of it"}]
    (paper,) = found(tmp_path, {"data": [{"authorId": "1", "name": "A", "papers": papers}]})
    assert paper.s2_id == SHA


def test_names_of_openalex_in_the_order_of_an_index(tmp_path: Path) -> None:
    work = {
        "id": "https://openalex.org/W1",
        "title": "Of it",
        "authorships": [{"author": {"display_name": "Smith, John R."}}],
    }
    (paper,) = found(tmp_path, work)
    assert [a.name for a in paper.authors] == ["John R. Smith"]


def test_crossrefs_preprint_has_its_servers_name_and_the_date_of_posting(tmp_path: Path) -> None:
    work = {
        "title": ["Of it"], "container-title": [], "issued": {"date-parts": [[None]]},
        "posted": {"date-parts": [[2019, 3, 1]]}, "institution": [{"name": "A server"}],
    }  # fmt: skip
    (paper,) = found(tmp_path, work)
    assert (paper.year, paper.venue) == (2019, "A server")


def test_crossrefs_references_that_are_not_taken_apart(tmp_path: Path) -> None:
    printed = (
        "Smith J. Old (1999). https://doi.org/10.1016/j.es.2015.1",
        "Lee, A.: Preprint. arXiv:1901.02222 (2019)",
        "Ray, B.: Of 1234.56789 things.",
    )
    work = {
        "title": ["Of it"],
        "container-title": ["J"],
        "reference": [{"unstructured": text} for text in printed],
    }
    (paper,) = found(tmp_path, work)
    assert paper.references == ("doi:10.1016/j.es.2015.1", "arxiv:1901.02222")


def test_csl_of_reference_managers(tmp_path: Path) -> None:
    work = {
        "title": "Of it", "container-title": "J", "keyword": "a, b", "number": "arXiv:2106.04711",
        "author": [
            {"family": "Berg", "given": "Anna", "non-dropping-particle": "van der", "suffix": "Jr."},
            {"literal": "The Ship Group"},
        ],
    }  # fmt: skip
    (paper,) = found(tmp_path, work)
    assert [a.name for a in paper.authors] == ["Anna van der Berg Jr.", "The Ship Group"]
    assert (paper.keywords, paper.arxiv_id) == (("a", "b"), "2106.04711")


def test_own_records_with_texts_where_lists_belong(tmp_path: Path) -> None:
    record = {"title": "Of it", "authors": "Ann Lee; Bo Ray", "keywords": "a; b", "year": "2019-05"}
    (paper,) = found(tmp_path, record)
    assert [a.name for a in paper.authors] == ["Ann Lee", "Bo Ray"]
    assert (paper.keywords, paper.year) == (("a", "b"), 2019)


def test_papers_with_code_knows_where_a_paper_was_published(tmp_path: Path) -> None:
    record = {
        "paper_url": "https://p.c/paper/x", "title": "Of it", "arxiv_id": "2106.04711",
        "url_abs": "https://arxiv.org/abs/2106.04711v2",
        "conference_url_abs": "https://aclanthology.org/2021.acl-long.9999",
    }  # fmt: skip
    (paper,) = found(tmp_path, record)
    assert (paper.arxiv_id, paper.acl_id) == ("2106.04711", "2021.acl-long.9999")


def test_papers_with_codes_methods(tmp_path: Path) -> None:
    method = {
        "url": "https://p.c/method/gatenet", "name": "GateNet", "full_name": "Gate Network",
        "paper": {"title": "Sparse Gates", "url": "https://p.c/paper/sparse-gates"},
        "introduced_year": 2021, "source_url": "https://arxiv.org/abs/2106.04711v2", "num_papers": 3,
    }  # fmt: skip
    (paper,) = found(tmp_path, method)
    (mention,) = paper.stated
    assert (paper.title, paper.arxiv_id) == ("Sparse Gates", "2106.04711")
    assert (mention.kind, mention.name, mention.sort) == ("introduces", "GateNet", "method")


def test_a_journals_name_is_no_title_of_a_cited_work(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Of it'
        "</title></titleStmt></fileDesc></teiHeader><text><back><listBibl><biblStruct><monogr>"
        '<title level="j">Nature</title></monogr></biblStruct><biblStruct><monogr>'
        '<title level="m">A handbook of it</title></monogr></biblStruct></listBibl></back></text></TEI>'
    )
    (paper,) = read([path], report=Report())
    assert paper.references == ("title:a-handbook-of-it",)


def test_a_page_of_results_that_breaks_off_gives_the_records_before(tmp_path: Path) -> None:
    works = [{"id": f"https://openalex.org/W{i}", "title": f"Work {i} of it"} for i in range(3)]
    pages = ({"meta": {}, "results": works}, {"message": {"items": works}})
    for page, indent in itertools.product(pages, (None, 1)):
        text = json.dumps(page, indent=indent)
        path = tmp_path / "a.json"
        path.write_text(text[: text.index("Work 2")])
        report = Report()
        assert [p.title for p in read([path], report=report)] == ["Work 0 of it", "Work 1 of it"]
        (remark,) = report.skipped
        assert remark.reason == "the record that begins here has no end"


def test_what_a_batch_answer_does_not_know_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "batch.json"
    path.write_text('[null, {"paperId": "5af2", "externalIds": {}, "title": "Known"}]')
    report = Report()
    assert [p.title for p in read([path], report=report)] == ["Known"]
    assert [r.level for r in report.remarks] == ["note"]


def test_crossrefs_subtitle_date_online_and_book_behind_the_series(tmp_path: Path) -> None:
    acm = {
        "DOI": "10.1145/1", "title": ["ColBERT"], "subtitle": ["Efficient Search"],
        "container-title": ["SIGIR"], "type": "proceedings-article",
        "issued": {"date-parts": [[None]]}, "published-online": {"date-parts": [[2020]]},
        "created": {"date-parts": [[2024]]},
    }  # fmt: skip
    twice = acm | {"title": ["ColBERT: Efficient search"]}
    chapter = {
        "DOI": "10.1007/1", "title": ["Of it"], "type": "book-chapter",
        "container-title": ["Lecture Notes", "Book of it"],
    }  # fmt: skip
    found_there = [(p.title, p.venue, p.year) for p in found(tmp_path, acm, twice, chapter)]
    assert found_there == [
        ("ColBERT: Efficient Search", "SIGIR", 2020),
        ("ColBERT: Efficient search", "SIGIR", 2020),
        ("Of it", "Book of it", None),
    ]


def test_crossrefs_journals_and_volumes_are_no_papers(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    journal = {"title": ["Journal of it"], "container-title": [], "type": "journal"}
    article = {"title": ["Of it"], "container-title": ["J"], "type": "journal-article"}
    path.write_text(f"{json.dumps(journal)}\n{json.dumps(article)}\n")
    report = Report()
    assert [p.title for p in read([path], report=report)] == ["Of it"]
    assert [(r.level, r.line) for r in report.remarks] == [("note", 1)]


def test_openalexs_year_stands_in_the_date_where_it_is_missing(tmp_path: Path) -> None:
    work = {
        "id": "https://openalex.org/W1", "title": "Of it", "publication_year": None,
        "publication_date": "2021-00-00",
    }  # fmt: skip
    (paper,) = found(tmp_path, work)
    assert paper.year == 2021


def test_what_an_openalex_snapshot_says_of_itself_is_passed_over(tmp_path: Path) -> None:
    part = tmp_path / "data" / "works" / "updated_date=2023-01-01" / "part_000"
    merged = tmp_path / "data" / "merged_ids" / "works" / "2022-06-06.csv.gz"
    for path in (part, merged, tmp_path / "RELEASE_NOTES.txt"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    assert walk([tmp_path]) == [part]
