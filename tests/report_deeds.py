"""The deeds of 核数 as the journal's test plays them; `s` is its Stage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from greenlight.base import documents
from greenlight.base.documents.checking import Checked, check
from greenlight.reports.checking import actions
from greenlight.reports.checking.answering import Told
from greenlight.reports.models import CheckedReport, Observation

TEXT = "全年招引项目6个，总投资12.0亿元，其中机械类3个5.0亿元，食品类2个4.0亿元，其他1个2.0亿元。税收1亿元。"


def checked() -> Checked:
    return check(documents.pasted(TEXT))


def report(s: Any) -> CheckedReport:
    return actions.take(s.by, s.project.zone_id, checked(), None, 5)


def waiting(s: Any) -> CheckedReport:
    return CheckedReport.objects.create(
        zone_id=s.project.zone_id, name="长.txt", actor_name="lin", created_at=s.by.at
    )


def observation(s: Any) -> Observation:
    one = report(s)
    actions.keep(s.by, one)
    return one.observations.order_by("pk")[0]


def plays(then: Callable[..., Any], at_once: Callable[..., Any]) -> dict[str, Any]:
    """Return each deed with what it needs first."""
    return {
        "reports.checking.actions.take": at_once(report),
        "reports.checking.actions.finish": then(
            waiting, lambda s, one: actions.finish(s.by, one, checked(), 5)),
        "reports.checking.actions.check_again": then(
            report, lambda s, one: actions.check_again(s.by, one)),
        "reports.checking.actions.answer": then(
            report, lambda s, one: actions.answer(s.by, one, one.findings[0]["key"], Told("accepted"))),
        "reports.checking.actions.keep": then(report, lambda s, one: actions.keep(s.by, one)),
        "reports.checking.actions.remove": then(report, lambda s, one: actions.remove(s.by, one)),
        "reports.checking.actions.drop": then(observation, lambda s, one: actions.drop(s.by, one)),
    }  # fmt: skip
