"""BibTeX: a real volume, LaTeX in names and titles, and files with every kind of damage."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.paper import Paper
from kg.sources import Report, detect, latex, read
from tests.processor import processor_seconds

GOOD = "\n@article{good, title={A Good One}, year={2001}}\n"


@pytest.fixture
def volume(shared: Path) -> Path:
    return shared / "formats" / "bibtex" / "pmlr-corl23.bib"


def papers(tmp_path: Path, text: str | bytes) -> tuple[list[Paper], Report]:
    path = tmp_path / "refs.bib"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = Report()
    return list(read([path], source="bibtex", report=report)), report


def one(tmp_path: Path, fields: str, kind: str = "article") -> Paper:
    (paper,), report = papers(tmp_path, f"@{kind}{{key, {fields}}}")
    assert not report.remarks
    return paper


def names(tmp_path: Path, written: str) -> list[str]:
    return [a.name for a in one(tmp_path, f"title={{T}}, author={{{written}}}").authors]


def test_a_real_volume_has_every_paper_with_its_title_to_the_letter(volume: Path) -> None:
    report = Report()
    found = list(read([volume], report=report))
    text = volume.read_text(encoding="utf-8")
    entries = re.findall(r"^@InProceedings\{(\S+),\n\ttitle = \{(.*)\},$", text, re.MULTILINE)
    assert len(entries) == text.count("\n@") == 199
    assert [p.id for p in found] == [key for key, _ in entries]
    same = [t for (_, t), p in zip(entries, found, strict=True) if t == p.title]
    assert [t for _, t in entries if t not in same] == [
        r"$\alpha$-MDF: An Attention-based Multimodal Differentiable Filter for Robot State Estimation"
    ]
    assert [(r.level, r.line) for r in report.remarks] == [("note", 1)]
    lines = text.splitlines()
    for paper in found:
        assert paper.id in lines[int(paper.origin.rpartition(":")[2]) - 1]
        assert paper.abstract
        assert (paper.year, paper.venue) == (
            2023, "Proceedings of The 7th Conference on Robot Learning",
        )  # fmt: skip


def test_the_names_of_a_real_volume(volume: Path) -> None:
    found = {p.id: p for p in read([volume], report=Report())}
    assert [a.name for a in found["gieselmann23"].authors] == [
        "Robert Gieselmann", "Florian T. Pokorny",
    ]  # fmt: skip
    everyone = {a.name for p in found.values() for a in p.authors}
    assert {n for n in everyone if not n.isascii()} == {
        "Adrià Colomé", "Błażej Osiński", "Jaime Fernández Fisac", "Jonas Hübotter", "Nico Gürtler",
        "Roberto Martín-Martín", "Stephan Günnemann", "Sören Schwertfeger", "Tomás Lozano-Pérez",
    }  # fmt: skip
    assert not [n for n in everyone if re.search(r"[\\{},$]| and ", n)]
    assert found["liu23h"].title.startswith("α-MDF: An Attention-based")


def test_formulas_and_signs_in_the_abstracts_of_a_real_volume(volume: Path) -> None:
    whole = "\n".join(p.abstract for p in read([volume], report=Report()))
    for formula in (r"$\mathcal{L}_1$", r"$0.07^{\circ}$", "$z^{sa}$", r"$>\!1000$"):
        assert formula in whole
    outside = re.sub(r"\$[^$\n]+\$", "", whole)
    assert not re.findall(r"[\\{}$]", outside)
    text = volume.read_text(encoding="utf-8")
    assert r"\%" in text
    assert whole.count("%") == sum(
        line.count("%") for line in text.splitlines() if not line.startswith("\ttitle")
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (r"M{\"u}ller, J\"org", ["Jörg Müller"]),
        (r"{\'E}cole, {\v{S}}t{\v e}p{\'a}n", ["Štěpán École"]),
        (r"{\L}ukasz {\O}rsted and {\AA}sa Stra{\ss}e", ["Łukasz Ørsted", "Åsa Straße"]),
        (r"Mart\'{\i}nez, Jos\'e and Nguy{\~{\^e}}n, An", ["José Martínez", "An Nguyễn"]),
        ("van der Berg, Anna and Ray, Jr., Bo", ["Anna van der Berg", "Bo Ray Jr."]),
        ("Lee, Ann and others", ["Ann Lee"]),
        ("{Barnes and Noble} and {Google, Inc.}", ["Barnes and Noble", "Google, Inc."]),
        ("Ann~Lee\n  AND Bo Ray", ["Ann Lee", "Bo Ray"]),
        ("and and Ann Lee and ", ["Ann Lee"]),
        ("Anders And, Ferdinand Rand", ["Anders And", "Ferdinand Rand"]),
        ("", []),
    ],
)
def test_names(tmp_path: Path, written: str, expected: list[str]) -> None:
    assert names(tmp_path, written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{BERT}: Pre-training of {D}eep nets", "BERT: Pre-training of Deep nets"),
        ("Caf\\'e -- and --- ``so''~on", "Café – and — “so” on"),
        (r"\emph{Very} \textbf{deep}\footnote{not wide}", "Very deepnot wide"),
        (r"50\% of R\&D in C\# costs \$5", "50% of R&D in C# costs $5"),
        ("it costs $5 here and $6 there", "it costs $5 here and $6 there"),
        (r"$O(n^2)$ and $x_{i}$ in {$\beta$}-VAE", "$O(n^2)$ and $x_{i}$ in β-VAE"),
        (r"3$\times$ at \(k=5\)", "3× at k=5"),
        (r"see \url{https://a.org/~b\_c} \href{https://d.org}{here}",
         "see https://a.org/~b_c here (https://d.org)"),
        (r"our \ours beats \cite{x}\texttt{a\_b}", "our ours beats a_b"),
        ("about ~10% more, 100 % sure", "about ~10% more, 100 % sure"),
        (r"set \{a\} \textbackslash n", r"set {a} \ n"),
        ("{{{Nested}}}", "Nested"),
    ],
)  # fmt: skip
def test_latex(tmp_path: Path, written: str, expected: str) -> None:
    assert latex.plain(written) == expected
    assert one(tmp_path, f"title={{{written}}}").title == expected


def test_all_fields(tmp_path: Path) -> None:
    paper = one(
        tmp_path,
        r"""title = {Main}, subtitle = {Sub}, date = {2020-05-01}, journaltitle = "J. of {X}",
        doi = {https://doi.org/10.1000/A\_b}, url = {https://example.org/a\_b},
        keywords = {one thing; two, parts; one thing}, eprint = {2005.00001v2},
        archivePrefix = {arXiv}, howpublished = {\url{https://github.com/o/r}},
        abstract = {First line
        second line.

        A paragraph.}, month = may,""",
    )
    assert paper.title == "Main: Sub"
    assert (paper.year, paper.venue, paper.doi) == (2020, "J. of X", "10.1000/a_b")
    assert (paper.arxiv_id, paper.url) == ("2005.00001", "https://example.org/a_b")
    assert paper.keywords == ("one thing", "two, parts")
    assert paper.links == (("https://github.com/o/r", True),)
    assert paper.abstract == "First line second line.\nA paragraph."


@pytest.mark.parametrize(
    ("fields", "field", "value"),
    [
        ("eprint={1706.03762}", "arxiv_id", "1706.03762"),
        ("eprint={hep-th/9901001}, eprinttype={arxiv}", "arxiv_id", "hep-th/9901001"),
        ("journal={arXiv preprint arXiv:1706.03762}", "arxiv_id", "1706.03762"),
        ("journal={arXiv preprint arXiv:1706.03762}", "venue", "arXiv"),
        ("doi={10.48550/arXiv.1706.03762}", "arxiv_id", "1706.03762"),
        ("url={https://aclanthology.org/P18-1001/}", "acl_id", "P18-1001"),
        ("eprint={12345}, eprinttype={pubmed}", "arxiv_id", None),
        ("year={in press}", "year", None),
        ("year={c2004}", "year", 2004),
        ("keyword={a, b}", "keywords", ("a", "b")),
    ],
)
def test_identifiers(tmp_path: Path, fields: str, field: str, value: object) -> None:
    assert getattr(one(tmp_path, f"title={{T}}, {fields}"), field) == value


def test_strings_are_put_in_and_joined(tmp_path: Path) -> None:
    text = """@string{ACM = "Proc. of the ACM"} @STRING(pre = {The } # acm)
    @preamble{"\\newcommand{\\x}{y}"}
    @article{a, title = "Two " # {Parts}, journal = Pre # " 12", year = 1999, month = 1 # "~" # jan}
    @article(b, title = {In (round) brackets})"""
    found, report = papers(tmp_path, text)
    assert [(p.title, p.venue, p.year) for p in found] == [
        ("Two Parts", "The Proc. of the ACM 12", 1999),
        ("In (round) brackets", None, None),
    ]
    assert not report.remarks


def test_crossref_gives_venue_and_year_whichever_comes_first(tmp_path: Path) -> None:
    parent = "@proceedings{P, title={Proc. of X}, year=2001, editor={E}, doi={10.1000/p}}\n"
    children = (
        "@inproceedings{a, title={A}, crossref={p}}\n"
        "@inproceedings{b, title={B}, year=1990, booktitle={Y}, crossref={P}}\n"
    )
    for text in (parent + children, children + parent):
        found, report = papers(tmp_path, text)
        assert [(p.id, p.title, p.year, p.venue, p.doi) for p in found] == [
            ("a", "A", 2001, "Proc. of X", None),
            ("b", "B", 1990, "Y", None),
        ]
        assert [r.level for r in report.remarks] == ["note"]
    found, report = papers(tmp_path, children)
    assert [p.id for p in found] == ["a", "b"]
    assert [r.line for r in report.warnings] == [1, 2]


def test_an_entry_without_crossref_takes_nothing_from_another(tmp_path: Path) -> None:
    found, _ = papers(tmp_path, "@article{title={T}, year=1999}" + GOOD.replace("year={2001}", ""))
    assert [(p.title, p.year, p.venue) for p in found] == [
        ("T", 1999, None), ("A Good One", None, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("@article{bad, title={never closed, year=2000", "'title' is never closed"),
        ("@article{bad, title={one {two} three,\n year={2000}\n}", "never closed"),
        ('@article{bad, title="never closed, year=2000}', "mark that opens 'title'"),
        ("@article{bad, title={T}, year=", "'year' has no value"),
        ("@article{bad, title=}", "'title' has no value"),
        ("@article{bad, title={T}, what is this}", "neither a field nor its end"),
        ('@article{bad "title"}', "no comma after its key"),
        ("@article{bad title}", "no title"),
        ("@article{bad, year=2000}", "no title"),
        ("@article{bad, title={{}}}", "no title"),
    ],
)
def test_a_broken_entry_is_skipped_by_its_line_and_the_next_is_read(
    tmp_path: Path, broken: str, reason: str
) -> None:
    found, report = papers(tmp_path, f"{GOOD}{broken}{GOOD.replace('good', 'next')}")
    assert [p.id for p in found] == ["good", "next"]
    (remark,) = report.remarks
    assert (remark.level, remark.line) == ("skipped", 3)
    assert reason in remark.reason


@pytest.mark.parametrize(
    ("doubtful", "reason"),
    [
        ("@article{odd, title={T} year={2000}}", "comma is missing after 'title'"),
        ("@article{odd title={T}, year=2000}", "comma is missing after its key"),
        ("@article{odd, title={T}, year=2000, title={U}}", "'title' is given twice"),
        ("@article{odd, title=T, year=2000}", "no @string is called 'T'"),
        ("@article{odd, year=2000, title={T}}, note={more}}", "after its closing brace"),
        ("@article{odd, title={T}, year={2000}\n", "never closed by '}'"),
        ("@article(odd, title={T}, year=2000,", "never closed by ')'"),
    ],
)
def test_what_can_be_read_all_the_same_is_read_and_reported(
    tmp_path: Path, doubtful: str, reason: str
) -> None:
    found, report = papers(tmp_path, f"{GOOD}{doubtful}{GOOD.replace('good', 'next')}")
    assert [(p.id, p.title, p.year) for p in found] == [
        ("good", "A Good One", 2001), ("odd", "T", 2000), ("next", "A Good One", 2001),
    ]  # fmt: skip
    (remark,) = report.remarks
    assert (remark.level, remark.line) == ("warning", 3)
    assert reason in remark.reason


@pytest.mark.parametrize(
    "text",
    [
        "@article{a,, title={T},,}",
        "@article{a, title={T}, % a comment, with a comma\n year=2000}",
        "@article\n{a,\ntitle\n=\n{T}\n}",
        "  @ARTICLE {a, TITLE = {T}}",
        "@article{a, title={T}}} stray",
        "@article{a, file={C:\\}, title={T}}",
        "@article{a, note={half a \\{ pair}, title={T}}",
        "@article{a, abstract={see\n@Foo{bar} and me@article{x}}, title={T}}",
        "@newtype{a, title={T}}",
        "@comment{jabref-meta: {x}}\n@article{a, title={T}}",
        "Made by a program.\n% @article{b, title={B}}\n@article{a, title={T}}",
        "@comment{ @article{b, title={B}} }\n@article{a, title={T}}",
        "@comment never closed {\n@article{a, title={T}}",
    ],
)
def test_odd_but_right(tmp_path: Path, text: str) -> None:
    found, report = papers(tmp_path, text)
    assert [(p.id, p.title) for p in found] == [("a", "T")]
    assert not report.skipped
    assert not report.warnings
    assert detect(tmp_path / "refs.bib") == "bibtex"


def test_two_entries_with_one_key_are_both_read(tmp_path: Path) -> None:
    found, report = papers(
        tmp_path, "@misc{a, title={T}}\n@misc{a, title={U}}\n@misc{A, title={V}}"
    )
    assert [(p.id, p.title) for p in found] == [("a", "T"), ("a:2", "U"), ("A", "V")]
    assert [r.line for r in report.warnings] == [2]


def test_many_entries_on_one_line(tmp_path: Path) -> None:
    found, _ = papers(tmp_path, "".join(f"@misc{{k{i}, title={{T{i}}}}} " for i in range(50)))
    assert [p.title for p in found] == [f"T{i}" for i in range(50)]


@pytest.mark.parametrize(
    "broken",
    [
        "@article{b%d, title={Bad\n",
        "@article{b%d, title={Bad ",
        '@article{b%d, title="Bad\n',
        "@article{b%d, title=},\n",
        "@article{b%d title Bad}\n",
        "@article{b%d, note={\\{, title={Bad\n",
    ],
)
def test_ten_thousand_broken_entries_among_good_ones(tmp_path: Path, broken: str) -> None:
    text = "".join(f"@misc{{g{i}, title={{Good}}}}\n{broken % i}" for i in range(10_000))
    began = processor_seconds()
    found, report = papers(tmp_path, text)
    assert processor_seconds() - began < 10
    assert [p.id for p in found] == [f"g{i}" for i in range(10_000)]
    assert len(report.skipped) == 10_000


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("@article{a, title={" + "{" * 60_000, 0),
        ("@article{a, title={" + "{" * 9_000 + "x" + "}" * 9_000 + "}}", 1),
        ("@a{" * 60_000, 0),
        ("@article{a, title={T}" + "\n%" * 60_000, 1),
        ("@article{a, title={T}, " + "x={}," * 30_000 + "}", 1),
        ("@article{a, title={" + "\\'" * 30_000 + "$" * 30_001 + "x}}", 1),
        ("@article{a, title={x" + "\\href{" * 9_000 + "}" * 9_000 + "}}", 1),
    ],
    ids=range(7),
)
def test_deep_and_long_takes_no_long_time(tmp_path: Path, text: str, number: int) -> None:
    began = processor_seconds()
    found, _ = papers(tmp_path, text + GOOD)
    assert processor_seconds() - began < 5
    assert [p.id for p in found] == [*(["a"] * number), "good"]


def test_encodings(tmp_path: Path) -> None:
    text = "@article{a,\r\n title={Über},\r\n author={Þór Ægisson},\r\n}\r\n"
    for data in (text.encode(), text.encode("utf-8-sig"), text.encode("utf-16")):
        found, report = papers(tmp_path, data)
        assert [(p.title, p.authors[0].name) for p in found] == [("Über", "Þór Ægisson")]
        assert not report.remarks
    found, report = papers(tmp_path, text.encode("latin-1"))
    assert [(p.title, p.authors[0].name) for p in found] == [("Über", "Þór Ægisson")]
    assert [r.line for r in report.warnings] == [2, 3]
    found, _ = papers(tmp_path, gzip.compress(text.replace("\r\n", "\r").encode()))
    assert found[0].title == "Über"


@pytest.mark.parametrize(
    "text",
    ["% nothing\n% here\n", "@comment{only this}", "@string{a = {b}}", "@proceedings{a,title={P}}"],
)
def test_a_file_without_papers_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="no entry could be read as a paper") as caught:
        papers(tmp_path, text)
    assert "refs.bib" in caught.value.message
    assert caught.value.remedy


def test_a_page_with_an_entry_at_its_end_is_no_bibliography(tmp_path: Path) -> None:
    page = "\n".join(f"Line {i} of a page about something" for i in range(40))
    (tmp_path / "page.txt").write_text(f"{page}\n@article{{a, title={{T}}}}\n")
    assert detect(tmp_path / "page.txt") == "listing"
