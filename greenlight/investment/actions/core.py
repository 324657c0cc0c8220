"""What the deeds of the room share: the project held, what is said of a reason, what follows a deed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from greenlight.base.journal import By
from greenlight.base.refusals import Collided, Refused
from greenlight.investment import sentences
from greenlight.investment.signals import invested
from greenlight.kernel import reporting
from greenlight.projects import actions as projects
from greenlight.projects.models import Project

LONGEST_REASON = 500
FIRST_YEAR = 1990
PLACES = 4


def locked(project: Project, version: int | None) -> Project:
    """Return the project as it stands, held until the deed is done; Collided when somebody was quicker."""
    held = Project.objects.select_for_update().get(pk=project.pk)
    if version is not None and held.version != version:
        raise Collided("这个项目刚被别人改过，请看一眼最新的数再提交。")
    return held


def done(project: Project, by: By) -> None:
    """Count the edit and tell the rooms above."""
    projects.touch(project, by)
    invested.send(sender=Project, project=project, by=by)


def too_long(reason: str) -> str:
    """Say that a reason is too long, or nothing."""
    return f"原因最多 {LONGEST_REASON} 个字，请写短一些。" if len(reason) > LONGEST_REASON else ""


def needed(reason: str, otherwise: str) -> str:
    """Return a reason; Refused with `otherwise` when there is none."""
    told = reason.replace("\x00", "").strip()
    if not told:
        raise Refused(otherwise, status=400)
    if told_so := too_long(told):
        raise Refused(told_so, status=400)
    return told


def text(value: str, most: int, what: str) -> str:
    """Return a line of text as it is stored; Refused when it is too long."""
    told = "".join(one for one in value if one.isprintable()).strip()
    if len(told) > most:
        raise Refused(f"{what}最多 {most} 个字，现在是 {len(told)} 个，请写短一些。", status=400)
    return told


def amount(value: Decimal, what: str, *, least: Decimal = Decimal(0)) -> Decimal:
    """Return an amount in 万元 that the column holds; Refused with the place and the unit."""
    if not value.is_finite() or not least <= value <= reporting.LARGEST_WAN:
        raise Refused(f"{what} {sentences.wan(value) if value.is_finite() else value} 万元不在范围内，"
                      "请核对单位是不是万元。", status=400)  # fmt: skip
    if value != round(value, PLACES):
        raise Refused(f"{what}最多 {PLACES} 位小数，现在是 {value}。", status=400)
    return value


def past_day(by: By, day: date, what: str) -> date:
    """Return a day that has been; Refused for one to come or before 1990."""
    if day > by.day:
        raise Refused(f"{what} {day.isoformat()} 还没有到，请填已经发生的那一天。", status=400)
    if day.year < FIRST_YEAR:
        raise Refused(f"{what} {day.isoformat()} 太早，请核对年份（{FIRST_YEAR} 年以后）。", status=400)
    return day
