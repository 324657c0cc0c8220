"""Reading milestones."""

from __future__ import annotations

from datetime import date

from ninja import Field, Query, Router, Schema

from greenlight.base.api import BIGGEST, PROBLEMS, Amount, Page, Slice, cut
from greenlight.people.requests import Request
from greenlight.plans.models import Milestone

router = Router(tags=["milestones"])


class MilestoneFilter(Slice):
    """Conditions on milestones."""

    project: int = Field(0, ge=0, le=BIGGEST, description="项目 id")
    due_before: date | None = Field(None, description="到期早于这天")
    open: bool | None = Field(None, description="true 只要没完成的")


class MilestoneOut(Schema):
    """A milestone by its approved dates; `due_precision` tells how exactly the date is known."""

    id: int = Field(description="节点 id")
    project_id: int = Field(description="项目 id")
    key: str = Field(description="节点代码")
    name: str = Field(description="节点名称")
    owner_id: int | None = Field(description="责任单位 id")
    start: date | None = Field(description="计划开始")
    due: date | None = Field(description="批准的到期日；没批准的改期不算")
    due_precision: str = Field(description="到期日说到多细：day ten_days month quarter half_year year")
    started_on: date | None = Field(description="实际开始")
    done_on: date | None = Field(description="实际完成")
    percent: Amount | None = Field(description="完成百分数")


@router.get("/milestones", response={200: Page[MilestoneOut], **PROBLEMS}, summary="节点")
def milestones(request: Request, asked: Query[MilestoneFilter]) -> Page[MilestoneOut]:
    """List the milestones of the projects one may see."""
    rows = Milestone.objects.visible_to(request.user).filter(in_plan=True)
    if asked.project:
        rows = rows.filter(project_id=asked.project)
    if asked.due_before:
        rows = rows.filter(due__lt=asked.due_before)
    if asked.open is not None:
        rows = rows.filter(done_on__isnull=asked.open)
    found, after = cut(rows, asked)
    return Page(items=[MilestoneOut.from_orm(one) for one in found], next=after)
