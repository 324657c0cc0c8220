"""Run as a process of its own: a .pdf on stdin, its lines as JSON on stdout.

pdfium is C++ reading what a stranger sent: a crash, an endless loop or a full memory ends this process
and not the server. Nothing of the product is imported here.
"""

from __future__ import annotations

import json
import sys
from typing import Any

MOST_LINE = 20_000


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
            found.append([inner, *box(text_page, first, at + len(line.rstrip()) - 1, count)])
        at += len(raw) + 1
    return found


def box(text_page: Any, first: int, last: int, count: int) -> list[float]:
    """Return left, right, bottom and height of a line; zeros when pdfium does not know."""
    if last >= count:
        return [0.0, 0.0, 0.0, 0.0]
    left, bottom, _, top = text_page.get_charbox(first, loose=True)
    right = text_page.get_charbox(last, loose=True)[2]
    return [round(one, 1) for one in (left, right, bottom, top - bottom)]


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
