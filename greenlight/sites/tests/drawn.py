"""Pictures for tests, drawn on the spot."""

from __future__ import annotations

import io
import random
from typing import Any

from PIL import Image, ImageDraw

TAKEN = "2022:07:31 09:15:00"
CITY = (28.7410, 118.6260)


def scene(seed: int = 1, size: tuple[int, int] = (1200, 900)) -> Image.Image:
    """Return a picture of boxes; another seed, another picture."""
    chance = random.Random(seed)  # noqa: S311  a drawing
    image = Image.new("RGB", size, (180, 200, 210))
    pen = ImageDraw.Draw(image)
    for _ in range(30):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        shade = tuple(chance.randrange(256) for _ in range(3))
        pen.rectangle((x, y, x + chance.randrange(40, 400), y + chance.randrange(40, 300)), fill=shade)
    return image


def jpeg(
    image: Image.Image | None = None, *, taken: Any = TAKEN, place: Any = CITY, orientation: int = 0,
    offset: str = "", quality: int = 85,
) -> bytes:  # fmt: skip
    """Return JPEG bytes with what a camera writes."""
    tags = Image.Exif()
    if orientation:
        tags[0x0112] = orientation
    if taken:
        times = tags.get_ifd(0x8769)
        times[0x9003] = taken
        if offset:
            times[0x9011] = offset
    if place:
        gps = tags.get_ifd(0x8825)
        gps[1], gps[2] = ("N" if place[0] >= 0 else "S"), sexagesimal(abs(place[0]))
        gps[3], gps[4] = ("E" if place[1] >= 0 else "W"), sexagesimal(abs(place[1]))
    kept = io.BytesIO()
    (image or scene()).save(kept, "JPEG", quality=quality, exif=tags)
    return kept.getvalue()


def sexagesimal(degrees: float) -> tuple[float, float, float]:
    """Return degrees, minutes and seconds."""
    whole = int(degrees)
    minutes = int((degrees - whole) * 60)
    return (float(whole), float(minutes), round((degrees - whole) * 3600 - minutes * 60, 4))


def encoded(image: Image.Image, kind: str, **more: Any) -> bytes:
    """Return a picture in another format."""
    kept = io.BytesIO()
    image.save(kept, kind, **more)
    return kept.getvalue()
