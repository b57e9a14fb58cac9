"""The console in a real pseudo-terminal: what is typed goes in, what a person sees comes out."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pexpect
import pyte

ROOT = Path(__file__).resolve().parents[2]
CTRL_C, CTRL_D, CTRL_L, CTRL_R = "\x03", "\x04", "\x0c", "\x12"
ALT_ENTER, ENTER, TAB, UP = "\x1b\r", "\r", "\t", "\x1b[A"


class Terminal:
    """A terminal with ``kg console ARGUMENTS`` in it.

    Args:
        arguments: Of the command.
        history: The file of the console's history.
        columns: Width.
        prompt: What the prompt shows before ``> ``.
        cwd: Working folder.
        environment: Further variables.
    """

    def __init__(
        self,
        *arguments: object,
        history: Path,
        columns: int = 100,
        prompt: str = "example",
        cwd: Path | None = None,
        **environment: str,
    ) -> None:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("NEO4J_", "KG_"))}
        env |= {"KG_HISTORY": str(history), "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
        self.prompt = f"{prompt}>"
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "kg.cli", "console", *map(str, arguments)],
            env=env | environment, cwd=str(cwd or ROOT), dimensions=(70, columns), encoding="utf-8",
            timeout=20,
        )  # fmt: skip
        self._child.delaybeforesend = None
        self._screen = pyte.Screen(columns, 70)
        self._screen.write_process_input = self._child.send  # answers where the cursor is
        self._stream = pyte.Stream(self._screen)

    def __enter__(self) -> Self:
        self.wait(self.prompted)
        return self

    def __exit__(self, *error: object) -> None:
        self._child.close(force=True)

    @property
    def text(self) -> str:
        """What is on the screen, without blanks at the ends of lines."""
        lines = [line.rstrip() for line in self._screen.display]
        return "\n".join(lines).rstrip()

    def prompted(self) -> bool:
        """True when the cursor stands behind an empty prompt."""
        line = self._screen.display[self._screen.cursor.y]
        return line.rstrip() == self.prompt

    def wait(self, wanted: str | Callable[[], bool], seconds: float = 30.0) -> str:
        """Read on until the screen shows a text, or something is so; what it shows then."""
        until = time.monotonic() + seconds
        while not (wanted in self.text if isinstance(wanted, str) else wanted()):
            assert time.monotonic() < until, f"{wanted} did not come up:\n{self.text}"
            self._read()
        return self.text

    def _read(self) -> None:
        try:
            self._stream.feed(self._child.read_nonblocking(65536, timeout=0.2))
        except (pexpect.TIMEOUT, pexpect.EOF):
            return

    def type(self, *texts: str) -> None:
        for text in texts:
            self._child.send(text)

    def ask(self, *lines: str, seconds: float = 30.0) -> str:
        """Type lines on a cleared screen and wait for the next prompt; what the screen shows."""
        self.type(CTRL_L)
        self.wait(lambda: self.prompted() and self.text == self.prompt)
        for line in lines:
            self.type(line, ENTER)
        return self.wait(lambda: self.prompted() and self._prompts() > 1, seconds)

    def _prompts(self) -> int:
        return sum(line.startswith(self.prompt) for line in self._screen.display)

    def exit_code(self) -> int | None:
        """The exit code, once the console has ended."""
        until = time.monotonic() + 20
        while self._child.isalive():
            assert time.monotonic() < until, self.text
            self._read()
        return self._child.exitstatus
