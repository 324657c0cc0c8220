"""Deeds on the node library of a zone: its draft edited in steps, published as a version; departments."""

from greenlight.projects.editing.departments import map_departments, mapping, units
from greenlight.projects.editing.drafting import (
    add_node,
    change_node,
    move_node,
    put_back,
    retire_node,
    set_links,
)
from greenlight.projects.editing.publishing import discard, publish

__all__ = [
    "add_node", "change_node", "discard", "map_departments", "mapping", "move_node", "publish", "put_back",
    "retire_node", "set_links", "units",
]  # fmt: skip
