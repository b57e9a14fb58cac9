"""The ACL Anthology's XML: real collections counted by another route, and small ones by hand."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.paper import Author, Paper
from kg.sources import Report, detect, read

REAL = ["P18.xml.gz", "2022.acl.xml.gz"]
SMALL = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="{collection}">
  <volume id="{volume}" type="proceedings">
    <meta>
      <booktitle>Proceedings of the <fixed-case>E</fixed-case>xample Workshop</booktitle>
      <year>2019</year>
      <url>{collection}-{volume}</url>
    </meta>
    <frontmatter><url>{collection}-{volume}000</url></frontmatter>
    {papers}
  </volume>
</collection>
"""
FULL = """<paper id="7">
  <title>On <fixed-case>A</fixed-case> and <tex-math>x^2</tex-math>, <i>again</i></title>
  <author orcid="0000-0001-2345-6789"><first>Ann</first><last>Lee</last>
    <affiliation>Here</affiliation><variant script="hani"><first>安</first><last>李</last></variant></author>
  <author><first/><last>Plato</last></author>
  <abstract>Code is at
    <url>https://github.com/a/b</url>.</abstract>
  <doi>10.1234/AB.7</doi>
  <pwccode url="https://github.com/a/b" additional="true">a/b</pwccode>
  <pwccode url="https://gitlab.com/c/d" additional="false">c/d</pwccode>
  <pwcdataset url="https://x.org/d">SQuAD</pwcdataset>
</paper>"""


def text(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode()


def papers(path: Path, content: str | bytes) -> tuple[list[Paper], Report]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    report = Report()
    return list(read([path], source="acl", report=report)), report


@pytest.mark.parametrize("name", REAL)
def test_a_real_collection_counted_in_its_text(shared: Path, name: str) -> None:
    path = shared / "formats" / "acl-xml" / name
    written = text(path)
    report = Report()
    assert detect(path) == "acl"
    found = list(read([path], report=report))
    assert len(found) == len(re.findall(r"<paper ", written))
    hosted = re.findall(r"<url hash=\"\w+\">([A-Z]\d\d-\d{4}|\d{4}\.\w+-\w+\.\d+)</url>", written)
    assert {p.acl_id for p in found} == {i for i in hosted if not re.search(r"(?:00|\.)0$", i)}
    assert sum(len(p.links) for p in found) == len(re.findall(r'<pwccode url="[^"]', written))
    assert sum(len(p.stated) for p in found) == len(re.findall(r"<pwcdataset ", written))
    volumes = re.sub(r"<meta>.*?</meta>", "", written, flags=re.DOTALL)
    assert sum(len(p.authors) for p in found) == len(re.findall(r"<author\b", volumes))
    assert sum(bool(p.abstract) for p in found) == len(re.findall(r"<abstract>", written))
    assert not any("<" in p.title or "\n" in p.abstract for p in found)
    assert not report.remarks


def test_a_paper_of_the_old_style(shared: Path) -> None:
    found = list(read([shared / "formats" / "acl-xml" / "P18.xml.gz"], report=Report()))
    paper = found[0]
    assert paper.id == paper.acl_id == "P18-1001"
    assert paper.title == "Probabilistic FastText for Multi-Sense Word Embeddings"
    assert [a.name for a in paper.authors] == [
        "Ben Athiwaratkun", "Andrew Wilson", "Anima Anandkumar",
    ]  # fmt: skip
    assert (paper.year, paper.doi) == (2018, "10.18653/v1/p18-1001")
    assert paper.url == "https://aclanthology.org/P18-1001"
    assert str(paper.venue).endswith("(Volume 1: Long Papers)")
    assert paper.links == (("https://github.com/benathi/multisense-prob-fasttext", True),)
    assert paper.origin.endswith("P18.xml.gz:19")
    assert {p.year for p in found} == {2018}
    assert len({p.venue for p in found}) == 5


def test_a_paper_of_the_new_style(shared: Path) -> None:
    path = shared / "formats" / "acl-xml" / "2022.acl.xml.gz"
    paper = next(p for p in read([path], report=Report()) if p.acl_id == "2022.acl-long.1")
    assert paper.title == "AdapLeR: Speeding up Inference by Adaptive Length Reduction"
    assert paper.abstract.endswith("freely available at https://github.com/amodaresi/AdapLeR.")
    assert [(m.kind, m.name, m.role, m.sort) for m in paper.stated][:3] == [
        ("dataset", name, "mentions", "dataset")
        for name in ("GLUE", "HateXplain", "IMDb Movie Reviews")
    ]
    assert len(paper.stated) == 9


def test_markup_authors_code_and_identifiers_of_a_small_one(tmp_path: Path) -> None:
    content = SMALL.format(collection="W19", volume="2", papers=FULL)
    (paper,), report = papers(tmp_path / "a.xml", content)
    assert paper.title == "On A and x^2, again"
    assert paper.abstract == "Code is at https://github.com/a/b."
    assert paper.authors == (Author("Ann Lee", "0000-0001-2345-6789"), Author("Plato"))
    assert (paper.acl_id, paper.doi) == ("W19-0207", "10.1234/ab.7")
    assert paper.venue == "Proceedings of the Example Workshop"
    assert paper.links == (("https://github.com/a/b", True), ("https://gitlab.com/c/d", False))
    assert not report.remarks


def test_retracted_papers_are_kept_and_told_of(tmp_path: Path) -> None:
    marked = FULL.replace("</paper>", '<retracted date="2020-01-01">Wrong.</retracted></paper>')
    untitled = '<paper id="8"><abstract>None.</abstract></paper>'
    found, report = papers(
        tmp_path / "a.xml", SMALL.format(collection="2019.ex", volume="1", papers=marked + untitled)
    )
    assert [p.acl_id for p in found] == ["2019.ex-1.7"]
    assert [r.line for r in report.warnings] == [10]
    assert "retracted" in report.warnings[0].reason
    assert "Wrong." in report.warnings[0].reason
    assert [r.reason for r in report.skipped] == ["a paper without a title"]


def test_a_volume_described_twice_has_all_its_papers(tmp_path: Path) -> None:
    small = SMALL.format(collection="2019.ex", volume="1", papers=FULL)
    second = FULL.replace('"7"', '"8"').replace("again", "anew")
    described = small[small.index("<meta>") : small.index("</meta>")] + "</meta>"
    content = small.replace("</volume>", f"{described}{second}</volume>")
    found, report = papers(tmp_path / "a.xml", content)
    assert [(p.acl_id, p.year) for p in found] == [("2019.ex-1.7", 2019), ("2019.ex-1.8", 2019)]
    assert not report.remarks


def test_half_a_file_gives_its_whole_papers_with_their_identifiers(
    shared: Path, tmp_path: Path
) -> None:
    whole = text(shared / "formats" / "acl-xml" / "P18.xml.gz")
    half = whole[: whole.index("</volume>") // 2]
    found, report = papers(tmp_path / "half.xml", half)
    assert len(found) == len(re.findall("</paper>", half)) > 50
    assert [p.acl_id for p in found] == [f"P18-{1000 + i}" for i in range(1, len(found) + 1)]
    assert {p.year for p in found} == {2018}
    (remark,) = report.skipped
    assert remark.line == half.count("\n") + 1


def test_a_truncated_gzip_gives_what_could_be_read(shared: Path, tmp_path: Path) -> None:
    data = (shared / "formats" / "acl-xml" / "P18.xml.gz").read_bytes()
    found, report = papers(tmp_path / "cut.xml.gz", data[: len(data) // 2])
    assert 100 < len(found) < 435
    assert any("breaks off" in r.reason for r in report.skipped)


def test_undeclared_entities_are_reported_and_cost_no_paper(tmp_path: Path) -> None:
    more = '<paper id="8">\n<title>A &nosuch; B of Caf&eacute;s</title></paper>'
    more += '<paper id="9"><title>C &amp; D</title></paper>'
    content = SMALL.format(collection="P19", volume="1", papers=FULL + more)
    found, report = papers(tmp_path / "a.xml", content)
    assert [p.acl_id for p in found] == ["P19-1007", "P19-1008", "P19-1009"]
    assert [p.title for p in found[1:]] == ["A &nosuch; B of Cafés", "C & D"]
    assert report.skipped == []
    assert [r.reason for r in report.warnings] == [
        "undeclared entity &nosuch; read as '&nosuch;'",
        "undeclared entity &eacute; read as 'é'",
    ]
    line = content.splitlines()[report.warnings[0].line - 1]
    assert line.startswith("<title>A &nosuch;")


def test_a_collection_without_papers_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no paper") as caught:
        papers(tmp_path / "a.xml", SMALL.format(collection="P19", volume="1", papers=""))
    assert caught.value.remedy
