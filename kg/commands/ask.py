"""Commands that ask: query and recipes."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from kg import render
from kg.commands import show
from kg.commands.login import connect
from kg.errors import UsageError
from kg.result import Result
from kg.stores.base import Limits, Store


def query(
    graph: str,
    question: str,
    parameters: tuple[str, ...],
    *,
    form: str,
    user: str | None,
    timeout: float,
    rows: int,
    output: str | None = None,
    force: bool = False,
) -> int:
    """Run a statement or a recipe and print the answer, or write it to a file."""
    limits = Limits(seconds=timeout, rows=rows)
    if output is not None:
        return _written(graph, question, parameters, user, limits, Path(output), force)
    with opened(graph, user, question, parameters) as store:
        answer = ask_store(store, question, parameters, limits)
        show.answer(answer, form)
        for said in (*answer.notes, *_absent(store, question, parameters, answer)):
            click.echo(render.printable(said), err=True)
    if answer.truncated and form != "table":
        click.echo(f"the answer was cut: {answer.why}; --rows raises the limit", err=True)
    return 0


def one_question(question: str, more: Sequence[str]) -> None:
    """Refuse what stands behind the question.

    Raises:
        UsageError: Something does; tells how it is meant.
    """
    if not more:
        return
    if all("=" in word for word in more):
        given = " ".join(f"-p {shlex.quote(word)}" for word in more)
        raise UsageError(f"{more[0]}: a parameter needs its -p", remedy=given)
    raise UsageError(
        f"{more[0]!r} stands behind the question {question!r}",
        remedy="a statement is one argument: put it in quotation marks",
    )


def _absent(store: Store, question: str, parameters: tuple[str, ...], answer: Result) -> list[str]:
    from queries import absent, recipes

    if answer.rows or len(question.split()) != 1:
        return []
    give = "-p {}=…"
    return absent.names(store, recipes.find(question), _given(parameters), answer, give=give)


def _written(
    graph: str,
    question: str,
    parameters: tuple[str, ...],
    user: str | None,
    limits: Limits,
    path: Path,
    force: bool,
) -> int:
    from kg.exports.files import RESULT_FORMS
    from queries import bibliography

    if path.suffix[1:].lower() not in RESULT_FORMS:
        raise UsageError(
            f"no form of answer ends in {path.suffix or 'nothing'!r}",
            remedy=f"one of .{', .'.join(RESULT_FORMS)}",
        )
    with opened(graph, user, question, parameters) as store:
        answer = ask_store(store, question, parameters, limits)
        bibliography.write_result(store, answer, path, force=force)
    cut = f", cut: {answer.why}; --rows raises the limit" if answer.truncated else ""
    click.echo(f"{path}: {render.counted_rows(answer)}{cut}")
    return 0


def ask(
    graph: str,
    question: str,
    parameters: tuple[str, ...],
    *,
    user: str | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> Result:
    """The answer to a Cypher statement, or to a recipe named by one word."""
    with opened(graph, user, question, parameters) as store:
        return ask_store(store, question, parameters, limits)


def opened(
    graph: str, user: str | None, question: str = "", parameters: tuple[str, ...] = ()
) -> Store:
    """The graph, open for reading; a question that names no recipe is refused before."""
    if question and len(question.split()) == 1:
        from queries import recipes

        try:
            recipe = recipes.find(question)
        except UsageError as error:
            if "-" in question:
                raise
            hint = f"to look for a name: kg search {graph} {question}"
            raise UsageError(error.message, remedy=f"{error.remedy}\n  {hint}") from error
        recipes.bind(recipe, _given(parameters))
    return connect(graph, user)


def ask_store(store: Store, question: str, parameters: tuple[str, ...], limits: Limits) -> Result:
    """The answer of an open graph."""
    from queries import asking, recipes

    given = _given(parameters)
    if len(question.split()) == 1:
        return recipes.run(store, recipes.find(question), given, limits=limits)
    typed = {name: asking.typed(value) for name, value in given.items()}
    return asking.ask(store, question, typed, limits=limits, give="-p {}=…")


def search(
    graph: str,
    text: str,
    *,
    kind: str | None,
    meaning: bool,
    limit: int,
    form: str,
    user: str | None,
) -> int:
    """Search a graph and print the hits."""
    from queries import searching

    began = time.perf_counter()
    with opened(graph, user) as store:
        hits = searching.searcher(graph, store).search(
            text, kind=kind, limit=limit, by_meaning=meaning
        )
    answer = Result(
        ("kind", "name", "year", "score", "snippet", "id"),
        [(h.label, h.title, h.year, h.score, h.snippet, h.id) for h in hits],
        seconds=time.perf_counter() - began,
    )
    show.answer(answer, form)
    return 0


def _given(parameters: tuple[str, ...]) -> dict[str, str]:
    given = {}
    for item in parameters:
        name, equals, value = item.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"-p {item}: a parameter is NAME=VALUE", remedy='-p dataset="BEIR"')
        given[name.strip()] = value
    return given


def list_recipes(name: str | None, *, form: str) -> int:
    """Print all recipes, or all about one."""
    from queries import recipes

    if name is not None:
        click.echo(_about(recipes.find(name)))
        return 0
    found = list(recipes.all_recipes().values())
    if form == "table" and sys.stdout.isatty():
        from queries import recipe_list
        from queries.screen import Screen

        click.echo(recipe_list.text(Screen(shutil.get_terminal_size().columns), found))
        return 0
    answer = Result(
        ("recipe", "group", "question", "parameters"),
        [
            (r.name, r.group, r.question, ", ".join(f"{p.name}: {p.type}" for p in r.parameters))
            for r in found
        ],
    )
    show.answer(answer, form)
    return 0


def _about(recipe: Any) -> str:
    lines = [f"{recipe.name} - {recipe.title} ({recipe.group})", f"  {recipe.question}", ""]
    for p in recipe.parameters:
        default = "needed" if p.required else f"default {json.dumps(p.default)}"
        lines.append(f"  -p {p.name}=…  {p.type}, {default}: {p.doc}")
    lines.append(f"  columns: {', '.join(recipe.columns)}")
    if recipe.example:
        lines.append(f"  on the example: {recipe.example}")
    if recipe.first:
        lines += ["", f"// first: {', '.join(recipe.found)}", recipe.first.strip()]
    for engine, statement in recipe.cypher.items():
        if engine or recipe.first:
            lines += ["", f"// {engine or 'then:'}", statement.strip()]
        else:
            lines += ["", statement.strip()]
    for statement in recipe.otherwise:
        lines += ["", "// else:", statement.strip()]
    return "\n".join(lines)
