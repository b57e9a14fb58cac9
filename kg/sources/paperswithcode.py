"""The archived dumps of Papers with Code.

Four layouts are told apart record by record: papers with abstracts, links between papers and
code, evaluation tables (tasks, their datasets, the rows of each), and datasets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg import ids
from kg.errors import InputError
from kg.paper import Author, Mention, Paper
from kg.sources import addresses, json_stream
from kg.sources.leaderboard import STATED, Leaderboard, Row
from kg.sources.report import Report

_KEY = re.compile(r'"(\w+)"\s*:')
_SIGNS = (
    {"paper_url", "url_abs"},
    {"paper_url", "repo_url"},
    {"task", "subtasks"},
    {"dataset", "sota"},
    {"num_papers", "variants"},
    {"name", "paper", "introduced_date"},
    {"name", "paper", "introduced_year", "source_url"},
)
_MONTH = re.compile(r"(?<=\b\d{4}) \d{1,2}$")
_UNOFFICIAL = re.compile(r"\b(?:un|non[- ]?)official", re.IGNORECASE)


def recognises(head: str) -> bool:
    """Whether a file's head is one of the dumps."""
    if head.lstrip()[:1] not in ("{", "["):
        return False
    keys = set(_KEY.findall(head))
    return any(signs <= keys for signs in _SIGNS)


def read(path: Path, report: Report) -> Iterator[Paper]:
    """The papers of a dump; the rows of a table are gathered by paper.

    Raises:
        InputError: No paper is in the file.
    """
    board = Leaderboard()
    good = 0
    last: Paper | None = None
    orphans: list[int] = []
    for line, record in json_stream.values(path, report):
        if not isinstance(record, dict):
            report.skip(path, line, "a record is an object, this is a list")
        elif "task" in record and ("datasets" in record or "subtasks" in record):
            for row in _rows(record, line):
                board.add(row)
        elif "variants" in record or "introduced_date" in record or "num_papers" in record:
            paper = _introducing(record, f"{path}:{line}")
            if paper is None:
                orphans.append(line)
            else:
                good += 1
                yield paper
        elif "repo_url" in record:
            paper = _linked(record, f"{path}:{line}")
            if paper is None:
                report.skip(path, line, "a link without paper_title or repo_url")
                continue
            if last and last.id == paper.id and last.title == paper.title:
                last = replace(last, links=tuple(dict.fromkeys((*last.links, *paper.links))))
                continue
            if last:
                yield last
            good += 1
            last = paper
        elif _text(record.get("title")):
            good += 1
            yield _paper(record, f"{path}:{line}")
        else:
            report.skip(path, line, "a record without a title")
    if last:
        yield last
    if orphans:
        reason = f"datasets that name no paper: {len(orphans)}, the first here"
        report.skip(path, orphans[0], reason)
    for paper in board.papers(path, report):
        good += 1
        yield paper
    if not good:
        raise InputError(
            "no record names a paper",
            path=path,
            remedy="give a dump: papers-with-abstracts, links-between-papers-and-code, "
            "evaluation-tables or datasets",
        )


def _paper(record: dict[str, Any], origin: str) -> Paper:
    """A record of papers-with-abstracts."""
    address = _text(record.get("url_abs"))
    found = addresses.identifiers(_text(record.get("conference_url_abs")))
    found.update(addresses.identifiers(address))
    if arxiv := ids.arxiv(_text(record.get("arxiv_id"))):
        found["arxiv_id"] = arxiv
    return Paper(
        id=_slug(record, origin),
        title=_text(record.get("title")),
        abstract=_paragraphs(record.get("abstract")),
        year=_year(record.get("date")),
        venue=_MONTH.sub("", _text(record.get("proceeding"))) or None,
        url=address or _text(record.get("paper_url")) or None,
        authors=tuple(Author(name) for a in _list(record.get("authors")) if (name := _text(a))),
        stated=tuple(dict.fromkeys(_of_record(record))),
        origin=origin,
        **found,
    )


def _of_record(record: dict[str, Any]) -> Iterator[Mention]:
    for task in _list(record.get("tasks")):
        if name := _text(task):
            yield Mention("task", name, STATED)
    for method in _objects(record.get("methods")):
        if name := _text(method.get("name")):
            yield Mention(
                "method",
                name,
                STATED,
                role="mentions",
                sort="method",
                long_form=_long_form(method, name),
            )


def _linked(record: dict[str, Any], origin: str) -> Paper | None:
    """A record of links-between-papers-and-code; None where paper or code is missing."""
    title, repository = _text(record.get("paper_title")), _text(record.get("repo_url"))
    if not title or not repository:
        return None
    address = _text(record.get("paper_url_abs"))
    found = addresses.identifiers(address)
    if arxiv := ids.arxiv(_text(record.get("paper_arxiv_id"))):
        found["arxiv_id"] = arxiv
    return Paper(
        id=_slug(record, origin),
        title=title,
        url=address or _text(record.get("paper_url")) or None,
        links=((repository, record.get("is_official") is True),),
        origin=origin,
        **found,
    )


def _introducing(record: dict[str, Any], origin: str) -> Paper | None:
    """A record of datasets or methods, as the paper that introduces it; None without one."""
    paper = record.get("paper")
    name = _text(record.get("name"))
    title = _text(paper.get("title")) if isinstance(paper, dict) else ""
    sort = "method" if "introduced_year" in record else "dataset"
    if not title or not name:
        return None
    address = _text(paper.get("url")) if isinstance(paper, dict) else ""
    long_form = _long_form(record, name)
    found = addresses.identifiers(_text(record.get("source_url")))
    found.update(addresses.identifiers(address))
    return Paper(
        id=address.rstrip("/").rpartition("/")[2] or origin,
        title=title,
        url=address or None,
        stated=(Mention("introduces", name, STATED, sort=sort, long_form=long_form),),
        origin=origin,
        **found,
    )


def _rows(task: dict[str, Any], line: int) -> Iterator[Row]:
    """The rows of a task's tables and of its subtasks', each with its dataset and task."""
    waiting = [task]
    while waiting:
        task = waiting.pop()
        waiting += reversed(_objects(task.get("subtasks")))
        for dataset in _objects(task.get("datasets")):
            stated = tuple(_of_table(_text(task.get("task")), _text(dataset.get("dataset"))))
            parts = [dataset]
            while parts:  # the parts of a dataset have names that mean nothing elsewhere
                part = parts.pop()
                parts += reversed(_objects(part.get("subdatasets")))
                sota = part.get("sota")
                for row in _objects(sota.get("rows") if isinstance(sota, dict) else None):
                    yield Row(
                        title=_text(row.get("paper_title")),
                        address=_text(row.get("paper_url")),
                        line=line,
                        year=_year(row.get("paper_date")),
                        stated=stated,
                        links=tuple(_code(row)),
                        model=_text(row.get("model_name")),
                    )


def _of_table(task: str, dataset: str) -> Iterator[Mention]:
    if dataset:
        yield Mention("dataset", dataset, STATED, role="evaluates_on", sort="dataset")
    if task:
        yield Mention("task", task, STATED)


def _code(row: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    for link in _objects(row.get("code_links")):
        title, url = _text(link.get("title")), _text(link.get("url"))
        if "://" in url:
            yield url, "official" in title.lower() and not _UNOFFICIAL.search(title)


def _slug(record: dict[str, Any], origin: str) -> str:
    return _text(record.get("paper_url")).rstrip("/").rpartition("/")[2] or origin


def _long_form(record: dict[str, Any], name: str) -> str | None:
    full = _text(record.get("full_name"))
    return full if full and ids.fold(full) != ids.fold(name) else None


def _year(value: Any) -> int | None:
    found = re.match(r"(?:19|20)\d\d(?!\d)", _text(value), re.ASCII)
    return int(found.group()) if found else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _objects(value: Any) -> list[dict[str, Any]]:
    return [v for v in _list(value) if isinstance(v, dict)]


def _text(value: Any) -> str:
    return " ".join(str(value).split()) if isinstance(value, (str, int, float)) else ""


def _paragraphs(value: Any) -> str:
    """An abstract whose lines were broken at a width; blank lines part paragraphs."""
    text = value if isinstance(value, str) else ""
    parts = (_text(part) for part in re.split(r"\n\s*\n", text))
    return "\n".join(p for p in parts if p)
