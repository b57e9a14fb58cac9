"""The embedded engine: Ladybug, the successor of Kuzu. Tables are made from the schema."""

from __future__ import annotations

import contextlib
import copy
import errno
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import ladybug

from kg.difference import Difference
from kg.errors import EngineError, InterruptedQueryError, QueryError
from kg.result import Result
from kg.stores import ladybug_columns, ladybug_errors, ladybug_order, ladybug_tables, values
from kg.stores.base import Closing, Limits, NodeProperty, edge, node, take
from kg.tokens import without_semicolons

_NOUGHTS = re.compile(r"-{5,}|(?:NumOutputTuples|ExecutionTime|TotalTime): 0[.0]*(?=\s)|[│\s]")
_SYSTEM_ERROR = re.compile(r"\bError: (.+)")
_PLAN = ("explain result",)
_NONE: ladybug_tables.Later = MappingProxyType({})
_PLAIN = frozenset({str, int, float, bool, type(None)})
BUFFER = 512 * 1024 * 1024
"""Bytes of buffer pool; Ladybug's own default is most of the machine's memory."""

PLANS = 100_000
"""Characters of statements whose plans a connection keeps; a plan takes some 450 bytes for each."""

WRITING = 1024 * 1024 * 1024
"""The most that the pool may take while a database is made; no more of it is used than needed."""


def write(generation: Path, path: Path, later: ladybug_tables.Later = _NONE) -> None:
    """Make a database file of a whole graph.

    Args:
        generation: The folder that holds its tables, see `kg.folder.write_tables`.
        path: The file to make; it must not be there yet.
        later: Files of relationships that are being made; waited for when the others are in.

    Raises:
        EngineError: Ladybug refuses a table (a relationship whose end is not a node).
        OSError: The disk is full, or the file can't be written for another reason.
    """
    with _writing(path, "Ladybug can't take the graph", WRITING) as (connection, folder):
        ladybug_tables.fill(connection, generation, later, folder)


def prepare(path: Path) -> bool:
    """Make a copy of an earlier graph's database file ready for `change`.

    Returns:
        Whether that could be done; else `write` has to make the database.

    Raises:
        OSError: See `write`.
    """
    try:
        with _writing(path, "Ladybug can't take the change", WRITING) as (connection, _):
            return ladybug_tables.prepare(connection)
    except EngineError:  # as another version of Ladybug's may be refused
        return False


def change(path: Path, differences: Mapping[str, Difference], later: ladybug_tables.Later) -> bool:
    """Make of a copy of an earlier graph's database file the one of the graph now.

    Args:
        path: The copy, after `prepare`.
        differences: Of every label, and of every relationship that is not derived.
        later: Files of the derived relationships.

    Returns:
        Whether that could be done; else `write` has to make the database.

    Raises:
        EngineError, OSError: See `write`.
    """
    try:
        with _writing(path, "Ladybug can't take the change", WRITING, at_once=True) as (
            connection,
            folder,
        ):
            return ladybug_tables.change(connection, differences, later, folder)
    except EngineError:
        return False


def keep(properties: Iterable[NodeProperty], path: Path) -> None:
    """Put properties into a database file; one of the same name is replaced.

    Raises:
        EngineError: Ladybug refuses one.
        OSError: The disk is full, or the file can't be written for another reason.
    """
    with _writing(path, "Ladybug can't keep the properties", BUFFER) as (connection, folder):
        for kept in properties:
            ladybug_tables.keep(connection, kept, folder)


@contextlib.contextmanager
def _writing(
    path: Path, refused: str, buffer: int, *, at_once: bool = False
) -> Iterator[tuple[Any, Path]]:
    """A connection that writes into a database file, and a folder for files beside it.

    With `at_once`, rows go into tables that have some together in the end, not with every
    statement: each time, whole groups of 131,072 rows are written anew.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".copy-") as folder:
        try:
            database = ladybug.Database(
                str(path), buffer_pool_size=buffer, auto_checkpoint=not at_once
            )
        except RuntimeError as error:
            raise _write_error(error, path, refused) from error
        connection = ladybug.Connection(database)
        try:
            yield connection, Path(folder)
            connection.execute("CHECKPOINT")
        except RuntimeError as error:
            raise _write_error(error, path, refused) from error
        finally:
            connection.close()
            database.close()


class LadybugStore(Closing):
    """A database file, opened for reading.

    Args:
        path: The file.
        together: How many connections (`another`) will ask at once; each query then keeps to one
            thread, so that a long one does not hold up the rest. 0: a query has every processor.
    """

    engine = "ladybug"

    def __init__(self, path: Path, *, together: int = 0) -> None:
        self._threads = 1 if together else 0
        self._owned = True
        try:
            self._database = ladybug.Database(
                str(path), read_only=True, buffer_pool_size=BUFFER, max_num_threads=together
            )
            self._connect()
        except RuntimeError as error:
            raise EngineError(
                f"{path}: Ladybug can't open the database: {ladybug_errors.first_line(error)}",
                remedy="kg build --force makes it anew",
            ) from error

    def _connect(self) -> None:
        self._renew()
        self._labels: dict[int, str] = {}
        self._stop = threading.Event()

    def another(self) -> LadybugStore:
        """See `kg.stores.base.Store.another`."""
        store = copy.copy(self)
        store._owned = False
        store._connect()
        return store

    def close(self) -> None:
        self._connection.close()
        if self._owned:
            self._database.close()

    def interrupt(self) -> None:
        """See `kg.stores.base.Store.interrupt`."""
        self._stop.set()
        with contextlib.suppress(RuntimeError):  # just being renewed: nothing runs on it
            self._connection.interrupt()

    def _renew(self) -> None:
        """A connection that keeps no plan yet.

        The engine's own keeping of plans is off: it keeps the hash tables of a plan's last run with
        it, in the buffer pool (100 MB for five statements over 20,000 papers), until nothing has
        room. `ladybug.Connection` still keeps what it made of a statement's text.
        """
        self._connection = ladybug.Connection(self._database, num_threads=self._threads)
        self._connection.execute("CALL enable_cached_prepared_statement='NONE'")
        self._planned: set[str] = set()
        self._characters = 0

    def _execute(self, cypher: str, parameters: dict[str, Any], milliseconds: int) -> Any:
        if parameters and cypher not in self._planned:  # without, no plan is kept
            if self._characters > PLANS:
                self._connection.close()
                self._renew()
            self._planned.add(cypher)
            self._characters += len(cypher)
        self._connection.set_query_timeout(milliseconds)
        return self._connection.execute(cypher, parameters)

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        limits: Limits = Limits(),  # noqa: B008 - frozen
    ) -> Result:
        """See `kg.stores.base.Store.query`."""
        began = time.perf_counter()
        values.check(parameters or {})
        self._stop.clear()
        milliseconds = max(1, int(limits.seconds * 1000))
        cypher = without_semicolons(cypher)
        kept = ladybug_order.sound(cypher)
        written = ladybug_columns.written(cypher)
        try:
            answer = self._execute(kept, ladybug_order.bound(kept, parameters or {}), milliseconds)
            if isinstance(answer, list):
                raise QueryError(
                    "two statements in one query", remedy="send them one after the other"
                )
            columns = tuple(answer.get_column_names())
            if written and len(written) == len(columns) and columns != _PLAN:
                columns = written
            _check_dates(answer, limits.rows + 1)
            found, why = take(self._rows(answer), limits)
            answer.close()
        except RuntimeError as error:
            if self._stop.is_set():
                raise InterruptedQueryError("the query was interrupted") from error
            raise ladybug_errors.of_query(error, kept, limits, memory=BUFFER) from error
        except (TypeError, ValueError, OverflowError) as error:  # of the binding to Python
            raise QueryError(
                f"Ladybug can't take a parameter's value, or Python one of the answer's: {error}",
                remedy="a list's values are of one type, a date's year is from 1 to 9999",
            ) from error
        if self._stop.is_set():
            raise InterruptedQueryError("the query was interrupted")
        if columns == _PLAN:
            seconds = time.perf_counter() - began
            return Result((), [], seconds=seconds, plan=_plan("\n".join(row[0] for row in found)))
        return Result(
            columns,
            self._convert(found),
            truncated=bool(why),
            why=why,
            seconds=time.perf_counter() - began,
        )

    def _rows(self, answer: Any) -> Iterator[Sequence[Any]]:
        while answer.has_next() and not self._stop.is_set():
            yield answer.get_next()

    def _convert(self, rows: list[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """Ladybug's dictionaries as `Node` and `Edge`, internal ids as our keys."""
        if all(type(value) in _PLAIN for row in rows for value in row):
            return list(map(tuple, rows))
        keys: dict[tuple[int, int], str] = {}
        wanted: set[tuple[int, int]] = set()
        for value in _dictionaries(rows):
            if "_SRC" in value:
                wanted.add(_internal(value["_SRC"]))
                wanted.add(_internal(value["_DST"]))
            elif "_LABEL" in value and "id" in value:
                keys[_internal(value["_ID"])] = value["id"]
        if wanted and not self._labels:
            self._labels = {row[0]: row[1] for row in self._all("CALL show_tables() RETURN *")}
        keys |= self._look_up(wanted - keys.keys())
        return [tuple(self._value(v, keys) for v in row) for row in rows]

    def _look_up(self, missing: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
        by_table: dict[int, list[int]] = {}
        for table, offset in missing:
            by_table.setdefault(table, []).append(offset)
        found: dict[tuple[int, int], str] = {}
        for table, offsets in by_table.items():
            rows = self._all(
                f"MATCH (n:{self._labels[table]}) WHERE offset(id(n)) IN $offsets "
                "RETURN offset(id(n)), n.id",
                {"offsets": sorted(offsets)},
            )
            found |= {(table, offset): key for offset, key in rows}
        return found

    def _all(self, cypher: str, parameters: dict[str, Any] | None = None) -> list[Any]:
        answer: Any = self._connection.execute(cypher, parameters)
        rows: list[Any] = answer.get_all()
        return rows

    def _value(self, value: Any, keys: Mapping[tuple[int, int], str]) -> Any:
        if isinstance(value, list):
            return [self._value(v, keys) for v in value]
        if isinstance(value, Decimal):  # a sum of integers is of 128 bits
            return int(value) if value == value.to_integral_value() else float(value)
        if not isinstance(value, dict):
            return value
        if "_SRC" in value:
            source, target = _internal(value["_SRC"]), _internal(value["_DST"])
            return edge(
                value["_LABEL"],
                (self._labels[source[0]], keys[source]),
                (self._labels[target[0]], keys[target]),
                value,
            )
        if "_NODES" in value:
            return {
                "nodes": self._value(value["_NODES"], keys),
                "edges": self._value(value["_RELS"], keys),
            }
        if "_LABEL" in value:
            return node(value["_LABEL"], value)
        return {str(k): self._value(v, keys) for k, v in value.items()}


def _check_dates(answer: Any, rows: int) -> None:
    """Fail where Python has no such date: in Ladybug's own conversion the process ends.

    Args:
        answer: Ladybug's.
        rows: So many of its first rows are looked at, the ones that may be taken. (Ladybug
            makes Arrow of all or none.)
    """
    types = answer.get_column_data_types()
    dates = [at for at, name in enumerate(types) if "DATE" in name or "TIMESTAMP" in name]
    if dates:
        table = answer.get_as_arrow(10_000)
        for at in dates:
            table.column(at).slice(0, rows).to_pylist()
        answer.reset_iterator()


def _plan(text: str) -> str:
    """A plan without the rulers and noughts in its boxes."""
    return "\n".join(line for line in text.splitlines() if _NOUGHTS.sub("", line))


def _dictionaries(value: Any) -> Iterable[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _dictionaries(item)
    elif isinstance(value, dict):
        yield value
        for item in value.values():
            if isinstance(item, list | dict):
                yield from _dictionaries(item)


def _internal(value: Mapping[str, int]) -> tuple[int, int]:
    return value["table"], value["offset"]


def _write_error(error: RuntimeError, path: Path, what: str) -> EngineError | OSError:
    """What the disk refused is the system's error, as of every other file of a generation."""
    if "IO exception" in str(error):
        said = _SYSTEM_ERROR.search(str(error))
        return OSError(errno.EIO, said[1] if said else "the disk is full or fails", str(path))
    return EngineError(f"{what}: {ladybug_errors.first_line(error)}")


def remove(path: Path) -> None:
    """Delete a database file and what Ladybug keeps beside it."""
    for part in (path, path.with_name(path.name + ".wal"), path.with_name(path.name + ".shadow")):
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)
