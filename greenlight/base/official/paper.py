"""An official paper, written from top to bottom; the same words give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Self

import docx
from docx.oxml.ns import qn
from docx.shared import Mm

from greenlight.base.official import form
from greenlight.base.official.table import Cell, table
from greenlight.base.official.widths import PT_MM, broken, letters

EPOCH = (1980, 1, 1, 0, 0, 0)  # what a package says of its parts' age: the same words, the same bytes
PRINTABLE_MM = 156.0


class Official:
    """A paper in the making. Every method returns the paper, so that it reads as it is written."""

    def __init__(self, title: str, *, author: str = "", landscape: bool = False) -> None:
        self.document: Any = docx.Document()
        self.wide = 243.0 if landscape else PRINTABLE_MM
        form.page(self.document, landscape=landscape)
        kept = self.document.core_properties
        kept.author, kept.title, kept.comments = form.clean(author), form.clean(title), ""
        kept.created = kept.modified = datetime(1980, 1, 1, tzinfo=UTC)
        for line in broken(title, self.wide / PT_MM / form.TWO - 1):
            self._write(line, form.TITLE, align="CENTER")
        self.blank()

    def _write(self, words: str, face: form.Face, **how: Any) -> Self:
        made = self.document.add_paragraph()
        form.paragraph(made, **how)
        form.face(made.add_run(form.clean(words)), face)
        return self

    def blank(self) -> Self:
        """Leave a line free."""
        return self._write("", form.TEXT)

    def to(self, whom: str) -> Self:
        """Write 主送机关, flush left with its colon."""
        return self._write(f"{whom}：", form.TEXT)

    def number(self, words: str) -> Self:
        """Write 发文字号 right under the title: the line left free stays over 主送机关 (7.3.2)."""
        return self._before(self.document.paragraphs[-1], words, form.TEXT, align="CENTER")

    def urgency(self, words: str) -> Self:
        """Write 紧急程度 at the upper left of the type area, in 三号黑体 (7.2.3)."""
        return self._before(self.document.paragraphs[0], words, form.HEAD)

    def _before(self, place: Any, words: str, face: form.Face, **how: Any) -> Self:
        made = place.insert_paragraph_before()
        form.paragraph(made, **how)
        form.face(made.add_run(form.clean(words)), face)
        return self

    def head(self, words: str) -> Self:
        """Write a heading of the first level: 一、…"""
        return self._write(words, form.HEAD, indent=True, keep=True)

    def sub(self, words: str) -> Self:
        """Write a heading of the second level: （一）…"""
        return self._write(words, form.SUB, indent=True, keep=True)

    def text(self, words: str) -> Self:
        """Write a paragraph."""
        return self._write(words, form.TEXT, indent=True)

    def table(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        *,
        widths: Sequence[float] = (),
        unit: str = "",
    ) -> Self:
        """Write a table; `widths` are shares of the line, `unit` stands at the upper right.

        A date, an amount and a short head keep their line: their columns take what they need.
        """
        if unit:
            self._write(f"单位：{unit}", form.TABLE, align="RIGHT")
        shares = widths or [1.0] * len(heads)
        wanted = [self.wide * one / sum(shares) for one in shares]
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        body = self.document.element.body
        body.insert(len(body) - 1, table(heads, rows, wanted))  # the section's form stands last
        return self.blank()

    def picture(self, data: bytes, wide_mm: float = PRINTABLE_MM) -> Self:
        """Put a picture in, as wide as the line if nothing else is said."""
        made = self.document.add_paragraph()
        made.alignment = 1
        made.add_run().add_picture(io.BytesIO(data), width=Mm(wide_mm))
        return self

    def signed(self, who: str, day: date) -> Self:
        """Write 署名 and 成文日期 at the right: no leading zeros, four letters free, the one over the other.

        Two letters stay free at the right of a long name. Neither stands alone on a page.
        """
        if self.document.paragraphs[-1].text:
            self.blank()
        self._kept()
        on = f"{day.year}年{day.month}月{day.day}日"
        over = (letters(on) - letters(who)) / 2
        more = max(2 - 4 - over, 0)
        self._write(who, form.TEXT, align="RIGHT", keep=True, free=4 + over + more)
        return self._write(on, form.TEXT, align="RIGHT", free=4 + more)

    def _kept(self) -> None:
        """Keep the last lines with what is written next: two paragraphs, or the last row of a table."""
        for one in list(self.document.element.body)[-4:-1]:
            rows = one.findall(qn("w:tr"))
            lines = rows[-1].iter(qn("w:p")) if rows else [one]
            for line in lines:
                line.get_or_add_pPr().get_or_add_keepNext()

    def data(self) -> bytes:
        """Return the .docx."""
        held = io.BytesIO()
        self.document.save(held)
        return _still(held.getvalue())


def _still(data: bytes) -> bytes:
    """Return the package with its parts' ages taken out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            still = zipfile.ZipInfo(one.filename, EPOCH)
            still.compress_type, still.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(still, old.read(one.filename))
    return made.getvalue()
