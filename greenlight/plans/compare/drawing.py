"""A comparison as bars: the grey one below is how it was, the one above how it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from greenlight.plans import gantt
from greenlight.plans.compare.changes import Change

MOST = 400  # lines that are drawn; a longer table is read, not looked at


def chart(rows: Sequence[Change], today: date, *, by_phase: bool) -> SafeString:
    """Draw the lines in step with their table, a heading for each project or phase; empty when too many."""
    if not rows or len(rows) > MOST:
        return SafeString("")
    bars: list[gantt.Bar] = []
    for word, some in groups(rows, by_phase=by_phase):
        bars += [gantt.Bar("", word), *map(_bar, some)]
    return mark_safe(gantt.svg(gantt.Chart(bars, today, title="变化横道图", name="changes")))  # noqa: S308


def groups(rows: Sequence[Change], *, by_phase: bool) -> list[tuple[str, list[Change]]]:
    """Return the lines under their headings."""
    if by_phase:
        phases = groupby(rows, key=lambda one: one.node.phase)
        return [(word or "其他节点", list(some)) for word, some in phases]
    planned = [one for one in rows if one.kind == "planned"]
    others = [one for one in rows if one.kind != "planned"]
    projects = groupby(others, key=lambda one: (one.node.project_id, one.node.project))
    found = [(word, list(some)) for (_, word), some in projects]
    return [*found, *([(f"第一次排计划的项目（{len(planned)} 个）", planned)] if planned else [])]


def _bar(one: Change) -> gantt.Bar:
    """Draw a node over its days; one without a start spans from the earlier day to the later one."""
    days = sorted(day for day in (one.then, one.now) if day)
    moved = one.then is not None and one.now is not None and one.then != one.now
    was, start = one.starts
    if start is None and moved:
        start = days[0]
    done = one.node.done if not moved else None
    return gantt.Bar(
        key=f"{one.node.project_id}-{one.node.pk}", name=one.node.name, colour=one.colour, start=start,
        finish=done or one.now or one.node.done, base_start=was or one.then, base_finish=one.then,
        done=done is not None,
    )  # fmt: skip
