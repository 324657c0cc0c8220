"""The light of every single milestone, for the plan's table and chart."""

from __future__ import annotations

from django.db.models import Max

from greenlight.kernel import lights
from greenlight.projects.models import Project
from greenlight.warnings import facts, packs
from greenlight.warnings.models import LightSnapshot, ZoneJudged


def of_project(project: Project) -> dict[str, str]:
    """Return {milestone key: colour} as judged on the last day the project was; worst rule first."""
    zone = ZoneJudged.objects.filter(zone_id=project.zone_id).aggregate(day=Max("day"))["day"]
    own = LightSnapshot.objects.filter(project=project, latest=True).aggregate(day=Max("day"))["day"]
    day = max((one for one in (zone, own) if one), default=None)
    if day is None:
        return {}
    known = facts.collect([project.pk], day).get(project.pk)
    if known is None:
        return {}
    verdict = lights.judge(known.facts, packs.in_force(project.zone_id, day), day)
    found: dict[str, str] = {}
    for reason in verdict.reasons:
        if reason.about:
            found.setdefault(reason.about, reason.colour.code)
    return found
