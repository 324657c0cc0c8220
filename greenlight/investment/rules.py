"""Rules about money as a zone holds them: shipped ones from the kernel's data, switched by a row."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from greenlight.investment.models import MonthClosing, RuleLimit, RuleSwitch
from greenlight.kernel.crosschecks import MoneyRule, rules_from_json
from greenlight.kernel.crosschecks import in_force as holding
from greenlight.kernel.reporting import Asks


@cache
def shipped() -> tuple[MoneyRule, ...]:
    """Return the rules of kernel/data/money_rules.json."""
    source = files("greenlight.kernel") / "data" / "money_rules.json"
    return rules_from_json(json.loads(source.read_text(encoding="utf-8")))


def in_force(zone_id: int, day: date) -> dict[str, MoneyRule]:
    """Return the rules that hold in a zone on a day, by code, with its limits; two queries."""
    return holding(shipped(), switched(zone_id, day), day, limits(zone_id, day))


def limits(zone_id: int, day: date) -> dict[str, dict[str, Decimal]]:
    """Return the limits a zone has set by a day: code → name → value."""
    rows = RuleLimit.objects.filter(zone_id=zone_id, valid_from__lte=day).order_by("valid_from", "pk")
    found = dict(rows.values_list("code", "params"))
    return {code: decimals(own) for code, own in found.items()}


def decimals(params: dict[str, str]) -> dict[str, Decimal]:
    """Return limits as they are stored as numbers."""
    return {name: Decimal(one) for name, one in params.items()}


def asks(zone_id: int, day: date) -> Asks:
    """Return what a zone asks of a monthly report."""
    held = in_force(zone_id, day)
    jump = held["unit_jump"].params if "unit_jump" in held else {}
    return Asks(jump.get("times"), jump.get("plan_times"), "month_sum" in held)


def idle_days(zone_id: int, day: date) -> int | None:
    """Return how many days money may lie still in a zone; None when it does not ask."""
    held = in_force(zone_id, day).get("idle_money")
    return int(held.params["days"]) if held else None


def switched(zone_id: int, day: date) -> dict[str, bool]:
    """Return what a zone has switched by a day: code → on."""
    rows = RuleSwitch.objects.filter(zone_id=zone_id, valid_from__lte=day).order_by("valid_from", "pk")
    return dict(rows.values_list("code", "is_on"))


def closing(zone_id: int) -> MonthClosing | None:
    """Return the closing in force in a zone; None when all months are open."""
    row = MonthClosing.objects.filter(zone_id=zone_id).order_by("-pk").first()
    return row if row and row.month else None


def closed_to(zone_id: int) -> tuple[int, int] | None:
    """Return the last closed month of a zone as (year, month); None when all are open."""
    row = closing(zone_id)
    return (row.year, row.month) if row else None


def is_closed(zone_id: int, year: int, month: int) -> bool:
    """Tell whether a month takes nothing any more."""
    held = closed_to(zone_id)
    return held is not None and (year, month) <= held
