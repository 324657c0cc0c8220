"""Deeds: set a year plan, report a month. Amounts in 万元; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.investment import may, rules, sentences
from greenlight.investment.actions.core import done, locked, too_long
from greenlight.investment.models import InvestmentReport, PriorInvestment, YearPlan
from greenlight.kernel import reporting, spreading
from greenlight.projects.models import Project


@transaction.atomic
def set_year_plan(
    *,
    by: By,
    project: Project,
    year: int,
    amount_wan: Decimal,
    months_wan: Sequence[Decimal] | None = None,
    way: str = YearPlan.Way.EVEN,
    reason: str = "",
    version: int | None = None,
) -> YearPlan:
    """Put a new version of 年度计划 in force; the older ones stay readable.

    `months_wan` are the twelve cumulative amounts of a plan that is not linear, `way` says whose they
    are. A change of an existing plan needs a reason. Raises Refused, NotAllowed, Collided.
    """
    project = locked(project, version)
    if not may.set_year_plan(by.user, project):
        raise NotAllowed("年度计划由本开发区的领导或科室设定。")
    rows = YearPlan.objects.select_for_update().filter(project=project, year=year).order_by("version")
    last = max((row.version for row in rows), default=0)
    held = next((row for row in rows if row.in_force), None)
    _check_plan(year, amount_wan, months_wan, held, reason, by)
    rows.filter(in_force=True).update(in_force=False)
    made = YearPlan.objects.create(
        project=project, zone_id=project.zone_id, year=year, amount_wan=amount_wan,
        version=last + 1,
        months_wan=_kept(months_wan), way=way if months_wan else YearPlan.Way.EVEN,
        actor_name=by.actor_name, reason=reason.strip(), at=by.at,
    )  # fmt: skip
    before = {"year": year, "amount_wan": held.amount_wan, "way": held.way} if held else {}
    after = {"year": year, "amount_wan": amount_wan, "way": made.way}
    journal.write(
        by, "investment.year_plan", "project", project.pk, before=before, after=after, why=reason.strip()
    )
    done(project, by)
    return made


def _check_plan(
    year: int,
    amount_wan: Decimal,
    months_wan: Sequence[Decimal] | None,
    held: YearPlan | None,
    reason: str,
    by: By,
) -> None:
    told = plan_objection(year, amount_wan, held, reason, by.day.year, months_wan)
    if told:
        raise Refused(told, status=400)


def _kept(months_wan: Sequence[Decimal] | None) -> list[str] | None:
    return [f"{one:f}" for one in months_wan] if months_wan else None


def plan_objection(
    year: int,
    amount_wan: Decimal,
    held: YearPlan | None,
    reason: str,
    this_year: int,
    months_wan: Sequence[Decimal] | None = None,
) -> str:
    """Say why a year plan cannot be set, with the way out; empty when it can. The form asks too."""
    if not 1990 <= year <= this_year + 10:
        return f"{year} 年不在范围内，请填 1990 到 {this_year + 10} 年。"
    if not 0 <= amount_wan <= reporting.LARGEST_WAN:
        return f"年度计划 {sentences.wan(amount_wan)} 万元不在范围内，请核对单位是不是万元。"
    if months_wan and (fault := spreading.fault(months_wan, amount_wan)):
        return _spread_told(fault, amount_wan, months_wan)
    if held and held.amount_wan == amount_wan and _same_months(held, months_wan):
        return f"{year} 年计划已经是 {sentences.wan(amount_wan)} 万元，没有要改的。"
    if held and not reason.strip():
        told = f"{year} 年计划原为 {sentences.wan(held.amount_wan)} 万元"
        return f"{told}。调整要写原因，例如：市发改局 9 月调整年度计划。"
    return too_long(reason)


def _spread_told(fault: str, amount_wan: Decimal, months_wan: Sequence[Decimal]) -> str:
    """Say which of the twelve amounts is wrong."""
    if fault == "falls":
        n = next(n for n, (one, then) in enumerate(pairwise(months_wan), 2) if then < one)
        early, late = sentences.wan(months_wan[n - 2]), sentences.wan(months_wan[n - 1])
        return f"1—{n} 月累计 {late} 万元比上个月的 {early} 万元少。分月计划填从 1 月起的累计数，逐月不减。"
    if fault == "end":
        told = f"1—12 月累计 {sentences.wan(months_wan[-1])} 万元"
        return f"{told}不等于年度计划 {sentences.wan(amount_wan)} 万元，请改成一样的。"
    return "分月计划要有 12 个累计数，都不小于 0，逐月不减，12 月等于年度计划。"


def _same_months(held: YearPlan, months_wan: Sequence[Decimal] | None) -> bool:
    own = [Decimal(str(one)) for one in held.months_wan] if held.months_wan else None
    return own == (list(months_wan) if months_wan else None)


@transaction.atomic
def report(
    *,
    by: By,
    project: Project,
    report: reporting.Report,
    method: str = InvestmentReport.Method.WORK,
    reason: str = "",
    growth_pct: Decimal | None = None,
    version: int | None = None,
) -> InvestmentReport:
    """Report what was done from January to a month; a correction is a new revision.

    `growth_pct` is 同比 as it was published, kept beside what is computed.

    A falling amount (核减), a correction and more than the total investment need a reason; the
    amount itself is kept as given. Raises Refused, NotAllowed, Collided.
    """
    project = locked(project, version)
    if not may.report(by.user, project):
        raise NotAllowed("投资月报由科室、领导或本项目的责任单位填报。")
    chain = InvestmentReport.objects.select_for_update().filter(
        project=project, year=report.year, method=method
    )
    rows = list(chain)
    told = report_objection(report, standing(project, report.year, rows, by.day), reason, by.day)
    if told:
        raise Refused(told, status=400)
    held = next((row for row in rows if row.in_force and row.month == report.month), None)
    chain.filter(in_force=True, month=report.month).update(in_force=False)
    last = max((row.revision for row in rows if row.month == report.month), default=0)
    made = InvestmentReport.objects.create(
        project=project, zone_id=project.zone_id, year=report.year, month=report.month, method=method,
        ytd_wan=report.ytd_wan, stated_month_wan=report.month_wan, stated_growth_pct=growth_pct,
        revision=last + 1, reason=reason.strip(), actor_name=by.actor_name, at=by.at,
    )  # fmt: skip
    months = {"year": report.year, "month": report.month}
    before = months | {"ytd_wan": held.ytd_wan} if held else {}
    after = months | {"ytd_wan": report.ytd_wan}
    why = reason.strip()
    journal.write(by, "investment.report", "project", project.pk, before=before, after=after, why=why)
    done(project, by)
    return made


def standing(project: Project, year: int, rows: Iterable[InvestmentReport], day: date) -> reporting.Standing:
    """Return what is on record of a year, for the kernel to compare a report of `day` with."""
    prior = PriorInvestment.objects.filter(project=project, year=year).values_list("amount_wan", flat=True)
    plan = YearPlan.objects.filter(project=project, year=year, in_force=True)
    return reporting.Standing(
        {row.month: row.ytd_wan for row in rows if row.in_force}, prior.first(), project.total_wan,
        plan.values_list("amount_wan", flat=True).first(), rules.closed_to(project.zone_id),
        rules.asks(project.zone_id, day),
    )  # fmt: skip


def report_objection(report: reporting.Report, known: reporting.Standing, reason: str, day: date) -> str:
    """Say why a report cannot be taken as it is, with the way out; empty when it can."""
    found = list(reporting.findings(report, known, day))
    wrong = next((one for one in found if not one.explainable), None)
    if wrong:
        return sentences.refusal(report, wrong)
    if found and not reason.strip():
        return sentences.asking(report, found)
    return too_long(reason)
