"""Editing a ledger by hand: a cell, a pasted block, many rows at once; weighed first, then one deed."""

from greenlight.desk.editing.cells import (
    UNKNOWN,
    Asked,
    CellEdit,
    Collision,
    RefusedCell,
    Weighed,
    Written,
)
from greenlight.desk.editing.weighing import weigh

__all__ = ["UNKNOWN", "Asked", "CellEdit", "Collision", "RefusedCell", "Weighed", "Written", "weigh"]
