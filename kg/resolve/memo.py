"""What resolution made of each group, kept beside the graph: what did not change is not done again.

Resolution works by groups that know nothing of each other: the spellings of one key, the uses of
one name, the people of one surname. `Groups` takes the fingerprint of everything that a step sees
of each group; where that is the one of the graph before, what came out then is taken over. What a
name is by itself, in whatever corpus, is kept by name (`kg.resolve.remembered`).

A graph without such files, or of other code or another thesaurus, is resolved as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kg.sql import DuckDB

FOLDER = "resolved"
GROUP = ("group", "fingerprint")
_FINGERPRINTS = """
SELECT "group", SUM(HASH(r)) || '*' || COUNT(*) AS fingerprint FROM rows r GROUP BY "group"
"""
"""Of a set of rows: the order in which they come changes nothing."""


@dataclass(frozen=True, slots=True)
class Memo:
    """Tables by name: those of the graph before, and those to keep of the graph now.

    Args:
        before: The folder of the generation whose tables hold; None when none do.
    """

    before: Path | None = None
    _now: dict[str, Callable[[], pa.Table]] = field(default_factory=dict)

    def read(self, name: str, form: pa.Schema) -> pa.Table:
        """A table of the graph before; empty when there is none."""
        if self.before is not None:
            try:
                return pq.read_table(self.before / FOLDER / f"{name}.parquet", schema=form)
            except (OSError, pa.ArrowInvalid):
                pass
        return form.empty_table()

    def keep(self, name: str, table: pa.Table) -> None:
        """Keep a table of the graph now."""
        self._now[name] = lambda: table

    def keep_made(self, name: str, make: Callable[[], pa.Table]) -> None:
        """Keep a table of the graph now that is made when it is written."""
        self._now[name] = make

    def write(self, generation: Path) -> None:
        """Write what is to be kept below a generation's folder."""
        (generation / FOLDER).mkdir(exist_ok=True)
        for name, make in self._now.items():
            pq.write_table(make(), generation / FOLDER / f"{name}.parquet", compression="zstd")
        self._now.clear()


class Groups:
    """The groups of some rows, and what was made of them before.

    Args:
        rows: A column ``group``, and all that a group's result depends on.
        before: Results: ``group``, ``fingerprint`` and others; any number of rows a group.
    """

    def __init__(self, rows: pa.Table, before: pa.Table) -> None:
        with DuckDB() as engine:
            engine.register("rows", rows)
            self._now = engine.table(_FINGERPRINTS)
            engine.register("now", self._now)
            engine.register("before", before)
            self.kept = engine.table(
                'SELECT b.* FROM before b JOIN now n ON n."group" = b."group" '
                "AND n.fingerprint = b.fingerprint"
            )
        known = pc.is_in(self._now["group"], value_set=self.kept["group"].combine_chunks())
        self._new = self._now["group"].filter(pc.invert(known)).combine_chunks()

    def changed(self, rows: pa.Table) -> pa.Table:
        """Of some rows with a column ``group``, those of groups that have to be done again."""
        return rows.filter(pc.is_in(rows["group"], value_set=self._new))

    def results(self, made: Mapping[str, list[object]], form: pa.Schema) -> pa.Table:
        """What is kept and what was made anew, with fingerprints, as a table of a schema.

        Args:
            made: Columns of `form` without the fingerprint.
            form: Of the results.
        """
        new = pa.table({n: pa.array(c, form.field(n).type) for n, c in made.items()})
        at = pc.index_in(new["group"], value_set=self._now["group"].combine_chunks())
        new = new.append_column("fingerprint", self._now["fingerprint"].take(at))
        return pa.concat_tables([self.kept.select(form.names).cast(form), new.select(form.names)])
