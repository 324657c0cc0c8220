"""What a digest is made of: sentences and tables whose numbers page, Word and Excel all print. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from greenlight.base import writing
from greenlight.base.figures import Answer, Figure

Value = str | int | Decimal | date | None
Step = Callable[[str], None]  # is told in words what begins
ON_PAGE = 20  # rows of a chapter on the page of the month; its own page has all, papers hold many
A_PAGE = 100  # rows on a page of one chapter
RIGHT = ("money", "percent", "points", "integer")


def _light(value: Value) -> str:
    return writing.lamp(value).word


def _points(value: Value) -> str:
    return writing.written(value, 1)


def quiet(note: str) -> None:
    """Tell nobody."""


WRITE: dict[str, Callable[[Value], str]] = {
    "money": writing.wan, "percent": writing.pct, "points": _points, "integer": writing.count,
    "date": writing.ymd, "light": _light,
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column of a table: its header, what its values are, its share of the line."""

    header: str
    kind: str = "text"  # text, date, money (万元), percent, points, integer, light
    wide: float = 2.0

    @property
    def is_number(self) -> bool:
        """Tell whether the values stand at the right."""
        return self.kind in RIGHT

    def said(self, value: Value) -> str:
        """Write a value as pages and papers show it."""
        if value is None or value == "":
            return writing.MISSING
        return WRITE.get(self.kind, str)(value)


@dataclass(frozen=True)
class Row:
    """A line of a table, and the project it opens."""

    values: tuple[Value, ...]
    project: int = 0


@dataclass(frozen=True)
class Cell:
    """A value as a page draws it; `opens` is the project behind a name, `names` what heads a card."""

    value: Value
    said: str
    number: bool
    light: bool
    opens: int
    header: str = ""
    names: bool = False
    day: bool = False


@dataclass(frozen=True)
class Part:
    """A chapter: what is said, the rows behind every number said, where they open in the ledger."""

    key: str
    title: str
    said: str
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    opens: str = ""
    none: str = ""
    whole: int = 0

    def drawn(self, row: Row) -> list[Cell]:
        """Return a row as cells of a page; the project's name opens it."""
        heads = "项目" if any(one.header == "项目" for one in self.columns) else self.columns[0].header
        return [
            Cell(value, column.said(value), column.is_number, column.kind == "light",
                 row.project if column.header == "项目" else 0, column.header, column.header == heads,
                 column.kind == "date")
            for column, value in zip(self.columns, row.values, strict=True)
        ]  # fmt: skip

    @property
    def lines(self) -> list[list[Cell]]:
        """Return the rows as a page draws them."""
        return [self.drawn(one) for one in self.rows]

    @property
    def more(self) -> int:
        """Return how many rows there are beyond those that are listed."""
        return max(self.whole - len(self.rows), 0)


@dataclass(frozen=True)
class Told:
    """A figure as the digest prints it: its answer at the end of the month and a month before."""

    figure: Figure
    now: Answer
    before: Answer | None = None

    @property
    def value(self) -> str:
        """Write the value without its unit."""
        return written(self.figure.unit, self.now.value)

    @property
    def was(self) -> str:
        """Write the value of the month before."""
        return written(self.figure.unit, self.before.value) if self.before else writing.MISSING

    @property
    def base(self) -> str:
        """Say what it is counted of."""
        parts = [self.now.base_text] if self.now.base_text else []
        if self.figure.unit == "%" and self.now.base:
            parts.append(f"{_plain(self.now.part)} ÷ {_plain(self.now.base)}")
        return "；".join(parts)


def _plain(value: Value) -> str:
    number = writing.number(value)
    return writing.written(number, 0) if number is not None else writing.MISSING


def written(unit: str, value: Value) -> str:
    """Write a figure's value by its unit; 万元 whole, rates with one decimal."""
    if unit in ("%", "个百分点"):
        return writing.rate(value)
    return writing.wan(value) if unit == "万元" else writing.count(value)


@dataclass(frozen=True)
class Digest:
    """The month of a zone as one reader sees it."""

    zone: str
    who: str
    year: int
    month: int
    until: date
    whole: bool
    figures: tuple[Told, ...] = ()
    parts: tuple[Part, ...] = field(default_factory=tuple)

    @property
    def title(self) -> str:
        """Return what the paper is called."""
        return f"{self.zone}重点项目{self.year}年{self.month}月推进情况"

    @property
    def line(self) -> str:
        """Say until when it speaks."""
        more = "" if self.whole else "，当月还没有过完"
        return f"数据截至{writing.cn_date(self.until)}{more}"


def moved(now: int, before: int | None, unit: str = "个") -> str:
    """Say how a count moved: 比上月末增加 2 个, 减少, 持平."""
    if before is None:
        return ""
    gap = now - before
    if gap == 0:
        return "，与上月末持平"
    return f"，比上月末{'增加' if gap > 0 else '减少'} {abs(gap):,} {unit}"
