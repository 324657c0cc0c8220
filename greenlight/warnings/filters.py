"""Conditions and sortable columns that lights add to the ledger of projects."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from greenlight.base import keeping
from greenlight.base.keeping import Filter
from greenlight.people.models import User
from greenlight.warnings.models import Colour, LightSnapshot, Nudge, Scene
from greenlight.warnings.models import Warning as Held

DAYS = ("7", "30", "90")
SCENES = tuple((scene.value, scene.label) for scene in Scene if scene != Scene.PROJECT)
CALLING = (Colour.RED, Colour.YELLOW)


def light(rows: QuerySet[Any], value: str, user: User) -> QuerySet[Any]:
    """Projects of some colours (red,yellow); what nobody has judged is grey."""
    asked = {part for part in value.split(",") if part}
    if not asked or not asked <= set(Colour.values):
        return rows.none()
    own = _now()
    wanted = Q(Exists(own.filter(colour__in=asked)))
    if Colour.GREY in asked:
        wanted |= ~Q(Exists(own))
    return rows.filter(wanted)


def scene(rows: QuerySet[Any], value: str, user: User) -> QuerySet[Any]:
    """Projects that one scene shows red or yellow."""
    if value not in Scene.values:
        return rows.none()
    return rows.filter(Exists(_now(value).filter(colour__in=CALLING)))


def since(rows: QuerySet[Any], value: str, user: User) -> QuerySet[Any]:
    """Projects red or yellow for so many days and longer."""
    if value not in DAYS:
        return rows.none()
    first = user.scope.day - timedelta(days=int(value))
    return rows.filter(Exists(_now().filter(colour__in=CALLING, since__lte=first)))


def nudged(rows: QuerySet[Any], value: str, user: User) -> QuerySet[Any]:
    """Projects with a nudge nobody has answered, one answered too late, or none open."""
    waiting = Nudge.objects.filter(project=OuterRef("pk"), answered_at__isnull=True)
    if value == "waiting":
        return rows.filter(Exists(waiting))
    if value == "overdue":
        return rows.filter(Exists(waiting.filter(answer_by__lt=user.scope.day)))
    return rows.filter(~Exists(waiting)) if value == "none" else rows.none()


def warned(rows: QuerySet[Any], value: str, user: User) -> QuerySet[Any]:
    """Projects with an open warning of some colours."""
    asked = {part for part in value.split(",") if part}
    if not asked or not asked <= set(CALLING):
        return rows.none()
    return rows.filter(pk__in=Held.objects.open().filter(colour__in=asked).values("project"))


def cleared(rows: QuerySet[Any], value: str, user: User) -> QuerySet[Any]:
    """Projects of which a warning was cleared this year."""
    if value != "year":
        return rows.none()
    return rows.filter(pk__in=Held.objects.filter(until__year=user.scope.day.year).values("project"))


def _now(scene: str = Scene.PROJECT) -> QuerySet[LightSnapshot]:
    return LightSnapshot.objects.now(scene).filter(project=OuterRef("pk"))


FILTERS = (
    Filter("light", "灯", light, tuple((one.value, one.label) for one in Colour)),
    Filter("scene", "预警出在", scene, SCENES),
    Filter("since", "亮灯", since, tuple((days, f"已亮红黄灯 {days} 天以上") for days in DAYS)),
    Filter("warned", "预警", warned, tuple((one.value, f"有{one.label}预警") for one in CALLING)),
    Filter("cleared", "消除", cleared, (("year", "今年消除过预警"),)),
    Filter(
        "nudged", "催办", nudged,
        (("waiting", "催办待答复"), ("overdue", "答复已超期"), ("none", "无人催办")),
    ),
)  # fmt: skip


def register() -> None:
    """Add them; called when all rooms are loaded."""
    keeping.add_filters("projects", *FILTERS)
    keeping.add_orders(
        "projects",
        light=Subquery(_now().values("rank")[:1]),
        light_since=Subquery(_now().values("since")[:1]),
    )
