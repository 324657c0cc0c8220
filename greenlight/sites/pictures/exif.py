"""What a camera wrote into a picture: when and where it was taken, which way is up. Anything may be wrong."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from math import isfinite
from typing import Any

from PIL import Image

from greenlight.base.clock import SHANGHAI

ORIENTATION, WRITTEN = 0x0112, 0x0132
TIMES, PLACE = 0x8769, 0x8825  # sub-directories
TAKEN, OFFSET = 0x9003, 0x9011
SOUTH_OF, LATITUDE, WEST_OF, LONGITUDE = 1, 2, 3, 4
# what reading a directory of garbage may raise
BROKEN = (SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError, EOFError,
          struct.error, ArithmeticError)  # fmt: skip
FIRST_YEAR = 1990
LONGEST_OFFSET = timedelta(hours=18)


@dataclass(frozen=True)
class Exif:
    """Time (aware), position (WGS-84 degrees) and orientation 1-8; None where unknown or nonsense."""

    taken_at: datetime | None = None
    lat: float | None = None
    lon: float | None = None
    orientation: int = 1


def read(image: Image.Image) -> Exif:
    """Return what the camera wrote; each piece alone may be broken without harm to the others."""
    try:
        tags = image.getexif()
    except BROKEN:
        return Exif()
    lat, lon = _position(_directory(tags, PLACE))
    return Exif(_taken(tags, _directory(tags, TIMES)), lat, lon, _orientation(tags))


def _directory(tags: Image.Exif, which: int) -> Mapping[int, Any]:
    try:
        return dict(tags.get_ifd(which))
    except BROKEN:
        return {}


def _orientation(tags: Image.Exif) -> int:
    try:
        told = int(tags.get(ORIENTATION, 1))
    except BROKEN:
        return 1
    return told if 1 <= told <= 8 else 1


def _taken(tags: Image.Exif, times: Mapping[int, Any]) -> datetime | None:
    """Return the time of taking; a camera that tells no zone is taken to be in China."""
    try:
        told = times.get(TAKEN) or tags.get(WRITTEN)
        at = datetime.strptime(str(told).strip("\x00 ")[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
        found = at.replace(tzinfo=_zone(times.get(OFFSET)) or SHANGHAI).astimezone(UTC)
    except BROKEN:
        return None
    return found if found.year >= FIRST_YEAR else None


def _zone(told: Any) -> timezone | None:
    try:
        text = str(told).strip("\x00 ")
        shift = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    except BROKEN:
        return None
    known = text[:1] in "+-" and text[3:4] == ":" and shift <= LONGEST_OFFSET
    return timezone(-shift if text[:1] == "-" else shift) if known else None


def _position(place: Mapping[int, Any]) -> tuple[float | None, float | None]:
    lat = _degrees(place.get(LATITUDE), place.get(SOUTH_OF), "S", 90)
    lon = _degrees(place.get(LONGITUDE), place.get(WEST_OF), "W", 180)
    nowhere = lat is None or lon is None or (lat == 0 and lon == 0)
    return (None, None) if nowhere else (lat, lon)


def _degrees(parts: Any, ref: Any, minus: str, most: int) -> float | None:
    """Return degrees from (degrees, minutes, seconds); None for what is no place on the globe."""
    try:
        degrees, minutes, seconds = (float(one) for one in parts)
    except BROKEN:
        return None
    found = degrees + minutes / 60 + seconds / 3600
    if not isfinite(found) or not 0 <= found <= most:
        return None
    return -found if str(ref).strip("\x00 ").upper() == minus else found
