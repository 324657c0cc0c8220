"""Taking deeds on vouchers and funds back; what was done on them since is never covered over."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from greenlight.base import journal, undoing
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.investment import may
from greenlight.investment.actions.core import done, locked
from greenlight.investment.actions.proving import Proves, shares_told, standing_shares, write_shares
from greenlight.investment.models import Fund, FundEntry, Voucher
from greenlight.projects.models import Project


def project_of(row: JournalRow) -> Project:
    """Return the project of a deed, held."""
    return locked(Project(pk=row.subject_id), None)


def held(by: By, row: JournalRow) -> Project:
    """Return the project of a deed, held; NotAllowed for who does not report it."""
    project = project_of(row)
    if not may.report(by.user, project):
        raise NotAllowed("这个项目现在不归您报，请由科室或领导撤销。")
    return project


def write_back(
    by: By, row: JournalRow, project: Project, after: Mapping[str, Any] | None = None
) -> JournalRow:
    """Journal that a deed was taken back, count the edit and tell the rooms above."""
    left = row.before if after is None else after
    made = journal.write(
        by, undoing.UNDO, "project", project.pk, before=row.after, after=left, why=undoing.why(row)
    )
    done(project, by)
    return made


# ---- vouchers ----
def vouched(by: By, row: JournalRow) -> JournalRow:
    """Take a voucher out that has just been registered; paper and row stay readable."""
    project = held(by, row)
    own = _voucher(project, row.after)
    if own.withdrawn_at:
        raise Refused("这张凭证已经撤下了。")
    _refuse_proven_anew(own, row.after)
    own.withdrawn_at, own.withdrawn_why = by.at, undoing.why(row)
    own.save(update_fields=["withdrawn_at", "withdrawn_why"])
    return write_back(by, row, project)


def proven(by: By, row: JournalRow) -> JournalRow:
    """Let a voucher prove what it proved before."""
    project = held(by, row)
    own = _voucher(project, row.after)
    if own.withdrawn_at:
        raise Refused("这张凭证后来撤下了，不能再改它佐证的数。")
    _refuse_proven_anew(own, row.after)
    own.shares.all().delete()
    write_shares(by, own, [_share(one) for one in row.before["shares"]], undoing.why(row))
    return write_back(by, row, project)


def withdrawn(by: By, row: JournalRow) -> JournalRow:
    """Let a voucher prove again."""
    project = held(by, row)
    own = _voucher(project, row.before)
    if own.withdrawn_at != row.at:
        raise Refused("这张凭证后来又动过，请看一眼“两本账”再登记。")
    own.withdrawn_at, own.withdrawn_why = None, ""
    own.save(update_fields=["withdrawn_at", "withdrawn_why"])
    return write_back(by, row, project)


def _voucher(project: Project, told: Mapping[str, Any]) -> Voucher:
    rows = Voucher.objects.select_for_update().filter(project=project)
    own = rows.filter(pk=told.get("voucher_pk") or 0).first()
    if own is None:
        raise Refused("这一步是旧记录，不能撤销；请在“两本账”里更正。")
    return own


def _refuse_proven_anew(own: Voucher, told: Mapping[str, Any]) -> None:
    if shares_told(standing_shares(own))["shares"] != told["shares"]:
        raise Refused("这张凭证佐证的数后来又改过，撤销会盖掉；请在凭证页更正。")


def _share(kept: list[Any]) -> Proves:
    year, month, amount, part = kept
    return Proves(year, month, Decimal(amount), part)


# ---- funds ----
def funded(by: By, row: JournalRow) -> JournalRow:
    """Take a source of money out that nothing was booked on."""
    project = held(by, row)
    own = Fund.objects.filter(project=project, at=row.at).first()
    if own is None or own.ended_at or own.entries.exists():
        raise Refused("这一笔已经记过到位或支出，或已经停用，请在那一笔里办。")
    own.delete()
    return write_back(by, row, project)


def booked(by: By, row: JournalRow) -> JournalRow:
    """Take an entry out again, unless money was spent on it since."""
    project = held(by, row)
    own = FundEntry.objects.filter(project=project, at=row.at).select_related("fund").first()
    if own is None or own.fund.ended_at:
        raise Refused("这一笔资金已经停用，不能再改。")
    later = own.fund.entries.filter(pk__gt=own.pk, kind=FundEntry.Kind.SPENT)
    if own.kind == FundEntry.Kind.PAID_IN and later.exists() and _left(own.fund) < own.amount_wan:
        raise Refused("到位以后又记了支出，撤销会让支出多于到位；请记一笔冲减并写说明。")
    own.delete()
    return write_back(by, row, project)


def ended(by: By, row: JournalRow) -> JournalRow:
    """Take a source into use again; Refused when another of its name was registered since."""
    project = held(by, row)
    own = Fund.objects.select_for_update().filter(project=project, ended_at=row.at).first()
    if own is None:
        raise Refused("这一笔资金后来又动过，请在“资金”里看一眼。")
    if project.funds.filter(source=own.source, name=own.name, ended_at__isnull=True).exists():
        raise Refused(f"停用以后又登记了一笔“{own.name}”，不能撤销；请接着用新的那一笔。")
    own.ended_at = None
    own.save(update_fields=["ended_at"])
    return write_back(by, row, project)


def _left(fund: Fund) -> Decimal:
    rows = dict(
        fund.entries.order_by().values("kind").annotate(sum=Sum("amount_wan")).values_list("kind", "sum")
    )
    zero = Decimal(0)
    return Decimal(rows.get(FundEntry.Kind.PAID_IN, zero)) - Decimal(rows.get(FundEntry.Kind.SPENT, zero))


VERBS = {
    "voucher.add": vouched,
    "voucher.prove": proven,
    "voucher.withdraw": withdrawn,
    "fund.add": funded,
    "fund.book": booked,
    "fund.end": ended,
}
