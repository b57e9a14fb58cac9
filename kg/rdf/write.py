"""RDF written as a stream: N-Triples, Turtle, TriG and JSON-LD; gzipped where the name says so."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from kg.rdf import terms
from kg.rdf.triples import BASE, Block, blocks
from kg.tables import GraphTables

_ESCAPES = {
    i: f"\\u{i:04X}" for i in (*range(0x20), 0x7F, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
} | {ord('"'): '\\"', ord("\\"): "\\\\", ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}
_NEEDS_ESCAPE = re.compile('["\\\\\\x00-\\x1f\\x7f\ud800-\udfff\ufffe\uffff]')
_LONE = re.compile("[\ud800-\udfff]")


def write(tables: GraphTables, path: Path, *, base: str = BASE) -> None:
    """Write the whole graph; `path` tells the form by its ending (then perhaps ``.gz``).

    Args:
        tables: The graph.
        path: It ends in ``.nt``, ``.ttl``, ``.trig`` or ``.jsonld``.
        base: What the IRIs of nodes begin with, ending in ``:``, ``/`` or ``#``.

    Raises:
        OSError: The file can't be written.
    """
    packed = path.suffix.lower() == ".gz"
    ending = path.with_suffix("").suffix.lower() if packed else path.suffix.lower()
    opened: Callable[..., Any] = gzip.open if packed else open
    mode = {"mode": "wt", "encoding": "utf-8", "newline": "\n"}
    with opened(path, **(mode | ({"compresslevel": 3} if packed else {}))) as file:
        _FORMS[ending](tables, file, base)


class _NTriples:
    def name(self, prefixed: str) -> str:
        return f"<{terms.full(prefixed)}>"

    def term(self, prefixed: str) -> str:
        return self.name(prefixed)

    def iri(self, iri: str) -> str:
        return f"<{iri}>"

    def literal(self, value: Any, datatype: str) -> str:
        if datatype:
            return f'"{_lexical(value)}"^^<{terms.PREFIXES["xsd"]}{datatype}>'
        return f'"{_escaped(value)}"'


class _Turtle(_NTriples):
    def name(self, prefixed: str) -> str:
        return "a" if prefixed == "rdf:type" else prefixed

    def literal(self, value: Any, datatype: str) -> str:
        if datatype in ("integer", "boolean"):
            return _lexical(value)
        if datatype:
            return f'"{_lexical(value)}"^^xsd:{datatype}'
        return f'"{_escaped(value)}"'


class _JsonLd:
    def name(self, prefixed: str) -> str:
        return json.dumps("@type" if prefixed == "rdf:type" else prefixed)

    def term(self, prefixed: str) -> str:
        return self.iri(prefixed)

    def iri(self, iri: str) -> str:
        return f'{{"@id": {json.dumps(iri)}}}'

    def literal(self, value: Any, datatype: str) -> str:
        if datatype == "double":
            return f'{{"@value": "{value!r}", "@type": "xsd:double"}}'
        if datatype in ("", "integer", "boolean"):
            return json.dumps(_LONE.sub("\ufffd", value) if datatype == "" else value)
        return f'{{"@value": "{_lexical(value)}", "@type": "xsd:{datatype}"}}'


def _lexical(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value)


def _escaped(value: str) -> str:
    if _NEEDS_ESCAPE.search(value) is None:
        return value
    return _LONE.sub("\ufffd", value).translate(_ESCAPES)


def write_ntriples(tables: GraphTables, file: IO[str], base: str = BASE) -> None:
    """Write all triples, one a line."""
    for part in terms.PART_GRAPHS:
        for subject, pairs in blocks(tables, _NTriples(), part, base):
            file.write("".join([f"{subject} {p} {o} .\n" for p, o in pairs]))


def _write_turtle(tables: GraphTables, file: IO[str], base: str) -> None:
    _write_prefixes(file)
    for part in terms.PART_GRAPHS:
        for block in blocks(tables, _Turtle(), part, base):
            file.write(_turtle(block))


def _write_trig(tables: GraphTables, file: IO[str], base: str) -> None:
    _write_prefixes(file)
    for part in terms.PART_GRAPHS:
        file.write(f"\n<{base}graph{terms.separator(base)}{part}> {{\n")
        for block in blocks(tables, _Turtle(), part, base):
            file.write(_turtle(block))
        file.write("}\n")


def _write_prefixes(file: IO[str]) -> None:
    for prefix, iri in terms.PREFIXES.items():
        file.write(f"@prefix {prefix}: <{iri}> .\n")


def _turtle(block: Block) -> str:
    subject, pairs = block
    return (
        f"\n{subject} " + " ;\n    ".join([f"{p} {', '.join(o)}" for p, o in _by(pairs)]) + " .\n"
    )


def _write_jsonld(tables: GraphTables, file: IO[str], base: str) -> None:
    context = json.dumps(terms.PREFIXES, indent=1)
    file.write(f'{{"@context": {context},\n"@graph": [')
    begun = False
    for part in terms.PART_GRAPHS:
        for subject, pairs in blocks(tables, _JsonLd(), part, base):
            said = []
            for name, objects in _by(pairs):
                if name == '"@type"':  # takes names, not references
                    objects = [o.removeprefix('{"@id": ').removesuffix("}") for o in objects]
                said.append(f"{name}: [{', '.join(objects)}]")
            file.write(f"{',' if begun else ''}\n{subject[:-1]}, {', '.join(said)}}}")
            begun = True
    file.write("\n]}\n")


def _by(pairs: list[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """Pairs grouped by predicate, in order."""
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    yield from grouped.items()


_FORMS: dict[str, Callable[[GraphTables, IO[str], str], None]] = {
    ".nt": write_ntriples,
    ".ttl": _write_turtle,
    ".trig": _write_trig,
    ".jsonld": _write_jsonld,
}
