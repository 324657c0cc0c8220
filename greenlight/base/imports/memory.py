"""Memory while rows go by the hundred thousand: no needless collecting, and what was used is given back."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

MANY = 2000


@contextmanager
def no_collecting() -> Iterator[None]:
    """Keep the collector of cycles still: rows come and go by the hundred thousand, none in a cycle.

    Who walks them in parts calls `sweep` between two. What stood before is frozen: a sweep takes no time.
    """
    if not gc.isenabled():
        yield
        return
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.collect()
        gc.unfreeze()
        gc.enable()
        give_back()


def sweep(part: list[Any]) -> None:
    """Drop a part that is done with; Django leaves a frame in a cycle now and then, and all it holds."""
    many = len(part) >= MANY
    part.clear()
    if many:
        gc.collect()


def give_back() -> None:
    """Let go of memory that is no longer used: a reader's cells, SQLite's pages of a large transaction.

    glibc keeps freed memory for itself unless it is told; other C libraries have no such call.
    """
    if connection.vendor == "sqlite" and connection.connection is not None:
        connection.connection.execute("PRAGMA shrink_memory")
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
