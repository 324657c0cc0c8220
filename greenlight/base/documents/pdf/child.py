"""Run as a process of its own: a .pdf on stdin, its lines as JSON on stdout.

pdfium is C++ reading what a stranger sent: a crash, an endless loop or a full memory ends this process
and not the server. Nothing of the product is imported here.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

MOST_LINE = 20_000
WIDE = 0x2E80  # from here on letters are as wide as high
MARKS = "“”‘’…—·"  # set as wide as Chinese letters, or half as wide, by the fonts of both scripts
BETWEEN_SCRIPTS = 0.5  # of a letter's height: less between 2024 and 年 is how they are set, not a space
BETWEEN_WORDS = 0.15


def lines(page: Any) -> list[list[Any]]:
    """Return the lines of a page in their order: text, left, right, bottom, height (points)."""
    text_page = page.get_textpage()
    try:
        return measured(text_page, text_page.get_text_range())
    finally:
        text_page.close()


def measured(text_page: Any, text: str) -> list[list[Any]]:
    """Return each line of a text with the box of its first and last letter."""
    found: list[list[Any]] = []
    at, count = 0, text_page.count_chars()
    for raw in text.split("\n"):
        line = raw.rstrip("\r")
        inner = line.strip()
        if inner and len(inner) < MOST_LINE:
            first = at + len(line) - len(line.lstrip())
            found.append(placed(text_page, inner, first, count))
        at += len(raw) + 1
    return found


@dataclass(frozen=True)
class Letter:
    """A letter and where it stands, in points."""

    what: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def wide(self) -> bool:
        """Is it a Chinese letter or mark?"""
        return ord(self.what) >= WIDE or self.what in MARKS

    def parted(self, after: Letter) -> bool:
        """Do they stand so far apart that there is a space between them?"""
        least = BETWEEN_SCRIPTS if self.wide or after.wide else BETWEEN_WORDS
        return after.left - self.right > least * (self.top - self.bottom)


def placed(text_page: Any, line: str, first: int, count: int) -> list[Any]:
    """Return a line with its box: text, left, right, bottom, height; zeros when pdfium does not know."""
    if first + len(line) > count:
        return [line, 0.0, 0.0, 0.0, 0.0]
    told, letters = mended(text_page, line, first)
    head, last = (letters[0], letters[-1]) if letters else (
        letter(text_page, line[0], first), letter(text_page, line[-1], first + len(line) - 1)
    )  # fmt: skip
    return [told, *(round(one, 1) for one in (head.left, last.right, head.bottom, head.top - head.bottom))]


def letter(text_page: Any, what: str, at: int) -> Letter:
    """Return a letter with its box."""
    return Letter(what, *text_page.get_charbox(at, loose=True))


def mended(text_page: Any, line: str, first: int) -> tuple[str, list[Letter]]:
    """Return a line without spaces nobody has typed; its letters too where they had to be put in order.

    pdfium puts a space where letters of two scripts stand a little apart (2024 年), and tells marks of
    another font (“…”) behind the rest of the line.
    """
    kept, before = list(line), 0
    for at, what in enumerate(line):
        if what == " ":
            continue
        if at > before + 1 and (ord(what) >= WIDE or ord(line[before]) >= WIDE or what in MARKS):
            one, after = letter(text_page, line[before], first + before), letter(text_page, what, first + at)
            if after.left < one.left and level(one, after):
                return in_order(text_page, line, first)
            if made_up(text_page, first + at - 1) and level(one, after) and not one.parted(after):
                kept[before + 1 : at] = [""] * (at - before - 1)
        before = at
    return "".join(kept), []


def made_up(text_page: Any, at: int) -> bool:
    """Is a letter none of the file, but one that pdfium has put in?"""
    from pypdfium2 import raw

    return bool(raw.FPDFText_IsGenerated(text_page, at) == 1)


def level(one: Letter, after: Letter) -> bool:
    """Do two letters stand on one line?"""
    return after.bottom < one.top and one.bottom < after.top


def in_order(text_page: Any, line: str, first: int) -> tuple[str, list[Letter]]:
    """Return the letters of a line from left to right, with a space where they stand apart."""
    letters = [
        letter(text_page, what, first + at)
        for at, what in enumerate(line)
        if what != " " or not made_up(text_page, first + at)
    ]
    if not all(level(letters[0], one) for one in letters):
        return line, []
    letters.sort(key=lambda one: one.left)
    told = [letters[0].what]
    for one, after in pairwise(letters):
        told += [" ", after.what] if one.parted(after) else [after.what]
    return "".join(told), letters


def read(data: bytes, most_pages: int, length: int) -> dict[str, Any]:
    """Return {"pages": […]} or {"error": reason}."""
    import pypdfium2

    try:
        opened = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"error": "encrypted" if "assword" in str(error) or "ecurity" in str(error) else "damaged"}
    if len(opened) > most_pages:
        return {"error": "too_many_pages", "detail": len(opened)}
    pages = list[list[list[Any]]]()
    for n in range(len(opened)):
        try:
            pages.append(lines(opened[n]))
        except pypdfium2.PdfiumError:
            pages.append([])
        length -= sum(len(line[0]) for line in pages[-1])
        if length < 0:
            return {"error": "too_long"}
    return {"pages": pages}


def main() -> None:
    """Read stdin, write stdout."""
    most_pages, length = (int(one) for one in sys.argv[1:3])
    json.dump(read(sys.stdin.buffer.read(), most_pages, length), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
