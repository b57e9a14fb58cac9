"""Recipes: Cypher files that people run by name. Found, bound to parameters and run here.

What a file looks like is told in `queries.recipe_files`.
"""

from __future__ import annotations

import inspect
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from keyword import iskeyword
from pathlib import Path
from typing import Any

from kg.errors import ParameterError, UsageError
from kg.nearest import did_you_mean, nearest
from kg.result import Edge, Node, Result
from kg.stores.base import Limits, Store
from queries import titles
from queries.recipe_files import GROUPS as GROUPS
from queries.recipe_files import Parameter as Parameter
from queries.recipe_files import Recipe as Recipe
from queries.recipe_files import parameter_names
from queries.recipe_files import parse as parse

FOLDER = Path(__file__).parent


@cache
def all_recipes() -> dict[str, Recipe]:
    """Every recipe by name, by group, then name."""
    found = [parse(p) for p in FOLDER.glob("*.cypher")]
    found.sort(key=lambda r: (GROUPS.index(r.group), r.name))
    return {r.name: r for r in found}


def find(name: str) -> Recipe:
    """A recipe by its name.

    Raises:
        UsageError: There is none; names the nearest.
    """
    recipes = all_recipes()
    if name in recipes:
        return recipes[name]
    raise UsageError(
        f"no recipe is called {name!r}",
        remedy=did_you_mean(nearest(name, recipes)) or "kg recipes lists them all",
    )


def bind(recipe: Recipe, given: Mapping[str, Any]) -> dict[str, Any]:
    """The recipe's parameters with their types, defaults filled in.

    Args:
        recipe: The recipe.
        given: Values, or texts as they come from a command line.

    Raises:
        ParameterError: One is unknown, missing or of the wrong type.
    """
    names = [p.name for p in recipe.parameters]
    for name in given:
        if name not in names:
            raise ParameterError(
                f"{recipe.name} has no parameter {name!r}",
                remedy=did_you_mean(nearest(name, names, 1))
                or f"its parameters: {', '.join(names) or 'none'}",
            )
    bound = {}
    for parameter in recipe.parameters:
        if parameter.name in given:
            bound[parameter.name] = convert(parameter, given[parameter.name])
        elif parameter.required:
            raise ParameterError(
                f"{recipe.name} needs the parameter {parameter.name!r} ({parameter.doc})",
                remedy=f"-p {parameter.name}=…",
            )
        else:
            bound[parameter.name] = parameter.default
    return bound


def convert(parameter: Parameter, value: Any) -> Any:
    """A value, or its text, as the parameter's type.

    Raises:
        ParameterError: It is of another type.
    """
    try:
        if parameter.type == "string":
            return str(value)
        if parameter.type == "int":
            if isinstance(value, bool) or (isinstance(value, float) and value != int(value)):
                raise ValueError
            number = int(value)
            if number < 0 and parameter.name in ("limit", "methods"):  # behind LIMIT
                raise ParameterError(
                    f"the parameter {parameter.name!r} is a number of rows, not {number}",
                    remedy=parameter.doc or None,
                )
            return number
        if parameter.type == "float":
            if math.isnan(float(value)):
                raise ValueError
            return float(value)
        if parameter.type == "bool":
            if isinstance(value, bool):
                return value
            return {"true": True, "yes": True, "false": False, "no": False}[str(value).lower()]
        return [str(v) for v in value] if isinstance(value, list | tuple) else str(value).split(",")
    except (ValueError, TypeError, KeyError, OverflowError):
        raise ParameterError(
            f"the parameter {parameter.name!r} is of type {parameter.type}, not {value!r}",
            remedy=parameter.doc or None,
        ) from None


def method(recipe: Recipe, call: Callable[..., Result]) -> Callable[..., Result]:
    """What asks a recipe, with the name, signature and words that ``help`` and notebooks show."""

    def asked(**parameters: Any) -> Result:
        return call(**parameters)

    keyword = inspect.Parameter.KEYWORD_ONLY
    known = [
        inspect.Parameter(
            p.name, keyword, default=inspect.Parameter.empty if p.required else p.default
        )
        for p in recipe.parameters
        if not iskeyword(p.name)  # path(from=…): given as **{"from": …}
    ]
    told = [f"    {p.name}: {p.doc}" for p in recipe.parameters]
    asked.__name__ = asked.__qualname__ = recipe.name.replace("-", "_")
    asked.__doc__ = "\n".join(
        [recipe.question, "", *(["Args:", *told, ""] if told else []),
         f"Returns:\n    Columns {', '.join(recipe.columns)}."]
    )  # fmt: skip
    asked.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        known, return_annotation=Result
    )
    return asked


def run(
    store: Store,
    recipe: Recipe,
    given: Mapping[str, Any] | None = None,
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> Result:
    """Run a recipe; `Result.notes` says where a title means several papers.

    Raises:
        ParameterError: A parameter is unknown, missing or of the wrong type.
        QueryError: The engine refuses the statement.
    """
    began = time.perf_counter()
    bound, notes = titles.meant(store, recipe, bind(recipe, given or {}))
    if recipe.first:
        asked = _asked(store, recipe.first, bound, limits)
        if not asked.rows:
            return replace(asked, columns=recipe.columns, notes=notes)
        bound |= zip(recipe.found, asked.rows[0], strict=True)
    result = _asked(store, recipe.statement(store.engine), bound, limits)
    for statement in recipe.otherwise:
        if not result.rows:
            result = _asked(store, statement, bound, limits)
    if recipe.steps:
        result = _as_steps(result)
    rows = list(result.rows)
    if recipe.sets:
        sets = {result.columns.index(c) for c in recipe.sets}
        rows = [tuple(sorted(v) if i in sets else v for i, v in enumerate(row)) for row in rows]
    if recipe.order:
        _sort(rows, [(result.columns.index(column), down) for column, down in recipe.order])
    return replace(result, rows=rows, seconds=time.perf_counter() - began, notes=notes)


def _asked(store: Store, statement: str, bound: Mapping[str, Any], limits: Limits) -> Result:
    """The answer to one of a recipe's statements, which gets the parameters that it names."""
    names = parameter_names(statement)
    return store.query(
        statement, {name: v for name, v in bound.items() if name in names}, limits=limits
    )


def _sort(rows: list[tuple[Any, ...]], order: list[tuple[int, bool]]) -> None:
    """Sort rows by columns, (place, descending) each, and then by all columns in turn."""
    places = list(range(len(rows[0]) if rows else 0))
    if not any(down for _, down in order):  # at once
        first = [at for at, _ in order]
        places, order = first + [at for at in places if at not in first], []
    rows.sort(key=lambda row: [_sortable(row[at]) for at in places])
    for at, descending in reversed(order):
        rows.sort(key=lambda row, at=at: _sortable(row[at]), reverse=descending)  # type: ignore[misc]


def _sortable(value: Any) -> tuple[int, Any]:
    if isinstance(value, str):
        return (1, value)
    if value is None:
        return (2, "")
    return (0, value) if isinstance(value, int | float) else (1, str(value))


def _as_steps(result: Result) -> Result:
    """The most telling of the shortest paths, one row a step.

    A row is a path, or its nodes and relationships in turn. A step over a concept says least,
    over a citation or a benchmark most; ties go by keys, so that every engine tells the same path.
    """
    columns = ("step", "from", "relationship", "to", "why")
    if not result.rows:
        return replace(result, columns=columns, rows=[])
    nodes, edges = min(
        (_nodes_and_edges(row) for row in result.rows),
        key=lambda p: (len(p[1]), _dullness(p[1]), [n.id for n in p[0]], [e.type for e in p[1]]),
    )
    rows = [
        (i + 1, nodes[i].title, e.type, nodes[i + 1].title, _why(e)) for i, e in enumerate(edges)
    ]
    return replace(result, columns=columns, rows=rows)


def _nodes_and_edges(row: tuple[Any, ...]) -> tuple[list[Node], list[Edge]]:
    if len(row) == 1:
        return row[0]["nodes"], row[0]["edges"]
    return list(row[::2]), list(row[1::2])


_DULL = {"HAS_CONCEPT": 3, "RELATED_TO": 3}


def _dullness(edges: list[Edge]) -> int:
    return sum(_DULL.get(e.type, 1) for e in edges)


def _why(edge: Edge) -> str:
    p = edge.properties
    if p.get("evidence"):
        return str(p["evidence"])
    if p.get("datasets"):
        return "both evaluate on " + ", ".join(p["datasets"])
    if p.get("score") is not None:
        return f"score {p['score']:.2f}"
    if p.get("rule") == "source":
        return "stated by the source"
    return ""
