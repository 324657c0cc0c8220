"""A streaming .xlsx writer: the first bytes leave before the first row is read, memory stays flat.

Rows are rendered by column, a batch at a time, through one row template: this is what makes it ten
times as fast as writers that go cell by cell. Reference: ECMA-376 Part 1, chapter 18
(SpreadsheetML), and Part 2 (packages).
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, islice, repeat
from zipfile import ZIP_DEFLATED, ZipFile

from greenlight.base.workbook.write_cells import BOLD, PLAIN, TITLE, Cells, Styles, escape, text_run
from greenlight.base.workbook.write_spec import (
    MAIN,
    MOST_ROWS,
    OFFICE,
    PACKAGE,
    SIGNATURE,
    XML,
    CannotWrite,
    HeadRow,
    Kind,
    Month,
    OutColumn,
    SheetSpec,
    Value,
    check_sheets,
    column_letters,
    header_spans,
    line_count,
)

__all__ = [
    "SIGNATURE",
    "CannotWrite",
    "HeadRow",
    "Kind",
    "Month",
    "OutColumn",
    "SheetSpec",
    "Value",
    "stream",
]
_BATCH = 256  # rows rendered at once
_CHUNK = 2**16  # bytes handed on at once
_MOST_BYTES = 2**31 - 2**25  # a zip entry without the zip64 extension, which some readers lack


def _is_head(row: Sequence[Value]) -> bool:
    return isinstance(row, HeadRow)


class _Sheet:
    """Renders one SheetSpec as the pieces of its XML part; afterwards knows where things stand."""

    def __init__(self, spec: SheetSpec, styles: Styles) -> None:
        self.spec, self.row = spec.numbered(), 0
        columns, border = self.spec.columns, int(not spec.is_bare)
        self.letters = [column_letters(index) for index in range(len(columns))]
        self.template = "".join(f'<c r="{letter}§"%s' for letter in self.letters)
        self.merges = list(spec.merges)
        self.body = [Cells(styles, column, PLAIN, border) for column in columns]
        self.total = [Cells(styles, column, BOLD, border) for column in columns]
        self.title = styles.add(TITLE, "center")
        self.line = styles.add(PLAIN, "left")
        self.header = styles.add(BOLD, "center", fill=2, border=1)
        above = bool(spec.title) + bool(spec.unit_line)
        self.first_header, self.last_header = above + 1, above + spec.header_depth
        self.last_filtered = self.last_header

    def pieces(self) -> Iterator[str]:
        """The whole part."""
        yield self._opening() + "".join(self._heading())
        if self.spec.totals_on_top:
            yield self._totals()
        yield from self._rows()
        self.last_filtered = self.row
        if not self.spec.totals_on_top:
            yield self._totals()
        if self.spec.signature:
            self.row += 1
            yield self._line(self.line, self.spec.signature)
        yield self._closing()

    def _opening(self) -> str:
        columns = "".join(
            f'<col min="{number}" max="{number}" width="{column.shown_width:g}" customWidth="1"/>'
            for number, column in enumerate(self.spec.columns, 1)
        )
        top = self.last_header
        pane = (
            f'<pane ySplit="{top}" topLeftCell="A{top + 1}" activePane="bottomLeft" '
            'state="frozen"/><selection pane="bottomLeft"/>'
        )
        return (
            f'{XML}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<sheetViews><sheetView workbookViewId="0">{"" if self.spec.is_bare else pane}'
            '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
            f"<cols>{columns}</cols><sheetData>"
        )

    def _heading(self) -> Iterator[str]:
        if self.spec.title:
            yield self._line(self.title, self.spec.title, ' ht="30" customHeight="1"')
        if self.spec.unit_line:
            yield self._line(self.line, self.spec.unit_line)
        if self.spec.header_depth == 2:
            upper = [column.group or column.header for column in self.spec.columns]
            yield self._row([self._text(self.header, text) for text in upper])
            self.merges += self._header_merges()
        if not self.spec.is_bare:
            lower = [
                column.header if column.group or self.spec.header_depth == 1 else ""
                for column in self.spec.columns
            ]
            lines = max(map(line_count, lower, (column.shown_width for column in self.spec.columns)))
            height = f' ht="{15 * lines + 5}" customHeight="1"'
            yield self._row([self._text(self.header, text) for text in lower], height)

    def _header_merges(self) -> Iterator[str]:
        top, bottom = self.first_header, self.last_header
        for first, last in header_spans(self.spec.columns):
            if last > first:
                yield f"{self.letters[first]}{top}:{self.letters[last]}{top}"
        for letter, column in zip(self.letters, self.spec.columns, strict=True):
            if not column.group:
                yield f"{letter}{top}:{letter}{bottom}"

    def _totals(self) -> str:
        if self.spec.totals is None:
            return ""
        cells = zip(self.total, self.spec.totals, strict=True)
        return self._row([column.one(value) for column, value in cells])

    def _rows(self) -> Iterator[str]:
        rows, width = iter(self.spec.rows), len(self.letters)
        while batch := list(islice(rows, _BATCH)):
            if set(map(len, batch)) != {width}:
                raise CannotWrite(self.spec.sheet_name, f"有的行不是 {width} 格，与列数不符")
            if self.row + len(batch) > MOST_ROWS - 3:
                raise CannotWrite(self.spec.sheet_name, "超过 Excel 一张表 1,048,576 行的上限")
            for is_head, part in groupby(batch, _is_head):
                yield self._alike(list(part), self.total if is_head else self.body)

    def _alike(self, rows: Sequence[Sequence[Value]], styled: Sequence[Cells]) -> str:
        columns = list(zip(*rows, strict=True))
        tails = [cells.batch(values) for cells, values in zip(styled, columns, strict=True)]
        return "".join(map(self._row, zip(*tails, strict=True), self._heights(columns)))

    def _heights(self, columns: Sequence[Sequence[Value]]) -> Iterator[str]:
        # Excel fits rows by itself on opening, other programs do not.
        counts: list[Iterator[int]] = [repeat(1, len(columns[0]))]
        for cells, values in zip(self.body, columns, strict=True):
            if cells.lines:
                counts.append(map(cells.lines.get, values, repeat(1)))
        lines = zip(*counts, strict=True) if len(counts) > 1 else repeat((1,))
        return (f' ht="{min(15 * n, 405)}"' if (n := max(row)) > 1 else "" for row in lines)

    def _row(self, tails: Sequence[str], height: str = "") -> str:
        self.row += 1
        number = str(self.row)
        cells = self.template.replace("§", number) % tuple(tails)
        return f'<row r="{number}"{height}>{cells}</row>'

    def _line(self, style: int, text: str, height: str = "") -> str:
        self.row += 1
        if len(self.letters) > 1:
            self.merges.append(f"A{self.row}:{self.letters[-1]}{self.row}")
        return f'<row r="{self.row}"{height}><c r="A{self.row}"{self._text(style, text)}</row>'

    def _text(self, style: int, text: str) -> str:
        inline = f' t="inlineStr"><is>{text_run(text)}</is></c>'
        return f' s="{style}"{inline if text else "/>"}'

    def _closing(self) -> str:
        area = f"A1:{self.letters[-1]}{max(self.row, 1)}"
        merges = "".join(f'<mergeCell ref="{merged}"/>' for merged in self.merges)
        rows = f"A{self.last_header}:{self.letters[-1]}{self.last_filtered}"
        filtered = "" if self.spec.is_bare else f'<autoFilter ref="{rows}"/>'
        merged = f'<mergeCells count="{len(self.merges)}">{merges}</mergeCells>' if merges else ""
        return (
            f"</sheetData>{filtered}{merged}"
            '<printOptions horizontalCentered="1"/><pageMargins left="0.4" right="0.4" top="0.6" '
            'bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" '
            'orientation="landscape" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>'
            "&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter><ignoredErrors>"
            f'<ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors></worksheet>'
        )

    def defined_names(self, index: int) -> str:
        """Print titles and filter area of the sheet with this index, as Excel itself names them."""
        if self.spec.is_bare:
            return ""
        name = escape("'" + self.spec.sheet_name.replace("'", "''") + "'!")
        area = f"$A${self.last_header}:${self.letters[-1]}${self.last_filtered}"
        return (
            f'<definedName name="_xlnm._FilterDatabase" localSheetId="{index}" hidden="1">'
            f'{name}{area}</definedName><definedName name="_xlnm.Print_Titles" '
            f'localSheetId="{index}">{name}${self.first_header}:${self.last_header}</definedName>'
        )


class _Sink:
    """A file that can only be written to; what was written is taken away in pieces."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.held = 0

    def write(self, data: bytes, /) -> int:
        """Hold the bytes until taken."""
        self._pieces.append(bytes(data))
        self.held += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing: the reader takes when it likes."""

    def close(self) -> None:
        """Nothing: what is held can still be taken."""

    def take(self) -> bytes:
        """All bytes held."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        self.held = 0
        return taken


def stream(*specs: SheetSpec) -> Iterator[bytes]:
    """The bytes of an .xlsx with these sheets, piece by piece; every rows iterable is read once.

    Raises CannotWrite at once for a layout no workbook can hold, and in mid-stream for a value (the
    download then breaks off: what was sent does not open).
    """
    check_sheets(specs)
    styles = Styles()
    sheets = [_Sheet(spec, styles) for spec in specs]
    return _package(sheets, styles)


def _package(sheets: Sequence[_Sheet], styles: Styles) -> Iterator[bytes]:
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        _put(archive, "[Content_Types].xml", _content_types(len(sheets)))
        _put(archive, "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        _put(archive, "xl/styles.xml", styles.xml())
        yield sink.take()
        for number, sheet in enumerate(sheets, 1):
            yield from _sheet_part(archive, sink, sheet, f"xl/worksheets/sheet{number}.xml")
        _put(archive, "xl/workbook.xml", _workbook(sheets))
        targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
        targets.append(("styles", "styles.xml"))
        _put(archive, "xl/_rels/workbook.xml.rels", _relations(targets))
    yield sink.take()


def _sheet_part(archive: ZipFile, sink: _Sink, sheet: _Sheet, path: str) -> Iterator[bytes]:
    written = 0
    with archive.open(path, "w") as part:
        for piece in sheet.pieces():
            data = piece.encode()
            written += len(data)
            if written > _MOST_BYTES:
                raise CannotWrite(sheet.spec.sheet_name, "太大（超过 2 GB），请筛选后分次导出")
            part.write(data)
            if sink.held >= _CHUNK:
                yield sink.take()


def _put(archive: ZipFile, path: str, text: str) -> None:
    with archive.open(path, "w") as part:
        part.write(text.encode())


def _content_types(sheets: int) -> str:
    office = "application/vnd.openxmlformats-"
    kinds = [("workbook", "sheet.main"), ("styles", "styles")]
    kinds += [(f"worksheets/sheet{number}", "worksheet") for number in range(1, sheets + 1)]
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{office}officedocument.spreadsheetml.{kind}+xml"/>'
        for name, kind in kinds
    )
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="{office}package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'


def _workbook(sheets: Sequence[_Sheet]) -> str:
    listed = "".join(
        f'<sheet name="{escape(sheet.spec.sheet_name).replace(chr(34), "&quot;")}" '
        f'sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    names = "".join(sheet.defined_names(index) for index, sheet in enumerate(sheets))
    defined = f"<definedNames>{names}</definedNames>" if names else ""
    return (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets>{defined}</workbook>"
    )
