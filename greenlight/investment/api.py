"""Reading cumulative investment, reporting a month."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Field, Path, Query, Router, Schema

from greenlight.base.api import BIGGEST, PROBLEMS, Amount, Given, Id, Number, Page, Slice, Text
from greenlight.base.api.answers import known, page, shown
from greenlight.base.api.once import writing
from greenlight.investment import actions
from greenlight.investment.models import InvestmentReport
from greenlight.kernel.reporting import Report
from greenlight.people.access import reads, writes
from greenlight.people.requests import Request, by
from greenlight.projects.guarding import etag, guarded

router = Router(tags=["investment"])
LARGEST = 100_000_000
Year = Annotated[int, Field(ge=1990, le=2100, description="年")]
Month = Annotated[int, Field(ge=1, le=12, description="月；2 是 1—2 月合报")]


class InvestmentFilter(Slice):
    """Conditions on reports."""

    project: int = Field(0, ge=0, le=BIGGEST, description="项目 id")
    year: int = Field(0, ge=0, le=2200, description="年；0 不限")
    month: int = Field(0, ge=0, le=12, description="月；0 不限")


class InvestmentOut(Schema):
    """The year-to-date amount in 万元; month 2 is 1—2月 together."""

    id: int = Field(description="月报 id")
    project_id: int = Field(description="项目 id")
    year: int = Field(description="年")
    month: int = Field(description="月；2 是 1—2 月合报")
    method: str = Field(description="口径：work 形象进度法，paid 财务支出法")
    ytd_wan: Amount = Field(description="年初至本月累计完成，万元")
    stated_month_wan: Amount | None = Field(description="表里自己写的当月数，万元")
    stated_growth_pct: Amount | None = Field(description="公布的同比，%；和算出来的不一定相同，两个都留")
    revision: int = Field(description="第几次报")
    reason: str = Field(description="核减或更正的原因")


class MonthIn(Given):
    """The amount from January to a month; a correction is a new revision."""

    ytd_wan: Number = Field(description="年初至本月累计完成，万元")
    method: Literal["work", "paid"] = Field("work", description="口径：work 形象进度法，paid 财务支出法")
    month_wan: Number | None = Field(
        None, ge=-LARGEST, le=LARGEST, description="表里自己写的当月数，万元；和累计对不上要写原因"
    )
    growth_pct: Number | None = Field(None, ge=-100, le=99999, description="公布的同比，%")
    january_alone: bool = Field(False, strict=True, description="只有 1 月的数（一般 1 月免报）")
    reason: Text = Field("", max_length=500, description="核减、更正已报的月份、超过总投资时必填")

    model_config = {"json_schema_extra": {"example": {"ytd_wan": "1280"}}}


@router.get("/investment", auth=reads("investment"), response={200: Page[InvestmentOut], **PROBLEMS},
            summary="投资")  # fmt: skip
def investment(request: Request, asked: Query[InvestmentFilter]) -> HttpResponse:
    """List the reports in force of the projects one may see."""
    rows = InvestmentReport.objects.visible_to(request.user).filter(in_force=True)
    if asked.project:
        rows = rows.filter(project_id=asked.project)
    if asked.year:
        rows = rows.filter(year=asked.year)
    if asked.month:
        rows = rows.filter(month=asked.month)
    return page(request, rows, asked, InvestmentOut)


@router.put("/projects/{pk}/investment/{year}/{month}", auth=writes("investment"), summary="报投资月报",
            response={200: InvestmentOut, **PROBLEMS})  # fmt: skip
@writing
def put_month(
    request: Request,
    pk: Path[Id],
    year: Path[Year],
    month: Path[Month],
    given: MonthIn,
) -> HttpResponse:
    """Report what was done from January to a month; If-Match is the ETag of the project."""
    project = guarded(request, pk)
    made = actions.report(
        by=by(request, project.zone_id), project=project, method=given.method, reason=given.reason,
        report=Report(year, month, given.ytd_wan, given.january_alone, given.month_wan),
        growth_pct=given.growth_pct,
    )  # fmt: skip
    body = {name: getattr(made, name) for name in known(InvestmentOut)}
    return shown(request, body, version=etag(pk))
