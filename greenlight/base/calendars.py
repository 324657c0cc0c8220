"""The calendar in force: what the product ships with, and the notices a zone has entered since.

Data at the edge, so that the kernel does no I/O. A notice entered by hand lies in `holidays.csv` of the
data directory (date, kind, name): next year's notice comes out in November, and nobody should have to
wait for a new version of the product. Every process sees a changed file at its next question.
"""

import csv
import os
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from greenlight.kernel.workdays import Calendar, Exceptional

NAME = "holidays.csv"
COLUMNS = ("date", "kind", "name")


def china() -> Calendar:
    """Return the calendar of the State Council notices (国务院办公厅关于节假日安排的通知)."""
    path = entered_at()
    if path is None:
        return shipped()
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return shipped()
    return _with_entered(str(path), changed)


def entered_at() -> Path | None:
    """Return where entered notices lie; a process without a data directory knows the shipped ones only."""
    folder = os.environ.get("GREENLIGHT_DATA", "")
    return Path(folder) / NAME if folder else None


@cache
def shipped() -> Calendar:
    """Return the calendar the product ships with."""
    source = files("greenlight.kernel") / "data" / "cn_workday_exceptions.csv"
    with source.open(encoding="utf-8") as lines:
        return Calendar.from_rows(csv.DictReader(lines))


@lru_cache(maxsize=2)
def _with_entered(path: str, _changed: int) -> Calendar:
    return Calendar([*shipped().exceptions, *entered(Path(path))])


def entered(path: Path) -> list[Exceptional]:
    """Return the days entered by hand, in order.

    Raises ValueError for a file that is no such table: better loud than a wrong deadline.
    """
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return sorted(Exceptional.from_row(row) for row in csv.DictReader(lines))


def enter(path: Path, days: list[Exceptional]) -> None:
    """Write the days entered by hand, all or nothing."""
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(COLUMNS)
        rows.writerows((one.day.isoformat(), one.kind, one.name) for one in days)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)
