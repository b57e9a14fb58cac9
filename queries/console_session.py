"""A conversation with a graph: what is open, what was set, what was answered last."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kg.errors import InterruptedQueryError, KgError, ParameterError, QueryError
from kg.result import Result
from kg.stores.base import Limits, Store
from kg.tokens import parameters_in, tokens
from queries import absent, asking, catalog, guard, hints, names, recipes
from queries.catalog import Catalog
from queries.interruption import interruptible
from queries.screen import Screen

MapPage = Callable[[Result, Path, str, bool], str]
"""Writes an answer as a page: answer, file, title, replace; gives what to say about it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an input gave.

    Attributes:
        result: Rows, where it asked for some.
        text: What to show to a person in place of the rows.
        note: What was done, in a line.
    """

    result: Result | None = None
    text: str = ""
    note: str = ""


@dataclass
class Session:
    """A graph that is asked one thing after the other.

    Attributes:
        target: Folder or address of the graph.
        connect: Opens a graph by folder or address.
        map_page: Makes a page of an answer.
        write: Statements may write.
        limits: Of every statement.
        screen: How answers are shown, where they are shown to a person.
        history: Inputs of before, the newest last.
        waiting: Called while a query runs, with its seconds so far.
        parameters: Values of ``$name`` in statements.
        result: The last answer with rows.
        asked: The statement or recipe that gave it.
        over: True once it is to end.
    """

    target: str
    connect: Callable[[str], Store]
    map_page: MapPage
    write: bool = False
    limits: Limits = field(default_factory=Limits)
    screen: Screen = field(default_factory=Screen)
    history: Callable[[], list[str]] = list
    waiting: Callable[[float], None] = lambda seconds: None
    parameters: dict[str, Any] = field(default_factory=dict)
    result: Result | None = None
    asked: str = ""
    over: bool = False

    def __post_init__(self) -> None:
        self.store = self.connect(self.target)
        self._catalog: Catalog | None = None
        self._functions: list[str] | None = None

    def close(self) -> None:
        self.store.close()

    def use(self, target: str) -> None:
        """Go over to another graph; the one at hand stays when that can't be opened."""
        store = self.connect(target)
        self.store.close()
        self.store, self.target = store, target
        self._catalog = self._functions = None

    @property
    def catalog(self) -> Catalog:
        """Labels, types and properties of the graph, asked for once."""
        if self._catalog is None:
            self._catalog = catalog.read(self.store)
        return self._catalog

    @property
    def functions(self) -> list[str]:
        if self._functions is None:
            self._functions = catalog.functions(self.store)
        return self._functions

    def statement(self, text: str) -> Answer:
        """Run one statement.

        Raises:
            QueryError: It is refused; with the place, and what was probably meant.
            InterruptedQueryError: Ctrl-C.
        """
        width = min(100, self.screen.width - 4)
        try:
            self._allow(text)
            self._check_names(text)
            given = self._given(text)
        except QueryError as error:
            raise error.pointed(text, width=width) from error
        try:
            result = self._ask(lambda: self.store.query(text, given, limits=self.limits))
        except InterruptedQueryError:
            raise
        except QueryError as error:
            raise self._helped(error, text).pointed(text, width=width) from error
        if result.changes:
            self._catalog = None
        if not result.plan:
            self.result, self.asked = result, text
        return Answer(result)

    def recipe(self, name: str, given: Mapping[str, Any]) -> Answer:
        """Run a recipe.

        Raises:
            UsageError, ParameterError: There is no such recipe or parameter.
            InterruptedQueryError: Ctrl-C.
        """
        recipe = recipes.find(name)
        result = self._ask(lambda: recipes.run(self.store, recipe, given, limits=self.limits))
        self.result, self.asked = result, name
        give = f':run {name} {{}}="…"'
        said = self._ask(lambda: absent.names(self.store, recipe, given, result, give=give))
        return Answer(result, note="\n".join([*result.notes, *said]))

    def counted(self) -> Catalog:
        """The catalog with the numbers of nodes and relationships."""
        self._catalog = self._ask(lambda: catalog.counted(self.store, self.catalog))
        return self._catalog

    def limit(self, **limits: Any) -> None:
        self.limits = replace(self.limits, **limits)

    def show(self, **settings: Any) -> None:
        self.screen = replace(self.screen, **settings)

    def _allow(self, text: str) -> None:
        """The one place where a statement is kept to reading, unless ``--write`` was given."""
        if self.write:
            return
        try:
            guard.check(text, self.store.engine, self.parameters)
        except QueryError as error:
            if error.remedy == guard.REMEDY and self.store.engine == "neo4j":
                error.remedy += "; kg console --write lets statements write"
            raise

    def _check_names(self, text: str) -> None:
        """Who may write may also name what is not there yet."""
        if not self.write:
            self._ask(lambda: asking.check_names(self.store, text, lambda: self.catalog))

    def _given(self, text: str) -> dict[str, Any]:
        """The parameters that a statement names; Ladybug would take missing ones as null."""
        given = {}
        for token in parameters_in(text):
            if (name := token.name) not in self.parameters:
                raise ParameterError(
                    f"the parameter {token.text} has no value",
                    position=token.start,
                    remedy=f"give it one first: :param {token.text[1:] or 'name'}=…",
                )
            given[name] = self.parameters[name]
        return given

    def _ask(self, call: Callable[[], Any]) -> Any:
        return interruptible(self.store, call, waiting=self.waiting)

    def _helped(self, error: QueryError, text: str) -> QueryError:
        try:
            return hints.helped(error, text, self.catalog, self.functions)
        except KgError:
            return error


def unfinished(text: str) -> bool:
    """True when a string, comment, backtick or bracket is still open at the end."""
    listed = tokens(text)
    return bool(listed and listed[-1].open) or bool(names.read(text).open)
