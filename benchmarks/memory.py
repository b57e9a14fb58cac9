"""How much memory a piece of work takes: this process and all that it starts, together."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

EVERY = 0.25
"""Seconds from one look to the next."""


class Peak:
    """The most memory that processes hold at once while this is open, in bytes.

    Pages that several processes share are counted once (the kernel's proportional set size).
    """

    def __init__(self) -> None:
        self.bytes = 0
        self._done = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._looking.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._looking.join()

    def _look(self) -> None:
        while True:
            self.bytes = max(self.bytes, sum(map(_held, _family(os.getpid()))))
            if self._done.wait(EVERY):
                return


def _family(process: int) -> list[int]:
    """A process and its descendants."""
    found = [process]
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:  # just ended
            continue
        for child in children:
            found += _family(int(child))
    return found


def _held(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:  # just ended
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
