"""The readings of characters, loaded once (10 ms, 3 MB)."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from greenlight.kernel.search.sounds import Sounds


@lru_cache(maxsize=1)
def sounds() -> Sounds:
    """Return the table of kernel/data/pinyin.txt."""
    return Sounds((files("greenlight.kernel") / "data" / "pinyin.txt").read_text(encoding="utf-8"))
