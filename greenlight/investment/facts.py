"""What rooms above judge a project's money by, read with a constant number of queries for many projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from greenlight.base import bulk
from greenlight.investment import proofs
from greenlight.investment.models import Fund, FundEntry, InvestmentReport, PriorInvestment, StatRegistration
from greenlight.kernel.bonds import BondFact

ZERO = Decimal(0)
PLACES = Decimal("0.0001")
WORK, PAID = InvestmentReport.Method.WORK.value, InvestmentReport.Method.PAID.value


@dataclass(frozen=True, slots=True)
class Money:
    """The newest report by 形象进度法 and what stands around it; amounts in 万元.

    `before` is the report before it in the same year (0 at the first), `paid` the newest amount by
    财务支出法 of that year up to that month, `since_start` prior years and this one, `proven` what
    vouchers cover of the year.
    """

    year: int
    month: int
    ytd: Decimal
    before: Decimal
    paid: Decimal | None
    since_start: Decimal
    proven: Decimal


def money(ids: Sequence[int], day: date) -> dict[int, Money]:
    """Return the money of the projects that reported by `day` this year or the last; three queries."""
    told = _reports(ids, day)
    priors = PriorInvestment.objects.filter(bulk.among("project_id", ids)).order_by("year")
    before = {(pk, year): own for pk, year, own in priors.values_list("project_id", "year", "amount_wan")}
    newest = {pk: max(own[WORK]) for pk, own in told.items() if own[WORK]}
    proven = proofs.proven(newest)
    return {
        pk: _money(told[pk], place, before.get((pk, place[0]), ZERO), proven.get(pk, ZERO))
        for pk, place in newest.items()
    }


Told = Mapping[str, Mapping[tuple[int, int], Decimal]]


def _reports(ids: Sequence[int], day: date) -> dict[int, dict[str, dict[tuple[int, int], Decimal]]]:
    rows = InvestmentReport.objects.standing(day).filter(
        bulk.among("project_id", ids), year__gte=day.year - 1
    )
    found: dict[int, dict[str, dict[tuple[int, int], Decimal]]] = defaultdict(lambda: {WORK: {}, PAID: {}})
    names = ("project_id", "method", "year", "month", "ytd_wan")
    for pk, method, year, month, ytd in rows.values_list(*names):
        found[pk][method][(year, month)] = ytd
    return found


def _money(told: Told, place: tuple[int, int], prior: Decimal, proven: Decimal) -> Money:
    year, month = place
    earlier = [one for one in told[WORK] if one[0] == year and one[1] < month]
    paid = [one for one in told[PAID] if one[0] == year and one[1] <= month]
    ytd = told[WORK][place]
    return Money(
        year, month, ytd, told[WORK][max(earlier)] if earlier else ZERO,
        told[PAID][max(paid)] if paid else None, prior + ytd, proven,
    )  # fmt: skip


def registered(ids: Sequence[int]) -> dict[int, date | None]:
    """Return the day of 入统 of the projects somebody looked after; None: not in yet."""
    rows = StatRegistration.objects.filter(bulk.among("project_id", ids))
    return dict(rows.values_list("project_id", "on"))


def bonds(ids: Sequence[int], day: date) -> dict[int, tuple[BondFact, ...]]:
    """Return the issues of special bonds in use, with what was spent of them by `day`; one query."""
    spent = Sum("entries__amount_wan", filter=Q(entries__kind=FundEntry.Kind.SPENT, entries__day__lte=day))
    rows = (
        Fund.objects.filter(bulk.among("project_id", ids), source=Fund.Source.BOND, ended_at__isnull=True)
        .filter(issued_on__lte=day)
        .annotate(spent=spent)
        .order_by("project_id", "issued_on", "pk")
    )
    found: dict[int, list[BondFact]] = defaultdict(list)
    names = ("project_id", "name", "issued_on", "planned_wan", "spent")
    for pk, name, issued, planned, out in rows.values_list(*names):
        if issued is not None:
            found[pk].append(BondFact(name, issued, planned, (out or ZERO).quantize(PLACES)))
    return {pk: tuple(own) for pk, own in found.items()}
