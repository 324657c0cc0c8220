"""A project's plan as its page is drawn from: milestones, slips, versions; each read once."""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest

from greenlight.people.requests import once
from greenlight.plans.models import Milestone, PlanVersion, Slip
from greenlight.projects import panels as projects
from greenlight.projects.models import Project
from greenlight.projects.steps import Step


class PlanPage:
    """What is asked of a plan while one page is drawn; with its request, parts share what they read."""

    def __init__(self, project: Project, request: HttpRequest | None = None) -> None:
        self.project = project
        self.request = request

    @cached_property
    def stones(self) -> list[Milestone]:
        """The nodes of the plan in force with their owners, in the order of the plan."""
        rows = Milestone.objects.filter(project=self.project, in_plan=True).select_related("owner")
        return list(rows.order_by("seq", "due", "pk"))

    @cached_property
    def slips(self) -> list[Slip]:
        """Every change of date that was asked for, oldest first."""
        rows = Slip.objects.filter(milestone__project=self.project)
        return list(rows.select_related("milestone").order_by("pk"))

    @cached_property
    def waiting(self) -> list[Slip]:
        """The changes of date that wait for a decision."""
        return [one for one in self.slips if one.state == Slip.State.WAITING]

    @cached_property
    def versions(self) -> list[PlanVersion]:
        """Every version with plan, library and baseline, the newest first; a draft stands last."""
        rows = PlanVersion.objects.filter(plan__project=self.project)
        return list(rows.select_related("plan", "template", "baseline").order_by("-n"))

    @property
    def approved(self) -> PlanVersion | None:
        """The version in force."""
        return next((one for one in self.versions if one.state == PlanVersion.State.APPROVED), None)

    @property
    def draft(self) -> PlanVersion | None:
        """The draft that waits."""
        return next((one for one in self.versions if one.state == PlanVersion.State.DRAFT), None)

    @property
    def history(self) -> list[PlanVersion]:
        """The versions that were ever in force, the newest first."""
        return [one for one in self.versions if one.state != PlanVersion.State.DRAFT]

    @property
    def steps(self) -> dict[str, Step]:
        """The stages the project has reached."""
        return projects.steps_of(self.request, self.project)


def of(request: HttpRequest, project: Project) -> PlanPage:
    """Return the plan of a project, the same one for every part of a page."""
    return once(request, ("plan", project.pk), lambda: PlanPage(project, request))
