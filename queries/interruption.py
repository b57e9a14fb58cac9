"""A query in a thread of its own, so that Ctrl-C stops the query and not the program."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from kg.errors import EngineError, KgError
from kg.stores.base import Store

T = TypeVar("T")
AGAIN = 0.5
"""Seconds after which an engine that runs on is told once more to stop."""
PATIENCE = 3.0
"""Seconds that an engine has to stop before another Ctrl-C gives it up."""


class StuckError(EngineError):
    """The engine does not stop its query; the thread that waits for it is left behind."""


def interruptible(
    store: Store, call: Callable[[], T], *, waiting: Callable[[float], None] = lambda seconds: None
) -> T:
    """Call in another thread; Ctrl-C meanwhile interrupts the store.

    Args:
        store: What `call` asks.
        call: Its result is given, its error raised here.
        waiting: Called ten times a second with the seconds that have gone by.

    Raises:
        InterruptedQueryError: Ctrl-C stopped the query.
        StuckError: It did not, and Ctrl-C was pressed again after `PATIENCE` seconds.
    """
    given: list[T] = []
    raised: list[BaseException] = []

    def work() -> None:
        try:
            given.append(call())
        except BaseException as error:
            raised.append(error)
        finally:
            done.set()

    # not Thread.join: interrupted, it takes a running thread for ended (Python 3.11)
    done = threading.Event()
    thread = threading.Thread(target=work, daemon=True)
    began = time.monotonic()
    pressed = told = 0.0
    thread.start()
    while not done.is_set():
        try:
            now = time.monotonic()
            if pressed and now - told >= AGAIN:
                told = now
                with suppress(KgError):
                    store.interrupt()
            waiting(now - began)
            done.wait(0.1)
        except KeyboardInterrupt:
            now = time.monotonic()
            if pressed and now - pressed > PATIENCE:
                raise StuckError(
                    "the engine doesn't stop the query", remedy="the console was left instead"
                ) from None
            pressed = pressed or now
    if raised:
        raise raised[0]
    return given[0]
