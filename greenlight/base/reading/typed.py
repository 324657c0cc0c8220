"""One cell typed or pasted by hand, read as a workbook's cell is read: units, dates, words understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from greenlight.base.imports.canonical import Unfit, value_of
from greenlight.base.ledger import Column
from greenlight.base.reading.cells import PARSERS, Setting
from greenlight.base.reading.sentences import SENTENCES, shown
from greenlight.kernel.parse import Note, Parsed

TELLING = frozenset({"error", "warning"})
EXAMPLES = {
    "money": "5000、1.2亿 或 5000万元",
    "area": "120 或 8公顷",
    "percent": "35 或 35%",
    "integer": "12",
    "date": "2026-11-21、2026年11月 或 2026年",
    "bool": "是 或 否",
    "phone": "138 0000 0000",
    "project_code": "2206-330881-04-01-714870",
    "units": "住建局、城南街道",
}


@dataclass(frozen=True)
class Typed:
    """A text read: its canonical value, how it was understood, or why it was not.

    `rest` is what belongs to the other column: the phone behind a person's name.
    """

    value: Any = None
    told: str = ""
    refused: str = ""
    rest: str = ""


def example(column: Column) -> str:
    """Return an example that would pass."""
    if column.kind == "choice":
        return "、".join(one.label for one in column.choices)
    return EXAMPLES.get(column.kind, "")


def read_typed(
    column: Column, text: str, *, year: int, unit: str | None = None, longest: int | None = None
) -> Typed:
    """Read a text for a column, an empty one as None; `unit` is that of a pasted header."""
    clean = text.replace("\x00", "").strip()
    if not clean:
        return Typed()
    parse = PARSERS[column.kind](Setting(column, unit or column.unit, year))
    read = Parsed(_code(column, clean)) if _code(column, clean) else parse(clean)
    if not isinstance(read, Parsed):
        read = Parsed(read)
    value, rest = read.value if isinstance(read.value, tuple) else (read.value, "")
    said = [_sentence(column, clean, note) for note in read.notes if note.severity in TELLING]
    if value is None and clean not in ("/", "-", "—", "无", "空"):
        return Typed(refused=said[0] if said else f"“{shown(clean)}”读不出来。")
    try:
        return Typed(value_of(column, value, longest), said[0] if said else "", rest=str(rest or ""))
    except Unfit as why:
        return Typed(refused=f"{why}。")


def _code(column: Column, text: str) -> str | None:
    """A machine may write the value of a choice itself."""
    return text if column.kind == "choice" and any(one.value == text for one in column.choices) else None


def _sentence(column: Column, text: str, note: Note) -> str:
    said = SENTENCES.get(note.kind, "“{raw}”需要核对：{detail}")
    said = said.replace("，已留空", "")  # here nothing is emptied: the cell keeps what it has
    return said.format(raw=shown(text), detail=note.detail, header=column.header)
