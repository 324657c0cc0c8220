"""Deeds of the desk."""

from greenlight.desk.actions.editing import edit_cells
from greenlight.desk.actions.views import (
    arrange_views,
    delete_view,
    keep_form,
    overwrite_view,
    rename_view,
    save_view,
    share_view,
)

__all__ = [
    "arrange_views",
    "delete_view",
    "edit_cells",
    "keep_form",
    "overwrite_view",
    "rename_view",
    "save_view",
    "share_view",
]
