"""What a zone decides about its money: close months, switch rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.investment import may, rules
from greenlight.investment.actions.core import needed
from greenlight.investment.models import MonthClosing, RuleLimit, RuleSwitch
from greenlight.kernel import crosschecks
from greenlight.kernel.crosschecks import MoneyRule
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
    rule = _rule(by, code, valid_from)
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


FAULTS = {
    "names": "这条规则的界限要一次填全。",
    "range": "“{word}”要大于 0、不超过 100,000,000，最多 4 位小数。",
    "whole": "“{word}”要填整数，例如：30。",
    "order": "“{word}”的数要比另一个小，请核对有没有填反。",
}


@transaction.atomic
def set_limits(
    *, by: By, zone: Zone, code: str, params: Mapping[str, Decimal], valid_from: date, reason: str
) -> RuleLimit:
    """Set the limits of a rule about money from today or a later day; `reason` says where they come from.

    Raises NotAllowed, Refused.
    """
    Zone.objects.select_for_update().get(pk=zone.pk)
    if not may.settle(by.user, zone.pk):
        raise NotAllowed("核对规则由本开发区的领导或科室定。")
    rule = _rule(by, code, valid_from)
    if fault := crosschecks.limit_fault(rule, params):
        words = {name: word for name, word, _, _ in crosschecks.limits_told(code, rule.params)}
        raise Refused(FAULTS[fault[0]].format(word=words.get(fault[1], "")), status=400)
    held = crosschecks.limited(rule, rules.limits(zone.pk, valid_from).get(code, {}))
    if held.params == params:
        raise Refused(f"“{rule.name}”的界限已经是这样，没有要改的。", status=400)
    why = needed(reason, "改界限要写依据，例如：区统计局 2026 年 8 月通知。")
    made = RuleLimit.objects.create(
        zone=zone, code=code, params={name: f"{value.normalize():f}" for name, value in params.items()},
        valid_from=valid_from, reason=why, actor_name=by.actor_name, at=by.at,
    )  # fmt: skip
    before = {"params": _limits(code, held.params)}
    after = {"rule": rule.name, "params": _limits(code, params), "valid_from": valid_from}
    journal.write(by, "investment.limits", "zone", zone.pk, before=before, after=after, why=why)
    return made


def _rule(by: By, code: str, valid_from: date) -> MoneyRule:
    rule = next((one for one in rules.shipped() if one.code == code), None)
    if rule is None:
        raise Refused("没有这条规则，请从列出的规则里选。", status=400)
    if valid_from < by.day:
        raise Refused("规则从今天或以后起用，过去的核对结果不改。", status=400)
    return rule


def _limits(code: str, params: Mapping[str, Decimal]) -> dict[str, str]:
    return {word: f"{value} {unit}".strip() for _, word, value, unit in crosschecks.limits_told(code, params)}


def _told(month: tuple[int, int] | None) -> str:
    return f"{month[0]} 年 {month[1]} 月" if month else "全部打开"
