"""The archived dumps of Papers with Code.

Four layouts are told apart record by record: papers with abstracts, links between papers and
code, evaluation tables (tasks, their datasets, the rows of each), and datasets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from kg import ids
from kg.errors import InputError
from kg.paper import Author, Mention, Paper
from kg.sources import addresses, fields, json_stream, values
from kg.sources.fields import Fields
from kg.sources.leaderboard import STATED, Leaderboard, Row
from kg.sources.report import Report, Tally

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
    told = Tally()
    for line, value in json_stream.values(path, report):
        if not isinstance(value, dict):
            report.skip(path, line, f"a record is an object, this is {fields.kind(value)}")
            continue
        record = Fields(value, partial(told.warn, line))
        if "task" in value and ("datasets" in value or "subtasks" in value):
            for row in _rows(record, line):
                board.add(row)
        elif "variants" in value or "introduced_date" in value or "num_papers" in value:
            sort = "method" if "introduced_year" in value else "dataset"
            paper = _introducing(record, sort, f"{path}:{line}")
            if paper is None:
                orphans.append(line)
            else:
                good += 1
                yield paper
        elif "repo_url" in value:
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
        elif record.text("title"):
            good += 1
            yield _paper(record, f"{path}:{line}")
        else:
            report.skip(path, line, "a record without a title")
    if last:
        yield last
    told.tell(path, report)
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


def _paper(record: Fields, origin: str) -> Paper:
    """A record of papers-with-abstracts."""
    address = record.text("url_abs")
    found = addresses.identifiers(record.text("conference_url_abs"))
    found.update(addresses.identifiers(address))
    if arxiv := ids.arxiv(record.text("arxiv_id")):
        found["arxiv_id"] = arxiv
    return Paper(
        id=_slug(record, origin),
        title=record.text("title"),
        abstract=values.paragraphs(record.lines("abstract")),
        year=record.year("date"),
        venue=_MONTH.sub("", record.text("proceeding")) or None,
        url=address or record.text("paper_url") or None,
        authors=tuple(map(Author, record.texts("authors"))),
        stated=tuple(dict.fromkeys(_of_record(record))),
        origin=origin,
        **found,
    )


def _of_record(record: Fields) -> Iterator[Mention]:
    for task in record.texts("tasks"):
        yield Mention("task", task, STATED)
    for method in record.objects("methods"):
        if name := method.text("name"):
            yield Mention(
                "method",
                name,
                STATED,
                role="mentions",
                sort="method",
                long_form=_long_form(method, name),
            )


def _linked(record: Fields, origin: str) -> Paper | None:
    """A record of links-between-papers-and-code; None where paper or code is missing."""
    title, repository = record.text("paper_title"), record.text("repo_url")
    if not title or not repository:
        return None
    address = record.text("paper_url_abs")
    found = addresses.identifiers(address)
    if arxiv := ids.arxiv(record.text("paper_arxiv_id")):
        found["arxiv_id"] = arxiv
    return Paper(
        id=_slug(record, origin),
        title=title,
        url=address or record.text("paper_url") or None,
        links=((repository, record.flag("is_official")),),
        origin=origin,
        **found,
    )


def _introducing(record: Fields, sort: str, origin: str) -> Paper | None:
    """A record of datasets or methods, as the paper that introduces it; None without one."""
    paper = record.object("paper")
    name, title = record.text("name"), paper.text("title")
    if not title or not name:
        return None
    address = paper.text("url")
    long_form = _long_form(record, name)
    found = addresses.identifiers(record.text("source_url"))
    found.update(addresses.identifiers(address))
    return Paper(
        id=address.rstrip("/").rpartition("/")[2] or origin,
        title=title,
        url=address or None,
        stated=(Mention("introduces", name, STATED, sort=sort, long_form=long_form),),
        origin=origin,
        **found,
    )


def _rows(task: Fields, line: int) -> Iterator[Row]:
    """The rows of a task's tables and of its subtasks', each with its dataset and task."""
    waiting = [task]
    while waiting:
        task = waiting.pop()
        waiting += reversed(task.objects("subtasks"))
        for dataset in task.objects("datasets"):
            stated = tuple(_of_table(task.text("task"), dataset.text("dataset")))
            parts = [dataset]
            while parts:  # the parts of a dataset have names that mean nothing elsewhere
                part = parts.pop()
                parts += reversed(part.objects("subdatasets"))
                for row in part.object("sota").objects("rows"):
                    yield Row(
                        title=row.text("paper_title"),
                        address=row.text("paper_url"),
                        line=line,
                        year=row.year("paper_date"),
                        stated=stated,
                        links=tuple(_code(row)),
                        model=row.text("model_name"),
                    )


def _of_table(task: str, dataset: str) -> Iterator[Mention]:
    if dataset:
        yield Mention("dataset", dataset, STATED, role="evaluates_on", sort="dataset")
    if task:
        yield Mention("task", task, STATED)


def _code(row: Fields) -> Iterator[tuple[str, bool]]:
    for link in row.objects("code_links"):
        title, url = link.text("title"), link.text("url")
        if "://" in url:
            yield url, "official" in title.lower() and not _UNOFFICIAL.search(title)


def _slug(record: Fields, origin: str) -> str:
    return record.text("paper_url").rstrip("/").rpartition("/")[2] or origin


def _long_form(record: Fields, name: str) -> str | None:
    full = record.text("full_name")
    return full if full and ids.fold(full) != ids.fold(name) else None
