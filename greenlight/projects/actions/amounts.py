"""What a project is to cost, by kind of paper; the leading kind is its 总投资."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.models import File
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.projects import may
from greenlight.projects.actions import bounds
from greenlight.projects.actions.core import changed, locked
from greenlight.projects.models import Amount, Project

AMOUNT_OF = {"attraction": "agreed", "government": "estimate", "technical_upgrade": "registered"}
MOST_WAN = Decimal(10) ** 12


def write_amount(
    project: Project, kind: str, amount: Decimal, on: date | None, paper: File | None = None
) -> Amount:
    """Write an amount in 万元, and the project's 总投资 when its kind leads; the caller journals."""
    label = Amount.Kind(kind).label
    if not amount.is_finite() or amount < 0 or amount >= MOST_WAN:
        raise Refused(f"{label} {amount} 万元不对：不能为负，也不会有这么大，请核对单位。", status=400)
    if bounds.too_fine(amount):
        raise Refused(f"{label} {amount} 万元太细：最多 {bounds.PLACES} 位小数，请核对单位。", status=400)
    made = Amount.objects.create(
        project=project, zone_id=project.zone_id, kind=kind, amount_wan=amount, on=on, paper=paper
    )
    if kind == AMOUNT_OF[project.kind]:
        Project.objects.filter(pk=project.pk).update(total_wan=amount)
        project.total_wan = amount
    return made


@transaction.atomic
def set_amount(
    *, by: By, project: Project, kind: str, amount_wan: Decimal, on: date | None, paper: File | None = None
) -> Amount:
    """Record an amount by kind; the kind that leads for the project becomes its 总投资.

    Raises NotAllowed, and Refused for an unknown kind, an impossible amount or a day to come.
    """
    project = locked(project.pk)
    if not may.edit(by.user, project):
        raise NotAllowed("您能看这个项目，但不能改它的金额。")
    if kind not in Amount.Kind.values:
        raise Refused(f"金额的种类请从{'、'.join(Amount.Kind.labels)}里选。", status=400)
    if on is not None:
        bounds.past_day(by, on)
    held = project.amounts.filter(kind=kind).order_by("pk").last()
    made = write_amount(project, kind, amount_wan, on, paper)
    label = Amount.Kind(kind).label
    before = {label: held.amount_wan} if held else {}
    journal.write(by, "project.amount", "project", project.pk, before=before, after={label: amount_wan})
    changed(project, by)
    return made
