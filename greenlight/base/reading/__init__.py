"""Reading a clerk's workbook: any layout in, plain records and every doubt out. No Django."""

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
]
