"""A block copied from a spreadsheet: tab-separated text, quoted cells with line breaks in them. Pure."""

from __future__ import annotations

import re

from greenlight.base.refusals import Refused

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_000, 100, 200_000
LONGEST = 4_000_000  # characters
# A cell is quoted only when its closing quote ends it; Excel doubles the quotes inside.
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"(?=\t|\r?\n|$)')
_PLAIN = re.compile(r"[^\t\r\n]*")
_END = re.compile(r"\r?\n|\r")


def block(text: str) -> list[list[str]]:
    """Return rows of cells, all of one width; Refused when it is too large to be meant."""
    if len(text) > LONGEST:
        raise Refused("粘贴的内容太大，请分几次粘贴，或用“导入 Excel”。", status=413)
    rows, row, at = [], list[str](), 0
    while at <= len(text):
        found = _QUOTED.match(text, at) if text[at : at + 1] == '"' else None
        plain = _PLAIN.match(text, at)
        cell = found.group(1).replace('""', '"') if found else plain.group() if plain else ""
        at = found.end() if found else plain.end() if plain else at
        row.append(cell)
        if text[at : at + 1] == "\t":
            at += 1
            continue
        end = _END.match(text, at)
        rows.append(row)
        row = []
        at = end.end() if end else len(text) + 1
        if len(rows) > MOST_ROWS:
            raise Refused(f"一次最多粘贴 {MOST_ROWS:,} 行，请分几次，或用“导入 Excel”。", status=413)
    return squared(rows)


def squared(rows: list[list[str]]) -> list[list[str]]:
    """Drop empty rows at the end and fill short ones up."""
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    width = max((len(row) for row in rows), default=0)
    if width > MOST_COLUMNS or width * len(rows) > MOST_CELLS:
        raise Refused("粘贴的块太大，请分几次粘贴，或用“导入 Excel”。", status=413)
    return [row + [""] * (width - len(row)) for row in rows]
