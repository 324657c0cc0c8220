"""What a zone decides about its money: close months, switch rules."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.investment import may, rules
from greenlight.investment.actions.core import needed
from greenlight.investment.models import MonthClosing, RuleSwitch
from greenlight.people.models import Zone


@transaction.atomic
def close_months(*, by: By, zone: Zone, year: int, month: int, reason: str = "") -> MonthClosing:
    """Close the months up to this one (封账); an earlier month than before, or month 0, opens, with a reason.

    Raises NotAllowed, Refused.
    """
    Zone.objects.select_for_update().get(pk=zone.pk)
    if not may.settle(by.user, zone.pk):
        raise NotAllowed("封账由本开发区的领导或科室办。")
    held = rules.closed_to(zone.pk)
    if month and (not 1 <= month <= 12 or year < 1990 or (year, month) > (by.day.year, by.day.month)):
        raise Refused(f"{year} 年 {month} 月还没有到，不能封账。", status=400)
    if (held or (0, 0)) == ((year, month) if month else (0, 0)):
        raise Refused("已经封到这个月，没有要改的。" if held else "现在没有封账的月份。", status=400)
    opens = held is not None and (not month or (year, month) < held)
    why = needed(reason, "打开封账要写原因，例如：统计局退回 6 月报表。") if opens else reason.strip()[:500]
    made = MonthClosing.objects.create(
        zone=zone, year=year if month else 0, month=month, reason=why, actor_name=by.actor_name, at=by.at
    )
    before = {"closed_to": _told(held)} if held else {}
    after = {"closed_to": _told((year, month) if month else None)}
    journal.write(by, "investment.close", "zone", zone.pk, before=before, after=after, why=why)
    return made


@transaction.atomic
def switch_rule(*, by: By, zone: Zone, code: str, is_on: bool, valid_from: date, reason: str) -> RuleSwitch:
    """Switch a rule about money on or off from today or a later day. Raises NotAllowed, Refused."""
    Zone.objects.select_for_update().get(pk=zone.pk)
    if not may.settle(by.user, zone.pk):
        raise NotAllowed("核对规则由本开发区的领导或科室定。")
    rule = next((one for one in rules.shipped() if one.code == code), None)
    if rule is None:
        raise Refused("没有这条规则，请从列出的规则里选。", status=400)
    if valid_from < by.day:
        raise Refused("规则从今天或以后起用，过去的核对结果不改。", status=400)
    if rules.switched(zone.pk, valid_from).get(code, rule.on) == is_on:
        raise Refused(f"“{rule.name}”{'已经启用' if is_on else '已经停用'}，没有要改的。", status=400)
    why = needed(reason, "启用或停用规则要写依据，例如：主任办公会纪要。")
    made = RuleSwitch.objects.create(
        zone=zone, code=code, is_on=is_on, valid_from=valid_from, reason=why, actor_name=by.actor_name,
        at=by.at,
    )  # fmt: skip
    after = {"rule": rule.name, "is_on": is_on, "valid_from": valid_from}
    journal.write(by, "investment.rule", "zone", zone.pk, before={"is_on": not is_on}, after=after, why=why)
    return made


def _told(month: tuple[int, int] | None) -> str:
    return f"{month[0]} 年 {month[1]} 月" if month else "全部打开"
