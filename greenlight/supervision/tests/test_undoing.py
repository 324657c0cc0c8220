"""Every step of an order can be taken back while it is the last one; both stay on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from greenlight.base import files, undoing
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel import orders
from greenlight.supervision import actions, figures
from greenlight.supervision.models import Order, OrderEvent
from greenlight.supervision.tests.test_ladders import client, ordered
from tests import make

pytestmark = pytest.mark.django_db
END = make.TODAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def _shelf(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def close(order: Order) -> None:
    proof = files.store(make.by(make.sun()), b"%PDF-1.7 x", "移交单.pdf", subject=("order", order.pk))
    actions.ask_closing(by=make.by(make.sun()), order=order, words="办好", files=[proof])


COURSE: tuple[tuple[str, Callable[[Order], Any]], ...] = (
    ("received", lambda order: actions.receive(by=make.by(make.sun()), order=order)),
    ("plan", lambda order: actions.hand_in_plan(
        by=make.by(make.sun()), order=order, words="两步办", day=make.TODAY)),
    ("plan_approved", lambda order: actions.decide_plan(
        by=make.by(make.zhao()), order=order, approve=True)),
    ("progress", lambda order: actions.report_progress(
        by=make.by(make.sun()), order=order, words="办了一半")),
    ("extended_asked", lambda order: actions.ask_extension(
        by=make.by(make.sun()), order=order, until=END + timedelta(days=9), reason="连续降雨")),
    ("extended", lambda order: actions.decide_extension(
        by=make.by(make.zhao()), order=order, approve=True)),
    ("closed_asked", close),
    ("sent_back", lambda order: actions.send_back(
        by=make.by(make.zhao()), order=order, reason="没有盖章")),
    ("closed_asked", close),
    ("closed", lambda order: actions.confirm(by=make.by(make.zhao()), order=order)),
)  # fmt: skip
OF_UNIT = ("received", "plan", "progress", "extended_asked", "closed_asked")


def last(kind: str) -> JournalRow:
    return JournalRow.objects.filter(verb=f"order.{kind}").latest("seq")


def test_every_step_is_taken_back_and_done_again() -> None:
    order = ordered(make.project())
    for kind, step in COURSE:
        order.refresh_from_db()
        before = order.standing
        step(order)
        order.refresh_from_db()
        after = order.standing
        who = make.sun() if kind in OF_UNIT else make.zhao()
        undoing.take_back(make.by(who), last(kind))
        order.refresh_from_db()
        assert order.standing == before == figures.standing(order), kind
        step(order)
        order.refresh_from_db()
        assert order.standing == after == figures.standing(order), kind
    assert order.state == "closed"
    assert order.events.filter(kind="undone").count() == len(COURSE)


def test_what_another_step_followed_stands() -> None:
    order = ordered(make.project())
    for kind, step in COURSE[:2]:
        step(order)
        if kind == "plan":
            break
    with pytest.raises(Refused, match="不是最后一步，后来已经报整改计划"):
        undoing.take_back(make.by(make.sun()), last("received"))
    with pytest.raises(Refused, match="不是最后一步"):
        undoing.take_back(make.by(make.zhao()), last("issued"))


def test_an_order_just_sent_is_withdrawn_and_its_number_stays_taken() -> None:
    order = ordered(make.project())
    undoing.take_back(make.by(make.zhao()), last("issued"))
    order.refresh_from_db()
    assert (order.state, order.events.count()) == ("withdrawn", 2)
    assert ordered(make.project("乙")).n == order.n + 1


def test_anothers_step_is_taken_back_by_a_leader_only() -> None:
    order = ordered(make.project())
    actions.receive(by=make.by(make.sun()), order=order)
    for who in (make.he(), make.lin()):
        with pytest.raises(NotAllowed):
            undoing.take_back(make.by(who), last("received"))
    undoing.take_back(make.by(make.zhao()), last("received"))
    order.refresh_from_db()
    assert order.state == "issued"


def test_what_was_taken_back_is_struck_out_on_the_page_and_not_decided() -> None:
    order = ordered(make.project())
    actions.receive(by=make.by(make.sun()), order=order)
    reader = client(make.sun())
    page = reader.post(f"/orders/{order.pk}/plan/", {"words": "两步办", "day": make.TODAY}, follow=True)
    seq = last("plan").seq
    assert f"undo:/undo/{seq}/" in page.content.decode() or f"/undo/{seq}/" in page.content.decode()
    assert reader.post(f"/undo/{seq}/").status_code in (200, 204, 302)
    page = client(make.zhao()).get(f"/orders/{order.pk}/")
    said = page.content.decode()
    assert "撤回“报整改计划”" in said
    assert "已撤回" in said
    assert "btn-primary" not in said.split('class="section order-now"')[1].split("</section>")[0]
    assert OrderEvent.objects.filter(kind=orders.Kind.UNDONE.value).count() == 1
