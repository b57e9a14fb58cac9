"""The nodes of datasets, methods and concepts, and which name ends at which.

Only groups of spellings that are not those of the graph before are made anew (`kg.resolve.memo`).
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from kg.resolve.keys import CONCEPTS, NAMED, Keys, Spelling
from kg.resolve.memo import Groups, Memo
from kg.resolve.names import Entities
from kg.tables import node_schema

_CONCEPT, _NAME = "concept ", "name "
"""What a group begins with: a concept and a name of one key are two things."""
_LABELS = {"Concept": _CONCEPT, "Dataset": _NAME, "Method": _NAME}
_ENTITIES = pa.schema(
    [
        ("group", pa.string()),
        ("fingerprint", pa.string()),
        ("label", pa.string()),
        *node_schema("Concept"),
    ]
)


class EntityTables:
    """The entities of a corpus as tables.

    Args:
        said: What `kg.resolve.mentions.Mentions.spellings` gives, of all kinds and with senses.
        keys: The names' keys.
        memo: What was made of the graph before.
    """

    def __init__(self, said: pa.Table, keys: Keys, memo: Memo) -> None:
        concepts, named = of_kinds(said, CONCEPTS), of_kinds(said, NAMED)
        own = keys.concepts(concepts["name"].combine_chunks())
        names = named["name"].combine_chunks().dictionary_encode()
        of_names = pa.array(map(keys.name, names.dictionary.to_pylist()), pa.string())
        is_chief = pc.equal(named["sense"], "")
        meant = pc.if_else(is_chief, of_names.take(names.indices), named["sense"])
        self._said = pa.concat_tables(
            [_grouped(concepts, _CONCEPT, own), _grouped(named, _NAME, meant)]
        )
        found = Groups(_seen(self._said, keys), memo.read("entities", _ENTITIES))
        spellings = as_spellings(found.changed(self._said))
        made: dict[str, list[object]] = {n: [] for n in _ENTITIES.names if n != "fingerprint"}
        for key, e in Entities(spellings, keys=keys):
            row = (_LABELS[e.label] + key, e.label, e.id, e.name, e.kind, e.aliases)
            for column, value in zip(made.values(), row, strict=True):
                column.append(value)
        self._entities = found.results(made, _ENTITIES)
        memo.keep("entities", self._entities)

    def nodes(self, label: str) -> pa.Table:
        """The nodes of a label."""
        nodes = self._entities.filter(pc.equal(self._entities["label"], label)).sort_by("id")
        form = node_schema(label)
        return nodes.select(form.names).cast(form)

    def ends(self) -> pa.Table:
        """Columns kind, name, sense, and label and id of the entity that is meant."""
        at = pc.index_in(self._said["group"], value_set=self._entities["group"].combine_chunks())
        ends = self._said.select(["kind", "name", "sense"])
        for name in ("label", "id"):
            ends = ends.append_column(name, self._entities[name].combine_chunks().take(at))
        return ends.group_by(ends.column_names).aggregate([])


def of_kinds(said: pa.Table, kinds: Sequence[str]) -> pa.Table:
    """The rows of mentions of some kinds."""
    return said.filter(pc.is_in(said["kind"], value_set=pa.array(kinds)))


def _grouped(said: pa.Table, prefix: str, keys: pa.Array) -> pa.Table:
    """Rows with the group of their keys; without those whose key is empty."""
    said = said.append_column("group", pc.binary_join_element_wise(prefix, keys, ""))
    return said.filter(pc.not_equal(keys, ""))


def as_spellings(said: pa.Table) -> list[Spelling]:
    """Rows of `kg.resolve.mentions.Mentions.spellings`."""
    columns = {name: said[name].to_pylist() for name in Spelling._fields}
    columns["variants"] = [tuple(v or ()) for v in columns["variants"]]
    return list(map(Spelling._make, zip(*columns.values(), strict=True)))


def _seen(said: pa.Table, keys: Keys) -> pa.Table:
    """All that `Entities` makes of a group's spellings depends on."""
    is_concept = pc.is_in(said["kind"], value_set=pa.array(CONCEPTS))
    names = said["name"].combine_chunks().dictionary_encode()
    # a short form is one word
    each = [None if " " in name else keys.long_form(name) for name in names.dictionary.to_pylist()]
    long = pa.array(each, pa.string())
    said = said.append_column("long", pc.if_else(is_concept, long.take(names.indices), None))
    called: dict[str, str] = {}
    for label, prefix in _LABELS.items():
        for key, name in keys.renamed(label).items():
            called[prefix + key] = f"{called.get(prefix + key, '')}\n{label} {name}"
    given = list(map(called.get, said["group"].to_pylist())) if called else None
    return said.append_column("called", pa.array(given or [None] * len(said), pa.string()))
