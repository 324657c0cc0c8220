"""A table of a paper, written as markup: with an object for every cell a thousand rows take seconds.

What a cell holds is escaped here; signs that XML cannot say are taken out before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from greenlight.base.official import form
from greenlight.base.official.widths import columns

Cell = str | tuple[str, str]  # words, or (words, "right" | "center")
TWIPS_MM = 1440 / 25.4
EDGE, AIR = 70, 25  # twips left and right in a cell, above and below
DAY = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
SPACE = ' xml:space="preserve"'
HYPHEN = f"</w:t><w:noBreakHyphen/><w:t{SPACE}>"


def table(heads: Sequence[str], rows: Sequence[Sequence[Cell]], wanted: Sequence[float]) -> Any:
    """Return a table with its heads on every page, its columns about as wide as wanted (mm), no row cut."""
    words = [[one if isinstance(one, str) else one[0] for one in row] for row in rows]
    found = columns(heads, words, wanted, form.TABLE.size, 2 * EDGE / TWIPS_MM + 0.6)
    wide = [round(one * TWIPS_MM) for one in found]
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in wide)
    head, body = _run(form.TABLE_HEAD), _run(form.TABLE)
    top = _row([(one, "center") for one in heads], wide, head, '<w:tblHeader w:val="true"/>').replace(
        "<w:pPr>", "<w:pPr><w:keepNext/>"
    )
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:type="dxa" '
        f'w:w="{sum(wide)}"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:top w:w="{AIR}" w:type="dxa"/>'
        f'<w:left w:w="{EDGE}" w:type="dxa"/><w:bottom w:w="{AIR}" w:type="dxa"/>'
        f'<w:right w:w="{EDGE}" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"{top}{''.join(_row(row, wide, body) for row in rows)}</w:tbl>"
    )


def _run(face: form.Face) -> str:
    """Return how letters of a face look."""
    size = f"{face.size * 2:g}"
    return (
        f'<w:rPr><w:rFonts w:ascii="{form.LATIN}" w:hAnsi="{form.LATIN}" w:eastAsia="{face.name}"/>'
        f'<w:b w:val="{int(face.bold)}"/><w:sz w:val="{size}"/></w:rPr>'
    )


def _row(cells: Sequence[Cell], wide: Sequence[int], run: str, more: str = "") -> str:
    drawn = "".join(_cell(one, twips, run) for one, twips in zip(cells, wide, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{drawn}</w:tr>"


def _cell(said: Cell, twips: int, run: str) -> str:
    words, align = said if isinstance(said, tuple) else (said, "left")
    text = escape(form.clean(words), quote=False).replace("\r\n", "\n").replace("\r", "\n")
    for sign, mark in (("\n", "<w:br/>"), ("\t", "<w:tab/>")):
        text = text.replace(sign, f"</w:t>{mark}<w:t{SPACE}>")
    text = DAY.sub(rf"\1{HYPHEN}\2{HYPHEN}\3", text)
    return (
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{twips}"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>'
        f'<w:jc w:val="{align}"/></w:pPr><w:r>{run}<w:t{SPACE}>{text}</w:t></w:r></w:p></w:tc>'
    )
