"""A new .xlsx for a clerk's .xls or .csv: the same cells, the refused ones red, and a list of them."""

from collections.abc import Mapping, Sequence

from greenlight.base.workbook.annotate import Mark, annotate
from greenlight.base.workbook.annotate_sheet import cell_of
from greenlight.base.workbook.write import OutColumn, SheetSpec, Value, stream
from greenlight.base.workbook.write_spec import text_width

LIST_NAME = "错误清单"
_LIST = (
    OutColumn("工作表", width=16),
    OutColumn("单元格", width=9),
    OutColumn("原值", width=24, kind="any"),
    OutColumn("问题与改法", width=70),
)
_SAMPLED = 200  # rows looked at for column widths
Rows = Sequence[Sequence[Value]]


def new_annotated(
    sheets: Mapping[str, Rows],
    marks: Sequence[Mark],
    summary: str = "",
    merges: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """A new .xlsx with 错误清单 first, then every sheet with its cells where they were.

    `sheets` gives the rows by sheet name, as values (a text stays a text; Month keeps a month);
    `merges` the merged areas (A1:B2) of a sheet. Raises CannotWrite for a name or value a workbook
    cannot hold, CannotAnnotate for a mark on a sheet that is not there.
    """
    areas = merges or {}
    listed = _listed(sheets, marks, summary)
    copies = [_copied(name, rows, areas.get(name, ())) for name, rows in sheets.items()]
    return annotate(b"".join(stream(listed, *copies)), marks)


def _listed(sheets: Mapping[str, Rows], marks: Sequence[Mark], summary: str) -> SheetSpec:
    rows = [(mark.sheet, mark.cell, _value_at(sheets, mark), mark.text) for mark in marks]
    name, taken = LIST_NAME, {sheet.casefold() for sheet in sheets}
    while name in taken:
        name += "_"
    return SheetSpec(LIST_NAME, summary, _LIST, rows, sheet_name=name)


def _value_at(sheets: Mapping[str, Rows], mark: Mark) -> Value:
    row, column = cell_of(mark.cell)
    cells = sheets.get(mark.sheet, ())
    values = cells[row - 1] if row <= len(cells) else ()
    return values[column - 1] if column <= len(values) else None


def _copied(name: str, rows: Rows, merges: Sequence[str]) -> SheetSpec:
    width = max(map(len, rows), default=0) or 1
    columns = [OutColumn("", kind="any", width=_width(rows, index)) for index in range(width)]
    padded = ([*row, *[None] * (width - len(row))] for row in rows)
    return SheetSpec("", "", columns, padded, sheet_name=name, merges=merges)


def _width(rows: Rows, index: int) -> float:
    shown = (str(row[index]) for row in rows[:_SAMPLED] if index < len(row) and row[index])
    return min(max((text_width(text) for text in shown), default=8) + 2, 40)
