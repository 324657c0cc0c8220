"""What the rows above a table, its name and its file say: the year, the month, the units."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from greenlight.base.reading.headers import UNIT_ROW, Header
from greenlight.base.reading.terms import CUMULATIVE, Path
from greenlight.base.workbook import Sheet
from greenlight.kernel.parse import squeeze
from greenlight.kernel.parse.numbers import AREA, MONEY

_UNITS = re.compile(
    r"(?<!填报)(?<!编制)(?<!报送)(?<!责任)(?:单位|计量单位|金额单位)[:,]?"
    r"((?:(?:亿元|万元|千元|元|亩|公顷|万平方米|平方米|个|%|百分点|户|家|人)[、,，/和;及\s]*)+)"
)
_ONE_UNIT = re.compile("亿元|万元|千元|元|亩|公顷|万平方米|平方米")
_YEAR_MONTH = re.compile(r"(20\d\d)[年./-](?:\d{1,2}月?[-—~至到])?(\d{1,2})(?:月|[./-]|$)")
_YEAR = re.compile(r"(20\d\d)(?=年|度|\D|$)")
# 2023年11月 beside the unit is what is reported; a whole day is when it was filled in.
_PERIOD = re.compile(r"(20\d\d)年(?:1月?[-—~至到])?\d{1,2}月(?!\d|底|末)")
_MONTH = re.compile(r"(?<!\d)(?:1月?[-—~至到])?(\d{1,2})月(?!\d{1,2}日)")


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """The year and month a sheet reports, and the units its unit line names."""

    year: int | None
    month: int | None
    money: str | None
    area: str | None

    @property
    def period(self) -> str | None:
        """The month reported: 2022-07."""
        return f"{self.year}-{self.month:02d}" if self.year and self.month else None

    def unit(self, kind: str) -> str | None:
        """The unit of the unit line for a kind of column."""
        return {"money": self.money, "area": self.area, "percent": "%"}.get(kind)


def sheet_facts(
    sheet: Sheet, head: Sequence[Sequence[Any]], header: Header, file: str, year: int | None
) -> SheetFacts:
    """Gather the facts of a sheet; `year` is the last resort."""
    above = [squeeze(value) for row in head[: header.top - 1] for value in row if _is_text(value)]
    # A title says what is reported; 截止时间 and 填报日期 may be weeks later, or the next year.
    titles = [text for text in above if not UNIT_ROW.search(text)]
    lines = [text for text in above if UNIT_ROW.search(text)]
    paths = list(header.paths.values())
    names = [squeeze(sheet.name), squeeze(file)]
    found_year = (
        _first(_YEAR, titles)
        or _first(_PERIOD, lines)
        or max((p.year for p in paths if p.year), default=None)
        or _first(_YEAR, [*lines, *names])
        or _year_after(paths)
        or year
    )
    last = max((p.months[1] for p in paths if p.months and _reports(p)), default=None)
    month = _month(titles) or last or _month([*lines, *names])
    units = _units(above)
    return SheetFacts(found_year, month, _single(units, MONEY), _single(units, AREA))


def _reports(path: Path) -> bool:
    text = "".join(path.bases(None))
    return CUMULATIVE in text or ("完成" in text and "计划" not in text)


def _year_after(paths: Iterable[Path]) -> int | None:
    ends = [term.year_end for path in paths for term in path.terms if term.year_end]
    return max(ends) + 1 if ends else None


def _first(pattern: "re.Pattern[str]", texts: Iterable[str]) -> int | None:
    for text in texts:
        found = pattern.search(text)
        if found:
            return int(found.group(1))
    return None


def _month(texts: Iterable[str]) -> int | None:
    """Return the month a title or a unit line reports: 2022年7月, （7月）, 1-7月, 截止7月31日."""
    for text in texts:
        found = _YEAR_MONTH.search(text)
        if found and 1 <= int(found.group(2)) <= 12:
            return int(found.group(2))
        only = _MONTH.search(text)
        if only and 1 <= int(only.group(1)) <= 12:
            return int(only.group(1))
    return None


def _units(texts: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for text in texts:
        for group in _UNITS.findall(text):
            found.update(_ONE_UNIT.findall(group))
    return found


def _single(units: set[str], table: Mapping[str, Any]) -> str | None:
    """Return the one unit of a kind; two of them (万元、亿元) tell nothing."""
    own = [unit for unit in units if unit in table]
    return own[0] if len(own) == 1 else None


def period_of(path: Path, shape: str, facts: SheetFacts) -> str | None:
    """Return the month a by-month column reports, from its header or from its sheet."""
    year = path.year or facts.year
    month = path.months[1] if path.months else facts.month
    return f"{year}-{month:02d}" if shape and year and month else None


def row_above(row: Sequence[Any], at: int, first: bool) -> str:
    """Tell what a row above the header is: title or unit_row."""
    texts = [squeeze(value) for value in row if _is_text(value)]
    line = "".join(texts)
    if UNIT_ROW.search(line):
        return "unit_row" if not first or len(texts) > 1 or line.find("单位") < 6 else "title"
    if first or re.search(r"(表|台账|清单|一览|汇总|情况|计划|册)([(（].*[)）])?$", line):
        return "title"
    return "unit_row"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
