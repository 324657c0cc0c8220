"""Taking deeds of money back: a revision goes out of force and the one before it in; a row goes again.

Every verb of the room is in the registry; the papers a voucher proves are in `undoing_papers`, what a
zone settled in `undoing_settled`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from greenlight.base import undoing
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.investment import may, sealing, undoing_papers, undoing_settled
from greenlight.investment.models import Composition, InvestmentReport, StatRegistration, YearPlan
from greenlight.investment.undoing_papers import held, project_of, write_back
from greenlight.people import may as people_may
from greenlight.projects import history
from greenlight.projects.models import Project


def register() -> None:
    """Make the room's deeds undoable."""
    for verb, undo in (VERBS | undoing_papers.VERBS | undoing_settled.VERBS).items():
        undoing.register(verb, history.VERBS[verb], undo, people_may.edit_zone)


def reported(by: By, row: JournalRow) -> JournalRow:
    """Take the last revision of a month out of force; Refused for a month closed since."""
    project, told = held(by, row), row.after
    sealing.check(project.zone_id, told["year"], told["month"])
    rows = InvestmentReport.objects.filter(project=project, year=told["year"], month=told["month"])
    last = rows.filter(in_force=True, at=row.at, ytd_wan=Decimal(str(told["ytd_wan"]))).first()
    if last is None:
        raise Refused(f"{told['year']} 年 {told['month']} 月的累计后来又报过，请在“投资情况”里更正。")
    if Composition.objects.filter(report=last, at__gt=row.at).exists():
        raise Refused(f"{told['year']} 年 {told['month']} 月的构成已按这个数填过，请在“投资情况”里更正。")
    return _back(by, row, project, last, rows.filter(method=last.method), "revision")


def planned(by: By, row: JournalRow) -> JournalRow:
    """Take the last version of a year plan out of force."""
    project = project_of(row)
    if not may.set_year_plan(by.user, project):
        raise NotAllowed("年度计划现在不归您定，请由科室或领导撤销。")
    rows = YearPlan.objects.filter(project=project, year=row.after["year"])
    last = rows.filter(in_force=True, at=row.at).first()
    if last is None:
        raise Refused(f"{row.after['year']} 年计划后来又调整过，请在“投资情况”里更正。")
    return _back(by, row, project, last, rows, "version")


def _back(by: By, row: JournalRow, project: Project, last: Any, rows: Any, counter: str) -> JournalRow:
    """Put the one before `last` in force again; `last` stays readable."""
    type(last).objects.filter(pk=last.pk).update(in_force=False)
    if row.before:
        earlier = rows.filter(**{f"{counter}__lt": getattr(last, counter)}).order_by(f"-{counter}").first()
        type(last).objects.filter(pk=earlier.pk if earlier else 0).update(in_force=True)
    after = row.before or {name: row.after[name] for name in ("year", "month") if name in row.after}
    return write_back(by, row, project, after)


def composed(by: By, row: JournalRow) -> JournalRow:
    """Give a composition its amounts of before; the first one goes. Refused for a month closed since."""
    project, told = held(by, row), row.after
    sealing.check(project.zone_id, told["year"], told["month"])
    own = Composition.objects.filter(
        project=project, at=row.at, report__year=told["year"], report__month=told["month"]
    )
    if not own.exists():
        raise Refused("构成后来又填过，请在“投资情况”里更正。")
    if row.before:
        names = [name for name in row.before if name.endswith("_wan")]
        own.update(**{name: Decimal(str(row.before[name])) for name in names})
    else:
        own.delete()
    return write_back(by, row, project)


def entered(by: By, row: JournalRow) -> JournalRow:
    """Give 入统 its day and code of before."""
    project = held(by, row)
    own = StatRegistration.objects.filter(project=project, at=row.at)
    if not own.exists():
        raise Refused("入统后来又登记过，请在“投资情况”里更正。")
    if row.before:
        own.update(on=row.before.get("on"), code=row.before.get("stat_code") or "")
    else:
        own.delete()
    return write_back(by, row, project)


VERBS = {
    "investment.report": reported,
    "investment.year_plan": planned,
    "investment.composition": composed,
    "stat.register": entered,
}
