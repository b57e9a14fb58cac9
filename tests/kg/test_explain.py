"""``kg explain``: the records behind a paper, the places behind a name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.commands.explain_node import around, explain
from kg.commands.marked_text import marked
from kg.errors import NodeNameError
from kg.paper import Evidence, Extraction, Mention, Paper
from kg.pipeline import build, remove


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
    with pytest.raises(NodeNameError, match="no node is called 'MS MARCC'") as caught:
        explain(str(tmp_path / "g.kg"), "MS MARCC")
    assert "'MS MARCO'" in str(caught.value.remedy)


def test_a_paper_by_every_name_that_remove_takes(tmp_path: Path) -> None:
    papers = [
        {"id": "lee2020", "title": "Alpha on things", "doi": "10.1000/Xyz", "acl_id": "P18-1001"},
        {"title": "Beta on stuff", "arxiv_id": "1706.03762"},
        {"id": "same", "title": "Gamma on matters"},
        {"id": "same", "title": "Delta on affairs"},
    ]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(p) + "\n" for p in papers))
    graph = tmp_path / "g.kg"
    build([tmp_path / "in.jsonl"], graph, jobs=1)
    names = {
        "Alpha on things": ["10.1000/XYZ", "doi:10.1000/xyz", "https://doi.org/10.1000/xyz",
                            "P18-1001", "https://aclanthology.org/P18-1001/", "lee2020"],
        "Beta on stuff": ["1706.03762", "arXiv:1706.03762v2", "https://arxiv.org/abs/1706.03762"],
    }  # fmt: skip
    for title, forms in names.items():
        for name in forms:
            assert explain(str(graph), name).splitlines()[0].endswith(f": {title}"), name
    with pytest.raises(NodeNameError, match="2 nodes are called 'same'"):
        explain(str(graph), "same")
    remove(graph, ["P18-1001"])
    with pytest.raises(NodeNameError, match="no node is called 'P18-1001'"):
        explain(str(graph), "P18-1001")


def test_the_sentence_is_cut_around_the_name() -> None:
    sentence = f"{'We go on and on ' * 20}about GrandTables {'and on and on ' * 20}."
    cut = around(sentence, "GrandTables")
    assert "GrandTables" in cut
    assert len(cut) < 170
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert around("About GrandTables.", "GrandTables") == "About GrandTables."


def test_why_names_are_one_and_what_a_source_says(tmp_path: Path) -> None:
    papers = [
        {"title": "Tables", "abstract": "We evaluate on the MS MARCO dataset."},
        {"title": "Chairs", "abstract": "We evaluate on the MSMARCO dataset."},
        {"title": "Beds", "datasets": [{"name": "MS MARCO"}]},
    ]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(p) + "\n" for p in papers))
    build([tmp_path / "in.jsonl"], tmp_path / "g.kg", jobs=1)
    lines = explain(str(tmp_path / "g.kg"), "MS MARCO").splitlines()
    assert "  MSMARCO: in 1 place, the same letters" in lines


def test_a_repository_an_author_and_a_venue_name_their_papers(tmp_path: Path) -> None:
    papers = [
        {
            "title": "Tables",
            "abstract": "Our code is at https://github.com/some/tables.",
            "authors": ["Ada Wood"],
            "venue": "Furniture",
        },
        {"title": "Furniture", "authors": ["Ada Wood"], "venue": "Furniture"},
    ]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(p) + "\n" for p in papers))
    build([tmp_path / "in.jsonl"], tmp_path / "g.kg", jobs=1)
    graph = str(tmp_path / "g.kg")
    code = explain(graph, "https://github.com/some/tables").splitlines()
    assert code[0] == "Repository https://github.com/some/tables: tables"
    assert code[-1] == "        Our code is at https://github.com/some/tables."
    assert explain(graph, "Ada Wood").splitlines()[1:] == [
        "  of 2 papers:",
        "      Furniture (by its source)",
        "      Tables (by its source)",
    ]
    assert "venue:furniture\n" in explain(graph, "Furniture")
    assert "  of 2 papers:" in explain(graph, "venue:furniture")


def test_a_terminal_shows_what_a_graph_from_elsewhere_holds_and_does_not_obey_it() -> None:
    paper = Paper("p\x1b[2J", "Red \x1b[31mNet", "We propose RedNet.\n\nIt is \x9b red.")
    found = Mention("introduces", "Red\x1bNet", Evidence("", 4, 12, "rule", 1.0))
    shown = marked(paper, Extraction("p", (found,)), color=True)
    assert shown.count("\x1b") == 2  # our own
    assert "\x9b" not in shown
