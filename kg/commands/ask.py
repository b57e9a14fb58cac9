"""Commands that ask: query and recipes."""

from __future__ import annotations

import json
from typing import Any

import click

from kg import stores
from kg.commands import show
from kg.errors import QueryError, UsageError
from kg.result import Result
from kg.stores.base import Limits


def query(
    graph: str,
    question: str,
    parameters: tuple[str, ...],
    *,
    form: str,
    user: str | None,
    timeout: float,
    rows: int,
) -> int:
    """Run a statement or a recipe and print the answer."""
    limits = Limits(seconds=timeout, rows=rows)
    answer = ask(graph, question, parameters, user=user, limits=limits)
    click.echo(show.result(answer, form))
    if answer.truncated and form != "table":
        click.echo(f"the answer was cut: {answer.why}; --rows raises the limit", err=True)
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
    from queries import recipes

    given = _given(parameters)
    recipe = None
    if len(question.split()) == 1:
        recipe = recipes.find(question)
        recipes.bind(recipe, given)
    password = None
    if stores.is_server(graph):
        from kg.commands.graph import login

        user, password = login(graph, user)
    with stores.connect(graph, user=user, password=password) as store:
        if recipe is not None:
            return recipes.run(store, recipe, given, limits=limits)
        typed = {name: _json(value) for name, value in given.items()}
        try:
            return store.query(question, typed, limits=limits)
        except QueryError as error:
            raise _pointed(error, question) from error


def _given(parameters: tuple[str, ...]) -> dict[str, str]:
    given = {}
    for item in parameters:
        name, equals, value = item.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"-p {item}: a parameter is NAME=VALUE", remedy='-p dataset="BEIR"')
        given[name.strip()] = value
    return given


def _json(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def _pointed(error: QueryError, statement: str) -> QueryError:
    """The error with the place in the statement marked by a caret."""
    if error.position is None or not 0 <= error.position <= len(statement):
        return error
    begin = statement.rfind("\n", 0, error.position) + 1
    end = statement.find("\n", error.position)
    line = statement[begin : end if end >= 0 else len(statement)]
    cut = max(0, error.position - begin - 60)
    caret = " " * (error.position - begin - cut) + "^"
    return type(error)(
        error.message, position=error.position, remedy=f"{line[cut : cut + 100]}\n  {caret}"
    )


def list_recipes(name: str | None, *, form: str) -> int:
    """Print all recipes, or all about one."""
    from queries import recipes

    if name is not None:
        click.echo(_about(recipes.find(name)))
        return 0
    found = recipes.all_recipes().values()
    answer = Result(
        ("recipe", "group", "question", "parameters"),
        [
            (r.name, r.group, r.question, ", ".join(f"{p.name}: {p.type}" for p in r.parameters))
            for r in found
        ],
    )
    click.echo(show.result(answer, form))
    return 0


def _about(recipe: Any) -> str:
    lines = [f"{recipe.name} - {recipe.title} ({recipe.group})", f"  {recipe.question}", ""]
    for p in recipe.parameters:
        default = "needed" if p.required else f"default {json.dumps(p.default)}"
        lines.append(f"  -p {p.name}=…  {p.type}, {default}: {p.doc}")
    lines.append(f"  columns: {', '.join(recipe.columns)}")
    if recipe.example:
        lines.append(f"  on the example: {recipe.example}")
    for engine, statement in recipe.cypher.items():
        lines += ["", f"// {engine}" if engine else "", statement]
    return "\n".join(lines)
