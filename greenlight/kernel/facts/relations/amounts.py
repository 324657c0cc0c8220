"""Numbers on one scale: 6925万元 and 3.5亿元 are both 元, 1平方公里 is 1500亩, households stay counts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from greenlight.kernel.facts.fact import Comparator, Fact, Kind

PREFIXES = (
    ("万亿", 12),
    ("千亿", 11),
    ("百亿", 10),
    ("亿", 8),
    ("千万", 7),
    ("百万", 6),
    ("万", 4),
    ("千", 3),
)
AREAS = {  # in 平方米; GB 3100: 1公顷 = 10000平方米, 15亩 = 1公顷
    "平方米": Decimal(1),
    "平方公里": Decimal(1_000_000),
    "平方千米": Decimal(1_000_000),
    "公顷": Decimal(10_000),
    "亩": Decimal(10_000) / 15,
}
WHOLE_WORDS = {"千米": "公里", "千克": "公斤", "千瓦": "千瓦", "千瓦时": "千瓦时"}
COUNTERS = frozenset(
    "个家户人名项宗件起处座条所台套辆只头间栋幢场次批款种类例份位支艘架口对组队期张部篇幅株棵村镇"
) | {"人次", "户次", "家次", "标箱", "箱", "床", "张床", "个项目", "批次", "架次", "班次", "名次"}
PLACES = frozenset({"位", "名次", "名"})
PERCENT, POINTS = "%", "百分点"
LOOSE = Decimal("0.1")  # 约、近、超: a tenth either way at most


@dataclass(frozen=True, slots=True)
class Amount:
    """A number on its unit's own scale; `half` is half a step of the last printed digit."""

    value: Decimal
    unit: str
    half: Decimal
    step: Decimal

    @property
    def low(self) -> Decimal:
        return self.value - self.half

    @property
    def high(self) -> Decimal:
        return self.value + self.half


def amount(fact: Fact) -> Amount:
    """The fact on its unit's own scale: 1.2万吨 as 12000 吨, half a step 500 吨."""
    factor, unit = scale(fact.unit)
    step = fact.step * factor
    half = Decimal(0) if unit in COUNTERS and step == 1 else step / 2  # 34户 is no rounded number
    if fact.comparator is not Comparator.EQUAL:
        half += abs(fact.value) * factor * LOOSE
    return Amount(fact.value * factor, unit, half, step)


@lru_cache(maxsize=1024)
def scale(unit: str) -> tuple[Decimal, str]:
    """What a unit is multiplied by, and what is left: 亿美元 is 10^8 of 美元."""
    unit = unit.replace("个百分点", POINTS).replace("％", PERCENT)
    if unit in WHOLE_WORDS:
        return Decimal(1), WHOLE_WORDS[unit]
    factor = Decimal(1)
    for word, power in PREFIXES:
        if unit.startswith(word) and len(unit) > len(word):
            factor, unit = Decimal(10) ** power, unit[len(word) :]
            break
    if unit in AREAS:
        return factor * AREAS[unit], "平方米"
    return factor, "元" if unit == "人民币" else unit


def alike(one: Fact, other: Fact) -> bool:
    """May the two be added and divided: the same unit, or both counts of things."""
    return one.kind is not Kind.RANK and other.kind is not Kind.RANK and _of_one_kind(one.unit, other.unit)


@lru_cache(maxsize=4096)
def _of_one_kind(one: str, other: str) -> bool:
    mine, its = scale(one)[1], scale(other)[1]
    if mine in (PERCENT, POINTS) or its in (PERCENT, POINTS):
        return False
    return mine == its or (mine in COUNTERS and its in COUNTERS)


def is_percent(fact: Fact) -> bool:
    return scale(fact.unit)[1] == PERCENT


def is_points(fact: Fact) -> bool:
    return scale(fact.unit)[1] == POINTS


def is_quantity(fact: Fact) -> bool:
    """An amount or a count of things: no percentage, no rank."""
    return (fact.kind is Kind.LEVEL or fact.kind is Kind.COUNT) and not _is_ratio(fact.unit)


@lru_cache(maxsize=1024)
def _is_ratio(unit: str) -> bool:
    return scale(unit)[1] in (PERCENT, POINTS)


def plain(value: Decimal, places: int | None = None) -> str:
    """A number as a person writes it: 247.9, 67.6, 12."""
    if places is not None:
        value = round(value, places)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def printed(fact: Fact) -> str:
    """A fact as it stands in the sum: 12.17亿元, 23.7%, 22个."""
    return plain(fact.value) + fact.unit
