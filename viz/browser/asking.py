"""Statements and recipes: running them, checking them, completing them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from kg.errors import InterruptedQueryError, KgError, ParameterError, QueryError, UsageError
from kg.result import Result
from kg.stores import values
from kg.tokens import parameters_in
from queries import absent, asking, completion, guard, hints, recipes
from queries.completion import Candidate, Known
from queries.recipe_files import Recipe
from viz.browser import nodes, wire
from viz.browser.answers import (
    CheckAnswer,
    CompleteAnswer,
    Option,
    ParameterOfRecipe,
    Problem,
    QueryAnswer,
    RecipeAnswer,
    RecipesAnswer,
)
from viz.browser.graph import Browsed
from viz.browser.jobs import Job

_PLANNED = re.compile(r"\s*(EXPLAIN|PROFILE)\b", re.IGNORECASE)
_EXPLAIN = "EXPLAIN "
OPTIONS = 200
"""Completions that are offered at the most."""


def query(
    graph: Browsed,
    job: Job,
    statement: str | None,
    recipe: str | None,
    parameters: Mapping[str, Any],
    rows: int,
    plan: bool,
) -> QueryAnswer:
    """The rows of a statement or recipe, and the nodes and links in them.

    Raises:
        UsageError: Neither or both are given, or there is no such recipe.
        QueryError: The statement is refused.
    """
    if (statement is None) == (recipe is None):
        raise UsageError("either a statement or a recipe is asked, not both")
    if recipe is not None:
        found = recipes.find(recipe)
        for name, value in parameters.items():
            if (wrong := values.wrong(value)) is not None:
                raise ParameterError(f"the value of {name} {wrong}")
        if plan:
            bound = recipes.bind(found, parameters)
            result = job.query(_EXPLAIN + found.alone(job.engine), bound)
        else:
            result = _noted(job, found, parameters, job.recipe(found, parameters, rows=rows))
    else:
        result = _statement(graph, job, statement or "", parameters, rows, plan)
    return _answer(job, result)


def _noted(job: Job, recipe: Recipe, given: Mapping[str, Any], result: Result) -> Result:
    """The answer, with a note for each name that was asked about and that no node has."""
    said = job.ask(lambda store: absent.names(store, recipe, given, result, give="fill in {}"))
    return replace(result, notes=(*result.notes, *said))


def _statement(
    graph: Browsed, job: Job, text: str, parameters: Mapping[str, Any], rows: int, plan: bool
) -> Result:
    guard.check(text, job.engine, parameters)
    job.ask(lambda store: asking.check_names(store, text, partial(graph.catalog, job)))
    given = _given(text, parameters)
    shift = len(_EXPLAIN) if plan and not _PLANNED.match(text) else 0
    try:
        return job.query(_EXPLAIN[:shift] + text, given, rows=rows)
    except InterruptedQueryError:
        raise
    except QueryError as error:
        if error.position is not None:
            error.position = max(0, error.position - shift)
        raise _helped(graph, job, error, text) from error


def _helped(graph: Browsed, job: Job, error: QueryError, text: str) -> QueryError:
    try:
        return hints.helped(error, text, graph.catalog(job), graph.functions(job))
    except KgError:
        return error


def _given(text: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that a statement names; Ladybug would take missing ones as null."""
    given = {}
    for name, start in _first_places(text):
        if name not in parameters:
            raise ParameterError(f"the parameter ${name} has no value", position=start)
        if (wrong := values.wrong(parameters[name])) is not None:
            raise ParameterError(f"the value of ${name} {wrong}", position=start)
        given[name] = parameters[name]
    return given


def _first_places(text: str) -> list[tuple[str, int]]:
    """The names of the parameters in a statement, and where each stands first."""
    found: dict[str, int] = {}
    for token in parameters_in(text):
        if len(token.text) > 1:
            found.setdefault(token.name, token.start)
    return list(found.items())


def _answer(job: Job, result: Result) -> QueryAnswer:
    shown = {wire.node_key(n.label, n.id): n for n in result.nodes if n.id}
    links = [e for e in result.edges if e.source and e.target]
    ends = {
        wire.node_key(label, id_): None
        for e in links
        for label, id_ in ((e.source_label, e.source), (e.target_label, e.target))
    }
    others = nodes.titled(job, [key for key in ends if key not in shown])
    answer: QueryAnswer = {
        "columns": list(result.columns),
        "rows": [[wire.cell(v) for v in row] for row in result.rows],
        "truncated": result.truncated,
        "why": result.why,
        "notes": list(result.notes),
        "seconds": round(result.seconds, 4),
        "nodes": [wire.node(n) for n in (*shown.values(), *others)],
        "links": [wire.link(e) for e in links],
    }
    if result.plan:
        answer["plan"] = result.plan
    return answer


def all_recipes(graph: Browsed) -> RecipesAnswer:
    """The recipes by group."""
    groups: dict[str, list[RecipeAnswer]] = {}
    for recipe in recipes.all_recipes().values():
        parameters: list[ParameterOfRecipe] = []
        for p in recipe.parameters:
            told: ParameterOfRecipe = {
                "name": p.name, "type": p.type, "required": p.required, "doc": p.doc,
            }  # fmt: skip
            if not p.required:
                told["default"] = p.default
            parameters.append(told)
        groups.setdefault(recipe.group, []).append(
            {
                "name": recipe.name,
                "title": recipe.title,
                "question": recipe.question,
                "parameters": parameters,
                "columns": list(recipe.columns),
                "statement": recipe.alone(graph.engine),
            }
        )
    return {"groups": [{"name": name, "recipes": listed} for name, listed in groups.items()]}


def complete(graph: Browsed, job: Job, text: str, cursor: int) -> CompleteAnswer:
    """What may stand at the cursor."""
    at = wire.characters(text, cursor)
    known = Known(graph.catalog(job), graph.functions(job))
    found = completion.cypher(text[:at], text[at:], known)[:OPTIONS]
    start = min((c.start for c in found), default=at)
    return {
        "start": wire.units(text, start),
        "options": [_option(c, known, text[start : c.start]) for c in found],
    }


def _option(candidate: Candidate, known: Known, before: str) -> Option:
    text = candidate.text
    plain = text.strip("`")
    if candidate.about in ("keyword", "variable", "function"):
        return {"label": before + text, "kind": candidate.about}
    catalog = known.catalog
    kind = "label" if plain in catalog.labels else "type" if plain in catalog.types else "property"
    option: Option = {"label": before + text, "kind": kind}
    if candidate.about:
        option["detail"] = candidate.about
    return option


def check(graph: Browsed, job: Job, statement: str) -> CheckAnswer:
    """The parameters that a statement names, and why it would be refused, if it would."""
    answer: CheckAnswer = {"parameters": []}
    if not statement.strip():
        return answer
    try:
        guard.check(statement, job.engine)
        answer["parameters"] = [name for name, _ in _first_places(statement)]
        known = partial(graph.catalog, job)
        unknown = job.ask(lambda store: asking.unknown_name(store, statement, known))
        if unknown is not None:
            raise QueryError(unknown.message, position=unknown.start)
        if not answer["parameters"] and not _PLANNED.match(statement):
            _statement(graph, job, statement, {}, 1, True)
    except InterruptedQueryError:
        raise
    except QueryError as error:
        answer["error"] = problem(error, statement)
    return answer


def problem(error: KgError, statement: str = "") -> Problem:
    """An error as the page gets it; the place in the statement in UTF-16 units."""
    told: Problem = {"message": error.message}
    if error.remedy:
        told["remedy"] = error.remedy
    position = error.position if isinstance(error, QueryError) else None
    if position is not None:
        told["position"] = wire.units(statement, max(0, position))
    return told
