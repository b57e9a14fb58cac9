"""What is a document and no listing of papers is told so; odd listings are read all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import NotPapersError
from kg.sources import Report, read
from tests.conftest import ROOT
from tests.kg.sources.test_pasted import BIRDS, GATES, TITLES

README = """\
# pumps

pumps is a small program that finds wells in maps of any kind, and tells how deep they are.

## Installation

It needs Python 3.11 or later, and a map. Run the command below, which takes a minute or so:

```
pip install pumps
```

## Usage

Give it a map and it writes a table, in which each well has a line with its depth and its place.

- `--deep` leaves out the shallow ones, of which there are many in most of the maps that we saw.

## Contributing

Write to us before you begin with something large, so that nobody does the same work twice over.
"""
ESSAY = """\
On wells

{0}

{0}

{0}

Wells again

{0}

{0}

{0}
""".format(GATES.replace("sequences", "wells"))
ROWS = list(zip(TITLES, (GATES, BIRDS), strict=True))


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "README.md"
    path.write_text(text)
    return path


@pytest.mark.parametrize("text", [README, ESSAY], ids=["readme", "essay"])
def test_a_document_is_refused_with_the_remedy(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(NotPapersError, match="a document rather than a listing") as caught:
        list(read([path], report=Report()))
    assert f"{path}:1: " in caught.value.message
    assert "titles and abstracts in turn" in (caught.value.remedy or "")
    assert "--source listing" in (caught.value.remedy or "")
    assert list(read([path], source="listing", report=Report()))


@pytest.mark.parametrize("name", ["docs/python.md", "docs/browser.md"])
def test_kgs_own_pages_are_documents(name: str) -> None:
    with pytest.raises(NotPapersError):
        list(read([ROOT / name], report=Report()))


def test_a_readme_among_files_of_papers_is_noted(tmp_path: Path) -> None:
    (tmp_path / "good.jsonl").write_text('{"title": "A paper"}\n')
    report = Report()
    found = read([write(tmp_path, README), tmp_path / "good.jsonl"], report=report)
    assert [p.title for p in found] == ["A paper"]
    (remark,) = report.remarks
    assert (remark.line, remark.level) == (1, "note")
    assert remark.reason.startswith("a document")


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"### {t}\n\n{a}\n\n" for t, a in ROWS),
        "".join(f"## {2020 + i}\n\n### {t}\n\n{a}\n\n" for i, (t, a) in enumerate(ROWS)),
        "".join(f"{t}\n\n{a}\n\n---\n\n" for t, a in ROWS),
        "".join(f"{t}\n\n{a}\n\nUpvote\n\n12\n\n3 authors\n\n" for t, a in ROWS),
        "".join(f"{i}. {t}\n\n{a}\n\n" for i, (t, a) in enumerate(ROWS, 1)),
        "".join(f"{t}\n\n{a.replace('. ', '.' + 2 * chr(10))}\n\n" for t, a in ROWS),
        "".join(f"{t}\n\n{a}\n\n" for t, a in [*ROWS, ("Wells", BIRDS), ("Pumps", GATES)]),
        f"Deep Learning\n\n{GATES}\n",
        "".join(f"{t}\n\n" for t in TITLES * 3) + f"{TITLES[0]} Again\n\n{GATES}\n",
    ],
    ids=["headings", "years", "rules", "votes", "numbers", "sentences", "short", "one", "titles"],
)
def test_an_odd_listing_is_read(tmp_path: Path, text: str) -> None:
    assert list(read([write(tmp_path, text)], report=Report()))
