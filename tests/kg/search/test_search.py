"""Search: scores by hand and by another implementation, words, names, meaning."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import numpy as np
import pytest
from rank_bm25 import BM25Okapi

from kg.errors import UsageError
from kg.folder import GraphFolder
from kg.search import Index, bm25, indexing, words
from kg.tables import GraphTables
from tests.kg.small_graph import tables as made
from tests.processor import processor_seconds


def postings(documents: list[list[str]]) -> tuple[bm25.Postings, dict[str, int]]:
    vocabulary = {w: i for i, w in enumerate(sorted({w for d in documents for w in d}))}
    terms = np.array([vocabulary[w] for d in documents for w in d])
    places = np.array([i for i, d in enumerate(documents) for _ in d])
    ones = np.ones(len(terms), dtype=np.float32)
    return bm25.Postings.of(terms, places, ones, len(vocabulary), len(documents)), vocabulary


def test_a_score_worked_out_by_hand() -> None:
    found, term = postings([["a", "b", "b"], ["a"], ["c", "c"], ["d"]])
    scores, matched = found.scores([[term["b"]]], k1=1.2, b=0.75)
    idf = math.log(1 + (4 - 1 + 0.5) / (1 + 0.5))
    mean = 7 / 4
    expected = idf * 2 * 2.2 / (2 + 1.2 * (1 - 0.75 + 0.75 * 3 / mean))
    assert scores[0] == pytest.approx(expected, rel=1e-6)
    assert list(scores[1:]) == [0, 0, 0]
    assert list(matched) == [1, 0, 0, 0]


def test_scores_are_those_of_rank_bm25(example_graph: Path) -> None:
    papers = GraphFolder.open(example_graph).tables().nodes["Paper"]
    documents = [[w for w in text if w] for text in words.split(papers["abstract"]).to_pylist()]
    found, term = postings(documents)
    theirs = BM25Okapi(documents, k1=1.5, b=0.6)
    number = len(documents)
    for word in theirs.idf:  # theirs has another idf
        n = sum(word in d for d in documents)
        theirs.idf[word] = math.log(1 + (number - n + 0.5) / (n + 0.5))
    for query in (["retrieval"], ["reinforcement", "learning", "agent"], ["the", "of", "survey"]):
        scores, _ = found.scores([[term[w]] for w in query], k1=1.5, b=0.6)
        assert scores == pytest.approx(theirs.get_scores(query), rel=1e-4)
        assert scores.max() > 0


@pytest.fixture(scope="module")
def seed(seed_graph: Path) -> Index:
    return Index(GraphFolder.open(seed_graph).generation)


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        ("MUVERA", "method", "MUVERA"),
        ("beir", "dataset", "BEIR"),
        ("CarDreamer autonomous driving", "paper", "CarDreamer: Open-Source Learning Platform"),
        ("multi vector retrieval", "paper", "MUVERA: Multi-Vector Retrieval"),
        ("mixtures of expert", "paper", "A Survey on Mixture of Experts"),
        ("cardreamr", "paper", "CarDreamer"),
    ],
)
def test_what_is_sought_comes_first(seed: Index, text: str, kind: str, first: str) -> None:
    assert seed.search(text, kind=kind)[0].title.startswith(first)


def test_search_as_one_types(seed: Index) -> None:
    for typed in ("MUV", "MUVE", "MUVERA", "dense retr", "dense retriev"):
        hits = seed.search(typed, unfinished=True, limit=10)
        assert any("muvera" in h.title.lower() or "retriev" in h.title.lower() for h in hits), typed
    assert seed.search("MUV") == [] or seed.search("MUV")[0].title != "MUVERA"
    assert seed.search("   ") == seed.search("") == seed.search("§§§") == []


def test_a_whole_name_comes_before_longer_ones_and_links_count(tmp_path: Path) -> None:
    tables = made(
        {
            "Paper": [{"id": f"p{i}", "title": f"T{i}", "project_pages": []} for i in range(3)],
            "Concept": [
                {"id": "c1", "name": "graph network", "kind": "method", "aliases": []},
                {"id": "c2", "name": "graph", "kind": "other", "aliases": ["network of links"]},
                {"id": "c3", "name": "graph theory", "kind": "field", "aliases": []},
                {"id": "c4", "name": "graph kernel", "kind": "method", "aliases": []},
            ],
        },
        {"HAS_CONCEPT": [(f"p{i}", "c4") for i in range(3)]},
    )
    found = searched(tables, tmp_path, "graphs")
    assert found == ["c2", "c4", "c1", "c3"]
    assert searched(tables, tmp_path, "links") == ["c2"]
    assert searched(tables, tmp_path, "Graph Theory")[0] == "c3"


def searched(tables: GraphTables, folder: Path, text: str) -> list[str]:
    from kg.folder import write_tables

    write_tables(tables, folder)
    indexing.write(folder, indexing.build(tables))
    return [h.id for h in Index(folder).search(text, kind="concept")]


def test_marks_and_case_do_not_count(tmp_path: Path) -> None:
    tables = made({"Author": [{"id": "a", "name": "José Ñíguez"}, {"id": "b", "name": "Ann"}]}, {})
    from kg.folder import write_tables

    write_tables(tables, tmp_path)
    indexing.write(tmp_path, indexing.build(tables))
    assert [h.id for h in Index(tmp_path).search("jose NIGUEZ")] == ["a"]


def test_by_meaning_the_nearest_is_the_one_of_the_highest_cosine(seed: Index) -> None:
    hits = seed.search("robots that learn to grasp", kind="paper", by_meaning=True, limit=5)
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert "Grasp" in hits[0].title
    with pytest.raises(UsageError, match="no meaning"):
        seed.search("x", kind="author", by_meaning=True)
    with pytest.raises(UsageError, match="no label"):
        seed.search("x", kind="nonsense")


def test_a_graph_without_an_index_or_with_a_broken_one_gets_one(
    seed_graph: Path, seed: Index, tmp_path: Path
) -> None:
    copy = tmp_path / "g"
    shutil.copytree(GraphFolder.open(seed_graph).generation, copy)
    expected = [h.id for h in seed.search("retrieval")]
    for damage in (lambda f: f.unlink(), lambda f: f.write_bytes(b"PK broken")):
        damage(copy / indexing.FILE)
        assert [h.id for h in Index(copy).search("retrieval")] == expected
        assert (copy / indexing.FILE).stat().st_size > 1_000


def test_a_search_takes_milliseconds(seed: Index) -> None:
    seed.search("warm up")
    began = processor_seconds()
    for _ in range(20):
        seed.search("deep learning for retrieval", unfinished=True)
    assert (processor_seconds() - began) / 20 < 0.1
