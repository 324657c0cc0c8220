"""The list of observations: what one may look for, and the same rows as a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import xlsxwriter
from django.db.models import Q, QuerySet

from greenlight.base.clock import SHANGHAI
from greenlight.kernel.facts import Kind
from greenlight.people.models import User
from greenlight.reports.checking.wording import COMPARED, KIND_WORDS, period
from greenlight.reports.models import Observation

MOST_ROWS = 50_000
LONGEST = 60
HEADS = (
    "序号",
    "指标",
    "范围",
    "期间",
    "比较",
    "数值",
    "单位",
    "种类",
    "计划数",
    "出处文件",
    "起",
    "止",
    "原文",
    "存入人",
    "存入时间",
)
WIDTHS = (6, 28, 16, 16, 6, 14, 10, 8, 8, 30, 7, 7, 70, 10, 17)
NUMBER, WRAPPED = 5, 12


def asked(words: Mapping[str, str]) -> dict[str, str]:
    """Return the conditions of the address that mean something."""
    told = {
        name: words.get(name, "").replace("\x00", "").strip()[:LONGEST]
        for name in ("q", "kind", "period", "target")
    }
    told["kind"] = told["kind"] if told["kind"] in set(Kind) else ""
    return {name: value for name, value in told.items() if value}


def rows(user: User, told: Mapping[str, str]) -> QuerySet[Observation]:
    """Return the observations a person may see under conditions, by indicator, newest period first."""
    found = Observation.objects.visible_to(user)
    if q := told.get("q"):
        found = found.filter(Q(indicator__icontains=q) | Q(scope__icontains=q) | Q(source__icontains=q))
    if told.get("kind"):
        found = found.filter(kind=told["kind"])
    if told.get("period"):
        found = found.filter(period__startswith=told["period"])
    if told.get("target") in ("yes", "no"):
        found = found.filter(is_target=told["target"] == "yes")
    return found.order_by("indicator", "-period", "pk")


def cells(n: int, one: Observation) -> list[Any]:
    """Return one row of the workbook."""
    at, kind = one.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"), KIND_WORDS.get(one.kind, one.kind)
    compared, target = COMPARED.get(one.comparator, ""), "是" if one.is_target else ""
    return [n, one.indicator, one.scope, period(one.period), compared, one.value, one.unit, kind, target,
            one.source, one.start, one.end, one.evidence, one.actor_name, at]  # fmt: skip


def workbook(found: QuerySet[Observation]) -> bytes:
    """Return the rows as .xlsx; words that begin with = stay words."""
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet, head = book.add_worksheet("指标观测"), book.add_format({"bold": True, "bottom": 1})
    number, wrapped = book.add_format({"num_format": "#,##0.########"}), book.add_format({"text_wrap": True})
    for column, (name, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        look = number if column == NUMBER else wrapped if column == WRAPPED else None
        sheet.set_column(column, column, width, look)
        sheet.write_string(0, column, name, head)
    for n, one in enumerate(found[:MOST_ROWS].iterator(chunk_size=2000), 1):
        for column, value in enumerate(cells(n, one)):
            (sheet.write_string if isinstance(value, str) else sheet.write_number)(n, column, value)
    sheet.freeze_panes(1, 2)
    book.close()
    return out.getvalue()
