"""督办单 as a list: what waits for the reader first, then the most urgent clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Case, DateField, F, IntegerField, Q, Value, When

from greenlight.kernel import orders
from greenlight.people.models import Unit, User
from greenlight.supervision import doing
from greenlight.supervision.models import BEFORE_PLAN, OPEN, Order, OrderQuerySet, State, Urgency

ON_A_PAGE = 50
TABS = {"mine": "等我办", "open": "没有销号", "late": "逾期", "closed": "已销号", "all": "全部"}
AT_UNIT = [state.value for state in orders.AT_UNIT]
AT_RAISER = [state.value for state in orders.AT_RAISER]
STATES = dict(State.choices)


@dataclass(frozen=True)
class Asked:
    """The conditions of the page; what is not known is left out."""

    tab: str = "open"
    state: str = ""
    unit: str = ""
    project: str = ""

    @classmethod
    def of(cls, words: Mapping[str, str]) -> Asked:
        """Read them from an address."""
        tab, state = words.get("tab", ""), words.get("state", "")
        return cls(
            tab if tab in TABS else "open", state if state in STATES else "", _id(words, "unit"),
            _id(words, "project"),
        )  # fmt: skip

    def address(self, **other: str) -> str:
        """Return the address with some conditions others than now."""
        now = {"tab": self.tab, "state": self.state, "unit": self.unit, "project": self.project} | other
        return "?" + urlencode({name: value for name, value in now.items() if value})

    def narrow(self, rows: OrderQuerySet, user: User) -> OrderQuerySet:
        """Narrow orders to what is asked."""
        rows = in_tab(rows, self.tab, user)
        same = {"state": self.state, "unit_id": self.unit, "project_id": self.project}
        return rows.filter(**{name: value for name, value in same.items() if value})


def _id(words: Mapping[str, str], name: str) -> str:
    value = words.get(name, "")
    return value if value.isascii() and value.isdecimal() and len(value) <= 18 else ""


def in_tab(rows: OrderQuerySet, tab: str, user: User) -> OrderQuerySet:
    """Narrow orders to one tab."""
    day = user.scope.day
    if tab == "mine":
        return rows.filter(mine(user))
    if tab == "late":
        return rows.late(day)
    if tab == "closed":
        return rows.exclude(state__in=OPEN)
    return rows.open() if tab == "open" else rows


def mine(user: User) -> Q:
    """Return what waits for a person: as the unit addressed, as whoever raised it, as a leader."""
    leads = [zone for role, zone in user.scope.roles if role == "leader"]
    decides = Q(zone_id__in=leads) | Q(raised_by_id=user.pk)
    waits = Q(state__in=AT_RAISER) | Q(asked_until__isnull=False)
    return Q(state__in=OPEN) & (
        Q(unit_id__in=user.scope.units, state__in=AT_UNIT) | (decides & waits)
    )  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One order in words: what comes next for the reader, and its clock."""

    order: Order
    next: str
    clock: orders.Clock | None
    urgency: str


@dataclass(frozen=True)
class Listing:
    """The page of orders with its tabs and selects."""

    asked: Asked
    page: Page[Order]
    lines: list[Line]
    tabs: list[dict[str, Any]]
    units: list[tuple[str, str]] = field(default_factory=list)

    @property
    def narrowed(self) -> bool:
        """Tell whether more than the tab was asked for."""
        return bool(self.asked.state or self.asked.unit or self.asked.project)


def listing(user: User, words: Mapping[str, str]) -> Listing:
    """Return what a person sees of the orders asked for; eleven queries at most."""
    asked, seen = Asked.of(words), Order.objects.visible_to(user)
    rows = asked.narrow(seen, user).select_related("project", "unit")
    page = Paginator(ordered(rows, user, asked.tab), ON_A_PAGE).get_page(words.get("page"))
    tabs = [
        {"label": label, "href": Asked(tab=tab).address(), "now": tab == asked.tab,
         "count": in_tab(seen, tab, user).count()}
        for tab, label in TABS.items()
    ]  # fmt: skip
    units = Unit.objects.filter(pk__in=seen.order_by().values("unit")).order_by("name")
    named = [(str(pk), name) for pk, name in units.values_list("pk", "name")]
    return Listing(asked, page, [line(user, one) for one in page.object_list], tabs, named)


def ordered(rows: OrderQuerySet, user: User, tab: str) -> OrderQuerySet:
    """Put what waits for the reader first, then the earliest clock; what is closed by its day."""
    if tab in ("closed", "all"):
        return rows.order_by("-year", "-n")
    first = Case(When(mine(user), then=Value(0)), default=Value(1), output_field=IntegerField())
    until = Case(
        When(state__in=BEFORE_PLAN, replied_on__isnull=True, then=F("reply_by")),
        default=F("due"), output_field=DateField(),
    )  # fmt: skip
    return rows.order_by(first, until, "pk")


def line(user: User, order: Order) -> Line:
    """Put one order into words."""
    clock = orders.clock(order.standing, order.reply_by, user.scope.day)
    urgency = "" if order.urgency == Urgency.PLAIN else order.get_urgency_display()
    return Line(order, doing.next_of(user, order), clock, urgency)
