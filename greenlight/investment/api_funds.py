"""Reading where money comes from: budget, loans, bonds; what came in, what was spent, what lies idle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.http import Http404, HttpResponse
from ninja import Field, Path, Query, Router, Schema

from greenlight.base.api import BIGGEST, PROBLEMS, Amount, Day, Fields, Id, Page, Slice
from greenlight.base.api.answers import Beside, page, record
from greenlight.investment import funds as lines
from greenlight.investment.models import Fund, FundEntry
from greenlight.people.access import reads
from greenlight.people.requests import Request
from greenlight.projects.guarding import etag

router = Router(tags=["funds"])
SOURCES = "bond 专项债，budget 财政预算，loan 银行贷款，own 企业自筹"


class FundFilter(Slice):
    """Conditions on sources of money."""

    project: int = Field(0, ge=0, le=BIGGEST, description="项目 id")
    source: Literal["", "bond", "budget", "loan", "own"] = Field("", description=f"来源：{SOURCES}")
    open: bool | None = Field(None, description="true 只要还在用的，false 只要已停用的")


class FundOut(Schema):
    """A source of money with its sums up to today; the last three fields are a bond's."""

    id: int = Field(description="资金 id")
    project_id: int = Field(description="项目 id")
    source: str = Field(description=f"来源：{SOURCES}")
    name: str = Field(description="名称，专项债是哪一期")
    planned_wan: Amount = Field(description="计划（专项债是发行额），万元")
    issued_on: date | None = Field(description="专项债的发行日")
    ended_at: datetime | None = Field(description="什么时候停用的，UTC；还在用是 null")
    at: datetime = Field(description="什么时候登记的，UTC")
    paid_in_wan: Amount = Field(description="到今天到位，万元")
    spent_wan: Amount = Field(description="到今天支出，万元")
    left_wan: Amount = Field(description="到位没支出的，万元")
    last_paid_in_on: date | None = Field(description="最近一次到位")
    last_spent_on: date | None = Field(description="最近一次支出")
    idle_days: int | None = Field(description="结余停了多少天；没有结余是 null")
    is_idle: bool = Field(description="是不是停过了本区规则的天数")
    expected_wan: Amount | None = Field(description="专项债到今天该支出，万元")
    below_pct: Amount | None = Field(description="专项债比该支出的少百分之几；没少是 null")
    spend_by: date | None = Field(description="专项债支出的最后一天")


class EntryFilter(Slice):
    """Conditions on money that came in or went out."""

    project: int = Field(0, ge=0, le=BIGGEST, description="项目 id")
    fund: int = Field(0, ge=0, le=BIGGEST, description="资金 id")
    kind: Literal["", "paid_in", "spent"] = Field("", description="paid_in 到位，spent 支出")
    day_from: Day | None = Field(None, description="从这天起")
    day_to: Day | None = Field(None, description="到这天止")


class EntryOut(Schema):
    """Money that came in or went out on a day."""

    id: int = Field(description="到位或支出的 id")
    fund_id: int = Field(description="资金 id")
    project_id: int = Field(description="项目 id")
    kind: str = Field(description="paid_in 到位，spent 支出")
    day: date = Field(description="哪一天")
    amount_wan: Amount = Field(description="金额，万元；负数是冲回")
    note: str = Field(description="说明")
    actor_name: str = Field(description="谁登记的")
    at: datetime = Field(description="什么时候登记的，UTC")


@router.get("/funds", auth=reads("funds"), response={200: Page[FundOut], **PROBLEMS},
            summary="资金和专项债")  # fmt: skip
def funds(request: Request, asked: Query[FundFilter]) -> HttpResponse:
    """List the sources of money of the projects one may see, with their sums up to today."""
    rows = Fund.objects.visible_to(request.user)
    same = {"project_id": asked.project, "source": asked.source}
    rows = rows.filter(**{name: value for name, value in same.items() if value})
    if asked.open is not None:
        rows = rows.filter(ended_at__isnull=asked.open)
    return page(request, rows, asked, FundOut, _beside(request))


@router.get("/funds/{pk}", auth=reads("funds"), response={200: FundOut, **PROBLEMS},
            summary="一笔资金")  # fmt: skip
def fund(request: Request, pk: Path[Id], asked: Query[Fields]) -> HttpResponse:
    """Read one source; its ETag is that of its project."""
    rows = Fund.objects.visible_to(request.user).filter(pk=pk)
    project = rows.values_list("project_id", flat=True).first()
    if project is None:
        raise Http404
    return record(request, rows, asked.fields, FundOut, version=etag(project), beside=_beside(request))


@router.get("/fund-entries", auth=reads("funds"), response={200: Page[EntryOut], **PROBLEMS},
            summary="到位和支出")  # fmt: skip
def fund_entries(request: Request, asked: Query[EntryFilter]) -> HttpResponse:
    """List what came in and went out of the sources one may see."""
    rows = FundEntry.objects.filter(fund__in=Fund.objects.visible_to(request.user))
    same = {
        "project_id": asked.project, "fund_id": asked.fund, "kind": asked.kind, "day__gte": asked.day_from,
        "day__lte": asked.day_to,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in same.items() if value})
    return page(request, rows, asked, EntryOut)


# ---- what is worked out ----
WORKED_OUT: dict[str, Callable[[lines.FundLine], Any]] = {
    "paid_in_wan": lambda line: line.paid,
    "spent_wan": lambda line: line.spent,
    "left_wan": lambda line: line.left,
    "last_paid_in_on": lambda line: line.paid_on,
    "last_spent_on": lambda line: line.spent_on,
    "idle_days": lambda line: line.idle_days,
    "is_idle": lambda line: line.idle,
    "expected_wan": lambda line: _rounded(line.expected, 4),
    "below_pct": lambda line: _rounded(line.below, 2),
    "spend_by": lambda line: line.last_day,
}


def _rounded(value: Decimal | None, places: int) -> Decimal | None:
    return None if value is None else round(value, places)


def _beside(request: Request) -> Beside:
    """Return the sums of sources up to the reader's day."""
    day = request.user.scope.day

    def found(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        rows = lines.lines(list(Fund.objects.filter(pk__in=ids)), day)
        return {
            line.fund.pk: {name: work(line) for name, work in WORKED_OUT.items()} for line in rows
        }  # fmt: skip

    return Beside(frozenset(WORKED_OUT), found)
