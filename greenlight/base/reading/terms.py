"""A header taken apart: what it names, and the unit, year and months written into it.

`2022年1-7月累计完成投资（万元）` is 年度§累累计完成投资 of 2022, months 1 to 7, in 万元.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from greenlight.kernel.parse import squeeze, unit_of

CUMULATIVE, MONTHLY = "§累", "§月"
_MONEY_UNITS = "(?:亿元|万元|千元|元)(?:/亩|/年|每亩)?"
_UNITS = (
    f"{_MONEY_UNITS}|亿|亩|公顷|万平方米|平方米|平米|m2|%|个?百分点|百分比|美元|万美元"
    "|户|家|人|宗|个?工作日|天"
)
_UNIT = re.compile(
    rf"[(\[](?:计量)?(?:单位)?[:,]?({_UNITS})[)\]]|(?:计量)?单位[:,]?({_UNITS})|[,、;]({_UNITS})(?=[)\]])"
)
_BARE_UNIT = re.compile(r"(?<=[资额划成计])[/,:、-]?(亿元|万元)$")
_ONLY_UNIT = re.compile(rf"^[(\[]?({_UNITS})[)\]]?$")
_YEAR_END = re.compile(r"(20\d\d)年度?(?:12月)?(?:31日|份)?(?:年?底|末)")
_YEAR = re.compile(r"(20\d\d)(?:年度?)")
_SPAN = re.compile(r"(?<!\d)(\d{1,2})月?份?(?:-|—|–|~|至|到|―|－|‐|一)+(\d{1,2})月(?:份|底|末)?")
_UNTIL = re.compile(r"(?:截[至止]到?|至|到)(?:目前)?(\d{1,2})月(?:\d{1,2}日|份|底|末)?")
_MONTH = re.compile(r"(?<!\d)(\d{1,2})月份?(?:当月)?")
_DAY = re.compile(r"^(?:(20\d\d)[年./-])?(?:(\d{1,2})[月./-])?(\d{1,2})[日号]?(?:00:00:00)?$")
_QUARTERS = {"第一季度": 3, "一季度": 3, "上半年": 6, "前三季度": 9, "1季度": 3}
_LAST_YEAR = re.compile("上一?年度?年?(底|末)|去年年?(底|末)|上年度末")
_NOISE = re.compile(r"[*★☆#]|\(必填\)|\(选填\)|\(可选\)|^\d{1,2}[.、](?=\D)")
_MARKS = re.compile(r"[()\[\]{}、/\\:;,.“”\"'‘’《》<>·~\-—_+&|]")


@dataclass(frozen=True, slots=True)
class Term:
    """One header text: `base` without unit and period, `months` first and last."""

    text: str
    base: str
    unit: str | None = None
    year: int | None = None
    year_end: int | None = None
    months: tuple[int, int] | None = None


@lru_cache(maxsize=8192)
def term(text: str) -> Term:
    """Take one header cell apart."""
    shown = "".join(text.split())
    base = _NOISE.sub("", squeeze(text))
    only = _ONLY_UNIT.match(base)
    if only:
        return Term(shown, "", _unit(only.group(1)))
    base, unit = _without_unit(base)
    read = _without_year(Term(shown, base, unit))
    return _without_months(read)


def _without_unit(base: str) -> tuple[str, str | None]:
    found = _UNIT.search(base)
    if found:
        unit = _unit(found.group(1) or found.group(2) or found.group(3))
        return base[: found.start()] + base[found.end() :], unit
    bare = _BARE_UNIT.search(base)
    if bare:
        return base[: bare.start()], bare.group(1)
    return base, None


def _unit(word: str) -> str:
    if "百分" in word:
        return "%"
    word = re.sub("/亩|/年|每亩|个(?=工)", "", word)
    return unit_of(word.replace("m2", "平方米")) or word


def _without_year(read: Term) -> Term:
    base = _LAST_YEAR.sub("上年底", read.base)
    end = _YEAR_END.search(base)
    if end:
        base = base[: end.start()] + "§年底" + base[end.end() :]
        read = replace(read, year_end=int(end.group(1)))
    year = _YEAR.search(base)
    if year:
        # 2022年1-7月: the year only dates the months; 2022年度计划: the year is the word 年度.
        dated = base[year.end() : year.end() + 1].isdigit()
        base = base[: year.start()] + ("" if dated else "年度") + base[year.end() :]
        read = replace(read, year=int(year.group(1)))
    return replace(read, base=base)


def _without_months(read: Term) -> Term:
    base = read.base
    for word, month in _QUARTERS.items():
        if word in base:
            return replace(read, base=base.replace(word, CUMULATIVE), months=(1, month))
    for pattern, mark in ((_SPAN, CUMULATIVE), (_UNTIL, CUMULATIVE), (_MONTH, MONTHLY)):
        found = pattern.search(base)
        months = _months(found.groups()) if found else None
        if found and months:
            if pattern is _UNTIL:
                months = (1, months[1])
            mark = mark if months[0] == 1 or mark == MONTHLY else "§段"
            return replace(read, base=pattern.sub(mark, base, count=1), months=months)
    return read


def _months(groups: tuple[str, ...]) -> tuple[int, int] | None:
    first, last = int(groups[0]), int(groups[-1])
    if len(groups) == 1:
        return (last, last) if 1 <= last <= 12 else None
    return (first, last) if 1 <= first <= last <= 12 else None


@dataclass(frozen=True, slots=True)
class Path:
    """The headers over one column, outermost first."""

    terms: tuple[Term, ...]

    @property
    def shown(self) -> str:
        """The header as a person reads it: 投资情况 / 总投资（亿元）."""
        return " / ".join(term.text for term in self.terms if term.text)

    @property
    def unit(self) -> str | None:
        """The unit, of the innermost header that names one."""
        return next((term.unit for term in reversed(self.terms) if term.unit), None)

    @property
    def year(self) -> int | None:
        """The year of the innermost header that has one."""
        return next((term.year for term in reversed(self.terms) if term.year), None)

    @property
    def months(self) -> tuple[int, int] | None:
        """The months of the innermost header that has some."""
        return next((term.months for term in reversed(self.terms) if term.months), None)

    def bases(self, year: int | None) -> tuple[str, ...]:
        """The names, with 2021年底 as 上年底 in a sheet of 2022."""
        return tuple(base_in(term, year) for term in self.terms if term.base)

    def key(self) -> str:
        """The name a zone's choice is remembered under: no unit, no year, no month."""
        return "/".join(header_key(term.base) for term in self.terms if term.base)


def base_in(read: Term, year: int | None) -> str:
    """Return the base with 年底, and 年度, of another year told from that of the sheet's year."""
    if read.year and year and not read.months and "年度" in read.base:
        return read.base.replace("年度", {1: "上", 2: "上上"}.get(year - read.year, "") + "年度", 1)
    if "§年底" not in read.base or read.year_end is None:
        return read.base
    before = year is None or read.year_end < year
    return read.base.replace("§年底", "上年底" if before else "本年底")


def day_of(path: Path) -> str | None:
    """Return the day a column stands for: 21, 03-21 or 2022-03-21, with the month over it; else None."""
    found = _DAY.match(squeeze(path.terms[-1].text)) if path.terms else None
    if not found:
        return None
    year, month, day = found.groups()
    above = Path(path.terms[:-1])
    month = month or (str(above.months[1]) if above.months else None)
    year = year or (str(above.year) if above.year and month else None)
    if not 1 <= int(day) <= 31 or (month and not 1 <= int(month) <= 12):
        return None
    return "-".join([*([year] if year else []), *([f"{int(month):02d}"] if month else []), f"{int(day):02d}"])


def header_key(text: str) -> str:
    """Return the form in which two headers are compared: no brackets, marks or blanks."""
    return _MARKS.sub("", squeeze(text)).casefold()
