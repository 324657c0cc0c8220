"""A ledger declared once: the columns a clerk's table has, and the words headers use for them.

Pure data, no Django: the reader of workbooks, the writer of workbooks, list pages, filters and
the API all work from the same declaration (DESIGN §2.4).
"""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "name",  # one line, compared after normalisation
    "text",  # free text, line breaks kept
    "units",  # several units or persons joined by 、
    "project_code",
    "uscc",
    "money",  # Decimal, 万元
    "area",  # Decimal, 亩
    "percent",  # Decimal, points
    "integer",
    "date",  # ISO text with the precision of the cell: 2024, 2024-03 or 2024-03-05
    "bool",
    "choice",
    "phone",
    "person",
    "light",  # a computed colour: read as nothing, only its being a colour is reported
]
Shape = Literal["", "month", "ytd"]


@dataclass(frozen=True)
class Choice:
    """One value of a choice column and the words clerks write for it."""

    value: str
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Column:
    """One column: its field, its Chinese header, how its cells are read, who may write it."""

    field: str
    header: str
    kind: Kind
    synonyms: tuple[str, ...] = ()
    words: tuple[str, ...] = ()  # rules for headers: "计划|拟 & 开工|动工 - 率|是否"
    unit: str | None = None  # the canonical unit: 万元, 亩, %
    by_month: Shape = ""  # values are kept by month: of the month, or from January to it
    required: bool = False
    choices: tuple[Choice, ...] = ()
    editors: tuple[str, ...] = ("clerk",)
    width: int = 12  # characters on a printed sheet
    summed: bool = False  # a 合计 row adds it up
    steady: bool = False  # never tiny beside its column: such an amount is in another unit


@dataclass(frozen=True)
class Check:
    """A comparison between cells of one row, named by the problem it reports.

    `fields` are in the order the check's rule expects (see `reading.checks.RULES`).
    """

    rule: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class GroupWord:
    """Words of a group row (一、续建类) that give a field its value for the rows below."""

    field: str
    value: str
    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Ledger:
    """One kind of table: what it is called, its columns, and what to check between them."""

    name: str  # projects
    title: str  # 重点项目进展情况表
    kind: str  # project_progress
    columns: tuple[Column, ...]
    key: str = "name"  # the field that makes a row a record
    code: str = ""  # the field that tells two records of one name apart
    nouns: tuple[str, ...] = ("个",)  # how a group row counts its records
    title_words: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()  # fields that only this kind of ledger has
    groups: tuple[GroupWord, ...] = ()
    checks: tuple[Check, ...] = ()
    skipped_headers: tuple[str, ...] = field(default=("序号", "编号", "序列", "No", "NO", "行号"))

    def column(self, name: str) -> Column:
        """Return the column of a field; KeyError when the ledger has no such field."""
        return {column.field: column for column in self.columns}[name]


def listed(words: str) -> tuple[str, ...]:
    """Split a blank-separated list of words, the readable way to declare many synonyms."""
    return tuple(words.split())
