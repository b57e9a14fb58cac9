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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from kg.errors import InputError
from kg.tokens import parameters_in

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

    @property
    def of_papers(self) -> bool:
        """Whether it names papers, by title, beginning of the title, or id."""
        return "beginning" in self.doc


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
            later = parameter_names("\n".join(lines[at:]))
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
    parts = _Parts(path)
    for number, line in enumerate(_lines(path), 1):
        parts.take(number, line)
    if parts.within_first:
        raise _broken(path, 1, "'first' has no 'then' behind its statement")
    for name in ("title", "group", "question", "columns"):
        if not parts.text(name):
            raise _broken(path, 1, f"the header has no {name!r}")
    columns = _columns(path, *parts.field("columns"))
    cypher = {engine: "\n".join(lines) for engine, lines in parts.body.items()}
    otherwise = tuple("\n".join(lines) for lines in parts.otherwise)
    first = "\n".join(parts.first).strip()
    _check_statements(path, cypher, otherwise, parts.parameters, first, parts.found)
    return Recipe(
        name=path.stem,
        title=parts.text("title"),
        group=_one_of(path, "group", *parts.field("group"), GROUPS),
        question=parts.text("question"),
        parameters=tuple(parameter for _, parameter in parts.parameters.values()),
        columns=columns,
        order=_order(path, *parts.field("order"), columns),
        sets=_sets(path, *parts.field("sets"), columns),
        steps=bool(_one_of(path, "shape", *parts.field("shape"), ("", "steps"))),
        example=parts.text("example"),
        cypher=cypher,
        otherwise=otherwise,
        first=first,
        found=parts.found,
    )


class _Parts:
    """What the lines of a recipe file are: fields and parameters of the header, statements."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parameters: dict[str, tuple[int, Parameter]] = {}
        self.body: dict[str, list[str]] = {}
        self.otherwise: list[list[str]] = []
        self.first: list[str] = []
        self.found: tuple[str, ...] = ()
        self.within_first = False
        self._fields: dict[str, tuple[int, str]] = {}
        self._engine: str | None = None

    def field(self, name: str) -> tuple[int, str]:
        """Line and text of a header's field; line 1 and no text where it is not given."""
        return self._fields.get(name, (1, ""))

    def text(self, name: str) -> str:
        return self.field(name)[1]

    def take(self, number: int, line: str) -> None:
        """Sort in the next line.

        Raises:
            InputError: It is a broken header, or may not stand here.
        """
        header = _HEADER.match(line)
        word, text = (header[1], header[2].strip()) if header else ("", "")
        if word == "first" and not (self.body or self.first):
            self.found, self.within_first = _names(text), True
            if "" in self.found:
                raise _broken(self.path, number, "'first' names the columns of its statement")
        elif word == "then" and self.within_first:
            self.within_first = False
        elif self.within_first:
            self.first.append(line)
        elif word == "engine":
            self._engine = text
            if text not in ("ladybug", "neo4j"):
                raise _broken(self.path, number, f"no engine is called {text!r}")
        elif word == "else" and self.body:
            if self._engine is not None:
                raise _broken(self.path, number, "variants for engines have no 'else'")
            self.otherwise.append([])
        elif word and not self.body and self._engine is None:
            self._declare(number, word, text)
        elif line.strip():
            body = self.body.setdefault(self._engine or "", [])
            (self.otherwise[-1] if self.otherwise else body).append(line)

    def _declare(self, number: int, word: str, text: str) -> None:
        """Take a parameter or a field of the header."""
        if word == "param":
            parameter = _parameter(self.path, number, text)
            if parameter.name in self.parameters:
                raise _broken(self.path, number, f"${parameter.name} is given twice")
            self.parameters[parameter.name] = number, parameter
        elif word not in _FIELDS:
            raise _broken(self.path, number, f"no such header field: {word}")
        elif word in self._fields:
            raise _broken(self.path, number, f"{word!r} is given twice")
        else:
            self._fields[word] = number, text


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
    before = parameter_names(first)
    for name in sorted(before - parameters.keys()):
        raise _broken(path, 1, f"the statement uses ${name}, which the header does not declare")
    for statement in (*cypher.values(), *otherwise):
        named = parameter_names(statement)
        for name in sorted(named - parameters.keys() - set(found)):
            raise _broken(path, 1, f"the statement uses ${name}, which the header does not declare")
        for name, (number, _) in parameters.items():
            if name not in named | before:
                raise _broken(path, number, f"no statement may leave out ${name}, and one does")


@lru_cache(maxsize=512)
def parameter_names(statement: str) -> frozenset[str]:
    """The names of a statement's parameters; kept, for recipes are asked again and again."""
    return frozenset(token.name for token in parameters_in(statement))


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


def _one_of(path: Path, name: str, line: int, text: str, known: Sequence[str]) -> str:
    if text not in known:
        listed = ", ".join(filter(None, known))
        raise _broken(path, line, f"no {name} is called {text!r}: {listed}")
    return text


def _columns(path: Path, line: int, text: str) -> tuple[str, ...]:
    columns = _names(text)
    if "" in columns or len(set(columns)) < len(columns):
        raise _broken(path, line, f"columns are names, each once, not {text!r}")
    return columns


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
