"""A .pdf with text as a document: read by `child.py` within bounds, joined into paragraphs here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from greenlight.base.documents import apart
from greenlight.base.documents.document import Builder, Document
from greenlight.base.documents.limits import Limits, Unreadable
from greenlight.base.documents.pdf.joining import paragraphs
from greenlight.base.documents.plain import clean

CHILD = Path(__file__).with_name("child.py")
SPARSE = 8  # letters a page below which a file with pages is a scan
NOTE = "从 PDF 读的：去掉了页眉、页脚和页码，把折行接成了段；PDF 里的表格按行读，不认格子。"


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read a .pdf. Raises Unreadable when it is encrypted, broken, a scan, or takes too long."""
    pages = _pages(data, limits)
    letters = sum(len(str(line[0])) for page in pages for line in page)
    if letters < SPARSE * len(pages):
        raise Unreadable("scanned", name, len(pages))
    built = Builder(limits)
    for pieces in paragraphs(pages):
        for piece in pieces:
            start, end = built.add(clean(piece.text).replace("\n", " "))
            built.mark(start, end, f"第 {piece.page} 页")
        built.add("\n")
    bare = sum(not page for page in pages)
    unread = (f"有 {bare} 页没有文字（空白，或是扫描的图），没有核。",) if bare else ()
    return built.document("pdf", name, (NOTE, *unread))


def _pages(data: bytes, limits: Limits) -> list[list[list[Any]]]:
    answer = apart.answered(CHILD, data, limits, limits.pages, limits.length)
    found: list[list[list[Any]]] = answer["pages"]
    return found
