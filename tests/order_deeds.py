"""The deeds on orders as the journal's test plays them; `s` is its Stage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from greenlight.base import files
from greenlight.supervision import actions
from greenlight.supervision.actions.limiting import Limiting
from greenlight.supervision.actions.raising import Wish
from greenlight.supervision.actions.setting import Setting
from greenlight.supervision.models import Order, OrderDraft
from greenlight.warnings.models import Warning as Held
from tests import make

REASON = {
    "scene": "milestones", "colour": "yellow", "what": "milestone_undated", "rule": "default-1", "version": 1,
    "paper": "", "numbers": {"name": "开工"}, "about": "x", "since": None,
}  # fmt: skip
LATER = make.TODAY + timedelta(days=40)


def raised(s: Any) -> Order:
    end = make.TODAY + timedelta(days=9)
    wish = Wish(make.unit(), "净地移交滞后", "请移交净地", make.TODAY, end)
    return actions.raise_order(by=s.zhao, zone_id=s.project.zone_id, wish=wish, project=s.project)


def planned(s: Any) -> Order:
    order = raised(s)
    actions.hand_in_plan(by=s.by, order=order, words="分两步", day=make.TODAY)
    return order


def working(s: Any) -> Order:
    order = planned(s)
    actions.decide_plan(by=s.zhao, order=order, approve=True)
    return order


def with_file(s: Any) -> tuple[Order, Any]:
    order = working(s)
    return order, files.store(s.by, b"%PDF-1.7 x", "移交单.pdf", subject=("order", order.pk))


def closing(s: Any) -> Order:
    order, file = with_file(s)
    actions.ask_closing(by=s.by, order=order, words="已移交", files=[file])
    return order


def more_time(s: Any) -> Order:
    order = raised(s)
    actions.ask_extension(by=s.by, order=order, until=LATER, reason="连续降雨")
    return order


def warned(s: Any) -> Held:
    s.project.assignments.create(zone_id=s.project.zone_id, role="liaison", user=make.he())
    return Held.objects.create(
        project=s.project, zone_id=s.project.zone_id, scene="milestones", rule="default-1", about="x",
        colour="yellow", since=make.TODAY, opened_on=make.TODAY, shape="x", reason=REASON,
    )  # fmt: skip


def drafted(s: Any) -> OrderDraft:
    Held.objects.filter(pk=warned(s).pk).update(colour="red")
    (made,) = actions.draft_due(by=s.by, zone_id=s.project.zone_id)
    return made


def red(s: Any) -> None:
    Held.objects.filter(pk=warned(s).pk).update(colour="red")


LIMITING = Limiting(2, 5, True, make.TODAY, "主任办公会")
SETTING = Setting(True, True, 0, 0, make.TODAY, "主任办公会")


def plays(then: Callable[..., Any], at_once: Callable[..., Any]) -> dict[str, Any]:
    """Return each deed with what it needs first."""
    room = "supervision.actions."
    return {
        f"{room}raise_order": at_once(raised),
        f"{room}receive": then(raised, lambda s, one: actions.receive(by=s.by, order=one)),
        f"{room}hand_in_plan": then(raised, lambda s, one: actions.hand_in_plan(
            by=s.by, order=one, words="分两步", day=make.TODAY)),
        f"{room}decide_plan": then(planned, lambda s, one: actions.decide_plan(
            by=s.zhao, order=one, approve=True)),
        f"{room}report_progress": then(working, lambda s, one: actions.report_progress(
            by=s.by, order=one, words="还剩两户")),
        f"{room}ask_closing": then(with_file, lambda s, made: actions.ask_closing(
            by=s.by, order=made[0], words="已移交", files=[made[1]])),
        f"{room}confirm": then(closing, lambda s, one: actions.confirm(by=s.zhao, order=one)),
        f"{room}send_back": then(closing, lambda s, one: actions.send_back(
            by=s.zhao, order=one, reason="没有盖章")),
        f"{room}ask_extension": then(raised, lambda s, one: actions.ask_extension(
            by=s.by, order=one, until=LATER, reason="连续降雨")),
        f"{room}decide_extension": then(more_time, lambda s, one: actions.decide_extension(
            by=s.zhao, order=one, approve=True)),
        f"{room}record_talk": then(raised, lambda s, one: actions.record_talk(
            by=s.zhao, order=one, words="约谈了主任")),
        f"{room}withdraw": then(raised, lambda s, one: actions.withdraw(
            by=s.zhao, order=one, reason="写错单位")),
        f"{room}climb": then(warned, lambda s, one: actions.climb(
            by=s.by, warning=one, act="tell_liaison")),
        f"{room}tell_due": then(warned, lambda s, one: actions.tell_due(
            by=s.by, zone_id=s.project.zone_id)),
        f"{room}draft_due": then(red, lambda s, one: actions.draft_due(
            by=s.by, zone_id=s.project.zone_id)),
        f"{room}set_aside": then(drafted, lambda s, one: actions.set_aside(
            by=s.by, draft=one, why="月底复工")),
        f"{room}set_step": at_once(lambda s: actions.set_step(
            by=s.by, zone=s.project.zone, code="ladder-1", setting=SETTING)),
        f"{room}set_unit_limits": at_once(lambda s: actions.set_unit_limits(
            by=s.by, zone=s.project.zone, setting=LIMITING)),
    }  # fmt: skip
