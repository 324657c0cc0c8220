"""The deeds of the desk as the journal's test plays them; `s` is its Stage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greenlight.base.tables.look import Look
from greenlight.desk import actions as desk
from greenlight.desk.actions import notices
from greenlight.desk.editing.cells import CellEdit


def edited(s: Any) -> Any:
    return desk.edit_cells(by=s.by, ledger="projects", edits=[CellEdit(s.project.pk, "remark", "加急")])


def saved_view(s: Any) -> Any:
    return desk.save_view(by=s.by, ledger="projects", name="例会", look=Look(dense=True), titles={})


def robot(s: Any) -> Any:
    url = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k"
    return notices.add_robot(by=s.zhao, zone=s.project.zone, told=notices.RobotTold("调度群", "wecom", url))


def plays(then: Callable[..., Any], at_once: Callable[..., Any]) -> dict[str, Any]:
    """Return each deed with what it needs first."""
    return {
        "desk.actions.edit_cells": at_once(edited),
        "desk.actions.save_view": at_once(saved_view),
        "desk.actions.overwrite_view": then(saved_view, lambda s, one: desk.overwrite_view(
            by=s.by, view=one, look=Look(), titles={})),
        "desk.actions.rename_view": then(saved_view, lambda s, one: desk.rename_view(
            by=s.by, view=one, name="另一个名字")),
        "desk.actions.share_view": then(saved_view, lambda s, one: desk.share_view(
            by=s.by, view=one, shared=True)),
        "desk.actions.delete_view": then(saved_view, lambda s, one: desk.delete_view(
            by=s.by, view=one)),
        "desk.actions.arrange_views": then(saved_view, lambda s, one: desk.arrange_views(
            by=s.by, ledger="projects", order=[one.pk])),
        "desk.actions.notices.add_robot": at_once(robot),
        "desk.actions.notices.switch_robot": then(robot, lambda s, one: notices.switch_robot(
            by=s.zhao, robot=one, is_on=False)),
        "desk.actions.notices.retype_robot": then(robot, lambda s, one: notices.retype_robot(
            by=s.zhao, robot=one, url="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=new")),
        "desk.actions.notices.try_robot": then(robot, lambda s, one: notices.try_robot(by=s.zhao, robot=one)),
    }  # fmt: skip
