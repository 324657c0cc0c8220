"""One form for every value, so that the same thing written twice is no change (base.keeping).

Keys with a month are written `ytd_investment@2022-07`. The limits of the database are checked
here: what does not fit is a refused cell with a sentence, never an error of the database.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from greenlight.base.bulk import decimal_text
from greenlight.base.ledger import Column, Ledger

FOUR = Decimal("0.0001")
MOST = {"money": Decimal(10) ** 13, "area": Decimal(10) ** 7, "percent": Decimal(10) ** 5}
FIRST_YEAR, LAST_YEAR = 1990, 2100
MAY_BE_NEGATIVE = frozenset({"month_investment"})
TEXT_LENGTH = 5000
UNITS = {"money": "万元", "area": "亩", "percent": "%"}


class Unfit(ValueError):
    """A value that cannot be kept; `str()` is the sentence after the place."""


@lru_cache(maxsize=4096)
def split(key: str) -> tuple[str, str]:
    """Split `ytd_investment@2022-07` into field and month; the month is empty for others."""
    name, _, month = key.partition("@")
    return name, month


def value_of(column: Column, value: Any, longest: int | None = None) -> Any:
    """Return a value in canonical form, None for missing; raise Unfit when it cannot be kept."""
    if value is None or value == "":
        return None
    if column.kind in MOST:
        return _number(column, value)
    if column.kind == "bool":
        return bool(value)
    if column.kind == "date":
        return _date(str(value))
    return _text(column, str(value), longest or TEXT_LENGTH)


def _number(column: Column, value: Any) -> str | None:
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        raise Unfit(f"“{value}”不是数字，请填数字，如 5000") from None
    if not number.is_finite() or abs(number) >= MOST[column.kind]:
        raise Unfit(f"“{str(value)[:30]}”太大，请核对单位（{column.unit}）")
    if number < 0 and column.field not in MAY_BE_NEGATIVE:
        raise Unfit(f"“{decimal_text(number)}”是负数，{column.header}不能小于 0")
    text = decimal_text(number) or "0"
    if "." in text and len(text) - text.index(".") > 5:
        return decimal_text(number.quantize(FOUR, rounding=ROUND_HALF_UP))
    return text


def _date(text: str) -> str:
    year = text[:4]
    if not year.isdigit() or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise Unfit(f"“{text}”不在 {FIRST_YEAR} 年到 {LAST_YEAR} 年之间，请核对年份")
    return text


def _text(column: Column, text: str, longest: int) -> str | None:
    clean = text.replace("\x00", "").strip()
    if column.kind != "text":
        clean = " ".join(clean.split())
    if len(clean) > longest:
        raise Unfit(f"“{clean[:12]}…”有 {len(clean)} 个字，最多 {longest} 个，请写短些")
    return clean or None


def folded(text: str) -> str:
    """Fold a text for comparison: NFKC, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def same(column: Column, old: Any, new: Any) -> bool:
    """Tell whether a cell says what the record says already.

    A coarser date that holds the known day is no news: 2022-06 beside 2022-06-19.
    """
    if old == new:
        return True
    if old is None or isinstance(old, bool) or isinstance(new, bool):
        return False
    if column.kind == "date":
        return len(new) < len(old) and old.startswith(f"{new}-")
    if column.kind in MOST:
        return Decimal(old) == Decimal(new)
    return folded(str(old)) == folded(str(new))


def is_later(old: str | None, new: str | None) -> bool:
    """Tell whether a planned date moved later; periods count by their last day."""
    return bool(old and new and last_day(new) > last_day(old))


@lru_cache(maxsize=8192)
def last_day(text: str) -> str:
    """Return the last day of a date of any precision as ISO text: 2022-06 -> 2022-06-30."""
    if len(text) == 4:
        return f"{text}-12-31"
    if len(text) == 7:
        from greenlight.kernel.months import month_end

        return month_end(int(text[:4]), int(text[5:])).isoformat()
    return text


def flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Write months into the keys: {"ytd": {"2022-07": "3"}} -> {"ytd@2022-07": "3"}."""
    made: dict[str, Any] = {}
    for name, value in values.items():
        if value.__class__ is dict:
            for month, one in value.items():
                made[f"{name}@{month}"] = one
        else:
            made[name] = value
    return made


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Take months out of the keys again."""
    made: dict[str, Any] = {}
    for key, value in values.items():
        name, month = split(key)
        if month:
            made.setdefault(name, {})[month] = value
        else:
            made[name] = value
    return made


def columns_of(ledger: Ledger) -> dict[str, Column]:
    """Return the columns of a ledger by field."""
    return {one.field: one for one in ledger.columns}


def header(columns: Mapping[str, Column], key: str) -> str:
    """Say what a key is called: 1—7月累计（万元）, 计划竣工（投产）时间."""
    name, month = split(key)
    column = columns[name]
    unit = f"（{column.unit}）" if column.unit else ""
    if not month:
        return f"{column.header}{unit}"
    year, number = month[:4], int(month[5:])
    if column.by_month == "ytd":
        first = "1月" if number == 1 else f"1—{number}月"
        return f"{year}年{first}累计{unit}"
    return f"{year}年{number}月完成{unit}"


def shown(column: Column, value: Any) -> str:
    """Write a value for reading: amounts with separators, 是 or 否, the label of a choice."""
    if value is None:
        return ""
    if column.kind in MOST:
        return f"{Decimal(value):,f}"
    if isinstance(value, bool):
        return "是" if value else "否"
    if column.kind == "choice":
        return next((one.label for one in column.choices if one.value == value), str(value))
    return str(value)
