"""Reading cumulative investment."""

from __future__ import annotations

from ninja import Field, Query, Router, Schema

from greenlight.base.api import BIGGEST, PROBLEMS, Amount, Page, Slice, cut
from greenlight.investment.models import InvestmentReport
from greenlight.people.requests import Request

router = Router(tags=["investment"])


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
    revision: int = Field(description="第几次报")
    reason: str = Field(description="核减或更正的原因")


@router.get("/investment", response={200: Page[InvestmentOut], **PROBLEMS}, summary="投资")
def investment(request: Request, asked: Query[InvestmentFilter]) -> Page[InvestmentOut]:
    """List the reports in force of the projects one may see."""
    rows = InvestmentReport.objects.visible_to(request.user).filter(in_force=True)
    if asked.project:
        rows = rows.filter(project_id=asked.project)
    if asked.year:
        rows = rows.filter(year=asked.year)
    if asked.month:
        rows = rows.filter(month=asked.month)
    found, after = cut(rows, asked)
    return Page(items=[InvestmentOut.from_orm(one) for one in found], next=after)
