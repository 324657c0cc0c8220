"""Taking back what a zone settled: a closing, a switch, a limit. The row stays; another one counters it."""

from __future__ import annotations

from typing import Any

from greenlight.base import journal, undoing
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.investment import may, rules
from greenlight.investment.models import MonthClosing, RuleLimit, RuleSwitch
from greenlight.people.models import Zone


def closed(by: By, row: JournalRow) -> JournalRow:
    """Close up to the month of before; Refused when months were closed or opened since."""
    zone = _held(by, row)
    rows = MonthClosing.objects.filter(zone=zone).order_by("-pk")
    last = rows.first()
    if last is None or last.at != row.at:
        raise Refused("后来又封过账或打开过，不能撤销；请在“投资”页改。")
    before = rows.filter(pk__lt=last.pk).first()
    year, month = (before.year, before.month) if before else (0, 0)
    MonthClosing.objects.create(zone=zone, year=year, month=month, **_said(by, row))
    return _told(by, row)


def switched(by: By, row: JournalRow) -> JournalRow:
    """Switch a rule back from today, or from the day it was to begin."""
    zone = _held(by, row)
    last = _last(RuleSwitch, zone, row)
    RuleSwitch.objects.create(
        zone=zone, code=last.code, is_on=row.before["is_on"], valid_from=max(by.day, last.valid_from),
        **_said(by, row),
    )  # fmt: skip
    return _told(by, row)


def limited(by: By, row: JournalRow) -> JournalRow:
    """Give a rule the limits it had, from today, or from the day the new ones were to begin."""
    zone = _held(by, row)
    last = _last(RuleLimit, zone, row)
    earlier = RuleLimit.objects.filter(zone=zone, code=last.code, valid_from__lte=last.valid_from)
    before = earlier.exclude(pk=last.pk).order_by("-valid_from", "-pk").first()
    shipped = next(one for one in rules.shipped() if one.code == last.code)
    params = before.params if before else {name: f"{one:f}" for name, one in shipped.params.items()}
    RuleLimit.objects.create(
        zone=zone, code=last.code, params=params, valid_from=max(by.day, last.valid_from), **_said(by, row)
    )
    return _told(by, row)


def _held(by: By, row: JournalRow) -> Zone:
    zone = Zone.objects.select_for_update().get(pk=row.subject_id or 0)
    if not may.settle(by.user, zone.pk):
        raise NotAllowed("这一步由本开发区的领导或科室撤销。")
    return zone


def _last(model: type[Any], zone: Zone, row: JournalRow) -> Any:
    """Return the row of the deed, the newest of its rule; Refused when there is a newer one."""
    own = model.objects.filter(zone=zone, at=row.at).order_by("-pk").first()
    if own is None or model.objects.filter(zone=zone, code=own.code, pk__gt=own.pk).exists():
        raise Refused(f"“{row.after.get('rule', '')}”后来又改过，不能撤销；请在“投资”页的核对规则里改。")
    return own


def _said(by: By, row: JournalRow) -> dict[str, Any]:
    return {"reason": undoing.why(row), "actor_name": by.actor_name, "at": by.at}


def _told(by: By, row: JournalRow) -> JournalRow:
    return journal.write(
        by, undoing.UNDO, "zone", row.subject_id, before=row.after, after=row.before, why=undoing.why(row)
    )


VERBS = {
    "investment.close": closed,
    "investment.rule": switched,
    "investment.limits": limited,
}
