"""GROBID's TEI: a document of our own after its layout, whole, broken off and several at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.paper import Author, Paper
from kg.sources import Report, detect, read

TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xml:space="preserve" xmlns="http://www.tei-c.org/ns/1.0"
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:xlink="http://www.w3.org/1999/xlink">
	<teiHeader xml:lang="en">
		<fileDesc>
			<titleStmt>
				<title level="a" type="main">TinyParse: Parsing with Very Small Trees</title>
				<funder ref="#_x"><orgName type="full">Some Fund</orgName></funder>
			</titleStmt>
			<publicationStmt>
				<publisher/>
				<availability status="unknown"><licence/></availability>
				<date type="published" when="2021-03-04">4 March 2021</date>
			</publicationStmt>
			<sourceDesc>
				<biblStruct>
					<analytic>
						<author role="corresp">
							<persName><forename type="first">Ann</forename><forename type="middle">B</forename><surname>Lee</surname></persName>
							<email>ann@example.org</email>
							<idno type="ORCID">0000-0001-2345-6789</idno>
							<affiliation key="aff0"><orgName type="institution">A Place</orgName></affiliation>
						</author>
						<author><persName><surname>Plato</surname></persName></author>
						<author><affiliation key="aff1"/></author>
						<title level="a" type="main">TinyParse: Parsing with Very Small Trees</title>
					</analytic>
					<monogr><title level="j">Journal of Small Things</title><imprint><date/></imprint></monogr>
					<idno type="MD5">0123456789ABCDEF</idno>
					<idno type="arXiv">arXiv:2103.00001v2[cs.CL]</idno>
					<idno type="DOI">10.1234/TINY.1</idno>
				</biblStruct>
			</sourceDesc>
		</fileDesc>
		<encodingDesc><appInfo><application version="0.8.0" ident="GROBID">
			<ref target="https://github.com/kermitt2/grobid">GROBID</ref>
		</application></appInfo></encodingDesc>
		<profileDesc>
			<textClass><keywords><term>parsing</term><term>small  trees</term></keywords></textClass>
			<abstract>
<div xmlns="http://www.tei-c.org/ns/1.0"><p>Small trees are parsed fast.</p><p>Code: https://github.com/ann/tinyparse.</p></div>
			</abstract>
		</profileDesc>
	</teiHeader>
	<text xml:lang="en">
		<body>
<div><head n="1">Introduction</head><p>We build on work <ref type="bibr" target="#b0">[1]</ref> at
<ref type="url" target="https://gitlab.com/other/base">https://gitlab.com/other/base</ref> and https:// github.com/Big/Trees, not on https://example.org/page.</p></div>
<note place="foot" n="1" xml:id="foot_0">See <ptr target="https://tinyparse.example.org/demo/"/> and github.com/ann/TinyParse/tree/main</note>
		</body>
		<back>
			<div type="acknowledgement"><div><head>Acknowledgements</head><p>Thanks to https://bitbucket.org/kind/people.</p></div></div>
			<div type="availability"><div><head>Data</head><p>Data: <ref type="url" target="https://github.com/ann/tiny-data">here</ref></p></div></div>
			<div type="references"><listBibl>
<biblStruct xml:id="b0"><analytic><title level="a" type="main">Some Base</title></analytic>
	<monogr><title level="j">J</title><imprint><date type="published" when="2017"/></imprint></monogr><idno type="DOI">10.5555/BASE</idno></biblStruct>
<biblStruct xml:id="b1"><analytic><title level="a">Another</title></analytic><monogr><title level="m">P</title><imprint/></monogr>
	<idno type="arXiv">arXiv:1706.03762[cs]</idno></biblStruct>
<biblStruct xml:id="b2"><analytic><title/></analytic><monogr><title level="m">A Whole Book</title><imprint><date when="1999"/></imprint></monogr></biblStruct>
<biblStruct xml:id="b3"><monogr><title level="m">In the Anthology</title><ptr target="https://aclanthology.org/P18-1001"/><imprint/></monogr></biblStruct>
<biblStruct xml:id="b4"><monogr><title/><imprint><date/></imprint></monogr><note type="raw_reference">???</note></biblStruct>
<biblStruct xml:id="b5"><analytic><title>Some Base</title></analytic><idno type="DOI">10.5555/base</idno></biblStruct>
			</listBibl></div>
		</back>
	</text>
</TEI>
"""


def papers(path: Path, text: str) -> tuple[list[Paper], Report]:
    path.write_text(text, encoding="utf-8")
    report = Report()
    return list(read([path], source="grobid", report=report)), report


def test_a_whole_document(tmp_path: Path) -> None:
    (paper,), report = papers(tmp_path / "a.tei.xml", TEI)
    assert detect(tmp_path / "a.tei.xml") == "grobid"
    assert paper.title == "TinyParse: Parsing with Very Small Trees"
    assert paper.abstract == "Small trees are parsed fast.\nCode: https://github.com/ann/tinyparse."
    assert paper.authors == (Author("Ann B Lee", "0000-0001-2345-6789"), Author("Plato"))
    assert (paper.doi, paper.arxiv_id) == ("10.1234/tiny.1", "2103.00001")
    assert (paper.year, paper.venue) == (2021, "Journal of Small Things")
    assert paper.keywords == ("parsing", "small trees")
    assert paper.references == (
        "doi:10.5555/base", "arxiv:1706.03762", "title:a-whole-book", "acl:P18-1001",
    )  # fmt: skip
    assert paper.links == (
        ("https://github.com/ann/tinyparse", True),
        ("https://gitlab.com/other/base", False),
        ("https://github.com/Big/Trees", False),
        ("https://tinyparse.example.org/demo", False),
        ("https://bitbucket.org/kind/people", False),
        ("https://github.com/ann/tiny-data", True),
    )
    assert [(r.level, r.reason) for r in report.remarks] == [
        ("note", "1 reference has neither identifier nor title")
    ]


def test_a_header_alone_and_an_old_one(tmp_path: Path) -> None:
    head = TEI[: TEI.index("\t<text ")] + "</TEI>"
    old = head.replace("<publicationStmt>", "<publicationStmt/><x>").replace(
        "</publicationStmt>", "</x>"
    ).replace("<imprint><date/>", '<imprint><date when="2020">2020</date>').replace(
        "<term>parsing</term><term>small  trees</term>", "parsing; small trees"
    ).replace("<p>", "").replace("</p>", " ")  # fmt: skip
    (paper,), report = papers(tmp_path / "a.xml", head)
    assert (paper.year, paper.references, len(paper.links)) == (2021, (), 1)
    assert not report.remarks
    (paper,), _ = papers(tmp_path / "b.xml", old)
    assert (paper.year, paper.keywords) == (2020, ("parsing", "small trees"))
    assert paper.abstract.startswith("Small trees are parsed fast. Code:")


def test_several_documents_and_one_without_title(tmp_path: Path) -> None:
    one = TEI[TEI.index("<TEI") :]
    nameless = one.replace("TinyParse: Parsing with Very Small Trees", "")
    second = one.replace("TinyParse: Parsing", "Another: Parsing")
    found, report = papers(tmp_path / "a.xml", f"<teiCorpus>{one}{nameless}{second}</teiCorpus>")
    assert [p.title.split(":")[0] for p in found] == ["TinyParse", "Another"]
    assert [len(p.references) for p in found] == [4, 4]
    assert [r.reason for r in report.skipped] == ["a document without a title"]


def test_a_document_that_breaks_off_is_given_as_far_as_it_goes(tmp_path: Path) -> None:
    for mark, references in (("<text ", 0), ('xml:id="b2"', 2)):
        half = TEI[: TEI.index(mark)]
        (paper,), report = papers(tmp_path / "a.xml", half)
        assert paper.abstract.startswith("Small trees")
        assert len(paper.references) == references
        (remark,) = report.skipped
        assert remark.line == half.count("\n") + 1


def test_no_document_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no document with a title") as caught:
        papers(tmp_path / "a.xml", '<TEI xmlns="http://www.tei-c.org/ns/1.0"/>')
    assert caught.value.remedy
