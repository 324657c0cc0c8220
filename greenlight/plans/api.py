"""Reading milestones, reporting what was done, asking for another date."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from django.http import Http404, HttpResponse
from ninja import Field, Path, Query, Router, Schema

from greenlight.base.api import (
    BIGGEST,
    PROBLEMS,
    Amount,
    Day,
    Fields,
    Given,
    Id,
    Number,
    Page,
    Slice,
    Text,
)
from greenlight.base.api.answers import known, page, records, shown, wanted
from greenlight.base.api.once import writing
from greenlight.people.access import reads, writes
from greenlight.people.requests import Request, by
from greenlight.plans import actions
from greenlight.plans.models import Milestone
from greenlight.projects.guarding import etag, guarded

router = Router(tags=["milestones"])


class MilestoneFilter(Slice):
    """Conditions on milestones."""

    project: int = Field(0, ge=0, le=BIGGEST, description="项目 id")
    due_before: Day | None = Field(None, description="到期早于这天")
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


class ActualIn(Given):
    """What really happened; what is not said stays as it was."""

    started_on: Day | None = Field(None, description="实际开始")
    done_on: Day | None = Field(None, description="实际完成")
    percent: Number | None = Field(None, description="完成百分数，0 到 100")

    model_config = {"json_schema_extra": {"example": {"started_on": "2022-07-20", "percent": "40"}}}


class SlipIn(Given):
    """A later date asked for; nothing moves until a leader approves."""

    to_due: Day = Field(description="想改到哪天，晚于现在批准的到期日")
    reason_class: Literal["land", "approval", "funds", "owner", "design", "weather"] = Field(
        description="原因类别：土地 审批 资金 企业 设计 天气"
    )
    reason: Text = Field(min_length=1, max_length=500, description="原因")

    model_config = {"json_schema_extra": {"example": {
        "to_due": "2022-12-31", "reason_class": "land", "reason": "净地交付晚了一个月"}}}  # fmt: skip


class SlipOut(Schema):
    """A request for another date, waiting."""

    id: int = Field(description="改期申请 id")
    milestone_id: int = Field(description="节点 id")
    from_due: date = Field(description="现在批准的到期日")
    to_due: date = Field(description="想改到的日期")
    reason_class: str = Field(description="原因类别")
    reason: str = Field(description="原因")
    state: str = Field(description="waiting 待批")
    asked_at: datetime = Field(description="什么时候申请的，UTC")


@router.get("/milestones", auth=reads("milestones"), response={200: Page[MilestoneOut], **PROBLEMS},
            summary="节点")  # fmt: skip
def milestones(request: Request, asked: Query[MilestoneFilter]) -> HttpResponse:
    """List the milestones of the projects one may see."""
    rows = Milestone.objects.visible_to(request.user).filter(in_plan=True)
    if asked.project:
        rows = rows.filter(project_id=asked.project)
    if asked.due_before:
        rows = rows.filter(due__lt=asked.due_before)
    if asked.open is not None:
        rows = rows.filter(done_on__isnull=asked.open)
    return page(request, rows, asked, MilestoneOut)


@router.get("/milestones/{pk}", auth=reads("milestones"), response={200: MilestoneOut, **PROBLEMS},
            summary="一个节点")  # fmt: skip
def milestone(request: Request, pk: Path[Id], asked: Query[Fields]) -> HttpResponse:
    """Read one milestone; its ETag is that of its project, which every deed on it counts."""
    return one(request, pk, asked.fields)


def one(request: Request, pk: int, fields: str = "") -> HttpResponse:
    """Answer one milestone."""
    names = wanted(fields, known(MilestoneOut))
    rows = Milestone.objects.visible_to(request.user).filter(pk=pk, in_plan=True)
    found = rows.values_list("project_id", "project__version", *names).first()
    if found is None:
        raise Http404
    project, version, *values = found
    return shown(request, records(names, [values])[0], version=etag(project, version))


def held(request: Request, pk: int) -> Milestone:
    """Return a milestone to be written, its project locked in the version the caller has seen."""
    rows = Milestone.objects.visible_to(request.user).filter(pk=pk, in_plan=True)
    found = rows.select_related("project").first()
    if found is None:
        raise Http404
    guarded(request, found.project_id)
    return found


@router.post("/milestones/{pk}/actuals", auth=writes("milestones"), summary="报节点的进展",
             response={200: MilestoneOut, **PROBLEMS})  # fmt: skip
@writing
def report(request: Request, pk: Path[Id], given: ActualIn) -> HttpResponse:
    """Report that a milestone was begun, how far it is, or that it is done; answers the milestone."""
    of = held(request, pk)
    actions.report(
        by=by(request, of.zone_id), milestone=of, started_on=given.started_on, done_on=given.done_on,
        percent=given.percent,
    )  # fmt: skip
    return one(request, pk)


@router.post("/milestones/{pk}/slips", auth=writes("milestones"), summary="申请改期",
             response={201: SlipOut, **PROBLEMS})  # fmt: skip
@writing
def ask(request: Request, pk: Path[Id], given: SlipIn) -> HttpResponse:
    """Ask for a later date, with the reason; a leader decides on the page of the project."""
    of = held(request, pk)
    made = actions.ask(
        by=by(request, of.zone_id), milestone=of, to_due=given.to_due, reason_class=given.reason_class,
        reason=given.reason,
    )  # fmt: skip
    body = {name: getattr(made, name) for name in known(SlipOut)}
    answer = shown(request, body, version=etag(of.project_id))
    answer.status_code = 201
    return answer
