"""Setting from how many overdue items on a unit is yellow, red; from a day on, the past keeps its limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel import league
from greenlight.people.models import Zone
from greenlight.supervision import limits, may
from greenlight.supervision.actions import deed
from greenlight.supervision.actions.setting import FURTHEST, ended
from greenlight.supervision.models import UnitLimit

MOST = 1000
OF_LEADERS = "单位灯的界限由本开发区的领导或科室设定。"


@dataclass(frozen=True)
class Limiting:
    """What the limits shall be, since when, and by which paper; `unsure` when nobody has seen it yet."""

    yellow: int
    red: int
    is_on: bool
    valid_from: date
    paper: str
    unsure: bool = False


@transaction.atomic
def set_unit_limits(*, by: By, zone: Zone, setting: Limiting) -> UnitLimit:
    """Set the limits from a day on, as a new version; what was to begin on or after that day never does.

    Raises NotAllowed; Refused for a past day, numbers that will not do, no paper, nothing new.
    """
    if not may.set_ladder(by.user, zone.pk):
        raise NotAllowed(OF_LEADERS)
    zone = Zone.objects.select_for_update(no_key=True).get(pk=zone.pk)
    last = limits.last_of(zone.pk)
    paper = _checked(last, setting, by.day)
    held = ended(UnitLimit.objects.filter(zone=zone), setting.valid_from)
    made = UnitLimit.objects.create(
        zone=zone, version=last.version, yellow=setting.yellow, red=setting.red, is_on=setting.is_on,
        valid_from=setting.valid_from, paper=paper, unsure=setting.unsure, actor_name=by.actor_name, at=by.at,
    )  # fmt: skip
    before = _said(last.yellow, last.red, last.on, last.valid_from) | {"held": held}
    after = _said(made.yellow, made.red, made.is_on, made.valid_from) | {"version": made.version}
    journal.write(by, "units.limits", "zone", zone.pk, before=before, after=after, why=paper)
    return made


def _checked(last: league.Limits, setting: Limiting, day: date) -> str:
    if not day <= setting.valid_from <= day + FURTHEST:
        raise Refused(f"起用日期应在今天 {day} 以后两年内：以前的赛马照当天的界限，不改。", status=400)
    if not 1 <= setting.yellow <= MOST or not 1 <= setting.red <= MOST:
        raise Refused(f"黄灯、红灯的件数都填 1 到 {MOST} 的整数。", status=400)
    if setting.red <= setting.yellow:
        raise Refused("红灯的件数要比黄灯的多，请核对有没有填反。", status=400)
    same = (last.yellow, last.red, last.on, last.is_unsure) == (
        setting.yellow, setting.red, setting.is_on, setting.unsure,
    )  # fmt: skip
    if same and last.valid_from <= setting.valid_from:
        raise Refused("界限已经是这样，没有要改的。", status=400)
    return deed.words(setting.paper, "请写依据，例如：主任办公会 2026 年第 3 次会议。", deed.LONGEST_REASON)


def _said(yellow: int, red: int, is_on: bool, valid_from: date) -> dict[str, object]:
    return {"yellow": yellow, "red": red, "is_on": is_on, "valid_from": valid_from}
