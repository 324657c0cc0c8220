"""What room investment has against edits of its amounts, and which units report them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from greenlight.base import bulk
from greenlight.base.journal import By
from greenlight.base.keeping import Objection, Wish
from greenlight.investment import rules, sentences
from greenlight.investment.keeping import Standing
from greenlight.kernel import reporting
from greenlight.people.models import User
from greenlight.projects.models import Assignment, Project

YTD, PLAN, PRIOR = "ytd_investment", "annual_plan", "invested_to_prev_year_end"
EMPTY = {
    YTD: "报过的累计不能清空；报错了，请填正确的数。",
    PLAN: "年度计划定过就不能清空；不再安排投资，请填 0 并写明原因。",
    PRIOR: "往年累计不能清空；填错了，请填正确的数。",
}


def leading(user: User, ids: Sequence[int]) -> set[int]:
    """Return the projects a unit of the person leads: it reports their investment (investment.may)."""
    if not user.scope.units:
        return set()
    held = Assignment.objects.held_by(user).filter(
        bulk.among("project_id", ids), role=Assignment.Role.LEAD, unit_id__in=user.scope.units
    )
    return set(held.values_list("project_id", flat=True))


def weigh(by: By, wishes: Sequence[Wish]) -> Mapping[tuple[int, str], Objection]:
    """Object to amounts that cannot be, ask why others fall or change; eight queries."""
    own = [one for one in wishes if one.key.partition("@")[0] in EMPTY]
    if not own:
        return {}
    ids = sorted({one.record_id for one in own})
    standing = Standing(ids, None)
    totals = dict(Project.objects.filter(bulk.among("pk", ids)).values_list("pk", "total_wan"))
    zone = by.zone_id or 0
    held = rules.closed_to(zone), rules.asks(zone, by.day)
    found = {}
    for one in own:
        name, _, month = one.key.partition("@")
        if one.new is None:
            found[(one.record_id, one.key)] = Objection(EMPTY[name])
        elif (
            name == YTD and (told := _report(by, one, month, standing, totals.get(one.record_id), held))
        ) or (name == PLAN and (told := _plan(one))):
            found[(one.record_id, one.key)] = told
    return found


def _report(
    by: By,
    wish: Wish,
    month: str,
    standing: Standing,
    total: Decimal | None,
    held: tuple[tuple[int, int] | None, reporting.Asks],
) -> Objection | None:
    """Ask what the monthly report's form asks; a month reported alone as January stays so."""
    year, n = int(month[:4]), int(month[5:])
    known = standing.reports.get(wish.record_id, {}).get(year, {})
    prior = standing.priors.get(wish.record_id, {}).get(year)
    report = reporting.Report(year, n, Decimal(wish.new), january_alone=n in known)
    plan = standing.plans.get(wish.record_id, {}).get(year)
    on_record = reporting.Standing(known, prior, total, plan, *held)
    found = list(reporting.findings(report, on_record, by.day))
    wrong = next((one for one in found if not one.explainable), None)
    if wrong:
        return Objection(sentences.refusal(report, wrong))
    if found:
        asked = "；".join(sentences.question(report, one) for one in found)
        return Objection(f"{asked}。如果没错，请写原因，例如：统计核减。", "reason")
    return None


def _plan(wish: Wish) -> Objection | None:
    if Decimal(wish.new) > reporting.LARGEST_WAN:
        return Objection(f"年度计划 {sentences.wan(Decimal(wish.new))} 万元太大，请核对单位是不是万元。")
    if wish.old is None:
        return None
    held = sentences.wan(Decimal(wish.old))
    return Objection(f"年度计划原为 {held} 万元。调整要写原因，例如：市发改局 9 月调整年度计划。", "reason")
