"""Orders as figures: open, overdue, answered and closed in time; of the projects on the page."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.db.models import F

from greenlight.base import figures
from greenlight.base.figures import Answer, Figure, Scope
from greenlight.investment.figures import projects_in
from greenlight.kernel import orders
from greenlight.supervision.models import Order, OrderQuerySet, State

Test = Callable[[Order, Scope], bool]


def _rows(scope: Scope) -> OrderQuerySet:
    seen = Order.objects.visible_to(scope.user)
    return seen.filter(project__in=projects_in(scope).order_by()).order_by()


def _walked(scope: Scope, test: Test) -> list[Order]:
    """Return the orders that pass, standing where their events say."""
    if scope.user.scope.is_only("enterprise"):
        return []
    own = [one for project in projects_in(scope) for one in Order.objects.filter(project=project)]
    return [one for one in own if test(one, scope)]


def standing(order: Order) -> orders.Standing:
    """Return where an order stands, from its events."""
    events = order.events.order_by("pk")
    return orders.stand([one.as_kernel() for one in events], order.first_due)


def _is_open(order: Order, _scope: Scope) -> bool:
    return standing(order).is_open


def _is_late(order: Order, scope: Scope) -> bool:
    now = standing(order)
    return now.reply_is_late(order.reply_by, scope.on) or now.closing_is_late(scope.on)


def _is_counted(order: Order, scope: Scope) -> bool:
    now = standing(order)
    answered = now.replied_on is not None or now.reply_is_late(order.reply_by, scope.on)
    return answered and now.state is not orders.State.WITHDRAWN


def _is_answered(order: Order, scope: Scope) -> bool:
    replied = standing(order).replied_on
    return _is_counted(order, scope) and replied is not None and replied <= order.reply_by


def _is_closed(order: Order, scope: Scope) -> bool:
    now = standing(order)
    return now.state is orders.State.CLOSED and bool(now.closed_on) and now.closed_on.year == scope.year  # type: ignore[union-attr]


def _is_closed_in_time(order: Order, scope: Scope) -> bool:
    now = standing(order)
    return _is_closed(order, scope) and orders.closed_in_time(now.asked_on, now.due)


def count_open(scope: Scope) -> Answer:
    """没有销号的督办单."""
    return Answer(_rows(scope).open().count(), base_text="项目上的督办单", rows=scope.opening(ordered="open"))


def count_late(scope: Scope) -> Answer:
    """逾期的督办单."""
    found = _rows(scope).late(scope.on).count()
    return Answer(found, base_text="没有销号的督办单", rows=scope.opening(ordered="late"))


def answered_in_time(scope: Scope) -> Answer:
    """按期答复率."""
    rows = _rows(scope).reply_counted(scope.on)
    base, part = rows.count(), rows.filter(replied_on__lte=F("reply_by")).count()
    return _ratio(part, base, "已答复和逾期没答复的督办单", scope.opening(ordered="counted"))


def closed_in_time(scope: Scope) -> Answer:
    """按期销号率."""
    rows = _rows(scope).filter(state=State.CLOSED, closed_on__year=scope.year)
    base, part = rows.count(), rows.filter(asked_on__lte=F("due")).count()
    return _ratio(part, base, f"{scope.year} 年销号的督办单", scope.opening(ordered="closed"))


def _ratio(part: int, base: int, told: str, rows: dict[str, str]) -> Answer:
    return Answer(_share(part, base), Decimal(part), Decimal(base), told, rows)


def _share(part: int, base: int) -> Decimal | None:
    return Decimal(100 * part) / base if base else None


def _recount(part: Test, base: Test) -> Callable[[Scope], Decimal | None]:
    return lambda scope: _share(len(_walked(scope, part)), len(_walked(scope, base)))


FIGURES = (
    Figure(
        "orders_open", "没有销号的督办单", "件", "项目上发出、没有销号也没有撤销的督办单件数",
        count_open, lambda scope: len(_walked(scope, _is_open)),
    ),
    Figure(
        "orders_overdue", "逾期的督办单", "件",
        "没有销号的督办单里，过了答复期限没报整改计划的，和过了批准的整改期限的件数；期限内申请了销号、等确认的不算",
        count_late, lambda scope: len(_walked(scope, _is_late)),
    ),
    Figure(
        "orders_answered_in_time_rate", "督办单按期答复率", "%",
        "已报整改计划的和过了答复期限没报的督办单里，在答复期限内报了整改计划的占多少；撤销的不算",
        answered_in_time, _recount(_is_answered, _is_counted),
    ),
    Figure(
        "orders_closed_in_time_rate", "督办单按期销号率", "%",
        "今年销号的督办单里，最后一次申请销号的日子不晚于批准的整改期限的占多少",
        closed_in_time, _recount(_is_closed_in_time, _is_closed),
    ),
)  # fmt: skip


def register() -> None:
    """Add the room's figures to the registry."""
    for figure in FIGURES:
        figures.register(figure)
