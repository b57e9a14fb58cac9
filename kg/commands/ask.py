"""Commands that ask: query and recipes."""

from __future__ import annotations

import json
from typing import Any

import click

from kg import render, stores
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
    click.echo(render.result(answer, form))
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
    from queries import catalog, guard, hints, recipes

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
            guard.check(question, store.engine)
            return store.query(question, typed, limits=limits)
        except QueryError as error:
            helped = hints.helped(error, question, catalog.read(store))
            raise helped.pointed(question) from error


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
    click.echo(render.result(answer, form))
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
