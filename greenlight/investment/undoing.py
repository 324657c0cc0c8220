"""Taking a monthly report or a year plan back: the revision goes out of force, the one before it in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from greenlight.base import journal, undoing
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.investment import may
from greenlight.investment.actions.core import done, locked
from greenlight.investment.models import InvestmentReport, YearPlan
from greenlight.people import may as people_may
from greenlight.projects.models import Project


def register() -> None:
    """Make the two deeds undoable."""
    undoing.register("investment.report", "报投资", reported, people_may.edit_zone)
    undoing.register("investment.year_plan", "定年度计划", planned, people_may.edit_zone)


def reported(by: By, row: JournalRow) -> JournalRow:
    """Take the last revision of a month out of force."""
    project = _project(row)
    if not may.report(by.user, project):
        raise NotAllowed("这个项目现在不归您报，请由科室或领导撤销。")
    told = row.after
    rows = InvestmentReport.objects.filter(project=project, year=told["year"], month=told["month"])
    last = rows.filter(in_force=True, at=row.at, ytd_wan=Decimal(str(told["ytd_wan"]))).first()
    if last is None:
        raise Refused(f"{told['year']} 年 {told['month']} 月的累计后来又报过，请在“投资情况”里更正。")
    return _back(by, row, project, last, rows.filter(method=last.method), "revision")


def planned(by: By, row: JournalRow) -> JournalRow:
    """Take the last version of a year plan out of force."""
    project = _project(row)
    if not may.set_year_plan(by.user, project):
        raise NotAllowed("年度计划现在不归您定，请由科室或领导撤销。")
    rows = YearPlan.objects.filter(project=project, year=row.after["year"])
    last = rows.filter(in_force=True, at=row.at).first()
    if last is None:
        raise Refused(f"{row.after['year']} 年计划后来又调整过，请在“投资情况”里更正。")
    return _back(by, row, project, last, rows, "version")


def _project(row: JournalRow) -> Project:
    return locked(Project(pk=row.subject_id), None)


def _back(by: By, row: JournalRow, project: Project, last: Any, rows: Any, counter: str) -> JournalRow:
    """Put the one before `last` in force again; `last` stays readable."""
    type(last).objects.filter(pk=last.pk).update(in_force=False)
    if row.before:
        earlier = rows.filter(**{f"{counter}__lt": getattr(last, counter)}).order_by(f"-{counter}").first()
        type(last).objects.filter(pk=earlier.pk if earlier else 0).update(in_force=True)
    after = row.before or {name: row.after[name] for name in ("year", "month") if name in row.after}
    made = journal.write(
        by, undoing.UNDO, "project", project.pk, before=row.after, after=after, why=undoing.why(row)
    )
    done(project, by)
    return made
