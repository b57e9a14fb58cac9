"""Recipe files: a header and a statement, read and checked.

A recipe is a ``.cypher`` file whose first lines are a header of ``//`` comments::

    // title: Papers on a dataset
    // group: benchmarks
    // question: Which papers use a dataset?
    // param dataset: string = "BEIR" -- name, alias or id of the dataset
    // columns: paper, role
    // order: role, paper desc        (sorted here; for UNIONs, which Cypher can't sort as a whole)
    // sets: datasets                 (lists without an order of their own, sorted here)
    // shape: steps                   (a path, or nodes and relationships in turn: one row a step)
    // example: what the answer looks like
    MATCH …

Where the two engines need different Cypher, ``// engine: ladybug`` and ``// engine: neo4j`` lines
part the statement into variants. What follows ``// else:`` is asked when the statement above it
gave no row. A statement between ``// first: ids`` and ``// then:`` is asked before: the columns of
its one row (here ``ids``) are parameters of the others, so that what a name means is sought once;
when it gives no row, the recipe gives none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from kg.errors import InputError
from kg.tokens import tokens

GROUPS = ("find", "benchmarks", "concepts", "citation", "reading", "lineage", "quality")

ParameterType = Literal["string", "int", "float", "bool", "strings"]
_TYPES: tuple[ParameterType, ...] = ("string", "int", "float", "bool", "strings")
_PARAM = re.compile(r"^(\w+)\s*:\s*(\w+)\s*(?:=\s*(.+?))?\s*(?:--\s*(.*))?$")
_PYTHON: Mapping[ParameterType, type | tuple[type, ...]] = {
    "string": str,
    "int": int,
    "float": (int, float),
    "bool": bool,
    "strings": list,
}
_FIELDS = ("title", "group", "question", "columns", "order", "sets", "shape", "example")
_UNION = re.compile(r"(\nUNION(?: ALL)?\n)")
_WITH = re.compile(r"^WITH (?:DISTINCT )?")
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
        sets: Columns of lists that come in no order; sorted here.
        steps: The statement gives a path, told as one row a step.
        cypher: Statement by engine; ``""`` is for every engine that has none of its own.
        otherwise: Statements to ask, one after the other, while there is no row.
        first: Statement whose one row gives the others parameters; mostly none.
        found: Names of these parameters.
    """

    name: str
    title: str
    group: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    order: tuple[tuple[str, bool], ...]
    sets: tuple[str, ...]
    steps: bool
    example: str
    cypher: Mapping[str, str]
    otherwise: tuple[str, ...] = ()
    first: str = ""
    found: tuple[str, ...] = ()

    def statement(self, engine: str) -> str:
        return self.cypher.get(engine) or self.cypher[""]

    def alone(self, engine: str) -> str:
        """The statement with what it needs of `first` in it, for who runs it by itself."""
        statement = self.statement(engine)
        if not self.first:
            return statement
        head, _, named = self.first.rpartition("RETURN ")
        parts = _UNION.split(statement)
        parts[::2] = [f"{head}WITH {named}\n{self._named(part)}" for part in parts[::2]]
        return "".join(parts)

    def _named(self, statement: str) -> str:
        """A statement with names for `found`, handed on by every WITH that stands before a use."""
        lines = statement.split("\n")
        for at, line in enumerate(lines):
            later = used("\n".join(lines[at:]))
            handed = "".join(f"{name}, " for name in self.found if name in later)
            lines[at] = _WITH.sub(lambda m, handed=handed: m[0] + handed, line)  # type: ignore[misc]
        named = "\n".join(lines)
        for name in self.found:
            named = named.replace(f"${name}", name)
        return named


def parse(path: Path) -> Recipe:
    """Read a recipe file.

    Raises:
        InputError: The header is broken, or does not fit the statement; says the line.
    """
    fields: dict[str, tuple[int, str]] = {}
    parameters: dict[str, tuple[int, Parameter]] = {}
    body: dict[str, list[str]] = {}
    otherwise: list[list[str]] = []
    first: list[str] = []
    found: tuple[str, ...] = ()
    engine: str | None = None
    before = False
    for number, line in enumerate(_lines(path), 1):
        header = _HEADER.match(line)
        if header and header[1] == "first" and not (body or first):
            found, before = _names(header[2]), True
            if "" in found:
                raise _broken(path, number, "'first' names the columns of its statement")
        elif header and header[1] == "then" and before:
            before = False
        elif before:
            first.append(line)
        elif header and header[1] == "engine":
            engine = header[2].strip()
            if engine not in ("ladybug", "neo4j"):
                raise _broken(path, number, f"no engine is called {engine!r}")
        elif header and header[1] == "else" and body:
            if engine is not None:
                raise _broken(path, number, "variants for engines have no 'else'")
            otherwise.append([])
        elif header and not body and engine is None:
            if header[1] == "param":
                parameter = _parameter(path, number, header[2])
                if parameter.name in parameters:
                    raise _broken(path, number, f"${parameter.name} is given twice")
                parameters[parameter.name] = number, parameter
            elif header[1] not in _FIELDS:
                raise _broken(path, number, f"no such header field: {header[1]}")
            elif header[1] in fields:
                raise _broken(path, number, f"{header[1]!r} is given twice")
            else:
                fields[header[1]] = number, header[2].strip()
        elif line.strip():
            (otherwise[-1] if otherwise else body.setdefault(engine or "", [])).append(line)
    for name in ("title", "group", "question", "columns"):
        if not fields.get(name, (0, ""))[1]:
            raise _broken(path, 1, f"the header has no {name!r}")
    number, group = fields["group"]
    if group not in GROUPS:
        raise _broken(path, number, f"no group is called {group!r}: {', '.join(GROUPS)}")
    number, shape = fields.get("shape", (1, ""))
    if shape not in ("", "steps"):
        raise _broken(path, number, f"no shape is called {shape!r}: steps")
    number, text = fields["columns"]
    columns = _names(text)
    if "" in columns or len(set(columns)) < len(columns):
        raise _broken(path, number, f"columns are names, each once, not {text!r}")
    cypher = {engine: "\n".join(lines) for engine, lines in body.items()}
    more = tuple("\n".join(lines) for lines in otherwise)
    if before:
        raise _broken(path, 1, "'first' has no 'then' behind its statement")
    asked_before = "\n".join(first).strip()
    _check_statements(path, cypher, more, parameters, asked_before, found)
    return Recipe(
        path.stem,
        fields["title"][1],
        group,
        fields["question"][1],
        tuple(parameter for _, parameter in parameters.values()),
        columns,
        _order(path, *fields.get("order", (1, "")), columns),
        _sets(path, *fields.get("sets", (1, "")), columns),
        shape == "steps",
        fields.get("example", (1, ""))[1],
        cypher,
        more,
        asked_before,
        found,
    )


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _broken(path, line, "the file is not UTF-8") from None
    except OSError as error:
        raise InputError(
            f"the recipe can't be read: {error.strerror}", path=path, remedy="see kg recipes"
        ) from error


def _check_statements(
    path: Path,
    cypher: Mapping[str, str],
    otherwise: tuple[str, ...],
    parameters: Mapping[str, tuple[int, Parameter]],
    first: str,
    found: tuple[str, ...],
) -> None:
    """Every engine has a statement, and each uses just the parameters of the header."""
    if not cypher:
        raise _broken(path, 1, "there is no statement below the header")
    if "" not in cypher and len(cypher) == 1:
        raise _broken(path, 1, f"there is a statement for {next(iter(cypher))} only")
    if found and not first:
        raise _broken(path, 1, "there is no statement between 'first' and 'then'")
    before = used(first)
    for name in sorted(before - parameters.keys()):
        raise _broken(path, 1, f"the statement uses ${name}, which the header does not declare")
    for statement in (*cypher.values(), *otherwise):
        named = used(statement)
        for name in sorted(named - parameters.keys() - set(found)):
            raise _broken(path, 1, f"the statement uses ${name}, which the header does not declare")
        for name, (number, _) in parameters.items():
            if name not in named | before:
                raise _broken(path, number, f"no statement may leave out ${name}, and one does")


@lru_cache(maxsize=512)
def used(statement: str) -> frozenset[str]:
    """Names of the parameters in a statement; read once, recipes are asked again and again."""
    return frozenset(t.name for t in tokens(statement) if t.text.startswith("$"))


def _broken(path: Path, line: int, reason: str) -> InputError:
    return InputError(
        f"a broken recipe: {reason}",
        path=path,
        line=line,
        remedy="queries/recipe_files.py tells what a recipe looks like",
    )


def _parameter(path: Path, line: int, text: str) -> Parameter:
    match = _PARAM.match(text.strip())
    if not match or match[2] not in _TYPES:
        raise _broken(path, line, f"a parameter is 'NAME: TYPE = DEFAULT -- what', not {text!r}")
    type_ = next(t for t in _TYPES if t == match[2])
    if match[3] is None:
        return Parameter(match[1], type_, (match[4] or "").strip(), required=True)
    try:
        default = json.loads(match[3])
    except ValueError:
        raise _broken(path, line, f"the default {match[3]} is not JSON") from None
    parameter = Parameter(match[1], type_, (match[4] or "").strip(), default)
    right = isinstance(default, _PYTHON[type_]) and (
        type_ == "bool" or not isinstance(default, bool)
    )
    if not right or (type_ == "strings" and not all(isinstance(x, str) for x in default)):
        raise _broken(path, line, f"the default {match[3]} is not of type {type_}")
    return parameter


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(","))


def _order(
    path: Path, line: int, text: str, columns: tuple[str, ...]
) -> tuple[tuple[str, bool], ...]:
    found = []
    for part in _names(text) if text else ():
        name, _, direction = part.partition(" ")
        if name not in columns:
            raise _broken(path, line, f"the answer is ordered by {name!r}, which is not a column")
        if direction.strip().lower() not in ("", "asc", "desc"):
            raise _broken(path, line, f"an order is asc or desc, not {direction.strip()!r}")
        found.append((name, direction.strip().lower() == "desc"))
    return tuple(found)


def _sets(path: Path, line: int, text: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    for name in _names(text) if text else ():
        if name not in columns:
            raise _broken(path, line, f"{name!r} is a set, but not a column")
    return _names(text) if text else ()
