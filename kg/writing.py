"""A graph's search index and database, made from those of the graph before where little differs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg import difference
from kg.difference import Difference
from kg.folder import DATABASE, GraphFolder, table_file, write_table
from kg.memory import give_back
from kg.search import indexing
from kg.stores import ladybug
from kg.stores.ladybug_tables import Later
from kg.tables import GraphTables

LITTLE = 0.1
"""The largest share of rows that differ at which the earlier index and database are changed;
above it both are made anew."""
LARGE = 50_000
"""Papers from which on derivation, index and database are made one after the other, and what each
leaves is given back: they take 0.5 to 1.2 GB at 100,000 papers."""

Earlier = Callable[[str], pa.Table]
"""Gives the table of a label or relationship type of the graph before."""
Differences = Mapping[str, Difference]
"""Of every label, and of every relationship that is not derived."""


def tables_of(graph: GraphFolder | None) -> Earlier | None:
    """What is compared of a graph; None when it is missing or broken.

    The tables of a `LARGE` one are read when they are asked for, those of others now.
    """
    if graph is None:
        return None

    def read(name: str) -> pa.Table:
        return pq.read_table(table_file(graph.generation, name))

    try:
        if pq.read_metadata(table_file(graph.generation, "Paper")).num_rows >= LARGE:
            return read
        return {n: read(n) for n in difference.KEYS}.__getitem__
    except (OSError, pa.ArrowInvalid):
        return None


def differences(tables: GraphTables, before: Future[Earlier | None]) -> Differences | None:
    """What differs from the graph before; None when there is none, or more than `LITTLE` does.

    Args:
        tables: The graph, without derived relationships.
        before: `tables_of` the one before.
    """
    earlier = before.result()
    if earlier is None:
        return None
    now = {**tables.nodes, **tables.edges}
    try:
        found = {n: Difference.of(earlier(n), now[n], key) for n, key in difference.KEYS.items()}
    except (OSError, pa.ArrowInvalid):
        return None
    return found if difference.share(found) <= LITTLE else None


def write_derived(
    generation: Path, made: Iterable[tuple[str, pa.Table]], later: Later, beside: Executor
) -> dict[str, int]:
    """Write derived relationships while the next are made.

    Args:
        generation: The folder to write into.
        made: Relationship types with their tables.
        later: Is told of each one's file, or that it can't be written; see `telling`.
        beside: What writes.

    Returns:
        Rows by relationship type.
    """
    counts: dict[str, int] = {}

    def write(coming: Future[Path], name: str, rows: pa.Table) -> None:
        try:
            coming.set_result(write_table(name, rows, generation))
        except BaseException as error:
            coming.set_exception(error)

    for name, rows in made:
        counts[name] = rows.num_rows
        beside.submit(write, later[name], name, rows)
        del rows  # it is let go as soon as it is written
    return counts


@contextmanager
def telling(later: Later) -> Iterator[None]:
    """What fails meanwhile, or interrupts, is told to who waits for relationships."""
    try:
        yield
    except BaseException as error:
        for coming in later.values():
            if not coming.done():
                coming.set_exception(error)
        raise


class Writing:
    """What a generation holds besides its tables; made of their files.

    Of a graph of `LARGE` or more papers, where everything is to be written, the index waits until
    all tables are there, when derivation has let go of its own, and the database for the index.

    Args:
        generation: The folder to write into.
        before: The graph that this one takes the place of; None writes all of it.
        tables: Done when the files of all that is not derived are there.
        later: Files of the derived relationships.
    """

    def __init__(
        self, generation: Path, before: GraphFolder | None, tables: Future[None], later: Later
    ) -> None:
        self._generation = generation
        self._before = before
        self._tables = tables
        self._later = later

    def index(self, differences: Future[Differences | None]) -> None:
        """Write the search index.

        Args:
            differences: From the graph before.
        """
        changed = differences.result()
        if self._before is not None and changed is not None:
            self._tables.result()
            tables = indexing.read_tables(self._generation)
            stored = indexing.change(self._before.generation, tables, changed)
        else:
            self._wait()
            stored = indexing.build(indexing.read_tables(self._generation))
            give_back()
        indexing.write(self._generation, stored)

    def database(self, differences: Future[Differences | None], index: Future[None]) -> None:
        """Write the database.

        Args:
            differences: From the graph before.
            index: Done when the search index is written.

        Raises:
            EngineError, OSError: See `kg.stores.ladybug.write`.
        """
        file = self._generation / DATABASE
        done = False
        if self._before is not None:
            shutil.copyfile(self._before.database, file)
            ready = ladybug.prepare(file)  # while differences are looked for
            changed = differences.result()
            done = ready and changed is not None and ladybug.change(file, changed, self._later)
        if not done:
            ladybug.remove(file)
            self._wait(index)
            ladybug.write(self._generation, file, self._later)

    def _wait(self, *others: Future[None]) -> None:
        """Until what an index and a database are made of is there; for a large graph, also until
        others that need memory are done."""
        self._tables.result()
        papers = pq.read_metadata(table_file(self._generation, "Paper")).num_rows
        waited: list[Future[Any]] = [*self._later.values(), *others]
        for coming in waited if papers >= LARGE else ():
            coming.result()
