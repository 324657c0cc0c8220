"""Reading vouchers and what they prove, handing one in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import Http404, HttpResponse
from ninja import Field, Path, Query, Router, Schema

from greenlight.base.api import BIGGEST, PROBLEMS, Amount, Day, Fields, Given, Id, Number, Page, Slice, Text
from greenlight.base.api.answers import Beside, page, record
from greenlight.base.api.once import writing
from greenlight.base.api.papers import PaperIn, kept
from greenlight.investment import actions, may
from greenlight.investment.actions.proving import Paper, Proves
from greenlight.investment.models import Voucher, VoucherShare
from greenlight.people.access import reads, writes
from greenlight.people.requests import Request, by
from greenlight.projects.guarding import etag, guarded

router = Router(tags=["vouchers"])
LARGEST = 100_000_000
KINDS = "contract 合同，invoice 发票，bank 银行回单，progress 形象进度确认单"
PART = "构成里的哪一项：construction installation equipment other；空是累计完成"


class VoucherFilter(Slice):
    """Conditions on vouchers."""

    project: int = Field(0, ge=0, le=BIGGEST, description="项目 id")
    kind: Literal["", "contract", "invoice", "bank", "progress"] = Field("", description=f"种类：{KINDS}")
    day_from: Day | None = Field(None, description="凭证日期从这天起")
    day_to: Day | None = Field(None, description="凭证日期到这天止")
    year: int = Field(0, ge=0, le=2200, description="佐证哪一年的数；0 不限")
    month: int = Field(0, ge=0, le=12, description="佐证哪个月的累计；0 不限")
    withdrawn: bool | None = Field(None, description="true 只要撤下的，false 只要没撤下的")


class ProvedOut(Schema):
    """A figure the voucher proves."""

    year: int = Field(description="年")
    month: int = Field(description="1 月到哪个月的累计")
    part: str = Field(description=PART)
    amount_wan: Amount = Field(description="这张凭证分摊到这个数的金额，万元")


class VoucherOut(Schema):
    """A paper that proves reported amounts; the file itself is read on the pages."""

    id: int = Field(description="凭证 id")
    project_id: int = Field(description="项目 id")
    kind: str = Field(description=f"种类：{KINDS}")
    number: str = Field(description="编号")
    day: date = Field(description="凭证日期")
    amount_wan: Amount = Field(description="金额，万元")
    party: str = Field(description="对方单位")
    sealed_owner: bool = Field(description="建设单位盖章了没有")
    sealed_builder: bool = Field(description="施工单位盖章了没有")
    sealed_supervisor: bool = Field(description="监理单位盖章了没有")
    note: str = Field(description="说明")
    file_name: str | None = Field(description="附件的文件名；没有附件是 null")
    file_sha256: str | None = Field(description="附件的 SHA-256")
    withdrawn_at: datetime | None = Field(description="什么时候撤下的，UTC；没撤下是 null")
    withdrawn_why: str = Field(description="撤下的原因")
    actor_name: str = Field(description="谁登记的")
    at: datetime = Field(description="什么时候登记的，UTC")
    proves: list[ProvedOut] = Field(description="佐证哪几个数")


class ProvesIn(Given):
    """A figure the voucher is to prove."""

    year: int = Field(ge=1990, le=2100, strict=True, description="年")
    month: int = Field(ge=1, le=12, strict=True, description="1 月到哪个月的累计；2 是 1—2 月合报")
    part: Literal["", "construction", "installation", "equipment", "other"] = Field("", description=PART)
    amount_wan: Number = Field(gt=0, le=LARGEST, description="分摊到这个数的金额，万元")


class VoucherIn(Given):
    """A voucher to be registered."""

    kind: Literal["contract", "invoice", "bank", "progress"] = Field(description=f"种类：{KINDS}")
    day: Day = Field(description="凭证日期，不晚于今天")
    amount_wan: Number = Field(ge=0, le=LARGEST, description="金额，万元")
    number: Text = Field("", max_length=60, description="编号")
    party: Text = Field("", max_length=120, description="对方单位")
    sealed_owner: bool = Field(False, strict=True, description="建设单位盖章了没有")
    sealed_builder: bool = Field(False, strict=True, description="施工单位盖章了没有")
    sealed_supervisor: bool = Field(False, strict=True, description="监理单位盖章了没有")
    note: Text = Field("", max_length=300, description="说明")
    proves: list[ProvesIn] = Field([], max_length=60, description="佐证哪几个数")
    reason: Text = Field("", max_length=500, description="分摊超过金额、凭证登记过、金额比总投资大时必填")
    file: PaperIn | None = Field(None, description="附件")

    @property
    def paper(self) -> Paper:
        """Return the voucher as the deed knows it."""
        seals = (self.sealed_owner, self.sealed_builder, self.sealed_supervisor)
        return Paper(self.kind, self.day, _wan(self.amount_wan), self.number, self.party, seals, self.note)

    @property
    def shares(self) -> list[Proves]:
        """Return what it proves as the deed knows it."""
        return [Proves(one.year, one.month, _wan(one.amount_wan), one.part) for one in self.proves]

    model_config = {"json_schema_extra": {"example": {
        "kind": "invoice", "day": "2022-06-28", "amount_wan": "120", "number": "0312",
        "proves": [{"year": 2022, "month": 6, "amount_wan": "120"}]}}}  # fmt: skip


@router.get("/vouchers", auth=reads("vouchers"), response={200: Page[VoucherOut], **PROBLEMS},
            summary="凭证")  # fmt: skip
def vouchers(request: Request, asked: Query[VoucherFilter]) -> HttpResponse:
    """List the vouchers of the projects one may see, those withdrawn among them."""
    rows = Voucher.objects.visible_to(request.user)
    same = {
        "project_id": asked.project, "kind": asked.kind, "day__gte": asked.day_from, "day__lte": asked.day_to,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in same.items() if value})
    proved = {name: value for name, value in (("year", asked.year), ("month", asked.month)) if value}
    if proved:
        rows = rows.filter(pk__in=VoucherShare.objects.filter(**proved).values("voucher"))
    if asked.withdrawn is not None:
        rows = rows.filter(withdrawn_at__isnull=not asked.withdrawn)
    return page(request, rows, asked, VoucherOut, BESIDE)


@router.get("/vouchers/{pk}", auth=reads("vouchers"), response={200: VoucherOut, **PROBLEMS},
            summary="一张凭证")  # fmt: skip
def voucher(request: Request, pk: Path[Id], asked: Query[Fields]) -> HttpResponse:
    """Read one voucher; its ETag is that of its project, which every deed on it counts."""
    return one(request, pk, asked.fields)


def one(request: Request, pk: int, fields: str = "") -> HttpResponse:
    """Answer one voucher."""
    rows = Voucher.objects.visible_to(request.user).filter(pk=pk)
    project = rows.values_list("project_id", flat=True).first()
    if project is None:
        raise Http404
    return record(request, rows, fields, VoucherOut, version=etag(project), beside=BESIDE)


def _proved(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return what each voucher proves; one query."""
    found: dict[int, dict[str, Any]] = {pk: {"proves": []} for pk in ids}
    names = tuple(ProvedOut.model_fields)
    rows = VoucherShare.objects.filter(voucher_id__in=ids).order_by("year", "month", "part")
    for pk, *values in rows.values_list("voucher_id", *names):
        found[pk]["proves"].append(dict(zip(names, values, strict=True)))
    return found


BESIDE = Beside(frozenset({"proves"}), _proved, {"file_name": "file__name", "file_sha256": "file__sha256"})


@router.post("/projects/{pk}/vouchers", auth=writes("vouchers"), summary="登记凭证",
             response={201: VoucherOut, **PROBLEMS})  # fmt: skip
@writing
def add_voucher(request: Request, pk: Path[Id], given: VoucherIn) -> HttpResponse:
    """Register a voucher with its file and the figures it proves; If-Match is the ETag of the project."""
    project = guarded(request, pk)
    who = by(request, project.zone_id)
    mine = may.report(request.user, project)
    with kept(who, [given.file] if given.file and mine else [], ("project", project.pk)) as files:
        made = actions.add_voucher(
            by=who, project=project, paper=given.paper, shares=given.shares, reason=given.reason,
            file=files[0] if files else None,
        )  # fmt: skip
    answer = one(request, made.pk)
    answer.status_code = 201
    answer["Location"] = f"/api/v1/vouchers/{made.pk}"
    return answer


def _wan(value: Decimal) -> Decimal:
    """Return an amount without an exponent."""
    return Decimal(f"{value:f}")
