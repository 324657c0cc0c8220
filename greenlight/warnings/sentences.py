"""The words around a light: where it falls between the limits, what happens next, who was told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from django.db.models import Q

from greenlight.kernel import lights
from greenlight.kernel.lights.reasons import Plain
from greenlight.kernel.months import add_months
from greenlight.warnings.models import Rule

Numbers = Mapping[str, Plain]


def short(day: date, today: date) -> str:
    """Write 11-30 inside the year, 2027-03-12 outside it."""
    return f"{day:%m-%d}" if day.year == today.year else day.isoformat()


# ---- 判定: between which limits ----
def band(reason: lights.Reason) -> str:
    """Say between which limits a red or yellow reason falls: 落在 10—30 之间; else nothing."""
    tell = _BANDS.get(reason.what)
    if tell is None or reason.colour < lights.Colour.YELLOW:
        return ""
    return tell(reason.numbers, reason.colour == lights.Colour.RED)


def _points(n: Numbers, red: bool) -> str:
    if red:
        return f"超过 {n['red_points']} 个百分点"
    return f"落在 {n['yellow_points']}—{n['red_points']} 个百分点之间"


def _share(n: Numbers, red: bool) -> str:
    return f"低于 {n['red_percent']}%" if red else f"落在 {n['red_percent']}%—{n['yellow_percent']}% 之间"


def _counted(unit: str, word: str) -> Callable[[Numbers, bool], str]:
    def tell(n: Numbers, red: bool) -> str:
        first, last = n.get(f"yellow_{unit}"), n.get(f"red_{unit}")
        if red:
            return f"满 {last} {word}亮红灯"
        return f"满 {first} {word}亮黄灯" + (f"，未到 {last} {word}" if last else "")

    return tell


_BANDS: dict[str, Callable[[Numbers, bool], str]] = {
    "below_elapsed": _points,
    "share_of_elapsed": _share,
    "milestone_late": _counted("days", "天"),
    "not_started": _counted("months", "个月"),
    "not_registered": _counted("months", "个月"),
}


# ---- 再往后: what happens if nobody acts ----
def then(reason: lights.Reason, today: date) -> str:
    """Say what the light will do if nothing is done; empty when it asks for nothing."""
    if reason.colour < lights.Colour.YELLOW:
        return ""
    red_from = turns_red_on(reason)
    if reason.colour == lights.Colour.YELLOW and red_from:
        left = (red_from - today).days
        return f"{short(red_from, today)} 仍未办好即转红灯，还有 {left} 天"
    if reason.what in ("below_elapsed", "share_of_elapsed"):
        return "下次月报赶上序时才会转绿；不报，灯不会变"
    return "办好之前一直是这个灯，天数继续往上加"


def turns_red_on(reason: lights.Reason) -> date | None:
    """Return the first day a yellow reason becomes red by the passing of time alone."""
    n = reason.numbers
    if reason.what == "milestone_late" and n.get("red_days"):
        return _day(n["due"]) + timedelta(days=int(n["red_days"] or 0))
    if reason.what == "not_started" and n.get("red_months"):
        return add_months(_day(n["planned"]).replace(day=1), int(n["red_months"] or 0))
    if reason.what == "not_registered" and n.get("red_months"):
        return add_months(_day(n["started"]), int(n["red_months"] or 0))
    return None


def _day(value: Plain) -> date:
    return date.fromisoformat(str(value))


# ---- rules by name ----
def rule_names(zone_id: int, codes: Iterable[str]) -> dict[str, str]:
    """Return {code: name} of rules as a zone knows them; one query."""
    rows = Rule.objects.filter(code__in=set(codes)).filter(Q(pack__zone=None) | Q(pack__zone=zone_id))
    return dict(rows.order_by("version", "pk").values_list("code", "name"))


def rule_name(zone_id: int, code: str) -> str:
    """Return the name of one rule, its code when nobody named it."""
    return rule_names(zone_id, [code]).get(code) or code


# ---- turns ----
CAUSES = {
    "import": "导入",
    "undo": "撤销导入",
    "day": "到日子了",
    "deed": "改了数据",
    "edit": "批量改数据",
    "rules": "改了规则",
}


def cause(name: str, batch_id: int | None) -> str:
    """Say through what a light turned."""
    told = CAUSES.get(name, name)
    return f"{told}（第 {batch_id} 批）" if batch_id else told
