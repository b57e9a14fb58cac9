"""Memory that was let go, given back to the system."""

from __future__ import annotations

import contextlib
import ctypes
import gc

import pyarrow as pa


def give_back() -> None:
    """Let the system have what Arrow and the C library keep for use again; 0.2 s of a large graph.

    What a step allocates on several threads, as DuckDB and Ladybug do, the C library keeps by
    thread, and no other step gets it. Where the library is not glibc, only Arrow gives back.
    """
    gc.collect()  # tables that something refers to which refers to itself
    pa.default_memory_pool().release_unused()
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
