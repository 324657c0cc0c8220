"""Taking deeds of money back: a revision goes out of force and the one before it in; a row goes again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from greenlight.base import journal, undoing
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.investment import may
from greenlight.investment.actions.core import done, locked
from greenlight.investment.models import (
    Composition,
    Fund,
    FundEntry,
    InvestmentReport,
    StatRegistration,
    Voucher,
    YearPlan,
)
from greenlight.people import may as people_may
from greenlight.projects import history
from greenlight.projects.models import Project


def register() -> None:
    """Make the room's everyday deeds undoable."""
    undoing.register("investment.report", "报投资", reported, people_may.edit_zone)
    undoing.register("investment.year_plan", "定年度计划", planned, people_may.edit_zone)
    for verb, undo in MONEY.items():
        undoing.register(verb, history.VERBS[verb], undo, people_may.edit_zone)


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


# ---- what stands around a report ----
def composed(by: By, row: JournalRow) -> JournalRow:
    """Give a composition its amounts of before; the first one goes."""
    project = _held(by, row)
    own = Composition.objects.filter(
        project=project, at=row.at, report__year=row.after["year"], report__month=row.after["month"]
    )
    if not own.exists():
        raise Refused("构成后来又填过，请在“投资情况”里更正。")
    if row.before:
        names = [name for name in row.before if name.endswith("_wan")]
        own.update(**{name: Decimal(str(row.before[name])) for name in names})
    else:
        own.delete()
    return _told(by, row, project)


def vouched(by: By, row: JournalRow) -> JournalRow:
    """Take a voucher out that has just been registered; paper and row stay readable."""
    project = _held(by, row)
    own = Voucher.objects.filter(project=project, at=row.at, withdrawn_at__isnull=True)
    if not own.update(withdrawn_at=by.at, withdrawn_why=undoing.why(row)):
        raise Refused("这张凭证已经撤下了。")
    return _told(by, row, project)


def funded(by: By, row: JournalRow) -> JournalRow:
    """Take a source of money out that nothing was booked on."""
    project = _held(by, row)
    own = Fund.objects.filter(project=project, at=row.at).first()
    if own is None or own.entries.exists():
        raise Refused("这一笔已经记过到位或支出，请在那一笔里停用。")
    own.delete()
    return _told(by, row, project)


def booked(by: By, row: JournalRow) -> JournalRow:
    """Take an entry out again."""
    project = _held(by, row)
    own = FundEntry.objects.filter(project=project, at=row.at).first()
    if own is None or own.fund.ended_at:
        raise Refused("这一笔资金已经停用，不能再改。")
    own.delete()
    return _told(by, row, project)


def entered(by: By, row: JournalRow) -> JournalRow:
    """Give 入统 its day and code of before."""
    project = _held(by, row)
    own = StatRegistration.objects.filter(project=project, at=row.at)
    if not own.exists():
        raise Refused("入统后来又登记过，请在“投资情况”里更正。")
    if row.before:
        own.update(on=row.before.get("on"), code=row.before.get("stat_code") or "")
    else:
        own.delete()
    return _told(by, row, project)


MONEY = {
    "investment.composition": composed,
    "voucher.add": vouched,
    "fund.add": funded,
    "fund.book": booked,
    "stat.register": entered,
}


def _held(by: By, row: JournalRow) -> Project:
    project = _project(row)
    if not may.report(by.user, project):
        raise NotAllowed("这个项目现在不归您报，请由科室或领导撤销。")
    return project


def _told(by: By, row: JournalRow, project: Project) -> JournalRow:
    made = journal.write(
        by, undoing.UNDO, "project", project.pk, before=row.after, after=row.before, why=undoing.why(row)
    )
    done(project, by)
    return made
