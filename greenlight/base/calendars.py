"""The calendars the product ships with: data at the edge, so that the kernel does no I/O."""

import csv
from functools import cache
from importlib.resources import files

from greenlight.kernel.workdays import Calendar


@cache
def china() -> Calendar:
    """Return the calendar of the State Council notices (国务院办公厅关于节假日安排的通知)."""
    source = files("greenlight.kernel") / "data" / "cn_workday_exceptions.csv"
    with source.open(encoding="utf-8") as lines:
        return Calendar.from_rows(csv.DictReader(lines))
