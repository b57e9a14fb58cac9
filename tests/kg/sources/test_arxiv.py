"""arXiv's forms: OAI-PMH in its three dialects, the announcement feed, the metadata."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from kg.paper import Paper
from kg.sources import Report, read

ARXIV = {"id": "0704.0001", "title": "Of many parts", "authors_parsed": [["Doe", "Jane", ""]]}
OAI = (
    '<?xml version="1.0"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">\n<ListRecords>\n'
    "{}\n</ListRecords>\n</OAI-PMH>"
)
DC = (
    "<record><header><identifier>oai:arXiv.org:{0}</identifier></header><metadata>"
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Of\n two lines</dc:title>'
    "<dc:creator>Doe, Jane</dc:creator><dc:description>Words of the abstract.</dc:description>"
    "<dc:description>Comment: 3 pages</dc:description><dc:date>2007-04-02</dc:date>"
    "<dc:date>2009-01-01</dc:date><dc:identifier>http://arxiv.org/abs/{0}</dc:identifier>"
    "</oai_dc:dc></metadata></record>"
)


def papers(path: Path) -> tuple[list[Paper], Report]:
    report = Report()
    return list(read([path], report=report)), report


def of_metadata(tmp_path: Path, **fields: Any) -> Paper:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(ARXIV | fields))
    (paper,), _ = papers(path)
    return paper


def of_oai(tmp_path: Path, record: str) -> Paper:
    path = tmp_path / "a.xml"
    head = "<header><identifier>oai:arXiv.org:0704.0009</identifier></header>"
    path.write_text(OAI.format(f"<record>{head}<metadata>{record}</metadata></record>"))
    (paper,), _ = papers(path)
    return paper


def test_arxiv_by_oai(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    gone = '<record><header status="deleted"><identifier>oai:arXiv.org:1</identifier></header></record>'
    token = "<resumptionToken>123|1001</resumptionToken>"
    path.write_text(
        OAI.format("\n".join((DC.format("0704.0002"), gone, DC.format("hep-th/9901001"), token)))
    )
    found, report = papers(path)
    assert [p.arxiv_id for p in found] == ["0704.0002", "hep-th/9901001"]
    assert (found[0].title, found[0].year) == ("Of two lines", 2007)
    assert found[0].abstract == "Words of the abstract."
    assert [(r.level, r.line) for r in report.remarks] == [("note", 6), ("note", 9)]
    path.write_text(OAI.format('<error code="noRecordsMatch">nothing then</error>'))
    with pytest.raises(InputError, match="noRecordsMatch nothing then"):
        papers(path)


def test_accents_that_arxiv_writes_in_latex(tmp_path: Path) -> None:
    paper = of_metadata(
        tmp_path,
        title="The Schr\\\"odinger equation and Erd\\H{o}s-R\\'enyi graphs of $\\tilde{O}(n)$ edges",
        abstract="A na\\\"{\\i}ve Fr{\\'e}chet distance, 5\\% off.",
        authors_parsed=[["Mart{\\'\\i}n", "J{\\o}rgen", ""], ["\\'", "\\c{C}a\\u{g}an", ""]],
    )
    assert paper.title == "The Schrödinger equation and Erdős-Rényi graphs of $\\tilde{O}(n)$ edges"
    assert paper.abstract == "A naïve Fréchet distance, 5\\% off."
    assert [a.name for a in paper.authors] == ["Jørgen Martín", "Çağan \\'"]


def test_dublin_core_has_names_in_spoken_order_and_no_comment_for_an_abstract(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.xml"
    longer = "Comment: 20 pages, code at https://github.com/a/b"
    path.write_text(OAI.format(DC.format("0704.0002").replace("Comment: 3 pages", longer)))
    (paper,), _ = papers(path)
    assert paper.abstract == "Words of the abstract."
    assert [a.name for a in paper.authors] == ["Jane Doe"]
    assert paper.links == (("https://github.com/a/b", True),)


def test_the_raw_form_has_its_authors_in_one_text(tmp_path: Path) -> None:
    paper = of_oai(
        tmp_path,
        '<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>0704.0009</id>'
        '<version version="v1"><date>Mon, 2 Apr 2007 16:54:59 GMT</date></version>'
        '<version version="v2"><date>Thu, 18 Mar 2010 19:18:42 GMT</date></version>'
        "<title>Dust</title><authors>Paul Har (1), Karin Ek (1 and 2) and Jos\\'e Roe ((1) Utrecht, "
        "(2) KTH, Stockholm)</authors><abstract>We look.</abstract></arXivRaw>",
    )
    assert [a.name for a in paper.authors] == ["Paul Har", "Karin Ek", "José Roe"]
    assert (paper.year, paper.abstract) == (2007, "We look.")


def test_suffixes_of_names_stay(tmp_path: Path) -> None:
    paper = of_oai(
        tmp_path,
        '<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>0704.0009</id><title>T of it</title><authors>'
        "<author><keyname>Smith</keyname><forenames>John</forenames><suffix>Jr</suffix></author>"
        "</authors><abstract>We look.</abstract></arXiv>",
    )
    assert [a.name for a in paper.authors] == ["John Smith Jr"]
    paper = of_metadata(tmp_path, authors_parsed=[["Smith", "John", "III"]])
    assert [a.name for a in paper.authors] == ["John Smith III"]


def test_the_announcement_feed(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        '<feed xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://www.w3.org/2005/Atom">'
        "<id>http://rss.arxiv.org/atom/cs.CL</id><entry><id>oai:arXiv.org:2405.00001v1</id>"
        "<title>Feed me well</title><summary>arXiv:2405.00001v1 Announce Type: new\nAbstract: We "
        "feed.</summary><published>2024-05-01T00:00:00-04:00</published>"
        "<dc:creator>Ann Lee, Bo Ray</dc:creator></entry></feed>"
    )
    (paper,), _ = papers(path)
    assert (paper.abstract, paper.url) == ("We feed.", "https://arxiv.org/abs/2405.00001")
    assert [a.name for a in paper.authors] == ["Ann Lee", "Bo Ray"]
