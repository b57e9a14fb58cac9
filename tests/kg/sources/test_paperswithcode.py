"""Papers with Code's dumps: the real ones counted by another route, and small ones by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError
from kg.paper import Paper
from kg.sources import Report, detect, read

TABLES = ["eff", "nlp-progress", "squad", "hotpotqa", "redditsota", "snli"]


def pwc(shared: Path, name: str) -> Path:
    return shared / "formats" / "pwc" / name


def papers(path: Path, *records: Any) -> tuple[list[Paper], Report]:
    path.write_text(json.dumps(list(records), indent=1))
    report = Report()
    return list(read([path], source="paperswithcode", report=report)), report


def table(*rows: dict[str, Any], task: str = "Parsing", dataset: str = "PTB") -> dict[str, Any]:
    return {
        "task": task,
        "datasets": [{"dataset": dataset, "sota": {"metrics": ["F1"], "rows": list(rows)}}],
        "subtasks": [],
    }


def row(title: str | None, url: str = "", model: str = "", **more: Any) -> dict[str, Any]:
    return {"paper_title": title, "paper_url": url, "model_name": model, **more}


def rows_of(value: Any, dataset: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row anywhere in a table, with the nearest dataset above it."""
    if isinstance(value, list):
        for item in value:
            yield from rows_of(item, dataset)
    elif isinstance(value, dict):
        dataset = value.get("dataset", dataset)
        for row_ in value.get("rows", []):
            yield dataset, row_
        for name, item in value.items():
            if name != "rows":
                yield from rows_of(item, dataset)


def identified(row_: dict[str, Any]) -> bool:
    """Whether a row's address holds an identifier, by its host alone."""
    return bool(
        re.search(
            r"arxiv\.org|doi\.org|aclweb\.org/|aclanthology\.|/10\.\d{4}", row_["paper_url"] or ""
        )
    )


def is_title(text: str | None) -> bool:
    return (
        bool(text)
        and re.sub(r"\W|\d|code|preprint|http.*", "", text or "", flags=re.IGNORECASE) != ""
    )


def squashed(title: str) -> str:
    return re.sub(r"\W", "", title.casefold())


@pytest.mark.parametrize("name", TABLES)
def test_real_tables_row_by_row(shared: Path, name: str) -> None:
    path = pwc(shared, f"evaluation-tables-{name}.json")
    rows = list(rows_of(json.loads(path.read_text())))
    report = Report()
    assert detect(path) == "paperswithcode"
    found = list(read([path], report=report))
    titled = [(d, r) for d, r in rows if is_title(r["paper_title"])]
    nameless = [r for _, r in rows if not is_title(r["paper_title"]) and not identified(r)]
    told = sum(
        map(int, re.findall(r": (\d+), the first", " ".join(r.reason for r in report.skipped)))
    )
    assert told == len(nameless)
    assert len(report.remarks) <= 2

    titles = {squashed(p.title) for p in found}
    arxiv = {p.arxiv_id for p in found}
    for _, one in titled:  # a paper's versions may have titles of their own
        number = re.search(r"arxiv\.org/\w+/(\d{4}\.\d{4,5})", one["paper_url"])
        assert number[1] in arxiv if number else squashed(one["paper_title"]) in titles, one
    said = {m.name for p in found for m in p.stated if m.kind == "dataset"}
    kept = {d for d, r in rows if is_title(r["paper_title"]) or identified(r)}
    assert said == kept
    assert {m.role for p in found for m in p.stated if m.kind == "dataset"} == {"evaluates_on"}
    code = {c["url"] for d, r in rows for c in r["code_links"] if "://" in c["url"]}
    assert {url for p in found for url, _ in p.links} == code


def test_rows_of_a_real_paper_are_one(shared: Path) -> None:
    found = list(read([pwc(shared, "evaluation-tables-eff.json")], report=Report()))
    (paper,) = [p for p in found if p.arxiv_id == "1509.06461"]
    assert paper.title == "Deep Reinforcement Learning with Double Q-learning"
    rows = rows_of(json.loads(pwc(shared, "evaluation-tables-eff.json").read_text()))
    datasets = {d for d, r in rows if "1509.06461" in r["paper_url"]}
    assert {m.name for m in paper.stated if m.kind == "dataset"} == datasets
    assert len(datasets) > 50
    assert not [m for m in paper.stated if m.kind == "introduces"]
    introduced = {m.name: p.title for p in found for m in p.stated if m.kind == "introduces"}
    assert introduced["NICE"].startswith("NICE: ")
    assert introduced["EntNet"].startswith("Tracking the World State")
    assert not {"CNN", "LSTM", "Impatient reader", "GA reader", "SARSA"} & introduced.keys()


def test_a_real_link_and_a_real_paper(shared: Path) -> None:
    links = pwc(shared, "links-between-papers-and-code.sample.json")
    abstracts = pwc(shared, "papers-with-abstracts.sample.json")
    assert detect(links) == detect(abstracts) == "paperswithcode"
    linked, paper = read([links, abstracts], report=Report())
    assert (linked.arxiv_id, linked.id) == (
        "1711.10485",
        "attngan-fine-grained-text-to-image-generation",
    )
    assert linked.links == (("https://github.com/bprabhakar/text-to-image", False),)
    assert paper.title == "Dynamic Network Model from Partial Observations"
    assert (paper.arxiv_id, paper.year, paper.venue) == ("1805.10616", 2018, "NeurIPS 2018")
    assert [a.name for a in paper.authors][1:3] == ["Baharan Mirzasoleiman", "Radu Grosu"]
    assert len(paper.abstract) > 900
    assert "\n" not in paper.abstract
    assert [(m.kind, m.name, m.role) for m in paper.stated] == [
        ("task", "model", ""),
        ("task", "Open-Ended Question Answering", ""),
        ("method", "ooJpiued", "mentions"),
    ]


def test_the_documented_example_is_read_though_it_is_no_strict_json(shared: Path) -> None:
    path = pwc(shared, "evaluation-tables-example_json_format.json")
    with pytest.raises(ValueError, match="property name"):
        json.loads(path.read_text())
    report = Report()
    found = list(read([path], report=report))
    assert [p.arxiv_id for p in found] == ["1711.05568", "1709.04250", "1805.06280"]
    assert all(
        [(m.kind, m.name) for m in p.stated]
        == [("dataset", "Switchboard corpus"), ("task", "Dialogue act classification")]
        for p in found
    )
    assert found[1].links == (("https://github.com/YanWenqiang/HBLSTM-CRF", False),)
    assert [r.level for r in report.remarks] == ["warning"]


def test_rows_become_papers_by_identifier_and_by_title(tmp_path: Path) -> None:
    found, report = papers(
        tmp_path / "t.json",
        table(
            row(
                "One Paper", "https://arxiv.org/abs/2001.00001v1", "OneNet", paper_date="2020-01-02"
            ),
            row("one paper", "https://example.org/one.pdf", "OneNet (ensemble)"),
            row("One Paper", "https://www.aclweb.org/anthology/2020.acl-main.1", "OneNet + BERT"),
            row("One Paper", "https://arxiv.org/abs/2002.00002", "Other"),
            row("https://arxiv.org/abs/2003.00003", "https://arxiv.org/abs/2003.00003"),
            row(None, "https://example.org/x.pdf"),
            row(""),
            code_links_row("Last One"),
        ),
        table(row("One paper!", "https://arxiv.org/pdf/2001.00001.pdf"), dataset="GENIA"),
    )
    assert [(p.title, p.arxiv_id, p.acl_id) for p in found] == [
        ("One Paper", "2001.00001", "2020.acl-main.1"),
        ("One Paper", "2002.00002", None),
        ("arXiv:2003.00003", "2003.00003", None),
        ("Last One", None, None),
    ]
    assert [(m.kind, m.name, m.role, m.sort) for m in found[0].stated] == [
        ("dataset", "PTB", "evaluates_on", "dataset"),
        ("task", "Parsing", "", ""),
        ("dataset", "GENIA", "evaluates_on", "dataset"),
        ("introduces", "OneNet", "", "model"),
    ]
    assert found[0].year == 2020
    assert found[3].links == (
        ("https://github.com/a/official", True),
        ("https://github.com/a/b", False),
        ("https://github.com/a/c", False),
    )
    assert [(r.level, r.reason.split(",")[0]) for r in report.remarks] == [
        ("warning", "papers named by their address only: 1"),
        ("skipped", "rows that name no paper: 2"),
    ]


def code_links_row(title: str) -> dict[str, Any]:
    links = (("Official", "official"), ("Unofficial", "b"), ("Pytorch", "c"))
    return row(
        title,
        code_links=[{"title": t, "url": f"https://github.com/a/{n}"} for t, n in links]
        + [{"title": "NOT FOUND", "url": ""}],
    )


def test_subtasks_and_subdatasets_at_any_depth(tmp_path: Path) -> None:
    inner = table(row("Deep"), task="Inner", dataset="D")
    inner["datasets"][0]["subdatasets"] = [
        {"subdataset": "Part", "sota": {"rows": [row("Part of It")]}}
    ]
    for level in range(40):
        inner = {"task": f"T{level}", "datasets": [], "subtasks": [inner]}
    found, _ = papers(tmp_path / "t.json", inner)
    assert [(p.title, [m.name for m in p.stated]) for p in found] == [
        ("Deep", ["D", "Inner"]),
        ("Part of It", ["D", "Inner"]),
    ]


def test_links_of_one_paper_in_a_row_and_datasets(tmp_path: Path) -> None:
    link = {"paper_url": "https://p.c/paper/x", "paper_title": "X", "paper_arxiv_id": "2101.00001"}
    dataset = {
        "url": "https://p.c/dataset/squad", "name": "SQuAD", "full_name": "Stanford QA Dataset",
        "paper": {"title": "SQuAD: Questions", "url": "https://p.c/paper/squad-questions"},
        "introduced_date": "2016-01-01", "variants": [], "num_papers": 3,
    }  # fmt: skip
    found, report = papers(
        tmp_path / "l.json",
        link | {"repo_url": "https://github.com/a/b", "is_official": True},
        link | {"repo_url": "https://github.com/c/d", "is_official": False},
        {"paper_url": "https://p.c/paper/y", "paper_title": "Y", "repo_url": None},
        link | {"paper_title": "Z", "repo_url": "https://github.com/e/f"},
        dataset,
        dataset | {"paper": None},
        dataset | {"paper": "none"},
    )
    # a dataset is given at once, links when the next paper's begin
    by_title = {p.title: p for p in found}
    assert by_title.keys() == {"X", "Z", "SQuAD: Questions"}
    assert by_title["X"].links == (
        ("https://github.com/a/b", True),
        ("https://github.com/c/d", False),
    )
    (mention,) = by_title["SQuAD: Questions"].stated
    assert (mention.kind, mention.name, mention.sort, mention.long_form) == (
        "introduces", "SQuAD", "dataset", "Stanford QA Dataset",
    )  # fmt: skip
    reasons = [r.reason for r in report.skipped]
    assert reasons == [
        "a link without paper_title or repo_url",
        "datasets that name no paper: 2, the first here",
    ]


def test_one_broken_record_among_many(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    good = '{"paper_url": "u", "url_abs": null, "title": "%s", "tasks": null, "authors": [null]}'
    path.write_text(
        f'[\n{good % "One"},\n{{"title": oops}},\n17, "x",\n[1],\n{good % "Two"},\n{good[:30]}'
    )
    report = Report()
    assert [p.title for p in read([path], report=report)] == ["One", "Two"]
    assert [r.line for r in report.skipped] == [3, 4, 5, 7]


def test_fields_of_a_wrong_type_are_told_and_the_rest_of_the_record_is_kept(
    tmp_path: Path,
) -> None:
    paper = {"paper_url": "https://p.c/paper/x", "title": "X", "url_abs": ["http://a.b"],
             "arxiv_id": "2101.00001", "tasks": 5, "methods": ["BERT", {"name": "LSTM"}],
             "date": "soon", "authors": ["Ann Lee", {"name": "Bo"}]}  # fmt: skip
    link = {"paper_url": "https://p.c/paper/y", "paper_title": "Y", "is_official": "maybe",
            "repo_url": "https://github.com/a/b"}  # fmt: skip
    rows = table(
        row("Zebra", paper_date=[2020], code_links="none"), row("Zebra", code_links="none")
    )
    rows["subtasks"] = {"task": "x"}
    found, report = papers(tmp_path / "t.json", paper, paper | {"title": "W"}, link, rows)
    by_title = {p.title: p for p in found}
    x = by_title["X"]
    assert by_title.keys() == {"W", "X", "Y", "Zebra"}
    assert (x.id, x.arxiv_id, x.url, x.year) == ("x", "2101.00001", "https://p.c/paper/x", None)
    assert [(m.kind, m.name) for m in x.stated] == [("method", "LSTM")]
    assert [a.name for a in x.authors] == ["Ann Lee"]
    assert by_title["Y"].links == (("https://github.com/a/b", False),)
    assert [m.name for m in by_title["Zebra"].stated] == ["PTB", "Parsing"]
    assert not report.skipped
    assert {r.reason for r in report.warnings} == {
        "url_abs is a list, not a text: left out (2 times)",
        "tasks is a number, not a list: left out (2 times)",
        "methods holds a text, not an object: left out (2 times)",
        "date is no year, but 'soon': left out (2 times)",
        "authors holds an object, not a text: left out (2 times)",
        "is_official is a text, not a truth value: left out",
        "subtasks is an object, not a list: left out",
        "rows.paper_date is a list, not a text: left out",
        "rows.code_links is a text, not a list: left out (2 times)",
    }


def test_kgs_own_records_are_not_taken_for_a_dump(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    own = {"title": "T", "abstract": "the key \"sota\": and \"dataset\": in a text",
           "datasets": [{"name": "D", "role": "evaluates_on"}], "tasks": ["x"]}  # fmt: skip
    path.write_text(json.dumps(own) + "\n")
    assert detect(path) == "jsonl"
    path.write_text(json.dumps([own]))
    assert detect(path) == "jsonl"


def test_a_dump_without_papers_is_an_error(tmp_path: Path) -> None:
    for records in ([], [table(row(""))], [{"a": 1}]):
        with pytest.raises(InputError, match="no record names a paper") as caught:
            papers(tmp_path / "t.json", *records)
        assert caught.value.remedy
