"""A condition on any column: operator and value in the address, a query, and the clerk's words.

c.annual_plan=ge:10000   c.unit=has:住建   c.planned_finish=this_month:   c.stage=in:signed,lead
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.db.models import Q

from greenlight.base.tables.shown import Shown
from greenlight.kernel.months import month_end

LONGEST = 100
MOST = Decimal(10) ** 14
AMOUNT = re.compile(r"(-?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(亿元|亿|万元|万)?")
TIMES = {"亿元": 10_000, "亿": 10_000, "万元": 1, "万": 1, None: 1}
NEXT_DAYS = 30


class Unreadable(ValueError):
    """A condition nobody can read; the message is the sentence for the page."""


@dataclass(frozen=True)
class Operator:
    """One way to ask: how the menu calls it, how many values it takes, what it reads like."""

    code: str
    label: str
    values: int
    said: str  # {0} and {1} are the values


EMPTY, FILLED = Operator("empty", "空的", 0, "空的"), Operator("filled", "不空的", 0, "不空")
OPERATORS: dict[str, tuple[Operator, ...]] = {
    "text": (
        Operator("has", "包含", 1, "包含“{0}”"), Operator("lacks", "不包含", 1, "不包含“{0}”"),
        Operator("is", "等于", 1, "是“{0}”"), EMPTY, FILLED,
    ),
    "number": (
        Operator("ge", "大于等于", 1, "≥ {0}"), Operator("le", "小于等于", 1, "≤ {0}"),
        Operator("gt", "大于", 1, "> {0}"), Operator("lt", "小于", 1, "< {0}"),
        Operator("eq", "等于", 1, "= {0}"), Operator("between", "在两者之间", 2, "{0} 至 {1}"), EMPTY, FILLED,
    ),
    "date": (
        Operator("this_month", "本月", 0, "在本月"), Operator("next30", "今后 30 天", 0, "在今后 30 天"),
        Operator("past", "已过去的", 0, "已过去"), Operator("from", "从这天起", 1, "{0} 起"),
        Operator("to", "到这天止", 1, "{0} 止"), Operator("between", "在两天之间", 2, "{0} 至 {1}"),
        EMPTY, FILLED,
    ),
    "choice": (Operator("in", "是", 1, "{0}"), EMPTY),
    "none": (),
    "bool": (Operator("yes", "是", 0, "是"), Operator("no", "否", 0, "否"), EMPTY),
}  # fmt: skip
COMPARED = {"ge": "gte", "le": "lte", "gt": "gt", "lt": "lt", "eq": "exact"}


def operators(column: Shown) -> tuple[Operator, ...]:
    """Return the ways a column can be asked; nothing is missing in a column that is always set."""
    return OPERATORS[column.family]


def parted(column: Shown, text: str) -> tuple[Operator, list[str]]:
    """Split `between:a~b` into its operator and values.

    Raises Unreadable naming the column and the ways it can be asked.
    """
    code, _, rest = text.partition(":")
    found = next((one for one in operators(column) if one.code == code), None)
    if found is None:
        ways = "、".join(one.label for one in operators(column))
        raise Unreadable(f"“{column.header}”的条件“{_shown(text)}”读不懂，没有用上。可以选：{ways}。")
    values = [part.strip() for part in rest.split("~", 1)] if found.values == 2 else [rest.strip()]
    if found.values and (len(values) < found.values or not all(values)):
        raise Unreadable(f"“{column.header}”的条件“{found.label}”没有写值，没有用上。请在列名菜单里补上。")
    return found, values[: found.values]


def _shown(text: str) -> str:
    """Return what somebody typed as a sentence can hold it."""
    kept = "".join(one for one in text if one.isprintable())
    return kept[:20] + ("…" if len(kept) > 20 else "")


def asked(column: Shown, text: str, day: date) -> Q:
    """Return the condition as a query on lines; raises Unreadable."""
    operator, values = parted(column, text)
    if operator is EMPTY:
        return missing(column)
    if operator is FILLED:
        return ~missing(column)
    return _READERS[column.family](column, operator, values, day)


def words(column: Shown, text: str) -> str:
    """Say a condition as a chip does: 年度计划 ≥ 10,000 万元; raises Unreadable."""
    operator, values = parted(column, text)
    if column.family == "choice" and values:
        labels = dict(column.choices)
        return f"{column.header}：" + "、".join(labels.get(one, one) for one in listed(values[0]))
    if column.family == "number" and values:
        unit = f" {column.unit}" if column.unit else ""
        values = [_plain(number(one, column)) for one in values]
        return f"{column.header} {operator.said.format(*values)}{unit}"
    return f"{column.header}{operator.said.format(*values)}"


def _plain(value: Decimal) -> str:
    """Write a number with separators and no more places than it has."""
    return f"{value.normalize():,f}"


def missing(column: Shown) -> Q:
    """Return the condition that a line has nothing in a column."""
    return Q(**{column.column: ""}) if column.is_set else Q(**{f"{column.column}__isnull": True})


def listed(text: str) -> list[str]:
    """Split a comma list."""
    return [one for one in text.split(",") if one]


def number(text: str, column: Shown) -> Decimal:
    """Read an amount as people type it: 10,000 or 1.2亿; raises Unreadable."""
    found = AMOUNT.fullmatch(text.replace("，", ",").strip())
    factor = TIMES.get(found[2]) if found else None
    if found is None or factor is None or (found[2] and column.kind != "money"):
        raise Unreadable(f"“{column.header}”的条件里“{_shown(text)}”不是数，没有用上。请写数字，如 10000。")
    try:
        value = Decimal(found[1].replace(",", "")) * factor
    except InvalidOperation:
        value = MOST + 1
    if abs(value) > MOST:
        raise Unreadable(f"“{column.header}”的条件里的数太大，没有用上。请写小一些。")
    return value


def day_of(text: str, column: Shown, *, last: bool = False) -> date:
    """Read 2026-11-30, 2026-11 or 2026 as its first day, with `last` its last; raises Unreadable."""
    found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?", text.replace("/", "-").strip())
    try:
        if found is None:
            raise ValueError(text)
        year, month = int(found[1]), int(found[2] or (12 if last else 1))
        if found[3]:
            return date(year, month, int(found[3]))
        return month_end(year, month) if last else date(year, month, 1)
    except ValueError:
        told = f"“{column.header}”的条件里“{_shown(text)}”不是日期，没有用上。请写成 2026-11-30。"
        raise Unreadable(told) from None


def _text(column: Shown, operator: Operator, values: list[str], _day: date) -> Q:
    name, value = column.column, readable(values[0])
    if operator.code == "is":
        return Q(**{name: value})
    found = Q(**{f"{name}__icontains": value})
    return found if operator.code == "has" else ~found | missing(column)


def readable(text: str) -> str:
    """Return a text a database can be asked for: no NUL, no half characters, not too long."""
    return text[:LONGEST].replace("\x00", "").encode("utf-8", "ignore").decode()


def _number(column: Shown, operator: Operator, values: list[str], _day: date) -> Q:
    found = [number(one, column) for one in values]
    if operator.code == "between":
        return Q(**{f"{column.column}__gte": min(found), f"{column.column}__lte": max(found)})
    return Q(**{f"{column.column}__{COMPARED[operator.code]}": found[0]})


def _date(column: Shown, operator: Operator, values: list[str], day: date) -> Q:
    since, until = f"{column.column}__gte", f"{column.column}__lte"
    if operator.code == "this_month":
        return Q(**{since: day.replace(day=1), until: month_end(day.year, day.month)})
    if operator.code == "next30":
        return Q(**{since: day, until: day + timedelta(days=NEXT_DAYS)})
    if operator.code == "past":
        return Q(**{f"{column.column}__lt": day})
    if operator.code == "from":
        return Q(**{since: day_of(values[0], column)})
    if operator.code == "to":
        return Q(**{until: day_of(values[0], column, last=True)})
    return Q(**{since: day_of(values[0], column), until: day_of(values[1], column, last=True)})


def _choice(column: Shown, _operator: Operator, values: list[str], _day: date) -> Q:
    known = {value for value, _ in column.choices}
    wanted = [one for one in listed(values[0]) if one in known]
    if not wanted:
        raise Unreadable(f"“{column.header}”没有“{_shown(values[0])}”这一项，没有用上。请在列名菜单里重选。")
    return Q(**{f"{column.column}__in": wanted})


def _bool(column: Shown, operator: Operator, _values: list[str], _day: date) -> Q:
    return Q(**{column.column: operator.code == "yes"})


_READERS: dict[str, Callable[[Shown, Operator, list[str], date], Q]] = {
    "text": _text, "number": _number, "date": _date, "choice": _choice, "bool": _bool,
}  # fmt: skip
