"""``kg explain``: the records behind a paper, the places behind a name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.commands.why import explain
from kg.errors import UsageError
from kg.pipeline import build


def test_a_name_and_a_paper(tmp_path: Path) -> None:
    one = tmp_path / "one.jsonl"
    one.write_text(
        json.dumps(
            {
                "title": "On dense retrieval once more",
                "abstract": "We evaluate on the MS MARCO dataset.",
                "doi": "10.1000/x",
            }
        )
        + "\n"
    )
    two = tmp_path / "two.jsonl"
    two.write_text(
        json.dumps(
            {
                "title": "On dense retrieval once more",
                "year": 2020,
                "arxiv_id": "2001.00001",
                "doi": "10.1000/x",
            }
        )
        + "\n"
    )
    build([one, two], tmp_path / "g.kg", jobs=1)
    paper = explain(str(tmp_path / "g.kg"), "On dense retrieval once more")
    assert "Paper doi:10.1000/x" in paper
    assert f"{one}:1: doi:10.1000/x; says title, abstract" in paper
    assert f"{two}:1: doi:10.1000/x, arxiv:2001.00001; says title, year" in paper
    name = explain(str(tmp_path / "g.kg"), "ms-marco")
    assert name.startswith("Dataset dataset:msmarco: MS MARCO")
    assert "We evaluate on the MS MARCO dataset." in name
    with pytest.raises(UsageError, match="no node is called 'MS MARCC'") as caught:
        explain(str(tmp_path / "g.kg"), "MS MARCC")
    assert "'MS MARCO'" in str(caught.value.remedy)
