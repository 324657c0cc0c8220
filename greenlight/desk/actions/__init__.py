"""Deeds of the desk."""

from greenlight.desk.actions.editing import edit_cells

__all__ = ["edit_cells"]
