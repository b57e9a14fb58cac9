"""Recipes: Cypher files that people run by name. Found, parsed, checked and run here.

A recipe is a ``.cypher`` file whose first lines are a header of ``//`` comments::

    // title: Papers on a dataset
    // group: benchmarks
    // question: Which papers use a dataset?
    // param dataset: string = "BEIR" -- name, alias or id of the dataset
    // columns: paper, role
    // order: role, paper desc        (sorted here; for UNIONs, which Cypher can't sort as a whole)
    // shape: steps                   (a path, told as one row a step)
    // example: what the answer looks like
    MATCH …

Where the two engines need different Cypher, ``// engine: ladybug`` and ``// engine: neo4j`` lines
part the statement into variants.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from kg.errors import InputError, ParameterError, UsageError
from kg.result import Edge, Result
from kg.stores.base import Limits, Store

FOLDER = Path(__file__).parent
GROUPS = ("find", "benchmarks", "concepts", "citation", "reading", "lineage", "quality")

ParameterType = Literal["string", "int", "float", "bool", "strings"]
_TYPES: tuple[ParameterType, ...] = ("string", "int", "float", "bool", "strings")
_PARAM = re.compile(r"^(\w+)\s*:\s*(\w+)\s*(?:=\s*(.+?))?\s*(?:--\s*(.*))?$")
_HEADER = re.compile(r"^//\s*(\w+)\s*(?::|(?=\s\w+\s*:))\s*(.*)$")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A recipe's parameter; without `default` it must be given."""

    name: str
    type: ParameterType
    doc: str
    default: Any = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """A checked recipe.

    Attributes:
        name: The file's name without ending.
        columns: Columns of the answer, in order.
        order: (column, descending) pairs that the answer is sorted by here.
        steps: The statement gives a path, told as one row a step.
        cypher: Statement by engine; ``""`` is for every engine that has none of its own.
    """

    name: str
    title: str
    group: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    order: tuple[tuple[str, bool], ...]
    steps: bool
    example: str
    cypher: Mapping[str, str]

    def statement(self, engine: str) -> str:
        return self.cypher.get(engine) or self.cypher[""]


def parse(path: Path) -> Recipe:
    """Read a recipe file.

    Raises:
        InputError: The header is broken; says the line.
    """
    fields: dict[str, str] = {}
    parameters: list[Parameter] = []
    body: dict[str, list[str]] = {}
    engine: str | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        header = _HEADER.match(line)
        if header and header[1] == "engine":
            engine = header[2].strip()
            if engine not in ("ladybug", "neo4j"):
                raise _broken(path, number, f"no engine is called {engine!r}")
        elif header and not body and engine is None:
            if header[1] == "param":
                parameters.append(_parameter(path, number, header[2]))
            elif header[1] in fields:
                raise _broken(path, number, f"{header[1]!r} is given twice")
            else:
                fields[header[1]] = header[2].strip()
        elif line.strip():
            body.setdefault(engine or "", []).append(line)
    for name in ("title", "group", "question", "columns"):
        if not fields.get(name):
            raise _broken(path, 1, f"the header has no {name!r}")
    unknown = set(fields) - {"title", "group", "question", "columns", "order", "shape", "example"}
    if unknown:
        raise _broken(path, 1, f"no such header field: {', '.join(sorted(unknown))}")
    if fields["group"] not in GROUPS:
        raise _broken(path, 1, f"no group is called {fields['group']!r}: {', '.join(GROUPS)}")
    if not body:
        raise _broken(path, 1, "there is no statement below the header")
    columns = tuple(c.strip() for c in fields["columns"].split(","))
    order = tuple(
        _order(path, part, columns) for part in fields.get("order", "").split(",") if part
    )
    return Recipe(
        path.stem,
        fields["title"],
        fields["group"],
        fields["question"],
        tuple(parameters),
        columns,
        order,
        fields.get("shape") == "steps",
        fields.get("example", ""),
        {engine: "\n".join(lines) for engine, lines in body.items()},
    )


def _broken(path: Path, line: int, reason: str) -> InputError:
    return InputError(
        f"a broken recipe: {reason}", path=path, line=line, remedy="see queries/recipes.py"
    )


def _parameter(path: Path, line: int, text: str) -> Parameter:
    match = _PARAM.match(text.strip())
    if not match or match[2] not in _TYPES:
        raise _broken(path, line, f"a parameter is 'NAME: TYPE = DEFAULT -- what', not {text!r}")
    default = None
    if match[3] is not None:
        try:
            default = json.loads(match[3])
        except ValueError:
            raise _broken(path, line, f"the default {match[3]} is not JSON") from None
    type_ = next(t for t in _TYPES if t == match[2])
    return Parameter(match[1], type_, (match[4] or "").strip(), default, match[3] is None)


def _order(path: Path, part: str, columns: tuple[str, ...]) -> tuple[str, bool]:
    name, _, direction = part.strip().partition(" ")
    if name not in columns:
        raise _broken(path, 1, f"the answer is ordered by {name!r}, which is not a column")
    return name, direction.strip().lower() == "desc"


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
    near = difflib.get_close_matches(name, recipes, n=3, cutoff=0.4)
    raise UsageError(
        f"no recipe is called {name!r}",
        remedy=f"did you mean {', '.join(near)}?" if near else "kg recipes lists them all",
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
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
            known = ", ".join(names) or "none"
            raise ParameterError(
                f"{recipe.name} has no parameter {name!r}",
                remedy=f"did you mean {near[0]!r}?" if near else f"its parameters: {known}",
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
            return int(value)
        if parameter.type == "float":
            return float(value)
        if parameter.type == "bool":
            if isinstance(value, bool):
                return value
            return {"true": True, "yes": True, "false": False, "no": False}[str(value).lower()]
        return [str(v) for v in value] if isinstance(value, list | tuple) else str(value).split(",")
    except (ValueError, TypeError, KeyError):
        raise ParameterError(
            f"the parameter {parameter.name!r} is of type {parameter.type}, not {value!r}",
            remedy=parameter.doc or None,
        ) from None


def run(
    store: Store,
    recipe: Recipe,
    given: Mapping[str, Any] | None = None,
    *,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> Result:
    """Run a recipe.

    Raises:
        ParameterError: A parameter is unknown, missing or of the wrong type.
        QueryError: The engine refuses the statement.
    """
    result = store.query(recipe.statement(store.engine), bind(recipe, given or {}), limits=limits)
    if recipe.steps:
        result = _as_steps(result)
    rows = list(result.rows)
    for column, descending in reversed(recipe.order):
        at = result.columns.index(column)
        rows.sort(key=lambda row, at=at: _sortable(row[at]), reverse=descending)  # type: ignore[misc]
    return replace(result, rows=rows)


def _sortable(value: Any) -> tuple[int, Any]:
    if value is None:
        return (2, "")
    return (0, value) if isinstance(value, int | float) else (1, str(value))


def _as_steps(result: Result) -> Result:
    """The most telling of the shortest paths, one row a step.

    A step over a concept says least, over a citation or a benchmark most; ties go by keys, so
    that every engine tells the same path.
    """
    columns = ("step", "from", "relationship", "to", "why")
    paths = [row[0] for row in result.rows]
    if not paths:
        return replace(result, columns=columns, rows=[])
    best = min(paths, key=lambda p: (len(p["edges"]), _dullness(p), [n.id for n in p["nodes"]],
                                     [e.type for e in p["edges"]]))  # fmt: skip
    nodes, edges = best["nodes"], best["edges"]
    rows = [
        (i + 1, nodes[i].title, e.type, nodes[i + 1].title, _why(e)) for i, e in enumerate(edges)
    ]
    return replace(result, columns=columns, rows=rows)


_DULL = {"HAS_CONCEPT": 3, "RELATED_TO": 2, "MENTIONS": 2}


def _dullness(path: Mapping[str, list[Any]]) -> int:
    return sum(_DULL.get(e.type, 1) for e in path["edges"])


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
