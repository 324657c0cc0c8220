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
    year: int = Field(0, ge=0, le=2200)
    month: int = Field(0, ge=0, le=12)


class InvestmentOut(Schema):
    """The year-to-date amount in 万元; month 2 is 1—2月 together."""

    id: int
    project_id: int
    year: int
    month: int
    method: str
    ytd_wan: Amount
    stated_month_wan: Amount | None
    revision: int
    reason: str


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
