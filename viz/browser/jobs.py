"""Questions of one request: a connection of its own, a deadline, and a way to stop them."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from kg.errors import EngineError, InterruptedQueryError, KgError, QueryError
from kg.result import Result
from kg.stores.base import Limits, Store
from queries import recipes
from viz.browser.limits import most

T = TypeVar("T")


class LateError(QueryError):
    """The deadline is over."""


class Job:
    """What one request asks, one query after the other, on one connection.

    Args:
        seconds: For all of it together, from now on.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._ends = time.monotonic() + seconds
        self._store: Store | None = None
        self._lock = threading.Lock()
        self.stopped = False

    @property
    def engine(self) -> str:
        return self._held().engine

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        rows: int | None = None,
    ) -> Result:
        """Run a statement of our own, or one that the guard has let through.

        Raises:
            QueryError: The engine refuses it, or the deadline is over.
            InterruptedQueryError: The request was given up.
            EngineError: The engine is gone.
        """
        limits = self._limits(rows)
        return self._told(lambda store: store.query(cypher, parameters, limits=limits))

    def recipe(
        self, recipe: recipes.Recipe, given: Mapping[str, Any], *, rows: int | None = None
    ) -> Result:
        """Run a recipe; see `queries.recipes.run`."""
        limits = self._limits(rows)
        return self._told(lambda store: recipes.run(store, recipe, given, limits=limits))

    def ask(self, call: Callable[[Store], T]) -> T:
        """Let a function of another module ask the store."""
        return call(self._held())

    def stop(self) -> None:
        """Give the request up: the query that runs is interrupted, none is begun any more."""
        self.stopped = True
        with self._lock:
            if self._store is not None:
                with suppress(KgError):
                    self._store.interrupt()

    def take(self, store: Store) -> None:
        """Ask this store from now on."""
        with self._lock:
            self._store = store

    def let_go(self) -> Store:
        """Give the store back; it is interrupted no more."""
        with self._lock:
            store, self._store = self._held(), None
            return store

    def _told(self, call: Callable[[Store], Result]) -> Result:
        """Ask; what an engine's binding says of values that it can't take becomes a QueryError."""
        try:
            return call(self._held())
        except InterruptedQueryError:
            raise
        except QueryError as error:
            if time.monotonic() >= self._ends:
                raise self._late() from error
            raise
        except (TypeError, ValueError, OverflowError, RuntimeError) as error:
            said = str(error).partition("\n")[0][:300] or "a value"
            raise QueryError(f"the engine can't take this: {said}") from error

    def _late(self) -> LateError:
        return LateError(
            f"the answer took longer than {self.seconds:g} seconds and was given up",
            remedy="ask for less: LIMIT, a label on every node, fewer steps",
        )

    def _held(self) -> Store:
        if self._store is None:
            raise EngineError("this request is over")
        return self._store

    def _limits(self, rows: int | None) -> Limits:
        if self.stopped:
            raise InterruptedQueryError("the page that asked has gone")
        left = self._ends - time.monotonic()
        if left <= 0:
            raise self._late()
        return Limits(left, most("rows") if rows is None else rows, most("answer_bytes"))


class Pool:
    """Connections to one graph, each used by one job at a time.

    Args:
        first: The graph; it is closed with the pool.
        size: Connections at the most.
    """

    def __init__(self, first: Store, size: int) -> None:
        self._first = first
        self._free: queue.LifoQueue[Store | None] = queue.LifoQueue()
        for _ in range(size):
            self._free.put(None)
        self._made: list[Store] = []
        self._lock = threading.Lock()

    @property
    def engine(self) -> str:
        return self._first.engine

    def run(self, job: Job, call: Callable[[Job], T]) -> T:
        """Call with a job that has a connection; waits for one when all are in use."""
        store = self._free.get()
        try:
            if store is None:
                with self._lock:
                    store = self._first.another()
                    self._made.append(store)
            job.take(store)
            try:
                return call(job)
            finally:
                job.let_go()
        finally:
            self._free.put(store)

    def close(self) -> None:
        """Close every connection; none may be in use."""
        for store in [*self._made, self._first]:
            store.close()
