"""Tables of papers in Markdown: links in titles, several tables, bullets beside them."""

from __future__ import annotations

from pathlib import Path

from kg.paper import Paper
from kg.sources import Report, detect, read

PAGE = """\
# Dense retrieval

- [Late Interaction over Passages](https://arxiv.org/abs/2004.12832) (Meeting of It 2020)
- [An Engine for Late Interaction](https://arxiv.org/abs/2205.09707)

| Title | Year | Code |
| --- | --- | --- |
| [Sparse Expansion of Passages](https://arxiv.org/abs/2107.05720) | 2021 | https://github.com/a/b |
| **Questions on Entities Alone** | 2019 | |

## Later ones

| Title | Authors | Year |
| --- | --- | --- |
| [Sic] in the Titles of Papers | Ann Lee and Bo Ray | 2022 |

| Host | Port |
|---|---|
| a | 1 |
"""


def papers(path: Path, text: str) -> tuple[list[Paper], Report]:
    path.write_text(text)
    assert detect(path) == "csv"
    report = Report()
    return list(read([path], report=report)), report


def test_a_page_with_bullets_and_tables_has_every_paper(tmp_path: Path) -> None:
    found, report = papers(tmp_path / "page.md", PAGE)
    assert [(p.title, p.year, p.arxiv_id) for p in found] == [
        ("Late Interaction over Passages", 2020, "2004.12832"),
        ("An Engine for Late Interaction", 2022, "2205.09707"),
        ("Sparse Expansion of Passages", 2021, "2107.05720"),
        ("Questions on Entities Alone", 2019, None),
        ("[Sic] in the Titles of Papers", 2022, None),
    ]
    assert [p.origin.rpartition(":")[2] for p in found] == ["3", "4", "8", "9", "15"]
    assert found[2].links == (("https://github.com/a/b", True),)
    assert [a.name for a in found[4].authors] == ["Ann Lee", "Bo Ray"]
    assert not report.skipped
    notes = [(r.line, r.reason) for r in report.remarks if r.level == "note"]
    assert notes == [(17, "a table without a column of titles: not read")]


def test_a_linked_title_in_any_table(tmp_path: Path) -> None:
    found, _ = papers(tmp_path / "t.csv", "title,year\n[On It](https://doi.org/10.1000/x),2001\n")
    assert [(p.title, p.doi) for p in found] == [("On It", "10.1000/x")]
