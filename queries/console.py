"""The Cypher console at a terminal: typing, completing, running, showing."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.enums import DEFAULT_BUFFER
from prompt_toolkit.filters import has_focus
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.shortcuts import CompleteStyle
from prompt_toolkit.styles import Style

from kg.errors import InterruptedQueryError, KgError
from kg.tokens import tokens
from kg.wording import counted
from queries import highlighting, recipes
from queries.completion import Known, complete
from queries.console_batch import command_ends, items, perform
from queries.console_commands import COMMANDS, SETTINGS
from queries.console_session import Answer, Session, unfinished
from queries.interruption import StuckError

STYLE = Style.from_dict(
    {
        "prompt": "bold",
        "continuation": "ansibrightblack",
        "command": "ansimagenta",
        "keyword": "ansiblue bold",
        "label": "ansigreen",
        "type": "ansicyan",
        "property": "",
        "function": "ansimagenta",
        "string": "ansiyellow",
        "number": "ansiyellow",
        "parameter": "ansired",
        "comment": "ansibrightblack italic",
        "auto-suggestion": "ansibrightblack",
    }
)
_BARE = {"exit": ":exit", "quit": ":exit", "help": ":help", "?": ":help"}
SLOW = 1.0
"""Seconds after which a running query says that it runs."""


def history_file() -> Path:
    """Where inputs are kept: ``$KG_HISTORY``, else below ``$XDG_STATE_HOME``."""
    if given := os.environ.get("KG_HISTORY"):
        return Path(given).expanduser()
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / "kg" / "history"


def finished(text: str, cursor: int | None = None) -> bool:
    """Whether Enter runs an input; told to the user in `console_commands.KEYS`.

    Args:
        text: The input.
        cursor: 0-based offset of the cursor in it; default: the end.
    """
    at = len(text) if cursor is None else cursor
    if not text.strip() or text.lstrip().startswith(":") or meant(text) != text:
        return True
    if "\n" in text and not text[at:].strip() and not text[:at].rpartition("\n")[2].strip():
        return True
    above, _, last = text.rpartition("\n")
    if command_ends(above, last):
        return True
    listed = [t.text.upper() for t in tokens(text) if t.kind != "comment"]
    if listed[-1:] == [";"]:
        return True
    return "\n" not in text.strip() and "RETURN" in listed[:-1] and not unfinished(text)


def meant(text: str) -> str:
    """The command for what people type without its colon: help, quit, the name of a recipe."""
    words = text.split()
    if words and words[0] in recipes.all_recipes() and "\n" not in text.strip():
        return f":run {text.strip()}"
    return _BARE.get(text.strip(), text)


def interact(session: Session) -> int:
    """Talk with a person until they leave; the exit code."""
    history = _history()
    session.history = lambda: list(reversed(list(history.load_history_strings())))
    session.waiting = _waiting
    color = "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    session.show(color=color)
    prompt: PromptSession[str] = PromptSession(
        multiline=True,
        history=history,
        auto_suggest=AutoSuggestFromHistory(),
        completer=_Completer(session),
        complete_while_typing=False,
        complete_style=CompleteStyle.COLUMN,
        reserve_space_for_menu=6,
        lexer=_Highlighter(),
        style=STYLE if color else Style([]),
        key_bindings=_keys(),
        enable_open_in_editor=True,
        search_ignore_case=True,
    )
    print(_greeting(session))
    while not session.over:
        _learn(session)
        name = _name(session)
        try:
            text = prompt.prompt(
                [("class:prompt", f"{name}> ")],
                prompt_continuation=[("class:continuation", "." * len(name) + "> ")],
            )
        except KeyboardInterrupt:
            continue
        except EOFError:
            break
        try:
            _run(session, text)
        except KeyboardInterrupt:
            print(session.screen.styled("interrupted", "dim") + "\n")
    return 0


def _learn(session: Session) -> None:
    """Ask for what completion needs before someone waits for it."""
    with suppress(KgError, KeyboardInterrupt):
        assert session.catalog
        assert session.functions


def _run(session: Session, text: str) -> None:
    """Run everything in an input, up to the first failure; says how many are left out then."""
    session.show(width=shutil.get_terminal_size().columns)
    listed = list(items(meant(text).splitlines(keepends=True)))
    for number, item in enumerate(listed, 1):
        try:
            answer = perform(session, item.text)
        except StuckError as error:
            _print_error(session, error)
            sys.stdout.flush()
            os._exit(130)
        except InterruptedQueryError:
            _clear()
            print(session.screen.styled("interrupted", "dim") + "\n")
            _print_left(session, len(listed) - number)
            return
        except KgError as error:
            _clear()
            _print_error(session, error)
            _print_left(session, len(listed) - number)
            return
        _clear()
        _print(session, answer)
        if not session.over:
            print()


def _print(session: Session, answer: Answer) -> None:
    if answer.text:
        print(answer.text)
    elif answer.result is not None:
        print(session.screen.show(answer.result))
    if answer.note:
        print(answer.note)


def _print_error(session: Session, error: KgError) -> None:
    print(session.screen.styled("error:", "red"), error.message)
    if error.remedy:
        print(f"  {error.remedy}")
    print()


def _print_left(session: Session, many: int) -> None:
    if many:
        left = f"not run: {counted(many, 'statement')} below it"
        print(session.screen.styled(left, "dim") + "\n")


def _greeting(session: Session) -> str:
    keys = ":help lists what there is, Tab completes, Ctrl-D leaves"
    if session.write:
        keys += "\nstatements may write (--write)"
    try:
        nodes = session.statement("MATCH (n) RETURN count(n)").result
        edges = session.statement("MATCH ()-[r]->() RETURN count(r)").result
    except KgError:
        return keys
    session.result, session.asked = None, ""
    assert nodes is not None
    assert edges is not None
    return (
        f"{session.target}: {counted(nodes.rows[0][0], 'node')},"
        f" {counted(edges.rows[0][0], 'relationship')}\n{keys}"
    )


def _name(session: Session) -> str:
    host = urlsplit(session.target).netloc.rpartition("@")[2] if "://" in session.target else ""
    return host or Path(session.target).resolve().stem


def _history() -> History:
    path = history_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
    except OSError as error:
        print(f"what you type is not kept: {path}: {error.strerror}", file=sys.stderr)
        return InMemoryHistory()
    return FileHistory(path)


_said = False


def _waiting(seconds: float) -> None:
    global _said
    if seconds >= SLOW:
        _said = True
        print(f"\r{seconds:.0f} s … Ctrl-C stops it ", end="", file=sys.stderr, flush=True)


def _clear() -> None:
    global _said
    if _said:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        _said = False


def _keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("enter", filter=has_focus(DEFAULT_BUFFER))
    def enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.complete_state is not None and buffer.complete_state.current_completion:
            buffer.complete_state = None
        elif finished(buffer.text, buffer.cursor_position):
            _accept(buffer)
        else:
            buffer.insert_text("\n")

    @keys.add("escape", "enter", filter=has_focus(DEFAULT_BUFFER))
    def alt_enter(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    return keys


def _accept(buffer: Buffer) -> None:
    text = buffer.text.rstrip()
    buffer.document = Document(text, len(text))
    buffer.validate_and_handle()


class _Completer(Completer):
    def __init__(self, session: Session) -> None:
        self._session = session

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        session, at = self._session, document.cursor_position
        try:
            known = Known(
                session.catalog,
                session.functions,
                session.parameters,
                {name: (c.kind, c.about) for name, c in COMMANDS.items()},
                SETTINGS,
                session.write,
            )
        except KgError:
            return
        for candidate in complete(document.text, at, known):
            yield Completion(
                candidate.text, candidate.start - at, display_meta=candidate.about or None
            )


class _Highlighter(Lexer):
    def lex_document(self, document: Document) -> Any:
        text = document.text
        lines: list[list[tuple[str, str]]] = [[]]
        at = 0
        for begin, end, kind in [*highlighting.spans(text), (len(text), len(text), "")]:
            _add(lines, "", text[at:begin])
            _add(lines, f"class:{kind}", text[begin:end])
            at = end
        return lambda number: lines[number] if number < len(lines) else []


def _add(lines: list[list[tuple[str, str]]], style: str, text: str) -> None:
    first, *rest = text.split("\n")
    lines[-1].append((style, first))
    for line in rest:
        lines.append([(style, line)])
