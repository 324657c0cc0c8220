"""What lies beside the works of a project: the plan of its building, and the share of its money.

Only the desk knows plans, money and sites together (DESIGN §3: siblings do not import each other).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from greenlight.investment.models import InvestmentReport, PriorInvestment
from greenlight.kernel import works
from greenlight.plans.models import Milestone
from greenlight.projects.models import Project
from greenlight.sites.drawing import Beside

START, ENDS = "groundbreaking", ("completed", "in_production")


def beside(project: Project) -> Beside:
    """Return the plan's course and the money's, in per cent; four queries."""
    return Beside(plan=plan(project), money=money(project))


def plan(project: Project) -> list[tuple[date, Decimal]]:
    """Return the per cent the approved plan asks for: its nodes from 开工 to 竣工 (else 投产), by their days.

    A node without a first day begins where the one before it ends; a plan of two dates is a line.
    """
    rows = Milestone.objects.filter(project=project, in_plan=True, due__isnull=False).order_by("seq", "due")
    dated = [(key, start, due) for key, start, due in rows.values_list("key", "start", "due") if due]
    began = next((due for key, _, due in dated if key == START), None)
    ended = next((due for name in ENDS for key, _, due in dated if key == name), None)
    if began is None or ended is None or ended <= began:
        return []
    spans = [
        (max(start, began), due) for key, start, due in dated
        if start and began < due <= ended and key not in (START, *ENDS)
    ]  # fmt: skip
    return works.planned(spans or [(began, ended)])


def money(project: Project) -> list[tuple[date, Decimal]]:
    """Return what was invested of the total, in per cent, at the end of every reported month.

    形象进度法 only; years are added up from 至上年底累计 where it is known, else from the years reported.
    """
    total = project.total_wan
    if not total:
        return []
    rows = InvestmentReport.objects.filter(
        project=project, in_force=True, method=InvestmentReport.Method.WORK
    ).order_by("year", "month")
    prior = dict(PriorInvestment.objects.filter(project=project).values_list("year", "amount_wan"))
    found: list[tuple[date, Decimal]] = []
    year, before, last = 0, Decimal(0), Decimal(0)
    for row in rows:
        if row.year != year:
            before = prior.get(row.year, before + last)
            year = row.year
        last = row.ytd_wan
        found.append((_month_end(row.year, row.month), 100 * (before + last) / total))
    return found


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
