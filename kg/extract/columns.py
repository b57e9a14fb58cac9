"""Extraction as Arrow tables: many papers in, one row a mention out.

A text is named by the hash of what extraction sees of it, so that a text which did not change is
never read twice, and every engine (processes here, Spark there) gives the same rows.
"""

from __future__ import annotations

import gc
import hashlib
import itertools
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing.context import ForkServerContext, ForkServerProcess
from types import ModuleType

import numpy as np
import pyarrow as pa

from kg.errors import UsageError
from kg.extract import KEYWORDS, find, read
from kg.extract.embedding import DIMENSIONS
from kg.extract.word_vectors import document
from kg.paper import Evidence, Extraction, Mention, Paper

CHUNK = 64
"""Texts that a process is given at a time."""

_SEVERAL = pa.dictionary(pa.int32(), pa.string())
"""Strings that many rows share, each kept once: a sentence has some five mentions."""
MENTIONS = pa.schema(
    [
        ("text", pa.string()),
        ("seq", pa.int32()),
        ("kind", _SEVERAL),
        ("name", pa.string()),
        ("role", _SEVERAL),
        ("sort", _SEVERAL),
        ("long_form", pa.string()),
        ("variants", pa.list_(pa.string())),
        ("sentence", _SEVERAL),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("rule", _SEVERAL),
        ("confidence", pa.float64()),
    ]
)
"""One row a mention: the text's name, its number in the text, and `Mention` with its evidence."""


def plain(form: pa.Schema) -> pa.Schema:
    """A schema with strings instead of dictionaries of strings."""
    return pa.schema(
        [(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type) for f in form]
    )


TEXTS = pa.schema(
    [
        ("text", pa.string()),
        ("notes", pa.list_(pa.string())),
        ("vector", pa.list_(pa.float32(), DIMENSIONS)),
    ]
)
"""One row a text: what was left out, and its vector of length 1 (zeros when it has no words)."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was found in a number of texts: tables of `MENTIONS` and `TEXTS`."""

    mentions: pa.Table
    texts: pa.Table

    @classmethod
    def empty(cls) -> Extracted:
        return cls(MENTIONS.empty_table(), TEXTS.empty_table())

    @classmethod
    def union(cls, parts: Sequence[Extracted]) -> Extracted:
        """All of them, in order of text and mention."""
        mentions = pa.concat_tables([p.mentions for p in parts]).unify_dictionaries()
        texts = pa.concat_tables([p.texts for p in parts])
        return cls(
            mentions.combine_chunks().sort_by([("text", "ascending"), ("seq", "ascending")]),
            texts.sort_by("text").combine_chunks(),
        )

    def only(self, texts: Iterable[str]) -> Extracted:
        """Of these texts only."""
        import pyarrow.compute as pc

        wanted = pa.array(sorted(set(texts)), pa.string())
        these = pc.is_in(self.texts["text"], value_set=wanted)
        if pc.all(these, min_count=0).as_py():
            return self
        return Extracted(
            self.mentions.filter(pc.is_in(self.mentions["text"], value_set=wanted)),
            self.texts.filter(these),
        )


def text_name(paper: Paper) -> str:
    """The name of a paper's text: 16 hex digits of its hash."""
    return hashlib.sha256(paper.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def extract(
    papers: Iterable[Paper], *, keywords: str = "static", jobs: int | None = None
) -> Iterator[Extraction]:
    """What is found in each paper, in the papers' order; see `extract_columns`."""
    ahead, stream = itertools.tee(papers)
    for part in extract_columns(ahead, keywords=keywords, jobs=jobs):
        found = as_extractions(part)
        for paper in itertools.islice(stream, CHUNK):
            yield replace(found[text_name(paper)], paper_id=paper.id)


def extract_columns(
    papers: Iterable[Paper],
    *,
    keywords: str = "static",
    jobs: int | None = None,
    beside: bool = False,
) -> Iterator[Extracted]:
    """What is found in each paper's text, some `CHUNK` texts at a time, in the papers' order.

    Args:
        papers: Any number of papers; read as a stream, at most a few chunks ahead.
        keywords: One of `kg.extract.KEYWORDS`.
        jobs: Processes; by default one a core, and none beside this one for few papers.
        beside: This process has other things to do: few papers are read by another one too.

    Raises:
        UsageError: No such keyword setting.
    """
    if keywords not in KEYWORDS:
        raise UsageError(
            f"no keyword setting is called {keywords!r}", remedy=f"one of {', '.join(KEYWORDS)}"
        )
    stream = iter(papers)
    jobs = jobs or os.cpu_count() or 1
    ahead = list(itertools.islice(stream, 3 * CHUNK)) if jobs > 1 else []
    chunks = _chunks(itertools.chain(ahead, stream))
    few = len(ahead) < 3 * CHUNK
    if jobs == 1 or (few and not beside):
        for chunk in chunks:
            yield extract_chunk(chunk, keywords)
        return
    yield from _in_processes(chunks, keywords, 1 if few else jobs)


def _in_processes(chunks: Iterator[list[Paper]], keywords: str, jobs: int) -> Iterator[Extracted]:
    context = _Context()
    context.set_forkserver_preload(["kg.extract.columns", "kg.extract.ready"])
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_prepare_process) as pool:
        waiting: list[tuple[list[Paper], Future[Extracted]]] = []
        broken = False
        for chunk in chunks:
            if not broken:
                try:
                    waiting.append((chunk, pool.submit(extract_chunk, chunk, keywords)))
                except BrokenProcessPool:
                    broken = True
            if broken:
                waiting.append((chunk, _here(chunk, keywords)))
            if len(waiting) > 3 * jobs:
                yield _result(*waiting.pop(0), keywords)
        for chunk, future in waiting:
            yield _result(chunk, future, keywords)


class _Process(ForkServerProcess):
    """A process that is not told of the main module.

    multiprocessing has every new process run it. Ours need nothing of it, and a script without
    ``if __name__ == "__main__":`` would do all that it does again.
    """

    def start(self) -> None:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            super().start()
        finally:
            sys.modules["__main__"] = main


class _Context(ForkServerContext):
    Process = _Process


def _result(chunk: list[Paper], future: Future[Extracted], keywords: str) -> Extracted:
    """The chunk's result; made here when its process died (killed for want of memory)."""
    try:
        return future.result()
    except BrokenProcessPool:
        return extract_chunk(chunk, keywords)


def _here(chunk: list[Paper], keywords: str) -> Future[Extracted]:
    done: Future[Extracted] = Future()
    done.set_result(extract_chunk(chunk, keywords))
    return done


def _prepare_process() -> None:
    """Use one thread; collect cycles, of which extraction makes hardly any, seldom."""
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    gc.set_threshold(100_000, 20, 100)


def _chunks(papers: Iterator[Paper]) -> Iterator[list[Paper]]:
    while chunk := list(itertools.islice(papers, CHUNK)):
        yield chunk


def extract_chunk(papers: Sequence[Paper], keywords: str = "static") -> Extracted:
    """What is found in some papers' texts, each text once."""
    by_text = {text_name(p): p for p in papers}
    mentions: list[tuple[str, list[Mention]]] = []
    notes: list[list[str]] = []
    vectors = np.zeros((len(by_text), DIMENSIONS), dtype=np.float32)
    for number, (name, paper) in enumerate(by_text.items()):
        text, left_out = read(paper)
        try:
            found, not_sought = find(text, keywords=keywords)
            vectors[number] = document(text)
        except Exception as error:  # a fault of ours costs a text its mentions, not a build
            found, not_sought = [], [f"nothing found: {type(error).__name__} in kg's extraction"]
        mentions.append((name, found))
        notes.append(left_out + not_sought)
    texts = pa.table(
        [
            pa.array(list(by_text), pa.string()),
            pa.array(notes, pa.list_(pa.string())),
            pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel(), pa.float32()), DIMENSIONS),
        ],
        schema=TEXTS,
    )
    return Extracted(as_rows(mentions), texts)


def as_rows(found: Iterable[tuple[str, Sequence[Mention]]]) -> pa.Table:
    """Mentions of texts as a table of `MENTIONS`."""
    columns: list[list[object]] = [[] for _ in MENTIONS]
    for text, mentions in found:
        for seq, m in enumerate(mentions):
            e = m.evidence
            row = (
                text, seq, m.kind, m.name, m.role, m.sort, m.long_form, m.variants,
                e.sentence, e.start, e.end, e.rule, e.confidence,
            )  # fmt: skip
            for column, value in zip(columns, row, strict=True):
                column.append(value)
    arrays = [pa.array(c, f.type) for c, f in zip(columns, MENTIONS, strict=True)]
    return pa.table(arrays, schema=MENTIONS)


def as_extractions(extracted: Extracted) -> dict[str, Extraction]:
    """Text name to what was found in it."""
    mentions: dict[str, list[Mention]] = {}
    for row in extracted.mentions.to_pylist():
        evidence = Evidence(
            row["sentence"], row["start"], row["end"], row["rule"], row["confidence"]
        )
        mentions.setdefault(row["text"], []).append(
            Mention(
                row["kind"],
                row["name"],
                evidence,
                row["role"],
                row["sort"],
                row["long_form"],
                tuple(row["variants"]),
            )
        )
    notes = dict(
        zip(
            extracted.texts["text"].to_pylist(),
            extracted.texts["notes"].to_pylist(),
            strict=True,
        )
    )
    return {t: Extraction(t, tuple(mentions.get(t, ())), tuple(n)) for t, n in notes.items()}
