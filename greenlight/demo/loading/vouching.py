"""Payments, compositions, vouchers and funds of some examples; two hits decided. All of it says 示例."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from greenlight.demo.loading.made import Made, store
from greenlight.demo.records import DemoProject
from greenlight.investment.models import (
    Composition,
    Fund,
    FundEntry,
    InvestmentReport,
    StatRegistration,
    Voucher,
    VoucherShare,
)
from greenlight.kernel.months import add_months, month_end
from greenlight.kernel.stages import GOVERNMENT
from greenlight.projects.models import Project
from greenlight.warnings.checks.models import CheckHit

SHOWN = 12
LATE = (3, 5, 7, 9)  # what was paid of these is far below what was reported
PAID = InvestmentReport.Method.PAID
# Shares of a cumulative amount: 建筑, 安装, 设备; the rest is 其他, half of it land.
SPLIT = (Decimal("0.46"), Decimal("0.09"), Decimal("0.33"))
KINDS = (("invoice", Decimal("0.42")), ("bank", Decimal("0.36")), ("progress", Decimal("0.30")))


def write_money(made: Made) -> None:
    """Write them for the first examples that reported money."""
    told = [(one, project) for one, project in made.projects if one.is_example and one.ytd_by_month][:SHOWN]
    store(_payments(made, told))
    store(_compositions(made, told))
    _vouchers(made, told)
    _funds(made, told)
    store(_registrations(made, told))


def decide_hits(made: Made) -> None:
    """Explain one hit and confirm another, so that a precision is known."""
    clerk = made.first("clerk")
    words = {"explained": "示例：设备已付款，还在运输途中", "confirmed": "示例：已请企业重报，下月核减"}
    hits = CheckHit.objects.filter(zone=made.zone).order_by("pk")
    for hit, (state, reason) in zip(hits[:2], words.items(), strict=False):
        hit.state, hit.reason, hit.decided_at = state, reason, made.at
        hit.decided_by_id, hit.decided_by_name = clerk.pk, clerk.name
        hit.save()


Told = list[tuple[DemoProject, Project]]


def _wan(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_HALF_UP)


def _year(made: Made, one: DemoProject) -> int:
    return one.plan_year or made.today.year


def _payments(made: Made, told: Told) -> Iterator[InvestmentReport]:
    for n, (one, project) in enumerate(told):
        for month, ytd in sorted(one.ytd_by_month.items()):
            rate = Decimal(20 if n in LATE else 62 + 3 * (n % 5)) / 100
            day = month_end(_year(made, one), month) + timedelta(days=1)
            yield InvestmentReport(
                project=project, zone=made.zone, year=_year(made, one), month=month, method=PAID,
                ytd_wan=_wan(ytd * rate), actor_name=made.first("clerk").name, at=made.morning(day),
            )  # fmt: skip


def _newest(told: Told) -> dict[int, InvestmentReport]:
    rows = InvestmentReport.objects.filter(project__in=[project.pk for _, project in told], in_force=True)
    return {row.project_id: row for row in rows.exclude(method=PAID).order_by("year", "month")}


def _compositions(made: Made, told: Told) -> Iterator[Composition]:
    for report in list(_newest(told).values())[:8]:
        construction, installation, equipment = (_wan(report.ytd_wan * share) for share in SPLIT)
        other = report.ytd_wan - construction - installation - equipment
        yield Composition(
            report=report, project_id=report.project_id, zone=made.zone, construction_wan=construction,
            installation_wan=installation, equipment_wan=equipment, other_wan=other,
            land_wan=_wan(other / 2), actor_name=made.first("clerk").name, at=report.at,
        )  # fmt: skip


def _vouchers(made: Made, told: Told) -> None:
    newest = list(_newest(told).values())[:8]
    made_vouchers = store(
        Voucher(
            project_id=report.project_id,
            zone=made.zone, kind=kind, number=f"示例{report.project_id:04d}-{n}",
            day=min(month_end(report.year, report.month), made.today),
            amount_wan=_wan(report.ytd_wan * share),
            party="示例·建设工程有限公司", sealed_owner=True, sealed_builder=True,
            sealed_supervisor=report.project_id % 2 == 0, note="示例：没有真的文件",
            actor_name=made.first("clerk").name, at=report.at,
        )
        for report in newest for n, (kind, share) in enumerate(KINDS, 1)
    )  # fmt: skip
    by_project = {report.project_id: report for report in newest}
    store(_shares(made, made_vouchers, by_project))


def _shares(
    made: Made, vouchers: Sequence[Voucher], reports: dict[int, InvestmentReport]
) -> Iterator[VoucherShare]:
    for one in vouchers:
        report = reports[one.project_id]
        yield VoucherShare(
            voucher=one, project_id=one.project_id, zone=made.zone, year=report.year, month=report.month,
            amount_wan=one.amount_wan, actor_name=one.actor_name, at=one.at,
        )  # fmt: skip


def _funds(made: Made, told: Told) -> None:
    funds = store(fund for one, project in told[:6] for fund in _sources(made, one, project))
    store(entry for fund in funds for entry in _entries(made, fund))


def _sources(made: Made, one: DemoProject, project: Project) -> Iterator[Fund]:
    total = project.total_wan or Decimal(9000)
    own: dict[str, Any] = {"project": project, "zone": made.zone, "at": made.at}
    if one.kind == GOVERNMENT:
        issued = add_months(made.today, -4).replace(day=15)
        yield Fund(source="bond", name=f"示例 {issued.year} 年第一批", planned_wan=_wan(total / 4),
                   issued_on=issued, **own)  # fmt: skip
    yield Fund(source="loan", name="示例银行项目贷款", planned_wan=_wan(total / 3), **own)
    yield Fund(source="own", name="企业自筹", planned_wan=_wan(total / 2), **own)


def _entries(made: Made, fund: Fund) -> Iterator[FundEntry]:
    came = fund.issued_on or made.today - timedelta(days=150)
    out = made.today - timedelta(days=120 if fund.source == "loan" and fund.project_id % 3 == 0 else 20)
    for kind, day, share in (("paid_in", came, Decimal("0.8")), ("spent", out, Decimal("0.45"))):
        yield FundEntry(
            fund=fund, project_id=fund.project_id, zone=made.zone, kind=kind, day=day,
            amount_wan=_wan(fund.planned_wan * share), actor_name=made.first("clerk").name, at=made.at,
        )  # fmt: skip


def _registrations(made: Made, told: Told) -> Iterator[StatRegistration]:
    for n, (one, project) in enumerate(told):
        start = next((m.done for m in one.milestones if m.key == "groundbreaking" and m.done), None)
        if start:
            yield StatRegistration(
                project=project, zone=made.zone, on=_soon(made, start), code=f"示例{n:03d}",
                actor_name=made.first("clerk").name, at=made.at,
            )  # fmt: skip


def _soon(made: Made, start: date) -> date:
    return min(start + timedelta(days=20), made.today)
