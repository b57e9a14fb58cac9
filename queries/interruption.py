"""A query in a thread of its own, so that Ctrl-C stops the query and not the program."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from kg.background import Background
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
    work = Background(call)
    began = time.monotonic()
    pressed = told = 0.0
    while not work.done.is_set():
        try:
            now = time.monotonic()
            if pressed and now - told >= AGAIN:
                told = now
                with suppress(KgError):
                    store.interrupt()
            waiting(now - began)
            work.done.wait(0.1)
        except KeyboardInterrupt:
            now = time.monotonic()
            if pressed and now - pressed > PATIENCE:
                raise StuckError(
                    "the engine doesn't stop the query", remedy="the console was left instead"
                ) from None
            pressed = pressed or now
    return work.result()
