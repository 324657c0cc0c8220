"""Rules about money as a zone holds them: shipped ones from the kernel's data, switched by a row."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files

from greenlight.investment.models import MonthClosing, RuleSwitch
from greenlight.kernel.crosschecks import MoneyRule, rules_from_json
from greenlight.kernel.crosschecks import in_force as holding


@cache
def shipped() -> tuple[MoneyRule, ...]:
    """Return the rules of kernel/data/money_rules.json."""
    source = files("greenlight.kernel") / "data" / "money_rules.json"
    return rules_from_json(json.loads(source.read_text(encoding="utf-8")))


def in_force(zone_id: int, day: date) -> dict[str, MoneyRule]:
    """Return the rules that hold in a zone on a day, by code; one query."""
    return holding(shipped(), switched(zone_id, day), day)


def switched(zone_id: int, day: date) -> dict[str, bool]:
    """Return what a zone has switched by a day: code → on."""
    rows = RuleSwitch.objects.filter(zone_id=zone_id, valid_from__lte=day).order_by("valid_from", "pk")
    return dict(rows.values_list("code", "is_on"))


def closed_to(zone_id: int) -> tuple[int, int] | None:
    """Return the last closed month of a zone as (year, month); None when all are open."""
    row = MonthClosing.objects.filter(zone_id=zone_id).order_by("-pk").values_list("year", "month").first()
    return row if row and row[1] else None
