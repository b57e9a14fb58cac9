"""``kg explain``: why a node is what it is, from the records and mentions kept beside the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from kg import ids, render
from kg.archive import Archive
from kg.extract.columns import text_name
from kg.extract.vocabulary import known_names, squash
from kg.folder import GraphFolder
from kg.nearest import nearest
from kg.paper import Paper
from kg.resolve import Thesaurus
from kg.resolve.keys import CONCEPTS, NAMED
from kg.resolve.own_keys import concept_key, name_key
from kg.resolve.papers import identifiers, merge
from kg.resolve.thesaurus import FILE
from kg.tables import GraphTables
from kg.wording import counted
from queries import finding

MOST = 5
"""Places shown of each spelling."""
_LABELS = ("Paper", "Dataset", "Method", "Concept", "Repository", "Author", "Venue")


def explain(graph: str, name: str) -> str:
    """Why a node has its name, aliases and fields.

    Raises:
        GraphError: There is no such graph.
        NodeNameError: No node is called so; names the nearest.
    """
    folder = GraphFolder.open(Path(graph))
    tables = folder.tables()
    label, row = _find(folder, tables, name)
    lines = [f"{label} {row['id']}: {(*_names(row), row['id'])[0]}"]
    if others := _others(tables, label, row):
        lines.append(f"  other things of that name: {', '.join(others)}")
    if row.get("aliases"):
        lines.append(f"  also written: {', '.join(row['aliases'])}")
    if label == "Paper":
        lines += _of_paper(folder, row["id"])
    elif label in ("Dataset", "Method", "Concept"):
        lines += _of_name(folder, tables, label, row)
    else:
        lines += _of_linked(tables, row["id"])
    return render.printable("\n".join(lines))


def _find(folder: GraphFolder, tables: GraphTables, name: str) -> tuple[str, dict[str, Any]]:
    """The label and row of the node of a name; papers also by what `kg remove` takes."""
    wanted = ids.fold(name)
    names: list[str] = []
    for label in _LABELS:
        for row in tables.nodes[label].to_pylist():
            called = _names(row)
            if name == row["id"] or wanted in {ids.fold(c) for c in (row["id"], *called)}:
                return label, row
            names += called
    if papers := _papers_called(folder, tables, name):
        if len(papers) > 1:
            raise finding.several(name, ((row["title"], row["id"]) for row in papers))
        return "Paper", papers[0]
    raise finding.missing(name, "node", nearest(name, names))


def _papers_called(folder: GraphFolder, tables: GraphTables, name: str) -> list[dict[str, Any]]:
    """The rows of the papers of which a record has a name; none where records were not kept."""
    if "settings" not in folder.manifest:
        return []
    rules = Thesaurus.read(folder.path / FILE)["paper"]
    (keys,) = Archive.read(folder.generation).keys_of([name], rules)
    return [row for row in tables.nodes["Paper"].to_pylist() if row["id"] in keys]


def _others(tables: GraphTables, label: str, row: dict[str, Any]) -> list[str]:
    """Other nodes that are called as a node is, by their keys."""
    name = ids.fold(_names(row)[0])
    return [
        other["id"]
        for of in _LABELS
        for other in tables.nodes[of].to_pylist()
        if (of, other["id"]) != (label, row["id"]) and name in map(ids.fold, _names(other))
    ]


def _names(row: dict[str, Any]) -> list[str]:
    """What a node is called, its aliases last."""
    called = (row.get("name"), row.get("title"), *(row.get("aliases") or ()))
    return [name for name in called if name]


def _of_paper(folder: GraphFolder, key: str) -> Iterator[str]:
    """Which source said what of a paper."""
    archive = Archive.read(folder.generation)
    rules = Thesaurus.read(folder.path / FILE)["paper"]
    merged = next(
        m for m in merge(archive.papers, same=rules.same, different=rules.different) if m.key == key
    )
    yield f"  from {counted(len(merged.records), 'record')}:"
    for number in merged.records:
        record = archive.papers[number]
        said = [
            field
            for field in ("abstract", "year", "venue", "authors", "keywords", "references",
                          "cited_by", "links", "stated")
            if getattr(record, field)
        ]  # fmt: skip
        known = ", ".join(identifiers(record)) or "no identifier"
        yield f"  {record.origin}: {known}; says {', '.join(['title', *said])}"


def _texts_of(tables: GraphTables, node: str) -> set[str]:
    """The texts of the papers that have a relationship to a node."""
    papers = {
        paper
        for table in tables.edges.values()
        for paper in table.filter(pc.equal(table["target"], node))["source"].to_pylist()
    }
    return {
        text_name(Paper("", row["title"], row["abstract"] or ""))
        for row in tables.nodes["Paper"].to_pylist()
        if row["id"] in papers
    }


def _of_name(
    folder: GraphFolder, tables: GraphTables, label: str, row: dict[str, Any]
) -> Iterator[str]:
    """Where each spelling of a name stands."""
    archive = Archive.read(folder.generation)
    texts = {text_name(p): p.title for p in archive.papers}
    meant = _texts_of(tables, row["id"])
    wanted = {row["name"], *row["aliases"]}
    kinds = CONCEPTS if label == "Concept" else NAMED
    places: dict[str, list[str]] = defaultdict(list)
    for m in Archive.extracted(folder.generation).mentions.to_pylist():
        if m["kind"] not in (*kinds, "abbreviation") or m["text"] not in meant:
            continue
        spellings = {m["name"], m["long_form"], *m["variants"]} & wanted
        for spelling in sorted(spellings, key=str):
            what = f"{m['kind']} {m['role']}".strip()
            if m["long_form"]:
                what += f", {m['name']} = {m['long_form']}"
            sentence = around(m["sentence"], spelling)
            places[spelling].append(
                f"      {texts.get(m['text'], m['text'])} ({what}; {m['rule']}, "
                f"{m['confidence']:.2f})\n        {sentence}"
            )
    for spelling in sorted(wanted, key=lambda s: (s != row["name"], s)):
        found = places[spelling]
        if not found:
            yield f"  {spelling}: the name that the vocabulary, a source or the thesaurus gives"
            continue
        why = "" if spelling == row["name"] else _why_one(spelling, row["name"], label)
        yield f"  {spelling}: in {counted(len(found), 'place')}{why}"
        yield from found[:MOST]
        if len(found) > MOST:
            yield f"      … and {len(found) - MOST} more"
    stating = _stating(tables, row["id"])
    if stating:
        yield f"  without a sentence, by the source of {counted(len(stating), 'paper')}:"
        yield from (f"      {title}" for title in stating[:MOST])
        if len(stating) > MOST:
            yield f"      … and {len(stating) - MOST} more"


def _of_linked(tables: GraphTables, node: str) -> Iterator[str]:
    """The papers that a repository, author or venue belongs to, with the sentence or the source."""
    titles = _titles(tables)
    found = [
        (edge, titles[edge["source"]])
        for table in tables.edges.values()
        for edge in table.filter(pc.equal(table["target"], node)).to_pylist()
    ]
    found.sort(key=lambda f: f[1])
    yield f"  of {counted(len(found), 'paper')}:"
    for edge, title in found[:MOST]:
        if not edge.get("evidence"):
            yield f"      {title} (by its source)"
            continue
        yield f"      {title} ({edge['rule']}, {edge['confidence']:.2f})"
        yield f"        {around(edge['evidence'], node)}"
    if len(found) > MOST:
        yield f"      … and {len(found) - MOST} more"


def _titles(tables: GraphTables) -> dict[str, str]:
    """Key of a paper to its title."""
    nodes = tables.nodes["Paper"]
    return dict(zip(nodes["id"].to_pylist(), nodes["title"].to_pylist(), strict=True))


def around(sentence: str, name: str, width: int = 160) -> str:
    """A sentence, cut so that the name is in what is left."""
    if len(sentence) <= width:
        return sentence
    at = max(sentence.find(name), 0)
    first = min(max(0, at + len(name) // 2 - width // 2), len(sentence) - width)
    cut = sentence[first : first + width]
    if first:
        cut = "… " + cut.partition(" ")[2]
    if first + width < len(sentence):
        cut = cut.rpartition(" ")[0] + " …"
    return cut


def _why_one(spelling: str, name: str, label: str) -> str:
    """Why a spelling ends at a node of this name."""
    if squash(ids.fold(spelling)) == squash(ids.fold(name)):
        return ", the same letters"
    if label == "Concept":
        return ", the same key" if concept_key(spelling) == concept_key(name) else ""
    if name_key(spelling) != name_key(name):
        return ""
    known = known_names().get(squash(spelling))
    if known is not None and name in (known.name, known.spelling):
        return ", in the vocabulary"
    return ", but for what does not change the meaning"


def _stating(tables: GraphTables, node: str) -> list[str]:
    """Titles of the papers of which the source says, not the text, that a node belongs to them."""
    papers = {
        row["source"]
        for table in tables.edges.values()
        if {"rule", "evidence"} <= set(table.column_names)
        for row in table.filter(pc.equal(table["target"], node)).to_pylist()
        if row["rule"] == "source" and not row["evidence"]
    }
    titles = _titles(tables)
    return [titles[paper] for paper in sorted(papers)]
