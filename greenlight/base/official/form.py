"""The form of an official paper (GB/T 9704-2012): fonts by name, sizes, page; written into a document.

A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm; title 二号小标宋, 一、黑体, （一）楷体, text 三号仿宋, 28
letters a line and 22 lines a page; page numbers 四号 with a dash on each side. The fonts are named and not
shipped: they are on the clerk's machine, elsewhere the reader's own stand in.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from greenlight.base.unsaid import said

TWO, THREE, FOUR, FIVE = 22, 16, 14, 10.5  # pt: 二号, 三号, 四号, 五号
LINE = Pt(28.9)  # 225 mm / 22 lines
TOP, BOTTOM, LEFT, RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
INDENT = 200  # hundredths of a letter: two letters


class Face(NamedTuple):
    """A font with its size in points."""

    name: str
    size: float
    bold: bool = False


TITLE = Face("方正小标宋简体", TWO)
HEAD = Face("黑体", THREE)
SUB = Face("楷体_GB2312", THREE)
TEXT = Face("仿宋_GB2312", THREE)
PAGE = Face("宋体", FOUR)
TABLE_HEAD = Face("黑体", FIVE)
TABLE = Face("仿宋_GB2312", FIVE)
LATIN = "Times New Roman"


def clean(words: str) -> str:
    """Return words without the signs XML cannot say."""
    return said(words)


def face(run: Any, chosen: Face) -> None:
    """Set a run's font, the Chinese and the Latin one."""
    run.font.name, run.font.size, run.font.bold = LATIN, Pt(chosen.size), chosen.bold
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:eastAsia", "w:hAnsi", "w:ascii"):
        fonts.set(qn(name), chosen.name if name == "w:eastAsia" else LATIN)


def paragraph(
    made: Any, *, indent: bool = False, align: str = "", keep: bool = False, free: float = 0
) -> None:
    """Set a paragraph's lines, its indent of two letters, the letters left free at its right.

    `keep`: no page is turned between it and what follows.
    """
    form = made.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    if align:
        made.alignment = getattr(WD_ALIGN_PARAGRAPH, align)
    if keep:
        form.keep_with_next = True
    if indent:
        _indented(made, "firstLine", INDENT)
    if free:
        _indented(made, "right", round(free * 100))


def _indented(made: Any, side: str, hundredths: int) -> None:
    """Indent by letters, as the standard counts, and by their twips for readers that know no letters."""
    found = made._element.get_or_add_pPr().get_or_add_ind()
    found.set(qn(f"w:{side}Chars"), str(hundredths))
    found.set(qn(f"w:{side}"), str(round(hundredths / 100 * THREE * 20)))


def page(document: Any, *, landscape: bool = False) -> None:
    """Set the sheet, its margins and the page number at the foot."""
    section = document.sections[0]
    wide, high = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.page_width, section.page_height = wide, high
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.footer_distance = Mm(28)
    document.settings.odd_and_even_pages_header_footer = True
    _numbered(section.footer.paragraphs[0], "right")
    _numbered(section.even_page_footer.paragraphs[0], "left")


def _numbered(foot: Any, side: str) -> None:
    """Write the page number: a letter in from the right, on even pages from the left (7.5)."""
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT if side == "right" else WD_ALIGN_PARAGRAPH.LEFT
    _indented(foot, side, 100)
    face(foot.add_run("— "), PAGE)
    run = foot.add_run()
    face(run, PAGE)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._element.append(mark)
    face(foot.add_run(" —"), PAGE)
