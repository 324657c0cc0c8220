"""Funds as the pages show them: planned, come in, spent, days, and money that lies idle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Exists, Max, OuterRef, Q, Sum

from greenlight.investment import rules
from greenlight.investment.models import Fund, FundEntry
from greenlight.kernel import bonds
from greenlight.people.models import User

ZERO = Decimal(0)
PLACES = Decimal("0.0001")
BOND_MONTHS = 6
BOND_RED = 30


@dataclass(frozen=True)
class FundLine:
    """A source with its sums in 万元 and their last days; `expected` and `below` are a bond's.

    `most_days` is how long money may lie still in the zone (rule idle_money); None: nobody asks.
    """

    fund: Fund
    paid: Decimal
    spent: Decimal
    paid_on: date | None
    spent_on: date | None
    day: date
    most_days: int | None = None

    @property
    def left(self) -> Decimal:
        """What came in and was not spent."""
        return self.paid - self.spent

    @property
    def since(self) -> date | None:
        """Since when nothing went out: the last day of spending, else of coming in."""
        return self.spent_on or self.paid_on

    @property
    def idle_days(self) -> int | None:
        """How long what is left has lain still; None when nothing is left."""
        return (self.day - self.since).days if self.left > 0 and self.since else None

    @property
    def idle(self) -> bool:
        """Whether it has lain still for too long."""
        days, most = self.idle_days, self.most_days
        return days is not None and most is not None and days > most

    @property
    def _bond(self) -> bonds.BondFact | None:
        one = self.fund
        if one.source != Fund.Source.BOND or one.issued_on is None:
            return None
        return bonds.BondFact(one.name, one.issued_on, one.planned_wan, self.spent)

    @property
    def expected(self) -> Decimal | None:
        """What should be spent of a bond by the day (B 5)."""
        return bonds.expected_wan(self._bond, self.day, BOND_MONTHS) if self._bond else None

    @property
    def below(self) -> Decimal | None:
        """How far below that it stands, in per cent; None when it does not."""
        found = bonds.percent_below(self._bond, self.day, BOND_MONTHS) if self._bond else None
        return found if found is not None and found > 0 else None

    @property
    def colour(self) -> str:
        """How a bond that is below stands (B 5, 天津 2022): up to 30 per cent yellow, beyond red."""
        return "red" if self.below is not None and self.below > BOND_RED else "yellow"

    @property
    def last_day(self) -> date | None:
        """The last day a bond is to be spent by."""
        return bonds.last_day(self._bond.issued, BOND_MONTHS) if self._bond else None


def lines(funds: Sequence[Fund], day: date) -> list[FundLine]:
    """Return the sources with their sums up to `day`; one query, and two for every zone."""
    most = {zone: rules.idle_days(zone, day) for zone in {one.zone_id for one in funds}}
    rows = FundEntry.objects.filter(fund__in=[one.pk for one in funds], day__lte=day)
    sums = {
        (pk, kind): (total, last)
        for pk, kind, total, last in rows.order_by()
        .values("fund_id", "kind")
        .annotate(total=Sum("amount_wan"), last=Max("day", filter=Q(amount_wan__gt=0)))
        .values_list("fund_id", "kind", "total", "last")
    }
    return [replace(_line(one, sums, day), most_days=most[one.zone_id]) for one in funds]


def _line(one: Fund, sums: dict[tuple[int, str], tuple[Decimal, date | None]], day: date) -> FundLine:
    paid, paid_on = sums.get((one.pk, FundEntry.Kind.PAID_IN.value), (ZERO, None))
    spent, spent_on = sums.get((one.pk, FundEntry.Kind.SPENT.value), (ZERO, None))
    return FundLine(one, paid.quantize(PLACES), spent.quantize(PLACES), paid_on, spent_on, day)


def idle(user: User, day: date) -> list[FundLine]:
    """Return the sources a person sees of which nothing went out for too long: longest, then most first."""
    most = [days for zone in user.scope.zones if (days := rules.idle_days(zone, day))]
    if not most:
        return []
    lately = FundEntry.objects.filter(
        fund=OuterRef("pk"), kind=FundEntry.Kind.SPENT, amount_wan__gt=0, day__lte=day,
        day__gt=day - timedelta(days=min(most) + 1),
    )  # fmt: skip
    rows = Fund.objects.visible_to(user).filter(~Exists(lately), ended_at__isnull=True)
    found = lines(list(rows.select_related("project").order_by("pk")), day)
    return sorted(
        (one for one in found if one.idle), key=lambda one: (-(one.idle_days or 0), -one.left, one.fund.pk)
    )


def total(rows: Iterable[FundLine]) -> dict[str, Decimal]:
    """Return the sums under the table."""
    known = list(rows)
    return {
        "planned": sum((one.fund.planned_wan for one in known), ZERO),
        "paid": sum((one.paid for one in known), ZERO),
        "spent": sum((one.spent for one in known), ZERO),
        "left": sum((one.left for one in known), ZERO),
    }
