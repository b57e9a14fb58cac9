"""The work of a build on Spark: extraction by Arrow batches, and the same SQL.

Workers need the same Python with `kg` installed in it; see docs/scale.md.
"""

from __future__ import annotations

import os
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Self

import pyarrow as pa

from kg.errors import EngineError
from kg.extract.columns import MENTIONS, TEXTS, Extracted, extract_chunk, plain, text_name
from kg.paper import Paper

BATCH = 512
"""Texts that a Python worker is given at a time."""

_LOGGING = Path(__file__).with_name("spark-log4j2.properties").resolve()
_READ = pa.schema([("text", pa.string()), ("title", pa.string()), ("abstract", pa.string())])
_ROW = pa.struct([f for f in plain(MENTIONS) if f.name != "text"])
_FOUND = pa.schema(
    [
        ("text", pa.string()),
        ("notes", pa.list_(pa.string())),
        ("vector", pa.list_(pa.float32())),
        ("mentions", pa.list_(_ROW)),
    ]
)


class Spark:
    """A Spark session that builds graphs; see `kg.engine.Engine`.

    Args:
        master: Address of the cluster; ``local[*]`` is this machine.

    Raises:
        EngineError: pyspark or Java is missing, or the cluster can't be reached.
    """

    def __init__(self, master: str = "local[*]") -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise EngineError(
                "the Spark engine needs pyspark, which is not installed",
                remedy="pip install 'kg[spark]', and a JDK 17",
            ) from None
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        if master.startswith("local"):
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        warnings.filterwarnings("ignore", "PySpark does not yet fully support", FutureWarning)
        builder = SparkSession.builder.master(master).appName("kg")
        for name, value in _settings(master).items():
            builder = builder.config(name, value)
        try:
            self._session = builder.getOrCreate()
        except Exception as error:
            raise EngineError(
                f"Spark does not start at {master}: {_said(error)}",
                remedy="check the address, and that java is a JDK 17",
            ) from error

    def extract(self, papers: Iterable[Paper], keywords: str) -> Iterator[Extracted]:
        """See `kg.engine.Engine.extract`; one part."""
        texts = {text_name(p): p for p in papers}
        if not texts:
            return
        rows = pa.table(
            [
                pa.array(list(texts), pa.string()),
                pa.array([p.title for p in texts.values()], pa.string()),
                pa.array([p.abstract for p in texts.values()], pa.string()),
            ],
            schema=_READ,
        )
        from pyspark.sql.pandas.types import from_arrow_schema

        context = self._session.sparkContext
        parts = max(context.defaultParallelism, len(texts) // BATCH)
        found = _given(
            lambda: (
                self._session.createDataFrame(rows)
                .repartition(parts)
                .mapInArrow(partial(_extract, keywords=keywords), from_arrow_schema(_FOUND))
                .toArrow()
            )
        )
        yield _columns(found.cast(_FOUND).combine_chunks())

    def sql(self) -> SparkSql:
        """See `kg.engine.Engine.sql`."""
        return SparkSql(self._session.newSession())

    def stop(self) -> None:
        """End the session."""
        self._session.stop()


class SparkSql:
    """See `kg.sql.Sql`; the tables of one are not seen by another."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._waiting: dict[str, pa.Table] = {}
        self._kept: list[Any] = []

    def register(self, name: str, table: pa.Table) -> None:
        """See `kg.sql.Sql.register`; the table is sent when a statement first names it."""
        self._waiting[name] = table.cast(plain(table.schema))

    def table(self, statement: str) -> pa.Table:
        """See `kg.sql.Sql.table`."""
        return _given(lambda: self._run(statement).toArrow())

    def keep(self, name: str, statement: str) -> None:
        """See `kg.sql.Sql.keep`."""
        frame = _given(lambda: self._run(statement).cache())
        frame.createOrReplaceTempView(name)
        self._kept.append(frame)

    def pairs(self, name: str, items: str, least: float) -> None:
        """See `kg.sql.Sql.pairs`."""
        self.keep(f"{name}_items", items)
        self.keep(
            name,
            f"""SELECT a.thing AS source, b.thing AS target, SUM(a.share * b.share) AS share
            FROM {name}_items a
            JOIN {name}_items b ON a.item = b.item AND a.thing < b.thing
            GROUP BY a.thing, b.thing
            HAVING SUM(a.share * b.share) >= {least!r}""",
        )

    def _run(self, statement: str) -> Any:
        for name in set(re.findall(r"\w+", statement)) & set(self._waiting):
            frame = self._session.createDataFrame(self._waiting.pop(name))
            frame.createOrReplaceTempView(name)
        return self._session.sql(statement)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for frame in self._kept:
            frame.unpersist()


def _settings(master: str) -> dict[str, str]:
    settings = {
        "spark.sql.ansi.enabled": "true",
        "spark.sql.ansi.doubleQuotedIdentifiers": "true",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(BATCH),
        "spark.sql.session.timeZone": "UTC",
        "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_LOGGING.as_uri()}",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    if master.startswith("local"):
        settings |= {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.memory": "2g",
            "spark.sql.shuffle.partitions": str(os.cpu_count() or 1),
            # planning each stage anew by the sizes before it takes longer than a small one runs
            "spark.sql.adaptive.enabled": "false",
        }
    return settings


def _extract(batches: Iterable[pa.RecordBatch], keywords: str) -> Iterator[pa.RecordBatch]:
    """On a worker: what is found in the texts of each batch, one row a text."""
    for batch in batches:
        papers = [
            Paper(id="", title=title, abstract=abstract)
            for title, abstract in zip(
                batch["title"].to_pylist(), batch["abstract"].to_pylist(), strict=True
            )
        ]
        if not papers:
            continue
        part = extract_chunk(papers, keywords)
        mentions: dict[str, list[dict[str, Any]]] = {}
        for row in part.mentions.to_pylist():
            mentions.setdefault(row.pop("text"), []).append(row)
        texts = part.texts["text"].to_pylist()
        yield pa.record_batch(
            [
                pa.array(texts, pa.string()),
                part.texts["notes"].combine_chunks(),
                part.texts["vector"].combine_chunks().cast(pa.list_(pa.float32())),
                pa.array([mentions.get(t, []) for t in texts], pa.list_(_ROW)),
            ],
            schema=_FOUND,
        )


def _columns(found: pa.Table) -> Extracted:
    """The tables of `Extracted`, from one row a text."""
    import pyarrow.compute as pc

    mentions = found["mentions"].combine_chunks()
    rows = pc.list_flatten(mentions)
    texts = found["text"].combine_chunks().take(pc.list_parent_indices(mentions))
    columns = {"text": texts} | {f.name: pc.struct_field(rows, f.name) for f in _ROW}
    return Extracted(
        pa.table([columns[f.name] for f in MENTIONS], schema=plain(MENTIONS)).cast(MENTIONS),
        found.drop_columns(["mentions"]).cast(TEXTS),
    )


def _given(run: Callable[[], Any]) -> Any:
    """What Spark gives; its errors as ours."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        return run()
    except (PySparkException, Py4JError, OSError) as error:
        raise EngineError(f"Spark can't run a step of the build: {_said(error)}") from error


def _said(error: BaseException) -> str:
    """The first line that tells something: Java's exceptions come with their whole stack."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"(?:Exception|Error): .", line)]
    return (telling or lines or [type(error).__name__])[0].lstrip(": ")[:300]
