"""From real files to a graph, as a user types it, with counts taken from the files' text."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import kg
from tests import command
from tests.kg.sources import test_grobid


def build(output: Path, *inputs: Path) -> Any:
    kg.build(inputs, output, jobs=1)
    return kg.open(output)


def stated(graph: Any, type_: str) -> int:
    query = f"MATCH ()-[r:{type_}]->() WHERE r.rule = 'source' RETURN count(*) AS n"
    return int(graph.query(query).rows[0][0])


def count(graph: Any, label: str) -> int:
    return int(graph.query(f"MATCH (n:{label}) RETURN count(*) AS n").rows[0][0])


def test_a_collection_of_the_anthology(shared: Path, tmp_path: Path) -> None:
    text = gzip.decompress((shared / "formats" / "acl-xml" / "P18.xml.gz").read_bytes()).decode()
    papers = re.findall(r"<paper .*?</paper>", text, re.DOTALL)[:30]
    path = tmp_path / "P18.xml"
    path.write_text(text[: text.index("<paper ")] + "".join(papers) + "</volume></collection>")
    done = command.kg("build", path, "-o", tmp_path / "acl.kg")
    assert done.returncode == 0, done.stderr
    graph = kg.open(tmp_path / "acl.kg")
    assert count(graph, "Paper") == 30
    code = [re.findall(r'<pwccode url="([^"]+)', p) for p in papers]
    assert stated(graph, "HAS_CODE") == sum(map(len, code)) > 10
    assert count(graph, "Repository") >= len({u.lower() for urls in code for u in urls})
    assert count(graph, "Author") == len(
        set(re.findall(r"<author.*?<last>.*?</last></author>", "".join(papers)))
    )
    rows = graph.query(
        "MATCH (p:Paper)-[r:HAS_CODE]->(c:Repository) WHERE c.name = 'multisense-prob-fasttext' "
        "RETURN p.title AS title, r.official AS official"
    ).rows
    assert [list(r) for r in rows] == [
        ["Probabilistic FastText for Multi-Sense Word Embeddings", True]
    ]


def arxiv_or_title(row: dict[str, str]) -> str:
    found = re.search(r"arxiv\.org/\w+/(\d+\.\d+)", row["paper_url"])
    return found[1] if found else row["paper_title"].casefold()


def test_leaderboards(shared: Path, tmp_path: Path) -> None:
    english = shared / "formats" / "nlp-progress" / "english"
    snli = shared / "formats" / "pwc" / "evaluation-tables-snli.json"
    graph = build(
        tmp_path / "boards.kg",
        english / "text_classification.md",
        english / "common_sense.md",
        snli,
    )
    pages = 14 + 12 - 2  # XLNet and BERT are on both
    papers = {str(r[0]): r[1] for r in graph.query("MATCH (p:Paper) RETURN p.id, p.title").rows}
    assert "arxiv:1906.08237" in papers
    assert papers["arxiv:1801.06146"].startswith("Universal Language Model Fine-tuning")
    on = graph.query(
        "MATCH (p:Paper)-[r:EVALUATES_ON]->(d:Dataset) WHERE r.rule = 'source' "
        "RETURN d.name, count(*) ORDER BY d.name"
    ).rows
    by_name = {str(r[0]): int(r[1]) for r in on}
    rows = json.loads(snli.read_text())[0]["datasets"][0]["sota"]["rows"]
    keys = {arxiv_or_title(r) for r in rows}
    assert by_name.pop("SNLI") == len(keys)
    both = graph.query(
        "MATCH (d:Dataset)<-[:EVALUATES_ON]-(p:Paper)-[:EVALUATES_ON]->(s:Dataset {name: 'SNLI'}) "
        "WHERE d.name <> 'SNLI' RETURN count(DISTINCT p.id) AS n"
    ).rows
    assert len(papers) == pages + len(keys) - int(both[0][0])
    assert sum(by_name.values()) == 6 + 7 + 8 + 1 + 2 + 2 + 3 + 1 + 3
    assert sorted(by_name.values()) == sorted([6, 7, 8, 1, 2, 2, 3, 1, 3])
    shared_by = graph.query(
        "MATCH (:Dataset)-[r:CO_EVALUATED_WITH]-(:Dataset) RETURN max(r.papers) AS n"
    ).rows
    assert int(shared_by[0][0]) == 6  # AG News and DBpedia


def test_links_and_abstracts(shared: Path, tmp_path: Path) -> None:
    pwc = shared / "formats" / "pwc"
    graph = build(
        tmp_path / "pwc.kg",
        pwc / "links-between-papers-and-code.sample.json",
        pwc / "papers-with-abstracts.sample.json",
        pwc / "evaluation-tables-example_json_format.json",
    )
    assert (count(graph, "Paper"), stated(graph, "HAS_CODE")) == (5, 2)
    assert stated(graph, "EVALUATES_ON") == 3
    assert count(graph, "Author") == 4


def test_documents_that_cite_each_other(tmp_path: Path) -> None:
    cited = (
        test_grobid.TEI.replace("10.1234/TINY.1", "10.5555/base")
        .replace("2103.00001v2", "2103.99999")
        .replace("TinyParse: Parsing", "Some Base: Parsing")
    )
    (tmp_path / "a.tei.xml").write_text(test_grobid.TEI)
    (tmp_path / "b.tei.xml").write_text(
        cited.replace("<listBibl>", "<!--").replace("</listBibl>", "-->")
    )
    graph = build(tmp_path / "tei.kg", tmp_path / "a.tei.xml", tmp_path / "b.tei.xml")
    assert count(graph, "Paper") == 2
    rows = graph.query("MATCH (a:Paper)-[:CITES]->(b:Paper) RETURN a.id, b.id").rows
    assert [list(r) for r in rows] == [["doi:10.1234/tiny.1", "doi:10.5555/base"]]
    official = graph.query(
        "MATCH (p:Paper)-[r:HAS_CODE]->(c:Repository) WHERE p.doi = '10.1234/tiny.1' "
        "RETURN c.name, r.official ORDER BY c.id"
    ).rows
    assert {str(r[0]).lower(): r[1] for r in official} == {
        "people": False, "tiny-data": True, "tinyparse": True, "trees": False, "base": False,
    }  # fmt: skip
