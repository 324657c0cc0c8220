"""The named conditions of the ledger, asked of lines.

Most are written as `pk in (…)` or `Exists(… project=OuterRef("pk"))` and mean the same on lines as on
projects. Those that ask columns of a project have a version of their own here; a test holds every
condition with every value equal to what it leaves of projects. What is not listed goes the long way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual

from greenlight.base import keeping
from greenlight.desk.table.sums import Known
from greenlight.investment.amounts import MONEY, Period
from greenlight.investment.filters import BEHIND, YES_NO
from greenlight.kernel.months import month_end
from greenlight.people.models import User
from greenlight.plans import filters as plan_filters
from greenlight.projects.filters import STARTED, stage_choices
from greenlight.projects.models import Halt, Kind, Nature, Project
from greenlight.warnings.actions.judging import RANK
from greenlight.warnings.filters import CALLING, DAYS
from greenlight.warnings.models import Colour

Rows = QuerySet[Any]
Apply = Callable[[Rows, str, User], Rows]
LEDGER = "projects"
HALTS = {"active": Halt.NONE, "paused": Halt.PAUSED, "terminated": Halt.TERMINATED}
LATE = {"overdue": timedelta(0), "overdue30": plan_filters.MONTH_LATE}
# Written on primary keys alone: the same on lines as on projects.
BY_KEY = frozenset({"unit", "sponsor", "mine", "listing", "year", "planned_new", "scene", "nudged",
                    "reported", "invested", "slip"})  # fmt: skip


def narrow(rows: Rows, named: Mapping[str, str], user: User, known: Known | None = None) -> Rows:
    """Narrow lines by named conditions; `known` is the period of the data, if somebody worked it out."""
    filters = keeping.binding(LEDGER).filters
    for name, value in named.items():
        if name in TIMED and known and known.plain:
            asked = TIMED[name](value, known.period)
            rows = rows.none() if asked is None else rows.filter(asked)
        elif name in DIRECT:
            rows = DIRECT[name](rows, value, user)
        elif name in filters and name in BY_KEY:
            rows = filters[name].apply(rows, value, user)
        elif name in filters:
            found = filters[name].apply(Project.objects.all(), value, user)
            rows = rows.filter(pk__in=found.order_by().values("pk"))
    return rows


def _among(field: str, allowed: frozenset[str]) -> Apply:
    def apply(rows: Rows, value: str, _user: User) -> Rows:
        wanted = {part for part in value.split(",") if part} & allowed
        return rows.filter(**{f"{field}__in": wanted}) if wanted else rows.none()

    return apply


def _light(rows: Rows, value: str, _user: User) -> Rows:
    asked = {part for part in value.split(",") if part}
    if not asked or not asked <= set(Colour.values):
        return rows.none()
    return rows.filter(light_rank__in=[RANK[one] for one in asked])


def _since(rows: Rows, value: str, user: User) -> Rows:
    if value not in DAYS:
        return rows.none()
    return rows.filter(light__in=CALLING, light_since__lte=user.scope.day - timedelta(days=int(value)))


def _halt(rows: Rows, value: str, _user: User) -> Rows:
    return rows.filter(halt=HALTS[value]) if value in HALTS else rows.none()


def _started(rows: Rows, value: str, _user: User) -> Rows:
    if value not in ("yes", "no"):
        return rows.none()
    return rows.filter(stage__in=STARTED) if value == "yes" else rows.exclude(stage__in=STARTED)


def _example(rows: Rows, value: str, _user: User) -> Rows:
    return rows.filter(is_example=value == "yes") if value in ("yes", "no") else rows.none()


def _due(rows: Rows, value: str, user: User) -> Rows:
    """The earliest open date tells the rest; only what is overdue may have another one this month."""
    day = user.scope.day
    if value == "no_plan":
        return rows.filter(has_dates=False)
    if value in LATE:
        return rows.filter(open_due__lt=day - LATE[value])
    if value != "this_month":
        return rows.none()
    first, last = day.replace(day=1), month_end(day.year, day.month)
    also = plan_filters.unfinished().filter(due__gte=first, due__lte=last).values("project_id")
    return rows.filter(Q(open_due__gte=first, open_due__lte=last) | Q(open_due__lt=first, pk__in=also))


# ---- conditions on the period of the data; see investment.filters ----
def _planned(period: Period) -> Q:
    return Q(plan_year=period.year, plan_wan__gt=0)


def _has_plan(value: str, period: Period) -> Q | None:
    if value not in YES_NO:
        return None
    lacking = Q(plan_year__isnull=True) | Q(plan_wan__lte=0) | ~Q(plan_year=period.year)
    return _planned(period) if YES_NO[value] else lacking


def _behind(value: str, period: Period) -> Q | None:
    """So many points below 序时; the margin is investment.amounts.behind's."""
    if value not in BEHIND:
        return None
    points, beyond = BEHIND[value]
    lacking = ExpressionWrapper(
        F("done_month") * F("plan_wan") * 100 - F("done_wan") * 1200 - F("plan_wan") * 12 * points,
        output_field=MONEY,
    )
    margin = Value(Decimal("0.001") if beyond else Decimal("-0.001"), output_field=MONEY)
    over = GreaterThan(lacking, margin) if beyond else GreaterThanOrEqual(lacking, margin)
    return _planned(period) & Q(done_year=period.year) & Q(over)


def _reported(value: str, period: Period) -> Q | None:
    if value not in YES_NO:
        return None
    told = Q(reported=period.year * 100 + period.month) if period.month else Q(pk__in=[])
    return told if YES_NO[value] else ~told | Q(reported__isnull=True)


def _invested(value: str, period: Period) -> Q | None:
    if value not in YES_NO:
        return None
    first = period.year * 100
    told = Q(reported__gt=first, reported__lte=first + (period.month or 12))
    return told if YES_NO[value] else ~told | Q(reported__isnull=True)


TIMED: dict[str, Callable[[str, Period], Q | None]] = {
    "has_plan": _has_plan, "behind": _behind, "reported": _reported, "invested": _invested,
}  # fmt: skip
DIRECT: dict[str, Apply] = {
    "stage": _among("stage", frozenset(code for code, _ in stage_choices())),
    "kind": _among("kind", frozenset(Kind.values)),
    "nature": _among("construction_nature", frozenset(Nature.values)),
    "halt": _halt,
    "started": _started,
    "example": _example,
    "light": _light,
    "since": _since,
    "due": _due,
}
