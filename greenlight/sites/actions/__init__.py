"""Deeds of the site: every write of the room goes through here, with its journal row."""

from greenlight.sites.actions.arranging import define_parts, set_fence, weights_by_name
from greenlight.sites.actions.explaining import explain_photo
from greenlight.sites.actions.logs import correct_log, retract_log, send_log
from greenlight.sites.actions.photos import add_photo, open_original
from greenlight.sites.actions.removing import retract_photo

__all__ = [
    "add_photo", "correct_log", "define_parts", "explain_photo", "open_original", "retract_log",
    "retract_photo", "send_log", "set_fence", "weights_by_name",
]  # fmt: skip
