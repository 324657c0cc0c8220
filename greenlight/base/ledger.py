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
    "parcel_code",
    "uscc",
    "money",  # Decimal, 万元
    "area",  # Decimal, 亩
    "percent",  # Decimal, points
    "integer",
    "number",  # in a unit of its own, as written
    "date",  # ISO text with the precision of the cell: 2024, 2024-03 or 2024-03-05
    "deadline",  # a date, or "5个工作日" and "15日内" counted from another date of the row
    "month",  # 2023-11; "1-11月" is a figure of November
    "bool",
    "choice",
    "phone",
    "person",
    "light",  # a computed colour: read as nothing, only its being a colour is reported
]
Shape = Literal["", "month", "ytd", "day"]
Rows = Literal["one", "months", "days"]  # a record a row, a row and month, a row and day


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
    by_month: Shape = ""  # values are kept by month (of it, or from January to it) or by day
    required: bool = False
    choices: tuple[Choice, ...] = ()
    nothing: tuple[str, ...] = ()  # words that say there is no value yet
    editors: tuple[str, ...] = ("clerk",)
    width: int = 12  # characters on a printed sheet
    summed: bool = False  # a 合计 row adds it up
    steady: bool = False  # never tiny beside its column: such an amount is in another unit
    per_mu: bool = False  # an amount a 亩
    counted_from: tuple[str, ...] = ()  # the dates a deadline counts from, the first known one
    kept: bool = True  # no field of a record: read only to date or check it
    carried: bool = False  # an empty cell repeats the one above


@dataclass(frozen=True)
class Check:
    """A comparison between cells of one row, named by the problem it reports.

    `fields` are in the order the check's rule expects (see `reading.checks.RULES`); a rule named
    `kind:how` reports the problem `kind`.
    """

    rule: str
    fields: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The kind of problem reported."""
        return self.rule.partition(":")[0]


@dataclass(frozen=True)
class GroupWord:
    """Words of a group row (一、续建类) that give a field its value for the rows below."""

    field: str
    value: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """A figure a sentence above the table may name: `pattern` finds it, `of` says what it is of.

    The figure is the first group with digits, a group named `unit` its unit (亿元).
    `of` is "" for the number of records, a tick column for how many are ticked, else a column to sum;
    `given` narrows the records by fields that are the same for a whole sheet.
    """

    pattern: str
    of: str = ""
    given: tuple[str, str] = ("", "")


@dataclass(frozen=True, eq=False)
class Ledger:
    """One kind of table: what it is called, its columns, and what to check between them."""

    name: str  # projects
    title: str  # 重点项目进展情况表
    kind: str  # project_progress
    columns: tuple[Column, ...]
    key: str = "name"  # the field that makes a row a record
    code: str = ""  # the field that tells two records of one name apart
    other_keys: tuple[str, ...] = ()  # what makes a row a record in a table without the key
    same: tuple[tuple[str, ...], ...] = ()  # what makes two rows one record: the first set that is filled
    rows: Rows = "one"
    lenient: bool = False  # a header close to a known one is taken for it, and asked about
    category: str = ""  # the field a group row names when it says nothing else
    nouns: tuple[str, ...] = ("个",)  # how a group row counts its records
    title_words: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()  # fields that only this kind of ledger has
    groups: tuple[GroupWord, ...] = ()
    whole_sheet: tuple[str, ...] = ()  # fields of group words that a title gives to the whole sheet
    checks: tuple[Check, ...] = ()
    said: tuple[Said, ...] = ()
    skipped_headers: tuple[str, ...] = field(default=("序号", "编号", "序列", "No", "NO", "行号"))

    def column(self, name: str) -> Column:
        """Return the column of a field; KeyError when the ledger has no such field."""
        return {column.field: column for column in self.columns}[name]


def listed(words: str) -> tuple[str, ...]:
    """Split a blank-separated list of words, the readable way to declare many synonyms."""
    return tuple(words.split())
