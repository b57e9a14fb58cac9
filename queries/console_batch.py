"""Statements and commands from a file or a pipe, one after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kg import render
from kg.errors import EngineError, InterruptedQueryError, KgError, QueryError
from kg.tokens import statements, tokens
from queries import console_commands
from queries.console_session import Answer, Session, unfinished

_COMMAND = re.compile(r"\s*(:[a-z]+)\b")


@dataclass(frozen=True, slots=True)
class Item:
    """A statement without its ``;``, or a command, and the 1-based line on which it begins."""

    text: str
    line: int


def items(lines: Iterable[str]) -> Iterator[Item]:
    """Part a text into statements and commands as its lines come in.

    A statement goes on over lines until ``;``, until a line that is a command, or to the end.
    """
    held = ""
    begun = 1
    for number, line in enumerate(lines, 1):
        if command_ends(held, line):
            yield from _parted(held, begun)
            yield Item(line.strip(), number)
            held, begun = "", number + 1
            continue
        held += line
        if ";" in line:
            listed = tokens(held)
            if listed and listed[-1].text == ";":
                yield from _parted(held, begun)
                held, begun = "", number + 1
    yield from _parted(held, begun)


def command_ends(held: str, line: str) -> bool:
    """Whether a line is a command, and so the end of what is above it.

    Behind a statement without ``;`` only a command that there is counts as one: a pattern may
    have its ``:Label`` at the beginning of a line.
    """
    command = _COMMAND.match(line)
    if command is None:
        return False
    if not _says_something(held):
        return True
    return command[1] in console_commands.COMMANDS and not unfinished(held)


def _says_something(text: str) -> bool:
    return bool(text.strip()) and bool(statements(text))


def _parted(text: str, begun: int) -> Iterator[Item]:
    for statement in statements(text):
        lead = len(statement.text) - len(statement.text.lstrip())
        line = begun + text.count("\n", 0, statement.start + lead)
        yield Item(statement.text.strip().removesuffix(";").rstrip(), line)


def run(
    session: Session,
    lines: Iterable[str],
    *,
    name: str,
    form: str,
    fail_fast: bool,
    out: Callable[[str], None],
    say: Callable[[str], None],
) -> int:
    """Run all of a text.

    Args:
        session: The graph.
        lines: The text.
        name: Of the file, for messages.
        form: Of answers, one of `kg.render.FORMATS`.
        fail_fast: Stop at the first failure.
        out: Takes answers.
        say: Takes notes and errors.

    Returns:
        0 when all went well, 1 when something failed.

    Raises:
        InterruptedQueryError: Ctrl-C.
    """
    failed = 0
    for item in items(lines):
        try:
            _tell(perform(session, item.text), item, form, name, out, say)
        except InterruptedQueryError:
            raise
        except KgError as error:
            failed += 1
            say(_placed(error, item, name))
            if fail_fast or isinstance(error, EngineError) or item.text.startswith(":use"):
                say(f"{name}: stopped at line {item.line}")
                break
        if session.over:
            break
    return 1 if failed else 0


def perform(session: Session, text: str) -> Answer:
    """Run one statement or command."""
    if text.startswith(":"):
        return console_commands.run(session, text)
    return session.statement(text)


def _tell(
    answer: Answer,
    item: Item,
    form: str,
    name: str,
    out: Callable[[str], None],
    say: Callable[[str], None],
) -> None:
    if answer.note:
        say(answer.note)
    if answer.text and (form == "table" or answer.result is None):
        out(answer.text)
    elif answer.result is not None:
        if text := render.result(answer.result, form):
            out(text)
        if answer.result.truncated and form != "table":
            say(f"{name}:{item.line}: the answer was cut: {answer.result.why}")


def _placed(error: KgError, item: Item, name: str) -> str:
    line = item.line
    if isinstance(error, QueryError) and error.position and not item.text.startswith(":"):
        line += item.text.count("\n", 0, error.position)
    remedy = f"\n  {error.remedy}" if error.remedy else ""
    return f"{name}:{line}: {error.message}{remedy}"
