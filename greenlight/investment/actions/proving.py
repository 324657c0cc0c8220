"""Vouchers: hand one in with the figures it proves, say anew what it proves, withdraw it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.models import File
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.investment import may, sentences
from greenlight.investment.actions.core import amount, done, locked, needed, past_day, text, too_long
from greenlight.investment.models import Voucher, VoucherShare
from greenlight.kernel.composition import PARTS
from greenlight.projects.models import Project

NOT_YOURS = "凭证由科室、领导或本项目的责任单位登记。"
MOST_SHARES = 60


@dataclass(frozen=True)
class Paper:
    """A voucher as it is handed in; the amount in 万元."""

    kind: str
    day: date
    amount_wan: Decimal
    number: str = ""
    party: str = ""
    seals: tuple[bool, bool, bool] = (False, False, False)
    note: str = ""


@dataclass(frozen=True)
class Proves:
    """A figure and the share of the voucher that proves it: January to `month`, or one part of it."""

    year: int
    month: int
    amount_wan: Decimal
    part: str = ""


@transaction.atomic
def add_voucher(
    *, by: By, project: Project, paper: Paper, shares: Sequence[Proves] = (), file: File | None = None,
    reason: str = "", version: int | None = None,
) -> Voucher:  # fmt: skip
    """Register a voucher with what it proves; what `objection` and `doubt` ask needs a reason.

    Raises NotAllowed, Refused, Collided.
    """
    project = locked(project, version)
    if not may.report(by.user, project):
        raise NotAllowed(NOT_YOURS)
    if paper.kind not in Voucher.Kind.values:
        raise Refused(f"凭证种类请从{'、'.join(Voucher.Kind.labels)}里选。", status=400)
    _check_shares(by, paper.amount_wan, shares, reason)
    if (told := doubt(project, paper, file)) and not reason.strip():
        raise Refused(told, status=400)
    owner, builder, supervisor = paper.seals
    made = Voucher.objects.create(
        project=project, zone_id=project.zone_id, kind=paper.kind, file=file,
        number=text(paper.number, 60, "编号"), day=past_day(by, paper.day, "凭证日期"),
        amount_wan=amount(paper.amount_wan, "凭证金额"), party=text(paper.party, 120, "对方单位"),
        sealed_owner=owner, sealed_builder=builder, sealed_supervisor=supervisor,
        note=text(paper.note, 300, "说明"), actor_id=by.actor_id, actor_name=by.actor_name, at=by.at,
    )  # fmt: skip
    write_shares(by, made, shares, reason)
    after = {"voucher": made.title, "amount_wan": made.amount_wan, "voucher_pk": made.pk}
    after |= shares_told(shares)
    journal.write(by, "voucher.add", "project", project.pk, after=after, why=reason.strip())
    done(project, by)
    return made


@transaction.atomic
def prove(
    *, by: By, voucher: Voucher, shares: Sequence[Proves], reason: str = "", version: int | None = None
) -> Voucher:
    """Say anew which figures a voucher proves; Refused when it was withdrawn."""
    project = locked(voucher.project, version)
    if not may.report(by.user, project):
        raise NotAllowed(NOT_YOURS)
    voucher = _standing(voucher)
    _check_shares(by, voucher.amount_wan, shares, reason)
    before = standing_shares(voucher)
    voucher.shares.all().delete()
    write_shares(by, voucher, shares, reason)
    own = {"voucher": voucher.title, "voucher_pk": voucher.pk}
    journal.write(
        by, "voucher.prove", "project", project.pk, before=own | shares_told(before),
        after=own | shares_told(shares), why=reason.strip(),
    )  # fmt: skip
    done(project, by)
    return voucher


@transaction.atomic
def withdraw_voucher(*, by: By, voucher: Voucher, reason: str, version: int | None = None) -> Voucher:
    """Take a voucher out; paper and row stay readable, it proves nothing any more."""
    project = locked(voucher.project, version)
    if not may.report(by.user, project):
        raise NotAllowed(NOT_YOURS)
    voucher = _standing(voucher)
    voucher.withdrawn_why = needed(reason, "撤下凭证要写原因，例如：发票作废重开。")
    voucher.withdrawn_at = by.at
    voucher.save(update_fields=["withdrawn_at", "withdrawn_why"])
    before = {"voucher": voucher.title, "amount_wan": voucher.amount_wan, "voucher_pk": voucher.pk}
    journal.write(
        by, "voucher.withdraw", "project", project.pk, before=before, after={}, why=voucher.withdrawn_why
    )
    done(project, by)
    return voucher


def objection(amount_wan: Decimal, shares: Sequence[Proves], reason: str) -> str:
    """Ask when the shares are more than the voucher; the form asks too."""
    total = sum((one.amount_wan for one in shares), Decimal(0))
    if total > amount_wan and not reason.strip():
        told = f"分摊合计 {sentences.wan(total)} 万元，比凭证金额 {sentences.wan(amount_wan)} 万元多"
        return f"{told}。如果没错，请写原因，例如：含税价和不含税价口径不同。"
    return too_long(reason)


def doubt(project: Project, paper: Paper, file: File | None) -> str:
    """Ask about a paper that was registered before, or is worth more than its project; empty when neither.

    The same paper twice would prove the same money twice. Another project is not named: not everybody
    who registers here sees it.
    """
    total = project.total_wan
    if total and paper.amount_wan > total:
        told = f"凭证金额 {sentences.wan(paper.amount_wan)} 万元比项目总投资 {sentences.wan(total)} 万元还多"
        return f"{told}，请核对单位是不是万元。如果没错，请写原因。"
    same = Q(kind=paper.kind, number=paper.number.strip()) if paper.number.strip() else Q(pk__in=())
    if file:
        same |= Q(file__sha256=file.sha256)
    known = Voucher.objects.filter(same, zone_id=project.zone_id, withdrawn_at__isnull=True)
    held = known.filter(project=project).first() or known.first()
    if held is None:
        return ""
    where = "另一个项目已经登记过这张凭证"
    if held.project_id == project.pk:
        where = f"已经登记过{held.title}（{held.day.isoformat()}，{sentences.wan(held.amount_wan)} 万元）"
    return f"{where}，同一张凭证不能佐证两次。确实是两张的，请写原因。"


def _standing(voucher: Voucher) -> Voucher:
    held = Voucher.objects.select_for_update().get(pk=voucher.pk)
    if held.withdrawn_at:
        raise Refused("这张凭证已经撤下，不能再改；请登记新的凭证。")
    return held


def _check_shares(by: By, amount_wan: Decimal, shares: Sequence[Proves], reason: str) -> None:
    if len(shares) > MOST_SHARES:
        raise Refused(f"一张凭证最多佐证 {MOST_SHARES} 个数，请分开登记。", status=400)
    if len({(one.year, one.month, one.part) for one in shares}) < len(shares):
        raise Refused("同一个数填了两行，请合成一行。", status=400)
    for one in shares:
        _check_share(by, one)
    if told := objection(amount_wan, shares, reason):
        raise Refused(told, status=400)


def _check_share(by: By, one: Proves) -> None:
    if not (1990 <= one.year <= by.day.year and 1 <= one.month <= 12):
        raise Refused(f"没有 {one.year} 年 {one.month} 月的数可以佐证。", status=400)
    if one.part and one.part not in PARTS:
        raise Refused("构成请从列出的几项里选。", status=400)
    if amount(one.amount_wan, "分摊金额") == 0:
        raise Refused("分摊金额要大于 0；不佐证这个数，请去掉这一行。", status=400)


def write_shares(by: By, voucher: Voucher, shares: Sequence[Proves], reason: str) -> None:
    """Keep what a voucher proves."""
    VoucherShare.objects.bulk_create(
        VoucherShare(
            voucher=voucher, project_id=voucher.project_id, zone_id=voucher.zone_id, year=one.year,
            month=one.month, part=one.part, amount_wan=one.amount_wan, reason=reason.strip(),
            actor_name=by.actor_name, at=by.at,
        )
        for one in shares
    )  # fmt: skip


def standing_shares(voucher: Voucher) -> list[Proves]:
    """Return what a voucher proves now, in order."""
    rows = voucher.shares.order_by("year", "month", "part")
    return [Proves(one.year, one.month, one.amount_wan, one.part) for one in rows]


def shares_told(shares: Sequence[Proves]) -> dict[str, Any]:
    """Return shares as the journal keeps them: in words, and as they can be taken back."""
    own = sorted(shares, key=lambda one: (one.year, one.month, one.part))
    kept = [[one.year, one.month, f"{one.amount_wan.normalize():f}", one.part] for one in own]
    return {"proves": [_share_told(one) for one in own], "shares": kept}


def _share_told(one: Proves) -> str:
    word = VoucherShare(part=one.part).part_word
    return f"{one.year} 年 1—{one.month} 月{word} {sentences.wan(one.amount_wan)} 万元"
