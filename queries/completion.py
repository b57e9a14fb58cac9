"""What may come next at the cursor: labels, types, properties, functions, parameters, commands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.tokens import tokens
from queries import hints, names, recipes
from queries.catalog import Catalog, Entry, quoted

_WORD = re.compile(r"\w*\Z")
_PARAMETER = re.compile(r"\$(\w*)\Z")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that may stand from `start` up to the cursor, and what it is."""

    text: str
    start: int
    about: str = ""


@dataclass(frozen=True)
class Known:
    """What completion may offer besides keywords.

    Attributes:
        commands: Name (with its colon) to (kind of argument, what it does).
        settings: Name to the values it can have.
    """

    catalog: Catalog
    functions: Sequence[str] = ()
    parameters: Mapping[str, Any] | None = None
    commands: Mapping[str, tuple[str, str]] | None = None
    settings: Mapping[str, Sequence[str]] | None = None
    write: bool = False


def complete(text: str, cursor: int, known: Known) -> list[Candidate]:
    """Everything that fits between what is before the cursor and the cursor.

    Args:
        text: All of the input, statements or a command.
        cursor: 0-based offset in it.
        known: What there is.
    """
    before = text[:cursor]
    lead = len(before) - len(before.lstrip())
    if before[lead:].startswith(":"):
        return _command(before, lead, known)
    return cypher(before, text[cursor:], known)


def cypher(before: str, after: str, known: Known) -> list[Candidate]:
    """Completion inside a statement."""
    begin = 0
    for token in tokens(before):
        if token.text == ";":
            begin = token.start + 1
        if token.end == len(before) and token.kind in ("comment", "string", "quoted"):
            return []
    here = before[begin:]
    if parameter := _PARAMETER.search(here):
        at = begin + parameter.start()
        return _fitting(
            ((f"${name}", f"{value!r}"[:40]) for name, value in (known.parameters or {}).items()),
            parameter[0], at,
        )  # fmt: skip
    partial = _WORD.search(here)
    typed = partial[0] if partial else ""
    if typed[:1].isdigit():
        return []
    at = len(before) - len(typed)
    reading = names.read(here[: len(here) - len(typed)])
    whole = names.read(here + after.partition(";")[0])
    offered = _offered(reading, whole, known, bool(typed))
    return _fitting(offered, typed, at)


def _offered(
    reading: names.Reading, whole: names.Reading, known: Known, typed: bool
) -> Iterable[tuple[str, str]]:
    catalog = known.catalog
    match names.expected(reading):
        case "label":
            return _labels(reading, catalog)
        case "type":
            return _types(reading, catalog)
    last = reading.tokens[-1].text if reading.tokens else ""
    frame = reading.open[-1] if reading.open else None
    if last == "." and len(reading.tokens) > 1:
        variable = names.name_of(reading.tokens[-2])
        binding = reading.bindings.get(variable or "") or whole.bindings.get(variable or "")
        return _properties(catalog, binding) if variable else []
    if frame is not None and frame.open == "{" and last in ("{", ","):
        return _properties(catalog, frame.owner) if frame.owner is not None else []
    if frame is not None and frame.open == "{" and frame.owner is None and last == ":":
        return []
    offered = [(name, "variable") for name in whole.variables]
    if typed:
        offered += [(f"{name}(", "function") for name in known.functions]
    words = hints.KEYWORDS + (hints.WRITING if known.write else ())
    if not reading.tokens and not typed:
        words = hints.BEGINNINGS
    return [*offered, *((word, "keyword") for word in words)]


def _labels(reading: names.Reading, catalog: Catalog) -> list[tuple[str, str]]:
    """Labels; after ``-[:TYPE]->(`` those that the type leads to come first."""
    types = reading.before.get("type", []) if _after_relationship(reading) else []
    ends = {end for name in types if name in catalog.types for end in _other(catalog.types[name])}
    ordered = sorted(catalog.labels.values(), key=lambda e: e.name not in ends)
    return [(quoted(e.name), e.doc.rstrip(".")) for e in ordered]


def _after_relationship(reading: names.Reading) -> bool:
    at = reading.open[-1].at if reading.open else 0
    return any(t.text == "]" for t in reading.tokens[max(0, at - 3) : at])


def _other(entry: Entry) -> set[str]:
    return {b for _, b in entry.ends} | ({a for a, _ in entry.ends} if entry.symmetric else set())


def _types(reading: names.Reading, catalog: Catalog) -> list[tuple[str, str]]:
    """Relationship types; those that the node before can have come first."""
    near = set(reading.before.get("label", []))

    def far(entry: Entry) -> bool:
        return bool(near) and not any(near & {a, b} for a, b in entry.ends)

    ordered = sorted(catalog.types.values(), key=far)
    return [(quoted(e.name), joined(e)) for e in ordered]


def joined(entry: Entry) -> str:
    """What a relationship type joins, for people: ``Paper → Dataset, Method``."""
    arrow = "–" if entry.symmetric else "→"
    by_source: dict[str, list[str]] = {}
    for a, b in entry.ends:
        by_source.setdefault(a, []).append(b)
    return "; ".join(f"{a} {arrow} {', '.join(b)}" for a, b in by_source.items())


def _properties(catalog: Catalog, binding: names.Binding | None) -> list[tuple[str, str]]:
    if binding is None:
        found = catalog.properties()
    else:
        found = catalog.properties(binding.kind, binding.names)
        found = found or catalog.properties(binding.kind)
    return [(quoted(name), who) for name, who in found.items()]


def _fitting(offered: Iterable[tuple[str, str]], typed: str, at: int) -> list[Candidate]:
    """Those that begin with what is typed; keywords in its case."""
    found: dict[str, Candidate] = {}
    folded = typed.lower()
    for text, about in offered:
        if not text.lstrip("`").lower().startswith(folded) or text == typed:
            continue
        if about == "keyword" and typed and typed.islower():
            text = text.lower()
        found.setdefault(text, Candidate(text, at, about))
    return list(found.values())


def _command(before: str, lead: int, known: Known) -> list[Candidate]:
    commands = known.commands or {}
    word, space, argument = before[lead:].partition(" ")
    if not space:
        offered = [(name, about) for name, (_, about) in commands.items()]
        return _fitting(offered, word, lead)
    kind = commands.get(word, ("", ""))[0]
    start = lead + len(word) + 1
    if kind == "cypher":
        shifted = cypher(argument, "", known)
        return [Candidate(c.text, c.start + start, c.about) for c in shifted]
    complete_: Callable[[str, int, Known], list[Candidate]] | None = _ARGUMENTS.get(kind)
    return complete_(argument, start, known) if complete_ else []


def _recipe(argument: str, start: int, known: Known) -> list[Candidate]:
    name, space, rest = argument.partition(" ")
    found = recipes.all_recipes()
    if not space:
        return _fitting(((r.name, r.question) for r in found.values()), name, start)
    last = rest.rpartition(" ")[2]
    if name not in found or "=" in last:
        return []
    offered = [(f"{p.name}=", p.doc) for p in found[name].parameters if f"{p.name}=" not in rest]
    return _fitting(offered, last, start + len(argument) - len(last))


def _names(argument: str, start: int, known: Known) -> list[Candidate]:
    return _fitting(((f"{n}=", "") for n in known.parameters or {}), argument, start)


def _described(argument: str, start: int, known: Known) -> list[Candidate]:
    catalog = known.catalog
    offered = [(e.name, e.doc.rstrip(".")) for e in catalog.labels.values()]
    offered += [(e.name, joined(e)) for e in catalog.types.values()]
    return _fitting(offered, argument, start)


def _setting(argument: str, start: int, known: Known) -> list[Candidate]:
    name, space, value = argument.partition(" ")
    settings = known.settings or {}
    if not space:
        return _fitting(((n, ", ".join(v)) for n, v in settings.items()), name, start)
    values = ((v, "") for v in settings.get(name, ()) if v.isalpha())
    return _fitting(values, value, start + len(name) + 1)


def _help(argument: str, start: int, known: Known) -> list[Candidate]:
    commands = known.commands or {}
    offered = ((name.removeprefix(":"), about) for name, (_, about) in commands.items())
    return _fitting(offered, argument, start)


def _file(argument: str, start: int, known: Known) -> list[Candidate]:
    return _paths(argument, start, lambda p: True)


def _graph(argument: str, start: int, known: Known) -> list[Candidate]:
    return _paths(argument, start, Path.is_dir)


def _paths(argument: str, start: int, wanted: Callable[[Path], bool]) -> list[Candidate]:
    head, slash, tail = argument.rpartition("/")
    try:
        found = sorted(p for p in Path(head + slash or ".").expanduser().iterdir() if wanted(p))
    except OSError:
        return []
    offered = (
        (p.name + ("/" if p.is_dir() and not (p / "manifest.json").exists() else ""), "")
        for p in found
        if not p.name.startswith(".") or tail.startswith(".")
    )
    return _fitting(offered, tail, start + len(head + slash))


_ARGUMENTS: dict[str, Callable[[str, int, Known], list[Candidate]]] = {
    "recipe": _recipe,
    "name": _described,
    "parameter": _names,
    "setting": _setting,
    "command": _help,
    "file": _file,
    "graph": _graph,
}
