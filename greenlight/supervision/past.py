"""单位赛马 of a day that has passed: orders by their events, milestones by the dates approved, up to then.

What was written down later about that day counts as of when it was written: a date approved afterwards
moves no past light. Where nothing was approved by then the first approved date counts (the promise): a
zone's ledgers come in with dates that are older than the product. Projects halted today are left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from greenlight.base.clock import SHANGHAI
from greenlight.kernel import orders
from greenlight.people.models import User
from greenlight.plans.models import Milestone, MilestoneDates
from greenlight.projects.models import Halt, Project
from greenlight.supervision.models import Order, OrderEvent

Row = tuple[int, date, date, orders.Standing]  # unit, day to reply by, first end, where it stood


def counts(user: User, day: date) -> tuple[Counter[int], ...]:
    """Return (open, overdue, late milestones, answered in time, base) by unit, as of the end of a day."""
    found = _stood(user, day)
    base = [one for one in found if _is_counted(one, day)]
    return (
        Counter(unit for unit, _, _, now in found if now.is_open),
        Counter(unit for unit, reply_by, _, now in found if _is_late(now, reply_by, day)),
        _late_milestones(user, day),
        Counter(unit for unit, by, _, now in base if now.replied_on is not None and now.replied_on <= by),
        Counter(unit for unit, *_ in base),
    )


def _stood(user: User, day: date) -> list[Row]:
    """Return where the orders one sees stood at the end of a day; two queries."""
    seen = Order.objects.visible_to(user).filter(raised_on__lte=day).order_by()
    events: dict[int, list[orders.Event]] = defaultdict(list)
    for one in OrderEvent.objects.filter(order__in=seen, on__lte=day).order_by("pk"):
        events[one.order_id].append(one.as_kernel())
    rows = seen.values_list("pk", "unit_id", "reply_by", "first_due")
    return [(unit, by, due, orders.stand(events[pk], due)) for pk, unit, by, due in rows if events[pk]]


def _is_late(now: orders.Standing, reply_by: date, day: date) -> bool:
    return now.closing_is_late(day) or now.reply_is_late(reply_by, day)


def _is_counted(row: Row, day: date) -> bool:
    _, reply_by, _, now = row
    replied = now.replied_on is not None or now.reply_is_late(reply_by, day)
    return replied and now.state is not orders.State.WITHDRAWN


def _late_milestones(user: User, day: date) -> Counter[int]:
    """Count the milestones open past the date approved by then; one query."""
    if user.scope.is_only("enterprise"):
        return Counter()
    ended = datetime.combine(day + timedelta(days=1), time(), SHANGHAI)
    own = MilestoneDates.objects.filter(milestone=OuterRef("pk"), version__approved_at__isnull=False)
    by_then = own.filter(version__approved_at__lt=ended).order_by("-version__n")
    due: Any = Coalesce(
        Subquery(by_then.values("due")[:1]), Subquery(own.order_by("version__n").values("due")[:1]), F("due")
    )  # fmt: skip
    going = Project.objects.visible_to(user).filter(halt=Halt.NONE)
    rows = Milestone.objects.filter(project__in=going, in_plan=True, owner__isnull=False).annotate(then=due)
    late = rows.filter(Q(done_on__isnull=True) | Q(done_on__gt=day), then__lt=day).order_by()
    return Counter(dict(late.values_list("owner_id").annotate(n=Count("pk"))))
