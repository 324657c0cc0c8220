"""What a unit's program does on an order: receive, hand a plan in, report, ask for the end or more time."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

from django.http import Http404, HttpResponse
from ninja import Field, Path, Router

from greenlight.base.api import PROBLEMS, Day, Given, Id, Refusal, Text
from greenlight.base.api.once import writing
from greenlight.base.api.papers import PaperIn, kept
from greenlight.base.api.versions import asked
from greenlight.base.journal import By
from greenlight.base.models import File
from greenlight.people.access import writes
from greenlight.people.requests import Request, by
from greenlight.supervision import actions, may
from greenlight.supervision.actions import deed
from greenlight.supervision.api import WholeOrderOut, etag, events_of, one
from greenlight.supervision.forms import MOST_FILES
from greenlight.supervision.models import Order, OrderEvent

router = Router(tags=["orders"])
MOVED = "{number}在您读过以后又有人办过。看过 happened 里的经过，用新的 ETag 再提交。"
ANSWER = {200: WholeOrderOut, **PROBLEMS}
PAPERS = f"附件，最多 {MOST_FILES} 个"


class ReceiptIn(Given):
    """Nothing to say."""

    model_config = {"json_schema_extra": {"example": {}}}


class PlanIn(Given):
    """整改计划."""

    words: Text = Field(min_length=1, max_length=1000, description="打算怎么办、谁来办")
    day: Day = Field(description="计划完成日，不晚于整改期限")
    steps: list[Text] = Field([], max_length=30, description="步骤，一步一条，每条最多 200 字")
    files: list[PaperIn] = Field([], max_length=MOST_FILES, description=PAPERS)

    model_config = {"json_schema_extra": {"example": {
        "words": "分三户腾退，土储中心牵头", "day": "2022-08-20", "steps": ["8 月 5 日前完成评估"],
    }}}  # fmt: skip


class ProgressIn(Given):
    """进展."""

    words: Text = Field(min_length=1, max_length=1000, description="办到哪一步、还差什么")
    files: list[PaperIn] = Field([], max_length=MOST_FILES, description=PAPERS)

    model_config = {"json_schema_extra": {"example": {"words": "已腾退两户，还剩一户"}}}


class ClosingIn(Given):
    """申请销号, with the proof."""

    words: Text = Field(min_length=1, max_length=1000, description="办理结果")
    files: list[PaperIn] = Field(min_length=1, max_length=MOST_FILES, description=f"凭据，至少一个；{PAPERS}")


class ExtensionIn(Given):
    """申请延期."""

    day: Day = Field(description="延到哪天，晚于现在的整改期限")
    reason: Text = Field(min_length=1, max_length=300, description="原因")

    model_config = {"json_schema_extra": {"example": {"day": "2022-09-30", "reason": "连续降雨"}}}


def held(request: Request, pk: int) -> tuple[By, Order]:
    """Return an order locked to the end of the transaction, in the version the caller has seen.

    Raises Http404 for one not seen; Refusal 428 without If-Match, 412 with what happened since.
    """
    seen = Order.objects.visible_to(request.user).filter(pk=pk).first()
    if seen is None:
        raise Http404
    found, known = deed.locked(seen), asked(request)
    events = list(OrderEvent.objects.filter(order=pk).order_by("pk").values_list("pk", flat=True))
    if known.version != len(events):
        since = OrderEvent.objects.filter(pk__in=events[known.version :])
        raise Refusal(
            MOVED.format(number=found.number), status=412, version=len(events), etag=f'"{etag(pk)}"',
            happened=[_plain(each) for each in events_of(since)],
        )  # fmt: skip
    return by(request, found.zone_id), found


def _plain(event: dict[str, object]) -> dict[str, object]:
    """Return what a problem says of an event, in what JSON has a form for."""
    return {name: str(event[name]) for name in ("kind", "words", "on", "actor_name")}


def papers(
    request: Request, who: By, order: Order, given: Sequence[PaperIn]
) -> AbstractContextManager[list[File]]:
    """Keep what comes with an answer; nothing of somebody who may not answer."""
    mine = may.act(request.user, order)
    return kept(who, given if mine else [], ("order", order.pk))


@router.post("/orders/{pk}/receipt", auth=writes("orders"), summary="签收督办单", response=ANSWER)
@writing
def receive(request: Request, pk: Path[Id], given: ReceiptIn) -> HttpResponse:
    """Sign for an order."""
    who, order = held(request, pk)
    actions.receive(by=who, order=order)
    return one(request, pk)


@router.post("/orders/{pk}/plan", auth=writes("orders"), summary="报整改计划", response=ANSWER)
@writing
def hand_in_plan(request: Request, pk: Path[Id], given: PlanIn) -> HttpResponse:
    """Hand in what will be done until when; whoever raised the order approves it or sends it back."""
    who, order = held(request, pk)
    with papers(request, who, order, given.files) as files:
        actions.hand_in_plan(
            by=who, order=order, words=given.words, day=given.day, steps=given.steps, files=files
        )
    return one(request, pk)


@router.post("/orders/{pk}/progress", auth=writes("orders"), summary="报督办的进展", response=ANSWER)
@writing
def report_progress(request: Request, pk: Path[Id], given: ProgressIn) -> HttpResponse:
    """Report how far the work is."""
    who, order = held(request, pk)
    with papers(request, who, order, given.files) as files:
        actions.report_progress(by=who, order=order, words=given.words, files=files)
    return one(request, pk)


@router.post("/orders/{pk}/closing", auth=writes("orders"), summary="申请销号", response=ANSWER)
@writing
def ask_closing(request: Request, pk: Path[Id], given: ClosingIn) -> HttpResponse:
    """Say that it is done, with the proof; whoever raised the order confirms it."""
    who, order = held(request, pk)
    with papers(request, who, order, given.files) as files:
        actions.ask_closing(by=who, order=order, words=given.words, files=files)
    return one(request, pk)


@router.post("/orders/{pk}/extension", auth=writes("orders"), summary="申请延期", response=ANSWER)
@writing
def ask_extension(request: Request, pk: Path[Id], given: ExtensionIn) -> HttpResponse:
    """Ask for a later end; nothing moves until it is approved."""
    who, order = held(request, pk)
    actions.ask_extension(by=who, order=order, until=given.day, reason=given.reason)
    return one(request, pk)
