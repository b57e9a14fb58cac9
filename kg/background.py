"""A call in a thread of its own, so that whoever waits for it can stop waiting."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Background(Generic[T]):
    """A call that has begun; the thread ends with the program, if not before.

    Attributes:
        done: Set when it has ended. Not Thread.join: interrupted, it takes a running thread for
            ended (Python 3.11).
    """

    def __init__(self, call: Callable[[], T]) -> None:
        self.done = threading.Event()
        self._call = call
        self._given: list[T] = []
        self._raised: list[BaseException] = []
        threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        try:
            self._given.append(self._call())
        except BaseException as error:
            self._raised.append(error)
        finally:
            self.done.set()

    def result(self) -> T:
        """What it gave, once it is done; what it raised is raised here."""
        if self._raised:
            raise self._raised[0]
        return self._given[0]
