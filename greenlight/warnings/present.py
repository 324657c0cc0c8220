"""The present lights of one project, scene by scene, asked once a request."""

from __future__ import annotations

from django.http import HttpRequest

from greenlight.people.requests import once
from greenlight.projects.models import Project
from greenlight.warnings.models import LightSnapshot, Scene, lit


def of(request: HttpRequest | None, project: Project) -> dict[str, LightSnapshot]:
    """Return {scene: light} with who must act; a project nobody judged has none."""
    return once(request, ("lights", project.pk), lambda: _of(project))


def _of(project: Project) -> dict[str, LightSnapshot]:
    rows = LightSnapshot.objects.filter(project=project, latest=True).select_related("must_act_unit")
    found = {one.scene: one for one in rows}
    return {scene: found[lit(scene)] for scene in Scene.values if lit(scene) in found}
