"""Cells as clerks write them, read into plain values with remarks: pure, no I/O, no clock."""

from greenlight.kernel.parse.codes import read_parcel_code, read_project_code, read_uscc, uscc_check
from greenlight.kernel.parse.dates import read_date, same_date, span
from greenlight.kernel.parse.deadlines import Counted, read_deadline, read_month
from greenlight.kernel.parse.notes import Note, Parsed, severity
from greenlight.kernel.parse.numbers import (
    plain,
    read_area,
    read_count,
    read_money,
    read_number,
    read_percent,
    unit_of,
)
from greenlight.kernel.parse.text import clean, is_missing, name, name_key, phase, squeeze
from greenlight.kernel.parse.words import (
    read_bool,
    read_choice,
    read_person,
    read_phone,
    read_units,
)

__all__ = [
    "Counted",
    "Note",
    "Parsed",
    "clean",
    "is_missing",
    "name",
    "name_key",
    "phase",
    "plain",
    "read_area",
    "read_bool",
    "read_choice",
    "read_count",
    "read_date",
    "read_deadline",
    "read_money",
    "read_month",
    "read_number",
    "read_parcel_code",
    "read_percent",
    "read_person",
    "read_phone",
    "read_project_code",
    "read_units",
    "read_uscc",
    "same_date",
    "severity",
    "span",
    "squeeze",
    "unit_of",
    "uscc_check",
]
