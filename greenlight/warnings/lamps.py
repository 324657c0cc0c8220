"""The light of every single milestone, for the plan's table and chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Max

from greenlight.kernel import lights
from greenlight.plans.lamps import Case, Lights
from greenlight.plans.page import PlanPage
from greenlight.projects.models import Project
from greenlight.warnings import facts, packs, present
from greenlight.warnings.models import ZoneJudged


def of_project(plan: PlanPage) -> dict[str, str]:
    """Return {milestone key: colour} as judged on the last day the project was; worst rule first."""
    project = plan.project
    zone = ZoneJudged.objects.filter(zone_id=project.zone_id).aggregate(day=Max("day"))["day"]
    own = (one.day for one in present.of(plan.request, project).values())
    day = max((one for one in (zone, *own) if one), default=None)
    if day is None:
        return {}
    known = facts.of_milestones(plan, day)
    if known is None:
        return {}
    # Only rules of this scene speak of single milestones.
    rules = [one for one in packs.in_force(project.zone_id, day) if one.scene == lights.MILESTONES]
    return _by_node(lights.judge(known, rules, day))


def _by_node(verdict: lights.Verdict) -> dict[str, str]:
    found: dict[str, str] = {}
    for reason in verdict.reasons:
        if reason.about:
            found.setdefault(reason.about, reason.colour.code)
    return found


def foreseen(project: Project, day: date, cases: Sequence[Case]) -> list[Lights]:
    """Return how a project would be lit on `day` if milestones said what each case tells of them.

    The facts are read once, whatever the number of cases; nothing is stored.
    """
    known = facts.collect([project.pk], day).get(project.pk)
    if known is None:
        return [Lights("grey") for _ in cases]
    rules = packs.in_force(project.zone_id, day)
    return [_told(lights.judge(_with(known.facts, case), rules, day)) for case in cases]


def _told(verdict: lights.Verdict) -> Lights:
    return Lights(verdict.colour.code, _by_node(verdict))


def _with(known: lights.Facts, case: Case) -> lights.Facts:
    start = case.get(facts.START)
    begins = known.start
    if begins and start and begins.actual is None:
        begins = replace(begins, planned=start.due)
    return replace(known, milestones=tuple(_stones(known.milestones, case)), start=begins)


def _stones(stones: Iterable[lights.MilestoneFact], case: Case) -> Iterable[lights.MilestoneFact]:
    for one in stones:
        told = case.get(one.key)
        if told is None or one.done:
            yield one
        else:
            whole = one.due_precision if told.due == one.due else "day"
            yield replace(one, due=told.due, due_precision=whole, percent=told.percent)
