"""How a number, a date and a light are written, on pages and in sentences (design/README).

Numbers are rounded here and nowhere before, half up, once. What is missing is written —, zero is 0.
Amounts come in 万元 (`wan`, `yi`), rates in per cent (`pct`) or as a fraction (`ratio`).
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Any, NamedTuple

from django.utils import timezone

MISSING = "—"
MINUS = "−"
WIDE = Context(prec=50)  # wider than any column: rounding never runs out of digits


class Lamp(NamedTuple):
    """How a colour is called, and what it means."""

    colour: str
    word: str
    short: str
    meaning: str


LAMPS = {
    lamp.colour: lamp
    for lamp in (
        Lamp("red", "红灯", "红", "滞后"),
        Lamp("yellow", "黄灯", "黄", "预警"),
        Lamp("green", "绿灯", "绿", "正常"),
        Lamp("blue", "蓝灯", "蓝", "完成"),
        Lamp("grey", "灰灯", "灰", "未到期或缺数据"),
    )
}


# ---- numbers ----
def number(value: Any) -> Decimal | None:
    """Read a value as a Decimal; None for what is missing, no number, or past 10^30."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        found = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() and found.adjusted() < 30 else None


def written(value: Any, places: int = 0, *, sign: bool = False) -> str:
    """Write a number half up with thousands separators, a real minus and — for nothing."""
    found = number(value)
    if found is None:
        return MISSING
    rounded = found.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=WIDE)
    if rounded == 0:
        return f"{abs(rounded):,}"
    mark = MINUS if rounded < 0 else "+" if sign else ""
    return f"{mark}{abs(rounded):,}"


def wan(value: Any, places: int = 0) -> str:
    """Write 万元 whole with separators: 58050 -> 58,050."""
    return written(value, places)


def yi(value_wan: Any, places: int = 2) -> str:
    """Write an amount given in 万元 as 亿元 with two decimals: 309000 -> 30.90."""
    found = number(value_wan)
    return written(found if found is None else found / 10_000, places)


def count(value: Any) -> str:
    """Write a whole number with separators."""
    return written(value)


def mu(value: Any) -> str:
    """Write an area in 亩, whole."""
    return written(value)


def rate(value: Any, places: int = 1) -> str:
    """Write a per cent value for a column whose header says %: 67.5 -> 67.5."""
    return written(value, places)


def pct(value: Any, places: int = 1) -> str:
    """Write a per cent value with its sign: 67.5 -> 67.5%."""
    text = written(value, places)
    return text if text == MISSING else f"{text}%"


def ratio(value: Any, places: int = 1) -> str:
    """Write a fraction as per cent: 0.675 -> 67.5%."""
    found = number(value)
    return pct(found if found is None else found * 100, places)


def points(value: Any, places: int = 1) -> str:
    """Write a difference of two rates: 15.8 -> 15.8 个百分点."""
    text = written(value, places)
    return text if text == MISSING else f"{text} 个百分点"


def signed(value: Any, places: int = 0) -> str:
    """Write a difference with its sign: +2,180, −24, 0."""
    return written(value, places, sign=True)


# ---- dates ----
def day(value: Any) -> date | None:
    """Read a date, a time (as Shanghai's day) or an ISO text; None for anything else."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def ymd(value: Any) -> str:
    """Write a day for tables: 2026-11-30."""
    found = day(value)
    return found.isoformat() if found else MISSING


def md(value: Any, today: Any = None) -> str:
    """Write 11-30; a day outside the year of `today` keeps its year."""
    found, now = day(value), day(today)
    if not found:
        return MISSING
    return found.isoformat() if now and now.year != found.year else f"{found:%m-%d}"


def plan_day(value: Any) -> str:
    """Write 26-11-30: in the plan table only."""
    found = day(value)
    return found.isoformat()[2:] if found else MISSING


def cn_date(value: Any) -> str:
    """Write a day for text: 2026年11月30日, no leading zeros."""
    found = day(value)
    return f"{found.year}年{found.month}月{found.day}日" if found else MISSING


def cn_period(value: Any) -> str:
    """Write the months from January to the month of a day: 2026年1—10月."""
    found = day(value)
    if not found:
        return MISSING
    return f"{found.year}年1{'' if found.month == 1 else f'—{found.month}'}月"


def moment(value: Any, today: Any = None) -> str:
    """Write a time: 11-20 17:30, with the year when it is another one."""
    if not isinstance(value, datetime):
        return md(value, today)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{md(local, today)} {local:%H:%M}"


def days_left(due: Any, today: Any) -> str:
    """Say 剩 10 天, 今天 or 晚 46 天."""
    found, now = day(due), day(today)
    if not found or not now:
        return ""
    gap = (found - now).days
    if gap == 0:
        return "今天"
    return f"剩 {gap} 天" if gap > 0 else f"晚 {-gap} 天"


def is_late(due: Any, today: Any) -> bool:
    """Tell whether a day has passed."""
    found, now = day(due), day(today)
    return bool(found and now and found < now)


def days_since(start: Any, today: Any) -> int | None:
    """Count which day of a state this is: the first day is day 0 of the count shown as 第 0 天."""
    found, now = day(start), day(today)
    return (now - found).days if found and now else None


def lamp(colour: Any) -> Lamp:
    """Find a colour by name or enum; what nobody judged is grey."""
    return LAMPS.get(str(getattr(colour, "value", colour)), LAMPS["grey"])
