"""Reading a clerk's workbook: any layout in, plain records and every doubt out. No Django."""

from greenlight.base.reading.engine import read_workbook
from greenlight.base.reading.json_form import cli_read, to_json
from greenlight.base.reading.result import (
    Block,
    ColumnRead,
    NotImported,
    Problem,
    Question,
    Reading,
    Record,
    Records,
    SheetRead,
    SheetTotal,
)

__all__ = [
    "Block",
    "ColumnRead",
    "NotImported",
    "Problem",
    "Question",
    "Reading",
    "Record",
    "Records",
    "SheetRead",
    "SheetTotal",
    "cli_read",
    "read_workbook",
    "to_json",
]
