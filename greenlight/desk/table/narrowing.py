"""The named conditions of the ledger, asked of lines.

Most are written as `pk in (…)` or `Exists(… project=OuterRef("pk"))` and mean the same on lines as on
projects. Those that ask columns of a project have a version of their own here; a test holds every
condition with every value equal to what it leaves of projects. What is not listed goes the long way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from greenlight.base import keeping
from greenlight.kernel.months import month_end
from greenlight.people.models import User
from greenlight.plans import filters as plan_filters
from greenlight.projects.filters import STARTED, stage_choices
from greenlight.projects.models import Halt, Kind, Nature, Project
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


def narrow(rows: Rows, named: Mapping[str, str], user: User) -> Rows:
    """Narrow lines by named conditions."""
    filters = keeping.binding(LEDGER).filters
    for name, value in named.items():
        if name in DIRECT:
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
    return rows.filter(light__in=asked) if asked and asked <= set(Colour.values) else rows.none()


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
