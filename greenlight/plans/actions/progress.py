"""What really happened to a milestone, as events; the last one that stands counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.plans import may
from greenlight.plans.actions.deed import begun, checked_day, ended
from greenlight.plans.models import Actual, Milestone

WHOLE = Decimal(100)


@transaction.atomic
def report(
    *, by: By, milestone: Milestone, started_on: date | None = None, done_on: date | None = None,
    percent: Decimal | None = None, version: int | None = None,
) -> Actual:  # fmt: skip
    """Report that a milestone was begun, how far it is, or that it is done.

    What is not said stays as it was. Raises NotAllowed, Collided, and Refused for a day to come, an
    end before the begin, a percent outside 0-100, or a milestone already done.
    """
    project, milestone = begun(milestone, version)
    if not may.report(by.user, milestone):
        raise NotAllowed(f"“{milestone.name}”不归您的单位，不能填报；可以请责任单位或科室填。")
    if milestone.done_on:
        raise Refused(f"“{milestone.name}”已报 {milestone.done_on} 完成；填错了请先撤回再报。")
    before = _state(milestone)
    after = {
        "started_on": started_on or milestone.started_on,
        "done_on": done_on,
        "percent": WHOLE if done_on else milestone.percent if percent is None else percent,
    }
    _check(by.day, after)
    if after == before:
        raise Refused("没有填开始日、完成日或百分比，没有要报的。", status=400)
    made = Actual.objects.create(
        milestone=milestone, zone_id=milestone.zone_id, actor_id=by.actor_id, actor_name=by.actor_name,
        at=by.at, **after,
    )  # fmt: skip
    _cache(milestone, after)
    name = {"milestone": milestone.name}
    journal.write(by, "plan.actual", "project", project.pk, before=name | before, after=name | after)
    ended(project, by)
    return made


def _state(one: Milestone | Actual | None) -> dict[str, Any]:
    return {name: getattr(one, name, None) for name in ("started_on", "done_on", "percent")}


def _check(today: date, told: dict[str, Any]) -> None:
    started, done, percent = told["started_on"], told["done_on"], told["percent"]
    for day, what in ((started, "开始日"), (done, "完成日")):
        if day and checked_day(day, what) > today:
            raise Refused(f"{what} {day} 还没有到，请填已经发生的日期。", status=400)
    if started and done and done < started:
        raise Refused(f"完成日 {done} 早于开始日 {started}，请核对。", status=400)
    if percent is not None and not 0 <= percent <= WHOLE:
        raise Refused(f"进度 {percent}% 不对，应在 0 到 100 之间。", status=400)


def _cache(milestone: Milestone, state: dict[str, Any]) -> None:
    Milestone.objects.filter(pk=milestone.pk).update(**state)
    for name, value in state.items():
        setattr(milestone, name, value)


@transaction.atomic
def withdraw(*, by: By, milestone: Milestone, why: str = "", version: int | None = None) -> Actual:
    """Take the last report back; the one before it counts again.

    Raises NotAllowed, Collided, and Refused when there is nothing to take back.
    """
    project, milestone = begun(milestone, version)
    if not may.report(by.user, milestone):
        raise NotAllowed(f"“{milestone.name}”不归您的单位，不能撤回；可以请责任单位或科室撤回。")
    standing = list(milestone.actuals.filter(withdrawn=False).order_by("-pk")[:2])
    if not standing:
        raise Refused(f"“{milestone.name}”没有报过，不用撤回。")
    Actual.objects.filter(pk=standing[0].pk).update(withdrawn=True)
    before, after = _state(milestone), _state(standing[1] if len(standing) > 1 else None)
    _cache(milestone, after)
    name = {"milestone": milestone.name}
    journal.write(
        by, "plan.withdraw", "project", project.pk, before=name | before, after=name | after, why=why.strip()
    )
    ended(project, by)
    return standing[0]
