"""From a picture to what is kept of it: its hash, the copy with the watermark, the small one."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image

from greenlight.kernel import likeness
from greenlight.sites.pictures.reading import Picture, smaller
from greenlight.sites.pictures.stamping import Stamp, stamped

SMALL_EDGE = 360
QUALITY, SMALL_QUALITY = 82, 78
TOP = 1 << 63


@dataclass(frozen=True)
class Developed:
    """JPEG bytes without EXIF: the copy that is shown, and the small one of lists."""

    served: bytes
    small: bytes


def develop(picture: Picture, stamp: Stamp) -> Developed:
    """Return both copies, stamped; nothing the camera wrote is in them."""
    shown = stamped(picture.image, stamp)
    return Developed(_jpeg(shown, QUALITY), _jpeg(smaller(shown, SMALL_EDGE), SMALL_QUALITY))


def look(picture: Picture) -> int:
    """Return the hash of what a picture shows, 64 bits."""
    side = (likeness.SIDE, likeness.SIDE)
    grey = picture.image.convert("L").resize(side, Image.Resampling.BOX)
    return likeness.shades_hash(np.asarray(grey))


def signed(found: int) -> int:
    """Return a hash of 64 bits as databases keep it."""
    return found - (1 << 64) if found >= TOP else found


def unsigned(kept: int) -> int:
    """Return a hash as the kernel takes it."""
    return kept + (1 << 64) if kept < 0 else kept


def _jpeg(image: Image.Image, quality: int) -> bytes:
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=quality)
    return kept.getvalue()
