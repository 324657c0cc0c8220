"""Whether two pictures look alike: a hash of 64 bits from the coarse shades of a picture (DCT, "pHash").

A copy that was made smaller, compressed again or made a little brighter differs in a few bits; another
picture in about 32. The grey picture is given as an array; opening pictures is not the kernel's.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

SIDE, LOW = 32, 8  # shades of SIDE × SIDE points, of whose waves the LOW × LOW longest count
ALIKE_BITS = 5  # so many bits of 64 apart at most: the same picture
FLAT = 2.0  # a picture whose shades spread less (of 255) shows nothing to compare


def _waves() -> NDArray[np.float64]:
    """Return the rows of the discrete cosine transform (DCT-II) that count."""
    at = np.arange(SIDE, dtype=np.float64)
    return np.cos(np.pi / SIDE * np.outer(np.arange(LOW), at + 0.5))


WAVES = _waves()
_PLACES = np.left_shift(np.uint64(1), np.arange(LOW * LOW, dtype=np.uint64))


def shades_hash(grey: NDArray[Any]) -> int:
    """Return the hash of a grey picture of SIDE × SIDE points, 0-255; 0 for a picture of one shade.

    Raises ValueError for another shape.
    """
    if grey.shape != (SIDE, SIDE):
        raise ValueError(f"shades of {SIDE} × {SIDE} points are wanted, not {grey.shape}")
    shades = grey.astype(np.float64)
    if shades.std() < FLAT:
        return 0
    low = (WAVES @ shades @ WAVES.T).ravel()
    bits = low > np.median(low[1:])  # the first is the brightness of the whole
    return int(_PLACES[bits].sum(dtype=np.uint64))


def apart(one: int, two: int) -> int:
    """Return the number of bits two hashes differ in (Hamming distance)."""
    return (one ^ two).bit_count()


def alike(known: NDArray[np.uint64], one: int, most: int = ALIKE_BITS) -> list[tuple[int, int]]:
    """Return (place in `known`, bits apart) of the hashes within `most` bits, nearest first.

    A hash of 0 (nothing to compare) is like no other.
    """
    if one == 0 or known.size == 0:
        return []
    bits = np.bitwise_count(known ^ np.uint64(one))
    places = np.flatnonzero((bits <= most) & (known != 0))
    return sorted(((int(at), int(bits[at])) for at in places), key=lambda found: found[1])
