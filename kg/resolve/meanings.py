"""Which papers mean something else by a name than most, found in the tables of all mentions.

Only names whose uses are not those of the graph before are looked at (`kg.resolve.memo`).
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from kg import ids
from kg.resolve.keys import Keys
from kg.resolve.memo import Groups, Memo
from kg.resolve.papers import MergedPaper
from kg.resolve.senses import parted, senses
from kg.resolve.thesaurus import Thesaurus
from kg.resolve.uses import uses_of

_PARTS = pa.schema(
    [(n, pa.string()) for n in ("group", "fingerprint", "paper", "sense", "long_form")]
)
"""The meanings of `kg.resolve.senses.parted`; a name without any has one row without a paper."""


def other_meanings(
    rows: pa.Table, merged: Sequence[MergedPaper], keys: Keys, thesaurus: Thesaurus, memo: Memo
) -> pa.Table:
    """Columns paper, name, sense: the mentions that don't mean a name's chief meaning.

    Args:
        rows: How each paper uses each name, the columns of `kg.resolve.uses.uses_of`.
        merged: The papers.
        keys: The keys of names.
        thesaurus: The user's word.
        memo: What was made of the graph before.
    """
    names = rows["name"].combine_chunks().dictionary_encode()
    of_names = pa.array([keys.name(n) or None for n in names.dictionary.to_pylist()], pa.string())
    rows = rows.append_column("group", of_names.take(names.indices))
    rows = rows.filter(pc.is_valid(rows["group"]))
    found = Groups(_seen(rows, merged), memo.read("senses", _PARTS))
    changed = found.changed(rows)
    facts = _facts(merged, set(changed["paper"].to_pylist()))
    columns = [c.to_pylist() for c in changed.drop_columns(["group"]).columns]
    uses = uses_of(zip(*columns, strict=True), keys.name, facts)
    parts = list(parted(uses, (thesaurus["dataset"], thesaurus["method"])))
    without = set(changed["group"].to_pylist()) - {key for key, *_ in parts}
    made = [*parts, *((key, None, None, None) for key in sorted(without))]
    named = ("group", "paper", "sense", "long_form")
    made_columns = zip(*made, strict=True) if made else [()] * len(named)
    table = found.results(dict(zip(named, map(list, made_columns), strict=True)), _PARTS)
    memo.keep("senses", table)
    used = rows["group"].filter(pc.not_equal(rows["kind"], "abbreviation"))
    table = table.filter(pc.is_valid(table["paper"])).select(named)
    meant = senses(
        zip(*(c.to_pylist() for c in table.columns), strict=True),
        set(used.unique().to_pylist()),
        keys.name,
    )
    rows = rows.filter(pc.is_in(rows["group"], value_set=table["group"].combine_chunks()))
    marked = {
        (paper, name, meant[paper, key])
        for paper, name, key in zip(
            *(rows[n].to_pylist() for n in ("paper", "name", "group")), strict=True
        )
        if (paper, key) in meant
    }
    columns = list(zip(*sorted(marked), strict=True)) or [()] * 3
    return pa.table(
        {
            n: pa.array(c, pa.string())
            for n, c in zip(("paper", "name", "sense"), columns, strict=True)
        }
    )


def _seen(rows: pa.Table, merged: Sequence[MergedPaper]) -> pa.Table:
    """All that a name's meanings depend on: its uses, and the years and authors of their papers."""
    papers = pa.array([m.key for m in merged], pa.string())
    facts = ["\n".join([str(m.paper.year), *(a.name for a in m.paper.authors)]) for m in merged]
    at = pc.index_in(rows["paper"], value_set=papers)
    return rows.append_column("facts", pa.array(facts, pa.string()).take(at.combine_chunks()))


def _facts(
    merged: Sequence[MergedPaper], wanted: set[str]
) -> dict[str, tuple[int | None, frozenset[str]]]:
    """Paper to its year and its authors."""
    return {
        m.key: (m.paper.year, frozenset(ids.fold(a.name) for a in m.paper.authors))
        for m in merged
        if m.key in wanted
    }
