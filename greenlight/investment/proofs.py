"""How much of what was reported is proven by vouchers (已佐证): the same money never counts twice.

A contract is a promise and proves no work done; a progress confirmation counts once owner, builder and
supervisor have sealed it (mission_peers B 49). Invoice, bank slip and confirmation prove the same money
in three ways (依据链, B 50): of a part the kind that proves most counts. What is proven part by part is
added up; where more is proven of the whole, that counts instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from greenlight.base import bulk, keeping
from greenlight.base.figures import Answer, Figure, Scope, Value
from greenlight.base.keeping import Filter
from greenlight.investment import amounts
from greenlight.investment.amounts import Period
from greenlight.investment.figures import Money, period_in, projects_in
from greenlight.investment.models import Voucher, VoucherShare
from greenlight.kernel import series
from greenlight.people.models import User
from greenlight.projects.models import Project

ZERO = Decimal(0)
SEALED = Q(voucher__sealed_owner=True, voucher__sealed_builder=True, voucher__sealed_supervisor=True)
COUNTS = (
    Q(voucher__withdrawn_at__isnull=True)
    & ~Q(voucher__kind=Voucher.Kind.CONTRACT)
    & (~Q(voucher__kind=Voucher.Kind.PROGRESS) | SEALED)
)
Row = tuple[int, str, str, Decimal]  # project, part, kind, amount


def counting(period: Period) -> QuerySet[VoucherShare]:
    """Return the shares that prove something of a period."""
    return VoucherShare.objects.filter(COUNTS, year=period.year, month__lte=period.month or 12)


def proven(newest: Mapping[int, tuple[int, int]]) -> dict[int, Decimal]:
    """Return what is proven of each project's year up to its month: {id: (year, month)}; one query."""
    rows = VoucherShare.objects.filter(COUNTS, bulk.among("project_id", list(newest)))
    names = ("project_id", "part", "voucher__kind", "amount_wan", "year", "month")
    own: list[Row] = []
    for pk, part, kind, amount, year, month in rows.values_list(*names):
        if year == newest[pk][0] and month <= newest[pk][1]:
            own.append((pk, part, kind, amount))
    return added(own)


def added(rows: Iterable[Row]) -> dict[int, Decimal]:
    """Return what shares prove together, by project."""
    sums: dict[int, dict[str, dict[str, Decimal]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(Decimal))
    )
    for pk, part, kind, amount in rows:
        sums[pk][part][kind] += amount
    return {
        pk: _of_parts({part: max(own.values()) for part, own in parts.items()}) for pk, parts in sums.items()
    }


def _of_parts(parts: Mapping[str, Decimal]) -> Decimal:
    by_part = sum((amount for part, amount in parts.items() if part), ZERO)
    return max(by_part, parts.get("", ZERO))


# ---- the share as a figure ----
def proven_of(scope: Scope, period: Period) -> Decimal:
    """Return what is proven of what the projects of a scope reported, none beyond its own; two queries."""
    shares = counting(period).filter(project__in=projects_in(scope).order_by())
    names = ("project_id", "part", "voucher__kind", "amount_wan")
    found = added(shares.values_list(*names))
    reported = amounts.with_amounts(Project.objects.filter(bulk.among("pk", list(found))), period)
    told = dict(reported.values_list("pk", "ytd_wan"))
    return sum((min(amount, told.get(pk) or ZERO) for pk, amount in found.items()), ZERO)


def proven_share(scope: Scope) -> Answer:
    """已佐证投资占比 over everything reported in the year of the data."""
    money = Money(scope)
    part = proven_of(scope, money.period) if money.period.month else ZERO
    base = money.sums.done
    return Answer(
        series.percent(part, base), part, base,
        base_text=f"分母：{money.period.words}累计完成投资；分子：其中有凭证佐证的部分",
        rows=scope.opening(invested="yes"),
    )  # fmt: skip


def again(scope: Scope) -> Value:
    """Count the share again, project by project and voucher by voucher."""
    period = period_in(scope)
    part = base = ZERO
    for project in projects_in(scope):
        rows = list(project.investment_reports.filter(in_force=True, year=period.year).order_by("month"))
        works = [row for row in rows if row.method == "work"] or rows
        told = [row for row in works if row.month <= (period.month or 12)]
        ytd = told[-1].ytd_wan if told else ZERO
        base += ytd
        part += min(_walked(project, period), ytd)
    return series.percent(part, base)


def _walked(project: Project, period: Period) -> Decimal:
    parts: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for voucher in project.vouchers.filter(withdrawn_at__isnull=True).prefetch_related("shares"):
        if voucher.kind == "contract" or (voucher.kind == "progress" and not voucher.sealed):
            continue
        for one in voucher.shares.all():
            if one.year == period.year and one.month <= (period.month or 12):
                parts[one.part][voucher.kind] += one.amount_wan
    return _of_parts({part: max(own.values()) for part, own in parts.items()})


FIGURE = Figure(
    "proven_share", "已佐证投资占比", "%",
    "有发票、银行回单或三方盖章的形象进度确认单佐证的累计完成 ÷ 累计完成；合同不算，"
    "同一笔钱几种凭证只算最多的一种，一个项目不超过它自己的累计",
    proven_share, again,
)  # fmt: skip


def vouched(rows: QuerySet[Any], value: str, user: User) -> QuerySet[Any]:
    """With or without a voucher in the year of the data."""
    if value not in ("yes", "no"):
        return rows.none()
    own = counting(amounts.period_for(user, user.scope.day)).filter(project=OuterRef("pk"))
    return rows.filter(Exists(own) if value == "yes" else ~Exists(own))


FILTER = Filter("vouched", "凭证", vouched, (("yes", "有凭证佐证"), ("no", "没有凭证佐证")))


def register() -> None:
    """Add the figure and its condition."""
    from greenlight.base import figures

    figures.register(FIGURE)
    keeping.add_filters("projects", FILTER)
