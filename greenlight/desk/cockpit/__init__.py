"""The cockpit 驾驶舱: what it shows, and how a screen learns that nothing has changed."""

from greenlight.desk.cockpit.stamp import etag
from greenlight.desk.cockpit.tiles import compose

__all__ = ["compose", "etag"]
