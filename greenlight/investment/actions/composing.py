"""Say what a reported amount consists of (构成)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.investment import may, rules, sealing, sentences
from greenlight.investment.actions.core import amount, done, locked, too_long
from greenlight.investment.models import Composition, InvestmentReport
from greenlight.kernel import composition
from greenlight.kernel.composition import Parts

WORDS = {
    "construction": "建筑工程", "installation": "安装工程", "equipment": "设备工器具购置",
    "other": "其他费用", "land": "土地购置费", "old_buildings": "旧建筑物购置费",
}  # fmt: skip


@transaction.atomic
def compose(
    *, by: By, report: InvestmentReport, parts: Parts, reason: str = "", version: int | None = None
) -> Composition:
    """Write the composition of a report in force; sums that do not come out ask for a reason.

    Raises NotAllowed, Refused, Collided.
    """
    project = locked(report.project, version)
    if not may.report(by.user, project):
        raise NotAllowed("构成由科室、领导或本项目的责任单位填报。")
    if not InvestmentReport.objects.filter(pk=report.pk, in_force=True).exists():
        raise Refused("这个月的累计刚更正过，请按新的累计数再填构成。")
    sealing.check(project.zone_id, report.year, report.month)
    own = {name: amount(getattr(parts, name), word) for name, word in WORDS.items()}
    if told := objection(parts, report, reason, by.day):
        raise Refused(told, status=400)
    held = Composition.objects.filter(report=report).first()
    values = {f"{name}_wan": value for name, value in own.items()}
    made, _ = Composition.objects.update_or_create(
        report=report,
        defaults=values | {"project": project, "zone_id": project.zone_id, "reason": reason.strip(),
                           "actor_name": by.actor_name, "at": by.at},
    )  # fmt: skip
    month = {"year": report.year, "month": report.month}
    before = month | {name: getattr(held, name) for name in values} if held else {}
    journal.write(
        by, "investment.composition", "project", project.pk,
        before=before, after=month | values, why=reason.strip(),
    )  # fmt: skip
    done(project, by)
    return made


def objection(parts: Parts, report: InvestmentReport, reason: str, day: date) -> str:
    """Say which sums ask for a reason; empty when they come out or a reason is given."""
    found = composition.broken(parts, report.ytd_wan, rules.in_force(report.zone_id, day).keys())
    if found and not reason.strip():
        asked = "；".join(sentences.identity(one) for one in found)
        return f"{asked}。如果没错，请在“原因”里说明，例如：设备款暂估，月底结清。"
    return too_long(reason)
