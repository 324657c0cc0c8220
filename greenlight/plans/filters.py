"""Conditions and sortable columns that plans add to the ledger of projects."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Min, OuterRef, Q, QuerySet, Subquery

from greenlight.base import keeping
from greenlight.base.keeping import Filter
from greenlight.kernel import stages
from greenlight.kernel.months import month_end
from greenlight.people.models import User
from greenlight.plans.models import Milestone, Slip

STAGE_KEYS = ("groundbreaking", "completed", "in_production")
FINISH_KEYS = ("completed", "in_production")
MONTH_LATE = timedelta(days=30)


def unfinished() -> QuerySet[Milestone]:
    """Return dated milestones nobody has done, of projects that go on.

    A stage that is reached without its day (已开工 in a ledger) is not unfinished.
    """
    found = Milestone.objects.filter(in_plan=True, done_on__isnull=True, due__isnull=False, project__halt="")
    return found.exclude(reached())


def reached() -> Q:
    """Return the condition that a milestone is a stage its project has reached."""
    passed = Q(pk__in=[])
    for kind, chain in stages.CHAINS.items():
        codes = [one.code for one in chain]
        for key in STAGE_KEYS:
            if key in codes:
                behind = codes[codes.index(key) :]
                passed |= Q(key=key, project__kind=kind, project__stage__in=behind)
    return passed


def due(rows: QuerySet[Any], value: str, user: User) -> QuerySet[Any]:
    """An unfinished milestone is due this month, overdue, overdue by more than 30 days; or no plan at all."""
    if value == "no_plan":
        planned = Milestone.objects.filter(in_plan=True).filter(
            Q(due__isnull=False) | Q(done_on__isnull=False)
        )
        return rows.exclude(pk__in=planned.values("project_id"))
    spans = _spans(user.scope.day)
    if value not in spans:
        return rows.none()
    return rows.filter(pk__in=unfinished().filter(spans[value]).values("project_id"))


def _spans(day: date) -> dict[str, Q]:
    return {
        "this_month": Q(due__gte=day.replace(day=1), due__lte=month_end(day.year, day.month)),
        "overdue": Q(due__lt=day),
        "overdue30": Q(due__lt=day - MONTH_LATE),
    }


def slip(rows: QuerySet[Any], value: str, _user: User) -> QuerySet[Any]:
    """A later date waits for a decision."""
    if value != "waiting":
        return rows.none()
    asked = Slip.objects.filter(state=Slip.State.WAITING)
    return rows.filter(pk__in=asked.values("milestone__project_id"))


FILTERS = (
    Filter("due", "节点到期", due, (
        ("this_month", "本月到期"), ("overdue", "已超期"), ("overdue30", "超期 30 天以上"),
        ("no_plan", "没有计划"),
    )),
    Filter("slip", "改期", slip, (("waiting", "待批"),)),
)  # fmt: skip


def orders() -> dict[str, Any]:
    """Return what the list sorts by: planned start and finish, the earliest unfinished date."""
    own = Milestone.objects.filter(project=OuterRef("pk"), in_plan=True).order_by()
    start = own.filter(key="groundbreaking").values("due")[:1]
    finish = own.filter(key__in=FINISH_KEYS).values("project").annotate(last=Max("due")).values("last")
    coming = unfinished().filter(project=OuterRef("pk")).order_by().values("project")
    return {
        "planned_start": Subquery(start),
        "planned_finish": Subquery(finish),
        "next_due": Subquery(coming.annotate(first=Min("due")).values("first")),
    }


def register() -> None:
    """Add them; called when all rooms are loaded."""
    keeping.add_filters("projects", *FILTERS)
    keeping.add_orders("projects", **orders())
