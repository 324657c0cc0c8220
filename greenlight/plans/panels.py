"""节点计划 of the project page: table and Gantt side by side, who must hand in when, versions, slips."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from greenlight.people.models import User
from greenlight.people.requests import Request
from greenlight.plans import levels, may, page, table, updating
from greenlight.plans.forms import DecideForm, EditForm, ReportForm, SlipForm, WithdrawForm
from greenlight.plans.models import Milestone, Slip
from greenlight.plans.table import Line
from greenlight.projects.models import Project, Template

HISTORY = 20


def milestones_tab(request: Request, project: Project) -> SafeString:
    """Draw the tab; `?node=<id>` opens the forms of one node."""
    today = request.user.scope.day
    plan = page.of(request, project)
    waiting = plan.waiting
    decided = [one for one in plan.slips if one.state != Slip.State.WAITING]
    rows = table.lines(project, today, plan)
    done, ahead = table.halves(rows)
    opened = not ahead or request.GET.get("done") == "1" or _is_done(request, done)
    movable = [one for one in waiting if one.milestone.done_on is None]
    mine = [one for one in waiting if may.decide(request.user, project, levels.days_of(one))]
    context = {
        "project": project,
        "lines": rows,
        "done": table.table(project, done, today, "gantt-done") if opened and done else None,
        "done_count": len(done),
        "ahead": table.table(project, ahead, today) if ahead else None,
        "hand_ins": table.hand_ins(rows),
        "waiting": [(one, _decide_form(project, one) if one in mine else None) for one in waiting],
        "levels": levels.told(project.zone_id) if waiting else "",
        "decide_all": DecideForm(initial={"version": project.version}, auto_id="all_%s")
        if mine and len(movable) > 1 and mine == waiting else None,
        "movable": len(movable),
        "decided": decided[: -HISTORY - 1 : -1],
        "versions": plan.history[:HISTORY],
        "draft": plan.draft,
        "library": updating.standing_of(project, plan.approved),
        "node": node(request, project, rows),
        "may_plan": may.plan(request.user, project),
    }  # fmt: skip
    return render_to_string("plans/_tab.html", context, request=request)


def _is_done(request: Request, done: list[Line]) -> bool:
    """Say whether the node that was asked for is one of the folded rows."""
    return any(str(one.stone.pk) == request.GET.get("node") for one in done)


def _decide_form(project: Project, slip: Slip) -> DecideForm:
    return DecideForm(initial={"version": project.version}, auto_id=f"decide{slip.pk}_%s")


def node(request: Request, project: Project, rows: list[Line]) -> dict[str, Any] | None:
    """Return the node asked for with the forms its reader may use; without asking the earliest open one."""
    chosen = request.GET.get("node", "")
    line = next((one for one in rows if str(one.stone.pk) == chosen), None) or _next(rows)
    if line is None:
        return None
    stone: Milestone = line.stone
    stone.project = project
    version = {"version": project.version}
    reports = may.report(request.user, stone)
    open_ = stone.done_on is None
    asks = reports and open_ and stone.due is not None and line.waiting is None
    told = {"started_on": stone.started_on, "percent": stone.percent}
    edited = {"due": stone.due, "owner": stone.owner_id}
    edits = may.plan(request.user, project) and open_
    return {
        "line": line,
        "chosen": bool(chosen),
        "report": ReportForm(initial=version | told) if reports and open_ else None,
        "withdraw": WithdrawForm(initial=version) if reports and _reported(stone) else None,
        "slip": SlipForm(initial=version) if asks else None,
        "edit": EditForm(initial=version | edited, milestone=stone) if edits else None,
        "take_back": reports and line.waiting is not None,
    }


def _next(rows: list[Line]) -> Line | None:
    ahead = [one for one in rows if one.stone.due and not one.stone.done_on]
    return min(ahead, key=lambda one: (one.stone.due, one.stone.seq), default=rows[0] if rows else None)


def _reported(stone: Milestone) -> bool:
    return stone.done_on is not None or stone.started_on is not None or stone.percent is not None


def library_used(request: HttpRequest, template: Template) -> SafeString:
    """Say beside a version of the node library how many plans stand by it."""
    reader = cast(User, request.user)
    count = updating.used(template, reader.scope.home or 0)
    return format_html(' <span class="t3">{} 个计划按它排</span>', count) if count else SafeString("")
