"""Funds: name a source, book what came in and what was spent, end a source; enter the statistics."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.investment import may, sentences
from greenlight.investment.actions.core import amount, done, locked, needed, past_day, text
from greenlight.investment.models import Fund, FundEntry, StatRegistration
from greenlight.kernel import reporting
from greenlight.projects.models import Project

NOT_YOURS = "资金由科室、领导或本项目的责任单位登记。"
REASON = {
    "over": "支出合计 {spent} 万元，比到位的 {paid} 万元多。"
    "如果没错，请在“说明”里写原因，例如：垫付，资金月底到位。",
    "more": "到位合计 {paid} 万元，比计划的 {planned} 万元多，请核对单位是不是万元。"
    "如果没错，请在“说明”里写原因，例如：追加拨款。",
    "total": "计划金额 {planned} 万元比项目总投资 {total} 万元还多，请核对单位是不是万元。"
    "如果没错，请在“说明”里写原因，例如：总投资还没有调整。",
    "minus": "冲减要在“说明”里写原因，例如：退回多付的工程款。",
}


@transaction.atomic
def add_fund(
    *, by: By, project: Project, source: str, name: str, planned_wan: Decimal,
    issued_on: date | None = None, note: str = "", version: int | None = None,
) -> Fund:  # fmt: skip
    """Name a source of money; a special bond is one row an issue, with its day.

    More than the project is to cost asks for a note.

    Raises NotAllowed, Refused, Collided.
    """
    project = locked(project, version)
    if not may.report(by.user, project):
        raise NotAllowed(NOT_YOURS)
    if source not in Fund.Source.values:
        raise Refused(f"资金来源请从{'、'.join(Fund.Source.labels)}里选。", status=400)
    if source == Fund.Source.BOND and issued_on is None:
        raise Refused("专项债要填发行日期：支出进度从发行次月算起。", status=400)
    told = text(name, 80, "名称") or Fund.Source(source).label
    if project.funds.filter(source=source, name=told, ended_at__isnull=True).exists():
        raise Refused(f"已经有“{told}”这一笔，请在那一笔上登记到位和支出。", status=400)
    why = text(note, 300, "说明")
    if project.total_wan and planned_wan > project.total_wan and not why:
        wan = {"planned": sentences.wan(planned_wan), "total": sentences.wan(project.total_wan)}
        raise Refused(REASON["total"].format(**wan), status=400)
    made = Fund.objects.create(
        project=project, zone_id=project.zone_id, source=source, name=told,
        planned_wan=amount(planned_wan, "计划金额"),
        issued_on=past_day(by, issued_on, "发行日期") if issued_on else None,
        actor_name=by.actor_name, at=by.at,
    )  # fmt: skip
    journal.write(by, "fund.add", "project", project.pk, after=_facts(made), why=why)
    done(project, by)
    return made


@transaction.atomic
def book(
    *, by: By, fund: Fund, kind: str, day: date, amount_wan: Decimal, note: str = "",
    version: int | None = None,
) -> FundEntry:  # fmt: skip
    """Book money that came in or was spent.

    More in than planned, more spent than came in, or a negative amount, asks why.

    Raises NotAllowed, Refused, Collided.
    """
    project = locked(fund.project, version)
    if not may.report(by.user, project):
        raise NotAllowed(NOT_YOURS)
    held = Fund.objects.select_for_update().get(pk=fund.pk)
    if held.ended_at:
        raise Refused("这一笔资金已经停用，请另登记一笔。")
    if kind not in FundEntry.Kind.values:
        raise Refused("请选是到位还是支出。", status=400)
    value = amount(amount_wan, "金额", least=-reporting.LARGEST_WAN)
    if value == 0:
        raise Refused("金额不能是 0，请填万元数。", status=400)
    told = text(note, 300, "说明")
    if asked := objection(held, kind, value, told):
        raise Refused(asked, status=400)
    made = FundEntry.objects.create(
        fund=held, project=project, zone_id=project.zone_id, kind=kind, day=past_day(by, day, "日期"),
        amount_wan=value, note=told, actor_name=by.actor_name, at=by.at,
    )  # fmt: skip
    after = {"fund": held.name, "entry": made.get_kind_display(), "on": day, "amount_wan": value}
    journal.write(by, "fund.book", "project", project.pk, after=after, why=told)
    done(project, by)
    return made


def objection(fund: Fund, kind: str, value: Decimal, note: str) -> str:
    """Say what an entry has to explain; empty when nothing, or a note says it."""
    if note:
        return ""
    if value < 0:
        return REASON["minus"]
    paid, spent = (_sum(fund, one) for one in (FundEntry.Kind.PAID_IN, FundEntry.Kind.SPENT))
    if kind == FundEntry.Kind.PAID_IN and fund.planned_wan and paid + value > fund.planned_wan:
        told = {"paid": sentences.wan(paid + value), "planned": sentences.wan(fund.planned_wan)}
        return REASON["more"].format(**told)
    if kind == FundEntry.Kind.SPENT and spent + value > paid:
        return REASON["over"].format(spent=sentences.wan(spent + value), paid=sentences.wan(paid))
    return ""


@transaction.atomic
def end_fund(*, by: By, fund: Fund, reason: str, version: int | None = None) -> Fund:
    """Take a source out of use; it and its entries stay readable."""
    project = locked(fund.project, version)
    if not may.report(by.user, project):
        raise NotAllowed(NOT_YOURS)
    held = Fund.objects.select_for_update().get(pk=fund.pk)
    if held.ended_at:
        raise Refused("这一笔资金已经停用了。")
    told = needed(reason, "停用要写原因，例如：额度调整到其他项目。")
    held.ended_at = by.at
    held.save(update_fields=["ended_at"])
    journal.write(by, "fund.end", "project", project.pk, before=_facts(held), after={}, why=told)
    done(project, by)
    return held


@transaction.atomic
def register(
    *, by: By, project: Project, on: date | None, code: str = "", note: str = "", version: int | None = None
) -> StatRegistration:
    """Enter the day and code of 入统, or that it is not in yet (`on` None); a change says why in its note.

    Raises NotAllowed, Refused, Collided.
    """
    project = locked(project, version)
    if not may.report(by.user, project):
        raise NotAllowed("入统由科室、领导或本项目的责任单位登记。")
    held = StatRegistration.objects.filter(project=project).first()
    day, own = past_day(by, on, "入统日期") if on else None, text(code, 40, "统计代码")
    told = text(note, 300, "说明")
    if held and (held.on, held.code) == (day, own):
        raise Refused(f"已经登记为{_registered(held.on)}，没有要改的。", status=400)
    if held and held.on and not told:
        raise Refused(f"原登记{_registered(held.on)}，更正要在“说明”里写原因。", status=400)
    made, _ = StatRegistration.objects.update_or_create(
        project=project,
        defaults={"zone_id": project.zone_id, "on": day, "code": own, "note": told,
                  "actor_name": by.actor_name, "at": by.at},
    )  # fmt: skip
    before = {"on": held.on, "stat_code": held.code} if held else {}
    after = {"on": day, "stat_code": own}
    journal.write(by, "stat.register", "project", project.pk, before=before, after=after, why=told)
    done(project, by)
    return made


def _registered(on: date | None) -> str:
    return f" {on.isoformat()} 入统" if on else "还没入统"


def _sum(fund: Fund, kind: str) -> Decimal:
    found = fund.entries.filter(kind=kind).aggregate(sum=Sum("amount_wan"))["sum"]
    return (found or Decimal(0)).quantize(Decimal("0.0001"))


def _facts(fund: Fund) -> dict[str, Any]:
    facts = {"fund": fund.name, "source": fund.source, "amount_wan": fund.planned_wan}
    return facts | ({"on": fund.issued_on} if fund.issued_on else {})
