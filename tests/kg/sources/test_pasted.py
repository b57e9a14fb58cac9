"""What people paste: papers with named parts, arXiv's and Scholar's pages, lists, PDF text."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.paper import Paper
from kg.sources import Report, read, walk

GATES = (
    "We gate long sequences with a sparse mechanism that looks at few tokens only, and show on "
    "two benchmarks that it loses nothing in accuracy while it needs less memory than its peers."
)
BIRDS = (
    "Counting is done twice in most surveys of birds. We ask whether the second count is worth "
    "its cost, and find that it halves the error for shy species but does nothing for gulls."
)
AUTHORS = ["Åsa Lindqvist", "J. van der Meer"]
TITLES = ["Sparse Gates for Long Sequences", "Counting Birds Twice"]


def papers(tmp_path: Path, text: str) -> list[Paper]:
    path = tmp_path / "pasted.txt"
    path.write_text(text)
    return list(read([path], report=Report()))


LABELS = f"""\
Title: {TITLES[0]}
Authors: Åsa Lindqvist, J. van der Meer
Abstract: {GATES}

Title: {TITLES[1]}
Abstract: {BIRDS}
"""
MARKDOWN = f"""\
## Papers

### 1. {TITLES[0]}

**Authors:** Åsa Lindqvist, J. van der Meer

**Abstract:** {GATES}

### 2. {TITLES[1]}

**Abstract:** {BIRDS}
"""
NUMBERED = f"""\
1. {TITLES[0]}
Åsa Lindqvist, J. van der Meer
{GATES}

2. {TITLES[1]}
{BIRDS}
"""
ARXIV_SEARCH = f"""\
Showing 1–2 of 2 results
1.
arXiv:2106.04711 [pdf, other] cs.CL cs.LG
{TITLES[0]}
Authors: Åsa Lindqvist, J. van der Meer
Abstract: {GATES} △ Less
Submitted 5 January, 2022; v1 submitted 8 June, 2021; originally announced June 2021.
Comments: 8 pages
2.
arXiv:2011.01234 [pdf, ps, other] cs.LG
{TITLES[1]}
Authors: Yuki Sato
Abstract: {BIRDS} △ Less
Submitted 3 November, 2020; originally announced November 2020.
"""
ARXIV_NEW = f"""\
[1] arXiv:2106.04711 [pdf, html, other]
Title: {TITLES[0]}
Åsa Lindqvist, J. van der Meer
Comments: 8 pages
Subjects: Computation and Language (cs.CL)
{GATES}

[2] arXiv:2011.01234 [pdf, html, other]
Title: {TITLES[1]}
Yuki Sato
Subjects: Machine Learning (cs.LG)
{BIRDS}
"""
ARXIV_MAIL = f"""\
------------------------------------------------------------------------------
\\\\
arXiv:2106.04711
Date: Tue, 8 Jun 2021 10:00:00 GMT   (123kb)

Title: Sparse Gates for
  Long Sequences
Authors: Åsa Lindqvist and J. van der Meer
Categories: cs.CL cs.LG
\\\\
  {GATES[:86]}
{GATES[87:]}
\\\\ ( https://arxiv.org/abs/2106.04711 ,  123kb)
------------------------------------------------------------------------------
\\\\
arXiv:2011.01234
Date: Tue, 3 Nov 2020 10:00:00 GMT   (123kb)

Title: {TITLES[1]}
Authors: Yuki Sato
\\\\
  {BIRDS}
\\\\ ( https://arxiv.org/abs/2011.01234 ,  123kb)
"""


@pytest.mark.parametrize(
    "text",
    [LABELS, MARKDOWN, NUMBERED, ARXIV_SEARCH, ARXIV_NEW, ARXIV_MAIL],
    ids=["labels", "markdown", "numbered", "arxiv search", "arxiv new", "arxiv mail"],
)
def test_titles_authors_and_abstracts_are_told_apart(tmp_path: Path, text: str) -> None:
    found = papers(tmp_path, text)
    assert [p.title for p in found] == TITLES
    assert [p.abstract for p in found] == [GATES, BIRDS]
    assert [a.name for a in found[0].authors] == AUTHORS


@pytest.mark.parametrize("text", [ARXIV_SEARCH, ARXIV_NEW, ARXIV_MAIL])
def test_arxivs_pages_give_identifier_and_year(tmp_path: Path, text: str) -> None:
    found = papers(tmp_path, text)
    assert [p.arxiv_id for p in found] == ["2106.04711", "2011.01234"]
    assert [p.year for p in found] == [2021, 2020]
    assert [a.name for a in found[1].authors] == ["Yuki Sato"]


def test_everything_that_labels_may_name(tmp_path: Path) -> None:
    (paper,) = papers(
        tmp_path,
        "Title: Wells\nYear: 2019\nVenue: Water Journal\nDOI: 10.1111/wj.9\n"
        "Code: https://github.com/pumps/wells\nKeywords: pumps; wells\nAbstract:\nOne.\n\nTwo.\n",
    )
    assert (paper.title, paper.year, paper.venue) == ("Wells", 2019, "Water Journal")
    assert (paper.doi, paper.keywords) == ("10.1111/wj.9", ("pumps", "wells"))
    assert paper.links == (("https://github.com/pumps/wells", True),)
    assert paper.abstract == "One.\nTwo."


def test_a_paper_without_labels_among_some_that_have_them(tmp_path: Path) -> None:
    text = f"{TITLES[0]}\n\nAbstract: {GATES}\n\n{TITLES[1]}\n\n{BIRDS}\n"
    found = papers(tmp_path, text)
    assert [(p.title, p.abstract) for p in found] == [(TITLES[0], GATES), (TITLES[1], BIRDS)]


def test_what_google_scholar_shows(tmp_path: Path) -> None:
    found = papers(
        tmp_path,
        f"[PDF] {TITLES[0]}\n"
        "Å Lindqvist, J van der Meer - arXiv preprint arXiv:2106.04711, 2021 - arxiv.org\n"
        "We gate long sequences with a sparse mechanism …\n"
        "Save Cite Cited by 12 Related articles All 3 versions\n"
        f"{TITLES[1]}\nY Sato - Bird Journal, 2019 - Elsevier\nCounting is done twice …\n"
        "Save Cite Cited by 3 Related articles\n",
    )
    assert [p.title for p in found] == TITLES
    assert [(p.venue, p.year) for p in found] == [("arXiv", 2021), ("Bird Journal", 2019)]
    assert found[0].arxiv_id == "2106.04711"
    assert [a.name for a in found[0].authors] == ["Å Lindqvist", "J van der Meer"]
    assert found[1].abstract == "Counting is done twice …"


def test_a_reading_list(tmp_path: Path) -> None:
    found = papers(
        tmp_path,
        "# Reading list\n\n"
        f"- **{TITLES[0]}** - Lindqvist et al., 2021. [paper](https://arxiv.org/abs/2106.04711) "
        "[code](https://github.com/gate-lab/gates)\n"
        f"* [{TITLES[1]}](https://arxiv.org/abs/2011.01234), Sato, 2020.\n",
    )
    assert [p.title for p in found] == TITLES
    assert [(p.year, p.arxiv_id) for p in found] == [(2021, "2106.04711"), (2020, "2011.01234")]
    assert found[0].links == (("https://github.com/gate-lab/gates", True),)


def test_a_page_that_links_one_paper_is_no_reading_list(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no papers found"):
        papers(tmp_path, "# A tool\n\n- the [paper](https://arxiv.org/abs/2106.04711)\n- more\n")


def test_words_parted_at_line_ends_of_a_pdf_are_whole(tmp_path: Path) -> None:
    (paper,) = papers(
        tmp_path,
        f"{TITLES[0]}\n\nAbstract\n\nWe gate long se-\nquences by self-\nattention, the state-of-"
        "\nthe-art, and\nlong-\nrunning things.\n",
    )
    assert paper.abstract == (
        "We gate long sequences by self-attention, the state-of-the-art, and long-running things."
    )


def test_a_short_abstract_in_a_narrow_column_is_one(tmp_path: Path) -> None:
    import textwrap

    narrow = textwrap.fill(BIRDS, 40, break_on_hyphens=False)
    (paper,) = papers(tmp_path, f"{TITLES[1]}\n\n{narrow}\n")
    assert (paper.title, paper.abstract) == (TITLES[1], BIRDS)


def test_authors_and_where_they_work_below_a_title(tmp_path: Path) -> None:
    head = f"{TITLES[0]}\nÅsa Lindqvist, J. van der Meer\nUniversity of Somewhere\n\n"
    (paper,) = papers(tmp_path, f"{head}{GATES}\n")
    assert (paper.title, paper.abstract) == (TITLES[0], GATES)
    assert [a.name for a in paper.authors] == AUTHORS


def test_the_items_of_a_readme_are_no_abstract(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no papers found"):
        papers(tmp_path, "# formats\n\n- source: " + "some words of no use, " * 20 + "end.\n")


def test_a_licence_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text("MIT Licence\n\n" + "Permission is granted to all. " * 20)
    (tmp_path / "papers.txt").write_text(f"{TITLES[0]}\n\n{GATES}\n")
    assert [p.name for p in walk([tmp_path])] == ["papers.txt"]


def test_arxivs_mail_with_affiliations_a_replacement_and_its_end(tmp_path: Path) -> None:
    lines = (
        "\\\\", "arXiv:2402.08021 (*cross-listing*)", "Date: Mon, 12 Feb 2024 19:30:00 GMT   (22kb)",
        "", f"Title: {TITLES[0]}", "Authors: Åsa Lindqvist (1 and 2), J. van der Meer (2) ((1)",
        "  Uppsala University, (2) University of Delft)", "Categories: cs.CL", "\\\\",
        f"  {GATES}", "\\\\ ( https://arxiv.org/abs/2402.08021 ,  22kb)",
        "%%--%%--%%--%%--%%", "%%%---%%%---%%%", "-" * 70, "\\\\", "arXiv:2308.01234",
        "replaced with revised version Mon, 12 Feb 2024 08:00:00 GMT   (100kb)", "",
        f"Title: {TITLES[1]}", "Authors: B. Ray, C. Wu", "Categories: cs.CL",
        "\\\\ ( https://arxiv.org/abs/2308.01234 ,  100kb)",
    )  # fmt: skip
    first, replaced = papers(tmp_path, "\n".join(lines))
    assert ([a.name for a in first.authors], first.abstract) == (AUTHORS, GATES)
    assert (replaced.title, replaced.arxiv_id) == (TITLES[1], "2308.01234")
    assert replaced.year == 2023


def test_scholars_books_and_saved_papers(tmp_path: Path) -> None:
    text = (
        f"[BOOK][B] {TITLES[0]}\nÅ Lindqvist, J van der Meer - 2016 - books.example\n{GATES}\n"
        f"☆ Save 99 Cite Cited by 60000 Related articles All 12 versions\n"
        f"[CITATION][C] {TITLES[1]}\nB Ray - 1995 - Birds Press\n"
    )
    first, second = papers(tmp_path, text)
    assert (first.title, first.abstract, second.title) == (TITLES[0], GATES, TITLES[1])


def test_what_a_typesetter_put_in_is_undone_in_every_source(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"title": "E\\ufb03cient\\u00a0re\\u00adtrieval, feed\\u2011forward", "abstract":'
        ' "Of\\ufb01ce work\\ufb02ows.\\u200b", "venue": "Work\\ufb02ows"}\n'
    )
    (paper,) = read([path], report=Report())
    assert paper.title == "Efficient retrieval, feed-forward"
    assert (paper.abstract, paper.venue) == ("Office workflows.", "Workflows")


def test_markdowns_line_below_a_header_is_no_paper(tmp_path: Path) -> None:
    rows = f"| Title | Venue | Year |\n|:---|---|--:|\n| {TITLES[0]} | Of it | 2021 |\n"
    (paper,) = papers(tmp_path, rows)
    assert (paper.title, paper.venue, paper.year) == (TITLES[0], "Of it", 2021)


def test_times_breaks_and_sessions_of_a_programme_are_no_papers(tmp_path: Path) -> None:
    body = (
        "We study how larvae sleep and show that they do so by a clock that runs on light; the "
        "clock was stopped in some, which then slept at any time, on all of the days we looked."
    )
    titles = [
        "Late Interaction for Fast Multi-Vector Search", "Sparse Search with Term Expansion",
        "Reading Comprehension over Long Documents", "9:15 Is Too Early: Sleep of Larvae",
        "Monday Blues and Sleep",
    ]  # fmt: skip
    between = [
        "Monday, 3 June 2024\n\n9:00–9:15\nOpening Remarks\n\n9:30 - 10:30 am\nSession 1A: Search",
        "9:45", "10:30–11:00 Coffee Break\n\nSession 1B: Questions\nSession Chair: Eve Gil",
        "Day 2\n\n12:30 – 14:00\nLunch\n\nPoster Session 2", "14.00",
    ]  # fmt: skip
    text = "\n\n".join(f"{b}\n\n{t}\n\n{body}" for b, t in zip(between, titles, strict=True))
    path = tmp_path / "programme.txt"
    path.write_text(text)
    report = Report()
    found = list(read([path], report=report))
    assert [p.title for p in found] == titles
    assert {p.abstract for p in found} == {body}
    assert not report.warnings


def test_a_programme_without_blank_lines_and_with_a_short_abstract_first(tmp_path: Path) -> None:
    short = (
        "We study how larvae sleep and show that they do so by a clock that runs on light; the "
        "clock was stopped in some, for Research, which then slept at 10 (sleep@10)."
    )
    text = (
        f"9:30\nLarvae Sleep by a Clock of Light\nAnn Lee, Bo Ray\n{short}\n\n"
        f"9:45\nFish Sleep by Another Clock\nEve Gil, Bo Ray\n{short}\n\n"
        f"Birds Do Not Sleep by Any Clock\nEve Gil, Bo Ray\n{short} {short}\n"
    )
    path = tmp_path / "programme.txt"
    path.write_text(text)
    found = list(read([path], report=Report()))
    assert [(p.title, len(p.authors), p.abstract) for p in found] == [
        ("Larvae Sleep by a Clock of Light", 2, short),
        ("Fish Sleep by Another Clock", 2, short),
        ("Birds Do Not Sleep by Any Clock", 2, f"{short} {short}"),
    ]
