"""Reading orders with everything that happened to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import Count
from django.http import Http404, HttpResponse
from ninja import Field, Path, Query, Router, Schema

from greenlight.base.api import BIGGEST, PROBLEMS, Day, Fields, Id, Page, Slice
from greenlight.base.api.answers import Beside, page, record
from greenlight.base.api.versions import tag
from greenlight.people.access import reads
from greenlight.people.requests import Request
from greenlight.supervision.models import Order, OrderEvent, OrderFile, State, Urgency

router = Router(tags=["orders"])
STATES = "，".join(f"{value} {label}" for value, label in State.choices)
KINDS = "，".join(f"{value} {label}" for value, label in OrderEvent.Kind.choices)


class OrderFilter(Slice):
    """Conditions on orders."""

    project: int = Field(0, ge=0, le=BIGGEST, description="项目 id")
    unit: int = Field(0, ge=0, le=BIGGEST, description="主送单位 id")
    state: Literal["", "issued", "received", "planned", "working", "closing", "closed", "withdrawn"] = Field(
        "", description=f"状态：{STATES}；空为全部"
    )
    open: bool | None = Field(None, description="true 没有销号也没有撤销的，false 其余的")
    late: bool | None = Field(None, description="true 逾期没答复或没销号的，false 其余的")
    raised_from: Day | None = Field(None, description="发单日从这天起")
    due_before: Day | None = Field(None, description="整改期限早于这天")


class PaperOut(Schema):
    """A file that came with an event; its bytes are read on the pages."""

    name: str = Field(description="文件名")
    sha256: str = Field(description="SHA-256")
    size: int = Field(description="字节数")


class EventOut(Schema):
    """One thing that happened to an order; 撤回上一步 takes the one before it back."""

    kind: str = Field(description=f"什么事：{KINDS}")
    words: str = Field(description="内容")
    steps: list[str] = Field(description="整改计划的步骤")
    day: date | None = Field(description="说到的日子：计划完成日、延到哪天")
    on: date = Field(description="哪一天")
    actor_name: str = Field(description="谁")
    stands_in: bool = Field(description="是不是科室替单位代记的")
    at: datetime = Field(description="什么时候，UTC")
    files: list[PaperOut] = Field(description="附件")


class OrderOut(Schema):
    """督办单; from `state` on its columns say what its events say."""

    id: int = Field(description="督办单 id")
    number: str = Field(description="编号，例如 督〔2026〕3号")
    zone_id: int = Field(description="园区 id")
    project_id: int | None = Field(description="项目 id；不针对项目的是 null")
    warning_id: int | None = Field(description="从哪条预警发的")
    unit_id: int = Field(description="主送单位 id")
    subject: str = Field(description="事由")
    demand: str = Field(description="督办要求")
    basis: str = Field(description="依据，发出那天写定")
    paper: str = Field(description="规则出处")
    basis_since: date | None = Field(description="预警从哪天起")
    urgency: str = Field(description=f"紧急程度：{'，'.join(' '.join(one) for one in Urgency.choices)}")
    raised_by_name: str = Field(description="谁发的")
    raised_on: date = Field(description="发单日")
    reply_by: date = Field(description="答复期限")
    first_due: date = Field(description="发单时的整改期限")
    due: date = Field(description="批准的整改期限")
    state: str = Field(description=f"状态：{STATES}")
    replied_on: date | None = Field(description="哪天第一次报整改计划")
    asked_on: date | None = Field(description="哪天申请销号；退回以后是 null")
    closed_on: date | None = Field(description="哪天销号或撤销")
    asked_until: date | None = Field(description="申请延到哪天，等批")
    is_late: bool = Field(description="今天是不是逾期（没答复或没销号）")
    version: int = Field(description='第几步；写的时候可以用作 If-Match，例如 "3"')


class WholeOrderOut(OrderOut):
    """An order with everything that happened to it, the first first."""

    events: list[EventOut] = Field(description="经过")


@router.get("/orders", auth=reads("orders"), response={200: Page[OrderOut], **PROBLEMS},
            summary="督办单")  # fmt: skip
def orders(request: Request, asked: Query[OrderFilter]) -> HttpResponse:
    """List the orders one may see."""
    day = request.user.scope.day
    rows = Order.objects.visible_to(request.user)
    same = {
        "project_id": asked.project, "unit_id": asked.unit, "state": asked.state,
        "raised_on__gte": asked.raised_from, "due__lt": asked.due_before,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in same.items() if value})
    for wish, narrow in ((asked.open, rows.open()), (asked.late, rows.late(day))):
        if wish is not None:
            rows = (
                rows.filter(pk__in=narrow.values("pk")) if wish else rows.exclude(pk__in=narrow.values("pk"))
            )
    return page(request, rows, asked, OrderOut, Beside(IN_LISTS, _beside(day)))


@router.get("/orders/{pk}", auth=reads("orders"), response={200: WholeOrderOut, **PROBLEMS},
            summary="一件督办单和经过")  # fmt: skip
def order(request: Request, pk: Path[Id], asked: Query[Fields]) -> HttpResponse:
    """Read one order with its events; its ETag counts them."""
    return one(request, pk, asked.fields)


def one(request: Request, pk: int, fields: str = "") -> HttpResponse:
    """Answer one order."""
    rows = Order.objects.visible_to(request.user).filter(pk=pk)
    if not rows.exists():
        raise Http404
    day = request.user.scope.day
    beside = Beside(IN_LISTS | {"events"}, _beside(day, whole=True))
    return record(request, rows, fields, WholeOrderOut, version=etag(pk), beside=beside)


def etag(pk: int) -> str:
    """Return the tag of an order's version: its events are only ever added to."""
    ids = list(OrderEvent.objects.filter(order=pk).order_by("pk").values_list("pk", flat=True))
    return tag(len(ids), ids[-1] if ids else 0)


# ---- beside the columns ----
IN_LISTS = frozenset({"number", "is_late", "version"})


def _beside(day: date, *, whole: bool = False) -> Callable[[Sequence[int]], dict[int, dict[str, Any]]]:
    def found(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        rows = Order.objects.filter(pk__in=ids).annotate(n_events=Count("events"))
        made = {each.pk: _said(each, day) for each in rows}
        if whole:
            for pk in ids:
                made[pk]["events"] = events_of(OrderEvent.objects.filter(order=pk))
        return made

    return found


def _said(order: Any, day: date) -> dict[str, Any]:
    now = order.standing
    late = now.closing_is_late(day) or now.reply_is_late(order.reply_by, day)
    return {"number": order.number, "is_late": late, "version": order.n_events}


def events_of(rows: Any) -> list[dict[str, Any]]:
    """Return events as they are told, the first first; two queries."""
    held = list(rows.order_by("pk"))
    papers = _papers(each.pk for each in held)
    names = tuple(name for name in EventOut.model_fields if name != "files")
    return [
        {name: getattr(each, name) for name in names} | {"files": papers.get(each.pk, [])} for each in held
    ]  # fmt: skip


def _papers(events: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    rows = OrderFile.objects.filter(event_id__in=list(events)).order_by("pk")
    found: dict[int, list[dict[str, Any]]] = {}
    for pk, name, sha256, size in rows.values_list("event_id", "file__name", "file__sha256", "file__size"):
        found.setdefault(pk, []).append({"name": name, "sha256": sha256, "size": size})
    return found
