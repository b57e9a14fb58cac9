"""The console's commands: what begins with a colon."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import render, schema
from kg.errors import ParameterError, UsageError
from kg.nearest import nearest_word
from kg.result import Result
from kg.tokens import Token
from queries import asking, bibliography, recipe_list, recipes
from queries.catalog import Catalog, Entry
from queries.completion import joined
from queries.console_session import Answer, Session

SETTINGS: dict[str, tuple[str, ...]] = {
    "layout": ("auto", "table", "vertical"),
    "rows": ("NUMBER",),
    "timeout": ("SECONDS",),
}
MOST = 1_000_000
"""Of the seconds of a timeout and of the rows shown, as for the command's options."""
SHORTEST = 0.01
"""Seconds of a timeout at the least."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command.

    Attributes:
        takes: Its argument, as help shows it.
        kind: What completion offers for it; see `queries.completion`.
        about: What it does, in a line.
    """

    takes: str
    kind: str
    about: str
    run: Callable[[Session, str], Answer]


def run(session: Session, text: str) -> Answer:
    """Run a command, for instance ``:run datasets``.

    Raises:
        UsageError: There is no such command; names the nearest.
        KgError: Whatever it came to.
    """
    word, _, argument = text.strip().partition(" ")
    word = SHORT.get(word, word)
    if word not in COMMANDS:
        near = nearest_word(word[1:], [name[1:] for name in COMMANDS], least=50)
        raise UsageError(
            f"no command is called {word}" + (f"; did you mean :{near}?" if near else ""),
            remedy=":help lists them",
        )
    return COMMANDS[word].run(session, argument.strip().removesuffix(";").strip())


def _help(session: Session, argument: str) -> Answer:
    if argument:
        word = ":" + argument.lstrip(":")
        if word not in COMMANDS:
            return run(session, word)
        command = COMMANDS[word]
        return Answer(text=f"{word} {command.takes}".rstrip() + f"\n  {command.about}")
    listed = [(f"{name} {c.takes}".rstrip(), c.about) for name, c in COMMANDS.items()]
    return Answer(text=f"{session.screen.listed(listed)}\n\n{KEYS}")


KEYS = """\
Enter runs
  a statement that ends with ;
  a statement in one line that says RETURN and leaves nothing open
  a statement of several lines, when pressed on an empty line
  a command (:…), which is always one line; a statement above it is run first
  the name of a recipe, with NAME="VALUE" behind it or without
Otherwise it begins a new line, as Alt-Enter always does.
Tab completes, → takes the grey suggestion, Ctrl-R searches what was typed.
Ctrl-C stops a running query or clears what is typed; Ctrl-D leaves."""


def _schema(session: Session, argument: str) -> Answer:
    found = session.counted()
    if argument:
        return _about(session, found, argument.lstrip(":"))
    rows: list[tuple[Any, ...]] = []
    for kind, entries in (("label", found.labels), ("relationship", found.types)):
        rows += [(kind, e.name, e.count, joined(e), list(e.properties)) for e in entries.values()]
    return Answer(
        Result(("kind", "name", "count", "ends", "properties"), rows), _schema_text(session, found)
    )


def _schema_text(session: Session, found: Catalog) -> str:
    def line(entry: Entry) -> tuple[str, str]:
        properties = ", ".join(entry.properties)
        return (
            f"{entry.name:<{margin}} {entry.count or 0:>{digits},}",
            f"{joined(entry)}\n{properties}" if entry.ends else properties,
        )

    entries = [*found.labels.values(), *found.types.values()]
    margin = max((len(e.name) for e in entries), default=0)
    digits = max((len(f"{e.count or 0:,}") for e in entries), default=1)
    parts = []
    for heading, group in (("Labels", found.labels), ("Relationship types", found.types)):
        parts.append(session.screen.styled(heading, "bold"))
        parts.append(session.screen.listed(map(line, group.values())))
    return "\n".join([*parts, ":schema NAME tells more about one"])


def _about(session: Session, found: Catalog, name: str) -> Answer:
    entry = found.labels.get(name) or found.types.get(name)
    if entry is None:
        near = nearest_word(name, [*found.labels, *found.types])
        raise UsageError(
            f"no label or relationship type is called {name}",
            remedy=f"did you mean {near}?" if near else ":schema lists them",
        )
    known = schema.LABEL.get(name) or schema.RELATIONSHIP.get(name)
    docs = {p.name: p.doc for p in known.properties} if known else {}
    rows = [(p, type_, docs.get(p, "")) for p, type_ in entry.properties.items()]
    head = f"{name}: {entry.count or 0:,}, {joined(entry)}".rstrip(", ")
    lines = [session.screen.styled(head, "bold"), *([entry.doc] if entry.doc else [])]
    lines.append(session.screen.listed((f"{p}: {t}", doc) for p, t, doc in rows))
    if name in found.labels:
        ends = [e for e in found.types.values() if any(name in pair for pair in e.ends)]
        lines.append(session.screen.styled("Relationships", "bold"))
        lines.append(session.screen.listed((e.name, joined(e)) for e in ends))
    return Answer(Result(("property", "type", "meaning"), rows), "\n".join(x for x in lines if x))


def _recipes(session: Session, argument: str) -> Answer:
    found = [
        r for r in recipes.all_recipes().values()
        if argument.lower() in f"{r.name} {r.group} {r.question}".lower()
    ]  # fmt: skip
    rows = [
        (r.name, r.group, r.question, [f"{p.name}: {p.type}" for p in r.parameters]) for r in found
    ]
    listed = recipe_list.text(session.screen, found)
    text = listed or f"no recipe has {argument!r} in its name, group or question"
    return Answer(Result(("recipe", "group", "question", "parameters"), rows), text)


def _run(session: Session, argument: str) -> Answer:
    name, *rest = _words(argument)
    if not name:
        raise UsageError(":run needs the name of a recipe", remedy=":recipes lists them")
    given = {}
    for item in rest:
        key, equals, value = item.partition("=")
        if not equals:
            takes = recipes.find(name).parameters
            first = f"{takes[0].name}={json.dumps(item, ensure_ascii=False)}" if takes else ""
            raise UsageError(
                f":run {name} {item}: a parameter is NAME=VALUE",
                remedy=f":run {name} {first}".rstrip(),
            )
        given[key] = value
    try:
        return session.recipe(name, given)
    except ParameterError as error:
        if (error.remedy or "").startswith("-p "):
            needed = (error.remedy or "")[3:]
            raise ParameterError(error.message, remedy=f":run {name} {needed}") from error
        raise


def _words(argument: str) -> list[str]:
    try:
        return shlex.split(argument) or [""]
    except ValueError:
        raise UsageError(
            f"a quotation mark in {argument} has no end", remedy='close it: name="the value"'
        ) from None


def _param(session: Session, argument: str) -> Answer:
    written, equals, value = argument.partition("=")
    written = written.strip().lstrip("$")
    name = Token("parameter", f"${written}", 0).name
    if not equals or not name or (name == written and not name.isidentifier()):
        raise UsageError(
            f":param {argument}: a parameter is NAME=VALUE",
            remedy=':param dataset="BEIR", or :param years=[2020, 2021]',
        )
    session.parameters[name] = asking.typed(value.strip())
    return Answer(note=f"${name} = {json.dumps(session.parameters[name], ensure_ascii=False)}")


def _params(session: Session, argument: str) -> Answer:
    rows = [(f"${name}", value) for name, value in session.parameters.items()]
    pairs = [(name, json.dumps(value, ensure_ascii=False)) for name, value in rows]
    text = session.screen.listed(pairs) if pairs else "no parameters; :param name=value sets one"
    return Answer(Result(("parameter", "value"), list(rows)), text)


def _history(session: Session, argument: str) -> Answer:
    before = [" ".join(h.split()) for h in session.history()]
    found = [h for h in before if argument.lower() in h.lower()][-20:]
    return Answer(
        Result(("input",), [(h,) for h in found]), "\n".join(found) or "nothing of that kind"
    )


def _explain(session: Session, argument: str) -> Answer:
    statement = argument or session.asked
    if not statement or (not argument and statement in recipes.all_recipes()):
        raise UsageError(":explain needs a statement", remedy=":explain MATCH …")
    return session.statement(f"EXPLAIN {statement}")


def _export(session: Session, argument: str) -> Answer:
    path, force = _file(argument, ":export answer.csv")
    result = _last(session)
    bibliography.write_result(session.store, result, path, force=force)
    cut = f", cut at {result.why}" if result.truncated else ""
    return Answer(note=f"{path}: {render.counted_rows(result)}{cut}")


def _map(session: Session, argument: str) -> Answer:
    path, force = _file(argument, ":map answer.html")
    return Answer(note=session.map_page(_last(session), path, session.asked, force))


def _file(argument: str, example: str) -> tuple[Path, bool]:
    words = [word for word in _words(argument) if word]
    names = [word for word in words if word != "--force"]
    if len(names) != 1:
        raise UsageError("this needs the name of one file", remedy=example)
    return Path(names[0]).expanduser(), "--force" in words


def _last(session: Session) -> Result:
    if session.result is None:
        raise UsageError("there is no answer yet", remedy="ask something first")
    return session.result


def _use(session: Session, argument: str) -> Answer:
    if not argument:
        return Answer(note=f"{session.target} is open")
    session.use(" ".join(_words(argument)))
    return Answer(note=f"{session.target} is open")


def _set(session: Session, argument: str) -> Answer:
    name, _, value = argument.partition(" ")
    if name in SETTINGS["layout"]:
        name, value = "layout", name
    if not name:
        s = session.screen
        now = {"layout": s.layout, "rows": s.rows, "timeout": f"{session.limits.seconds:.15g}"}
        return Answer(text=session.screen.listed((k, str(v)) for k, v in now.items()))
    if name == "layout" and value in SETTINGS["layout"]:
        session.show(layout=value)
    elif name == "rows" and (rows := _number(value)) >= 1 and rows == int(rows):
        session.show(rows=int(rows))
        value = f"{int(rows)}"
    elif name == "timeout" and (seconds := _number(value)) >= SHORTEST:
        session.limit(seconds=seconds)
        value = f"{seconds:.15g}"
    else:
        choices = "; ".join(f":set {k} {'|'.join(v)}" for k, v in SETTINGS.items())
        choices += f"; at most {MOST:,}"
        raise UsageError(f":set {argument} is not a setting", remedy=choices)
    return Answer(note=f"{name} is {value}")


def _number(text: str) -> float:
    """The number that a text is, without a sign; 0 for all else and for what is above `MOST`."""
    plain = text.isascii() and text.replace(".", "", 1).isdigit()
    number = float(text) if plain else 0.0
    return number if number <= MOST else 0.0


def _exit(session: Session, argument: str) -> Answer:
    session.over = True
    return Answer()


COMMANDS: dict[str, Command] = {
    ":help": Command("[COMMAND]", "command", "this list, and what the keys do", _help),
    ":schema": Command(
        "[NAME]", "name", "labels, relationship types and properties, with counts", _schema
    ),
    ":recipes": Command("[WORD]", "", "ready-made questions", _recipes),
    ":run": Command('RECIPE [NAME="VALUE" …]', "recipe", "ask a ready-made question", _run),
    ":param": Command("NAME=VALUE", "parameter", "give $NAME a value, JSON or text", _param),
    ":params": Command("", "", "the parameters and their values", _params),
    ":history": Command("[WORD]", "", "the last things you typed", _history),
    ":explain": Command(
        "[STATEMENT]", "cypher", "how the engine would run a statement, or the last one", _explain
    ),
    ":export": Command(
        "FILE [--force]",
        "file",
        "the last answer: .csv .json .jsonl .md .parquet .bib .ris .gexf .graphml",
        _export,
    ),
    ":map": Command("FILE [--force]", "file", "the last answer's nodes and links as a page", _map),
    ":use": Command("GRAPH", "graph", "go over to another graph folder or bolt://…", _use),
    ":set": Command(
        "[NAME VALUE]", "setting",
        "layout auto|table|vertical, rows shown, timeout in seconds", _set,
    ),
    ":exit": Command("", "", "leave", _exit),
}  # fmt: skip
SHORT = {":quit": ":exit", ":q": ":exit", ":h": ":help", ":?": ":help"}
