"""Spreading a year plan over its months: evenly, by the nodes of the plan, by hand.

This room does not know plans: a room above says which spans of days the nodes of a project take.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from greenlight.base.refusals import Refused
from greenlight.investment.models import YearPlan
from greenlight.kernel import spreading
from greenlight.kernel.spreading import Span
from greenlight.projects.models import Project

Spans = Callable[[Project], Sequence[Span]]
_spans: list[Spans] = []


def foretell(spans: Spans) -> None:
    """Let a room above say the spans of a project's nodes; called from `AppConfig.ready()`."""
    if spans not in _spans:
        _spans.append(spans)


def months(
    project: Project, year: int, amount_wan: Decimal, way: str, typed: Sequence[Decimal] = ()
) -> tuple[Decimal, ...] | None:
    """Return the twelve cumulative amounts of a way; None for an even year, which needs none.

    Raises Refused where the plan has no nodes in the year.
    """
    if way == YearPlan.Way.HAND:
        return tuple(typed)
    if way != YearPlan.Way.NODES:
        return None
    spans = [span for tell in _spans for span in tell(project)]
    found = spreading.by_spans(amount_wan, spans, year)
    if found is None:
        raise Refused(f"计划里没有落在 {year} 年的节点，不能按计划节点分月；请选按月平均或手工。", status=400)
    return found
