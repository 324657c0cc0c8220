"""One sheet part passing through: marked cells get another style, every other byte stays."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import IO, NamedTuple

from greenlight.base.workbook.annotate_package import (
    MOST_SHEET,
    MOST_TEXT,
    CannotAnnotate,
    attributes,
    read_pieces,
    refuse_declarations,
    refuse_other_encodings,
)
from greenlight.base.workbook.write_spec import MAIN, OFFICE, column_letters

Cell = tuple[int, int]  # row and column, from 1

_ROOT = re.compile(rb"<(?:([\w.-]+):)?worksheet\s[^>]*>")
_TAG = re.compile(r"""<(/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(/?)>""")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_STYLE = re.compile(rb"""\ss\s*=\s*["'](\d+)["']""")
# What the schema puts after <legacyDrawing> (ECMA-376 18.3.1.99); controls may be wrapped.
_AFTER_DRAWING = {
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "AlternateContent",
    "webPublishItems",
    "tableParts",
    "extLst",
}
_MOST_HEAD = 8 * 2**20


def cell_of(reference: str) -> Cell:
    """The cell of a reference like E5 or $E$5; raises ValueError for anything else."""
    hit = _REFERENCE.fullmatch(reference)
    if hit is None:
        raise ValueError(f"“{reference}”不是单元格地址")
    column = 0
    for letter in hit[1]:
        column = column * 26 + ord(letter) - 64
    return int(hit[2]), column


def reference_of(cell: Cell) -> str:
    """The reference of a cell: E5."""
    return f"{column_letters(cell[1] - 1)}{cell[0]}"


class Frame(NamedTuple):
    """What stands around the rows of a sheet: the bytes before and after them, and its prefix."""

    prefix: str
    head: str
    tail: str

    def column_style(self, column: int) -> int:
        """The style of the empty cells of a column."""
        for tag in re.findall(rf"<{self.prefix}col\s[^>]*>", self.head):
            found = attributes(tag)
            if int(found["min"]) <= column <= int(found["max"]):
                return int(found.get("style", 0))
        return 0

    def merges(self) -> list[tuple[Cell, Cell]]:
        """First and last cell of each merged area."""
        found = re.findall(rf"<{self.prefix}mergeCell\s[^>]*>", self.tail)
        areas = (attributes(tag).get("ref", "").partition(":") for tag in found)
        return [(cell_of(first), cell_of(last)) for first, _, last in areas if last]

    def drawing(self) -> str | None:
        """The relation id of the part that draws the comments."""
        hit = re.search(rf"<{self.prefix}legacyDrawing\s[^>]*>", self.tail)
        names = attributes(hit[0]) if hit else {}
        return next((value for name, value in names.items() if name.endswith(":id")), None)

    def with_drawing(self, identity: str) -> str:
        """The tail with a reference to the part that draws the comments."""
        element = f'<{self.prefix}legacyDrawing xmlns:r="{OFFICE}" r:id="{identity}"/>'
        at = self._after_drawing()
        return self.tail[:at] + element + self.tail[at:]

    def _after_drawing(self) -> int:
        depth = 0
        for tag in _TAG.finditer(self.tail, self.tail.index(">") + 1):
            ends, name = bool(tag[1]), tag[2].rpartition(":")[2]
            if depth == 0 and (ends or name in _AFTER_DRAWING):
                return tag.start()
            depth += -1 if ends else 0 if tag[4] else 1
        raise CannotAnnotate("工作表没有结尾，不能在原表上批注")


def frame_of(part: IO[bytes]) -> Frame:
    """Read a sheet once through for what stands around its rows."""
    head, tail = b"", b""
    for place, block in _blocks(part):
        head = block if place == "head" else head
        tail = block if place == "tail" else tail
    root = _ROOT.search(head)
    if root is None or MAIN.encode() not in root[0]:
        raise CannotAnnotate("工作表用了少见的格式（严格 Open XML），不能在原表上批注")
    prefix = f"{root[1].decode()}:" if root[1] else ""
    return Frame(prefix, _text(head), _text(tail))


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="surrogateescape")


def _blocks(part: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """The head with <sheetData>, blocks of whole rows, and the tail from </sheetData> on."""
    pieces = read_pieces(part, MOST_SHEET)
    held = b""
    for piece in pieces:
        held += piece
        hit = re.search(rb"<((?:[\w.-]+:)?)sheetData(?:\s[^>]*)?(/?)>", held)
        if hit or len(held) > _MOST_HEAD:
            break
    if not held or hit is None:
        raise CannotAnnotate("工作表没有数据部分，不能在原表上批注")
    refuse_other_encodings(held)
    head, held = held[: hit.end()], held[hit.end() :]
    closing = b"</" + hit[1] + b"sheetData>"
    if hit[2]:
        head, held = head[:-2].rstrip() + b">", closing + held
    yield "head", head
    yield from _rows_and_tail(held, pieces, b"<" + hit[1] + b"row", closing)


def _rows_and_tail(
    held: bytes, pieces: Iterator[bytes], row: bytes, closing: bytes
) -> Iterator[tuple[str, bytes]]:
    while (end := held.find(closing)) < 0:
        cut = held.rfind(row)
        if cut > 0:
            refuse_declarations(held[:cut])
            yield "rows", held[:cut]
            held = held[cut:]
        piece = next(pieces, None)
        if piece is None or len(held) > MOST_TEXT:
            raise CannotAnnotate("工作表没有结尾，不能在原表上批注")
        held += piece
    yield "rows", held[:end]
    tail = held[end:] + b"".join(pieces)
    refuse_declarations(tail + held[:end])
    yield "tail", tail


class Patch:
    """Rewrites one sheet: `cells` take the style `restyle(old)`, the tail becomes `tail`."""

    def __init__(self, frame: Frame, cells: Sequence[Cell], restyle: Callable[[int], int], tail: str) -> None:
        self._frame, self._restyle, self._tail = frame, restyle, tail
        self._wanted: dict[int, list[int]] = {}
        for row, column in sorted(cells):
            self._wanted.setdefault(row, []).append(column)
        self._order = list(reversed(self._wanted))
        self._row = 0
        self._prefix = frame.prefix.encode()
        name = re.escape(self._prefix)
        self._rows = re.compile(rb"<" + name + rb"row(?=[\s/>])(?:[^>]*?\sr\s*=\s*[\"'](\d+))?[^>]*?(/?)>")
        self._cells = re.compile(
            rb"<" + name + rb"c(?=[\s/>])(?:[^>]*?\sr\s*=\s*[\"']([A-Z]+)\d+)?[^>]*?(/?)>"
        )

    def __call__(self, source: IO[bytes], target: IO[bytes]) -> None:
        for place, block in _blocks(source):
            if place == "head":
                target.write(block)
            elif place == "rows":
                target.write(self._block(block) if self._order else block)
            else:
                target.write(b"".join(self._new_rows(None)))
                target.write(self._tail.encode("utf-8", errors="surrogateescape"))

    def _block(self, block: bytes) -> bytes:
        out, done = [], 0
        for start in self._rows.finditer(block):
            self._row = int(start[1]) if start[1] else self._row + 1
            if not self._order:
                break
            if self._order[-1] > self._row:
                continue
            out.append(block[done : start.start()])
            out += self._new_rows(self._row)
            done = start.start()
            if self._order and self._order[-1] == self._row:
                self._order.pop()
                done = self._end_of_row(block, start)
                out.append(self._patched(block[start.start() : done], start))
        return b"".join([*out, block[done:]])

    def _new_rows(self, before: int | None) -> Iterator[bytes]:
        """Rows the sheet does not have, up to the row `before`."""
        while self._order and (before is None or self._order[-1] < before):
            row = self._order.pop()
            cells = b"".join(self._new_cell((row, column), None) for column in self._wanted[row])
            yield b'<%brow r="%d">%b</%brow>' % (self._prefix, row, cells, self._prefix)

    def _end_of_row(self, block: bytes, start: re.Match[bytes]) -> int:
        if start[2]:
            return start.end()
        closing = b"</" + self._prefix + b"row>"
        end = block.find(closing, start.end())
        if end < 0:
            raise CannotAnnotate(f"工作表第 {self._row} 行不完整，不能在原表上批注")
        return end + len(closing)

    def _patched(self, row: bytes, start: re.Match[bytes]) -> bytes:
        tag, closing = start[0], b"</" + self._prefix + b"row>"
        body = b"" if start[2] else row[len(tag) : -len(closing)]
        tag = re.sub(rb"""\sspans\s*=\s*["'][^"']*["']""", b"", tag)
        opening = tag[:-2].rstrip() + b">" if start[2] else tag
        return opening + self._with_cells(body, tag) + closing

    def _with_cells(self, body: bytes, row: bytes) -> bytes:
        wanted = list(reversed(self._wanted[self._row]))
        out, done, column = [], 0, 0
        for cell in self._cells.finditer(body):
            column = cell_of(f"{cell[1].decode()}1")[1] if cell[1] else column + 1
            while wanted and wanted[-1] <= column:
                out.append(body[done : cell.start()])
                done = cell.start()
                if wanted[-1] == column:
                    out.append(self._restyled(cell[0]))
                    done = cell.end()
                else:
                    out.append(self._new_cell((self._row, wanted[-1]), row))
                wanted.pop()
        at = body.find(b"<" + self._prefix + b"extLst", done)
        at = len(body) if at < 0 else at
        out.append(body[done:at])
        out += [self._new_cell((self._row, column), row) for column in reversed(wanted)]
        return b"".join([*out, body[at:]])

    def _restyled(self, tag: bytes) -> bytes:
        hit = _STYLE.search(tag)
        style = b' s="%d"' % self._restyle(int(hit[1]) if hit else 0)
        if hit:
            return tag[: hit.start()] + style + tag[hit.end() :]
        name = len(self._prefix) + 2
        return tag[:name] + style + tag[name:]

    def _new_cell(self, cell: Cell, row: bytes | None) -> bytes:
        own = _STYLE.search(row) if row and b"customFormat" in row else None
        style = self._restyle(int(own[1]) if own else self._frame.column_style(cell[1]))
        return b'<%bc r="%b" s="%d"/>' % (self._prefix, reference_of(cell).encode(), style)
