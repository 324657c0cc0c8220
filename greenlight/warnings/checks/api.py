"""Reading what the cross-checks saw (交叉核对), explaining it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from django.http import Http404, HttpResponse
from ninja import Field, Path, Query, Router, Schema

from greenlight.base.api import BIGGEST, PROBLEMS, Day, Fields, Given, Id, Page, Slice, Text, Unreadable
from greenlight.base.api.answers import Beside, page, record
from greenlight.base.api.once import writing
from greenlight.kernel import crosschecks
from greenlight.people.access import reads, writes
from greenlight.people.requests import Request, by
from greenlight.projects.guarding import etag, guarded
from greenlight.warnings import actions
from greenlight.warnings.checks import listing
from greenlight.warnings.checks.models import CheckHit

router = Router(tags=["checks"])
STATES = "open 待说明，explained 已说明，confirmed 已确认有问题"


class CheckFilter(Slice):
    """Conditions on what the checks saw."""

    project: int = Field(0, ge=0, le=BIGGEST, description="项目 id")
    code: str = Field("", max_length=40, description=f"哪一条核对：{' '.join(sorted(crosschecks.CHECKS))}")
    state: Literal["", "open", "explained", "confirmed", "gone"] = Field(
        "", description=f"{STATES}，gone 没人说明就已消除；空为全部"
    )
    period: str = Field(
        "", max_length=7, description="哪个月，例如 2022-06", pattern="^([0-9]{4}-[0-9]{2})?$"
    )
    first_from: Day | None = Field(None, description="第一次看到从这天起")


class NumberOut(Schema):
    """A number that went in, as the page shows it."""

    name: str = Field(description="是什么")
    value: str = Field(description="多少，带单位")


class CheckOut(Schema):
    """What a check saw about a project's month, with the numbers it saw it in."""

    id: int = Field(description="核对编号")
    project_id: int = Field(description="项目 id")
    code: str = Field(description="哪一条核对")
    name: str = Field(description="核对的名称")
    period: str = Field(description="哪个月")
    told: str = Field(description="看到了什么，一句话")
    numbers: list[NumberOut] = Field(description="用到的数")
    holds: bool = Field(description="现在还看得到；false 是数改过，已消除")
    state: str = Field(description=STATES)
    reason: str = Field(description="说明或处理")
    decided_by_name: str = Field(description="谁说明或确认的")
    decided_at: datetime | None = Field(description="什么时候，UTC")
    first_on: date = Field(description="第一次看到")


class ExplanationIn(Given):
    """Why there is nothing wrong."""

    reason: Text = Field(min_length=1, max_length=500, description="原因")

    model_config = {"json_schema_extra": {"example": {"reason": "设备已付款，还在运输途中"}}}


@router.get("/checks", auth=reads("checks"), response={200: Page[CheckOut], **PROBLEMS},
            summary="交叉核对")  # fmt: skip
def checks(request: Request, asked: Query[CheckFilter]) -> HttpResponse:
    """List what the checks saw of the projects one may see."""
    if asked.code and asked.code not in crosschecks.CHECKS:
        raise Unreadable("code", "没有这条核对")
    rows = CheckHit.objects.visible_to(request.user)
    same = {
        "project_id": asked.project, "code": asked.code, "period": asked.period,
        "first_on__gte": asked.first_from,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in same.items() if value})
    if asked.state:
        rows = listing.of_state(rows, asked.state)
    return page(request, rows, asked, CheckOut, BESIDE)


@router.get("/checks/{pk}", auth=reads("checks"), response={200: CheckOut, **PROBLEMS},
            summary="一条核对")  # fmt: skip
def check(request: Request, pk: Path[Id], asked: Query[Fields]) -> HttpResponse:
    """Read one; its ETag is that of its project, which every deed on it counts."""
    return one(request, pk, asked.fields)


def one(request: Request, pk: int, fields: str = "") -> HttpResponse:
    """Answer what one check saw."""
    rows = CheckHit.objects.visible_to(request.user).filter(pk=pk)
    project = rows.values_list("project_id", flat=True).first()
    if project is None:
        raise Http404
    return record(request, rows, fields, CheckOut, version=etag(project), beside=BESIDE)


def _told(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    names = listing.names()
    rows = CheckHit.objects.filter(pk__in=ids).only("code", "inputs")
    return {
        hit.pk: {
            "name": names.get(hit.code, hit.code), "told": hit.told,
            "numbers": [{"name": name, "value": value} for name, value in hit.inputs_told],
        }
        for hit in rows
    }  # fmt: skip


BESIDE = Beside(frozenset({"name", "told", "numbers"}), _told)


@router.post("/checks/{pk}/explanation", auth=writes("checks"), summary="说明一条核对",
             response={200: CheckOut, **PROBLEMS})  # fmt: skip
@writing
def explain(request: Request, pk: Path[Id], given: ExplanationIn) -> HttpResponse:
    """Say why there is nothing wrong; a leader or clerk may open it again on its page."""
    hit = CheckHit.objects.visible_to(request.user).filter(pk=pk).select_related("project").first()
    if hit is None:
        raise Http404
    guarded(request, hit.project_id)
    actions.explain_hit(by=by(request, hit.zone_id), hit=hit, reason=given.reason)
    return one(request, pk)
