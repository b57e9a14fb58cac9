"""``kg`` as a user calls it, but in this process: a process of its own takes a second to begin.

What only a process shows (that it begins at once, signals, pipes that close, files that can't
grow, what libraries print) is tested with `PROCESS`.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from kg.cli import main

PROCESS = [sys.executable, "-m", "kg.cli"]


def kg(
    *arguments: object, text: str = "", cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Call ``kg`` and give its exit code and what it printed.

    Args:
        arguments: Of the command line.
        text: Standard input, which is no terminal.
        cwd: Working folder.
        environment: Further variables; those of Neo4j's login are not handed on.
    """
    command = [str(argument) for argument in arguments]
    known = {k: v for k, v in os.environ.items() if not k.startswith("NEO4J_")}
    stdin = _stream(text.encode())
    out, err = _stream(), _stream()
    code: object = None
    with (
        mock.patch.dict(os.environ, known | {"COLUMNS": "80"} | environment, clear=True),
        mock.patch.object(sys, "stdin", stdin),
        redirect_stdout(out),
        redirect_stderr(err),
        chdir(cwd or Path.cwd()),
    ):
        try:
            main(command)
        except SystemExit as end:
            code = end.code
    assert isinstance(code, int)
    return subprocess.CompletedProcess(command, code, _written(out), _written(err))


def _stream(content: bytes = b"") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline="\n")


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def fails(code: int, *arguments: object, says: str, **environment: str) -> str:
    """Call ``kg``, which ends with this code and tells why in a few lines; gives these."""
    done = kg(*arguments, **environment)
    assert done.returncode == code, done.stderr
    assert says in done.stderr, done.stderr
    assert 1 <= len(done.stderr.strip().splitlines()) <= 4, done.stderr
    return done.stderr
