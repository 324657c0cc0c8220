"""Values as cells: what stands between `<c r="A1"` and the next cell, and the styles it names.

Texts are inline strings, so they can never become formulas, and text cells carry the text format,
so that they do not become one when a clerk edits them. Reference: ECMA-376 Part 1, chapter 18.
"""

import math
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import NoReturn

from greenlight.base.workbook.write_spec import (
    MAIN,
    MOST_CHARACTERS,
    XML,
    CannotWrite,
    Month,
    OutColumn,
    Value,
    line_count,
)

PLAIN, BOLD, TITLE = 0, 1, 2  # the fonts
_CACHED = 4096
_ALIGN = {"text": "left", "date": "center", "month": "center", "bool": "center", "any": "general"}
_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL = date(1900, 3, 1)  # Excel counts a 29 February 1900 that never was
_UNMIXED = {int, float, Decimal, type(None)}
_ESCAPED = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_PLAIN_TEXT = re.compile("[^&<>_\x00-\x1f\ud800-\udfff\ufffe\uffff]{1,255}").fullmatch
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}


def escape(text: str) -> str:
    """Text as XML content; characters XML cannot hold become _xHHHH_ (ECMA-376 22.9.2.19)."""
    return _ESCAPED.sub(lambda hit: _ENTITIES.get(hit[0]) or f"_x{ord(hit[0]):04X}_", text)


def text_run(text: str) -> str:
    """A <t> element that keeps leading, trailing and line-breaking white space."""
    keep = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<t{keep}>{escape(text)}</t>"


class Styles:
    """The cell formats of one workbook; fonts, fills and borders are the fixed few below."""

    def __init__(self) -> None:
        self.formats = {"General": 0, "@": 49}
        self.xfs = {'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>': 0}

    def add(self, font: int, align: str, number_format: str = "General", **more: int) -> int:
        """The index of a format; `more` may set fill, border and quote (text marked as text)."""
        number = self.formats.setdefault(number_format, 164 + len(self.formats))
        quote = ' quotePrefix="1"' if more.get("quote") else ""
        xml = (
            f'<xf numFmtId="{number}" fontId="{font}" fillId="{more.get("fill", 0)}" '
            f'borderId="{more.get("border", 0)}" xfId="0"{quote} applyNumberFormat="1" '
            'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f'<alignment horizontal="{align}" vertical="center" wrapText="1"/></xf>'
        )
        return self.xfs.setdefault(xml, len(self.xfs))

    def xml(self) -> str:
        """The styles part."""
        own = [(code, number) for code, number in self.formats.items() if number >= 164]
        formats = "".join(f'<numFmt numFmtId="{n}" formatCode="{code}"/>' for code, n in own)
        font = '<sz val="{}"/><name val="宋体"/><family val="3"/><charset val="134"/></font>'
        line = "".join(
            f'<{side} style="thin"><color auto="1"/></{side}>' for side in ("left", "right", "top", "bottom")
        )
        return (
            f'{XML}<styleSheet xmlns="{MAIN}">'
            + (f'<numFmts count="{len(own)}">{formats}</numFmts>' if own else "")
            + f'<fonts count="3"><font>{font.format(11)}<font><b/>{font.format(11)}'
            f"<font><b/>{font.format(18)}</fonts>"
            '<fills count="3"><fill><patternFill patternType="none"/></fill>'
            '<fill><patternFill patternType="gray125"/></fill><fill><patternFill '
            'patternType="solid"><fgColor rgb="FFDCE6F1"/><bgColor indexed="64"/></patternFill>'
            '</fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/>'
            f"</border><border>{line}<diagonal/></border></borders>"
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
            f'</cellStyleXfs><cellXfs count="{len(self.xfs)}">{"".join(self.xfs)}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles>'
            "</styleSheet>"
        )


class Cells(dict[Value, str]):
    """Renders the values of one column into what follows `<c r="A1"`; remembers repeated ones."""

    def __init__(self, styles: Styles, column: OutColumn, font: int, border: int) -> None:
        super().__init__()
        self.lines: dict[Value, int] = {}  # the texts that take more than one line
        self._room = (column.shown_width - 1) / 2  # a text no longer than this cannot wrap
        self.column, self._plain = column, column.is_number and not column.is_fraction
        align = _ALIGN.get(column.kind, "right")
        if column.header == "序号":
            align = "center"

        def tail(number_format: str, side: str = align, quote: int = 0) -> str:
            style = styles.add(font, side, number_format, border=border, quote=quote)
            return f' s="{style}"'

        own = tail(column.number_format)
        self._blank, self._number = f"{own}/>", f"{own}><v>%s</v></c>"
        self._bool = f'{own} t="b"><v>%d</v></c>'
        self._day, self._month, self._time = (
            f"{tail(code)}><v>%s</v></c>" for code in ("yyyy-mm-dd", "yyyy-mm", "yyyy-mm-dd hh:mm:ss")
        )
        side = "left" if align == "right" else align
        inline = ' t="inlineStr"><is>%s</is></c>'
        self._text = tail("@", side) + inline
        # Older Excel shows #### for a long text in text format: those are quoted instead.
        self._long_text = tail("General", side, 1) + inline

    def __missing__(self, value: Value) -> str:
        tail = self.one(value)
        if not isinstance(value, int | float | Decimal):  # 1, 1.0 and True are one key
            self[value] = tail
        return tail

    def batch(self, values: Sequence[Value]) -> list[str]:
        """The tails of one batch of the column; `lines` then knows its long texts."""
        if len(self) + len(self.lines) > _CACHED:
            self.clear()
            self.lines.clear()
        if not self.column.is_number:
            return list(map(self.__getitem__, values))
        if self._plain and set(map(type, values)) <= _UNMIXED:
            blank, number = self._blank, self._number
            tails = [blank if value is None else number % value for value in values]
            written = "".join(tails)
            # 15 digits fit a double; N, n and E stand in NaN, inf and 1E+99.
            odd = any(letter in written for letter in "NnE")
            if not odd and max(map(len, tails)) < len(number) + 14:
                return tails
        return [self.one(value) for value in values]

    def one(self, value: Value) -> str:
        """One value as it is written; raises CannotWrite for what a cell cannot hold."""
        if value is None or value == "":
            return self._blank
        if isinstance(value, str):
            return self._written(value)
        if isinstance(value, bool):
            return self._bool % value if self.column.kind == "any" else self._written("否是"[value])
        if isinstance(value, date | Month):
            return self._dated(value)
        if isinstance(value, int | float | Decimal):
            return self._counted(value)
        raise CannotWrite(self.column.header, f"一列有不能写入的值：{type(value).__name__}")

    def _written(self, text: str) -> str:
        if len(text) > self._room or "\n" in text:
            self.lines[text] = line_count(text, self.column.shown_width)
        if _PLAIN_TEXT(text) and not (text[0].isspace() or text[-1].isspace()):
            return self._text % f"<t>{text}</t>"
        length = len(text)
        if length * 2 > MOST_CHARACTERS:  # Excel counts a character outside the plane as two
            length += sum(character > "\uffff" for character in text)
        if length > MOST_CHARACTERS:
            self._refuse_long(text, length)
        return (self._text if length <= 255 else self._long_text) % text_run(text)

    def _refuse_long(self, text: str, length: int) -> NoReturn:
        raise CannotWrite(
            self.column.header,
            f"一列有一格（“{text[:20]}…”）长 {length:,} 字，超过 Excel 一格的上限 "
            f"{MOST_CHARACTERS:,} 字，请先删短",
        )

    def _dated(self, value: date | Month) -> str:
        if isinstance(value, datetime) and value.tzinfo:
            raise CannotWrite(self.column.header, "一列的时刻带时区：请先换成当地时间")
        if isinstance(value, Month):
            day, form = date(*value, 1), self._month
        else:
            day, form = value, self._month if self.column.kind == "month" else self._day
        if not isinstance(day, datetime):
            return form % (day - _EPOCH).days if day >= _FIRST_SERIAL else self._written(str(value))
        if day.date() < _FIRST_SERIAL:
            return self._written(str(value))
        seconds = (day - datetime.combine(_EPOCH, time.min)).total_seconds()
        return self._time % repr(seconds / 86400)

    def _counted(self, value: float | Decimal) -> str:
        number = Decimal(str(value))
        if not number.is_finite():
            raise CannotWrite(self.column.header, f"一列有不是数的值：{value}")
        if self.column.kind == "text":
            return self._written(str(value))
        if self.column.is_fraction:
            number = number.scaleb(-2)
        near = float(number)
        # A double would lose digits of a long code or amount: it stays whole, as a text.
        if not math.isfinite(near) or (Decimal(repr(near)) != number):
            return self._written(f"{number:f}")
        return self._number % number
