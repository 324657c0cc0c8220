"""Periods as far as the text says: 2023, 2023H1, 2023Q1, 2023-01..2023-11, 2018-06, 2021..2025."""

from __future__ import annotations

import re
from dataclasses import dataclass

_M = r"(1[0-2]|0?[1-9])"
_TO = r"(?:—|-|~|至|到){1,2}"
_WORD = re.compile(
    rf"(?P<years>((?:19|20)\d\d)年?{_TO}((?:19|20)?\d\d)年)|(?P<year>(?<![比较])(?<!恢复到)(?<!相当于)("
    rf"(?:19|20)\d\d)年(?!以[来前])|今年|(?<![比较与同于])(?:去年|上年)(?!同期|同月|度?同)"
    rf"|明年|本年)?(?:度)?"
    rf"(?P<part>{_M}月?{_TO}{_M}月|上半年|下半年|([一二三四])季度|前三季度|前([二三两])季度"
    rf"|第([一二三四])季度|截[至止]?到?{_M}月|(?<!\d)(?<!次年){_M}月(?!公布|发布|\d)|全年)?"
)
_PLANS = {"十二五": "2011..2015", "十三五": "2016..2020", "十四五": "2021..2025", "十五五": "2026..2030"}
_PLAN = re.compile(r"(十[二三四五]五)”?(期间|以来|时期|末|规划|目标|的)?")
_PAST = re.compile(r"(?:过去|近|这|前)的?([三五十两四3-5])年")
_YEAR = re.compile(r"(?<![\d到至—~-])(20\d\d|19\d\d)年")
_AHEAD = re.compile(
    r"\n[^\S\n]*(?:展望|面向)?(20\d\d)年,"
)  # the last lines of a report speak of the next year
_QUARTER = {"一": "Q1", "二": "Q2", "三": "Q3", "四": "Q4"}
_NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "十": 10}


@dataclass(slots=True)
class Period:
    """A year (None: not said) and the part of it, kept apart: one may be said without the other."""

    year: int | None = None
    part: str = ""
    whole: str = ""

    def __str__(self) -> str:
        """Return the period in writing; without a year only its part (H1), empty if nothing is known."""
        if self.whole:
            return self.whole
        if self.year is None:
            return self.part if self.part[:1] in "HQ" else ""
        if not self.part:
            return str(self.year)
        if self.part[:1] in "HQ":
            return f"{self.year}{self.part}"
        return "..".join(f"{self.year}-{month}" for month in self.part.split(".."))


def first_year(folded: str) -> int | None:
    """Return the year a report is about: the first it names that is recent (two years before its last).

    A report that names no year before its last lines (2025年,力争…) is about the year before that one;
    2001年获批设立 … 2017年 … 截至2018年6月 is about 2017; 到2025年 is ahead and does not count.
    """
    title = _YEAR.search(folded[: folded.find("\n")] if "\n" in folded[:60] else "")
    if title:
        return int(title.group(1))
    years = [int(found.group(1)) for found in _YEAR.finditer(folded[:20_000])]
    late = _AHEAD.search(folded[:20_000])
    if late and set(years) == {int(late.group(1))} and len(re.findall(r"\d", folded[: late.start()])) >= 20:
        return int(late.group(1)) - 1
    return next((year for year in years if year >= max(years) - 2), None)


_BASELINE = re.compile(
    rf"(?:比|较|与|同|于|恢复到|相当于)(?:(?:19|20)\d\d年)?(?:去年|上年)?(?:同期|{_M}月?{_TO}{_M}月"
    rf"|上半年|前?[一二三四]季度|{_M}月)"
)


def said(words: str, now: Period, base: int | None) -> Period:
    """Return the period after reading words: what they name replaces, the rest stays (`now`).

    2023年 then 上半年 is 2023H1; `base` is the year of the report, for 今年, 去年, 明年.
    """
    period = Period(now.year, now.part, now.whole)
    for found in _WORD.finditer(_BASELINE.sub("", words)):
        if found.group():
            period = _taken(found, period, base)
    return _plans(words, period, base)


def opens(words: str) -> bool:
    """Tell whether a line opens with its period (2023年1—11月,…), which then holds for the lines after it."""
    return any(found.group() for found in _WORD.finditer(words[:16]))


def _plans(words: str, period: Period, base: int | None) -> Period:
    plan = _PLAN.search(words)
    if plan:
        whole = _PLANS.get(plan.group(1), "")
        return Period(
            period.year, period.part, whole[-4:] if plan.group(2) in ("目标", "末", "的") else whole
        )
    past = _PAST.search(words)
    if past and base:
        count = _NUMBERS.get(past.group(1)) or int(past.group(1))
        return Period(period.year, period.part, f"{base - count + 1}..{base}")
    return period


def _taken(found: re.Match[str], period: Period, base: int | None) -> Period:
    if found["years"]:
        first, last = found.group(2), found.group(3)
        return Period(period.year, period.part, f"{first}..{first[:2] + last if len(last) == 2 else last}")
    year, part = _year(found, period.year, base), _part(found)
    if found["year"] and not found["part"]:
        part = ""
    elif part is None:
        part = period.part
    return Period(year, part, "")


def _year(found: re.Match[str], now: int | None, base: int | None) -> int | None:
    word = found["year"] or ""
    if word[:1].isdigit():
        return int(word[:4])
    if base is None:
        return now
    return {"今年": base, "本年": base, "去年": base - 1, "上年": base - 1, "明年": base + 1}.get(word, now)


def _part(found: re.Match[str]) -> str | None:
    part = found["part"] or ""
    months = re.findall(r"\d{1,2}", part)
    if len(months) == 2:
        return f"{int(months[0]):02d}..{int(months[1]):02d}"
    if months:
        return f"{int(months[0]):02d}"
    fixed = {
        "上半年": "H1",
        "下半年": "H2",
        "前三季度": "01..09",
        "前二季度": "01..06",
        "前两季度": "01..06",
        "全年": "",
    }
    if part in fixed:
        return fixed[part]
    quarter = next((char for char in part if char in _QUARTER), "")
    return _QUARTER[quarter] if quarter else None
