"""A web page as text: its paragraphs and tables of figures. Nothing of it is run, nothing is fetched."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from greenlight.base.documents import apart
from greenlight.base.documents.document import Builder, Document
from greenlight.base.documents.limits import Limits
from greenlight.base.documents.plain import clean, decoded
from greenlight.kernel.facts.fact import Table

CHILD = Path(__file__).with_name("child.py")
CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
BOMS = (BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)
HIDDEN = "网页里有隐藏的内容，没有核。"
FRAMED = "网页的栏目、页脚、浏览次数没有核。"


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read a web page. Raises Unreadable."""
    source = clean(_decoded(data)).encode("utf-8")
    answer = apart.answered(CHILD, source, limits, limits.length, limits.cells)
    built, n = Builder(limits), 0
    for kind, *told in answer["blocks"]:
        if kind == "table":
            _table(built, *told)
        else:
            n += 1
            level, text = told
            built.line(text, f"第 {n} 段", level)
    notes = ((HIDDEN, answer["hidden"]), (FRAMED, answer["framed"]))
    return built.document("html", name, tuple(note for note, left_out in notes if left_out))


def _decoded(data: bytes) -> str:
    """Pages say gb2312 and are saved as UTF-8 all the same: what the bytes are goes before what they say."""
    told = CHARSET.search(data[:4096])
    named = told[1].decode("ascii", "ignore").lower() if told else ""
    if named not in ("gb2312", "gbk", "gb18030") or data.startswith(BOMS):
        return decoded(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _table(built: Builder, rows: list[list[str | None]]) -> None:
    table = lay(built, rows, f"表 {len(built.tables) + 1}")
    if table.rows:
        built.tables.append(table)


def lay(built: Builder, rows: list[list[str | None]], label: str) -> Table:
    """Write a table into the text: a row a line, a tab between cells; return where its cells stand."""
    places: list[tuple[tuple[int, int] | None, ...]] = []
    for n, row in enumerate(rows, 1):
        if not any(row):
            continue
        spans: list[tuple[int, int] | None] = []
        start = built.length
        for at, cell in enumerate(row):
            if at:
                built.add("\t")
            spans.append(None if cell is None else built.add(cell))
        built.mark(start, built.length, f"{label} 第 {n} 行")
        built.add("\n")
        places.append(tuple(spans))
    return Table(tuple(places))
