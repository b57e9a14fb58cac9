"""``kg browse`` as a process of its own, for what looks at its pages or measures them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serving(graph: Path | str) -> Iterator[tuple[str, int]]:
    """The browser's server on a free port: its address, and the number of its process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "browse", str(graph), "--no-open", "--port", "0"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://[^\s/]+", line)
        if found is None:
            sys.exit(line or "the server did not start")
        yield found[0], process.pid
    finally:
        process.terminate()
        process.wait(15)
