"""What a deed takes: days that can be, texts the column holds, words of the lists. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from greenlight.base.journal import By
from greenlight.base.refusals import Refused
from greenlight.projects.models import Condition, Nature, Project

FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST = 2000
MOST_MU = Decimal(10) ** 8
BREAKS = {0x0B: " ", 0x0C: " ", 0x0D: "\n"}  # Word pastes its soft line break as a vertical tab
INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
PLACES = 4  # decimals the columns of 万元 and 亩 hold
TEXTS = ("industry", "location", "scale", "issue", "next_step", "remark")
WORDS = {
    "name": "项目名称", "kind": "项目类别", "nature": "建设性质", "total_wan": "总投资",
    "land_area_mu": "用地面积",
    "industry": "行业", "location": "建设地点", "scale": "建设内容及规模", "issue": "存在问题",
    "next_step": "下步工作", "remark": "备注", "conditions": "适用的情形",
}  # fmt: skip


def past_day(by: By, on: date, what: str = "日期") -> date:
    """Return a day that has been; Refused for one to come or before 1990."""
    if on > by.day:
        raise Refused(f"{what} {on.isoformat()} 还没有到，请填已经发生的那一天。", status=400)
    if on.year < FIRST_YEAR:
        raise Refused(f"{what} {on.isoformat()} 太早，请核对年份（{FIRST_YEAR} 年以后）。", status=400)
    return on


def text(value: str, most: int, what: str) -> str:
    """Return a text as it is stored: one kind of line end, no blanks around, nothing invisible."""
    told = INVISIBLE.sub("", value.replace("\r\n", "\n").translate(BREAKS)).strip()
    if len(told) > most:
        raise Refused(f"{what}最多 {most} 个字，现在是 {len(told)} 个，请写短一些。", status=400)
    return told


def reason(value: str, otherwise: str, most: int = 500) -> str:
    """Return a reason; Refused with the sentence `otherwise` when there is none."""
    told = text(value, most, "原因")
    if not told:
        raise Refused(otherwise, status=400)
    return told


def facts(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain facts among `wanted` as stored, the name apart; Refused for what cannot be."""
    found: dict[str, Any] = {}
    for name in TEXTS:
        if name in wanted:
            found[name] = text(wanted[name] or "", longest(name), WORDS[name])
    if "nature" in wanted:
        found["nature"] = _nature(wanted["nature"] or "")
    if "land_area_mu" in wanted:
        found["land_area_mu"] = _area(wanted["land_area_mu"])
    if "conditions" in wanted:
        found["conditions"] = [one for one in Condition.values if one in (wanted["conditions"] or ())]
    return found


def longest(name: str) -> int:
    """Return how long a text of the project may be."""
    return getattr(Project._meta.get_field(name), "max_length", None) or LONGEST


def _nature(value: str) -> str:
    if value and value not in Nature.values:
        raise Refused(f"建设性质请从{'、'.join(Nature.labels)}里选。", status=400)
    return value


def too_fine(value: Decimal) -> bool:
    """Tell whether a number has more decimals than its column: it would be rounded in silence."""
    return value != round(value, PLACES)


def _area(value: Decimal | None) -> Decimal | None:
    if value is not None and not (value.is_finite() and 0 <= value < MOST_MU):
        raise Refused(f"用地面积 {value} 亩不对：不能为负，也不会有这么大。", status=400)
    if value is not None and too_fine(value):
        raise Refused(f"用地面积 {value} 亩太细：最多 {PLACES} 位小数。", status=400)
    return value
