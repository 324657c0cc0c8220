"""Regions by their GB/T 2260 code; the shipped table holds what zones here lie in."""

from __future__ import annotations

import csv
from pathlib import Path

from greenlight.people.models import Region

TABLE = Path(__file__).parent / "data" / "gbt2260_quzhou.csv"


def plant(code: str) -> Region:
    """Return the region of a code, stored with all regions above it.

    Raises LookupError when the shipped table does not know the code.
    """
    known = Region.objects.filter(code=code).first()
    if known:
        return known
    row = next((row for row in _table() if row["code"] == code), None)
    if row is None:
        raise LookupError(f"行政区划表里没有代码 {code}")
    parent = plant(row["parent"]) if row["parent"] else None
    return Region.objects.create(code=code, name=row["name"], parent=parent)


def _table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
