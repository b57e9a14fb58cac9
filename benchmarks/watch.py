"""How much memory and processor time a piece of work takes, with all the processes it starts."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Self

EVERY = 0.25
"""Seconds from one look to the next."""
_TICKS = os.sysconf("SC_CLK_TCK")


class Watch:
    """Looks at this process and its descendants while it is open.

    Attributes:
        bytes: The most memory that they held at once; pages that several share are counted once
            (the kernel's proportional set size).
    """

    def __init__(self) -> None:
        self.bytes = 0
        self._spent: dict[int, float] = {}
        self._before = sum(map(_spent, _family(os.getpid())))
        self._done = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)

    @property
    def processor_seconds(self) -> float:
        """User and system time of all of them; of one that ended, until it was last seen."""
        return sum(self._spent.values()) - self._before

    def __enter__(self) -> Self:
        self._looking.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._done.set()
        self._looking.join()

    def _look(self) -> None:
        while True:
            family = _family(os.getpid())
            self.bytes = max(self.bytes, sum(map(_held, family)))
            for process in family:  # of one that has just ended, what was seen last
                self._spent[process] = max(_spent(process), self._spent.get(process, 0.0))
            if self._done.wait(EVERY):
                self._spent[os.getpid()] = _spent(os.getpid())
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


def _spent(process: int) -> float:
    try:
        after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # just ended
        return 0.0
    return (int(after_name[11]) + int(after_name[12])) / _TICKS
