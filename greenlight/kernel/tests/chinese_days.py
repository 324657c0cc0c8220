"""The State Council calendar for the kernel's tests, read from the data beside the kernel."""

import csv
from pathlib import Path

from greenlight.kernel.workdays import Calendar

_SOURCE = Path(__file__).parents[1] / "data" / "cn_workday_exceptions.csv"
with _SOURCE.open(encoding="utf-8") as _lines:
    CHINA = Calendar.from_rows(csv.DictReader(_lines))
