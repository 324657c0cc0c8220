"""Coordinates and distances as columns: kept exactly, with so many places, and read as plain numbers.

What a phone measures is no amount: code reckons with it in floating point. But a column of the database
is a decimal, so that both databases keep and compare the same digits (six places are 0.1 m).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    Column = models.FloatField
else:
    Column = models.DecimalField


def kept(degrees: float) -> float:
    """Return degrees as a column of six places gives them back."""
    return float(Decimal(str(degrees)).quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP))


class Measured(Column):  # type: ignore[type-arg]
    """A decimal column of `decimal_places` that code writes and reads as a float."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **({"max_digits": 9, "decimal_places": 6} | more))

    def from_db_value(self, value: Any, *_: Any) -> float | None:
        """Return what the database holds as a plain number."""
        return None if value is None else float(value)

    def get_prep_value(self, value: Any) -> Decimal | None:
        """Return what the database is given, rounded half up to the places kept."""
        if value is None or value == "":
            return None
        places: int = self.decimal_places  # type: ignore[attr-defined]
        return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
