"""One project's plan compared with itself: two baselines, a baseline and today, two days."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from greenlight.base.workbook.write import stream
from greenlight.people.requests import Request
from greenlight.plans import lamps
from greenlight.plans.compare import changes, drawing, facts, sheet
from greenlight.plans.compare.changes import NOW, PROMISE, Side
from greenlight.plans.door import back, seen
from greenlight.plans.models import PlanVersion
from greenlight.projects.models import Project

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sides(request: Request, then: Side, now: Side) -> tuple[Side, Side]:
    """Read the two sides of an address, the earlier day first."""
    old, new = (changes.side(_said(request, name), usual) for name, usual in (("then", then), ("now", now)))
    if old.day and new.day and old.day > new.day:
        return new, old
    return old, new


def _said(request: Request, name: str) -> str:
    """Return the word of a side; 某一天 has its day in a field of its own."""
    said = request.GET.get(name, "")
    return request.GET.get(f"{name}_day", "") if said == "day" else said


@require_GET
def compare(request: Request, pk: int) -> HttpResponseBase:
    """Show what changed in one plan, as a table and as bars; `as=xlsx` sends the table."""
    project = seen(request, pk)
    then, now = sides(request, PROMISE, NOW)
    mine = Project.objects.filter(pk=project.pk)
    lit = {project.pk: lamps.colours(project)}
    rows = changes.coloured(changes.in_order(facts.compare(mine, then, now, whole=True)), lit)
    total = changes.summed(rows)
    shown = rows if request.GET.get("all") else changes.only(rows, ())
    if request.GET.get("as") == "xlsx":
        title = f"{project.name}节点计划变化表"
        return sent(sheet.spec(title, sheet.between(then, now), shown, total), title)
    today = request.user.scope.day
    context = {
        "project": project, "then": then, "now": now, "total": total, "same": total.counts.get("same", 0),
        "groups": drawing.groups(shown, by_phase=True), "whole": bool(request.GET.get("all")),
        "chart": drawing.chart(shown, today, by_phase=True), "versions": versions(project),
        "here": words(then, now), "back": back(pk), "said": sheet.told(total), "by_phase": True,
    }  # fmt: skip
    return render(request, "plans/compare/compare.html", context)


def words(then: Side, now: Side) -> str:
    """Return the sides as the words of an address."""
    return urlencode({"then": then.text, "now": now.text})


def versions(project: Project) -> list[dict[str, Any]]:
    """Return what can be chosen: the promise, every version with its baseline, now."""
    rows = PlanVersion.objects.filter(plan__project=project, n__gt=0).select_related("baseline").order_by("n")
    found = [{"value": "promise", "label": "承诺（第一版）"}]
    for one in rows:
        day = f"{one.approved_at or one.created_at:%Y-%m-%d}"
        named = f"，基线：{one.baseline.name}" if hasattr(one, "baseline") else ""
        found.append(
            {"value": f"v{one.n}", "label": f"第 {one.n} 版，{day} {one.get_origin_display()}{named}"}
        )
    return [*found, {"value": "now", "label": "现在的计划"}]


def sent(found: Any, title: str) -> StreamingHttpResponse:
    """Send a sheet as a workbook while it is being written."""
    response = StreamingHttpResponse(stream(found))
    response["Content-Type"] = XLSX
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return response
