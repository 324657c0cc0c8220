"""Photos: taken in once, looked at, stamped; originals kept for inspectors."""

from __future__ import annotations

from greenlight.base.journal import By
from greenlight.base.models import File
from greenlight.base.refusals import Refused
from greenlight.sites.models import Photo, SiteLog
from greenlight.sites.told import PhotoTold


def add_photo(*, by: By, log: SiteLog, data: bytes, name: str, told: PhotoTold) -> Photo:
    """Take a photo of a log in, once: sent again under the same `client_uuid` the same photo is returned.

    With `told.is_original` the bytes are attached to the photo that is there. Raises NotAllowed, and
    Refused for what is no picture, too large, broken or HEIC.
    """
    raise Refused("照片马上就能收。")


def open_original(*, by: By, photo: Photo) -> File:
    """Return the bytes as they came, for an inspector; the look itself is journalled."""
    raise Refused("照片马上就能看。")
