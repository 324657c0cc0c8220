"""Numbers said in words: 三百余家, 六成, 翻一番, 一倍, 占一半, 百分之三, 与上年持平."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from greenlight.kernel.facts import numerals
from greenlight.kernel.facts.fact import Comparator
from greenlight.kernel.facts.figure import SORTS, Figure, Sort
from greenlight.kernel.facts.words import units
from greenlight.kernel.facts.words.choice import one_of

_D = "一二两三四五六七八九"
_UNIT = one_of(units.MONEY, units.MEASURES, units.SPANS, units.COUNTERS)
_COUNT = re.compile(
    rf"(?<![{_D}十百千万亿第零\d])(?P<about>近|上|超|逾|超过)?(?P<num>[{_D}零十百千][{_D}零十百千万亿]"
    rf"{{0,8}}|万|百|千|十)"
    rf"(?P<more>余|多)?(?P<unit>{_UNIT})(?P<after>以上|左右|以下)?"
)
_TENTHS = re.compile(
    rf"(?<![{_D}十百第完形建促组变养合落])([{_D}])成(半)?(?P<after>以上|左右|多|以下)?"
    "(?![立员为果功效就熟长本都品分套交型绩片群语渝人年员色])"
)
_TWICE = re.compile(
    r"翻(?:了)?(?:([一两])番|番)|(?P<times>[一两二三四五六七八九十]{1,2})倍(?P<after>以上"
    r"|左右|多)?(?!速|增计划)"
)
_HUNDREDTHS = re.compile(rf"百分之([{_D}零十百]{{1,4}}|\d{{1,3}}(?:\.\d{{1,2}})?)(?!点)")
_HALF = re.compile(r"(?<=[占达超近比过])(?:一半|半数)(?P<after>以上)?|(?<=占比)(?:超)?过半")
_RUNS = re.compile(r"(?<=连续)([一二两三四五六七八九十]{1,2})(个?(?:年|月|季度))")
_SAME = re.compile(
    r"(?:与|同|和)(?:上一?年|去年|上月|上季度)(?:同期|同月)?(?P<about>基本|大致|大体|总体)?持平"
    r"|(?:同比|环比|比上年|较上年)(?:(基本|大致))?持平|"
    r"(?:实现)?零增长"
)
_NAMING = re.compile("[大化]|行动|工程|条措施|节气|战略|攻坚|计划")


def find(text: str) -> Iterator[Figure]:
    """Yield the figures said in words, in no order."""
    for rule, made in _RULES:
        for found in rule.finditer(text):
            figure = made(found, text)
            if figure:
                yield figure


def _count(found: re.Match[str], text: str) -> Figure | None:
    """Return 三百余家, 近百家, 三十二家; the counts of ten and fewer are names (三大产业), not figures."""
    number, more, about = found["num"], found["more"], found["about"]
    round_number = number in ("十", "百", "千", "万")
    value = (
        Decimal({"十": 10, "百": 100, "千": 1000, "万": 10000}[number])
        if round_number
        else numerals.chinese(number)
    )
    if value is None or (round_number and not (more or about)):
        return None
    small = not more and (value < 20 or _NAMING.match(text, found.end()))
    unit = found["unit"]
    if (small and not (round_number and about)) or _starts_word(unit, text, found):
        return None
    bound = Comparator.MORE if more else _AFTER.get(found["after"] or "")
    if about:
        bound = {"近": Comparator.APPROX, "上": Comparator.AT_LEAST}.get(about, Comparator.MORE)
    return _with_unit(found, value, unit, bound)


def _starts_word(unit: str, text: str, found: re.Match[str]) -> bool:
    following = units.NOT_COUNTER_BEFORE.get(unit, ())
    return bool(following) and text.startswith(following, found.end("unit"))


def _with_unit(found: re.Match[str], value: Decimal, unit: str, bound: Comparator | None) -> Figure:
    return Figure(
        found.start("num"),
        found.end("unit"),
        value,
        unit,
        SORTS[unit],
        bound=bound,
        after=len(found["after"] or ""),
    )


_AFTER = {
    "以上": Comparator.AT_LEAST,
    "左右": Comparator.APPROX,
    "以下": Comparator.AT_MOST,
    "多": Comparator.MORE,
}


def _percent(found: re.Match[str], value: Decimal, bound: Comparator | None) -> Figure:
    return Figure(found.start(), found.end(), value, "%", Sort.PERCENT, bound=bound)


def _tenths(found: re.Match[str], text: str) -> Figure | None:
    """Return 六成 as 60 %, 七成半 as 75 %."""
    value = (numerals.chinese(found.group(1)) or Decimal(0)) * 10 + (5 if found.group(2) else 0)
    after = found["after"] or ""
    figure = _percent(found, value, _AFTER.get(after))
    return replace(figure, end=figure.end - len(after), after=len(after), scale="成")


def _twice(found: re.Match[str], text: str) -> Figure | None:
    """Return 翻一番 as a growth of 100 %, 翻两番 300 %; 增长两倍 is 2倍."""
    if found["times"]:
        value = numerals.chinese(found["times"])
        bound = _AFTER.get(found["after"] or "")
        return (
            None
            if value is None
            else Figure(found.start(), found.end(), value, "倍", Sort.TIMES, bound=bound)
        )
    return _percent(found, Decimal(300 if found.group(1) == "两" else 100), None)


def _hundredths(found: re.Match[str], text: str) -> Figure | None:
    """Return 百分之三十 as 30 %."""
    word = found.group(1)
    value = Decimal(100) if word == "百" else Decimal(word) if word[0].isdigit() else numerals.chinese(word)
    return None if value is None else _percent(found, value, None)


def _half(found: re.Match[str], text: str) -> Figure | None:
    """Return 占比过半 as more than 50 %, 占一半 as 50 %."""
    more = "过" in found.group()
    return _percent(found, Decimal(50), Comparator.MORE if more else _AFTER.get(found["after"] or ""))


def _run(found: re.Match[str], text: str) -> Figure | None:
    """Return 连续三年 as a run of 3 years."""
    value = numerals.chinese(found.group(1))
    return None if value is None else Figure(found.start(), found.end(), value, found.group(2), Sort.RUN)


def _same(found: re.Match[str], text: str) -> Figure | None:
    """Return 与上年持平 as a growth of 0 %."""
    about = found["about"] or found.group(2)
    bound = Comparator.APPROX if about else None
    return Figure(found.start(), found.end(), Decimal(0), "%", Sort.SAME, bound=bound)


_RULES = (
    (_COUNT, _count), (_TENTHS, _tenths), (_TWICE, _twice), (_HUNDREDTHS, _hundredths), (_HALF, _half),
    (_RUNS, _run), (_SAME, _same),
)  # fmt: skip
