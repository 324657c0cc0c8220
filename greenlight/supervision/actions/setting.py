"""Setting one step of a zone's ladder, from a day on and with a paper; the past keeps its steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel import ladder
from greenlight.people.models import Zone
from greenlight.supervision import ladders, may
from greenlight.supervision.actions import deed
from greenlight.supervision.models import LadderStep

ONE_DAY, FURTHEST = timedelta(days=1), timedelta(days=730)
MOST_MONTHS, MOST_COUNT = 24, 20


@dataclass(frozen=True)
class Setting:
    """What a step shall be: on or off, acting by itself or listed only, from how many months or warnings."""

    is_on: bool
    auto: bool
    months: int
    count: int
    valid_from: date
    paper: str


@transaction.atomic
def set_step(*, by: By, zone: Zone, code: str, setting: Setting) -> LadderStep:
    """Set one step from a day on, as a new version; what was to begin on or after that day never does.

    Raises NotAllowed; Refused for an unknown step, a past day, numbers that will not do, no paper.
    """
    if not may.set_ladder(by.user, zone.pk):
        raise NotAllowed("督办的阶梯由本开发区的领导或科室设定。")
    zone = Zone.objects.select_for_update(no_key=True).get(pk=zone.pk)
    last = ladders.last_of(zone.pk, code)
    if last is None:
        raise Refused("没有这一步，请刷新页面再选。", status=400)
    paper = _checked(last, setting, by.day)
    held = ended(LadderStep.objects.filter(zone=zone, code=code), setting.valid_from)
    made = LadderStep.objects.create(
        zone=zone, code=code, version=last.version, months=setting.months, count=setting.count,
        is_on=setting.is_on, auto=setting.auto, valid_from=setting.valid_from, paper=paper,
        actor_name=by.actor_name, at=by.at,
    )  # fmt: skip
    before = _said(last.on, last.auto, last.months, last.count, last.valid_from) | {"held": held}
    after = _said(made.is_on, made.auto, made.months, made.count, made.valid_from)
    after |= {"step": last.name, "code": code, "version": made.version}
    journal.write(by, "ladder.set", "zone", zone.pk, before=before, after=after, why=paper)
    return made


def _checked(last: ladder.Step, setting: Setting, day: date) -> str:
    if not day <= setting.valid_from <= day + FURTHEST:
        raise Refused(f"起用日期应在今天 {day} 以后两年内：过去走过的步骤不改。", status=400)
    if not 0 <= setting.months <= MOST_MONTHS or not 0 <= setting.count <= MOST_COUNT:
        raise Refused(f"连续月数最多 {MOST_MONTHS}，同时条数最多 {MOST_COUNT}。", status=400)
    if last.is_counted and not (setting.months or setting.count):
        raise Refused("连续几个月、同时几条，至少要填一个，不然一亮黄灯就到了这一步。", status=400)
    if not last.is_counted and (setting.months or setting.count):
        raise Refused(f"“{last.name}”亮灯就办，不看月数和条数。", status=400)
    missing = "请写依据，例如：主任办公会 2026 年第 3 次会议。"
    return deed.words(setting.paper, missing, deed.LONGEST_REASON)


def ended(rows: QuerySet[Any], valid_from: date) -> list[list[object]]:
    """End what holds the day before; return [version, its end of before], for taking back."""
    held = [one for one in rows.order_by("version") if one.valid_to is None or one.valid_to >= valid_from]
    for one in held:
        rows.filter(pk=one.pk).update(valid_to=valid_from - ONE_DAY)
    return [[one.version, one.valid_to] for one in held]


def _said(is_on: bool, auto: bool, months: int, count: int, valid_from: date) -> dict[str, object]:
    return {"is_on": is_on, "auto": auto, "months": months, "count": count, "valid_from": valid_from}
